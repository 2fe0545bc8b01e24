// Lanes, as anywidget loads them: two requests and their switch, or a recording.

/** @import { Model } from "./protocol.js" */

import { make } from "../../inspector/page/dom.js";
import { grid } from "./grid.js";
import { recording } from "./recording.js";
import { switches } from "./switches.js";

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el }) {
  const data = model.get("data");
  const title = make("p", { class: "sk-name" }, make("strong", { text: data.title }));
  const root = make(
    "div",
    { class: "sk-lanes", role: "group", "aria-label": `Lanes of ${data.title}` },
    title,
  );
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  el.append(root);
  if (data.plays.length < 2) {
    root.append(recording(data).node);
    return () => root.remove();
  }
  const table = grid(data.names, "What happens then");
  const choice = switches(data, (number) => {
    const last = data.plays.length - 1;
    model.set("switch", Math.min(Math.max(0, number), last));
    model.save_changes();
    draw();
  });
  const draw = () => {
    const number = model.get("switch");
    choice.draw(number);
    table.draw(data.plays[number]?.rows ?? [], 1);
  };
  root.append(choice.top, table.node, choice.every);
  model.on("change:switch", draw);
  draw();
  return () => {
    model.off("change:switch", draw);
    root.remove();
  };
}

export default { render };
