// @ts-check
// node compile.mjs PYODIDE START OUT: compile what a start imports, by a page's Python
//
// PYODIDE is a folder with Pyodide, START the archive that a start unpacks; OUT becomes
// an archive of compiled modules, named by where their source is in the page.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide = "", start = "", out = ""] = process.argv.slice(2);
const folder = resolve(pyodide);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({
  indexURL: `${folder}/`,
  lockFileURL: `${folder}/pyodide-lock.json`,
  env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" }, // so that sets have one order
});
python.unpackArchive(new Uint8Array(readFileSync(start)), "zip", {
  extractDir: "/lib/python3.14/site-packages",
});
python.runPython(`
import importlib.util, sys, warnings, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

# nobody reads what these say of themselves
QUIET = ("asttokens", "executing", "psygnal", "pure_eval", "pygments", "stack_data")
PACKAGES = "/lib/python3.14/site-packages/"
warnings.simplefilter("ignore")
importlib.invalidate_caches()
import ipywidgets, piplite.piplite, pyodide_kernel
from sessionkit import *
from sessionkit.live import *

files = {getattr(one, "__file__", None) or "" for one in [*sys.modules.values()]}
library = zipfile.ZipFile("/lib/python314.zip")
with zipfile.ZipFile("/compiled.zip", "w") as into:
    for file in sorted(files):
        if file.endswith(".py"):
            inside = file.removeprefix("/lib/python314.zip/")
            source = library.read(inside) if inside != file else Path(file).read_bytes()
            quiet = file.removeprefix(PACKAGES).startswith(QUIET)
            code = compile(source, file, "exec", 0, True, 2 if quiet else 0)
            # never looked at again: there may be no source beside it
            made = _code_to_hash_pyc(code, importlib.util.source_hash(source), False)
            into.writestr(zipfile.ZipInfo(file), bytes(made))
`);
writeFileSync(out, python.FS.readFile("/compiled.zip"));
