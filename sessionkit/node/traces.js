// Runs operations, and questions, on a store class that has FortJs's interface.
"use strict";

const { decode, encode } = require("./codec.js");

/**
 * An operation; its arguments are tagged JSON data.
 *
 * @typedef {{ session: string | null, store?: string, method: string,
 *   arguments: any[] }} Operation
 *
 * Operations before, during and after two overlapping requests, or an id that is brought.
 * @typedef {{ before: Operation[], first: Operation[], second: Operation[],
 *   after: Operation[], brings: string | null }} Question
 *
 * @typedef {new (id?: any) => any} StoreClass
 *
 * Notes a step: who did what, and the value or the error that came back.
 * @typedef {(who: string | null, method: string, args: any[], value: unknown,
 *   error?: unknown) => void} Note
 *
 * A session system: empty() forgets all sessions, bring() makes Ada's browser come with an
 * id that nobody gave it, adopted() says whether that id is hers.
 * @typedef {{
 *   StoreClass: StoreClass, empty: () => Promise<void>,
 *   overlap: (question: Question, note: Note) => Promise<void>,
 *   bring: (id: string) => void, adopted: (id: string) => Promise<boolean>,
 *   close?: () => Promise<unknown>,
 * }} System
 */

/** @type {Record<string, string>} */
const METHODS = {
  is_any_exist: "isAnyExist",
  get: "get",
  get_all: "getAll",
  is_exist: "isExist",
  set: "set",
  set_many: "setMany",
  remove: "remove",
  clear: "clear",
};

/** What no trace may change, since this process answers others after it. */
const SHARED = new Set();
share(Object, Function, Array, String, Number, Boolean, Date, Buffer);

/**
 * Adds what values of these classes share: all that can be reached from them.
 *
 * @param {unknown[]} classes
 */
function share(...classes) {
  const left = classes;
  while (left.length > 0) {
    const one = left.pop();
    if (Object(one) !== one || SHARED.has(one)) continue;
    SHARED.add(one);
    left.push(Object.getPrototypeOf(one));
    for (const property of Object.values(Object.getOwnPropertyDescriptors(one))) {
      left.push(property.value, property.get, property.set);
    }
  }
}

/**
 * Changes a part of a value, from outside of the store, or takes a key out of it.
 *
 * @param {any} target
 * @param {(string | number)[]} keys
 * @param {unknown[]} values the new one; none takes the key out
 */
function change(target, keys, ...values) {
  const last = keys[keys.length - 1];
  for (const key of keys.slice(0, -1)) target = target[key];
  if (typeof target !== "object" || target === null || SHARED.has(target)) {
    throw new TypeError("there is no dict or list to change");
  }
  if (values.length > 0) target[last] = values[0];
  // an item taken out of a list would leave a hole, which no other language has
  else if (Array.isArray(target)) throw new TypeError("there is no dict to change");
  else delete target[last];
}

/** @param {any} error */
function encodeError(error) {
  return JSON.stringify({ error: error.name, message: error.message });
}

/**
 * Runs one trace, and clears the sessions that it used.
 *
 * @param {Operation[]} operations
 * @param {StoreClass} StoreClass
 * @returns {Promise<string>} the answers as a JSON array
 */
