import assert from "node:assert/strict";
import { test } from "node:test";

import { Opened, firstUpdate, long, open } from "./opened.mjs";

/** @import { ChangeData, Update } from "../../../../sessionkit/live/inspector/page/protocol.js" */

/** @param {import("./opened.mjs").View} view */
function table(view) {
  return [...view.root.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
}

test("each key has its value, and what this operation did to it", () => {
  const { model, view } = open();
  assert.equal(view.one(".sk-keys .sk-title").textContent, "ada after operation 5");
  assert.deepEqual(table(view), [
    ['"user"', "", '"ada"', ""],
    ['"cart"', "", "None tombstone", ""],
  ]);

  model.set("at", 3);
  assert.deepEqual(table(view)[1], ['"cart"', "3", "None tombstone", "~ changed"]);
  assert.deepEqual(
    [...view.root.querySelectorAll("tbody tr")].map((row) => row.className),
    ["", "sk-changed"],
  );
  model.set("at", 2);
  assert.deepEqual(table(view)[1], ['"cart"', "", "3", "+ added"]);
});

test("a row that stays keeps the focus", () => {
  const { model, view } = open();
  const button = view.one("tbody button");
  button.focus();
  model.set("at", 1);

  assert.equal(document.activeElement, button);
  assert.equal(table(view).length, 1);
});

test("before the first operation, and before any, there are no keys", () => {
  const { model, view } = open();
  model.set("at", 0);
  assert.equal(view.one(".sk-keys .sk-title").textContent, "Before the first operation");
  assert.deepEqual(table(view), []);

  const { view: empty } = new Opened().show();
  assert.equal(empty.one(".sk-keys .sk-title").textContent, "No operation yet");
  assert.match(empty.one(".sk-teach").textContent, /inspector\.watched\("ada"\)/);
  assert.equal(view.one(".sk-teach").hidden, true);
});

/**
 * The last operation deletes or changes the key "cart".
 * @param {Partial<ChangeData>[]} changes
 * @returns {Update}
 */
function changed(changes) {
  const update = firstUpdate();
  const entry = update.entries?.at(-1);
  const known = update.entries?.[2]?.changes[0];
  assert.ok(entry && known);
  entry.changes = changes.map((one) => ({ ...known, ...one }));
  return update;
}

test("a key that the operation deleted is shown as gone", () => {
  const { opened, view } = open();
  const update = changed([{ after: null, words: "- deleted, was 3" }]);
  const state = update.states?.[0];
  assert.ok(state);
  state.keys = state.keys.slice(0, 1);
  opened.tell(update);

  assert.deepEqual(table(view)[1], ['"cart"', "3", "(not there)", "- deleted"]);
  assert.equal(view.one("tbody tr:nth-child(2)").className, "sk-changed sk-gone");
});

test("a key that is there again has one row", () => {
  const { opened, view } = open();
  opened.tell(changed([{ after: null, words: "- deleted" }]));

  assert.equal(table(view).length, 2);
});

test("two changes of a key stand in their order", () => {
  const { opened, view } = open();
  opened.tell(changed([{ words: "~ changed, through no operation" }, { words: "- deleted" }]));

  assert.equal(table(view)[1]?.[3], "~ changed, through no operation; - deleted");
});

test("a key is chosen, and the one that was asked about is marked", () => {
  const { model, view } = open();
  assert.deepEqual(
    [...view.root.querySelectorAll("tbody button")].map((one) => one.getAttribute("aria-pressed")),
    ["false", "true"],
  );
  view.one("tbody button").click();

  assert.deepEqual([model.get("session"), model.get("key")], [0, 0]);
});

test("keys are found here when all are here", () => {
  const { model, view } = open();
  view.press("/");
  const field = view.one("[aria-label='Find a key']");
  assert.equal(document.activeElement, field);
  model.set("at", 3);
  assert.equal(field.hidden, false);
  view.type("[aria-label='Find a key']", "us");

  assert.equal(model.get("find_key"), "us");
  assert.deepEqual(table(view), [['"user"', "", '"ada"', ""]]);
});

test("in a large session the kernel finds them", () => {
  const { opened, view } = open({ find_key: "k9" });
  const update = firstUpdate();
  const state = update.states?.[0];
  assert.ok(state);
  const key = { key: 9, name: '"k9"', came: 1, by: 1, value: "9", null: false, long: false };
  opened.tell({
    ...update,
    states: [{ ...state, complete: false, total: 500 }],
    found: { ...state, complete: false, total: 12, keys: [key] },
  });

  assert.deepEqual(table(view), [['"k9"', "", "9", ""]]);
  assert.deepEqual(view.texts(".sk-keys > .sk-quiet"), ["… and 11 more keys; find one with /"]);
});

test("what the page cannot know waits for the kernel, and stays as it was", () => {
  const { opened, model, view } = open();
  const before = table(view);
  opened.tell({ ...firstUpdate(), states: [] });
  model.set("session", 0);
  assert.ok(view.root.classList.contains("sk-waiting"));
  assert.deepEqual(table(view), before);

  opened.tell(firstUpdate());
  assert.ok(!view.root.classList.contains("sk-waiting"));
});

test("a session without keys, and no session, are told apart", () => {
  const { opened, view } = open();
  const state = firstUpdate().states?.[0];
  assert.ok(state);
  const empty = { ...state, number: 5, keys: [], total: 0 };
  opened.tell(long(5, { states: [empty] }));
  assert.deepEqual(view.texts(".sk-keys > .sk-quiet"), ["no key"]);
  opened.tell(long(5, { states: [{ ...empty, exists: false }] }));
  assert.deepEqual(view.texts(".sk-keys > .sk-quiet"), ["There is no session."]);
});

test("any two operations are compared", () => {
  const { model, view } = open();
  model.set("at", 1);
  view.button("Compare").click();
  model.set("at", -1);
  assert.deepEqual(view.texts("thead th").at(-1), "since operation 1");
  assert.deepEqual(table(view), [
    ['"user"', "", '"ada"', ""],
    ['"cart"', "", "None tombstone", "+ added"],
  ]);
  view.button("Compared with 1 ✕").click();
  model.set("at", 2);
  view.button("Compare").click();
  model.set("at", 0);
  model.set("session", 0);

  assert.deepEqual(table(view), [
    ['"user"', '"ada"', "(not there)", "- deleted"],
    ['"cart"', "3", "(not there)", "- deleted"],
  ]);
});
