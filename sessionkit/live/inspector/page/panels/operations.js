// The operations: a long list of which only what is in sight is in the document. It
// scrolls by itself only when the operation that is shown would leave the window.

/** @import { Page } from "../page.js" */
/** @import { Part } from "../dom.js" */
/** @import { EntryData } from "../protocol.js" */

import { make, quiet, say, set } from "../dom.js";
import { grouped } from "../words.js";

/** The height of a row in pixels, which style.css repeats. */
const ROW = 24;
/** Rows beyond those in sight, above and below, so that scrolling shows no gap. */
const MARGIN = 3;

/**
 * @param {Page} page
 * @returns {Part}
 */
export function operations(page) {
  const filter = filterOf(page);
  const rows = log(page);
  const title = make("div", { class: "sk-title", text: "Operations" });
  const attributes = { class: "sk-operations", role: "region", "aria-label": "Operations" };
  const line = make("div", { class: "sk-line" }, title, filter.node);
  const node = make("div", attributes, line, filter.found, rows.node);
  const draw = (/** @type {{number: number}} */ { number }) => {
    rows.draw(filter.numbers(), number);
  };
  filter.node.oninput = () => {
    filter.changed();
    draw(page);
  };
  return { node, draw };
}

/**
 * The field that leaves only the operations with every word that is typed.
 * @param {Page} page
 */
function filterOf(page) {
  const { timeline } = page;
  const label = "Filter the operations by session, method or key";
  const node = make("input", {
    type: "search",
    placeholder: "filter: ada set",
    "aria-label": label,
    title: label,
  });
  const found = quiet();
  /** @type {string[]} */
  let words = [];
  const fits = (/** @type {EntryData} */ { who, call }) =>
    words.every((word) => `${who} ${call}`.toLowerCase().includes(word));
  const numbers = () => {
    if (!words.length) {
      say(found, "");
      return { count: timeline.number - timeline.dropped, at: every, place: placeOf };
    }
    const some = timeline.entries.filter(fits).map((entry) => entry.number);
    const searched = grouped(timeline.entries.length);
    say(found, `${grouped(some.length)} of the ${searched} operations that are here`);
    const place = (/** @type {number} */ number) => some.indexOf(number);
    return { count: some.length, at: (/** @type {number} */ row) => some[row] ?? 0, place };
  };
  const every = (/** @type {number} */ row) => timeline.dropped + 1 + row;
  const placeOf = (/** @type {number} */ number) => number - timeline.dropped - 1;
  const changed = () => {
    words = node.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length) page.loadAll();
  };
  return { node, found, numbers, changed };
}

/** @typedef {ReturnType<ReturnType<typeof filterOf>["numbers"]>} Numbers */

/**
 * The rows in sight, each for a number.
 * @param {Page} page
 */
