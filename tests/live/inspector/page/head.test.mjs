import assert from "node:assert/strict";
import { test } from "node:test";

import { Opened, firstUpdate, long, open } from "./opened.mjs";

const counts = ".sk-told";

test("it says how much there is, and whether the store is followed", () => {
  const { model, view } = open();
  assert.equal(view.one(counts).textContent, "MemorySessionStorelive · 5 operations · 2 sessions");
  assert.ok(view.one(".sk-dot").classList.contains("sk-live"));

  model.set("at", 3);
  assert.equal(view.one(counts).textContent, "MemorySessionStoreback in time · 5 operations");
  assert.ok(!view.one(".sk-dot").classList.contains("sk-live"));
});

test("one is one, and many are grouped", () => {
  const opened = new Opened();
  const { view } = opened.show();
  opened.tell(long(1, { existing: 1 }));
  assert.equal(view.one(counts).textContent, "MemorySessionStorelive · 1 operation · 1 session");

  opened.tell({ ...long(20), number: 12000, existing: 3000, dropped: 2000, entries: [] });
  assert.equal(
    view.one(counts).textContent,
    "MemorySessionStorelive · 12,000 operations · 3,000 sessions · the first 2,000 kept no more",
  );
});

test("the button pauses and goes on", () => {
  const { model, view } = open();
  view.button("Pause").click();
  assert.equal(model.get("paused"), true);
  assert.match(view.one(counts).textContent, /paused · /);
  assert.ok(!view.one(".sk-dot").classList.contains("sk-live"));
  assert.equal(model.saved, 1);

  view.button("Continue").click();
  assert.equal(model.get("paused"), false);
});

test("branches are chosen once there are two", () => {
  const { opened, model, view } = open();
  const branch = view.one("[aria-label=Branch]");
  assert.equal(branch.hidden, true);
  opened.tell({ ...firstUpdate(), branches: [0, 3, 3] });
  assert.equal(branch.hidden, false);
  assert.deepEqual(view.texts("[aria-label=Branch] option"), [
    "the original",
    "fork 1, after operation 3",
    "fork 2, after operation 3",
  ]);

  branch.value = "2";
  branch.onchange();
  assert.equal(model.get("branch"), 2);
});

test("copies and FortJs's answers are asked for", () => {
  const { opened, view } = open();
  view.button("Copy as scenario").click();
  view.button("Copy as test").click();
  view.button("Ask FortJs").click();

  assert.deepEqual(
    [...opened.sent("copy"), ...opened.sent("fortjs")],
    [{ kind: "copy", how: "scenario" }, { kind: "copy", how: "test" }, { kind: "fortjs" }],
  );
});
