import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { open } from "./opened.mjs";

/** @param {unknown} clipboard */
function giveClipboard(clipboard) {
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
}
giveClipboard(undefined);
afterEach(() => giveClipboard(undefined));

const status = "[role=status]";
const problem = "[role=alert]";

test("a problem stays until something else is said", () => {
  const { opened, view } = open();
  opened.tell({ kind: "problem", words: "The value is not JSON." });
  assert.equal(view.one(problem).textContent, "The value is not JSON.");
  opened.tell({ kind: "answered", words: "ada get_all() → {}" });

  assert.equal(view.one(problem).textContent, "");
  assert.equal(view.one(status).textContent, "ada get_all() → {}");
});

test("words about an operation lead there", () => {
  const { opened, model, view } = open();
  opened.tell({ kind: "said", words: "Operation 3: FortJs answers 4.", number: 3 });
  const jump = view.button("Go to operation 3");
  assert.equal(jump.hidden, false);
  jump.click();
  assert.equal(model.get("at"), 3);

  opened.tell({ kind: "said", words: "FortJs answers the same.", number: null });
  assert.equal(jump.hidden, true);
});

test("a copy is there to be copied by hand, and can be closed", () => {
  const { opened, view } = open();
  const copy = view.one(".sk-copy");
  assert.equal(copy.hidden, true);
  opened.tell({ kind: "text", how: "scenario", text: "run(...)" });

  const text = view.one("textarea");
  assert.equal(copy.hidden, false);
  assert.equal(text.value, "run(...)");
  assert.equal(text.getAttribute("aria-label"), "The recorded operations as a scenario");
  assert.equal(view.one(status).textContent, "Here is the scenario: copy it with Ctrl+C or ⌘C.");
  view.button("Close the copy").click();
  assert.equal(copy.hidden, true);
});

test("where the browser lets it, it is copied at once", async () => {
  /** @type {string[]} */
  const copied = [];
  giveClipboard({ writeText: async (/** @type {string} */ text) => copied.push(text) });
  const { opened, view } = open();
  opened.tell({ kind: "text", how: "test", text: "def test_recorded(): ..." });
  await Promise.resolve();
  await Promise.resolve();

  assert.deepEqual(copied, ["def test_recorded(): ..."]);
  assert.equal(view.one(status).textContent, "Copied as test.");
});

test("a clipboard that refuses leaves the words as they are", async () => {
  giveClipboard({ writeText: () => Promise.reject(new Error("no")) });
  const { opened, view } = open();
  opened.tell({ kind: "text", how: "test", text: "x" });
  await Promise.resolve();
  await Promise.resolve();

  assert.match(view.one(status).textContent, /^Here is the test/);
});
