// The page of lanes, in a document of its own, with a model in place of the kernel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Window } from "happy-dom";

import { ticks } from "../../../../sessionkit/live/swimlanes/page/minimap.js";
import { counts, nextLoud, ROWS } from "../../../../sessionkit/live/swimlanes/page/recording.js";
import widget from "../../../../sessionkit/live/swimlanes/page/widget.js";

/** @import { Data, Mark, Model, Row } from "../../../../sessionkit/live/swimlanes/page/protocol.js" */

const window = new Window();
Object.assign(globalThis, { document: window.document });

/**
 * @param {number} lane
 * @param {string} cell
 * @param {...Mark["kind"]} kinds
 * @returns {Row}
 */
const row = (lane, cell, ...kinds) => ({
  lane,
  cell,
  state: "{}",
  marks: kinds.map((kind) => ({ kind, words: `! ${kind}` })),
});

/** @type {Data} */
const TWO = {
  title: "Store",
  summary: "Of the 1 switch",
  names: ["request 1: add", "request 2: logout"],
  first: 1,
  plays: [
    {
      where: "first",
      kind: "in-order",
      outcome: "= in order",
      rows: [row(0, "set"), row(1, "clear")],
    },
    {
      where: "held",
      kind: "lost",
      outcome: "≠ lost",
      rows: [row(0, "<b>set</b> begins"), row(1, "clear"), row(0, "ends", "change")],
    },
    {
      where: "last",
      kind: "in-order",
      outcome: "= in order",
      rows: [row(1, "clear"), row(0, "set")],
    },
  ],
};

/**
 * @param {Data} data
 * @param {number} [at]
 */
function open(data, at = 0) {
  /** @type {Record<string, unknown>} */
  const traits = { data, switch: at };
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const saved = { count: 0 };
  const fake = {
    get: (/** @type {string} */ name) => traits[name],
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => {
      traits[name] = value;
      for (const listener of listeners) listener();
    },
    save_changes: () => (saved.count += 1),
    on: (/** @type {string} */ _, /** @type {() => void} */ listener) => listeners.add(listener),
    off: (/** @type {string} */ _, /** @type {() => void} */ listener) =>
      listeners.delete(listener),
  };
  const el = document.createElement("div");
  document.body.append(el);
  const model = /** @type {Model} */ (/** @type {unknown} it does what is used */ (fake));
  const end = widget.render({ model, el });
  /** @param {string} selector */
  const texts = (selector) => [...el.querySelectorAll(selector)].map((node) => node.textContent);
  /** @param {string} label */
  const press = (label) => {
    const all = [...el.querySelectorAll("button")];
    const found = all.find((one) => (one.getAttribute("aria-label") ?? one.textContent) === label);
    assert.ok(found, `there is no button ${label}`);
    found.click();
  };
  return { el, fake, traits, saved, listeners, end, texts, press };
}

test("the switch that is shown has its outcome and its steps", () => {
  const { texts, el } = open(TWO, 1);

  assert.deepEqual(texts(".sk-outcome"), ["≠ lost"]);
  assert.deepEqual(texts(".sk-here code"), ["<b>set</b> begins", "clear", "ends"]);
  assert.equal(el.querySelector("b"), null);
  assert.deepEqual(texts(".sk-turn"), ["", "⇄", "⇄"]);
  assert.deepEqual(texts(".sk-mark"), ["! change"]);
});

test("a button, the slider and the list move the switch", () => {
  const { el, texts, press, traits, saved } = open(TWO, 1);

  press("A later switch");
  assert.equal(traits["switch"], 2);
  assert.deepEqual(texts(".sk-place"), ["no switch"]);
  press("A later switch"); // disabled: nothing happens
  assert.equal(traits["switch"], 2);

  const slider = /** @type {HTMLInputElement} */ (el.querySelector("input"));
  slider.value = "0";
  slider.dispatchEvent(/** @type {any} */ (new window.Event("input")));
  assert.equal(traits["switch"], 0);
  assert.equal(slider.getAttribute("aria-valuetext"), "0: first");

  press("1held≠ lost");
  assert.equal(traits["switch"], 1);
  assert.deepEqual(texts(".sk-place"), ["switch 1"]);
  assert.equal(saved.count, 3);
});

