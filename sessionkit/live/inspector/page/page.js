// One page: what all views of an inspector share, which is what the kernel said, and
// where in the log we are.

/** @import { AliasData, Asked, Message, Model, Numbered, Request } from "./protocol.js" */
/** @import { StateData, Traits, Whole } from "./protocol.js" */

import { Connection } from "./connection.js";
import { Timeline } from "./timeline.js";
import { fill } from "./words.js";

/**
 * What is shown: after which operation, whose session, and its keys. Without a session
 * there are none; with one they may still be on their way.
 * @typedef {{ number: number, session: number | null, state: StateData | null }} Moment
 */

/**
 * A view of the inspector in the document.
 * @typedef {{ hear: (message: Message) => void, draw: () => void }} View
 */

/** Milliseconds between two drawings while the kernel has more to say. */
const FRAME = 30;

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
    /** @type {Asked[]} */
    this.answers = []; // the last one; of a recording, one for each operation
    /** @type {AliasData[]} */
    this.aliases = [];
    /** @type {Whole | null} */
    this.whole = null; // the value that is open as a tree
    /** @type {number | null} */
    this.mark = null; // the operation with which the one that is shown is compared
    this.loading = false; // all earlier operations are asked for, piece by piece
    this.connection = new Connection(model);
    this.name = String(Math.random());
    /** @type {Set<View>} */
    this.views = new Set();
    this.heard = 0; // the number of the last message
    this.wanted = 0; // the last of the operations that were asked for
    this.drawn = 0; // when
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    this.recall();
  }

  /** Begin with what was recorded, until a kernel says more. */
  recall() {
    const { update, asked } = this.model.get("snapshot");
    if (update) this.timeline.update(update);
    this.answers = asked;
  }

  get isRecorded() {
    return this.model.get("recorded");
  }

  /** What the store answered about a key at this moment; null where nobody knows. */
  get asked() {
    const { number, session } = this;
    const fits = (/** @type {Asked} */ one) =>
      one.at === number && (one.session ?? null) === session;
    return this.answers.find(fits) ?? this.answers.at(-1) ?? null;
  }

  /** Follow the model; returns what ends that. */
  listen() {
    const receive = (/** @type {Numbered} */ message) => this.receive(message);
    const draw = () => this.draw();
    this.model.on("msg:custom", receive);
    for (const trait of DRAWN) this.model.on(`change:${trait}`, draw);
    const unwatch = this.connection.watch(draw);
    return () => {
      unwatch();
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
    const clock = this.tick();
    return () => {
      clearInterval(clock);
      this.views.delete(view);
      if (!this.views.size) this.send({ kind: "closed", page: this.name });
    };
  }

  draw() {
    clearTimeout(this.later);
    this.later = undefined;
    for (const view of this.views) view.draw();
    this.drawn = performance.now();
  }

  /** Draw now; but in a burst a moment later, with what comes until then. */
  drawSoon() {
    const rest = this.timeline.wait ? this.drawn + FRAME - performance.now() : 0;
    if (rest <= 0) this.draw();
    else this.later ??= setTimeout(() => this.draw(), rest);
  }

  /** Look each second whether what the head says is still so. */
  tick() {
    if (this.isRecorded) return undefined;
    return setInterval(() => {
      const { connection, timeline } = this;
      // nobody tells whether this kernel rests, and it may have more to say
      if (timeline.wait && !connection.kernel && connection.quiet > 1) this.ping();
      this.draw();
    }, 1000);
  }

  ping() {
    if (!this.connection.waits) this.send({ kind: "ping" });
  }

  /** @param {Request} request */
  send(request) {
    if (!this.isRecorded) this.connection.send(request);
  }

  /** @param {Numbered} message */
  receive(message) {
    if (!this.views.size) return; // it is meant for another page
    this.connection.hear(message);
    const missed = this.heard && message.message > this.heard + 1 && !("reset" in message);
    this.heard = message.message;
    this.keep(message);
    for (const view of this.views) view.hear(message);
    this.drawSoon();
    if (missed) this.send({ kind: "missed" });
    else if (this.heard % this.sizes.shown === 0) this.send({ kind: "shown" });
  }

  /** @param {Message} message */
  keep(message) {
    switch (message.kind) {
      case "update":
        if (message.branches) this.branches = message.branches;
        if (message.reset) this.begin();
        if (message.asked) this.answers = [message.asked];
        if (message.aliases) this.aliases = message.aliases;
        return this.timeline.update(message);
      case "entries":
        this.timeline.prepend(message.entries);
        return this.loadMore();
      case "asked":
        this.answers = [message];
        break;
      case "value":
        this.whole = message;
        break;
      case "pong":
        this.timeline.wait = 0; // it is free to send, and has nothing more
    }
  }

  /** Forget what was there: another branch may be shown, or a kernel after a gap. */
  begin() {
    this.answers = [];
    this.aliases = [];
    this.whole = this.mark = null;
    this.loading = false;
    this.wanted = 0;
  }

  /** Get all operations that are kept, so that all can be searched. */
  loadAll() {
    if (this.loading || this.isRecorded) return;
    this.loading = true;
    this.loadMore();
  }

  loadMore() {
    const first = this.timeline.entries[0]?.number ?? 0;
    const room = this.timeline.entries.length < this.sizes.kept;
    if (!this.loading) return;
    if (first > this.timeline.dropped + 1 && room) this.send({ kind: "entries", last: first - 1 });
    else this.loading = false;
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
    try {
      this.model.save_changes();
    } catch {
      this.connection.isLost = true;
    }
    this.ping();
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
    if (this.whole && (this.whole.at !== number || this.whole.session !== session)) {
      this.whole = null;
    }
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

  /**
   * Compare with the operation that is shown, or no more.
   */
  toggleMark() {
    this.mark = this.mark === null ? this.number : null;
    this.draw();
  }

  /**
   * Say in words which operation is shown, and what it did.
   * @param {number} number
   */
  inWords(number) {
    const entry = this.timeline.entry(number);
    const { who = "", call = "" } = entry ?? {};
    return fill(entry ? this.words.step : this.words.place, { number, who, call });
  }

  get isPast() {
    return this.number < this.timeline.number;
  }
}
