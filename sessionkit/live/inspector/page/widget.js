// The inspector's script, as anywidget loads it: one page for each model, and views of it.

/** @import { Model } from "./protocol.js" */

import { make } from "./dom.js";
import { keyboard } from "./keyboard.js";
import { Page } from "./page.js";
import { act } from "./panels/act.js";
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
  values.node.append(asked.node);

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
    make("div", { class: "sk-body" }, listed.node, values.node, log.node),
    make("div", { class: "sk-foot" }, time.node, form.node),
    words.node,
  );
  root.onkeydown = keyboard(page, values.find, time.toggle);
  el.append(root);

  const draw = () => {
    const moment = page.moment();
    root.classList.toggle("sk-waiting", moment.session !== null && !moment.state);
    for (const part of [top, listed, values, asked, log, time, form]) part.draw(moment);
  };
  const hide = page.show({ draw, hear: words.hear });
  return () => {
    time.stop();
    hide();
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
