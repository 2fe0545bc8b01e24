// Answers one real HTTP request with the session as JSON, after calls on the session.
"use strict";

const http = require("node:http");
const { createRequire } = require("node:module");
const path = require("node:path");

const fortjs = createRequire(path.join(process.argv[2], "from-here.js"))("fortjs");
const calls = JSON.parse(process.argv[3]);

class SessionController extends fortjs.Controller {
  async show() {
    for (const [method, ...args] of calls) await this.session[method](...args);
    return fortjs.jsonResult(await this.session.getAll());
  }
}
fortjs.defaultWorker()(SessionController.prototype, "show");

// a server of ours, since FortJs's own would listen on every interface
const server = http.createServer(fortjs.Fort.onNewRequest);
fortjs.Fort.httpServer = server;
fortjs.Fort.routes = [{ controller: SessionController, path: "/session" }];
fortjs.Fort.create();

server.listen(0, "127.0.0.1", async () => {
  const reply = await fetch(`http://127.0.0.1:${server.address().port}/session`);
  const type = reply.headers.get("content-type");
  process.stdout.write(JSON.stringify({ status: reply.status, type, body: await reply.text() }));
  process.exit(0);
});
