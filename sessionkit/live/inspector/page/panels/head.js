// The head: whether the store is followed, how much there is, branches, and copies.

/** @import { Page } from "../page.js" */
/** @import { Part } from "../dom.js" */

import { button, list, make, quiet, say } from "../dom.js";
import { status } from "../status.js";
import { counted, fill, grouped } from "../words.js";

/**
 * @param {Page} page
 * @returns {Part}
 */
export function head(page) {
  const { model } = page;
  const dot = make("span", { class: "sk-dot", "aria-hidden": "true" });
  const state = make("span", { class: "sk-state" });
  const counts = quiet();
  const branch = branches(page);
  const pause = button("", () => page.set({ paused: !model.get("paused") }));
  const asks = make(
    "span",
    { class: "sk-asks" },
    branch.node,
    pause,
    button("Copy as scenario", () => page.send({ kind: "copy", how: "scenario" })),
    button("Copy as test", () => page.send({ kind: "copy", how: "test" })),
    button("Ask FortJs", () => page.send({ kind: "fortjs" })),
  );
  const title = make("strong", { text: model.get("title") });
  const told = make("span", { class: "sk-told" }, dot, title, state, counts);
  const node = make("div", { class: "sk-head" }, told, asks);
  return {
    node,
    draw(moment) {
      const paused = model.get("paused");
      const { kind, words } = status(page);
      dot.className = `sk-dot sk-${kind}`;
      say(state, words);
      say(counts, summary(page));
      asks.hidden = page.isRecorded;
      say(pause, paused ? "Continue" : "Pause");
      branch.draw(moment);
    },
  };
}

/** @param {Page} page */
function summary({ isPast, timeline, words }) {
  const { number, existing, dropped } = timeline;
  const parts = ["", counted(words.operations, number)];
  // those of the past are in the list
  if (!isPast) parts.push(counted(words.sessions, existing));
  if (dropped) parts.push(fill(words.dropped, { count: grouped(dropped) }));
  return parts.join(" · ");
}

/**
 * @param {Page} page
 * @returns {Part}
 */
function branches(page) {
  const { model, words } = page;
  const node = make("select", { "aria-label": "Branch" });
  node.onchange = () => page.set({ branch: Number(node.value) });
  const drawOptions = list(node, () => {
    const option = make("option");
    return {
      node: option,
      draw(/** @type {number} */ at, number) {
        option.value = String(number);
        say(option, number ? fill(words.fork, { number, at }) : words.original);
      },
    };
  });
  return {
    node,
    draw() {
      node.hidden = page.branches.length < 2;
      drawOptions(page.branches);
      node.value = String(model.get("branch"));
    },
  };
}
