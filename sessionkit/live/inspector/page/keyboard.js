// The keys that work anywhere in the inspector but in a field.

/** @import { Page } from "./page.js" */

/**
 * @param {Page} page
 * @param {() => void} find goes to the field that finds a key
 * @param {() => void} play begins to play, or stops
 */
export function keyboard(page, find, play) {
  /** @type {Record<string, () => void>} */
  const actions = {
    ArrowLeft: () => page.step(-1),
    ArrowRight: () => page.step(1),
    Home: () => page.first(),
    End: () => page.last(),
    "/": find,
    " ": play,
  };
  return (/** @type {KeyboardEvent} */ event) => {
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (!action || isOthers(event)) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
}

/**
 * Whether a key belongs to a field, a button, or the page around.
 * @param {KeyboardEvent} event
 */
function isOthers({ key, target, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return true;
  // space presses the button that has the focus
  if (key === " " && target.closest("button")) return true;
  return target.closest("input:not([type=range]), select, textarea") !== null;
}
