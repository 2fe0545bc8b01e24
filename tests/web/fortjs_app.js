// The application of app.py on the real FortJs; writes the port that it listens on.
"use strict";

const http = require("node:http");
const { createRequire } = require("node:module");
const path = require("node:path");

const fortjs = createRequire(path.join(process.argv[2], "from-here.js"))("fortjs");
const { Fort, HTTP_METHOD, jsonResult, textResult } = fortjs;

// fortjs exports no memory store, but has one where none is chosen
let waits = 0;
/** @type {unknown[]} */
const late = [];
const shown = (/** @type {unknown} */ answer) =>
  answer === undefined ? { $: "undefined" } : answer;
const turns = async (/** @type {number} */ count) => {
  while (count--) await new Promise((resolve) => setImmediate(resolve));
};

class SessionController extends fortjs.Controller {
  async exist() {
    const found = await this.session.isExist(this.query.key);
    return textResult(found ? "it is there" : "it is not there");
  }

  async get() {
    const value = await this.session.get(this.query.key);
    return jsonResult({ value: value === undefined ? null : value });
  }

  async all() {
    return jsonResult(await this.session.getAll());
  }

  async add() {
    await this.session.set(this.body.key, this.body.value);
    return textResult("added");
  }

  async update() {
    await this.session.set(this.body.key, this.body.value);
    return textResult("updated");
  }

  async addMany() {
    await this.session.setMany(this.body);
    return textResult("added");
  }

  async remove() {
    await this.session.remove(this.query.key);
    return textResult("removed");
  }

  async clear() {
    await this.session.clear();
    return textResult("cleared");
  }

  // several calls in one request, each [method, ...arguments]; answers all that they gave
  async calls() {
    const answers = [];
    for (const [method, ...args] of this.body) answers.push(await this.call_(method, ...args));
    return jsonResult({ answers });
  }

  /**
   * @param {string} method
   * @param {any[]} args
   */
  async call_(method, ...args) {
    switch (method) {
      case "isAnyExist":
        return this.session.sessionStore.isAnyExist();
      case "together":
        await Promise.all(args.map(([name, ...rest]) => this.session[name](...rest)));
        return null;
      case "plant": {
        const [id, ...rest] = args;
        await new Fort.sessionStore(id === null ? undefined : id).set(...rest);
        return null;
      }
      case "wait": // from now on the n-th look at the store takes n turns of the loop
        waits = 1;
        return null;
      case "cookie":
        this.cookie.addCookie({ name: args[0], value: args[1] });
        return null;
      case "crash":
        throw new Error("on purpose");
      case "late":
        this.response.once("finish", async () => {
          await this.session.set(...args);
          late.push(await this.session.getAll());
        });
        return null;
      case "lateValues":
        return late;
    }
    const answer = await this.session[method](...args);
    return method === "setMany" ? answer.map(shown) : shown(answer);
  }
}

const methods = {
  Get: ["exist", "get", "all"],
  Post: ["add", "addMany", "clear", "calls"],
  Put: ["update"],
  Delete: ["remove"],
};
for (const [method, names] of Object.entries(methods)) {
  for (const name of names) {
    fortjs.worker(HTTP_METHOD[method])(SessionController.prototype, name);
  }
}

// a server of ours, since FortJs's own would listen on every interface
const server = http.createServer(Fort.onNewRequest);
Fort.httpServer = server;
Fort.appName = "shop";
Fort.routes = [{ controller: SessionController, path: "/session" }];
Fort.create();

const Store = Fort.sessionStore;
Fort.sessionStore = class extends Store {
  async isAnyExist() {
    const found = await super.isAnyExist();
    if (waits) await turns(10 * waits++);
    return found;
  }
};

server.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  process.stdout.write(`${port}\n`);
});