test("keys move the slider, since JupyterLab takes its own from it", () => {
  const { el, traits } = open(TWO, 1);
  const slider = /** @type {HTMLInputElement} */ (el.querySelector("input"));
  /** @param {string} key */
  const press = (key) => {
    const event = new window.KeyboardEvent("keydown", { key, cancelable: true });
    slider.dispatchEvent(/** @type {any} */ (event));
    return [traits["switch"], event.defaultPrevented];
  };

  assert.deepEqual(press("ArrowRight"), [2, true]);
  assert.deepEqual(press("PageUp"), [2, true]);
  assert.deepEqual(press("Home"), [0, true]);
  assert.deepEqual(press("End"), [2, true]);
  assert.deepEqual(press("Tab"), [2, false]);
});

test("one switch of the list can have the focus, and arrows move it", () => {
  const { el, traits } = open(TWO, 1);
  const list = /** @type {HTMLElement} */ (el.querySelector("ol"));
  const stops = () => [...list.querySelectorAll("button")].map((one) => one.tabIndex);
  assert.deepEqual(stops(), [-1, 0, -1]);

  const event = new window.KeyboardEvent("keydown", { key: "ArrowDown", cancelable: true });
  list.dispatchEvent(/** @type {any} */ (event));

  assert.equal(event.defaultPrevented, true);
  assert.equal(traits["switch"], 2);
  assert.deepEqual(stops(), [-1, -1, 0]);
  assert.equal(document.activeElement, list.querySelectorAll("button")[2]);
});

test("the kernel moves the switch, and a view that ended listens no more", () => {
  const { fake, texts, listeners, end, el } = open(TWO, 1);
  fake.set("switch", 0);
  assert.deepEqual(texts(".sk-outcome"), ["= in order"]);

  end();
  assert.equal(listeners.size, 0);
  assert.equal(el.children.length, 0);
});

/** @param {number} count */
function recorded(count) {
  const rows = Array.from({ length: count }, (_, place) =>
    row(place % 3, `get(${place + 11})`, ...(place === 7 ? /** @type {const} */ (["error"]) : [])),
  );
  const play = { where: "", kind: "", outcome: "", rows };
  return { title: "Store", summary: "", names: ["ada", "bob", "others"], first: 11, plays: [play] };
}

test("of a recording the last rows are shown, and the map leads to others", () => {
  const { texts, press } = open(recorded(100));
  assert.equal(texts("tbody tr").length, ROWS);
  assert.deepEqual(texts(".sk-place"), ["97 to 110"]);

  press("Earlier operations");
  assert.deepEqual(texts(".sk-place"), ["83 to 96"]);
  press("Previous error or change from outside");
  assert.deepEqual(texts(".sk-chosen th"), ["18"]);
  press("Previous error or change from outside");
  assert.deepEqual(texts(".sk-chosen th"), ["18"]);
});

test("an empty recording says so", () => {
  const { texts } = open(recorded(0));
  assert.deepEqual(texts(".sk-place"), ["nothing yet"]);
});

test("ticks, counts and the next that stands out", () => {
  const rows = [row(0, "a"), row(1, "b", "error"), row(0, "c", "outside", "change")];

  assert.equal(ticks(rows, "error"), "M1.5 1.05v0.9");
  assert.equal(ticks(rows, "any"), "M0.5 0.45v0.1M1.5 1.45v0.1M2.5 0.45v0.1");
  assert.equal(nextLoud(rows, 0, 1), 1);
  assert.equal(nextLoud(rows, 1, 1), 2);
  assert.equal(nextLoud(rows, 2, 1), -1);
  assert.equal(counts(rows), "Changes: 1 · ! raised: 1 · ⚠ from outside, through no operation: 1");
});
