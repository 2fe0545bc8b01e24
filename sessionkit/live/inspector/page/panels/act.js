// The form that calls a method of a store.

/** @import { Moment, Page } from "../page.js" */
/** @import { Attributes, Part } from "../dom.js" */

import { make, say } from "../dom.js";

/** A name that was cut, or is not the id itself, cannot be typed as it stands. */
const NOT_AN_ID = /[…\\"(]/;

/**
 * @param {Page} page
 * @returns {Part}
 */
export function act(page) {
  const session = field("session", { name: "session" });
  const method = methods(page);
  const key = field("key", { name: "key" });
  const value = field("value", { name: "value", placeholder: "ada, 3, [1, 2]", size: "16" });
  const run = make("button", { type: "submit", text: "Run" });
  const node = make(
    "form",
    { "aria-label": "Act on the store" },
    session.node,
    make("label", {}, make("span", { text: "method" }), method),
    key.node,
    value.node,
    run,
  );
  const send = () =>
    page.send({
      kind: "act",
      session: session.input.value,
      method: method.value,
      key: key.input.value,
      value: value.input.value,
    });
  node.onsubmit = (event) => {
    event.preventDefault();
    send();
  };
  node.onkeydown = (event) => {
    // JupyterLab keeps Chromium from doing this by itself
    const { key, target } = event;
    if (key !== "Enter" || !(target instanceof Element) || target.tagName !== "INPUT") return;
    event.preventDefault();
    event.stopPropagation();
    send();
  };
  const arrange = () => {
    key.node.hidden = !page.model.get("with_key").includes(method.value);
    value.node.hidden = !method.value.startsWith("set");
  };
  method.onchange = arrange;
  arrange();
  const suggest = suggester(page, session.input);
  return {
    node,
    draw(moment) {
      node.hidden = page.isRecorded;
      say(run, page.isPast ? "Run and fork" : "Run");
      suggest(moment);
    },
  };
}

/** @param {Page} page */
function methods(page) {
  const options = page.model.get("methods").map((one) => make("option", { value: one, text: one }));
  const node = make("select", { name: "method" }, ...options);
  node.value = "set";
  return node;
}

/**
 * @param {string} name
 * @param {Attributes} attributes
 */
function field(name, attributes) {
  const input = make("input", { type: "text", size: "8", ...attributes });
  return { input, node: make("label", {}, make("span", { text: name }), input) };
}

/**
 * Return what writes the session that is shown into its field, until somebody types there.
 * @param {Page} page
 * @param {HTMLInputElement} input
 */
function suggester(page, input) {
  let written = "";
  return (/** @type {Moment} */ { session }) => {
    const typed = input.value !== written;
    if (typed || document.activeElement === input || session === null) return;
    const { sessions, states } = page.timeline;
    const row = sessions.rows.find((one) => one.session === session);
    const { name = "" } = states.get(session) ?? row ?? {};
    written = NOT_AN_ID.test(name) ? "" : name;
    input.value = written;
  };
}
