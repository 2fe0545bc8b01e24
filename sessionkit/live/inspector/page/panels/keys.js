// The keys of a session with their values, and what the shown operation did to them.

/** @import { Moment, Page } from "../page.js" */
/** @import { Part, Row } from "../dom.js" */
/** @import { ChangeData, EntryData, StateData, Words } from "../protocol.js" */

import { finder, list, make, quiet, say } from "../dom.js";
import { counted, fill } from "../words.js";

/**
 * A row of the table: a key that is there, or that this operation deleted.
 * @typedef {object} Shown
 * @property {number} key
 * @property {string} name
 * @property {string} value
 * @property {boolean} [null]
 * @property {boolean} [gone]
 */

/**
 * What an operation did to one key: its last change, and all of them in words.
 * @typedef {object} Step
 * @property {ChangeData} change
 * @property {string} words
 */

/** What a row needs beside its key. @typedef {{session: number, steps: Map<number, Step>}} Around */

/**
 * @param {Page} page
 * @returns {Part & {find: () => void}}
 */
export function keys(page) {
  const { model, sizes, timeline, words } = page;
  const title = make("div", { class: "sk-title" });
  const find = finder("key", (text) => page.set({ find_key: text }));
  const rest = make("div", { class: "sk-quiet" });
  const table = keyTable(page);
  const line = make("div", { class: "sk-line" }, title, find);

  const drawNothing = () => {
    say(title, timeline.number ? words.before : words.nothing);
    table.draw([], { session: -1, steps: new Map() });
    say(rest, "");
  };
  const drawState = (/** @type {StateData} */ state, /** @type {Moment} */ moment) => {
    say(title, fill(words.after, { name: state.name, number: moment.number }));
    const session = Number(moment.session);
    const steps = stepsOf(timeline.entry(moment.number), session);
    table.draw([...state.keys, ...goneOf(steps, state, words)], { session, steps });
    say(rest, restOf(state, words));
  };
  const attributes = { class: "sk-keys", role: "region", "aria-label": "Keys and values" };
  return {
    node: make("div", attributes, line, table.node, rest),
    draw(moment) {
      const few = (moment.state?.total ?? 0) <= sizes.few;
      find.hidden = !model.get("find_key") && few && document.activeElement !== find;
      if (moment.session === null) drawNothing();
      // the kernel was told where we are; until it answers, what is there stays
      else if (moment.state) drawState(moment.state, moment);
    },
    find() {
      find.hidden = false;
      find.focus();
    },
  };
}

/** @param {Page} page */
function keyTable(page) {
  const body = make("tbody");
  const heads = ["key", "value", "this step"].map((text) => make("th", { scope: "col", text }));
  const node = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
  /** @type {Around} */
  let around = { session: -1, steps: new Map() };
  const drawRows = list(body, () => keyRow(page, () => around));
  const draw = (/** @type {Shown[]} */ shown, /** @type {Around} */ now) => {
    around = now;
    drawRows(shown);
  };
  return { node, draw };
}

/**
 * @param {Page} page
 * @param {() => Around} around
 * @returns {Row<Shown>}
 */
function keyRow(page, around) {
  const name = make("code");
  const choose = make("button", { type: "button" }, name);
  const value = make("code");
  const tombstone = quiet();
  const step = make("td");
  const node = make(
    "tr",
    {},
    make("th", { scope: "row" }, choose),
    make("td", {}, value, tombstone),
    step,
  );
  return {
    node,
    draw(key) {
      const { session, steps } = around();
      const asked = page.asked?.session === session && page.asked.key === key.key;
      say(name, key.name);
      choose.setAttribute("aria-pressed", String(asked));
      choose.onclick = () => page.set({ session, key: key.key });
      say(value, key.value);
      say(tombstone, key.null ? ` ${page.words.tombstone}` : "");
      say(step, steps.get(key.key)?.words ?? "");
      node.classList.toggle("sk-changed", steps.has(key.key));
      node.classList.toggle("sk-gone", key.gone ?? false);
    },
  };
}

/**
 * @param {EntryData | undefined} entry
 * @param {number} session
 */
function stepsOf(entry, session) {
  /** @type {Map<number, Step>} */
  const steps = new Map();
  for (const change of entry?.session === session ? entry.changes : []) {
    const before = steps.get(change.key);
    const words = before ? `${before.words}; ${change.words}` : change.words;
    steps.set(change.key, { change, words });
  }
  return steps;
}

/**
 * The rows of keys that the operation deleted.
 * @param {Map<number, Step>} steps
 * @param {StateData} state
 * @param {Words} words
 * @returns {Shown[]}
 */
function goneOf(steps, state, words) {
  const there = new Set(state.keys.map((key) => key.key));
  return [...steps.values()]
    .filter(({ change }) => change.after == null && !there.has(change.key))
    .map(({ change: { key, name } }) => ({ key, name, value: words.gone, gone: true }));
}

/**
 * @param {StateData} state
 * @param {Words} words
 */
function restOf({ exists, keys, total }, words) {
  if (total > keys.length) return counted(words.rest, total - keys.length);
  if (!exists) return words.none;
  return keys.length ? "" : words.empty;
}
