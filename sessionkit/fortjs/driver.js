// Runs operations on FortJs's own memory store: a JSON request a line, an answer a line.
"use strict";

const MemorySessionStore = require("./memory_store.js")(process.argv[2]);
const { run, serve } = require("./traces.js");

serve((operations) => run(operations, MemorySessionStore));
