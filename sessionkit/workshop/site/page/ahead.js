// @ts-check
// Starts Python beside the notebook that loads, or takes one that has started before.
//
// JupyterLite makes the worker of its kernel when everything else is there. This makes
// it at once, and hands it over then; a kernel that is started again gets its own. A
// page that shows this one in a frame may have begun sooner still, and keeps the keys
// while this one loads unseen.

(() => {
  const WORKER = "../extensions/@jupyterlite/pyodide-kernel-extension/static/";
  const Natural = window.Worker;
  /** @typedef {{ startedAhead?: Worker }} Ahead */

  function begun() {
    const page = /** @type {Ahead} */ (/** @type {unknown} */ (window.parent));
    const { startedAhead } = page;
    delete page.startedAhead;
    return startedAhead ?? new Natural(`${WORKER}start.worker.js`, { type: "module" });
  }

  const frame = /** @type {HTMLIFrameElement | null} */ (window.frameElement);
  if (frame)
    for (const one of [window, HTMLElement.prototype]) {
      const { focus } = one;
      /** @param {FocusOptions} [how] */
      one.focus = function (how) {
        if (!frame.inert) focus.call(this, how);
      };
    }

  // isolated pages have another worker
  if (window.crossOriginIsolated) return;
  /** @type {Worker | undefined} */
  let ahead = begun();
  window.Worker = class extends Natural {
    /**
     * @param {string | URL} url
     * @param {WorkerOptions} [options]
     */
    constructor(url, options) {
      if (ahead && String(url).includes("comlink.worker")) {
        const given = ahead;
        ahead = undefined;
        return given;
      }
      super(url, options);
    }
  };
})();
