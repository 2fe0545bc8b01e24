// @ts-check
// Runs the lesson of this page in the page: the notebook starts behind what is read.

/**
 * What JupyterLite's notebook tells of itself.
 * @typedef {{ isReady: boolean, session: { kernel: { info: Promise<unknown> } } }} Session
 * @typedef {{ context: { isReady: boolean }, sessionContext: Session,
 *   activate?: () => void }} Panel
 * @typedef {{ shell: { currentWidget: Panel | null } }} App
 * @typedef {{ saveData?: boolean, type?: string, effectiveType?: string }} Connection
 * @typedef {Navigator & { connection?: Connection, deviceMemory?: number }} Hints
 */

const LIMIT = 120_000;
const STEPS = ["the notebook loads", "its session starts", "Python starts"];
const WORKER = "../extensions/@jupyterlite/pyodide-kernel-extension/static/";
const SETTLED = 1500;
/** Milliseconds without a touch of the page, after which the notebook may load. */
const QUIET = 2000;
/** GiB of memory below which a page that is only read starts nothing. */
const MEMORY = 4;
const READ_ONLY =
  "This page was opened from a file, so you can only read it. To run the lesson, " +
  "serve the folder with: sessionkit site --serve";

const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.run"));
/** @type {Worker | undefined} */
let ahead;
/** @type {HTMLIFrameElement | undefined} */
let loading;
let pythonIsReady = false;
const said = /** @type {HTMLElement} */ (document.getElementById("said"));

/** @param {string} text */
function say(text) {
  // a text that is set anew is laid out and read out anew
  if (said.textContent !== text) said.textContent = text;
  said.hidden = !text;
}

/**
 * @param {() => boolean | undefined} holds
 * @param {(seconds: number) => void} tell
 * @param {number} begun
 */
async function until(holds, tell, begun) {
  while (!holds()) {
    const passed = performance.now() - begun;
    if (passed > LIMIT) throw new Error("too long");
    tell(Math.round(passed / 1000));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

// The kernel is a worker: while it starts, the page that is read is not held up. The
// notebook, which does hold it up for a moment, loads when it is asked for, or once
// Python is there and the reader rests. It takes the worker over: see ahead.js.
function startAhead() {
  const page = /** @type {{ startedAhead?: Worker }} */ (/** @type {unknown} */ (window));
  if (ahead || !link) return;
  ahead = page.startedAhead = new Worker(new URL(`${WORKER}start.worker.js`, link.href), {
    type: "module",
  });
  ahead.addEventListener("message", async ({ data }) => {
    if (!data?.startedAhead) return;
    pythonIsReady = true;
    if (!mayStartUnasked()) return;
    await rest();
    load(link);
  });
}

/** Whether this machine has enough of everything to start what nobody asked for. */
function mayStartUnasked() {
  const { connection, deviceMemory } = /** @type {Hints} */ (navigator);
  const slow = /2g|3g/.test(connection?.effectiveType ?? "");
  const metered = connection?.saveData || connection?.type === "cellular" || slow;
  const phone = matchMedia("(hover: none), (max-width: 700px)").matches;
  return !metered && !phone && (deviceMemory ?? MEMORY) >= MEMORY;
}

/** @returns {Promise<void>} that nobody has touched the page for a while */
function rest() {
  return new Promise((resolve) => {
    const touches = new AbortController();
    /** @type {ReturnType<typeof setTimeout>} */
    let waiting;
    const rested = () => {
      if (document.hidden) return again();
      touches.abort();
      resolve();
    };
    const again = () => {
      clearTimeout(waiting);
      waiting = setTimeout(rested, QUIET);
    };
    for (const touch of ["keydown", "pointerdown", "pointermove", "scroll", "wheel"])
      addEventListener(touch, again, { passive: true, signal: touches.signal });
    again();
  });
}

/**
 * Loads the notebook, unseen, if it has not begun to.
 * @param {HTMLAnchorElement} run
 */
function load(run) {
  if (loading) return loading;
  const frame = (loading = document.createElement("iframe"));
  frame.className = "live";
  frame.title = document.title;
  frame.src = run.href;
  frame.inert = true; // so that it leaves the keys to who reads: see ahead.js
  startAhead();
  document.body.append(frame);
  return frame;
}

/** @param {HTMLIFrameElement} frame */
function opened(frame) {
  const page = /** @type {{ jupyterapp?: App } | null} */ (
    /** @type {unknown} */ (frame.contentWindow)
  );
  return page?.jupyterapp?.shell?.currentWidget ?? undefined;
}

/** @param {HTMLIFrameElement} frame */
async function started(frame) {
  const begun = performance.now();
  const panel = () => opened(frame);
  /** @param {number} step */
  const tell = (step) => /** @param {number} seconds */ (seconds) => {
    const python = step < 3 && pythonIsReady ? "; Python is ready" : "";
    say(`Step ${step} of 3: ${STEPS[step - 1]}${python} (${seconds} s). Read on.`);
  };
  await until(() => panel()?.context?.isReady, tell(1), begun);
  await until(() => panel()?.sessionContext?.isReady, tell(2), begun);
  let knows = false;
  const session = /** @type {Panel} */ (panel()).sessionContext.session;
  const known = session.kernel.info.then(() => (knows = true));
  await Promise.race([known, until(() => knows, tell(3), begun)]);
}

/** @param {HTMLAnchorElement} run */
async function live(run) {
  const frame = load(run);
  const toggle = document.createElement("button");
  const show = () => {
    const shown = document.documentElement.classList.toggle("is-live");
    toggle.textContent = shown ? "Back to reading" : "Back to the live lesson";
    frame.inert = !shown;
    say(shown ? "Live: run a cell with Shift+Enter." : "");
    if (!shown) return;
    frame.focus();
    opened(frame)?.activate?.();
  };
  toggle.addEventListener("click", show);
  run.hidden = true;
  try {
    await started(frame);
    run.replaceWith(toggle);
    show();
  } catch {
    frame.remove();
    ahead?.terminate();
    run.hidden = false;
    run.textContent = "Open the live lesson by itself";
    say("It did not start in two minutes.");
  }
}

if (link && location.protocol === "file:") {
  link.remove();
  const note = /** @type {HTMLElement} */ (document.getElementById("read-only"));
  note.textContent = READ_ONLY;
  note.hidden = false;
} else if (link) {
  link.addEventListener("click", (event) => {
    // a new tab or window is opened as anywhere; the second try opens it by itself
    if (event.ctrlKey || event.metaKey || event.shiftKey || said.textContent) return;
    event.preventDefault();
    void live(link);
  });
  // who reaches for the button is about to press it
  for (const reach of ["pointerenter", "focus", "touchstart"])
    link.addEventListener(reach, startAhead, { passive: true });
  addEventListener("load", () =>
    // who only passes through this page is gone by then
    setTimeout(() => !document.hidden && mayStartUnasked() && startAhead(), SETTLED),
  );
}
