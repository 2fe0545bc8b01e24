// Gives FortJs's own memory store, from the package that is installed in a folder.
"use strict";

const { createRequire } = require("node:module");
const path = require("node:path");

module.exports = (folder) => {
  const { Fort } = createRequire(path.join(folder, "from-here.js"))("fortjs");
  // create() opens a port on every interface unless it finds a server there already; the
  // store class, which fortjs does not export, is chosen before that.
  Fort.httpServer = "none: only the default store class is wanted";
  Fort.create();
  return Fort.sessionStore;
};
