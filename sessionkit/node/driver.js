// Session systems of Node, driven with no server: a JSON request a line, an answer a line.
// argv: the folder of the npm packages, the URL of a Redis server that may be emptied.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");
const readline = require("node:readline");
const { ask, run } = require("./traces.js");

const [, , folder, url] = process.argv;
const load = createRequire(path.join(folder, "from-here.js"));

// what a package prints must not stand among the answers
console.log = console.info = console.debug = console.error;

// at once, so that a broken installation is told before the first request
const fortjs = require("./fortjs.js")(load);

/** @type {Map<string, import("./traces.js").System>} */
const systems = new Map([["fortjs", fortjs]]);

/** @type {Record<string, () => import("./traces.js").System>} */
const MAKERS = {
  express: () => require("./express_session.js")(load),
  redis: () => require("./redis_example.js")(load, url),
};

/** @param {string} name */
function systemOf(name) {
  const system = systems.get(name) ?? MAKERS[name]();
  systems.set(name, system);
  return system;
}

/**
 * One of: traces to run on a system, each from empty sessions; a question to a system;
 * calls that FortJs makes before it answers an HTTP request.
 *
 * @typedef {{ system: string, traces?: import("./traces.js").Operation[][],
 *   question?: import("./traces.js").Question, respond?: import("./fortjs.js").Call[] }} Asked
 * @param {Asked} asked
 * @returns {Promise<string>}
 */
async function reply({ system: name, traces = [], question, respond }) {
  if (respond !== undefined) return JSON.stringify(await fortjs.respond(respond));
  const system = systemOf(name);
  if (question !== undefined) {
    await system.empty();
    return `{"steps": ${await ask(system, question)}}`;
  }
  const answers = [];
  for (const operations of traces) {
    await system.empty();
    answers.push(await run(operations, system.StoreClass));
  }
  return `{"answers": [${answers.join(", ")}]}`;
}

async function serve() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let text;
    try {
      text = await reply(JSON.parse(line));
    } catch (error) {
      text = JSON.stringify({ fault: String(error) });
    }
    process.stdout.write(`${text}\n`);
  }
  for (const { close } of systems.values()) await close?.();
}

serve();
