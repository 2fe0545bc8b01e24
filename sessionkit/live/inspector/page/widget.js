// The inspector's script, as anywidget loads it: one page for each model, and views of it.

/** @import { Part } from "./dom.js" */
/** @import { Model } from "./protocol.js" */

import { make, say } from "./dom.js";
import { keyboard } from "./keyboard.js";
import { Page } from "./page.js";
import { act } from "./panels/act.js";
import { aliases } from "./panels/aliases.js";
import { answers } from "./panels/answers.js";
import { head } from "./panels/head.js";
import { keys } from "./panels/keys.js";
import { operations } from "./panels/operations.js";
import { said } from "./panels/said.js";
import { sessions } from "./panels/sessions.js";
import { travel } from "./panels/travel.js";

/**
 * Show a page in a node of the document; returns what ends that.
 * @param {Page} page
 * @param {HTMLElement} el
 */
function show(page, el) {
  const listed = sessions(page);
  const values = keys(page);
  const asked = answers(page);
  const log = operations(page);
  const time = travel(page);
  const form = act(page);
  const top = head(page);
  const words = said(page);
  const names = aliases(page);
  const announce = announcer(page);
  values.node.append(asked.node, names.node);

  const root = make(
    "div",
    {
      class: "sk-inspector",
      role: "group",
      tabindex: "0",
      "aria-label": `Inspector of ${page.model.get("title")}`,
      "data-lm-suppress-shortcuts": "true",
    },
    top.node,
    time.node,
    make("div", { class: "sk-body" }, listed.node, values.node, log.node),
    form.node,
    words.node,
    announce.node,
  );
  root.onkeydown = keyboard(page, values.find, time.toggle);
  el.append(root);

  const draw = () => {
    const moment = page.moment();
    root.classList.toggle("sk-waiting", moment.session !== null && !moment.state);
    const parts = [top, time, listed, values, asked, names, log, form, words, announce];
    for (const part of parts) part.draw(moment);
  };
  const hide = page.show({ draw, hear: words.hear });
  return () => {
    time.stop();
    hide();
  };
}

/**
 * What a screen reader says of each step back or forth; what the store does meanwhile
 * would be too much.
 * @param {Page} page
 * @returns {Part}
 */
function announcer(page) {
  const node = make("div", { class: "sk-announce", "aria-live": "polite" });
  return {
    node,
    draw({ number }) {
      const changes = page.timeline.entry(number)?.changes ?? [];
      const done = changes.map(({ name, words }) => `${name} ${words}`);
      say(node, page.isPast ? [page.inWords(number), ...done].join(": ") : "");
    },
  };
}

// anywidget calls this once for each model
export default () => {
  /** @type {Page} */
  let page;
  return {
    initialize(/** @type {{model: Model}} */ { model }) {
      page = new Page(model);
      return page.listen();
    },
    render(/** @type {{el: HTMLElement}} */ { el }) {
      return show(page, el);
    },
  };
};
