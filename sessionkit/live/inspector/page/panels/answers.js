// What every read method answers about one key.

/** @import { Moment, Page } from "../page.js" */
/** @import { Part, Row } from "../dom.js" */

import { list, make, say } from "../dom.js";
import { fill } from "../words.js";

/**
 * @param {Page} page
 * @returns {Part}
 */
export function answers(page) {
  const { words } = page;
  const title = make("div", { class: "sk-title" });
  const rows = make("dl");
  const below = make("div", { class: "sk-quiet" });
  const drawRows = list(rows, answerRow);
  return {
    node: make("div", { class: "sk-answers" }, title, rows, below),
    draw(moment) {
      const { asked } = page;
      const name = (asked?.session ?? null) === moment.session ? asked?.name : "";
      say(title, name ? fill(words.about, { name }) : words.answers);
      drawRows(answered(page, moment)?.rows ?? []);
      say(below, remark(page, moment));
    },
  };
}

/**
 * What was answered about this moment; null while the answer is on its way.
 * @param {Page} page
 * @param {Moment} moment
 */
function answered({ asked }, { number, session }) {
  return asked && (asked.session ?? null) === session && asked.at === number ? asked : null;
}

/** @returns {Row<string[]>} */
function answerRow() {
  const question = make("code");
  const answer = make("code");
  return {
    node: make("div", {}, make("dt", {}, question), make("dd", {}, answer)),
    draw([asked = "", said]) {
      say(question, asked);
      say(answer, `→ ${said}`);
    },
  };
}

/**
 * @param {Page} page
 * @param {Moment} moment
 */
function remark(page, moment) {
  const { asked, words } = page;
  const waiting = moment.session === null || asked?.key == null ? words.idle : words.asking;
  const here = answered(page, moment);
  if (!here) return waiting;
  return here.words || (here.key == null ? waiting : "");
}
