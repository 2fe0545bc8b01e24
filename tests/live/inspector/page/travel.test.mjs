import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { KERNEL, firstUpdate, open } from "./opened.mjs";

/** What is called at each tick; Node 20's own mock calls it once more after its end. */
const ticking = new Map();

beforeEach(() => {
  ticking.clear();
  Object.assign(globalThis, {
    setInterval(/** @type {() => void} */ call, /** @type {number} */ time) {
      if (time === 1000) return null; // the page looks whether what it says is so
      assert.equal(time, KERNEL.traits.sizes.step);
      ticking.set(ticking, call);
      return ticking;
    },
    clearInterval: (/** @type {unknown} */ timer) => ticking.delete(timer),
  });
});

function tick() {
  for (const call of [...ticking.values()]) call();
}

test("the buttons step, and go to either end", () => {
  const { model, view } = open();
  const places = [
    ["Back one operation", 4, "4 / 5"],
    ["Before the first operation", 0, "0 / 5"],
    ["Back one operation", 0, "0 / 5"],
    ["Forward one operation", 1, "1 / 5"],
    ["Last operation", -1, "5 / 5"],
    ["Forward one operation", -1, "5 / 5"],
  ];
  for (const [name, at, place] of places) {
    view.button(String(name)).click();
    assert.equal(model.get("at"), at);
    assert.equal(view.one(".sk-place").textContent, place);
  }
});

test("an operation that is not there gives the nearest one that is", () => {
  const { opened, model, view } = open({ at: 9 });
  assert.equal(view.one(".sk-place").textContent, "5 / 5");
  opened.tell({ ...firstUpdate(), dropped: 3 });
  model.set("at", 1);
  assert.equal(view.one(".sk-place").textContent, "3 / 5");
});

test("the slider travels, and says where it is", () => {
  const { model, view } = open();
  const slider = view.one("[type=range]");
  assert.deepEqual([slider.min, slider.max, slider.value], ["0", "5", "5"]);
  view.type("[type=range]", "2");

  assert.equal(model.get("at"), 2);
  assert.equal(slider.getAttribute("aria-valuetext"), 'after operation 2, ada set("cart", 3)');
  view.type("[type=range]", "0");
  assert.equal(slider.getAttribute("aria-valuetext"), "operation 0");
});

test("it plays from where it is to the end, and stops", () => {
  const { model, view } = open({ at: 3 });
  view.button("Play").click();
  tick();
  assert.equal(model.get("at"), 4);
  tick();
  assert.equal(model.get("at"), -1);
  assert.equal(view.button("Play").textContent, "▶");

  assert.equal(ticking.size, 0);
});

test("at the end it plays from the first one on; pressed again it stops", () => {
  const { model, view } = open();
  view.button("Play").click();
  assert.equal(model.get("at"), 0);
  tick();
  view.button("Stop playing").click();
  assert.equal(model.get("at"), 1);
  assert.equal(ticking.size, 0);
});

test("a view that is gone plays no more", () => {
  const { view, hide } = open();
  view.button("Play").click();
  assert.equal(ticking.size, 1);
  hide();
  assert.equal(ticking.size, 0);
});
