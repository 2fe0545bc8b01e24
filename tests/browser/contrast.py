"""Texts that are hard to read: WCAG 2 asks for a contrast of 4.5 to 1."""

from typing import Final

LOW_CONTRAST: Final = """root => {
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    const paint = (colors) => {
        context.clearRect(0, 0, 1, 1);
        for (const color of colors) {
            context.fillStyle = color;
            context.fillRect(0, 0, 1, 1);
        }
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (color) => color
        .map(one => one / 255)
        .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const ratio = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const behind = (node) => {
        const colors = [];
        for (let at = node; at; at = at.parentElement) {
            colors.unshift(getComputedStyle(at).backgroundColor);
        }
        return ['white', ...colors];
    };
    const low = [];
    for (const node of root.querySelectorAll('*')) {
        const own = [...node.childNodes].some(one => one.nodeType === 3
            && one.textContent.trim());
        const left = '[hidden], [aria-disabled="true"], svg, option';
        if (!own || node.closest(left)) continue;
        const under = behind(node);
        const text = paint([...under, getComputedStyle(node).color]);
        const found = ratio(paint(under), text);
        if (found < 4.5) low.push(`${node.textContent}: ${found.toFixed(2)}`);
    }
    return low;
}"""
