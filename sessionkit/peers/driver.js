// Session systems of Node, driven with no server: a JSON request a line, an answer a line.
// argv: the folders of the npm packages and of FortJs, the URL of a Redis server that may
// be emptied.
"use strict";

const http = require("node:http");
const { createRequire } = require("node:module");
const path = require("node:path");
const { METHODS, decode, encode, run, serve } = require("../fortjs/traces.js");

const [, , folder, fortjsFolder, url] = process.argv;
const load = createRequire(path.join(folder, "from-here.js"));
const MemorySessionStore = require("../fortjs/memory_store.js")(fortjsFolder);

// express-session's middleware with its MemoryStore: each operation is a request
const session = load("express-session");
const NAME = "connect.sid";
let middleware;
let cookies;

async function request(cookie, handler) {
  const req = new http.IncomingMessage(null);
  Object.assign(req, { method: "GET", url: "/" });
  if (cookie !== undefined) req.headers.cookie = `${NAME}=${cookie}`;
  const res = new http.ServerResponse(req);
  const ended = new Promise((resolve) => (res.end = resolve));
  await new Promise((resolve, reject) =>
    middleware(req, res, (error) => (error ? reject(error) : resolve())),
  );
  const answer = await handler(req);
  res.end(); // which express-session has replaced: it saves, then ends
  await ended;
  const [given] = [res.getHeader("set-cookie") ?? []].flat();
  return [answer, given === undefined ? cookie : given.split(";")[0].slice(NAME.length + 1)];
}

const within = {
  isAnyExist: (req) => Object.keys(within.getAll(req)).length > 0,
  get: (req, key) => req.session[key],
  getAll: ({ session: { cookie, ...values } }) => values,
  isExist: (req, key) => key in req.session,
  set: (req, key, value) => void (req.session[key] = value),
  setMany: (req, values) => void Object.assign(req.session, values),
  remove: (req, key) => void delete req.session[key],
  clear: (req) =>
    new Promise((resolve, reject) =>
      req.session.destroy((error) => (error ? reject(error) : resolve())),
    ),
};

class ExpressStore {
  constructor(id) {
    this.sessionId = id;
  }
}
for (const [method, action] of Object.entries(within)) {
  ExpressStore.prototype[method] = async function (...args) {
    const before = cookies.get(this.sessionId);
    const [answer, after] = await request(before, (req) => action(req, ...args));
    if (this.sessionId !== undefined) cookies.set(this.sessionId, after);
    return answer;
  };
}

async function overlapExpress({ first, second }, note) {
  const cookie = cookies.get("ada");
  const gate = () => {
    let open;
    return [new Promise((resolve) => (open = resolve)), open];
  };
  const [loaded, isLoaded] = gate();
  const [over, isOver] = gate();
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
}

// What FortJs's example of a store in Redis does, in our own words, on the client that it
// uses: the whole hash is read and written for each set, with a wait in between.
let client;

class RedisExample {
  constructor(id) {
    this.sessionId = id;
  }

  async all() {
    return this.sessionId == null ? null : client.hGetAll(this.sessionId);
  }

  async isAnyExist() {
    return (await this.all()) != null;
  }

  async get(key) {
    const hash = await this.all();
    return hash == null ? null : hash[key];
  }

  async getAll() {
    return (await this.all()) ?? {};
  }

  async isExist(key) {
    return (await this.get(key)) != null;
  }

  async set(key, value) {
    const hash = (await this.all()) ?? {};
    hash[key] = value;
    await client.hSet(this.sessionId, hash);
  }

  setMany(values) {
    return Promise.all(Object.entries(values).map(([key, value]) => this.set(key, value)));
  }

  async remove(key) {
    if (this.sessionId != null) await client.hDel(this.sessionId, key);
  }

  async clear() {
    await client.del(this.sessionId);
  }
}

// the requests of FortJs's stores go on by turns: in JavaScript each await is a switch
async function overlapStores({ first, second }, note) {
  const one = async (who, operations) => {
    const store = new this.StoreClass("ada");
    for (const { method, arguments: args } of operations) {
      await noted(note, who, method, args, () => store[METHODS[method]](...args.map(decode)));
    }
  };
  await Promise.all([one("ada, request 1", first), one("ada, request 2", second)]);
}

const systems = {
  express: {
    StoreClass: ExpressStore,
    overlap: overlapExpress,
    async empty() {
      cookies = new Map();
      middleware = session({ secret: "a secret", resave: false, saveUninitialized: false });
    },
    bring: (id) => cookies.set("ada", id),
    adopted: async (id) => cookies.get("ada") === id,
  },
  fortjs: {
    StoreClass: MemorySessionStore,
    overlap: overlapStores,
    async empty() {
      if (await new MemorySessionStore("ada").isAnyExist()) {
        await new MemorySessionStore("ada").clear();
      }
    },
    bring() {},
    adopted: (id) => new MemorySessionStore(id).isAnyExist(),
  },
  redis: {
    StoreClass: RedisExample,
    overlap: overlapStores,
    async empty() {
      client ??= await load("redis").createClient({ url }).connect();
      await client.flushDb();
    },
    bring() {},
    // the framework adopts an id if the store says that there is a session
    adopted: (id) => new RedisExample(id).isAnyExist(),
  },
};

async function noted(note, who, method, args, call) {
  try {
    note(who, method, args, await call());
  } catch (error) {
    note(who, method, args, undefined, error);
  }
}

async function ask(system, question) {
  const { StoreClass, bring, adopted } = system;
  const steps = [];
  const note = (who, method, args, value, error) => {
    const step = JSON.stringify({ session: who, method, arguments: args });
    const answer = error
      ? JSON.stringify({ error: error.name, message: error.message })
      : `{"value": ${encode(value)}}`;
    steps.push(`${step.slice(0, -1)}, "answer": ${answer}}`);
  };
  const { before, after, brings } = question;
  const each = async (operations) => {
    for (const { session: id, method, arguments: args } of operations) {
      const call = () => new StoreClass(id)[METHODS[method]](...args.map(decode));
      await noted(note, id, method, args, call);
    }
  };
  if (brings !== null) {
    bring(brings);
    note("ada", "brings", [brings]);
    const atOnce = await adopted(brings);
    await each(after);
    note("ada", "keeps_that_id", [], atOnce && (await adopted(brings)));
  } else {
    await each(before);
    await system.overlap(question, note);
    await each(after);
  }
  return `{"steps": [${steps.join(", ")}]}`;
}

serve(async ({ system, operations, question }) => {
  const asked = systems[system];
  await asked.empty();
  return operations === undefined ? ask(asked, question) : run(operations, asked.StoreClass);
}).finally(() => client?.quit());
