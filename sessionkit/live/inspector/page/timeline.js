// What the page holds of the log, and the state at any operation that follows from it.
// A kernel that runs in the browser (JupyterLite) leaves out what is None, so here and in
// the panels null is asked for as == null.

/** @import { ChangeData, EntryData, KeyData, SessionData, SessionsData } from "./protocol.js" */
/** @import { StateData, Update } from "./protocol.js" */

/**
 * The operations between two points in the log, in the order in which they are passed.
 * @typedef {{ forward: boolean, entries: EntryData[] }} Way
 */

export class Timeline {
  /** @param {number} kept how many operations in a row are kept, the last ones */
  constructor(kept) {
    this.kept = kept;
    this.number = this.dropped = this.known = this.existing = 0;
    /** Operations that a pause holds back; seconds that the next ones may come late. */
    this.newer = this.wait = 0;
    this.sessionsAt = 0;
    /** @type {EntryData[]} */
    this.entries = []; // one after the other, without a gap
    /** @type {EntryData[]} */
    this.window = []; // others, further back
    /** @type {Map<number, StateData>} */
    this.states = new Map(); // by session: its keys after operation `number`
    /** @type {SessionsData} */
    this.sessions = { offset: 0, total: 0, rows: [] };
    /** @type {StateData | null} */
    this.found = null;
  }

  /** @param {Update} message */
  update(message) {
    if (message.reset) Object.assign(this, new Timeline(this.kept));
    this.number = message.number;
    this.dropped = message.dropped;
    this.known = message.known;
    this.existing = message.existing;
    this.newer = message.newer;
    this.wait = message.wait;
    if (message.entries) this.append(message.entries);
    if (message.sessions) {
      this.sessions = message.sessions;
      this.sessionsAt = message.at ?? 0;
      this.found = message.found ?? null;
    }
    for (const state of message.states ?? []) this.states.set(state.session, state);
  }

  /** @param {EntryData[]} entries */
  append(entries) {
    const first = entries[0]?.number;
    const last = this.entries.at(-1)?.number;
    if (first === undefined) return;
    if (last !== undefined && first > last + 1) {
      this.entries = [];
      this.states.clear();
    }
    for (const entry of entries) {
      if (entry.number > (this.entries.at(-1)?.number ?? 0)) this.entries.push(entry);
    }
    this.entries.splice(0, this.entries.length - this.kept);
  }

  /**
   * Add earlier operations, which were asked for.
   * @param {EntryData[]} entries
   */
  prepend(entries) {
    const first = this.entries[0]?.number ?? 0;
    const older = entries.filter((entry) => entry.number < first);
    if (older.at(-1)?.number === first - 1) {
      this.entries = [...older, ...this.entries];
    } else {
      this.window = entries;
    }
  }

  /**
   * @param {number} number
   * @returns {EntryData | undefined}
   */
  entry(number) {
    const place = (/** @type {EntryData[]} */ entries) =>
      entries[number - (entries[0]?.number ?? 0)];
    return place(this.entries) ?? place(this.window);
  }

  /**
   * The session of an operation, or of the last one before it that has any.
   * @param {number} number
   */
  sessionAt(number) {
    const first = this.dropped ? Math.max(number, this.dropped + 1) : number;
    for (let at = first; at > 0; at -= 1) {
      const entry = this.entry(at);
      if (!entry) return null;
      if (entry.session != null) return entry.session;
    }
    return null;
  }

  /**
   * The way from one operation to another; null where some of it is not here.
   * @param {number} from
   * @param {number} to
   * @returns {Way | null}
   */
  way(from, to) {
    const forward = to > from;
    const [low, high] = forward ? [from, to] : [to, from];
    if (low === high) return { forward, entries: [] };
    const first = this.entries[0]?.number ?? Infinity;
    const last = this.entries.at(-1)?.number ?? 0;
    if (first > low + 1 || last < high) return null;
    const entries = this.entries.slice(low + 1 - first, high + 1 - first);
    return { forward, entries: forward ? entries : entries.reverse() };
  }

