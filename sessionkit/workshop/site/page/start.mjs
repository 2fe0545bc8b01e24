// @ts-check
// Starts Python for a lesson: the kernel of JupyterLite loads this in place of Pyodide.
//
// What the kernel imports comes in one archive, its modules compiled beforehand. The
// start may be under way before the kernel asks for it: see ahead.js.

/**
 * What this needs of Pyodide.
 * @typedef {object} Python
 * @property {(archive: ArrayBuffer, format: string, how: object) => void} unpackArchive
 * @property {(code: string) => unknown} runPython
 */
/** @typedef {(text: string) => void} Written */

const HERE = new URL("./", import.meta.url).href;
const PACKAGES = "/lib/python3.14/site-packages";
/** @type {{ stdout: Written, stderr: Written }} */
const written = { stdout: console.log, stderr: console.error };
/** @type {Promise<Python> | undefined} */
let begun;

/** @param {string} name */
async function fetched(name) {
  const response = await fetch(HERE + name);
  if (!response.ok) throw new Error(`${name} cannot be fetched: ${response.status}`);
  return response.arrayBuffer();
}

async function begin() {
  const archive = fetched("start.zip");
  archive.catch(() => {}); // it is told where it is awaited
  const { loadPyodide } = await import(`${HERE}pyodide.mjs`);
  /** @type {Python} */
  const python = await loadPyodide({
    indexURL: HERE,
    lockFileURL: `${HERE}pyodide-lock.json`,
    stdout: /** @type {Written} */ ((text) => written.stdout(text)),
    stderr: /** @type {Written} */ ((text) => written.stderr(text)),
  });
  python.unpackArchive(await archive, "zip", { extractDir: PACKAGES });
  // what was not there is looked for anew
  python.runPython("import importlib; importlib.invalidate_caches(); del importlib");
  python.runPython("import pyodide_kernel, sessionkit.live; del sessionkit");
  return python;
}

/** Begins, before anybody asks; tells the page when Python is ready. */
export function ahead() {
  begun ??= begin();
  begun.then(
    () => postMessage({ startedAhead: true }),
    () => {}, // whoever asks for Python is told
  );
}

/**
 * Gives a Python that writes where the kernel wants it.
 * @param {{ stdout?: Written, stderr?: Written }} options
 */
export function loadPyodide({ stdout, stderr }) {
  Object.assign(written, stdout && { stdout }, stderr && { stderr });
  return (begun ??= begin());
}
