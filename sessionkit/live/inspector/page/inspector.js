// The inspector's page. Whatever comes from a store is set as text, never as markup.

const ROWS = 15; // operations in sight
const STEP = 700; // milliseconds from one operation to the next, while it plays
const SHOWN = 30; // messages after which the kernel hears that they are seen

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Rows are used again, so that the focus stays where it is.
function fill(parent, items, create, show) {
  while (parent.children.length > items.length) parent.lastChild.remove();
  while (parent.children.length < items.length) parent.append(create());
  items.forEach((item, place) => show(parent.children[place], item));
}

function many(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

function inWords(change) {
  const was = change.before == null ? "" : `, was ${change.before.value}`;
  const by = change.outside ? ", through no operation" : "";
  return `${change.sign} ${change.word}${was}${by}`;
}

function render({ model, el }) {
  const view = String(Math.random());
  const timeline = new Timeline();
  let messages = 0;
  let playing = 0;
  let asked = null;
  let branches = [0];
  let wanted = 0;

  const send = (kind, content = {}) => model.send({ kind, ...content });
  const button = (text, label, onclick) =>
    make("button", { type: "button", text, "aria-label": label, title: label, onclick });
  const set = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
    draw();
  };

  // where we are
  const shown = () => {
    const at = model.get("at");
    return at < 0 ? timeline.number : Math.min(Math.max(at, timeline.dropped), timeline.number);
  };
  const session = () => {
    const chosen = model.get("session");
    return chosen < 0 ? timeline.sessionAt(shown()) : chosen;
  };
  const go = (number) => {
    const at = Math.max(timeline.dropped, number);
    set({ at: at >= timeline.number ? -1 : at });
  };
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    say(play, "▶");
    play.setAttribute("aria-label", "Play");
  };
  const toggle = () => {
    if (playing) return stop();
    if (shown() >= timeline.number) go(timeline.dropped);
    playing = setInterval(() => {
      go(shown() + 1);
      if (shown() >= timeline.number) stop();
    }, STEP);
    say(play, "❚❚");
    play.setAttribute("aria-label", "Stop playing");
  };

  // head
  const dot = make("span", { class: "sk-dot", "aria-hidden": "true" });
  const counts = make("span", { class: "sk-quiet" });
  const branch = make("select", {
    "aria-label": "Branch",
    onchange: () => set({ branch: Number(branch.value) }),
  });
  const pause = make("button", { type: "button", onclick: () => set({ paused: !model.get("paused") }) });
  const head = make(
    "div",
    { class: "sk-head" },
    dot,
    make("strong", { text: model.get("title") }),
    counts,
    make("span", { class: "sk-space" }),
    branch,
    pause,
    make("button", { type: "button", text: "Copy as scenario", onclick: () => send("copy", { how: "scenario" }) }),
    make("button", { type: "button", text: "Copy as test", onclick: () => send("copy", { how: "test" }) }),
    make("button", { type: "button", text: "Ask FortJs", onclick: () => send("fortjs") }),
  );

  // sessions
  const sessions = make("ul");
  const findSession = make("input", {
    type: "search",
    placeholder: "find a session",
    "aria-label": "Find a session",
    oninput: () => set({ find_session: findSession.value, offset: 0 }),
  });
  const listed = make("span", { class: "sk-quiet" });
  const earlier = button("◂", "Earlier sessions", () => set({ offset: timeline.sessions.offset - 50 }));
  const later = button("▸", "Later sessions", () => set({ offset: timeline.sessions.offset + 50 }));
  const pages = make("div", { class: "sk-pages" }, earlier, listed, later);
  const sessionsPart = make(
    "div",
    { class: "sk-sessions", role: "region", "aria-label": "Sessions" },
    make("div", { class: "sk-title", text: "Sessions" }),
    findSession,
    sessions,
    pages,
  );

  // keys
  const keysTitle = make("div", { class: "sk-title" });
  const findKey = make("input", {
    type: "search",
    placeholder: "find a key",
    "aria-label": "Find a key",
    oninput: () => set({ find_key: findKey.value }),
  });
  const keys = make("tbody");
  const headers = ["key", "value", "this step"].map((text) => make("th", { scope: "col", text }));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...headers)), keys);
  const keysRest = make("div", { class: "sk-quiet" });
  const answersTitle = make("div", { class: "sk-title" });
  const answers = make("dl");
  const answersWords = make("div", { class: "sk-quiet" });
  const keysPart = make(
    "div",
    { class: "sk-keys", role: "region", "aria-label": "Keys and values" },
    make("div", { class: "sk-line" }, keysTitle, findKey),
    table,
    keysRest,
    make("div", { class: "sk-answers" }, answersTitle, answers, answersWords),
  );

  // operations
  const operations = make("ol");
  const operationsPart = make(
    "div",
    { class: "sk-operations", role: "region", "aria-label": "Operations" },
    make("div", { class: "sk-title", text: "Operations" }),
    operations,
  );

  // foot
  const play = button("▶", "Play", toggle);
  const slider = make("input", {
    type: "range",
    "aria-label": "Operation",
    oninput: () => go(Number(slider.value)),
  });
  const place = make("span", { class: "sk-place" });
  const field = (name, attributes) =>
    make("label", {}, make("span", { text: name }), make("input", { type: "text", size: "8", ...attributes }));
  const sessionField = field("session", { name: "session" });
  const method = make("select", { name: "method" });
  for (const one of model.get("methods")) method.append(make("option", { value: one, text: one }));
  method.value = "set";
  const keyField = field("key", { name: "key" });
  const valueField = field("value (JSON)", { name: "value", placeholder: '"ada"' });
  const act = make("button", { type: "submit", text: "Run" });
  const form = make(
    "form",
    { "aria-label": "Act on the store" },
    sessionField,
    make("label", {}, make("span", { text: "method" }), method),
    keyField,
    valueField,
    act,
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    send("act", {
      session: sessionField.lastChild.value,
      method: method.value,
      key: keyField.lastChild.value,
      value: valueField.lastChild.value,
    });
  };
  method.onchange = () => {
    keyField.hidden = !model.get("with_key").includes(method.value);
    valueField.hidden = !method.value.startsWith("set");
  };
  const foot = make(
    "div",
    { class: "sk-foot" },
    make(
      "div",
      { class: "sk-travel", role: "group", "aria-label": "Time travel" },
      button("|◁", "First operation", () => go(timeline.dropped)),
      button("◁", "Back one operation", () => go(shown() - 1)),
      play,
      button("▷", "Forward one operation", () => go(shown() + 1)),
      button("▷|", "Last operation", () => set({ at: -1 })),
      slider,
      place,
    ),
    form,
  );

  // what is said
  const words = make("p", { role: "status", class: "sk-words" });
  const jump = make("button", { type: "button" });
  const problem = make("p", { role: "alert", class: "sk-problem" });
  const copied = make("textarea", { readonly: "", rows: "8", spellcheck: "false" });
  const close = make("button", {
    type: "button",
    text: "Close the copy",
    onclick: () => (copy.hidden = true),
  });
  const copy = make("div", { class: "sk-copy" }, copied, close);
  copy.hidden = jump.hidden = true;
  const help = make("p", {
    class: "sk-quiet",
    text: "Keys: ← and → step, Home and End go to the first and last operation, space plays, / finds a key.",
  });

  const root = make(
    "div",
    {
      class: "sk-inspector",
      role: "group",
      tabindex: "0",
      "aria-label": `Inspector of ${model.get("title")}`,
      "data-lm-suppress-shortcuts": "true",
    },
    head,
    make("div", { class: "sk-body" }, sessionsPart, keysPart, operationsPart),
    foot,
    make("div", { class: "sk-said" }, words, jump, problem, copy, help),
  );

  root.onkeydown = (event) => {
    const typing = event.target.closest("input:not([type=range]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = {
      ArrowLeft: () => go(shown() - 1),
      ArrowRight: () => go(shown() + 1),
      Home: () => go(timeline.dropped),
      End: () => set({ at: -1 }),
      "/": () => {
        findKey.hidden = false;
        findKey.focus();
      },
    };
    // space presses the button that has the focus
    if (!event.target.closest("button")) steps[" "] = toggle;
    if (!(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    steps[event.key]();
  };

  function drawHead() {
    const paused = model.get("paused");
    const live = paused ? "paused" : model.get("at") < 0 ? "live" : "back in time";
    dot.classList.toggle("sk-live", live === "live");
    const dropped = timeline.dropped ? ` · the first ${timeline.dropped.toLocaleString("en")} kept no more` : "";
    say(
      counts,
      `${live} · ${many(timeline.number, "operation")} · ${many(timeline.existing, "session")}${dropped}`,
    );
    say(pause, paused ? "Continue" : "Pause");
    branch.hidden = branches.length < 2;
    fill(
      branch,
      branches,
      () => make("option"),
      (option, at) => {
        const number = branches.indexOf(at, Array.prototype.indexOf.call(branch.children, option));
        option.value = number;
        say(option, number ? `fork ${number}, after operation ${at}` : "the original");
      },
    );
    branch.value = model.get("branch");
  }

  function drawSessions(number, chosen) {
    const rows = timeline.rows(number);
    if (rows) {
      fill(
        sessions,
        rows,
        () => make("li", {}, make("button", { type: "button" }, make("code"), make("span", { class: "sk-quiet" }))),
        (item, row) => {
          const one = item.firstChild;
          say(one.firstChild, row.name);
          const size = row.keys && row.keys === row.nulls ? "all null" : many(row.keys, "key");
          say(one.lastChild, row.exists ? size : "no session");
          one.setAttribute("aria-pressed", row.session === chosen);
          one.onclick = () => set({ session: row.session, key: -1 });
        },
      );
    }
    const { offset, total } = timeline.sessions;
    findSession.hidden = timeline.known <= 10 && !findSession.value;
    pages.hidden = total <= 50;
    earlier.disabled = offset === 0;
    later.disabled = offset + 50 >= total;
    say(listed, `${offset + 1} to ${Math.min(offset + 50, total)} of ${total.toLocaleString("en")}`);
  }

  function drawKeys(number, chosen) {
    const found = model.get("find_key");
    const whole = chosen == null ? null : timeline.state(chosen, number);
    const local = whole?.complete
      ? { ...whole, keys: whole.keys.filter((key) => key.name.includes(found)) }
      : whole;
    const state = found && timeline.found?.session === chosen && !whole?.complete ? timeline.found : local;
    root.classList.toggle("sk-waiting", chosen != null && !state);
    findKey.hidden = !found && (state?.total ?? 0) <= 10 && document.activeElement !== findKey;
    if (chosen == null) {
      say(keysTitle, timeline.number ? "Before the first operation" : "No operation yet");
      keys.replaceChildren();
      say(keysRest, "");
      return;
    }
    if (!state) return; // the kernel was told where we are; until it answers, this stays
    say(keysTitle, `${state.name} after operation ${number}`);
    const entry = timeline.entry(number);
    const changes = new Map();
    if (entry?.session === chosen) {
      for (const change of entry.changes) {
        const before = changes.get(change.key);
        changes.set(change.key, { change, words: (before ? `${before.words}; ` : "") + inWords(change) });
      }
    }
    const there = new Set(state.keys.map((key) => key.key));
    const gone = [...changes.values()]
      .filter(({ change }) => change.after == null && !there.has(change.key))
      .map(({ change }) => ({ key: change.key, name: change.name, value: "(not there)", gone: true }));
    fill(
      keys,
      [...state.keys, ...gone],
      () =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, make("button", { type: "button" }, make("code"))),
          make("td", {}, make("code"), make("span", { class: "sk-quiet" })),
          make("td"),
        ),
      (row, key) => {
        const [name, value, step] = row.children;
        say(name.firstChild.firstChild, key.name);
        name.firstChild.setAttribute("aria-pressed", asked?.session === chosen && asked?.key === key.key);
        name.firstChild.onclick = () => set({ session: chosen, key: key.key });
        say(value.firstChild, key.value);
        say(value.lastChild, key.null ? " tombstone" : "");
        say(step, changes.get(key.key)?.words ?? "");
        row.classList.toggle("sk-changed", changes.has(key.key));
        row.classList.toggle("sk-gone", key.gone ?? false);
      },
    );
    const rest = state.total - state.keys.length;
    const none = state.exists ? (state.keys.length ? "" : "no key") : "There is no session.";
    say(keysRest, rest > 0 ? `… and ${many(rest, "more key")}; find one with /` : none);
  }

  function drawAnswers(number, chosen) {
    const fits = asked && asked.session === chosen && asked.at === number;
    const old = asked?.session !== chosen || chosen == null;
    const name = fits || !old ? asked.rows?.[1]?.[0].replace(/^get\(([\s\S]*)\)$/, "$1") : "";
    say(answersTitle, name ? `What the store answers about ${name} now` : "What the store answers now");
    fill(
      answers,
      fits ? asked.rows : [],
      () => make("div", {}, make("dt", {}, make("code")), make("dd", {}, make("code"))),
      (row, [question, answer]) => {
        say(row.firstChild.firstChild, question);
        say(row.lastChild.firstChild, `→ ${answer}`);
      },
    );
    const waiting = chosen == null || asked?.key == null ? "Do something with a key." : "asking …";
    say(answersWords, fits ? asked.words || (asked.key == null ? waiting : "") : waiting);
  }

  function drawOperations(number) {
    const last = Math.min(timeline.number, Math.max(number + 5, timeline.dropped + ROWS));
    const first = Math.max(timeline.dropped + 1, last - ROWS + 1);
    const entries = [];
    for (let at = first; at <= last; at += 1) {
      const entry = timeline.entry(at);
      if (entry) entries.push(entry);
      else if (wanted !== last) {
        wanted = last;
        send("entries", { last: Math.min(timeline.number, last + 40) });
      }
    }
    fill(
      operations,
      entries,
      () =>
        make(
          "li",
          {},
          make(
            "button",
            { type: "button" },
            make("span", { class: "sk-number" }),
            make("code"),
            make("code", { class: "sk-quiet" }),
          ),
        ),
      (item, entry) => {
        const one = item.firstChild;
        say(one.children[0], String(entry.number));
        say(one.children[1], `${entry.who} ${entry.call}`.trim());
        const outside = entry.changes.some((change) => change.outside) ? " ⚠ changed through no operation" : "";
        say(one.children[2], (entry.answer ? ` → ${entry.answer}` : "") + outside);
        one.setAttribute("aria-current", entry.number === number ? "step" : "false");
        one.classList.toggle("sk-failed", entry.failed);
        one.onclick = () => go(entry.number);
      },
    );
  }

  function drawFoot(number) {
    slider.min = timeline.dropped;
    slider.max = timeline.number;
    slider.value = number;
    const entry = timeline.entry(number);
    slider.setAttribute(
      "aria-valuetext",
      entry ? `after operation ${number}, ${entry.who} ${entry.call}` : `operation ${number}`,
    );
    say(place, `${number.toLocaleString("en")} / ${timeline.number.toLocaleString("en")}`);
    const past = number < timeline.number;
    say(act, past ? "Run and fork" : "Run");
    const entered = sessionField.lastChild;
    if (!entered.value && document.activeElement !== entered && !entered.dataset.touched) {
      const name = timeline.states.get(session())?.name ?? "";
      if (!/[…\\"(]/.test(name)) entered.value = name;
    }
  }
  sessionField.lastChild.oninput = (event) => (event.target.dataset.touched = "yes");

  function draw() {
    const number = shown();
    const chosen = session();
    drawHead();
    drawSessions(number, chosen);
    drawKeys(number, chosen);
    drawAnswers(number, chosen);
    drawOperations(number);
    drawFoot(number);
  }

  const on = {
    update(message) {
      if (message.branches) branches = message.branches;
      if (message.reset) asked = null;
      timeline.update(message);
    },
    entries(message) {
      timeline.prepend(message.entries);
    },
    asked(message) {
      asked = { session: null, key: null, ...message };
    },
    answered(message) {
      say(problem, "");
      say(words, message.words);
      jump.hidden = true;
    },
    said(message) {
      say(problem, "");
      say(words, message.words);
      jump.hidden = message.number == null;
      say(jump, `Go to operation ${message.number}`);
      jump.onclick = () => go(message.number);
    },
    problem(message) {
      say(problem, message.words);
    },
    text(message) {
      copied.value = message.text;
      copied.setAttribute("aria-label", `The recorded operations as a ${message.how}`);
      copy.hidden = false;
      copied.select();
      say(problem, "");
      say(words, `Here is the ${message.how}: copy it with Ctrl+C or ⌘C.`);
      jump.hidden = true;
      // not there on a page that came over plain http
      navigator.clipboard?.writeText(message.text).then(
        () => say(words, `Copied as ${message.how}.`),
        () => {},
      );
    },
  };
  const receive = (message) => {
    if (!(message?.kind in on)) return;
    const missed = messages && message.message > messages + 1 && !message.reset;
    messages = message.message;
    on[message.kind](message);
    draw();
    if (missed) send("missed");
    else if (messages % SHOWN === 0) send("shown");
  };
  const traits = ["at", "session", "key", "paused", "branch", "find_key", "find_session", "offset"];

  model.on("msg:custom", receive);
  for (const trait of traits) model.on(`change:${trait}`, draw);
  method.onchange();
  el.append(root);
  draw();
  send("opened", { view });

  return () => {
    stop();
    model.off("msg:custom", receive);
    for (const trait of traits) model.off(`change:${trait}`, draw);
    send("closed", { view });
  };
}

export default { render };
