// Runs operations on FortJs's own memory store: a JSON request a line, an answer a line.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");
const { run, serve } = require("./traces.js");

const { Fort } = createRequire(path.join(process.argv[2], "from-here.js"))("fortjs");

// create() opens a port on every interface unless it finds a server there already; the
// store class, which fortjs does not export, is chosen before that.
Fort.httpServer = "none: only the default store class is wanted";
Fort.create();
const MemorySessionStore = Fort.sessionStore;

serve((operations) => run(operations, MemorySessionStore));
