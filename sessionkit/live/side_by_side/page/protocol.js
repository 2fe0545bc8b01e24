// What the kernel says of two stores, and what the page says back.

/**
 * One step: the operation, both answers and how they differ; and the keys of its session.
 * @typedef {{ cells: string[], keys: string[][] }} Step
 */

/**
 * All that is shown; `first` is the number of the step to show if none is chosen.
 * @typedef {{
 *   names: string[], verdict: string, differs: boolean, first: number,
 *   note: string, left: string, steps: Step[],
 * }} Data
 */

/** @typedef {{ data: Data, at: number, said: string }} Traits */

/**
 * The part of anywidget's model that the page needs.
 * @typedef {{
 *   get: <Name extends keyof Traits>(name: Name) => Traits[Name],
 *   set: <Name extends keyof Traits>(name: Name, value: Traits[Name]) => void,
 *   save_changes: () => void, send: (message: { kind: "fortjs" }) => void,
 *   on: (event: string, callback: () => void) => void,
 *   off: (event: string, callback: () => void) => void,
 * }} Model
 */

export {};
