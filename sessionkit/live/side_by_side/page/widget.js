// Two stores beside each other, as anywidget loads them.

/** @import { Data, Model, Step } from "./protocol.js" */

import { button, enable, make, say, sign } from "../../inspector/page/dom.js";
import { slider } from "../../swimlanes/page/slider.js";

/** How many steps are shown at once. */
export const ROWS = 12;

/**
 * Return the first of the rows to show: those that are shown stay while `at` is in them.
 * @param {number} top
 * @param {number} at
 * @param {number} count
 */
export function window(top, at, count) {
  const most = Math.max(0, count - ROWS);
  const nearest = Math.min(Math.max(top, at - ROWS), Math.max(0, at - 1));
  return Math.min(nearest, most);
}

/**
 * A table whose rows are drawn anew; the last column is words, all others are code.
 * @param {string} caption
 * @param {string[]} heads
 */
function table(caption, heads) {
  const title = make("caption", { text: caption });
  const body = make("tbody");
  const head = make("tr", {}, ...heads.map((text) => make("th", { scope: "col", text })));
  const node = make(
    "div",
    { class: "sk-grid", role: "region", tabindex: "0", "aria-label": heads.join(", ") },
    make("table", {}, title, make("thead", {}, head), body),
  );
  return { node, title, body };
}

/** @param {string[]} cells */
function cellsOf(cells) {
  const words = cells.at(-1) ?? "";
  return [
    ...cells.slice(0, -1).map((text) => make("td", {}, make("code", { text }))),
    make("td", { class: "sk-word", text: words }),
  ];
}

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el }) {
  const names = model.get("data").names;
  const title = names.join(" beside ");
  const outcome = make("p", { class: "sk-outcome", role: "status" });
  const note = make("p", { class: "sk-where" });
  const range = slider("Step", (number) => go(number));
  const place = make("span", { class: "sk-place" });
  const steps = table("Steps", ["step", "operation", ...names, "this step"]);
  const keys = table("", ["key", ...names, "this key"]);
  const said = make("p", { class: "sk-asked", role: "status" });
  const back = sign("◀", "The step before", () => go(at() - 1));
  const on = sign("▶", "The next step", () => go(at() + 1));
  const first = button("First difference", () => go(0));
  const ask = button("Ask FortJs itself", () => {
    say(said, "asking …");
    model.send({ kind: "fortjs" });
  });
  const root = make(
    "div",
    {
      class: "sk-lanes sk-beside",
      role: "group",
      "aria-label": title,
      "data-lm-suppress-shortcuts": "true",
    },
    make("p", { class: "sk-name" }, make("strong", { text: title })),
    outcome,
    make("div", { class: "sk-bar" }, back, range, on, place, first, ask),
    said,
    steps.node,
    keys.node,
    note,
  );
  el.append(root);
  let top = 0;

  const at = () => {
    const { first: chosen, steps: all } = model.get("data");
    return Math.min(model.get("at") || chosen, all.length);
  };

  /** @param {number} number the step to show; 0 is the first that differs, or the last */
  function go(number) {
    model.set("at", Math.min(Math.max(0, number), model.get("data").steps.length));
    model.save_changes();
    draw();
  }

  function draw() {
    const data = model.get("data");
    const number = at();
    say(outcome, data.verdict);
    outcome.classList.toggle("sk-is-other", data.differs);
    say(note, [data.note, data.left].filter(Boolean).join(" "));
    say(said, model.get("said"));
    drawTravel(data, number);
    drawSteps(data, number);
    drawKeys(data.steps[number - 1], number);
  }

  /**
   * @param {Data} data
   * @param {number} number
   */
  function drawTravel(data, number) {
    const count = data.steps.length;
    range.min = "1";
    range.max = String(Math.max(1, count));
    range.value = String(number);
    range.disabled = count < 2;
    range.setAttribute(
      "aria-valuetext",
      [number, ...(data.steps[number - 1]?.cells ?? [])].join(", "),
    );
    enable(back, number > 1);
    enable(on, number < count);
    enable(first, data.differs);
    ask.hidden = !data.note;
    say(place, count ? `step ${number} of ${count}` : "no step yet");
  }

  /**
   * @param {Data} data
   * @param {number} number
   */
  function drawSteps(data, number) {
    top = window(top, number, data.steps.length);
    steps.body.replaceChildren(
      ...data.steps.slice(top, top + ROWS).map((step, place) => {
        const one = top + place + 1;
        const head = make("th", { scope: "row", text: String(one) });
        const row = make("tr", { onclick: () => go(one) }, head, ...cellsOf(step.cells));
        if (step.cells.at(-1)) row.classList.add("sk-differs");
        if (one === number) row.setAttribute("aria-current", "step");
        return row;
      }),
    );
  }

  /**
   * @param {Step | undefined} step
   * @param {number} number
   */
  function drawKeys(step, number) {
    keys.node.hidden = !step;
    say(keys.title, `What the session holds after step ${number}`);
    const rows = step?.keys.length ? step.keys : [["no session, or no key", "", "", ""]];
    keys.body.replaceChildren(
      ...rows.map((cells) => {
        const row = make("tr", {}, ...cellsOf(cells));
        if (cells.at(-1)) row.classList.add("sk-differs");
        return row;
      }),
    );
  }

  const events = ["change:data", "change:at", "change:said"];
  for (const event of events) model.on(event, draw);
  draw();
  return () => {
    for (const event of events) model.off(event, draw);
    root.remove();
  };
}

export default { render };
