// What the head says of the connection, and that it is so.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { KERNEL, Opened, firstUpdate, long, open } from "./opened.mjs";

/** A kernel as JupyterLab shows it. */
class Kernel {
  constructor() {
    this.status = "idle";
    this.connectionStatus = "connected";
    /** @type {(() => void)[]} */
    this.slots = [];
    this.statusChanged = {
      connect: (/** @type {() => void} */ slot) => this.slots.push(slot),
      disconnect: () => {},
    };
  }

  /** @param {string} status */
  becomes(status) {
    this.status = status;
    for (const slot of this.slots) slot();
  }
}

/** @param {Kernel | null} kernel */
function opened(kernel) {
  const one = new Opened();
  if (kernel) Object.assign(one.model, { widget_manager: { kernel } });
  one.end();
  one.end = one.widget.initialize({ model: /** @type {any} */ (one.model) });
  const { view } = one.show();
  one.tell(...KERNEL.messages);
  one.hear();
  const says = () => view.one(".sk-state").textContent;
  return { one, view, says };
}

/**
 * So many seconds pass, and the page looks again.
 * @param {number} seconds
 * @param {Opened} one
 */
function pass(seconds, one) {
  const now = performance.now() + seconds * 1000;
  mock.method(performance, "now", () => now);
  one.model.fire("change:at");
}

test.afterEach(() => mock.restoreAll());

test("a kernel that begins anew knows the inspector no more", () => {
  const kernel = new Kernel();
  const { one, view, says } = opened(kernel);
  assert.equal(says(), "live");
  kernel.becomes("restarting");
  assert.match(says(), /^disconnected: .* run its cell again$/);
  kernel.becomes("idle");
  one.model.set("at", 2);
  pass(1, one);
  assert.match(says(), /^disconnected/);
  assert.match(view.one(".sk-answers > .sk-quiet").textContent, /^disconnected/);
});

test("what a busy kernel was asked waits, and is not lost", () => {
  const kernel = new Kernel();
  const { one, view, says } = opened(kernel);
  kernel.becomes("busy");
  assert.equal(says(), "live");
  view.button("Ask FortJs").click();
  pass(60, one);
  assert.match(says(), /^busy: /);
  one.hear();
  pass(0, one);
  assert.equal(says(), "live");
});

test("a kernel that rests and says nothing does not know the inspector", () => {
  const { one, view, says } = opened(new Kernel());
  view.button("Ask FortJs").click();
  pass(2, one);
  assert.equal(says(), "live");
  pass(6, one);
  assert.match(says(), /^disconnected/);
});

test("where nobody tells how the kernel is, it says for how long none answered", () => {
  const { one, view, says } = opened(null);
  view.button("Ask FortJs").click();
  pass(2, one);
  assert.match(says(), /^busy/);
  pass(7, one);
  assert.match(says(), /^no answer for 9 s/);
});

test("without a connection it says so", () => {
  const kernel = new Kernel();
  const { one, says } = opened(kernel);
  kernel.connectionStatus = "connecting";
  pass(0, one);
  assert.match(says(), /^disconnected: the page has no connection/);
});

test("behind by how much, while a cell runs", () => {
  const kernel = new Kernel();
  const { one, says } = opened(kernel);
  kernel.becomes("busy");
  one.tell({ ...firstUpdate(), wait: 0.03 });
  assert.equal(says(), "live");
  one.tell({ ...firstUpdate(), wait: 0.5 });
  pass(0, one);
  assert.equal(says(), "behind by up to 0.5 s while a cell runs");
  pass(20, one);
  assert.match(says(), /^behind: a cell runs, and lets nothing through for 20 s/);
  kernel.becomes("idle");
  assert.equal(says(), "live");
});

test("where nobody tells, a word of the kernel says that there is no more", () => {
  const { one, says } = opened(null);
  one.tell({ ...firstUpdate(), wait: 0.5 });
  pass(0, one);
  assert.match(says(), /^behind/);
  one.tell({ kind: "pong" });
  assert.equal(says(), "live");
});

test("a burst is drawn once a moment, and its last message soon", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { opened: one, view } = open();
  const place = () => view.one(".sk-place").textContent;
  for (const count of [7, 8, 9]) one.tell(long(count, { wait: 0.5 }));
  assert.equal(place(), "5 / 5");
  context.mock.timers.tick(30);
  assert.equal(place(), "9 / 9");
  one.tell(long(10)); // nothing more is to come: at once
  assert.equal(place(), "10 / 10");
});

test("paused it counts what comes", () => {
  const { opened: one, view } = open({ paused: true });
  one.tell({ ...firstUpdate(), newer: 3 });
  assert.equal(view.one(".sk-state").textContent, "paused · 3 newer operations");
});

test("a recording is stepped through with no kernel", () => {
  const one = new Opened({ snapshot: KERNEL.traits.snapshot, recorded: true });
  const { view } = one.show();
  assert.equal(view.one(".sk-state").textContent, "a recording: no kernel runs here");
  assert.deepEqual(view.texts("tbody th"), ['"user"', '"cart"']);
  assert.equal(view.texts("dl > div").length, 4);
  view.button("Back one operation").click();
  view.button("Back one operation").click();
  assert.equal(view.one(".sk-place").textContent, "3 / 5");
  assert.match(view.one("tr.sk-changed").textContent, /~ changed/);
  assert.match(view.one(".sk-answers > .sk-quiet").textContent, /recording does not have/);

  assert.deepEqual(one.model.sent, []);
  assert.equal(view.one("form").hidden, true);
  assert.equal(view.one(".sk-asks").hidden, true);
});

test("a page that opens shows the snapshot until the kernel speaks", () => {
  const one = new Opened({ snapshot: KERNEL.traits.snapshot });
  const { view } = one.show();
  assert.equal(view.one(".sk-place").textContent, "5 / 5");
  one.tell(long(7, { reset: true }));
  assert.equal(view.one(".sk-place").textContent, "7 / 7");
});

test("each step is said once, by a live region, and what the store does is not", () => {
  const { opened: one, view, model } = open();
  const said = () => view.one(".sk-announce").textContent;
  one.tell(firstUpdate());
  assert.equal(said(), "");
  model.set("at", 3);
  assert.equal(said(), 'after operation 3, ada remove("cart"): "cart" ~ changed, was 3');
});

test("two names of one dict are drawn while the store is followed", () => {
  const { opened: one, view, model } = open();
  const names = ["session ada", "variable values"];
  one.tell({ ...firstUpdate(), aliases: [{ kind: "dict", value: "{}", names }] });
  const figure = view.one("figure");
  assert.match(figure.textContent, /^Two names, one dict/);
  assert.equal(
    view.one("svg").getAttribute("aria-label"),
    "session ada and variable values lead to one dict, {}",
  );
  model.set("at", 2);
  assert.equal(view.root.querySelector("figure"), null);
});
