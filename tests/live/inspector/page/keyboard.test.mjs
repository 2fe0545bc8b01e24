import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { open } from "./opened.mjs";

test("the keys step and go to either end, and the page around does not hear them", () => {
  const { model, view } = open();
  const heard = mock.fn();
  document.body.addEventListener("keydown", heard);
  const places = [
    ["ArrowLeft", 4],
    ["Home", 0],
    ["ArrowRight", 1],
    ["End", -1],
  ];
  for (const [key, at] of places) {
    const event = view.press(String(key));
    assert.equal(model.get("at"), at);
    assert.equal(event.defaultPrevented, true);
  }
  assert.equal(heard.mock.callCount(), 0);
  view.press("d");
  assert.equal(heard.mock.callCount(), 1);
  document.body.removeEventListener("keydown", heard);
});

test("in a field they are the field's, but not on the slider", () => {
  const { model, view } = open();
  view.press("ArrowLeft", view.one("[name=key]"));
  assert.equal(model.get("at"), -1);
  view.press("ArrowLeft", view.one("[type=range]"));
  assert.equal(model.get("at"), 4);
});

test("space plays, but on a button it presses the button", () => {
  const { view } = open();
  const event = view.press(" ", view.button("Pause"));
  assert.equal(event.defaultPrevented, false);
  assert.equal(view.root.querySelector("[aria-label='Stop playing']"), null);

  view.press(" ");
  view.button("Stop playing").click();
});

test("with Ctrl they are the browser's, and a name that all objects have is no key", () => {
  const { model, view } = open();
  view.press("ArrowLeft", view.root, { ctrlKey: true });
  assert.equal(view.press("toString").defaultPrevented, false);
  assert.equal(model.get("at"), -1);
});
