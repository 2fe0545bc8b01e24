// Two stores beside each other, in a document of its own, with a model for the kernel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Window } from "happy-dom";

import widget, {
  ROWS,
  window as shown,
} from "../../../../sessionkit/live/side_by_side/page/widget.js";

/** @import { Data, Model } from "../../../../sessionkit/live/side_by_side/page/protocol.js" */

const window = new Window();
Object.assign(globalThis, { document: window.document });

/** @type {Data} */
const DATA = {
  names: ["Mine", "FortJs"],
  verdict: "≠ at step 2",
  differs: true,
  first: 2,
  note: "by its port",
  left: "",
  steps: [
    { cells: ["ada set", "", "", ""], keys: [['"user"', "1", "1", ""]] },
    {
      cells: ["ada get", "<i>1</i>", "None", "≠ differs first"],
      keys: [['"user"', "1", "(not there)", "≠ differs"]],
    },
    { cells: ["ada clear", "", "", ""], keys: [] },
  ],
};

/** @param {Partial<Data>} [more] */
function open(more = {}) {
  /** @type {Record<string, unknown>} */
  const traits = { data: { ...DATA, ...more }, at: 0, said: "" };
  /** @type {Map<string, () => void>} */
  const listeners = new Map();
  /** @type {unknown[]} */
  const sent = [];
  const fake = {
    get: (/** @type {string} */ name) => traits[name],
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => (traits[name] = value),
    save_changes: () => {},
    send: (/** @type {unknown} */ message) => sent.push(message),
    on: (/** @type {string} */ name, /** @type {() => void} */ listener) =>
      listeners.set(name, listener),
    off: (/** @type {string} */ name) => listeners.delete(name),
  };
  const el = document.createElement("div");
  const end = widget.render({ model: /** @type {Model} */ (/** @type {unknown} */ (fake)), el });
  /** @param {string} selector */
  const texts = (selector) => [...el.querySelectorAll(selector)].map((node) => node.textContent);
  /** @param {string} label */
  const button = (label) => {
    const all = [...el.querySelectorAll("button")];
    const found = all.find((one) => (one.getAttribute("aria-label") ?? one.textContent) === label);
    assert.ok(found, `there is no button ${label}`);
    return found;
  };
  return { el, traits, sent, listeners, end, texts, button };
}

test("the first difference is shown, with the keys that the stores then hold", () => {
  const { texts, el } = open();

  assert.deepEqual(texts(".sk-outcome"), ["≠ at step 2"]);
  assert.deepEqual(texts("[aria-current] code"), ["ada get", "<i>1</i>", "None"]);
  assert.deepEqual(texts("caption"), ["Steps", "What the session holds after step 2"]);
  assert.deepEqual(texts(".sk-grid + .sk-grid td"), ['"user"', "1", "(not there)", "≠ differs"]);
  assert.equal(el.querySelector("i"), null);
});

test("buttons, a row and the slider go to a step, and back to the difference", () => {
  const { el, traits, texts, button } = open();

  button("The next step").click();
  assert.equal(traits["at"], 3);
  assert.equal(button("The next step").getAttribute("aria-disabled"), "true");
  assert.deepEqual(texts(".sk-grid + .sk-grid td")[0], "no session, or no key");
  /** @type {HTMLElement} */ (el.querySelector("tbody tr")).click();
  assert.deepEqual(texts(".sk-place"), ["step 1 of 3"]);
  button("First difference").click();
  assert.deepEqual(texts(".sk-place"), ["step 2 of 3"]);

  const slider = /** @type {HTMLInputElement} */ (el.querySelector("input"));
  slider.value = "3";
  slider.dispatchEvent(/** @type {any} */ (new window.Event("input")));
  assert.equal(traits["at"], 3);
  assert.equal(slider.getAttribute("aria-valuetext"), "3, ada clear, , , ");
});

test("FortJs is asked, and what it says is shown", () => {
  const { traits, sent, texts, listeners, button, end } = open();
  button("Ask FortJs itself").click();
  assert.deepEqual(sent, [{ kind: "fortjs" }]);
  assert.deepEqual(texts(".sk-asked"), ["asking …"]);

  traits["said"] = "FortJs answers all 3 operations as this store does.";
  listeners.get("change:said")?.();
  assert.deepEqual(texts(".sk-asked"), [traits["said"]]);
  end();
  assert.equal(listeners.size, 0);
});

test("beside another store FortJs is not asked, and nothing done is nothing to show", () => {
  const { button, texts } = open({ note: "", steps: [], first: 0, differs: false });

  assert.equal(button("Ask FortJs itself").hidden, true);
  assert.equal(button("First difference").getAttribute("aria-disabled"), "true");
  assert.deepEqual(texts(".sk-place"), ["no step yet"]);
});

test("rows stay where they are while the step is among them", () => {
  assert.equal(shown(0, 1, 100), 0);
  assert.equal(shown(0, ROWS, 100), 0);
  assert.equal(shown(0, ROWS + 1, 100), 1);
  assert.equal(shown(50, 20, 100), 19);
  assert.equal(shown(95, 100, 100), 100 - ROWS);
  assert.equal(shown(0, 0, 0), 0);
});
