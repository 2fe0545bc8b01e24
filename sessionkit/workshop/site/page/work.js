/**
 * A bar in a lesson that runs in a page: take what you wrote home, or begin anew.
 *
 * JupyterLite keeps what a learner writes in this browser, over a reload, too; the
 * lesson as it was handed out stays on the server, and comes back once that is deleted.
 */

/**
 * @typedef {object} Lesson what this needs of JupyterLab's open notebook
 * @property {{ path: string, save: () => Promise<void>,
 *   model: { dirty: boolean, toJSON: () => unknown } }} context
 */

/**
 * @typedef {object} App what this needs of JupyterLab
 * @property {{ currentWidget: Lesson | null }} shell
 * @property {{ contents: { delete: (path: string) => Promise<void> } }} serviceManager
 */

const LOOK = `
  .sk-work { position: fixed; right: 12px; bottom: 12px; z-index: 900; display: flex;
    flex-wrap: wrap; gap: 6px; align-items: center; padding: 6px 10px;
    border: 1px solid var(--jp-border-color1, #888); border-radius: 6px;
    background: var(--jp-layout-color1, Canvas); color: var(--jp-ui-font-color1, CanvasText);
    font: 13px/1.4 var(--jp-ui-font-family, system-ui), sans-serif; }
  .sk-work button, .sk-work a { font: inherit; color: inherit; padding: 3px 9px;
    border: 1px solid var(--jp-border-color1, #888); border-radius: 4px;
    background: var(--jp-layout-color2, Canvas); cursor: pointer; text-decoration: none; }
  .sk-work :focus-visible { outline: 2px solid var(--jp-brand-color1, Highlight); }
  @media print { .sk-work { display: none; } }`;

const ASKED =
  "Reset this lesson? Your answers in it are deleted from this browser, " +
  "and the lesson is again as it was handed out.";

/** @returns {App | undefined} */
function app() {
  return /** @type {{ jupyterapp?: App }} */ (/** @type {unknown} */ (window)).jupyterapp;
}

/** @returns {Promise<Lesson>} the open notebook, once it is there */
async function lesson() {
  for (;;) {
    const open = app()?.shell.currentWidget;
    if (open?.context) return open;
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

/** @param {Lesson} open */
async function download(open) {
  const { context } = open;
  await context.save();
  const written = `${JSON.stringify(context.model.toJSON(), null, 1)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([written], { type: "application/json" }));
  link.download = context.path.split("/").pop() ?? "lesson.ipynb";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {Lesson} open */
async function reset(open) {
  if (!window.confirm(ASKED)) return;
  await app()?.serviceManager.contents.delete(open.context.path);
  // else the browser asks whether to leave, and what was deleted is saved again
  open.context.model.dirty = false;
  window.location.reload();
}

/**
 * @param {string} label
 * @param {string} title
 * @param {() => Promise<void>} act
 */
function button(label, title, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: label, title });
  made.addEventListener("click", () => {
    made.disabled = true;
    act()
      .catch((error) => window.alert(`${label}: ${error}`))
      .finally(() => (made.disabled = false));
  });
  return made;
}

async function show() {
  const open = await lesson();
  const bar = document.createElement("div");
  bar.className = "sk-work";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Your work in this lesson");
  const look = document.createElement("style");
  look.textContent = LOOK;
  bar.append(
    look,
    button("Download my work", "Save this lesson as a notebook file", () => download(open)),
    button("Reset this lesson", "Begin this lesson anew", () => reset(open)),
  );
  document.body.append(bar);
}

void show();
