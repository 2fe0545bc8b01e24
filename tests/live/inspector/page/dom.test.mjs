import assert from "node:assert/strict";
import { test } from "node:test";

import { list, make } from "../../../../sessionkit/live/inspector/page/dom.js";
import { counted, fill } from "../../../../sessionkit/live/inspector/page/words.js";
import { firstUpdate, open } from "./opened.mjs";

test("a text of the store is never markup", () => {
  const { opened, view } = open();
  const update = firstUpdate();
  const hostile = '<img src=x onerror="alert(1)">{number}';
  const state = update.states?.[0];
  assert.ok(state?.keys[0]);
  state.name = state.keys[0].name = state.keys[0].value = hostile;
  opened.tell(update);

  assert.equal(view.root.querySelector("img"), null);
  assert.equal(view.one(".sk-keys .sk-title").textContent, `${hostile} after operation 5`);
  assert.deepEqual(view.texts("tbody tr:first-child code"), [hostile, "", hostile]);
});

test("a list uses its rows again", () => {
  const parent = make("ul");
  const draw = list(parent, () => {
    const node = make("li");
    return {
      node,
      draw(/** @type {string} */ item, place) {
        node.textContent = `${place} ${item}`;
      },
    };
  });
  draw(["a", "b"]);
  const [first] = parent.children;
  draw(["c"]);
  assert.equal(parent.textContent, "0 c");
  assert.equal(parent.children[0], first);
  draw(["c", "d"]);
  assert.equal(parent.textContent, "0 c1 d");
  draw([]);
  assert.equal(parent.children.length, 0);
});

test("words take values in the place of names, once", () => {
  assert.equal(fill("{a} and {b}", { a: "{b}", b: 2 }), "{b} and 2");
  const keys = { one: "{count} key", more: "{count} keys" };
  assert.deepEqual(
    [0, 1, 2000].map((count) => counted(keys, count)),
    ["0 keys", "1 key", "2,000 keys"],
  );
});
