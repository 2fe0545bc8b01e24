// Time travel: the slider, and the buttons that step and play.

/** @import { Page } from "../page.js" */
/** @import { Part } from "../dom.js" */

import { button, make, say, sign } from "../dom.js";
import { grouped } from "../words.js";

/**
 * @param {Page} page
 * @returns {Part & {toggle: () => void, stop: () => void}}
 */
export function travel(page) {
  const play = player(page);
  const slide = slider(page);
  const place = make("span", { class: "sk-place" });
  const compare = button("Compare", () => page.toggleMark());
  const bar = make(
    "div",
    { class: "sk-bar", role: "group", "aria-label": "Time travel" },
    sign("|◁", "Before the first operation", () => page.first()),
    sign("◁", "Back one operation", () => page.step(-1)),
    play.node,
    sign("▷", "Forward one operation", () => page.step(1)),
    sign("▷|", "Last operation", () => page.last()),
    slide.node,
    place,
    compare,
  );
  const done = step(page);
  return {
    node: make("div", { class: "sk-travel" }, bar, done.node),
    draw(moment) {
      slide.draw(moment);
      done.draw(moment);
      drawCompare(page, compare);
      say(place, `${grouped(moment.number)} / ${grouped(page.timeline.number)}`);
    },
    toggle: play.toggle,
    stop: play.stop,
  };
}

/**
 * @param {Page} page
 * @param {HTMLButtonElement} node
 */
function drawCompare({ mark }, node) {
  say(node, mark === null ? "Compare" : `Compared with ${grouped(mark)} ✕`);
  node.setAttribute("aria-pressed", String(mark !== null));
  const label = "Mark this operation: then show what differs from it at any other";
  node.title = mark === null ? label : "Compare no more";
}

/**
 * What the shown operation was, what it gave, who called it: always one line.
 * @param {Page} page
 * @returns {Part}
 */
function step(page) {
  const call = make("code");
  const rest = make("span", { class: "sk-quiet" });
  const mark = make("strong", { class: "sk-mark" });
  const node = make("div", { class: "sk-step" }, call, rest, mark);
  return {
    node,
    draw({ number }) {
      const entry = page.timeline.entry(number);
      const { who = "", answer = "", place = "", code = "" } = entry ?? {};
      say(call, entry ? `${who} ${entry.call}`.trim() + (answer ? ` → ${answer}` : "") : "");
      say(rest, place ? ` · ${place}` : "");
      say(mark, entry?.mark ? ` ⚠ ${entry.mark}` : "");
      node.title = code;
    },
  };
}

/**
 * The button that steps on by itself until the last operation.
 * @param {Page} page
 */
function player(page) {
  /** @type {ReturnType<typeof setInterval> | null} */
  let playing = null;
  const name = (/** @type {string} */ text, /** @type {string} */ label) => {
    say(node, text);
    node.setAttribute("aria-label", label);
  };
  const stop = () => {
    if (playing !== null) clearInterval(playing);
    playing = null;
    name("▶", "Play");
  };
  const on = () => {
    page.step(1);
    if (!page.isPast) stop();
  };
  const toggle = () => {
    if (playing !== null) return stop();
    if (!page.isPast) page.first();
    playing = setInterval(on, page.sizes.step);
    name("❚❚", "Stop playing");
  };
  const node = sign("▶", "Play", toggle);
  return { node, toggle, stop };
}

/**
 * @param {Page} page
 * @returns {Part}
 */
function slider(page) {
  const { timeline } = page;
  const node = make("input", { type: "range", "aria-label": "Operation" });
  node.oninput = () => page.go(Number(node.value));
  return {
    node,
    draw({ number }) {
      node.min = String(timeline.dropped);
      node.max = String(timeline.number);
      node.value = String(number);
      node.setAttribute("aria-valuetext", page.inWords(number));
    },
  };
}
