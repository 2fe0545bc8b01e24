// The lanes as a table: steps down, lanes across.

/** @import { Mark, Row } from "./protocol.js" */

import { make } from "../../inspector/page/dom.js";

/**
 * @param {string[]} names
 * @param {string} caption
 */
export function grid(names, caption) {
  const body = make("tbody");
  const heads = ["step", ...names, "the session then", "what changed"];
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col", text })));
  const table = make(
    "table",
    {},
    make("caption", { text: caption }),
    make("thead", {}, head),
    body,
  );
  const node = make("div", {
    class: "sk-grid",
    role: "region",
    tabindex: "0",
    "aria-label": caption,
  });
  node.append(table);

  /**
   * Draw some rows, the first of which has a number; `before` is the lane before it.
   * @param {Row[]} rows
   * @param {number} first
   * @param {number} [before]
   */
  function draw(rows, first, before) {
    body.replaceChildren(
      ...rows.map((row, place) => {
        const last = place ? rows[place - 1]?.lane : before;
        const switches = last !== undefined && last !== row.lane;
        return step(row, names, first + place, switches);
      }),
    );
  }
  return { node, draw };
}

/**
 * @param {Row} row
 * @param {string[]} names
 * @param {number} number
 * @param {boolean} switches whether another lane was at work before
 */
function step(row, names, number, switches) {
  const lanes = names.map((_, lane) => cell(row, lane, switches));
  const kinds = row.marks.map((mark) => `sk-has-${mark.kind}`);
  return make(
    "tr",
    { class: [switches ? "sk-switched" : "", ...kinds].join(" ").trim() },
    make("th", { scope: "row", text: String(number) }),
    ...lanes,
    make("td", {}, make("code", { text: row.state })),
    make("td", { class: "sk-marks" }, ...row.marks.map(mark)),
  );
}

/**
 * @param {Row} row
 * @param {number} lane
 * @param {boolean} switches
 */
function cell(row, lane, switches) {
  if (lane !== row.lane) return make("td", { class: "sk-lane" });
  const sign = make("span", { class: "sk-turn", "aria-hidden": "true", text: switches ? "⇄" : "" });
  const code = make("code", { text: row.cell });
  return make("td", { class: `sk-lane sk-here sk-lane-${lane % 2}` }, sign, code);
}

/** @param {Mark} mark */
function mark({ kind, words }) {
  return make("span", { class: `sk-mark sk-${kind}`, text: words });
}
