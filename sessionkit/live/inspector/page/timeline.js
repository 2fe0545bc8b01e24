// What the page holds of the log, and the state at any operation that follows from it.
// A kernel that runs in the browser (JupyterLite) leaves out what is None, so here and in
// the inspector null is asked for as == null.

const MOST = 10000;

export class Timeline {
  constructor() {
    this.reset();
  }

  reset() {
    this.number = this.dropped = this.known = this.existing = 0;
    this.entries = []; // one after the other, without a gap
    this.window = []; // others, further back
    this.states = new Map(); // by session: its keys after operation `number`
    this.sessions = { offset: 0, total: 0, rows: [] };
    this.sessionsAt = 0;
    this.found = null;
  }

  update(message) {
    if (message.reset) this.reset();
    for (const one of ["number", "dropped", "known", "existing"]) this[one] = message[one];
    if (message.entries) this.append(message.entries);
    if (message.sessions) {
      this.sessions = message.sessions;
      this.sessionsAt = message.at;
      this.found = message.found;
    }
    for (const state of message.states ?? []) this.states.set(state.session, state);
  }

  append(entries) {
    if (!entries.length) return;
    const last = this.entries.at(-1)?.number;
    if (last !== undefined && entries[0].number > last + 1) {
      this.entries = [];
      this.states.clear();
    }
    for (const entry of entries) {
      if (entry.number > (this.entries.at(-1)?.number ?? 0)) this.entries.push(entry);
    }
    if (this.entries.length > MOST) this.entries.splice(0, this.entries.length - MOST);
  }

  // older ones, that were asked for
  prepend(entries) {
    const first = this.entries[0]?.number;
    const older = entries.filter((entry) => entry.number < first);
    if (older.length && older.at(-1).number === first - 1) {
      this.entries = [...older, ...this.entries];
    } else {
      this.window = entries;
    }
  }

  entry(number) {
    const place = (entries) => entries[number - (entries[0]?.number ?? 0)];
    return place(this.entries) ?? place(this.window);
  }

  sessionAt(number) {
    const first = this.dropped ? Math.max(number, this.dropped + 1) : number;
    for (let at = first; at > 0; at -= 1) {
      const entry = this.entry(at);
      if (!entry) return null;
      if (entry.session != null) return entry.session;
    }
    return null;
  }

  // The entries that lead from one operation to another, with a direction; null where
  // some of them are not here.
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

  // The keys of a session after an operation; null where the kernel has to be asked.
  state(session, number) {
    const base = this.states.get(session);
    const way = base && this.way(base.number, number);
    if (!way) return null;
    const passed = way.entries.filter((entry) => entry.session === session);
    if (!passed.length) return base;
    if (!base.complete || passed.some((entry) => entry.more)) return null;
    const keys = new Map(base.keys.map((key) => [key.key, key]));
    let exists = base.exists;
    for (const entry of passed) {
      for (const change of way.forward ? entry.changes : entry.changes.toReversed()) {
        const value = way.forward ? change.after : change.before;
        const came = way.forward ? change.cameAfter : change.cameBefore;
        if (value == null) keys.delete(change.key);
        else keys.set(change.key, { key: change.key, name: change.name, came, ...value });
      }
      exists = way.forward ? entry.exists : entry.existed;
    }
    const sorted = [...keys.values()].sort((one, other) => one.came - other.came);
    return { ...base, number, exists, total: sorted.length, keys: sorted };
  }

  // The rows of the listed sessions after an operation; null as above.
  rows(number) {
    const way = this.way(this.sessionsAt, number);
    if (!way) return null;
    const rows = new Map(this.sessions.rows.map((row) => [row.session, { ...row }]));
    for (const entry of way.entries) {
      const row = rows.get(entry.session);
      if (!row) continue;
      if (entry.more) return null;
      for (const change of entry.changes) {
        const was = way.forward ? change.before : change.after;
        const is = way.forward ? change.after : change.before;
        row.keys += (is != null) - (was != null);
        row.nulls += (is?.null ?? false) - (was?.null ?? false);
      }
      row.exists = way.forward ? entry.exists : entry.existed;
    }
    return [...rows.values()];
  }
}
