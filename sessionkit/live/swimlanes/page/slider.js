// A slider that keys move in JupyterLab, too, which takes arrow keys from sliders.

import { make } from "../../inspector/page/dom.js";

/** @type {Record<string, number>} */
const STEPS = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
};

/**
 * @param {string} label
 * @param {(place: number) => void} go is given a place between the slider's ends
 */
export function slider(label, go) {
  const node = make("input", { type: "range", min: "0", max: "0", "aria-label": label });
  const to = (/** @type {number} */ place) =>
    go(Math.min(Math.max(Number(node.min), place), Number(node.max)));
  node.oninput = () => to(Number(node.value));
  node.onkeydown = (event) => {
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    to(Number(node.value) + step);
  };
  return node;
}
