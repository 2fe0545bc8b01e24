// Time travel: the slider, and the buttons that step and play.

/** @import { Page } from "../page.js" */
/** @import { Part } from "../dom.js" */

import { make, say, sign } from "../dom.js";
import { fill, grouped } from "../words.js";

/**
 * @param {Page} page
 * @returns {Part & {toggle: () => void, stop: () => void}}
 */
export function travel(page) {
  const play = player(page);
  const slide = slider(page);
  const place = make("span", { class: "sk-place" });
  const node = make(
    "div",
    { class: "sk-travel", role: "group", "aria-label": "Time travel" },
    sign("|◁", "First operation", () => page.first()),
    sign("◁", "Back one operation", () => page.step(-1)),
    play.node,
    sign("▷", "Forward one operation", () => page.step(1)),
    sign("▷|", "Last operation", () => page.last()),
    slide.node,
    place,
  );
  return {
    node,
    draw(moment) {
      slide.draw(moment);
      say(place, `${grouped(moment.number)} / ${grouped(page.timeline.number)}`);
    },
    toggle: play.toggle,
    stop: play.stop,
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
  const { timeline, words } = page;
  const node = make("input", { type: "range", "aria-label": "Operation" });
  node.oninput = () => page.go(Number(node.value));
  return {
    node,
    draw({ number }) {
      node.min = String(timeline.dropped);
      node.max = String(timeline.number);
      node.value = String(number);
      const entry = timeline.entry(number);
      const { who = "", call = "" } = entry ?? {};
      node.setAttribute(
        "aria-valuetext",
        fill(entry ? words.step : words.place, { number, who, call }),
      );
    },
  };
}
