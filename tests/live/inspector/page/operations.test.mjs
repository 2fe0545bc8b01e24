import assert from "node:assert/strict";
import { test } from "node:test";

import { Opened, firstUpdate, long, open } from "./opened.mjs";

/** @param {import("./opened.mjs").View} view */
function current(view) {
  return view.texts("[aria-current=step]").map((one) => Number.parseInt(one ?? "", 10));
}

/** @param {import("./opened.mjs").View} view */
function numbers(view) {
  return view.texts("ol .sk-number").map(Number);
}

test("each operation has its number, call and answer", () => {
  const { view } = open();
  assert.deepEqual(view.texts("ol li"), [
    '1ada set("user", "ada")',
    '2ada set("cart", 3)',
    '3ada remove("cart")',
    '4bob set("user", "bob")',
    '5ada get_all() → {"user": "ada", "cart": None}',
  ]);
  assert.deepEqual(current(view), [5]);
});

test("one is chosen; the last one follows the store", () => {
  const { model, view } = open();
  view.one("ol li:nth-child(2) button").click();
  assert.equal(model.get("at"), 2);
  assert.deepEqual(current(view), [2]);
  view.one("ol li:nth-child(5) button").click();
  assert.equal(model.get("at"), -1);
});

test("a failure and a change through no operation are marked", () => {
  const { opened, view } = open();
  const update = firstUpdate();
  const entry = update.entries?.[2];
  assert.ok(entry?.changes[0]);
  entry.failed = true;
  entry.changes[0].outside = true;
  opened.tell(update);

  assert.equal(view.texts("ol li")[2], '3ada remove("cart") ⚠ changed through no operation');
  assert.ok(view.one("ol li:nth-child(3) button").classList.contains("sk-failed"));
});

test("a window of the log is in sight, with some that come after", () => {
  const { opened, model, view } = open();
  opened.tell(long(60));
  assert.deepEqual([numbers(view)[0], numbers(view).at(-1)], [46, 60]);
  model.set("at", 30);
  assert.deepEqual([numbers(view)[0], numbers(view).at(-1)], [21, 35]);
  model.set("at", 0);
  assert.deepEqual([numbers(view)[0], numbers(view).at(-1)], [1, 15]);
});

test("earlier ones that are not here are asked for once", () => {
  const opened = new Opened({ at: 30 });
  const { view } = opened.show();
  const all = long(500).entries ?? [];
  opened.tell(long(500, { entries: all.slice(-100) }));
  assert.deepEqual(opened.sent("entries"), [{ kind: "entries", last: 75 }]);
  assert.deepEqual(numbers(view), []);

  opened.tell({ kind: "entries", entries: all.slice(0, 75) });
  assert.deepEqual([numbers(view)[0], numbers(view).at(-1)], [21, 35]);
  assert.equal(opened.sent("entries").length, 1);
});
