// One key: what every read method answers about it, who gave it its value, and the value
// as a tree.

/** @import { Moment, Page } from "../page.js" */
/** @import { Part, Row } from "../dom.js" */
/** @import { Asked, KeyData, TreeData } from "../protocol.js" */

import { button, enable, list, make, say, whileOn } from "../dom.js";
import { status } from "../status.js";
import { fill } from "../words.js";

/**
 * @param {Page} page
 * @returns {Part}
 */
export function answers(page) {
  const title = make("div", { class: "sk-title" });
  const rows = make("dl");
  const below = make("div", { class: "sk-quiet" });
  const drawRows = list(rows, answerRow);
  const origin = originOf(page);
  const whole = wholeOf(page);
  return {
    node: make("div", { class: "sk-answers" }, title, rows, below, origin.node, whole.node),
    draw(moment) {
      say(title, titleOf(page, moment));
      drawRows(answered(page, moment)?.rows ?? []);
      say(below, remark(page, moment));
      origin.draw(moment);
      whole.draw(moment);
    },
  };
}

/**
 * @param {Page} page
 * @param {Moment} moment
 */
function titleOf({ asked, isPast, words }, { number, session }) {
  const name = (asked?.session ?? null) === session ? asked?.name : "";
  if (!name) return isPast ? fill(words.answersThen, { number }) : words.answers;
  return fill(isPast ? words.aboutThen : words.about, { name, number });
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
  const { asked, isRecorded, words } = page;
  const idle = moment.session === null || asked?.key == null;
  const here = answered(page, moment);
  if (here) return here.words || (here.key == null ? words.idle : "");
  if (isRecorded) return words.unasked;
  const { kind, words: why } = status(page);
  if (kind === "lost") return why;
  return idle ? words.idle : words.asking;
}

/**
 * Which operation set the value, the line that called it, and the way to others.
 * @param {Page} page
 * @returns {Part}
 */
function originOf(page) {
  const by = make("span");
  const code = make("code", { class: "sk-quiet" });
  const go = button("Go there", () => {});
  const earlier = button("Previous change", () => {});
  const later = button("Next change", () => {});
  const open = button("Open the value", () => {});
  const words = make("div", {}, by, code);
  const buttons = make("div", { class: "sk-line sk-start" }, go, earlier, later, open);
  const node = make("div", { class: "sk-origin" }, words, buttons);
  const lead = (/** @type {HTMLButtonElement} */ node, /** @type {number | null} */ to) => {
    enable(node, to !== null);
    whileOn(node, () => page.go(Number(to)));
  };
  return {
    node,
    draw(moment) {
      const asked = page.asked;
      const key = keyOf(asked, moment);
      node.hidden = asked?.key == null || moment.session === null;
      if (node.hidden || asked?.key == null || moment.session === null) return;
      const { timeline } = page;
      const setter = key && timeline.entry(key.by);
      say(by, key?.by ? setBy(page, key.by) : "");
      say(code, setter?.code ? ` · ${setter.code}` : "");
      const to = (/** @type {boolean} */ forward) =>
        timeline.change(Number(moment.session), Number(asked.key), moment.number, forward);
      lead(go, key?.by && key.by !== moment.number && key.by > timeline.dropped ? key.by : null);
      lead(earlier, to(false));
      lead(later, to(true));
      open.hidden = !key?.long || page.isRecorded;
      const { session, number: at } = moment;
      open.onclick = () => page.send({ kind: "value", session, key: Number(asked.key), at });
    },
  };
}

/**
 * @param {Asked | null} asked
 * @param {Moment} moment
 * @returns {KeyData | undefined}
 */
function keyOf(asked, { session, state }) {
  if (asked?.session !== session) return undefined;
  return state?.keys.find((key) => key.key === asked?.key);
}

/**
 * @param {Page} page
 * @param {number} number
 */
function setBy({ timeline, words }, number) {
  const entry = timeline.entry(number);
  const parts = [fill(words.set, { number }), entry && `${entry.who} ${entry.call}`, entry?.place];
  return parts.filter(Boolean).join(" · ");
}

/**
 * The value that was opened.
 * @param {Page} page
 * @returns {Part}
 */
function wholeOf(page) {
  const node = make("div", { class: "sk-tree" });
  /** @type {unknown} */
  let drawn = null;
  return {
    node,
    draw() {
      const { whole } = page;
      node.hidden = !whole || whole.key !== page.asked?.key;
      if (whole === drawn) return;
      drawn = whole;
      node.replaceChildren(...(whole ? [branch(whole.tree, true)] : []));
    },
  };
}

/**
 * @param {TreeData} tree
 * @param {boolean} [open]
 * @returns {HTMLElement}
 */
function branch({ name, value, parts, more }, open = false) {
  const head = [make("code", { text: name }), " ", make("code", { text: value })];
  if (!parts.length) return make("div", {}, ...head);
  const rest = more ? [make("div", { class: "sk-quiet", text: `… and ${more} more` })] : [];
  const inner = parts.map((part) => branch(part));
  const node = make("details", {}, make("summary", {}, ...head), ...inner, ...rest);
  node.open = open;
  return node;
}
