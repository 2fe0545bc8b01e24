// One page: what all views of an inspector share, which is what the kernel said, and
// where in the log we are.

/** @import { Asked, Message, Model, Numbered, Request, StateData, Traits } from "./protocol.js" */

import { Timeline } from "./timeline.js";

/**
 * What is shown: after which operation, whose session, and its keys. Without a session
 * there are none; with one they may still be on their way.
 * @typedef {object} Moment
 * @property {number} number
 * @property {number | null} session
 * @property {StateData | null} state
 */

/**
 * A view of the inspector in the document.
 * @typedef {object} View
 * @property {(message: Message) => void} hear
 * @property {() => void} draw
 */

/** @type {(keyof Traits)[]} */
const DRAWN = ["at", "session", "key", "paused", "branch", "find_key", "find_session", "offset"];

export class Page {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.sizes = model.get("sizes");
    this.words = model.get("words");
    this.timeline = new Timeline(this.sizes.kept);
    /** Where each branch forked; 0 for the original. */
    this.branches = [0];
    /** @type {Asked | null} */
    this.asked = null;
    this.name = String(Math.random());
    /** @type {Set<View>} */
    this.views = new Set();
    this.heard = 0; // the number of the last message
    this.wanted = 0; // the last of the operations that were asked for
  }

  /** Follow the model; returns what ends that. */
  listen() {
    const receive = (/** @type {Numbered} */ message) => this.receive(message);
    const draw = () => this.draw();
    this.model.on("msg:custom", receive);
    for (const trait of DRAWN) this.model.on(`change:${trait}`, draw);
    return () => {
      this.model.off("msg:custom", receive);
      for (const trait of DRAWN) this.model.off(`change:${trait}`, draw);
    };
  }

  /**
   * Draw a view from now on; returns what ends that.
   * @param {View} view
   */
  show(view) {
    this.views.add(view);
    view.draw();
    if (this.views.size === 1) {
      this.heard = 0;
      this.send({ kind: "opened", page: this.name });
    }
    return () => {
      this.views.delete(view);
      if (!this.views.size) this.send({ kind: "closed", page: this.name });
    };
  }

  draw() {
    for (const view of this.views) view.draw();
  }

  /** @param {Request} request */
  send(request) {
    this.model.send(request);
  }

  /** @param {Numbered} message */
  receive(message) {
    if (!this.views.size) return; // it is meant for another page
    const missed = this.heard && message.message > this.heard + 1 && !("reset" in message);
    this.heard = message.message;
    this.keep(message);
    for (const view of this.views) view.hear(message);
    this.draw();
    if (missed) this.send({ kind: "missed" });
    else if (this.heard % this.sizes.shown === 0) this.send({ kind: "shown" });
  }

  /** @param {Message} message */
  keep(message) {
    switch (message.kind) {
      case "update":
        if (message.branches) this.branches = message.branches;
        if (message.reset) this.asked = null;
        return this.timeline.update(message);
      case "entries":
        return this.timeline.prepend(message.entries);
      case "asked":
        this.asked = message;
    }
  }

  /**
   * Ask for operations that are not here, once.
   * @param {number} last
   */
  want(last) {
    if (this.wanted === last) return;
    this.wanted = last;
    const ahead = Math.min(this.timeline.number, last + this.sizes.ahead);
    this.send({ kind: "entries", last: ahead });
  }

  /** @param {Partial<Traits>} values */
  set(values) {
    for (const [name, value] of Object.entries(values)) {
      this.model.set(/** @type {keyof Traits} */ (name), value);
    }
    this.model.save_changes();
    this.draw();
  }

  /** The operation that is shown. */
  get number() {
    const { dropped, number } = this.timeline;
    const at = this.model.get("at");
    return at < 0 ? number : Math.min(Math.max(at, dropped), number);
  }

  /** Whose session is shown. */
  get session() {
    const chosen = this.model.get("session");
    return chosen < 0 ? this.timeline.sessionAt(this.number) : chosen;
  }

  /** @returns {Moment} */
  moment() {
    const { number, session } = this;
    return { number, session, state: session === null ? null : this.stateOf(session, number) };
  }

  /**
   * The keys of a session that are searched for: among all of them here, else by the kernel.
   * @param {number} session
   * @param {number} number
   */
  stateOf(session, number) {
    const whole = this.timeline.state(session, number);
    const find = this.model.get("find_key");
    if (whole?.complete) {
      return { ...whole, keys: whole.keys.filter((key) => key.name.includes(find)) };
    }
    const { found } = this.timeline;
    return find && found?.session === session ? found : whole;
  }

  /** @param {number} number */
  go(number) {
    const at = Math.max(this.timeline.dropped, number);
    this.set({ at: at >= this.timeline.number ? -1 : at });
  }

  /** @param {number} count */
  step(count) {
    this.go(this.number + count);
  }

  first() {
    this.go(this.timeline.dropped);
  }

  last() {
    this.set({ at: -1 });
  }

  get isPast() {
    return this.number < this.timeline.number;
  }
}