  /**
   * The keys of a session after an operation; null where the kernel has to be asked.
   * @param {number} session
   * @param {number} number
   * @returns {StateData | null}
   */
  state(session, number) {
    const base = this.states.get(session);
    const way = base && this.way(base.number, number);
    if (!way) return null;
    const passed = way.entries.filter((entry) => lifeOf(entry, session));
    const last = passed.at(-1);
    if (!last) return base;
    if (!base.complete || passed.some((entry) => entry.more)) return null;
    const keys = keysAfter(base.keys, passed, session, way.forward);
    const life = lifeOf(last, session);
    const exists = Boolean(way.forward ? life?.exists : life?.existed);
    return { ...base, number, exists, total: keys.length, keys };
  }

  /**
   * The rows of the listed sessions after an operation; null as above.
   * @param {number} number
   * @returns {SessionData[] | null}
   */
  rows(number) {
    const way = this.way(this.sessionsAt, number);
    if (!way) return null;
    const rows = new Map(this.sessions.rows.map((row) => [row.session, { ...row }]));
    for (const entry of way.entries) {
      if (entry.more) return null;
      for (const change of entry.changes) count(rows.get(change.session), change, way.forward);
      for (const life of lives(entry)) {
        const row = rows.get(life.session);
        if (row) row.exists = way.forward ? life.exists : life.existed;
      }
    }
    return [...rows.values()];
  }

  /**
   * The next operation, or the one before, that changed a key; null where there is none
   * among those that are here.
   * @param {number} session
   * @param {number} key
   * @param {number} from
   * @param {boolean} forward
   */
  change(session, key, from, forward) {
    const { entries } = this;
    const place = from - (entries[0]?.number ?? 0);
    const step = forward ? 1 : -1;
    let at = forward ? Math.max(0, place + 1) : Math.min(place, entries.length) - 1;
    for (let entry = entries[at]; entry; entry = entries[(at += step)]) {
      if (changes(entry, session, key)) return entry.number;
    }
    return null;
  }
}

/**
 * Every session that an operation is about: whether it existed before, and after.
 * @param {EntryData} entry
 */
function lives(entry) {
  const { session, existed, exists } = entry;
  const own = session == null ? [] : [{ session, existed, exists }];
  return [...own, ...entry.touched];
}

/**
 * @param {EntryData} entry
 * @param {number} session
 */
function lifeOf(entry, session) {
  return lives(entry).find((life) => life.session === session);
}

/**
 * @param {EntryData} entry
 * @param {number} session
 * @param {number} key
 */
function changes(entry, session, key) {
  return entry.changes.some((change) => change.session === session && change.key === key);
}

/**
 * Do changes to a session's keys, or undo them on the way back.
 * @param {KeyData[]} before
 * @param {EntryData[]} passed
 * @param {number} session
 * @param {boolean} forward
 */
function keysAfter(before, passed, session, forward) {
  const keys = new Map(before.map((key) => [key.key, key]));
  for (const entry of passed) {
    const changes = entry.changes.filter((change) => change.session === session);
    for (const change of forward ? changes : changes.toReversed()) {
      const { key, name } = change;
      const value = forward ? change.after : change.before;
      const came = forward ? change.cameAfter : change.cameBefore;
      const by = forward ? entry.number : change.byBefore;
      if (value == null) keys.delete(key);
      else keys.set(key, { key, name, came, by, ...value });
    }
  }
  return [...keys.values()].sort((one, other) => one.came - other.came);
}

/**
 * Count a change in a session's row, or take it back.
 * @param {SessionData | undefined} row
 * @param {ChangeData} change
 * @param {boolean} forward
 */
function count(row, change, forward) {
  if (!row) return;
  const [was, is] = forward ? [change.before, change.after] : [change.after, change.before];
  row.keys += Number(is != null) - Number(was != null);
  row.nulls += Number(is?.null ?? false) - Number(was?.null ?? false);
}
