// Whether what is shown is what the store holds now, in one word and why.

/** @import { Page } from "./page.js" */

import { counted, fill } from "./words.js";

/** Seconds without an answer after which the page says so. */
const PATIENCE = 1;
/** Seconds without an answer of a kernel that rests: it does not know us. */
const GIVEN_UP = 4;
/** Seconds of delay that nobody sees. */
const UNSEEN = 0.1;

/**
 * What the head says: its kind, for the sign before it, and its words.
 * @typedef {object} Status
 * @property {"live" | "behind" | "busy" | "paused" | "past" | "lost" | "recorded"} kind
 * @property {string} words
 */

/**
 * @param {Page} page
 * @returns {Status}
 */
export function status(page) {
  return disconnected(page) ?? waiting(page) ?? looking(page) ?? following(page);
}

/**
 * @param {Page} page
 * @returns {Status | null}
 */
function disconnected({ connection, model, words }) {
  if (model.get("recorded")) return { kind: "recorded", words: words.recorded };
  const unknown = connection.isIdle && connection.waited > GIVEN_UP;
  if (connection.isLost || unknown) return { kind: "lost", words: words.lost };
  return connection.isOffline ? { kind: "lost", words: words.offline } : null;
}

/**
 * @param {Page} page
 * @returns {Status | null}
 */
function waiting({ connection, words }) {
  const { isIdle, waited } = connection;
  if (waited <= PATIENCE || isIdle) return null;
  if (isIdle === false || waited <= GIVEN_UP) return { kind: "busy", words: words.busy };
  return { kind: "lost", words: fill(words.silent, { seconds: Math.round(waited) }) };
}

/**
 * @param {Page} page
 * @returns {Status | null}
 */
function looking({ isPast, model, timeline, words }) {
  if (model.get("paused")) {
    const newer = timeline.newer ? ` · ${counted(words.newer, timeline.newer)}` : "";
    return { kind: "paused", words: words.paused + newer };
  }
  return isPast ? { kind: "past", words: words.past } : null;
}

/**
 * @param {Page} page
 * @returns {Status}
 */
function following({ connection, timeline, words }) {
  const { wait } = timeline;
  const quiet = connection.quiet;
  // a kernel that rests has sent all it has
  if (wait > 0 && connection.isIdle !== true) {
    if (quiet > wait + PATIENCE) {
      return { kind: "behind", words: fill(words.behindNow, { seconds: Math.round(quiet) }) };
    }
    if (wait > UNSEEN) {
      return { kind: "behind", words: fill(words.behind, { seconds: wait.toFixed(1) }) };
    }
  }
  return { kind: "live", words: words.live };
}
