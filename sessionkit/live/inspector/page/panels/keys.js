// The keys of a session with their values, and what the shown operation did to them, or
// what differs from the operation that it is compared with.

/** @import { Moment, Page } from "../page.js" */
/** @import { Part, Row } from "../dom.js" */
/** @import { ChangeData, EntryData, KeyData, StateData, Words } from "../protocol.js" */

import { finder, list, make, quiet, rove, say, set } from "../dom.js";
import { counted, fill } from "../words.js";

const EMPTY =
  "Use a store of this inspector in another cell, and keep it in sight, or press Run below:";
const EXAMPLE = 'store = inspector.watched("ada")\nawait store.set("cart", 3)';

/**
 * A row of the table: a key that is there, or that is gone.
 * @typedef {{
 *   key: number, name: string, value: string, null?: boolean, gone?: boolean,
 * }} Shown
 */

/**
 * What became of one key: its value before, and all that was done to it in words.
 * @typedef {{ name: string, before: string, words: string }} Step
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
  const example = make("code", { text: EXAMPLE });
  const teach = make("div", { class: "sk-teach" }, make("p", { text: EMPTY }), example);
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
    const steps = compared(page, state) ?? stepsOf(timeline.entry(moment.number), session);
    table.draw([...state.keys, ...goneOf(steps, state, words)], { session, steps });
    say(rest, restOf(state, words));
  };
  const attributes = { class: "sk-keys", role: "region", "aria-label": "Keys and values" };
  return {
    node: make("div", attributes, line, table.node, rest, teach),
    draw(moment) {
      const few = (moment.state?.total ?? 0) <= sizes.few;
      find.hidden = !model.get("find_key") && few && document.activeElement !== find;
      teach.hidden = timeline.number > 0;
      table.node.hidden = timeline.number === 0;
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
  const step = make("th", { scope: "col" });
  const heads = ["key", "before", "value"].map((text) => make("th", { scope: "col", text }));
  const node = make("table", {}, make("thead", {}, make("tr", {}, ...heads, step)), body);
  /** @type {Around} */
  let around = { session: -1, steps: new Map() };
  const drawRows = list(body, () => keyRow(page, () => around));
  const settle = rove(body);
  const draw = (/** @type {Shown[]} */ shown, /** @type {Around} */ now) => {
    around = now;
    say(step, page.mark === null ? "this step" : `since operation ${page.mark}`);
    drawRows(shown);
    settle();
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
  const before = make("code");
  const value = make("code");
  const tombstone = quiet();
  const step = make("td");
  const node = make(
    "tr",
    {},
    make("th", { scope: "row" }, choose),
    make("td", { class: "sk-before" }, before),
    make("td", { class: "sk-value" }, value, tombstone),
    step,
  );
  return {
    node,
    draw(key) {
      const { session, steps } = around();
      const asked = page.asked?.session === session && page.asked.key === key.key;
      const done = steps.get(key.key);
      say(name, key.name);
      set(choose, "aria-pressed", String(asked));
      choose.onclick = () => page.set({ session, key: key.key });
      say(before, done?.before ?? "");
      say(value, key.value);
      say(tombstone, key.null ? ` ${page.words.tombstone}` : "");
      say(step, done?.words ?? "");
      node.classList.toggle("sk-changed", done !== undefined);
      node.classList.toggle("sk-gone", key.gone ?? false);
    },
  };
}

/**
 * What the operation did to each key of a session.
 * @param {EntryData | undefined} entry
 * @param {number} session
 */
function stepsOf(entry, session) {
  /** @type {Map<number, Step>} */
  const steps = new Map();
  const mine = (/** @type {ChangeData} */ change) => change.session === session;
  for (const change of entry?.changes.filter(mine) ?? []) {
    const known = steps.get(change.key);
    // the value before has a column of its own, unless there were two changes
    const was = known ? "" : `, was ${change.before?.value}`;
    const done = change.words.replace(was, "");
    const words = known ? `${known.words}; ${done}` : done;
    const before = known?.before ?? change.before?.value ?? "";
    steps.set(change.key, { name: change.name, before, words });
  }
  return steps;
}

/**
 * What differs from the operation that it is compared with; null where there is none, or
 * what was there then is not known here.
 * @param {Page} page
 * @param {StateData} state
 * @returns {Map<number, Step> | null}
 */
function compared(page, state) {
  if (page.mark === null) return null;
  const then = page.timeline.state(state.session, page.mark);
  if (!then) return new Map();
  const were = new Map(then.keys.map((key) => [key.key, key]));
  const are = new Set(state.keys.map((key) => key.key));
  const differ = state.keys.flatMap((key) => differenceOf(were.get(key.key), key));
  const gone = then.keys
    .filter((key) => !are.has(key.key))
    .map((key) => /** @type {const} */ ([key.key, stepOf(key, "- deleted")]));
  return new Map([...differ, ...gone]);
}

/**
 * @param {KeyData | undefined} was
 * @param {KeyData} is
 * @returns {(readonly [number, Step])[]}
 */
function differenceOf(was, is) {
  if (!was) return [[is.key, { name: is.name, before: "", words: "+ added" }]];
  return was.value === is.value ? [] : [[is.key, stepOf(was, "~ changed")]];
}

/**
 * @param {KeyData} key
 * @param {string} words
 * @returns {Step}
 */
function stepOf({ name, value }, words) {
  return { name, before: value, words };
}

/**
 * The rows of keys that are no more.
 * @param {Map<number, Step>} steps
 * @param {StateData} state
 * @param {Words} words
 * @returns {Shown[]}
 */
function goneOf(steps, state, words) {
  const there = new Set(state.keys.map((key) => key.key));
  return [...steps]
    .filter(([key, step]) => !there.has(key) && step.words.includes("deleted"))
    .map(([key, { name }]) => ({ key, name, value: words.gone, gone: true }));
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
