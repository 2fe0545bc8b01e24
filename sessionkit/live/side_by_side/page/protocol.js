// What the kernel says of two stores, and what the page says back.

/**
 * One step: the operation, both answers and how they differ; and the keys of its session.
 * @typedef {object} Step
 * @property {string[]} cells
 * @property {string[][]} keys
 */

/**
 * All that is shown; `first` is the number of the step to show if none is chosen.
 * @typedef {object} Data
 * @property {string[]} names
 * @property {string} verdict
 * @property {boolean} differs
 * @property {number} first
 * @property {string} note
 * @property {string} left
 * @property {Step[]} steps
 */

/** @typedef {{ data: Data, at: number, said: string }} Traits */

/**
 * The part of anywidget's model that the page needs.
 * @typedef {object} Model
 * @property {<Name extends keyof Traits>(name: Name) => Traits[Name]} get
 * @property {<Name extends keyof Traits>(name: Name, value: Traits[Name]) => void} set
 * @property {() => void} save_changes
 * @property {(message: { kind: "fortjs" }) => void} send
 * @property {(event: string, callback: () => void) => void} on
 * @property {(event: string, callback: () => void) => void} off
 */

export {};