function log(page) {
  const list = make("ol");
  const node = make("div", { class: "sk-log" }, list);
  /** @type {Map<number, ReturnType<typeof operationRow>>} */
  const rows = new Map();
  /** @type {Numbers} */
  let numbers = { count: 0, at: () => 0, place: () => -1 };
  let shown = -1;
  let drawn = -1; // the place of the operation that was shown before
  // kept here, as asking for them makes the browser lay out the whole notebook
  let top = 0;
  let height = page.sizes.rows * ROW;

  const size = () => Math.ceil(height / ROW);
  const measure = () => {
    height = node.clientHeight || page.sizes.rows * ROW;
    top = node.scrollTop;
  };
  const scroll = (/** @type {number} */ to) => {
    top = Math.max(0, to);
    node.scrollTop = top;
  };
  const isSeen = (/** @type {number} */ place) =>
    place * ROW >= top && (place + 1) * ROW <= top + size() * ROW;
  const follow = (/** @type {number} */ place) => {
    // who scrolled away to read is left there
    if (place === drawn || (drawn >= 0 && !isSeen(drawn)) || isSeen(place)) return;
    scroll(place * ROW > top ? (place + 1) * ROW - height : place * ROW);
  };
  const drawRows = () => {
    const first = Math.max(0, Math.floor(top / ROW) - MARGIN);
    const last = Math.min(numbers.count, first + size() + 2 * MARGIN);
    const wanted = Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at);
    drawPlaces(page, rows, list, numbers, wanted);
    const stop = rows.get(shown) ?? rows.values().next().value;
    for (const [number, row] of rows) {
      row.drawShown(number === shown);
      row.choose.tabIndex = row === stop ? 0 : -1;
    }
  };
  node.onscroll = () => {
    top = node.scrollTop;
    drawRows();
  };
  if ("ResizeObserver" in globalThis) {
    const fit = () => {
      measure();
      if (!isSeen(drawn)) scroll((drawn + 1) * ROW - height);
      drawRows();
    };
    new ResizeObserver(fit).observe(node);
  }
  list.onkeydown = (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const to = by && numbers.at(numbers.place(shown) + by);
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    if (!to || to > page.timeline.number) return;
    page.go(to);
    rows.get(to)?.choose.focus({ preventScroll: true });
  };
  return {
    node,
    draw(/** @type {Numbers} */ now, /** @type {number} */ number) {
      numbers = now;
      shown = number;
      list.style.height = `${numbers.count * ROW}px`;
      top = Math.min(top, Math.max(0, numbers.count * ROW - height));
      const place = numbers.place(number);
      follow(place);
      drawn = place;
      drawRows();
    },
  };
}

/**
 * Draw the rows at these places, in order; the others go, but for one with the focus.
 * @param {Page} page
 * @param {Map<number, ReturnType<typeof operationRow>>} rows
 * @param {HTMLElement} list
 * @param {Numbers} numbers
 * @param {number[]} places
 */
function drawPlaces(page, rows, list, numbers, places) {
  const wanted = new Set(places.map((place) => numbers.at(place)));
  for (const [number, row] of rows) {
    if (wanted.has(number) || row.node.contains(document.activeElement)) continue;
    row.node.remove();
    rows.delete(number);
  }
  let next = list.firstElementChild;
  for (const place of places) {
    const number = numbers.at(place);
    const row = rows.get(number) ?? operationRow(page, number);
    rows.set(number, row);
    row.draw(place, numbers.count);
    if (row.node === next) next = next.nextElementSibling;
    else list.insertBefore(row.node, next);
  }
  const missing = places.map(numbers.at).findLast((number) => !page.timeline.entry(number));
  if (missing) page.want(missing);
}

/**
 * @param {Page} page
 * @param {number} number
 */
function operationRow(page, number) {
  const call = make("code");
  const answer = make("code", { class: "sk-quiet" });
  const mark = make("span", { class: "sk-mark" });
  const choose = make(
    "button",
    { type: "button", onclick: () => page.go(number) },
    make("span", { class: "sk-number", text: String(number) }),
    mark,
    call,
    answer,
  );
  const node = make("li", {}, choose);
  return {
    node,
    choose,
    draw(/** @type {number} */ place, /** @type {number} */ count) {
      const entry = page.timeline.entry(number);
      node.style.top = `${place * ROW}px`;
      set(node, "aria-setsize", String(count));
      set(node, "aria-posinset", String(place + 1));
      say(call, entry ? `${entry.who} ${entry.call}`.trim() : "…");
      say(answer, entry?.answer ? ` → ${entry.answer}` : "");
      say(mark, entry?.mark ? "⚠ " : "");
      const title = [call.textContent + (answer.textContent ?? ""), entry?.mark, entry?.place];
      set(choose, "title", title.filter(Boolean).join(" · "));
      choose.classList.toggle("sk-failed", entry?.failed ?? false);
      choose.classList.toggle("sk-outside", Boolean(entry?.mark));
    },
    drawShown(/** @type {boolean} */ shown) {
      set(choose, "aria-current", shown ? "step" : "false");
    },
  };
}
