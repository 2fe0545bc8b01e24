// node pyodide.mjs PYODIDE PROJECT PACKAGES ARGUMENT...: pytest in a page's Python
//
// PYODIDE is the folder of a built site that has it, PROJECT this project, PACKAGES a
// site-packages whose pure modules it may import.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide = "", project = "", packages = "", ...rest] = process.argv.slice(2);
const folder = resolve(pyodide);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({
  indexURL: `${folder}/`,
  lockFileURL: `${folder}/pyodide-lock.json`,
});
for (const [at, path] of Object.entries({ "/project": project, "/packages": packages }))
  python.mountNodeFS(at, resolve(path));
python.globals.set("arguments", python.toPy(rest));
process.exitCode = python.runPython(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/project"]
sys.path.append("/packages")
os.chdir("/project")
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
import pytest
int(pytest.main([*arguments, "-p", "tests.site.in_pyodide"]))
`);
