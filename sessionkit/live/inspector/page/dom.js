// Nodes of the page. Whatever comes from a store is set as text, never as markup.

/** @import { Moment } from "./page.js" */

/**
 * A part of the page: its node, and what draws it anew.
 * @typedef {{ node: HTMLElement, draw: (moment: Moment) => void }} Part
 */

/**
 * One row of a list: its node, and what draws an item of the list into it.
 * @template Item
 * @typedef {{ node: Element, draw: (item: Item, place: number) => void }} Row
 */

/**
 * What a new node gets: its `text`, handlers such as `onclick`, and attributes.
 * @typedef {Record<string, string | (() => void)>} Attributes
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") Object.assign(node, { [name]: value });
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
export function button(text, onclick) {
  return whileOn(make("button", { type: "button", text }), onclick);
}

/**
 * Let a button be pressed, or say that it cannot be: unlike `disabled` this leaves the
 * focus on it, for who came to an end by pressing it.
 * @param {HTMLButtonElement} node
 * @param {boolean} isOn
 */
export function enable(node, isOn) {
  set(node, "aria-disabled", String(!isOn));
}

/**
 * Do something when a button is pressed, unless it says that it cannot be.
 * @param {HTMLButtonElement} node
 * @param {() => void} onclick
 */
export function whileOn(node, onclick) {
  node.onclick = () => {
    if (node.getAttribute("aria-disabled") !== "true") onclick();
  };
  return node;
}

/**
 * A button with a sign in place of words.
 * @param {string} sign
 * @param {string} label
 * @param {() => void} onclick
 */
export function sign(sign, label, onclick) {
  const named = { "aria-label": label, title: label };
  return whileOn(make("button", { type: "button", text: sign, ...named }), onclick);
}

/**
 * A field to find something by a part of its name.
 * @param {string} what
 * @param {(text: string) => void} find
 */
export function finder(what, find) {
  const field = make("input", {
    type: "search",
    placeholder: `find a ${what}`,
    "aria-label": `Find a ${what}`,
  });
  field.oninput = () => find(field.value);
  return field;
}

/**
 * Let the arrow keys move the focus among the buttons of a list, which is one stop of the
 * tab key. Returns what has to be called after a change of the list.
 * @param {HTMLElement} node
 */
export function rove(node) {
  const all = () => [...node.querySelectorAll("button")];
  node.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const buttons = all();
    const at = buttons.findIndex((one) => one === document.activeElement);
    if (!by || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)]?.focus();
    settle();
  });
  const settle = () => {
    const buttons = all();
    const stop =
      buttons.find((one) => one === document.activeElement) ??
      buttons.find((one) => one.getAttribute("aria-pressed") === "true") ??
      buttons[0];
    for (const one of buttons) one.tabIndex = one === stop ? 0 : -1;
  };
  return settle;
}

/** @param {string} [text] */
export function quiet(text = "") {
  return make("span", { class: "sk-quiet", text });
}

/**
 * Set a text if it is another one: a screen reader says again what is set again.
 * @param {Node} node
 * @param {string} text
 */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Set an attribute if it has another value: what is set again is laid out again.
 * @param {Element} node
 * @param {string} name
 * @param {string} value
 */
export function set(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/**
 * Return what draws items as the children of a node. Rows are used again, so that the
 * focus stays where it is.
 * @template Item
 * @param {Element} parent
 * @param {() => Row<Item>} create
 */
export function list(parent, create) {
  /** @type {Row<Item>[]} */
  const rows = [];
  return (/** @type {Item[]} */ items) => {
    for (const row of rows.splice(items.length)) row.node.remove();
    items.forEach((item, place) => {
      const row = rows[place] ?? create();
      if (!rows[place]) {
        rows.push(row);
        parent.append(row.node);
      }
      row.draw(item, place);
    });
  };
}
