import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { firstUpdate, open } from "./opened.mjs";

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
  opened.tell({ kind: "said", words: "Operation 3: FortJs answers 4.", number: 3, last: 5 });
  const jump = view.button("Go to operation 3");
  assert.equal(jump.hidden, false);
  jump.click();
  assert.equal(model.get("at"), 3);

  opened.tell({ kind: "said", words: "FortJs answers the same.", number: null, last: 5 });
  assert.equal(jump.hidden, true);
});

test("a copy is there to be copied by hand, and can be closed", () => {
  const { opened, view } = open();
  const copy = view.one(".sk-copy");
  assert.equal(copy.hidden, true);
  opened.tell({ kind: "text", how: "scenario", text: "run(...)", first: 1, last: 5 });

  const text = view.one("textarea");
  assert.equal(copy.hidden, false);
  assert.equal(text.value, "run(...)");
  assert.equal(text.getAttribute("aria-label"), "The recorded operations as a scenario");
  assert.equal(
    view.one(status).textContent,
    "Operations 1 to 5: Here is the scenario: copy it with Ctrl+C or ⌘C.",
  );
  view.button("Close the copy").click();
  assert.equal(copy.hidden, true);
});

test("where the browser lets it, it is copied at once", async () => {
  /** @type {string[]} */
  const copied = [];
  giveClipboard({ writeText: async (/** @type {string} */ text) => copied.push(text) });
  const { opened, view } = open();
  opened.tell({ kind: "text", how: "test", text: "def test_recorded(): ...", first: 1, last: 5 });
  await Promise.resolve();
  await Promise.resolve();

  assert.deepEqual(copied, ["def test_recorded(): ..."]);
  assert.equal(view.one(status).textContent, "Operations 1 to 5: Copied as test.");
});

test("a clipboard that refuses leaves the words as they are", async () => {
  giveClipboard({ writeText: () => Promise.reject(new Error("no")) });
  const { opened, view } = open();
  opened.tell({ kind: "text", how: "test", text: "x", first: 2, last: 5 });
  await Promise.resolve();
  await Promise.resolve();

  assert.match(view.one(status).textContent, /^Operations 2 to 5: Here is the test/);
});

test("a verdict says which operations it is about, and when there are newer ones", () => {
  const { opened, view } = open();
  const since = () => view.one(".sk-said .sk-quiet").textContent;
  opened.tell({ kind: "said", words: "FortJs answers the same.", number: null, last: 5 });
  assert.equal(view.one(status).textContent, "Operations 1 to 5: FortJs answers the same.");
  assert.equal(since(), "");
  opened.tell({ ...firstUpdate(), number: 6 });

  assert.equal(since(), " There are newer operations since.");
});

test("of a long copy a part is shown, and all of it can be downloaded", async () => {
  const { opened, view } = open();
  const text = "x".repeat(100_000);
  opened.tell({ kind: "text", how: "test", text, first: 1, last: 5 });
  assert.ok(view.one("textarea").value.length < 21_000);
  /** @type {Blob[]} */
  const kept = [];
  Object.assign(URL, {
    createObjectURL: (/** @type {Blob} */ blob) => `blob:${kept.push(blob)}`,
    revokeObjectURL: () => {},
  });
  view.button("Download").click();

  assert.equal((await kept[0]?.text())?.length, text.length);
});
