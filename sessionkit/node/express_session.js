// express-session's middleware with its MemoryStore: each operation is a request.
"use strict";

const http = require("node:http");
const { decode } = require("./codec.js");
const { METHODS, share } = require("./traces.js");

const NAME = "connect.sid";

/**
 * A request, with what the middleware puts on it.
 *
 * @typedef {http.IncomingMessage & { session: any }} Request
 */

/** @type {Record<string, (req: Request, ...args: any[]) => any>} */
const within = {
  isAnyExist: (req) => Object.keys(within.getAll(req)).length > 0,
  get: (req, key) => req.session[key],
  getAll: ({ session: { cookie, ...values } }) => values,
  isExist: (req, key) => key in req.session,
  set: (req, key, value) => void (req.session[key] = value),
  setMany: (req, values) => void Object.assign(req.session, values),
  remove: (req, key) => void delete req.session[key],
  clear: (req) =>
    /** @type {Promise<void>} */ (
      new Promise((resolve, reject) =>
        req.session.destroy((/** @type {unknown} */ error) => (error ? reject(error) : resolve())),
      )
    ),
};

/** @returns {[Promise<void>, () => void]} a promise, and what fulfils it */
function gate() {
  let open = () => {};
  /** @type {Promise<void>} */
  const opened = new Promise((resolve) => (open = resolve));
  return [opened, () => open()];
}

/**
 * @param {NodeJS.Require} load requires the npm packages
 * @returns {import("./traces.js").System}
 */
module.exports = (load) => {
  const session = load("express-session");
  share(session);
  /** @type {(req: http.IncomingMessage, res: http.ServerResponse, next: Function) => void} */
  let middleware;
  /** @type {Map<string | undefined, string | undefined>} */
  let cookies = new Map();

  /**
   * @param {string | undefined} cookie
   * @param {(req: Request) => any} handler
   * @returns {Promise<[any, string | undefined]>} the handler's answer and the new cookie
   */
  async function request(cookie, handler) {
    const req = new http.IncomingMessage(/** @type {any} */ (null));
    Object.assign(req, { method: "GET", url: "/" });
    if (cookie !== undefined) req.headers.cookie = `${NAME}=${cookie}`;
    const res = new http.ServerResponse(req);
    const ended = new Promise((resolve) => (res.end = /** @type {any} */ (resolve)));
    await new Promise((resolve, reject) =>
      middleware(req, res, (/** @type {unknown} */ error) =>
        error ? reject(error) : resolve(null),
      ),
    );
    const answer = await handler(/** @type {Request} */ (req));
    res.end(); // which express-session has replaced: it saves, then ends
    await ended;
    const [given] = [res.getHeader("set-cookie") ?? []].flat();
    if (given === undefined) return [answer, cookie];
    return [
      answer,
      String(given)
        .split(";")[0]
        .slice(NAME.length + 1),
    ];
  }

  class ExpressStore {
    /** @param {string} [id] */
    constructor(id) {
      this.sessionId = id;
    }
  }
  for (const [method, action] of Object.entries(within)) {
    Object.defineProperty(ExpressStore.prototype, method, {
      /**
       * @this {ExpressStore}
       * @param {any[]} args
       */
      async value(...args) {
        const before = cookies.get(this.sessionId);
        const [answer, after] = await request(before, (req) => action(req, ...args));
        if (this.sessionId !== undefined) cookies.set(this.sessionId, after);
        return answer;
      },
    });
  }

  return {
    StoreClass: ExpressStore,
    async empty() {
      cookies = new Map();
      middleware = session({ secret: "a secret", resave: false, saveUninitialized: false });
    },
    bring: (id) => void cookies.set("ada", id),
    adopted: async (id) => cookies.get("ada") === id,
    async overlap({ first, second }, note) {
      const cookie = cookies.get("ada");
      const [loaded, isLoaded] = gate();
      const [over, isOver] = gate();
      /**
       * @param {string} who
       * @param {import("./traces.js").Operation[]} operations
       * @param {boolean} isFirst
       */
      const one = async (who, operations, isFirst) => {
        const [, after] = await request(cookie, async (req) => {
          note(who, "loads", [], within.getAll(req));
          if (isFirst) {
            isLoaded();
            await over;
          }
          for (const { method, arguments: args } of operations) {
            note(who, method, args, await within[METHODS[method]](req, ...args.map(decode)));
          }
        });
        cookies.set("ada", after);
        note(who, "saves", [], undefined);
      };
      const underWay = one("ada, request 1", first, true);
      await loaded;
      await one("ada, request 2", second, false);
      isOver();
      await underWay;
    },
  };
};
