// The sessions: one page of those that were found, each to be chosen.

/** @import { Page } from "../page.js" */
/** @import { Part, Row } from "../dom.js" */
/** @import { SessionData, Words } from "../protocol.js" */

import { enable, finder, list, make, quiet, rove, say, set, sign } from "../dom.js";
import { counted, fill, grouped } from "../words.js";

/**
 * @param {Page} page
 * @returns {Part}
 */
export function sessions(page) {
  const { sizes, timeline } = page;
  const find = finder("session", (text) => page.set({ find_session: text, offset: 0 }));
  const rows = make("ul");
  /** @type {number | null} */
  let chosen = null;
  const drawRows = list(rows, () => sessionRow(page, () => chosen));
  const settle = rove(rows);
  const turn = turner(page);
  const title = make("div", { class: "sk-title", text: "Sessions" });
  const attributes = { class: "sk-sessions", role: "region", "aria-label": "Sessions" };
  return {
    node: make("div", attributes, title, find, rows, turn.node),
    draw(moment) {
      chosen = moment.session;
      const found = timeline.rows(moment.number);
      if (found) drawRows(found);
      settle();
      find.hidden = timeline.known <= sizes.few && !find.value;
      turn.draw(moment);
    },
  };
}

/**
 * @param {Page} page
 * @param {() => number | null} chosen
 * @returns {Row<SessionData>}
 */
function sessionRow(page, chosen) {
  const name = make("code");
  const size = quiet();
  const choose = make("button", { type: "button" }, name, size);
  return {
    node: make("li", {}, choose),
    draw(row) {
      say(name, row.name);
      say(size, sizeOf(row, page.words));
      set(choose, "title", row.name);
      set(choose, "aria-pressed", String(row.session === chosen()));
      choose.onclick = () => page.set({ session: row.session, key: -1 });
    },
  };
}

/**
 * @param {SessionData} row
 * @param {Words} words
 */
function sizeOf({ exists, keys, nulls }, words) {
  if (!exists) return words.absent;
  return keys && keys === nulls ? words.nulls : counted(words.keys, keys);
}

/**
 * What turns the pages of a long list.
 * @param {Page} page
 * @returns {Part}
 */
function turner(page) {
  const { timeline, words } = page;
  const size = page.sizes.page;
  const turn = (/** @type {number} */ by) => page.set({ offset: timeline.sessions.offset + by });
  const earlier = sign("◂", "Earlier sessions", () => turn(-size));
  const later = sign("▸", "Later sessions", () => turn(size));
  const listed = quiet();
  const node = make("div", { class: "sk-pages" }, earlier, listed, later);
  return {
    node,
    draw() {
      const { offset, total } = timeline.sessions;
      const last = Math.min(offset + size, total);
      node.hidden = total <= size;
      enable(earlier, offset > 0);
      enable(later, last < total);
      say(listed, fill(words.range, { first: offset + 1, last, count: grouped(total) }));
    },
  };
}
