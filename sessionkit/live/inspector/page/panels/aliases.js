// Two names, one dict: names on the left, and arrows to the one thing that all lead to.

/** @import { Page } from "../page.js" */
/** @import { Part } from "../dom.js" */
/** @import { AliasData } from "../protocol.js" */

import { make } from "../dom.js";

const SVG = "http://www.w3.org/2000/svg";
const LINE = 26;
const WIDTH = 460;

/**
 * Drawn while the store is followed: what was one dict in the past, nobody knows.
 * @param {Page} page
 * @returns {Part}
 */
export function aliases(page) {
  const node = make("div", { class: "sk-aliases" });
  let drawn = "[]";
  return {
    node,
    draw() {
      const now = page.isPast || page.model.get("paused") ? [] : page.aliases;
      const text = JSON.stringify(now);
      if (text === drawn) return;
      drawn = text;
      node.replaceChildren(...now.map(figure));
    },
  };
}

/** @param {AliasData} alias */
function figure(alias) {
  const { kind, names } = alias;
  const count = names.length === 2 ? "Two" : String(names.length);
  const caption = `${count} names, one ${kind}: a change by one name is seen by the others.`;
  return make("figure", {}, make("figcaption", { text: caption }), drawing(alias));
}

/** @param {AliasData} alias */
function drawing({ kind, names, value }) {
  const height = names.length * LINE + 8;
  const middle = height / 2;
  const label = `${names.join(" and ")} lead to one ${kind}, ${value}`;
  const box = { x: "290", y: String(middle - 14), width: "166", height: "28", rx: "4" };
  return draw(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label },
    "",
    ...names.flatMap((name, place) => arrow(name, place * LINE + LINE / 2 + 4, middle)),
    draw("rect", box),
    draw("text", { x: "298", y: String(middle + 4) }, short(value, 21)),
  );
}

/**
 * @param {string} name
 * @param {number} from
 * @param {number} to
 */
function arrow(name, from, to) {
  const path = `M 206 ${from} L 284 ${to} m -8 ${from > to ? 6 : -6} l 8 ${from > to ? -6 : 6} l -9 1`;
  return [
    draw("text", { x: "0", y: String(from + 4) }, short(name, 32)),
    draw("path", { d: path }),
  ];
}

/**
 * @param {string} text
 * @param {number} limit
 */
function short(text, limit) {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {string} [text]
 * @param {...Element} children
 */
function draw(tag, attributes, text = "", ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  node.append(...children);
  return node;
}
