// The lanes of a recording: a map of all of it, and a window of rows.

/** @import { Data, Row } from "./protocol.js" */

import { button, make, say, sign } from "../../inspector/page/dom.js";
import { grid } from "./grid.js";
import { minimap } from "./minimap.js";
import { slider } from "./slider.js";

/** How many rows are shown at once. */
export const ROWS = 14;
const LOUD = ["error", "outside"];

/**
 * Return the place of the next row that stands out, or -1.
 * @param {Row[]} rows
 * @param {number} from
 * @param {1 | -1} step
 */
export function nextLoud(rows, from, step) {
  for (let place = from + step; place >= 0 && place < rows.length; place += step) {
    if (rows[place]?.marks.some((mark) => LOUD.includes(mark.kind))) return place;
  }
  return -1;
}

/**
 * Count what stands out, in words.
 * @param {Row[]} rows
 */
export function counts(rows) {
  const count = (/** @type {string} */ kind) =>
    rows.filter((row) => row.marks.some((mark) => mark.kind === kind)).length.toLocaleString("en");
  const outside = `⚠ from outside, through no operation: ${count("outside")}`;
  return `Changes: ${count("change")} · ! raised: ${count("error")} · ${outside}`;
}

/** @param {Data} data */
export function recording(data) {
  const rows = data.plays[0]?.rows ?? [];
  const most = Math.max(0, rows.length - ROWS);
  let top = most;
  let chosen = -1;
  const table = grid(data.names, "Operations, in the lanes of their sessions");
  const map = minimap(rows, data.names.length, (place) => go(place - Math.floor(ROWS / 2)));
  const range = slider("First row", (to) => go(to));
  range.max = String(most);
  const place = make("span", { class: "sk-place", role: "status" });
  const loud = (/** @type {1 | -1} */ step) => {
    const found = nextLoud(rows, chosen < 0 ? (step > 0 ? top - 1 : top + ROWS) : chosen, step);
    if (found >= 0) go(found - 2, found);
  };
  const bar = make(
    "div",
    { class: "sk-bar" },
    sign("◀", "Earlier operations", () => go(top - ROWS)),
    range,
    sign("▶", "Later operations", () => go(top + ROWS)),
    place,
    button("Previous error or change from outside", () => loud(-1)),
    button("Next", () => loud(1)),
  );
  const node = make("div", {}, make("p", { text: counts(rows) }), map.node, bar, table.node);

  /**
   * @param {number} to
   * @param {number} [choose]
   */
  function go(to, choose = -1) {
    top = Math.min(Math.max(0, to), most);
    chosen = choose;
    draw();
  }

  function draw() {
    const shown = rows.slice(top, top + ROWS);
    const first = data.first + top;
    range.value = String(top);
    map.draw(top, shown.length);
    say(place, rows.length ? `${first} to ${first + shown.length - 1}` : "nothing yet");
    range.setAttribute("aria-valuetext", `operations ${place.textContent}`);
    table.draw(shown, first, rows[top - 1]?.lane);
    if (chosen >= 0)
      table.node.querySelectorAll("tbody tr")[chosen - top]?.classList.add("sk-chosen");
  }
  draw();
  return { node, draw };
}
