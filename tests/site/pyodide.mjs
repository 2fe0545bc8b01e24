// node pyodide.mjs PYODIDE PROJECT PACKAGES WHEEL... -- ARGUMENT...: pytest in a page's Python
//
// PYODIDE is the folder of a built site that has it, PROJECT this project, PACKAGES a
// site-packages whose pure modules it may import, each WHEEL one that is not pure.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide = "", project = "", packages = "", ...rest] = process.argv.slice(2);
const end = rest.indexOf("--");
const folder = resolve(pyodide);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({
  indexURL: `${folder}/`,
  lockFileURL: `${folder}/pyodide-lock.json`,
});
for (const wheel of rest.slice(0, end))
  python.unpackArchive(new Uint8Array(readFileSync(wheel)), "zip", {
    extractDir: "/wheels",
  });
for (const [at, path] of Object.entries({ "/project": project, "/packages": packages }))
  python.mountNodeFS(at, resolve(path));
python.globals.set("arguments", python.toPy(rest.slice(end + 1)));
process.exitCode = python.runPython(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/project", "/wheels"]
sys.path.append("/packages")
os.chdir("/project")
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
import pytest
int(pytest.main([*arguments, "-p", "tests.site.in_pyodide"]))
`);
