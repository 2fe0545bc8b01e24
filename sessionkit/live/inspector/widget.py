"""The inspector: a widget that shows a recorder, live and back in time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, overload

import anywidget
import traitlets

from sessionkit.contract import METHODS, StoreClass
from sessionkit.errors import SessionkitError
from sessionkit.in_a_cell import in_a_cell
from sessionkit.live.inspector import protocol
from sessionkit.live.inspector.aliases import aliases
from sessionkit.live.inspector.asking import Asked, Asker
from sessionkit.live.inspector.branch import Branch
from sessionkit.live.inspector.channel import Channel
from sessionkit.live.inspector.form import WITH_KEY, read_form
from sessionkit.live.inspector.joined import join
from sessionkit.live.inspector.payload import View
from sessionkit.live.inspector.protocol import Looked, Update
from sessionkit.live.inspector.saved import saved
from sessionkit.live.inspector.shapes import AliasData
from sessionkit.live.inspector.sizes import SIZES
from sessionkit.live.inspector.snapshot import snapshot
from sessionkit.live.inspector.still import still
from sessionkit.live.inspector.telling import copied, said, told, whole
from sessionkit.live.inspector.throttle import Gather
from sessionkit.live.inspector.words import WORDS
from sessionkit.live.moments import moment
from sessionkit.live.rebuild import NotRebuiltError, fork
from sessionkit.live.recorder import Recorder
from sessionkit.running.call import call
from sessionkit.running.isolated import apart
from sessionkit.running.time_limit import WaitsError, drive
from sessionkit.traces.answer import Answer
from sessionkit.traces.json import TraceError
from sessionkit.traces.operation import Call, who

if TYPE_CHECKING:
    from sessionkit.live.side_by_side.widget import SideBySide

NOW: Final = -1
"""The place of what follows the store: the last operation, its session and key."""
AT_REST: Final = 0.15
"""Seconds without a step after which the past is asked about its key."""

REST: Final = 1.0
"""Seconds without an update after which the snapshot is made anew."""
SNAPSHOT: Final = 100_000
"""Characters of JSON that the operations of a snapshot may have."""
SAVED: Final = 2_000_000
"""The same for a file that is saved."""
SAVED_ANSWERS: Final = 300
"""Operations of a saved file, the last ones, that tell what the store answered."""

_HERE = files("sessionkit.live.inspector") / "page"


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
    snapshot: Any = traitlets.Dict({"asked": []}).tag(sync=True)
    recorded = traitlets.Bool(False).tag(sync=True)

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(title=recorder.name)
        self.branches = [Branch(recorder)]
        self._channel = Channel(self.send)
        self._gather = Gather(self._flush, lambda: self._channel.interval)
        self._named: list[AliasData] = []
        self._resting: asyncio.TimerHandle | None = None
        self._held: int | None = None  # the last operation before the pause
        self._asking: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._looked = True
        self._show(recorder)
        self.on_msg(self._heard)
        looks = ["at", "session", "key", "offset", "find_session", "find_key", "paused"]
        self.observe(self._paused, names="paused")
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
        """The operation that is shown: that of ``at``, else the last before a pause."""
        if self.at == NOW:
            return self.last
        return min(max(self.at, self.recorder.dropped), self.last)

    @property
    def last(self) -> int:
        """The last operation that can be shown: a pause holds back what comes later."""
        number = self.recorder.number
        return number if self._held is None else max(self._held, self.recorder.dropped)

    @property
    def follows(self) -> bool:
        """Whether the store is followed: what is shown changes with each operation."""
        return self.at == NOW and self._held is None

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
        So does ``at`` for the last operation. Raises ``LookupError`` for what was not
        recorded.
        """
        if at is not None:
            moment(self.recorder, at)
        place = None if session is None else self._view.place(session)
        if session is not None and place is None:
            seen = ", ".join(map(who, self.recorder.history.ids[:20]))
            raise LookupError(f"no session {who(session)} was recorded; seen: {seen}")
        with self.hold_trait_notifications():
            self.at = NOW if at is None or at == self.last else at
            self.session = NOW if place is None else place
            of = self.session_id
            self.key = NOW if key is None else self._view.key_number(of, key)

    async def act(self, session_id: str | None, method: str, *arguments: Any) -> Answer:
        """Call a method of a session's store, and return what it answered.

        An error that the store raises is an answer. While the past is shown, the
        stores are rebuilt as they were, and what is done begins a branch; where that
        cannot be, ``NotRebuiltError`` says why.
        """
        if self.number < self.last:
            await self._fork(self.number)
        store = self.branches[self.branch].store(session_id)
        return await call(store, Call(session_id, method, arguments))

    def save(self, path: str | Path) -> Path:
        """Write the shown branch as an HTML file that needs no Python and no network.

        Returns its path. In it the last operations can be stepped through, as many as
        2 MB hold; for the last 300 it tells what the store answered, where that can be
        asked at once. Masked values are not in it. Raises ``SessionkitError`` where no
        file can be written.
        """
        page = Path(path)
        traits = {name: getattr(self, name) for name in protocol.TRAITS}
        kept = snapshot(self._view, self.last, SAVED, self._all_asked())
        traits |= {"snapshot": kept}
        traits |= {"recorded": True, "at": NOW, "session": NOW, "key": NOW}
        traits |= {"paused": False, "find_key": "", "find_session": "", "offset": 0}
        try:
            page.write_text(saved(self.title, self._esm, self._css, traits), "utf-8")
        except OSError as error:
            raise SessionkitError(
                f"The file {page} cannot be written: {error.strerror or error}. "
                "Give a path in a folder that is there."
            ) from None
        return page

    def __repr__(self) -> str:
        recorder = self.recorder
        at = "" if self.at == NOW else f", shown after operation {self.number}"
        done = _many(recorder.number, "operation")
        there = _many(recorder.history.existing, "session")
        return f"Inspector({recorder.name}: {done}, {there}{at})"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        # a page will show it, which nobody can hear before this cell ends
        self._channel.expect()
        self._rest()
        return {**data, "text/html": self._still()}, metadata

    def _still(self) -> str:
        asked: Asked = ()
        if (subject := self._subject()) is not None:
            place, key = subject
            # the rest is shown, whatever a read method raises
            with suppress(WaitsError, NotRebuiltError, LookupError, KeyboardInterrupt):
                asked = drive(self._ask(place, key[0], self.number))
        return still(self.recorder, self.number, self.session_id, asked)

    def _show(self, recorder: Recorder) -> None:
        self._view = View(recorder)
        self._asker = Asker(recorder)
        self._sent = 0
        self._unlisten = recorder.listen(self._recorded)

    def _recorded(self) -> None:
        if self._channel.is_open:
            self._gather.poke()

    def _moved(self, _: object) -> None:
        self._looked = True
        self._gather.poke()

    def _paused(self, _: object) -> None:
        self._held = self.recorder.number if self.paused else None

    def _switched(self, _: object) -> None:
        self._unlisten()
        self.paused = False
        with self.hold_trait_notifications():
            self.at = self.session = self.key = NOW
            self.offset = 0
        self._show(self.recorder)
        self._all()

    def _session(self) -> int | None:
        if 0 <= self.session < len(self.recorder.history.ids):
            return self.session
        return self._view.session_at(self.number)

    def _subject(self) -> tuple[int, tuple[Any, int]] | None:
        """Return the place of the session that is looked at, and its key, numbered."""
        place = self._session()
        if place is None:
            return None
        if self.key != NOW:
            return place, (self._view.key(place, self.key), self.key)
        key = self._view.key_at(place, self.number)
        return None if key is None else (place, key)

    def _flush(self) -> None:
        if not self._channel.is_open:
            return
        looked, self._looked = self._looked, False
        first, wait = self._sent + 1, self._gather.wait
        update = self._view.counts(self.last, wait)
        if not self.paused or looked:
            update["entries"] = self._view.entries(first, self.last)
            self._sent = self.last
        if self.follows or looked:
            update = {**update, **self._looked_at(first)}
        self._send_with_answers(update, asks=looked)

    def _send_with_answers(self, update: Update, *, asks: bool) -> None:
        """Send an update with what the store answers; later, if that takes a while."""
        asked = self._asked_now() if self.follows else None
        if asked is not None:
            self._named = self._aliases()
            update = {**update, "asked": asked, "aliases": self._named}
        self._channel.send(update)
        if asked is None and (asks or self.follows):
            self._ask_at_rest()
        self._rest()

    def _looked_at(self, first: int) -> Looked:
        """Return the sessions that are listed, and the keys of those that changed."""
        view, at = self._view, None if self.follows else self.number
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
        self._looked = False
        self._sent = self.last
        update: Update = {
            **self._view.counts(self.last, self._gather.wait),
            "reset": True,
            "entries": self._view.entries(1, self.last),
            "branches": [one.at for one in self.branches],
            **self._looked_at(self.last),
        }
        self._send_with_answers(update, asks=True)

    def _rest(self) -> None:
        """Make the snapshot anew once nothing was sent for a while."""
        if self._resting is not None:
            self._resting.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._keep()
        else:
            self._resting = loop.call_later(REST, self._keep)

    def _keep(self) -> None:
        self._resting = None
        asked = self._asked_now()
        told = [] if asked is None else [asked]
        self.snapshot = snapshot(self._view, self.last, SNAPSHOT, told)
        # a cell gives an answer its name only after the operation
        if self.follows and self._aliases() != self._named:
            self._named = self._aliases()
            counts = self._view.counts(self.last, self._gather.wait)
            self._channel.send({**counts, "aliases": self._named})

    def _all_asked(self) -> list[protocol.Asked]:
        first = max(1, self.recorder.dropped + 1, self.last - SAVED_ANSWERS + 1)
        asked = []
        for number in range(first, self.last + 1):
            place = self._view.session_at(number)
            key = None if place is None else self._view.key_at(place, number)
            if place is None or key is None:
                continue
            try:
                answers = drive(self._ask(place, key[0], number))
            except (WaitsError, NotRebuiltError):
                break
            asked.append(told(number, place, key, answers))
        return asked

    async def _ask(self, place: int, key: Any, number: int) -> Asked:
        return await self._asker.ask(self._view.session_id(place), key, number)

    def _asked_now(self) -> protocol.Asked | None:
        """Ask the stores as they are; ``None`` if they do not answer at once."""
        try:
            subject = self._subject()
            if subject is None:
                return told(self.number)
            place, key = subject
            answers = drive(self._ask(place, key[0], self.last))
        except (WaitsError, NotRebuiltError, LookupError):
            return None
        return told(self.number, place, key, answers)

    def _aliases(self) -> list[AliasData]:
        try:
            return drive(aliases(self.recorder))
        except WaitsError:
            return []

    def _ask_at_rest(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        with suppress(RuntimeError):  # between two inputs a terminal has no loop
            self._asking = self._begin(self._ask_later)

    async def _ask_later(self) -> None:
        await asyncio.sleep(AT_REST)
        subject = self._subject()
        if subject is None:
            self._channel.send(told(self.number))
            return
        place, key = subject
        try:
            answers = await self._ask(place, key[0], self.number)
        except NotRebuiltError as error:
            words = f"The store cannot be asked here. {error}"
            self._channel.send(told(self.number, place, key, words=words))
        else:
            self._channel.send(told(self.number, place, key, answers))

    def _heard(self, _: object, content: Any, _buffers: object) -> None:
        ask = content.get("ask", 0) if isinstance(content, dict) else 0
        interval = self._channel.interval
        self._channel.heard(ask if isinstance(ask, int) else 0)
        if self._channel.interval < interval:
            self._gather.rested()  # the page was there all along, in a long cell
        sent = self._channel.sent
        try:
            self._answer(content)
        except Exception as error:  # noqa: BLE001  # the page shows it
            self._problem(error)
        if self._channel.sent == sent:
            self._channel.send({"kind": "pong"})

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
            case {
                "kind": "value",
                "session": int(place),
                "key": int(key),
                "at": int(at),
            }:
                self._channel.send(whole(self.recorder, self._view, place, key, at))
            case {"kind": "act", **typed}:
                self._begin(lambda: self._act_typed(typed))
            case {"kind": "copy", "how": "scenario" | "test" as how}:
                self._channel.send(copied(self.recorder, how))
            case {"kind": "fortjs"}:
                self._channel.send(said(self.recorder, self.last))

    async def _act_typed(self, typed: dict[str, Any]) -> None:
        texts = (
            str(typed.get(one, "")) for one in ("session", "method", "key", "value")
        )
        operation = read_form(*texts)
        if self.number == self.last:
            self.at = NOW
            self.paused = False
        answer = await self.act(
            operation.session_id, operation.method, *operation.arguments
        )
        self._channel.send({"kind": "answered", "words": f"{operation} → {answer}"})

    async def _fork(self, number: int) -> None:
        rebuilt = await fork(self.recorder, number)
        self.branches.append(Branch(rebuilt.recorder, number, rebuilt))
        self.branch = len(self.branches) - 1

    def _begin(self, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(self._in_words(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _in_words(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()  # made here: the task may be cancelled before it begins
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
@in_a_cell
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


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
