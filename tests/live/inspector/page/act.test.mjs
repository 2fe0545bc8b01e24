import assert from "node:assert/strict";
import { test } from "node:test";

import { Opened, firstUpdate, open } from "./opened.mjs";

/** @param {import("./opened.mjs").View} view */
function visible(view) {
  const labels = [...view.root.querySelectorAll("form label")];
  return labels
    .filter((one) => !one.hasAttribute("hidden"))
    .map((one) => one.firstChild?.textContent);
}

test("what was typed is sent as it stands", () => {
  const { opened, view } = open();
  view.type("[name=session]", "eve");
  view.type("[name=key]", "cart");
  view.type("[name=value]", "[1, 2]");
  view.button("Run").click();

  const typed = { kind: "act", session: "eve", method: "set", key: "cart", value: "[1, 2]" };
  assert.deepEqual(opened.sent("act"), [typed]);
  view.press("Enter", view.one("[name=value]"));
  assert.deepEqual(opened.sent("act"), [typed, typed]);
});

test("a method has the fields that it needs", () => {
  const { view } = open();
  const method = view.one("[name=method]");
  assert.deepEqual(visible(view), ["session", "method", "key", "value"]);
  for (const [name, labels] of [
    ["get", ["session", "method", "key"]],
    ["get_all", ["session", "method"]],
    ["set_many", ["session", "method", "value"]],
  ]) {
    method.value = name;
    method.onchange();
    assert.deepEqual(visible(view), labels);
  }
});

test("in the past it forks", () => {
  const { model, view } = open();
  const run = view.one("[type=submit]");
  assert.equal(run.textContent, "Run");
  model.set("at", 2);
  assert.equal(run.textContent, "Run and fork");
});

test("the session that is shown is suggested until somebody types", () => {
  const { opened, view } = open();
  const field = view.one("[name=session]");
  assert.equal(field.value, "ada");
  view.one("ol li:nth-child(4) button").click();
  assert.equal(field.value, "bob");
  view.type("[name=session]", "");
  opened.tell(firstUpdate());

  assert.equal(field.value, "");
});

test("a name that is not the id itself is not suggested", () => {
  for (const name of ["very long…", "(no id)", '"a\\nb"']) {
    const opened = new Opened();
    const { view } = opened.show();
    const update = firstUpdate();
    const state = update.states?.[0];
    assert.ok(state);
    opened.tell({ ...update, states: [{ ...state, name }] });
    assert.equal(view.one("[name=session]").value, "");
  }
});
