// What the kernel and the page say to each other: types, and nothing to run.
// Written from ../protocol.py, where more is said, by tests/live/inspector/typedefs.py.

/**
 * How much the page shows and keeps, in items; `step` is in milliseconds.
 * @typedef {object} Sizes
 * @property {number} page
 * @property {number} few
 * @property {number} rows
 * @property {number} below
 * @property {number} ahead
 * @property {number} kept
 * @property {number} step
 * @property {number} shown
 */

/**
 * Words for one thing and for any other number, `{count}`, of them.
 * @typedef {object} Counted
 * @property {string} one
 * @property {string} more
 */

/**
 * What the inspector says of its stores; names in braces stand for values.
 * @typedef {object} Words
 * @property {string} live
 * @property {string} behind
 * @property {string} behindNow
 * @property {string} busy
 * @property {string} paused
 * @property {Counted} newer
 * @property {string} past
 * @property {string} lost
 * @property {string} offline
 * @property {string} silent
 * @property {string} recorded
 * @property {Counted} operations
 * @property {Counted} sessions
 * @property {string} dropped
 * @property {string} original
 * @property {string} fork
 * @property {Counted} keys
 * @property {string} nulls
 * @property {string} absent
 * @property {string} range
 * @property {string} before
 * @property {string} nothing
 * @property {string} after
 * @property {string} tombstone
 * @property {string} gone
 * @property {Counted} rest
 * @property {string} empty
 * @property {string} none
 * @property {string} answers
 * @property {string} answersThen
 * @property {string} about
 * @property {string} aboutThen
 * @property {string} unasked
 * @property {string} idle
 * @property {string} asking
 * @property {string} found
 * @property {string} elsewhere
 * @property {string} step
 * @property {string} set
 * @property {string} place
 * @property {string} jump
 * @property {string} copy
 * @property {string} copied
 * @property {string} copies
 * @property {string} span
 */

/**
 * A value as it is shown; whether it is null, and has more inside to be opened.
 * @typedef {object} ValueData
 * @property {string} value
 * @property {boolean} null
 * @property {boolean} long
 */

/**
 * What an operation did to one key; null for a key that is not there.
 * @typedef {object} ChangeData
 * @property {number} session
 * @property {number} key
 * @property {string} name
 * @property {string} words
 * @property {boolean} outside
 * @property {ValueData | null} [before]
 * @property {ValueData | null} [after]
 * @property {number} cameBefore
 * @property {number} cameAfter
 * @property {number} byBefore
 */

/**
 * Another session that an operation changed, or that was found changed then.
 * @typedef {object} TouchedData
 * @property {number} session
 * @property {string} name
 * @property {boolean} existed
 * @property {boolean} exists
 */

/**
 * An operation; `more` counts the changes that were too many to be sent.
 * @typedef {object} EntryData
 * @property {number} number
 * @property {number | null} [session]
 * @property {string} who
 * @property {string} method
 * @property {string} call
 * @property {string} answer
 * @property {boolean} failed
 * @property {boolean} existed
 * @property {boolean} exists
 * @property {ChangeData[]} changes
 * @property {number} more
 * @property {TouchedData[]} touched
 * @property {string} mark
 * @property {string} place
 * @property {string} code
 */

/**
 * A row of the list of sessions.
 * @typedef {object} SessionData
 * @property {number} session
 * @property {string} name
 * @property {boolean} exists
 * @property {number} keys
 * @property {number} nulls
 */

/**
 * The rows from `offset` on, of `total` that were found.
 * @typedef {object} SessionsData
 * @property {number} offset
 * @property {number} total
 * @property {SessionData[]} rows
 */

/**
 * A key of a session with its value, and the operation that gave it that.
 * @typedef {object} KeyData
 * @property {number} key
 * @property {string} name
 * @property {number} came
 * @property {number} by
 * @property {string} value
 * @property {boolean} null
 * @property {boolean} long
 */

/**
 * The keys of a session after an operation: the first ones of `total`.
 * @typedef {object} StateData
 * @property {number} session
 * @property {string} name
 * @property {number} number
 * @property {boolean} exists
 * @property {number} total
 * @property {boolean} complete
 * @property {KeyData[]} keys
 */

/**
 * What the store answers about a key after operation `at`.
 * @typedef {object} Asked
 * @property {"asked"} kind
 * @property {number} at
 * @property {number | null} [session]
 * @property {number | null} [key]
 * @property {string} name
 * @property {string[][]} rows
 * @property {string} words
 */

/**
 * One dict or list that has several names: sessions, keys of them, variables.
 * @typedef {object} AliasData
 * @property {string} kind
 * @property {string} value
 * @property {string[]} names
 */

