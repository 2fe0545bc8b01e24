"""The inspector: a widget that shows a recorder, live and back in time."""

import asyncio
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal, overload

import anywidget
import traitlets

from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.live.inspector.asking import Asked, ask_about
from sessionkit.live.inspector.channel import Channel
from sessionkit.live.inspector.form import WITH_KEY, read_form
from sessionkit.live.inspector.joined import join
from sessionkit.live.inspector.payload import TEXT, View
from sessionkit.live.inspector.protocol import Looked, Update
from sessionkit.live.inspector.sizes import SIZES
from sessionkit.live.inspector.still import still
from sessionkit.live.inspector.throttle import Gather
from sessionkit.live.inspector.words import WORDS
from sessionkit.live.moments import moment
from sessionkit.live.python_code import as_scenario
from sessionkit.live.rebuild import NotRebuiltError, Rebuilt, fork
from sessionkit.live.recorder import Recorder
from sessionkit.live.verdict import verdict
from sessionkit.running.call import call
from sessionkit.running.isolated import apart
from sessionkit.running.time_limit import WaitsError, drive
from sessionkit.traces.answer import Answer
from sessionkit.traces.json import TraceError
from sessionkit.traces.operation import Call, who
from sessionkit.traces.values import show

if TYPE_CHECKING:
    from sessionkit.live.side_by_side.widget import SideBySide

NOW: Final = -1
"""The place of what follows the store: the last operation, its session and key."""
AT_REST: Final = 0.15
"""Seconds without a step after which the past is asked about its key."""

_HERE = files("sessionkit.live.inspector") / "page"


@dataclass
class Branch:
    """A recorder that an inspector can show; ``at`` is where it forked, or 0."""

    recorder: Recorder
    at: int = 0
    rebuilt: Rebuilt | None = None
    stores: dict[str | None, SessionStore] = field(default_factory=dict)

    def store(self, session_id: str | None) -> SessionStore:
        """Return the store by which the inspector acts on a session."""
        if self.rebuilt is not None:
            return self.rebuilt.store(session_id)
        if session_id not in self.stores:
            watched = self.recorder.watch(self.recorder.store_class)
            self.stores[session_id] = watched(session_id)
        return self.stores[session_id]