async function run(operations, StoreClass) {
  /** @type {Map<string, any>} */
  const stores = new Map();
  /**
   * A session may have more than one store object, each with a name.
   *
   * @param {string | null} id
   * @param {string} name
   */
  const place = (id, name) => JSON.stringify([id, name]);
  /**
   * @param {string | null} id
   * @param {string} name
   */
  const storeOf = (id, name) => {
    const at = place(id, name);
    if (!stores.has(at)) stores.set(at, new StoreClass(id ?? undefined));
    return stores.get(at);
  };
  /** @type {unknown[]} */
  const results = [];
  /** @type {any[][]} */
  const given = [];
  /** @type {string[]} */
  const answers = [];
  /** @type {Set<string | null>} */
  const used = new Set();
  for (const { session, store: name = "", method, arguments: encoded } of operations) {
    const args = encoded.map(decode);
    given.push(args);
    results.push(undefined);
    try {
      answers.push(`{"value": ${await answer(session, name, method, args)}}`);
    } catch (error) {
      answers.push(encodeError(error));
    }
  }
  // whoever has no id may have no session to clear
  for (const id of used) await new StoreClass(id ?? undefined).clear().catch(() => {});
  return `[${answers.join(", ")}]`;

  /**
   * @param {string | null} session
   * @param {string} name
   * @param {string} method
   * @param {any[]} args
   */
  async function answer(session, name, method, args) {
    if (/^(change|delete)_(answer|argument)$/.test(method)) {
      const [number, keys, ...value] = args;
      const argument = () => given[number - 1][given[number - 1].length - 1];
      change(method.endsWith("answer") ? results[number - 1] : argument(), keys, ...value);
      return "null";
    }
    if (method === "together") {
      for (const one of args.flat()) used.add(one.session);
      await Promise.all(args.map(request));
      return "null";
    }
    used.add(session);
    if (method === "open") {
      stores.delete(place(session, name));
      storeOf(session, name);
      return "null";
    }
    const store = storeOf(session, name);
    if (method === "assign_id") {
      store.sessionId = args[0] ?? undefined;
      stores.delete(place(session, name));
      stores.set(place(args[0], name), store);
      used.add(args[0]);
      return "null";
    }
    const result = await store[METHODS[method]](...args);
    results[results.length - 1] = result;
    return encode(result);
  }

  /**
   * One of two requests at once: calls on store objects of its own.
   *
   * @param {Operation[]} calls
   */
  async function request(calls) {
    /** @type {Map<string | null, any>} */
    const own = new Map();
    for (const { session, method, arguments: args } of calls) {
      if (!own.has(session)) own.set(session, new StoreClass(session ?? undefined));
      await own.get(session)[METHODS[method]](...args);
    }
  }
}

/**
 * Asks what no single trace can ask: two requests at once, or an id that is brought.
 *
 * @param {System} system
 * @param {Question} question
 * @returns {Promise<string>} the steps as a JSON array
 */
async function ask(system, question) {
  const { StoreClass, bring, adopted } = system;
  const { before, after, brings } = question;
  /** @type {string[]} */
  const steps = [];
  /** @type {Note} */
  const note = (who, method, args, value, error) => {
    const step = JSON.stringify({ session: who, method, arguments: args });
    const answer = error ? encodeError(error) : `{"value": ${encode(value)}}`;
    steps.push(`${step.slice(0, -1)}, "answer": ${answer}}`);
  };
  /** @param {Operation[]} operations */
  const each = async (operations) => {
    for (const one of operations) {
      await noted(note, one.session, one, new StoreClass(one.session ?? undefined));
    }
  };
  if (brings !== null) {
    bring(brings);
    note("ada", "brings", [brings], undefined);
    const atOnce = await adopted(brings);
    await each(after);
    note("ada", "keeps_that_id", [], atOnce && (await adopted(brings)));
  } else {
    await each(before);
    await system.overlap(question, note);
    await each(after);
  }
  return `[${steps.join(", ")}]`;
}

/**
 * @param {Note} note
 * @param {string | null} who
 * @param {Operation} operation
 * @param {any} store
 */
async function noted(note, who, { method, arguments: args }, store) {
  try {
    note(who, method, args, await store[METHODS[method]](...args.map(decode)));
  } catch (error) {
    note(who, method, args, undefined, error);
  }
}

/**
 * Overlaps requests of a store class: in JavaScript each await is a switch.
 *
 * @param {StoreClass} StoreClass
 * @returns {System["overlap"]}
 */
function overlapStores(StoreClass) {
  return async ({ first, second }, note) => {
    /**
     * @param {string} who
     * @param {Operation[]} operations
     */
    const one = async (who, operations) => {
      const store = new StoreClass("ada");
      for (const operation of operations) await noted(note, who, operation, store);
    };
    await Promise.all([one("ada, request 1", first), one("ada, request 2", second)]);
  };
}

module.exports = { METHODS, ask, overlapStores, run, share };
