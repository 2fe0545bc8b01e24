// Four pages on express-session as it comes; writes the port that it listens on.
"use strict";

const http = require("node:http");
const { createRequire } = require("node:module");
const path = require("node:path");

const load = createRequire(path.join(process.argv[2], "from-here.js"));
const middleware = load("express-session")({ secret: "for a test" });

/** @type {Record<string, (session: any) => any>} */
const pages = {
  "/read": (session) => session.user,
  "/read?user": (session) => session.user,
  "/read?cart": (session) => session.cart,
  "/write": (session) => void (session.user = "Ada"),
  "/crash": (session) => {
    session.cart = 1;
    throw new Error("on purpose");
  },
};

/** @type {(req: any) => Promise<void>} */
const login = (req) =>
  new Promise((resolve, reject) =>
    req.session.regenerate((/** @type {unknown} */ error) => {
      req.session.role = "admin";
      error ? reject(error) : resolve();
    }),
  );

const server = http.createServer((req, res) =>
  middleware(req, res, async () => {
    try {
      /** @type {any} */
      const { session } = req;
      if (req.url === "/login") await login(req);
      const answer = req.url === "/login" ? null : pages[String(req.url)](session);
      res.end(JSON.stringify(answer ?? null));
    } catch {
      res.statusCode = 500;
      res.end("null");
    }
  }),
);
server.listen(0, "127.0.0.1", () => {
  console.log(/** @type {import("node:net").AddressInfo} */ (server.address()).port);
});
