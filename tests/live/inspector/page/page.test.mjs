// What all views share: one timeline for a model, and the talk with the kernel.
import assert from "node:assert/strict";
import { test } from "node:test";

import { KERNEL, Opened, firstUpdate, open } from "./opened.mjs";

test("two views of a model share what the kernel said, and say it once", () => {
  const { opened, view } = open();
  const second = opened.show();

  assert.equal(opened.sent("opened").length, 1);
  assert.deepEqual(second.view.texts("tbody th"), ['"user"', '"cart"']);
  view.button("Back one operation").click();
  assert.equal(second.view.one(".sk-place").textContent, "4 / 5");
});

test("the kernel hears when the last view is gone, and tells anew to the next one", () => {
  const { opened, hide } = open();
  const second = opened.show();
  hide();
  assert.deepEqual(opened.sent("closed"), []);
  second.hide();

  const [first] = opened.sent("opened");
  assert.deepEqual(opened.sent("closed"), [{ ...first, kind: "closed" }]);
  opened.show();
  assert.deepEqual(opened.sent("opened"), [first, first]);
});

test("without a view nothing is heard, and after its end nothing at all", () => {
  const { opened, hide } = open();
  hide();
  for (const _ of Array(KERNEL.traits.sizes.shown)) opened.tell(firstUpdate());
  assert.deepEqual(opened.sent("shown"), []);

  opened.end();
  const { view } = opened.show();
  opened.tell({ kind: "problem", words: "too late" });
  assert.equal(view.one("[role=alert]").textContent, "");
});

test("a gap in the messages is told to the kernel, which sends all anew", () => {
  const { opened } = open();
  opened.number += 1;
  opened.tell({ kind: "problem", words: "the one before did not come" });
  assert.equal(opened.sent("missed").length, 1);

  opened.number += 1;
  opened.tell(firstUpdate());
  assert.equal(opened.sent("missed").length, 1);
});

test("what was sent while no view was there was not missed", () => {
  const { opened, hide } = open();
  hide();
  opened.number += 10;
  opened.show();
  opened.tell({ kind: "problem", words: "" });
  assert.deepEqual(opened.sent("missed"), []);
});

test("the kernel hears that its messages are shown, but not of each", () => {
  const { opened } = open();
  const { shown } = KERNEL.traits.sizes;
  while (opened.number < 2 * shown) opened.tell({ kind: "problem", words: "" });

  assert.equal(opened.sent("shown").length, 2);
});

test("after an update that begins anew the answers have to come again", () => {
  const { opened, view } = open();
  const { asked: _, ...update } = firstUpdate();
  opened.tell(update);

  assert.deepEqual(view.texts("dd"), []);
});

test("an update that begins anew forgets what was answered and what was there", () => {
  const { opened, view } = open();
  assert.equal(view.texts("dd").length, 4);
  opened.tell({
    kind: "update",
    reset: true,
    number: 0,
    dropped: 0,
    known: 0,
    existing: 0,
    newer: 0,
    wait: 0,
    entries: [],
  });

  assert.deepEqual(view.texts("dd"), []);
  assert.deepEqual(view.texts("tbody tr, ol li"), []);
});

test("a kernel in the browser, which leaves out what is None, is shown the same", () => {
  const lite = new Opened();
  const { view } = lite.show();
  lite.tell(...KERNEL.messages.map(withoutNull));
  const { view: full } = open();

  for (const _ of [0, 1, 2, 3, 4, 5]) {
    assert.equal(view.root.outerHTML, full.root.outerHTML);
    view.button("Back one operation").click();
    full.button("Back one operation").click();
  }
});

test("a message of a kind that is not known is left alone", () => {
  const { opened, view } = open();
  const before = view.root.outerHTML;
  opened.tell(/** @type {any} from a newer kernel */ ({ kind: "greeting" }));

  assert.equal(view.root.outerHTML, before);
});

/**
 * @param {any} data
 * @returns {any}
 */
function withoutNull(data) {
  if (Array.isArray(data)) return data.map(withoutNull);
  if (typeof data !== "object") return data;
  const there = Object.entries(data).filter(([, value]) => value !== null);
  return Object.fromEntries(there.map(([name, value]) => [name, withoutNull(value)]));
}
