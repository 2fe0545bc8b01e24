// The switch between two requests: moved by a slider, by buttons, or chosen in a list.

/** @import { Data, Play } from "./protocol.js" */

import { enable, make, say, sign } from "../../inspector/page/dom.js";
import { slider } from "./slider.js";

/**
 * What moves the switch, and all switches in a list.
 * @param {Data} data
 * @param {(number: number) => void} go
 */
export function switches(data, go) {
  const last = data.plays.length - 1;
  let at = 0;
  const range = slider("Switch", go);
  range.max = String(last);
  const back = sign("◀", "An earlier switch", () => go(at - 1));
  const on = sign("▶", "A later switch", () => go(at + 1));
  const place = make("span", { class: "sk-place" });
  const where = make("p", { class: "sk-where" });
  const outcome = make("p", { class: "sk-outcome", role: "status" });
  const bar = make("div", { class: "sk-bar" }, back, range, on, place);
  const rows = data.plays.map((play, number) => choice(play, number, go));
  const list = make(
    "ol",
    { "aria-label": "Every switch", start: "0" },
    ...rows.map((row) => row.item),
  );
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    go(at + step);
    rows[at]?.button.focus();
  };
  const every = make("div", { class: "sk-every" }, make("p", { text: data.summary }), list);

  /** @param {number} number */
  function draw(number) {
    at = number;
    const play = data.plays[number];
    if (!play) return;
    range.value = String(number);
    range.setAttribute("aria-valuetext", `${number}: ${play.where}`);
    enable(back, number > 0);
    enable(on, number < last);
    say(place, number === 0 || number === last ? "no switch" : `switch ${number}`);
    say(where, play.where);
    say(outcome, play.outcome);
    outcome.className = `sk-outcome sk-is-${play.kind}`;
    rows.forEach((row, one) => {
      row.button.tabIndex = one === number ? 0 : -1;
      row.button.setAttribute("aria-pressed", String(one === number));
    });
  }
  return { top: make("div", { class: "sk-top" }, bar, where, outcome), every, draw };
}

/**
 * @param {Play} play
 * @param {number} number
 * @param {(number: number) => void} go
 */
function choice(play, number, go) {
  const button = make(
    "button",
    { type: "button", onclick: () => go(number) },
    make("span", { class: "sk-number", text: String(number) }),
    make("span", { text: play.where }),
    make("span", { class: `sk-is-${play.kind}`, text: play.outcome }),
  );
  return { item: make("li", {}, button), button };
}
