// An inspector in a document of its own, with a model in place of the kernel. What it is
// told is what a real kernel sent: five operations, of which the last is a read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Window } from "happy-dom";

import widget from "../../../../sessionkit/live/inspector/page/widget.js";

/** @import { EntryData, Message, Model, Request, SessionData } from "../../../../sessionkit/live/inspector/page/protocol.js" */
/** @import { Traits, Update } from "../../../../sessionkit/live/inspector/page/protocol.js" */

const window = new Window();
Object.assign(globalThis, { document: window.document, Element: window.Element });

// a page's clock does not keep the tests from ending
const every = globalThis.setInterval;
Object.assign(globalThis, {
  setInterval: (/** @type {() => void} */ tick, /** @type {number} */ after) =>
    every(tick, after).unref(),
});

/** @type {{traits: Traits, messages: Message[]}} */
export const KERNEL = JSON.parse(readFileSync(new URL("kernel.json", import.meta.url), "utf-8"));

/** The traits and listeners of a model; what is sent to the kernel is kept. */
class Fake {
  /** @param {Partial<Traits>} traits */
  constructor(traits) {
    /** @type {Record<string, unknown>} */
    this.traits = { ...KERNEL.traits, snapshot: { asked: [] }, ...traits };
    /** @type {Map<string, Set<(message?: unknown) => void>>} */
    this.listeners = new Map();
    /** @type {(Request & {ask?: number})[]} */
    this.sent = [];
    this.saved = 0;
  }

  /** @param {string} name */
  get(name) {
    return this.traits[name];
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    if (this.traits[name] === value) return;
    this.traits[name] = value;
    this.fire(`change:${name}`);
  }

  save_changes() {
    this.saved += 1;
  }

  /** @param {Request & {ask?: number}} request */
  send(request) {
    this.sent.push(request);
  }

  /** @param {string} name */
  #of(name) {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known);
    return known;
  }

  /**
   * @param {string} name
   * @param {(message?: unknown) => void} listener
   */
  on(name, listener) {
    this.#of(name).add(listener);
  }

  /**
   * @param {string} name
   * @param {(message?: unknown) => void} listener
   */
  off(name, listener) {
    this.#of(name).delete(listener);
  }

  /**
   * @param {string} name
   * @param {unknown} [message]
   */
  fire(name, message) {
    for (const listener of this.#of(name)) listener(message);
  }
}

/** One view: finds and uses what it shows. */
export class View {
  /** @param {HTMLElement} el */
  constructor(el) {
    this.root = /** @type {HTMLElement} */ (el.querySelector(".sk-inspector"));
  }

  /**
   * @param {string} selector
   * @returns {any} as what it is, which only the test knows
   */
  one(selector) {
    const found = this.root.querySelector(selector);
    assert.ok(found, `there is no ${selector}`);
    return found;
  }

  /** @param {string} selector */
  texts(selector) {
    return [...this.root.querySelectorAll(selector)].map((node) => node.textContent);
  }

  /**
   * The button of a name, by its label or its text.
   * @param {string} name
   */
  button(name) {
    const all = [...this.root.querySelectorAll("button")];
    const found = all.find((one) => (one.getAttribute("aria-label") ?? one.textContent) === name);
    assert.ok(found, `there is no button ${name}`);
    return found;
  }

  /**
   * @param {string} selector
   * @param {string} value
   */
  type(selector, value) {
    const field = this.one(selector);
    field.value = value;
    field.dispatchEvent(new window.Event("input", { bubbles: true }));
  }

  /**
   * @param {string} key
   * @param {HTMLElement} [target]
   * @param {{ctrlKey?: boolean}} [held]
   */
  press(key, target = this.root, held = {}) {
    const how = { key, bubbles: true, cancelable: true, ...held };
    const event = new window.KeyboardEvent("keydown", how);
    target.dispatchEvent(/** @type {any} the DOM's own type */ (event));
    return event;
  }
}

/** A model with any views. */
export class Opened {
  /** @param {Partial<Traits>} [traits] */
  constructor(traits = {}) {
    this.model = new Fake(traits);
    this.widget = widget();
    this.number = 0;
    const model = /** @type {Model} */ (/** @type {unknown} it does what is used */ (this.model));
    this.end = this.widget.initialize({ model });
  }

  show() {
    const el = document.createElement("div");
    document.body.append(el);
    const hide = this.widget.render({ el });
    return { view: new View(el), hide };
  }

  /** @param {...Message} messages */
  tell(...messages) {
    for (const message of messages) {
      this.number += 1;
      this.model.fire("msg:custom", { ...message, message: this.number });
    }
  }

  /** The kernel heard all that was sent. */
  hear() {
    const message = { kind: "pong", heard: this.model.sent.length };
    this.tell(/** @type {Message} */ (message));
  }

  /** @param {string} kind */
  sent(kind) {
    const sent = this.model.sent.filter((one) => one.kind === kind);
    // the number of a request is its own
    return sent.map(({ ask: _, ...request }) => request);
  }
}

/**
 * A view that was told all that the kernel sends at first.
 * @param {Partial<Traits>} [traits]
 */
export function open(traits) {
  const opened = new Opened(traits);
  const { view, hide } = opened.show();
  opened.tell(...KERNEL.messages);
  return { opened, model: opened.model, view, hide };
}

/** @returns {Update} */
export function firstUpdate() {
  const update = KERNEL.messages[0];
  assert.equal(update?.kind, "update");
  return structuredClone(update);
}

/**
 * A store with so many operations of one session, and so many sessions.
 * @param {number} operations
 * @param {Partial<Update>} [more]
 * @returns {Update}
 */
export function long(operations, more = {}) {
  const update = firstUpdate();
  const [entry] = /** @type {EntryData[]} */ (update.entries);
  const entries = Array.from({ length: operations }, (_, place) => ({
    .../** @type {EntryData} */ (entry),
    number: place + 1,
    changes: [],
  }));
  return { ...update, number: operations, at: operations, entries, ...more };
}

/**
 * @param {number} count
 * @param {number} first
 * @returns {SessionData[]}
 */
export function sessionRows(count, first = 0) {
  return Array.from({ length: count }, (_, place) => ({
    session: first + place,
    name: `s${first + place}`,
    exists: true,
    keys: 1,
    nulls: 0,
  }));
}
