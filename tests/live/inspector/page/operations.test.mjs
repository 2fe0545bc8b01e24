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
  entry.mark = "changed bob as well";
  opened.tell(update);

  assert.equal(view.texts("ol li")[2], '3⚠ ada remove("cart")');
  assert.match(view.one("ol li:nth-child(3) button").title, / · changed bob as well/);
  assert.ok(view.one("ol li:nth-child(3) button").classList.contains("sk-failed"));
});

test("what is in sight is drawn, and moves when the chosen row would leave it", () => {
  const { opened, model, view } = open();
  opened.tell(long(60));
  assert.deepEqual([numbers(view)[0], numbers(view).at(-1)], [43, 60]);
  model.set("at", 50); // in sight: nothing moves
  assert.deepEqual([numbers(view)[0], numbers(view).at(-1)], [43, 60]);
  model.set("at", 30);
  assert.deepEqual([numbers(view)[0], numbers(view).at(-1)], [27, 47]);
  model.set("at", 0);
  assert.deepEqual([numbers(view)[0], numbers(view).at(-1)], [1, 21]);
});

test("a row that is used keeps the focus, and stays the same operation", () => {
  const { opened, view } = open();
  opened.tell(long(60));
  const row = view.one("ol li:nth-child(8) button");
  const { textContent } = row;
  row.focus();
  row.click();

  assert.equal(document.activeElement, row);
  assert.equal(row.textContent, textContent);
  assert.equal(row.getAttribute("aria-current"), "step");
  view.press("ArrowDown", row);
  const [next] = current(view);
  assert.equal(next, Number.parseInt(textContent, 10) + 1);
  assert.equal(document.activeElement?.getAttribute("aria-current"), "step");
});

test("who scrolled away to read is left there while the store goes on", () => {
  const { opened, view } = open();
  opened.tell(long(60));
  const log = view.one(".sk-log");
  log.scrollTop = 0;
  log.onscroll();
  opened.tell(long(61));

  assert.equal(numbers(view)[0], 1);
});

test("of all rows one is a stop of the tab key", () => {
  const { opened, view } = open();
  opened.tell(long(60));
  const stops = [...view.root.querySelectorAll("ol button[tabindex='0']")];

  assert.deepEqual(stops, [view.one("[aria-current=step]")]);
});

test("a filter leaves the operations with every word", () => {
  const { view } = open();
  view.type(".sk-operations input", "ada CART");
  assert.deepEqual(numbers(view), [2, 3, 5].slice(0, 2));
  assert.equal(
    view.one(".sk-operations > .sk-quiet").textContent,
    "2 of the 5 operations that are here",
  );
  view.type(".sk-operations input", "");
  assert.deepEqual(numbers(view), [1, 2, 3, 4, 5]);
});

test("to filter, all that is kept is loaded, piece by piece", () => {
  const { opened, view } = open();
  const all = long(250).entries ?? [];
  opened.tell(long(250, { entries: all.slice(-100) }));
  view.type(".sk-operations input", "ada");
  assert.deepEqual(opened.sent("entries"), [{ kind: "entries", last: 150 }]);
  opened.tell({ kind: "entries", entries: all.slice(50, 150) });
  opened.tell({ kind: "entries", entries: all.slice(0, 50) });

  assert.deepEqual(
    opened.sent("entries").map((one) => ("last" in one ? one.last : 0)),
    [150, 50],
  );
  assert.match(view.one(".sk-operations > .sk-quiet").textContent, /^250 of the 250 /);
});

test("earlier ones that are not here are asked for once", () => {
  const opened = new Opened({ at: 30 });
  const { view } = opened.show();
  const all = long(500).entries ?? [];
  opened.tell(long(500, { entries: all.slice(-100) }));
  assert.deepEqual(opened.sent("entries"), [{ kind: "entries", last: 73 }]);
  assert.match(view.one("[aria-current=step]").textContent, /^30…/);

  opened.tell({ kind: "entries", entries: all.slice(0, 73) });
  assert.match(view.one("[aria-current=step]").textContent, /^30ada/);
  assert.equal(opened.sent("entries").length, 1);
});
