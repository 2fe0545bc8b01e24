import assert from "node:assert/strict";
import { test } from "node:test";

import { Opened, long, open } from "./opened.mjs";

/** @import { Asked } from "../../../../sessionkit/live/inspector/page/protocol.js" */

/** @param {import("./opened.mjs").View} view */
function shown(view) {
  return {
    title: view.one(".sk-answers .sk-title").textContent,
    rows: view.texts("dl > div"),
    words: view.one(".sk-answers > .sk-quiet").textContent,
  };
}

test("every question has its answer", () => {
  assert.deepEqual(shown(open().view), {
    title: 'What the store answers about "cart" now',
    rows: [
      'is_exist("cart")→ False',
      'get("cart")→ None',
      '"cart" in get_all()→ True',
      "is_any_exist()→ True",
    ],
    words: "",
  });
});

test("the answers of another operation are not shown", () => {
  const { model, view } = open();
  model.set("at", 2);

  assert.deepEqual(shown(view), {
    title: 'What the store answered about "cart" after operation 2',
    rows: [],
    words: "asking …",
  });
});

test("nor those of another session, nor its key", () => {
  const { model, view } = open();
  model.set("session", 1);

  assert.deepEqual(shown(view), {
    title: "What the store answers now",
    rows: [],
    words: "asking …",
  });
});

test("where nobody can be asked it says why", () => {
  const { opened, view } = open();
  /** @type {Asked} */
  const asked = {
    kind: "asked",
    at: 5,
    session: 0,
    key: 1,
    name: "",
    rows: [],
    words: "The store cannot be asked here.",
  };
  opened.tell(asked);

  assert.deepEqual(shown(view), {
    title: "What the store answers now",
    rows: [],
    words: "The store cannot be asked here.",
  });
});

test("without a key there is nothing to ask", () => {
  const opened = new Opened();
  const { view } = opened.show();
  assert.equal(shown(view).words, "Do something with a key.");
  opened.tell(long(2));
  opened.tell({ kind: "asked", at: 2, session: null, key: null, name: "", rows: [], words: "" });

  assert.equal(shown(view).words, "Do something with a key.");
});

/** @param {import("./opened.mjs").View} view */
function origin(view) {
  return view.one(".sk-origin > div").textContent.trim();
}

test("a value leads to the operation that set it, and to its other changes", () => {
  const { model, view } = open({ session: 0 });
  assert.match(origin(view), /^last written by operation 3 · ada remove\("cart"\)/);
  assert.equal(view.button("Next change").getAttribute("aria-disabled"), "true");
  view.button("Go there").click();
  assert.equal(model.get("at"), 3);
  model.set("at", 4);
  view.button("Previous change").click();
  assert.equal(model.get("at"), 3);
  view.button("Previous change").click();
  assert.equal(model.get("at"), 2);
  view.button("Next change").click();
  assert.equal(model.get("at"), 3);
});

test("a value is opened as a tree, and closed by a step", () => {
  const { opened, model, view } = open();
  const part = { name: "0", value: '"tea"', parts: [], more: 0 };
  const tree = { name: '"cart"', value: "[…]", parts: [part], more: 2 };
  opened.tell({ kind: "value", at: 5, session: 0, key: 1, name: '"cart"', tree });
  assert.equal(view.one(".sk-tree").textContent, '"cart" […]0 "tea"… and 2 more');
  model.set("at", 4);

  assert.equal(view.one(".sk-tree").textContent, "");
});
