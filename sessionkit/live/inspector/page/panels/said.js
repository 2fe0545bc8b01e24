// What is said in words, what could not be done, and the copy.

/** @import { Page } from "../page.js" */
/** @import { Copied, Message } from "../protocol.js" */

import { button, make, say } from "../dom.js";
import { fill, grouped } from "../words.js";

const KEYS =
  "Keys: ← and → step, Home goes before the first operation and End to the last, space plays, " +
  "/ finds a key, ↑ and ↓ move in a list. In JupyterLab, a right click and “Create New View for " +
  "Output” put the inspector beside the notebook.";
const SINCE = " There are newer operations since.";
/** Characters of a copy that are shown; more would block the page. */
const SHOWN = 20_000;

/**
 * This part is drawn by what it hears.
 * @param {Page} page
 */
export function said(page) {
  const { words } = page;
  const status = make("p", { role: "status", class: "sk-words" });
  const since = make("span", { class: "sk-quiet" });
  const problem = make("p", { role: "alert", class: "sk-problem" });
  const jump = jumper(page);
  const copy = copier();
  const help = make("p", { class: "sk-quiet sk-help", text: KEYS });
  /** The last operation that the words are about, if they are about any. */
  let about = 0;

  const tell = (
    /** @type {string} */ text,
    /** @type {number | null | undefined} */ to = null,
    last = 0,
  ) => {
    say(problem, "");
    say(status, text);
    jump.to(to);
    about = last;
  };
  const span = (/** @type {number} */ first, /** @type {number} */ last) =>
    `${fill(words.span, { first: grouped(first), last: grouped(last) })}: `;
  const show = (/** @type {Copied} */ { how, text, first, last }) => {
    const of = span(first, last);
    copy.show(text, fill(words.copies, { how }), how);
    tell(of + fill(words.copy, { how }), null, last);
    if (text.length > SHOWN) return; // a download does it
    // not there on a page that came over plain http
    navigator.clipboard?.writeText(text).then(
      () => say(status, of + fill(words.copied, { how })),
      () => {},
    );
  };
  const hear = (/** @type {Message} */ message) => {
    if (message.kind === "answered") tell(message.words);
    else if (message.kind === "said") {
      tell(span(1, message.last) + message.words, message.number, message.last);
    } else if (message.kind === "problem") say(problem, message.words);
    else if (message.kind === "text") show(message);
  };
  return {
    node: make(
      "div",
      { class: "sk-said" },
      make("div", { class: "sk-line" }, status, since, jump.node),
      problem,
      copy.node,
      help,
    ),
    hear,
    draw() {
      say(since, about && page.timeline.number > about ? SINCE : "");
    },
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

/** A text to copy by hand, too, or to keep as a file. */
function copier() {
  let whole = "";
  let name = "";
  const text = make("textarea", { readonly: "", rows: "8", spellcheck: "false" });
  const close = button("Close the copy", () => {
    node.hidden = true;
    // the button that had the focus is gone
    /** @type {HTMLElement | null} */ (node.closest(".sk-inspector"))?.focus();
  });
  const node = make(
    "div",
    { class: "sk-copy" },
    text,
    button("Download", () => download(whole, name)),
    close,
  );
  node.hidden = true;
  const show = (
    /** @type {string} */ copy,
    /** @type {string} */ label,
    /** @type {string} */ how,
  ) => {
    [whole, name] = [copy, how === "test" ? "test_recorded.py" : "scenario.py"];
    const cut = copy.length > SHOWN;
    text.value = cut ? `${copy.slice(0, SHOWN)}\n# cut here: download it to have it whole` : copy;
    text.setAttribute("aria-label", label);
    node.hidden = false;
    text.select();
  };
  return { node, show };
}

/**
 * @param {string} text
 * @param {string} name
 */
function download(text, name) {
  const link = make("a", { download: name });
  link.href = URL.createObjectURL(new Blob([text], { type: "text/x-python" }));
  link.click();
  URL.revokeObjectURL(link.href);
}
