// All operations at once: time to the right, a line for each lane, a tick for each mark.

/** @import { Mark, Row } from "./protocol.js" */

/** @type {Record<Mark["kind"] | "any", [top: number, height: number]>} */
const TICKS = {
  any: [0.45, 0.1],
  change: [0.3, 0.4],
  outside: [0.05, 0.9],
  error: [0.05, 0.9],
  waits: [0.3, 0.4],
};
const SVG = "http://www.w3.org/2000/svg";

/**
 * Return the ticks of one kind, as the path of an SVG whose unit is one operation.
 * @param {Row[]} rows
 * @param {Mark["kind"] | "any"} kind
 */
export function ticks(rows, kind) {
  const [top, height] = TICKS[kind];
  return rows
    .map((row, place) => {
      const drawn = kind === "any" || row.marks.some((mark) => mark.kind === kind);
      return drawn ? `M${place + 0.5} ${row.lane + top}v${height}` : "";
    })
    .join("");
}

/**
 * @param {Row[]} rows
 * @param {number} lanes
 * @param {(place: number) => void} go
 */
export function minimap(rows, lanes, go) {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("class", "sk-minimap");
  node.setAttribute("viewBox", `0 0 ${Math.max(1, rows.length)} ${lanes}`);
  node.setAttribute("preserveAspectRatio", "none");
  node.setAttribute("aria-hidden", "true"); // the slider below says the same
  node.style.height = `${Math.max(30, lanes * 14)}px`;
  const shown = document.createElementNS(SVG, "rect");
  shown.setAttribute("class", "sk-window");
  shown.setAttribute("height", String(lanes));
  node.append(shown);
  for (const kind of /** @type {const} */ (["any", "change", "outside", "error"])) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", `sk-tick sk-tick-${kind}`);
    path.setAttribute("d", ticks(rows, kind));
    node.append(path);
  }
  const follow = (/** @type {PointerEvent} */ event) => {
    const box = node.getBoundingClientRect();
    go(Math.floor(((event.clientX - box.left) / box.width) * rows.length));
  };
  node.onpointerdown = (event) => {
    node.setPointerCapture(event.pointerId);
    follow(event);
  };
  node.onpointermove = (event) => {
    if (event.buttons & 1) follow(event);
  };

  /**
   * @param {number} first
   * @param {number} count
   */
  function draw(first, count) {
    shown.setAttribute("x", String(first));
    shown.setAttribute("width", String(count));
  }
  return { node, draw };
}