class Inspector(anywidget.AnyWidget):
    """Shows sessions, keys and operations of a recorder, at any of its operations.

    ``look`` chooses what is shown, ``act`` does something with a store. What is done in
    the past forks: it is done on rebuilt stores, which are a branch of their own.
    """

    _esm = join(_HERE, "widget.js")
    _css = (_HERE / "style.css").read_text("utf-8")
    title = traitlets.Unicode().tag(sync=True)
    methods = traitlets.List(list(METHODS)).tag(sync=True)
    with_key = traitlets.List(list(WITH_KEY)).tag(sync=True)
    sizes = traitlets.Dict(dict(SIZES)).tag(sync=True)
    words = traitlets.Dict(dict(WORDS)).tag(sync=True)
    at = traitlets.Int(NOW).tag(sync=True)
    session = traitlets.Int(NOW).tag(sync=True)
    key = traitlets.Int(NOW).tag(sync=True)
    offset = traitlets.Int(0).tag(sync=True)
    find_session = traitlets.Unicode().tag(sync=True)
    find_key = traitlets.Unicode().tag(sync=True)
    paused = traitlets.Bool(False).tag(sync=True)
    branch = traitlets.Int(0).tag(sync=True)

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(title=recorder.name)
        self.branches = [Branch(recorder)]
        self._channel = Channel(self.send)
        self._gather = Gather(self._flush)
        self._past: Rebuilt | None = None
        self._asking: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._looked = True
        self._show(recorder)
        self.on_msg(self._heard)
        looks = ["at", "session", "key", "offset", "find_session", "find_key", "paused"]
        self.observe(self._moved, names=looks)
        self.observe(self._switched, names="branch")

    @property
    def recorder(self) -> Recorder:
        """The recorder of the branch that is shown."""
        return self.branches[self.branch].recorder

    @property
    def watched(self) -> StoreClass:
        """The store class that the recorder watches: what its stores do is shown."""
        return self.recorder.watch(self.recorder.store_class)

    @property
    def number(self) -> int:
        """The operation that is shown: that of ``at``, else the last."""
        recorder = self.recorder
        if self.at == NOW:
            return recorder.number
        return min(max(self.at, recorder.dropped), recorder.number)

    @property
    def session_id(self) -> str | None:
        """Whose session is shown."""
        place = self._session()
        return None if place is None else self._view.session_id(place)

    def look(
        self, *, at: int | None = None, session: str | None = None, key: Any = None
    ) -> None:
        """Show the stores after operation ``at``; and a session, by its id, and a key.

        What is not given follows the store: the last operation, its session, its key.
        Raises ``LookupError`` for what was not recorded.
        """
        if at is not None:
            moment(self.recorder, at)
        place = None if session is None else self._view.place(session)
        if session is not None and place is None:
            seen = ", ".join(map(who, self.recorder.history.ids[:20]))
            raise LookupError(f"no session {who(session)} was recorded; seen: {seen}")
        with self.hold_trait_notifications():
            self.at = NOW if at is None else at
            self.session = NOW if place is None else place
            of = self.session_id
            self.key = NOW if key is None else self._view.key_number(of, key)

    async def act(self, session_id: str | None, method: str, *arguments: Any) -> Answer:
        """Call a method of a session's store, and return what it answered.

        An error that the store raises is an answer. While the past is shown, the
        stores are rebuilt as they were, and what is done begins a branch; where that
        cannot be, ``NotRebuiltError`` says why.
        """
        if self.number < self.recorder.number:
            await self._fork(self.number)
        store = self.branches[self.branch].store(session_id)
        return await call(store, Call(session_id, method, arguments))

    def __repr__(self) -> str:
        recorder = self.recorder
        at = "" if self.at == NOW else f", shown after operation {self.number}"
        return (
            f"Inspector({recorder.name}: {recorder.number} operations, "
            f"{recorder.history.existing} sessions{at})"
        )

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        return {**data, "text/html": self._still()}, metadata

    def _still(self) -> str:
        place, number = self._session(), self.number
        asked: Asked = ()
        key = self._key(place)
        if place is not None and key is not None:
            try:
                asked = drive(self._ask(place, key[0], number))
            except (WaitsError, NotRebuiltError):
                asked = ()
        return still(self.recorder, number, self.session_id, asked)

    def _show(self, recorder: Recorder) -> None:
        self._view = View(recorder)
        self._sent = 0
        self._unlisten = recorder.listen(self._recorded)

    def _recorded(self) -> None:
        if self._channel.is_open and not self.paused:
            self._gather.poke()

    def _moved(self, _: object) -> None:
        self._looked = True
        self._gather.poke()

    def _switched(self, _: object) -> None:
        self._unlisten()
        self._past = None
        with self.hold_trait_notifications():
            self.at = self.session = self.key = NOW
            self.offset = 0
        self._show(self.recorder)
        self._all()

    def _session(self) -> int | None:
        if self.session != NOW:
            return self.session
        return self._view.session_at(self.number)

    def _key(self, place: int | None) -> tuple[Any, int] | None:
        """Return the key that is looked at, with its number; ``None`` without one."""
        if place is None:
            return None
        if self.key != NOW:
            return self._view.key(place, self.key), self.key
        return self._view.key_at(place, self.number)

    def _flush(self) -> None:
        if not self._channel.is_open:
            return
        looked, self._looked = self._looked, False
        recorder, view = self.recorder, self._view
        update = view.counts()
        if not self.paused or looked:
            first, self._sent = self._sent + 1, recorder.number
            update["entries"] = view.entries(first, recorder.number)
            if self.at == NOW or looked:
                update = {**update, **self._looked_at(first)}
        self._channel.send(update)
        if self.at == NOW:
            self._ask_now()
        elif looked:
            self._ask_at_rest()

    def _looked_at(self, first: int) -> Looked:
        """Return the sessions that are listed, and the keys of those that changed."""
        view, at = self._view, None if self.at == NOW else self.number
        place = self._session()
        places = [] if at is not None else view.sessions_since(first)
        if place is not None:
            places = [place, *(one for one in places if one != place)]
        return {
            "at": self.number,
            "sessions": view.sessions(self.offset, self.find_session, at),
            "states": [view.state(one, "", at) for one in places],
            "found": view.state(place, self.find_key, at)
            if place is not None and self.find_key
            else None,
        }

    def _all(self) -> None:
        """Send everything anew, as to a page that knows nothing."""
        self._sent = max(0, self.recorder.number - 1)
        self._looked = False
        update: Update = {
            **self._view.counts(),
            "reset": True,
            "entries": self._view.entries(1, self.recorder.number),
            "branches": [one.at for one in self.branches],
            **self._looked_at(1),
        }
        self._sent = self.recorder.number
        self._channel.send(update)
        if self.at == NOW:
            self._ask_now()
        else:
            self._ask_at_rest()

    async def _ask(self, place: int, key: Any, number: int) -> Asked:
        """Ask the stores as they are, or rebuilt as they were after ``number``."""
        recorder, session_id = self.recorder, self._view.session_id(place)
        if number == recorder.number:
            store_class, masked = recorder.store_class, recorder.masks(key)
            return await ask_about(store_class, session_id, key, masked=masked)
        past = self._past
        if past is None or past.recorder.number > number:
            if past is not None:
                await past.close()
            past = self._past = Rebuilt(recorder)
        try:
            await past.to(number)
        except NotRebuiltError:
            self._past = None
            await past.close()
            raise
        return await ask_about(past.ask_class, session_id, key)

    def _ask_now(self) -> None:
        place = self._session()
        key = self._key(place)
        if place is None or key is None:
            self._asked(None, None, ())
            return
        asking = self._ask(place, key[0], self.recorder.number)
        try:
            self._asked(place, key, drive(asking))
        except WaitsError:
            self._ask_at_rest()

    def _ask_at_rest(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._asking = self._begin(self._ask_later())

    async def _ask_later(self) -> None:
        await asyncio.sleep(AT_REST)
        place = self._session()
        key = self._key(place)
        if place is None or key is None:
            self._asked(None, None, ())
            return
        try:
            asked = await self._ask(place, key[0], self.number)
        except NotRebuiltError as error:
            self._asked(place, key, (), f"The store cannot be asked here. {error}")
        else:
            self._asked(place, key, asked)

    def _asked(
        self,
        place: int | None,
        key: tuple[Any, int] | None,
        asked: Asked,
        words: str = "",
    ) -> None:
        self._channel.send(
            {
                "kind": "asked",
                "at": self.number,
                "session": place,
                "key": key[1] if key else None,
                "name": show(key[0], limit=TEXT) if key and asked else "",
                "rows": [[question, str(answer)] for question, answer in asked],
                "words": words,
            }
        )

    def _heard(self, _: object, content: Any, _buffers: object) -> None:
        was_open = self._channel.is_open
        self._channel.heard()
        if self._channel.is_open and not was_open:
            self._gather.poke()  # the page was there all along, in a long cell
        try:
            self._answer(content)
        except Exception as error:  # noqa: BLE001  # the page shows it
            self._problem(error)

    def _answer(self, content: dict[str, Any]) -> None:
        match content:
            case {"kind": "opened", "page": str(page)}:
                self._channel.opened(page)
                self._all()
            case {"kind": "closed", "page": str(page)}:
                self._channel.closed(page)
            case {"kind": "missed"}:
                self._all()
            case {"kind": "entries", "last": int(last)}:
                entries = self._view.entries(1, last)
                self._channel.send({"kind": "entries", "entries": entries})
            case {"kind": "act", **typed}:
                self._begin(self._act_typed(typed))
            case {"kind": "copy", "how": "scenario"}:
                self._copy("scenario", as_scenario(self.recorder.trace))
            case {"kind": "copy", "how": "test"}:
                self._copy("test", self.recorder.as_test())
            case {"kind": "fortjs"}:
                said = verdict(self.recorder.trace, self.recorder.dropped)
                self._channel.send(
                    {"kind": "said", "words": said.words, "number": said.number}
                )

    def _copy(self, how: Literal["scenario", "test"], text: str) -> None:
        self._channel.send({"kind": "text", "how": how, "text": text})

    async def _act_typed(self, typed: dict[str, Any]) -> None:
        texts = (
            str(typed.get(one, "")) for one in ("session", "method", "key", "value")
        )
        operation = read_form(*texts)
        if self.number == self.recorder.number:
            self.at = NOW
        answer = await self.act(
            operation.session_id, operation.method, *operation.arguments
        )
        self._channel.send({"kind": "answered", "words": f"{operation} → {answer}"})

    async def _fork(self, number: int) -> None:
        rebuilt = await fork(self.recorder, number)
        self.branches.append(Branch(rebuilt.recorder, number, rebuilt))
        self.branch = len(self.branches) - 1

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(self._in_words(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _in_words(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001  # the page shows it
            self._problem(error)

    def _problem(self, error: Exception) -> None:
        known = isinstance(error, TraceError | NotRebuiltError | ValueError)
        words = str(error) if known else f"{type(error).__name__}: {error}"
        self._channel.send({"kind": "problem", "words": words})


@overload
def inspect(what: Recorder | StoreClass) -> Inspector: ...
@overload
def inspect(what: StoreClass, *, beside: StoreClass) -> "SideBySide": ...
def inspect(what: Any, *, beside: StoreClass | None = None) -> "Inspector | SideBySide":
    """Return an inspector of a recorder, or of a store class with a recorder for it.

    What the stores of ``inspector.watched`` do is shown. Those of a class that is given
    itself start with no sessions at all, as in ``run``. With ``beside``, another store
    class, such as ``FortJs``, does the same, and both are shown step by step.
    """
    if beside is not None:
        from sessionkit.live.side_by_side.widget import SideBySide

        return SideBySide(what, beside)
    if isinstance(what, Recorder):
        return Inspector(what)
    recorder = Recorder()
    recorder.watch(apart(what))
    return Inspector(recorder)
