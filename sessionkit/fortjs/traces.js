// Runs operations on a store class that has FortJs's interface; values are tagged JSON.
"use strict";

const readline = require("node:readline");

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

function decode(data) {
  if (Array.isArray(data)) return data.map(decode);
  if (data === null || typeof data !== "object") return data;
  const own = (name) => (Object.hasOwn(data, name) ? data[name] : undefined);
  switch (own("$")) {
    case undefined:
      return fromEntries(Object.entries(data));
    case "dict":
      return fromEntries(data.items);
    case "NaN":
      return NaN;
    case "+inf":
      return Infinity;
    case "-inf":
      return -Infinity;
    case "undefined":
      return undefined;
    case "bytes":
      return Buffer.from(data.hex, "hex");
    case "datetime":
      return new Date(`${data.iso}Z`);
    default:
      throw new Error(`no such tag: ${data.$}`);
  }
}

// by definition, since an assignment to the key "__proto__" sets the prototype instead
function fromEntries(entries) {
  const object = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, {
      value: decode(value),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return object;
}

// as text, since JSON.stringify drops what JSON lacks and the sign of zero
function encode(value) {
  if (value === undefined) return '{"$": "undefined"}';
  if (typeof value === "function") {
    return JSON.stringify({ $: "opaque", text: `function ${value.name}` });
  }
  if (typeof value === "number") {
    if (Number.isNaN(value)) return '{"$": "NaN"}';
    if (!Number.isFinite(value)) return `{"$": "${value > 0 ? "+" : "-"}inf"}`;
    return Object.is(value, -0) ? "-0.0" : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(encode).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Buffer.isBuffer(value)) return JSON.stringify({ $: "bytes", hex: value.toString("hex") });
  if (value instanceof Date) return JSON.stringify({ $: "datetime", iso: value.toISOString() });
  const entries = Object.entries(value);
  if (Object.hasOwn(value, "$")) {
    const items = entries.map(([key, item]) => `[${JSON.stringify(key)}, ${encode(item)}]`);
    return `{"$": "dict", "items": [${items.join(", ")}]}`;
  }
  const items = entries.map(([key, item]) => `${JSON.stringify(key)}: ${encode(item)}`);
  return `{${items.join(", ")}}`;
}

function change(target, keys, value) {
  const last = keys[keys.length - 1];
  for (const key of keys.slice(0, -1)) target = target[key];
  // what every object shares must stay as it is: this process answers more than one trace
  const plain = typeof target === "object" && target !== null && target !== Object.prototype;
  if (!plain) throw new TypeError("there is no dict or list to change");
  target[last] = value;
}

async function run(operations, StoreClass) {
  const stores = new Map();
  // a session may have more than one store object, each with a name
  const place = (id, name) => JSON.stringify([id, name]);
  const storeOf = (id, name) => {
    const at = place(id, name);
    if (!stores.has(at)) stores.set(at, new StoreClass(id ?? undefined));
    return stores.get(at);
  };
  const results = [];
  const given = [];
  const answers = [];
  const used = new Set();
  for (const { session, store: name = "", method, arguments: encoded } of operations) {
    const args = encoded.map(decode);
    given.push(args);
    results.push(undefined);
    try {
      answers.push(`{"value": ${await answer(session, name, method, args)}}`);
    } catch (error) {
      answers.push(JSON.stringify({ error: error.name, message: error.message }));
    }
  }
  // whoever has no id may have no session to clear
  for (const id of used) await new StoreClass(id ?? undefined).clear().catch(() => {});
  return `{"answers": [${answers.join(", ")}]}`;

  async function answer(session, name, method, args) {
    if (method === "change_answer" || method === "change_argument") {
      const [number, keys, value] = args;
      const argument = () => given[number - 1][given[number - 1].length - 1];
      change(method === "change_answer" ? results[number - 1] : argument(), keys, value);
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
}

// A JSON request a line, an answer a line: what reply() makes of it.
async function serve(reply) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let text;
    try {
      text = await reply(JSON.parse(line));
    } catch (error) {
      text = JSON.stringify({ fault: String(error) });
    }
    process.stdout.write(`${text}\n`);
  }
}

module.exports = { METHODS, decode, encode, run, serve };
