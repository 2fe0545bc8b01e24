// What the kernel and the page say to each other: types, and nothing to run.
// Written from ../protocol.py, where more is said, by tests/live/inspector/typedefs.py.

/**
 * How much the page shows and keeps, in items; `step` is in milliseconds.
 * @typedef {{
 *   page: number, few: number, rows: number, below: number, ahead: number,
 *   kept: number, step: number, shown: number,
 * }} Sizes
 */

/**
 * Words for one thing and for any other number, `{count}`, of them.
 * @typedef {{ one: string, more: string }} Counted
 */

/**
 * What the inspector says of its stores; names in braces stand for values.
 * @typedef {{
 *   live: string, behind: string, behindNow: string, busy: string, paused: string,
 *   newer: Counted, past: string, lost: string, offline: string, silent: string,
 *   recorded: string, operations: Counted, sessions: Counted, dropped: string,
 *   original: string, fork: string, keys: Counted, nulls: string, absent: string,
 *   range: string, before: string, nothing: string, after: string,
 *   tombstone: string, gone: string, rest: Counted, empty: string, none: string,
 *   answers: string, answersThen: string, about: string, aboutThen: string,
 *   unasked: string, idle: string, asking: string, found: string,
 *   elsewhere: string, step: string, set: string, place: string, jump: string,
 *   copy: string, copied: string, copies: string, span: string,
 * }} Words
 */

/**
 * A value as it is shown; whether it is null, and has more inside to be opened.
 * @typedef {{ value: string, null: boolean, long: boolean }} ValueData
 */

/**
 * What an operation did to one key; null for a key that is not there.
 * @typedef {{
 *   session: number, key: number, name: string, words: string, outside: boolean,
 *   before?: ValueData | null, after?: ValueData | null, cameBefore: number,
 *   cameAfter: number, byBefore: number,
 * }} ChangeData
 */

/**
 * Another session that an operation changed, or that was found changed then.
 * @typedef {{ session: number, name: string, existed: boolean, exists: boolean }} TouchedData
 */

/**
 * An operation; `more` counts the changes that were too many to be sent.
 * @typedef {{
 *   number: number, session?: number | null, who: string, method: string,
 *   call: string, answer: string, failed: boolean, existed: boolean,
 *   exists: boolean, changes: ChangeData[], more: number, touched: TouchedData[],
 *   mark: string, place: string, code: string,
 * }} EntryData
 */

/**
 * A row of the list of sessions.
 * @typedef {{ session: number, name: string, exists: boolean, keys: number, nulls: number }} SessionData
 */

/**
 * The rows from `offset` on, of `total` that were found.
 * @typedef {{ offset: number, total: number, rows: SessionData[] }} SessionsData
 */

/**
 * A key of a session with its value, and the operation that gave it that.
 * @typedef {{
 *   key: number, name: string, came: number, by: number, value: string,
 *   null: boolean, long: boolean,
 * }} KeyData
 */

/**
 * The keys of a session after an operation: the first ones of `total`.
 * @typedef {{
 *   session: number, name: string, number: number, exists: boolean, total: number,
 *   complete: boolean, keys: KeyData[],
 * }} StateData
 */

/**
 * What the store answers about a key after operation `at`.
 * @typedef {{
 *   kind: "asked", at: number, session?: number | null, key?: number | null,
 *   name: string, rows: string[][], words: string,
 * }} Asked
 */

/**
 * One dict or list that has several names: sessions, keys of them, variables.
 * @typedef {{ kind: string, value: string, names: string[] }} AliasData
 */

/**
 * What happened since the last update; with `reset` all that the page needs.
 * @typedef {{
 *   kind: "update", number: number, dropped: number, known: number,
 *   existing: number, newer: number, wait: number, reset?: boolean,
 *   branches?: number[], entries?: EntryData[], at?: number,
 *   sessions?: SessionsData, states?: StateData[], found?: StateData | null,
 *   asked?: Asked, aliases?: AliasData[],
 * }} Update
 */

/**
 * What a page shows without a kernel: an update, and what was answered when.
 * @typedef {{ update?: Update, asked: Asked[] }} Snapshot
 */

/**
 * What both sides hold, and either may change but for the first five.
 * @typedef {{
 *   title: string, methods: string[], with_key: string[], sizes: Sizes,
 *   words: Words, at: number, session: number, key: number, offset: number,
 *   find_session: string, find_key: string, paused: boolean, branch: number,
 *   snapshot: Snapshot, recorded: boolean,
 * }} Traits
 */

/**
 * Earlier operations, which the page asked for.
 * @typedef {{ kind: "entries", entries: EntryData[] }} Earlier
 */

/**
 * What a call gave that was made by the form.
 * @typedef {{ kind: "answered", words: string }} Answered
 */

/**
 * What FortJs says of the operations up to `last`, and which of them differs.
 * @typedef {{ kind: "said", words: string, number?: number | null, last: number }} Said
 */

/**
 * What could not be done, and why.
 * @typedef {{ kind: "problem", words: string }} Problem
 */

/**
 * The recorded operations, from `first` to `last`, as a text to copy.
 * @typedef {{
 *   kind: "text", how: "scenario" | "test", text: string, first: number,
 *   last: number,
 * }} Copied
 */

/**
 * A part of a value: its name in what it is part of, and its own parts.
 * @typedef {{ name: string, value: string, parts: TreeData[], more: number }} TreeData
 */

/**
 * A value, whole, as a tree; it is that of a key after operation `at`.
 * @typedef {{
 *   kind: "value", at: number, session: number, key: number, name: string,
 *   tree: TreeData,
 * }} Whole
 */

/**
 * The request was heard, and there is nothing else to say.
 * @typedef {{ kind: "pong" }} Pong
 */

/**
 * A page, which names itself, shows the inspector: it needs everything.
 * @typedef {{ kind: "opened", page: string }} Opened
 */

/**
 * A page shows the inspector no more.
 * @typedef {{ kind: "closed", page: string }} Closed
 */

/**
 * A message did not come through: the page needs everything.
 * @typedef {{ kind: "missed" }} Missed
 */

/**
 * The page is there, and shows what it is sent.
 * @typedef {{ kind: "shown" }} Shown
 */

/**
 * The page wants to know whether the kernel hears it.
 * @typedef {{ kind: "ping" }} Ping
 */

/**
 * The page needs earlier operations, up to `last`.
 * @typedef {{ kind: "entries", last: number }} WantEarlier
 */

/**
 * The page wants the value of a key, whole, after operation `at`.
 * @typedef {{ kind: "value", session: number, key: number, at: number }} WantValue
 */

/**
 * What was typed into the form.
 * @typedef {{ kind: "act", session: string, method: string, key: string, value: string }} Act
 */

/**
 * The page wants the recorded operations as a text.
 * @typedef {{ kind: "copy", how: "scenario" | "test" }} Copy
 */

/**
 * The page wants to know what FortJs would have answered.
 * @typedef {{ kind: "fortjs" }} AskFortJs
 */

/** @typedef {Update | Earlier | Asked | Answered | Said | Problem | Copied | Whole | Pong} Message */

/** @typedef {Opened | Closed | Missed | Shown | Ping | WantEarlier | WantValue | Act | Copy | AskFortJs} Request */

/** @typedef {Message & {message: number, heard?: number}} Numbered */

/** @typedef {import("@anywidget/types").AnyModel<Traits>} Model */

export {};
