import assert from "node:assert/strict";
import { test } from "node:test";

import { firstUpdate, open, sessionRows } from "./opened.mjs";

const rows = ".sk-sessions li";

test("each session has its size at the operation that is shown", () => {
  const { model, view } = open();
  assert.deepEqual(view.texts(rows), ["ada2 keys", "bob1 key"]);
  model.set("at", 3);
  assert.deepEqual(view.texts(rows), ["ada2 keys", "bobno session"]);
  model.set("at", 1);
  assert.deepEqual(view.texts(rows), ["ada1 key", "bobno session"]);
});

test("a session that holds nothing but null says so", () => {
  const { opened, view } = open();
  const [one] = sessionRows(1);
  assert.ok(one);
  const list = { offset: 0, total: 1, rows: [{ ...one, keys: 2, nulls: 2 }] };
  opened.tell({ ...firstUpdate(), sessions: list });

  assert.deepEqual(view.texts(rows), ["s0all null"]);
});

test("a session is chosen, and its row is marked", () => {
  const { model, view } = open({ key: 1 });
  view.one(`${rows}:nth-child(2) button`).click();

  assert.equal(model.get("session"), 1);
  assert.equal(model.get("key"), -1);
  const pressed = [...view.root.querySelectorAll(`${rows} button`)];
  assert.deepEqual(
    pressed.map((one) => one.getAttribute("aria-pressed")),
    ["false", "true"],
  );
});

test("a long list has pages", () => {
  const { opened, model, view } = open();
  const pages = view.one(".sk-pages");
  assert.equal(pages.hidden, true);
  const list = { offset: 50, total: 1120, rows: sessionRows(50, 50) };
  opened.tell({ ...firstUpdate(), known: 1120, sessions: list });

  assert.equal(pages.hidden, false);
  assert.equal(view.one(".sk-pages span").textContent, "51 to 100 of 1,120");
  view.button("Later sessions").click();
  assert.equal(model.get("offset"), 100);
  view.button("Earlier sessions").click();
  assert.equal(model.get("offset"), 0);
});

test("at either end one button has nowhere to go", () => {
  const { opened, view } = open();
  const tell = (/** @type {number} */ offset) =>
    opened.tell({ ...firstUpdate(), sessions: { offset, total: 100, rows: sessionRows(50) } });
  tell(0);
  assert.equal(view.button("Earlier sessions").getAttribute("aria-disabled"), "true");
  assert.equal(view.button("Later sessions").getAttribute("aria-disabled"), "false");
  tell(50);
  assert.equal(view.button("Earlier sessions").getAttribute("aria-disabled"), "false");
  assert.equal(view.button("Later sessions").getAttribute("aria-disabled"), "true");
});

test("among more than ten one is found by a part of its name", () => {
  const { opened, model, view } = open({ offset: 50 });
  const field = view.one("[aria-label='Find a session']");
  assert.equal(field.hidden, true);
  opened.tell({ ...firstUpdate(), known: 11 });
  assert.equal(field.hidden, false);

  view.type("[aria-label='Find a session']", "bo");
  assert.equal(model.get("find_session"), "bo");
  assert.equal(model.get("offset"), 0);
});

test("the list is one stop of the tab key, and the arrow keys move in it", () => {
  const { opened, view } = open();
  opened.tell({ ...firstUpdate(), sessions: { offset: 0, total: 3, rows: sessionRows(3) } });
  const buttons = [...view.root.querySelectorAll(`${rows} button`)];
  const stops = () => buttons.map((one) => one.getAttribute("tabindex"));
  assert.deepEqual(stops(), ["0", "-1", "-1"]);
  view.one(`${rows} button`).focus();
  for (const at of [1, 2, 2]) {
    view.press("ArrowDown", /** @type {any} */ (document.activeElement));
    assert.equal(document.activeElement, buttons[at]);
  }
  assert.deepEqual(stops(), ["-1", "-1", "0"]);
  view.press("ArrowUp", /** @type {any} */ (document.activeElement));
  assert.equal(document.activeElement, buttons[1]);
});
