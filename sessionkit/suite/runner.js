// Speaks the protocol of protocol.md for the FortJs in a folder: node runner.js [FOLDER]
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");
const { createInterface } = require("node:readline");

const load = createRequire(path.resolve(process.argv[2] ?? ".", "from-here.js"));
const { Fort } = load("fortjs");
// create() opens a port unless it finds a server; before that it chooses the store class
Fort.httpServer = "none: only the default store class is wanted";
Fort.create();
const { version } = load("fortjs/package.json");
const HELLO = { protocol: 1, name: "FortJs", version, has: ["live", "no id", "overlap"] };
/** @type {Record<string, any>} */
const TAGS = { undefined: undefined, NaN: NaN, "+inf": Infinity, "-inf": -Infinity };

/** @type {(data: any) => any} */
function decode(data) {
  if (Array.isArray(data)) return data.map(decode);
  if (data === null || typeof data !== "object") return data;
  const tag = Object.hasOwn(data, "$") ? data.$ : null;
  if (tag !== null && tag !== "dict") return TAGS[tag];
  const items = tag === "dict" ? data.items : Object.entries(data);
  // fromEntries defines its keys; an assignment to __proto__ would set the prototype
  return Object.fromEntries(items.map((/** @type {any} */ [key, one]) => [key, decode(one)]));
}

/** @type {(value: any) => string} */
function encode(value) {
  for (const tag of Object.keys(TAGS)) if (Object.is(value, TAGS[tag])) return `{"$": "${tag}"}`;
  if (typeof value === "function") return `{"$": "opaque", "text": "function ${value.name}"}`;
  if (Object.is(value, -0)) return "-0.0"; // JSON.stringify drops the sign
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, encode)}]`;
  const items = Object.entries(value).map(([key, one]) => [JSON.stringify(key), encode(one)]);
  if (!Object.hasOwn(value, "$")) return `{${items.map((one) => one.join(": "))}}`;
  return `{"$": "dict", "items": [${items.map((one) => `[${one}]`)}]}`;
}

/** @type {(lines: any[][]) => Promise<string[]>} runs operations on store objects of its own */
async function run(lines) {
  const stores = new Map();
  const done = /** @type {{ given: any, got: any }[]} */ ([]);
  const answers = [];
  for (const line of lines) {
    const [who, method, ...args] = line.map(decode);
    const { session, store } = who?.session === undefined ? { session: who, store: "" } : who;
    const here = JSON.stringify([session, store]);
    const mine = stores.get(here) ?? new Fort.sessionStore(session ?? undefined);
    stores.set(here, mine);
    const step = { given: args.at(-1), got: null };
    done.push(step);
    try {
      if (who === "together" && Array.isArray(method)) {
        const both = (await Promise.all([run(line[1]), run(line[2])])).flat();
        const failed = both.find((one) => one.startsWith('{"error"'));
        if (failed && answers.push(failed)) continue;
      } else if (method === "open") stores.delete(here);
      else if (method === "assign_id") {
        mine.sessionId = args[0] ?? undefined;
        stores.delete(here);
        stores.set(JSON.stringify([args[0], store]), mine);
      } else if (/^(change|delete)_answer$/.test(who)) change(done[method - 1]?.got, args);
      else if (/^(change|delete)_argument$/.test(who)) change(done[method - 1]?.given, args);
      else step.got = await mine[camelCase(method)](...args);
      answers.push(`{"value": ${encode(step.got)}}`);
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      answers.push(JSON.stringify({ error: name, message }));
    }
  }
  return answers;
}

// isAnyExist for is_any_exist
const camelCase = (/** @type {string} */ it) => it.replace(/_./g, (at) => at[1].toUpperCase());

/** @type {(target: any, args: any[]) => void} the place gets the value; without one, the key goes */
function change(target, [keys, ...value]) {
  for (const key of keys.slice(0, -1)) target = target[key];
  if (value.length > 0) target[keys.at(-1)] = value[0];
  else delete target[keys.at(-1)];
}

/** @type {(request: string) => Promise<string>} */
async function reply(request) {
  const ids = new Set([undefined]); // any text may be one: to empty too many is no harm
  const { run: lines } = JSON.parse(request, (_, one) => (ids.add(one), one));
  if (!lines) return JSON.stringify(HELLO);
  for (const id of ids) await new Fort.sessionStore(id ?? undefined).clear();
  return `{"answers": [${await run(lines)}]}`;
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    const text = await reply(line).catch((e) => JSON.stringify({ fault: `${e}` }));
    process.stdout.write(`${text}\n`);
  }
})();
