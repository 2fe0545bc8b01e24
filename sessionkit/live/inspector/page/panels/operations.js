// The operations around the one that is shown.

/** @import { Page } from "../page.js" */
/** @import { Part, Row } from "../dom.js" */
/** @import { EntryData } from "../protocol.js" */

import { list, make, say } from "../dom.js";

/**
 * @param {Page} page
 * @returns {Part}
 */
export function operations(page) {
  const rows = make("ol");
  let shown = 0;
  const drawRows = list(rows, () => operationRow(page, () => shown));
  const title = make("div", { class: "sk-title", text: "Operations" });
  const attributes = { class: "sk-operations", role: "region", "aria-label": "Operations" };
  return {
    node: make("div", attributes, title, rows),
    draw({ number }) {
      shown = number;
      drawRows(around(page, number));
    },
  };
}

/**
 * The operations that are in sight; the kernel is asked for those that are not here.
 * @param {Page} page
 * @param {number} number
 */
function around(page, number) {
  const { sizes, timeline } = page;
  const full = Math.max(number + sizes.below, timeline.dropped + sizes.rows);
  const last = Math.min(timeline.number, full);
  const first = Math.max(timeline.dropped + 1, last - sizes.rows + 1);
  /** @type {EntryData[]} */
  const entries = [];
  for (let at = first; at <= last; at += 1) {
    const entry = timeline.entry(at);
    if (entry) entries.push(entry);
    else page.want(last);
  }
  return entries;
}

/**
 * @param {Page} page
 * @param {() => number} shown
 * @returns {Row<EntryData>}
 */
function operationRow(page, shown) {
  const number = make("span", { class: "sk-number" });
  const call = make("code");
  const answer = make("code", { class: "sk-quiet" });
  const choose = make("button", { type: "button" }, number, call, answer);
  return {
    node: make("li", {}, choose),
    draw(entry) {
      say(number, String(entry.number));
      say(call, `${entry.who} ${entry.call}`.trim());
      const outside = entry.changes.some((change) => change.outside);
      const mark = outside ? ` ⚠ ${page.words.outside}` : "";
      say(answer, (entry.answer ? ` → ${entry.answer}` : "") + mark);
      choose.setAttribute("aria-current", entry.number === shown() ? "step" : "false");
      choose.classList.toggle("sk-failed", entry.failed);
      choose.onclick = () => page.go(entry.number);
    },
  };
}
