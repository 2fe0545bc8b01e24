// What is said in words, what could not be done, and the copy.

/** @import { Page } from "../page.js" */
/** @import { Copied, Message } from "../protocol.js" */

import { button, make, say } from "../dom.js";
import { fill } from "../words.js";

const KEYS =
  "Keys: ← and → step, Home and End go to the first and last operation, space plays, / finds a key.";

/**
 * This part is drawn by what it hears.
 * @param {Page} page
 */
export function said(page) {
  const { words } = page;
  const status = make("p", { role: "status", class: "sk-words" });
  const problem = make("p", { role: "alert", class: "sk-problem" });
  const jump = jumper(page);
  const copy = copier();
  const help = make("p", { class: "sk-quiet", text: KEYS });

  const tell = (/** @type {string} */ text, /** @type {number | null | undefined} */ to = null) => {
    say(problem, "");
    say(status, text);
    jump.to(to);
  };
  const show = (/** @type {Copied} */ { how, text }) => {
    copy.show(text, fill(words.copies, { how }));
    tell(fill(words.copy, { how }));
    // not there on a page that came over plain http
    navigator.clipboard?.writeText(text).then(
      () => say(status, fill(words.copied, { how })),
      () => {},
    );
  };
  const hear = (/** @type {Message} */ message) => {
    if (message.kind === "answered") tell(message.words);
    else if (message.kind === "said") tell(message.words, message.number);
    else if (message.kind === "problem") say(problem, message.words);
    else if (message.kind === "text") show(message);
  };
  return {
    node: make("div", { class: "sk-said" }, status, jump.node, problem, copy.node, help),
    hear,
  };
}

/**
 * A button that goes to the operation that the words are about.
 * @param {Page} page
 */
function jumper(page) {
  const node = button("", () => {});
  node.hidden = true;
  const to = (/** @type {number | null | undefined} */ number) => {
    node.hidden = number == null;
    if (number == null) return;
    say(node, fill(page.words.jump, { number }));
    node.onclick = () => page.go(number);
  };
  return { node, to };
}

/** A text to copy by hand, too. */
function copier() {
  const text = make("textarea", { readonly: "", rows: "8", spellcheck: "false" });
  const close = button("Close the copy", () => {
    node.hidden = true;
  });
  const node = make("div", { class: "sk-copy" }, text, close);
  node.hidden = true;
  const show = (/** @type {string} */ copy, /** @type {string} */ label) => {
    text.value = copy;
    text.setAttribute("aria-label", label);
    node.hidden = false;
    text.select();
  };
  return { node, show };
}
