// What the kernel says to lanes, and what the page says back: only which switch is shown.

/**
 * What stands out in a step, in words that begin with a sign.
 * @typedef {object} Mark
 * @property {"change" | "error" | "outside" | "waits"} kind
 * @property {string} words
 */

/**
 * One step: its lane, from 0, what was done there, and what the session holds then.
 * @typedef {object} Row
 * @property {number} lane
 * @property {string} cell
 * @property {string} state
 * @property {Mark[]} marks
 */

/**
 * A course of events. Of a recording there is one, and its `outcome` is empty.
 * @typedef {object} Play
 * @property {string} where
 * @property {string} kind
 * @property {string} outcome
 * @property {Row[]} rows
 */

/**
 * All that is shown; `first` is the number of the first row.
 * @typedef {object} Data
 * @property {string} title
 * @property {string} summary
 * @property {string[]} names
 * @property {number} first
 * @property {Play[]} plays
 */

/** @typedef {{ data: Data, switch: number }} Traits */

/**
 * The part of anywidget's model that lanes need.
 * @typedef {object} Model
 * @property {<Name extends keyof Traits>(name: Name) => Traits[Name]} get
 * @property {<Name extends keyof Traits>(name: Name, value: Traits[Name]) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, callback: () => void) => void} on
 * @property {(event: string, callback: () => void) => void} off
 */

export {};
