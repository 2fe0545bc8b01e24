// FortJs: its own memory store, and one real HTTP response of its framework.
"use strict";

const http = require("node:http");
const { overlapStores } = require("./traces.js");

const RESPONSE_MS = 60_000;

/**
 * @typedef {[method: string, ...args: unknown[]]} Call
 * @param {NodeJS.Require} load requires the npm packages
 * @returns {import("./traces.js").System & { respond(calls: Call[]): Promise<object> }}
 */
module.exports = (load) => {
  const { Controller, Fort, defaultWorker, jsonResult } = load("fortjs");
  /** @type {Call[]} */
  let asked = [];

  class SessionController extends Controller {
    async show() {
      for (const [method, ...args] of asked) await this.session[method](...args);
      return jsonResult(await this.session.getAll());
    }
  }
  defaultWorker()(SessionController.prototype, "show");

  // create() opens a port on every interface unless it finds a server there already; the
  // store class, which fortjs does not export, is chosen before that
  const server = http.createServer(Fort.onNewRequest);
  Fort.httpServer = server;
  Fort.routes = [{ controller: SessionController, path: "/session" }];
  Fort.create();
  const MemorySessionStore = Fort.sessionStore;

  return {
    StoreClass: MemorySessionStore,
    overlap: overlapStores(MemorySessionStore),
    async empty() {
      const store = new MemorySessionStore("ada");
      if (await store.isAnyExist()) await store.clear();
    },
    bring() {},
    adopted: (id) => new MemorySessionStore(id).isAnyExist(),
    async respond(calls) {
      asked = calls;
      await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
      try {
        const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
        const reply = await fetch(`http://127.0.0.1:${port}/session`, {
          headers: { connection: "close" },
          signal: AbortSignal.timeout(RESPONSE_MS),
        });
        const type = reply.headers.get("content-type");
        return { status: reply.status, type, body: await reply.text() };
      } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
};
