// What the kernel says to lanes, and what the page says back: only which switch is shown.

/**
 * What stands out in a step, in words that begin with a sign.
 * @typedef {{ kind: "change" | "error" | "outside" | "waits", words: string }} Mark
 */

/**
 * One step: its lane, from 0, what was done there, and what the session holds then.
 * @typedef {{ lane: number, cell: string, state: string, marks: Mark[] }} Row
 */

/**
 * A course of events. Of a recording there is one, and its `outcome` is empty.
 * @typedef {{ where: string, kind: string, outcome: string, rows: Row[] }} Play
 */

/**
 * All that is shown; `first` is the number of the first row.
 * @typedef {{
 *   title: string, summary: string, names: string[], first: number, plays: Play[],
 * }} Data
 */

/** @typedef {{ data: Data, switch: number }} Traits */

/**
 * The part of anywidget's model that lanes need.
 * @typedef {{
 *   get: <Name extends keyof Traits>(name: Name) => Traits[Name],
 *   set: <Name extends keyof Traits>(name: Name, value: Traits[Name]) => void,
 *   save_changes: () => void, on: (event: string, callback: () => void) => void,
 *   off: (event: string, callback: () => void) => void,
 * }} Model
 */

export {};