/**
 * What happened since the last update; with `reset` all that the page needs.
 * @typedef {object} Update
 * @property {"update"} kind
 * @property {number} number
 * @property {number} dropped
 * @property {number} known
 * @property {number} existing
 * @property {number} newer
 * @property {number} wait
 * @property {boolean} [reset]
 * @property {number[]} [branches]
 * @property {EntryData[]} [entries]
 * @property {number} [at]
 * @property {SessionsData} [sessions]
 * @property {StateData[]} [states]
 * @property {StateData | null} [found]
 * @property {Asked} [asked]
 * @property {AliasData[]} [aliases]
 */

/**
 * What a page shows without a kernel: an update, and what was answered when.
 * @typedef {object} Snapshot
 * @property {Update} [update]
 * @property {Asked[]} asked
 */

/**
 * What both sides hold, and either may change but for the first five.
 * @typedef {object} Traits
 * @property {string} title
 * @property {string[]} methods
 * @property {string[]} with_key
 * @property {Sizes} sizes
 * @property {Words} words
 * @property {number} at
 * @property {number} session
 * @property {number} key
 * @property {number} offset
 * @property {string} find_session
 * @property {string} find_key
 * @property {boolean} paused
 * @property {number} branch
 * @property {Snapshot} snapshot
 * @property {boolean} recorded
 */

/**
 * Earlier operations, which the page asked for.
 * @typedef {object} Earlier
 * @property {"entries"} kind
 * @property {EntryData[]} entries
 */

/**
 * What a call gave that was made by the form.
 * @typedef {object} Answered
 * @property {"answered"} kind
 * @property {string} words
 */

/**
 * What FortJs says of the operations up to `last`, and which of them differs.
 * @typedef {object} Said
 * @property {"said"} kind
 * @property {string} words
 * @property {number | null} [number]
 * @property {number} last
 */

/**
 * What could not be done, and why.
 * @typedef {object} Problem
 * @property {"problem"} kind
 * @property {string} words
 */

/**
 * The recorded operations, from `first` to `last`, as a text to copy.
 * @typedef {object} Copied
 * @property {"text"} kind
 * @property {"scenario" | "test"} how
 * @property {string} text
 * @property {number} first
 * @property {number} last
 */

/**
 * A part of a value: its name in what it is part of, and its own parts.
 * @typedef {object} TreeData
 * @property {string} name
 * @property {string} value
 * @property {TreeData[]} parts
 * @property {number} more
 */

/**
 * A value, whole, as a tree; it is that of a key after operation `at`.
 * @typedef {object} Whole
 * @property {"value"} kind
 * @property {number} at
 * @property {number} session
 * @property {number} key
 * @property {string} name
 * @property {TreeData} tree
 */

/**
 * The request was heard, and there is nothing else to say.
 * @typedef {object} Pong
 * @property {"pong"} kind
 */

/**
 * A page, which names itself, shows the inspector: it needs everything.
 * @typedef {object} Opened
 * @property {"opened"} kind
 * @property {string} page
 */

/**
 * A page shows the inspector no more.
 * @typedef {object} Closed
 * @property {"closed"} kind
 * @property {string} page
 */

/**
 * A message did not come through: the page needs everything.
 * @typedef {object} Missed
 * @property {"missed"} kind
 */

/**
 * The page is there, and shows what it is sent.
 * @typedef {object} Shown
 * @property {"shown"} kind
 */

/**
 * The page wants to know whether the kernel hears it.
 * @typedef {object} Ping
 * @property {"ping"} kind
 */

/**
 * The page needs earlier operations, up to `last`.
 * @typedef {object} WantEarlier
 * @property {"entries"} kind
 * @property {number} last
 */

/**
 * The page wants the value of a key, whole, after operation `at`.
 * @typedef {object} WantValue
 * @property {"value"} kind
 * @property {number} session
 * @property {number} key
 * @property {number} at
 */

/**
 * What was typed into the form.
 * @typedef {object} Act
 * @property {"act"} kind
 * @property {string} session
 * @property {string} method
 * @property {string} key
 * @property {string} value
 */

/**
 * The page wants the recorded operations as a text.
 * @typedef {object} Copy
 * @property {"copy"} kind
 * @property {"scenario" | "test"} how
 */

/**
 * The page wants to know what FortJs would have answered.
 * @typedef {object} AskFortJs
 * @property {"fortjs"} kind
 */

/** @typedef {Update | Earlier | Asked | Answered | Said | Problem | Copied | Whole | Pong} Message */

/** @typedef {Opened | Closed | Missed | Shown | Ping | WantEarlier | WantValue | Act | Copy | AskFortJs} Request */

/** @typedef {Message & {message: number, heard?: number}} Numbered */

/** @typedef {import("@anywidget/types").AnyModel<Traits>} Model */

export {};
