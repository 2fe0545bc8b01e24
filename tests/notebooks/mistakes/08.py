"""Mistakes of lesson 08, scale it."""

from textwrap import dedent, indent

from tests.notebooks.mistakes import Mistake


def cost(name: str, body: str, verdict_says: str) -> Mistake:
    """Give a mistake of ``cost`` by its whole body."""
    head = "async def cost(operation, clock=process_time, calls=100, rounds=5):\n"
    return Mistake("cost-write", name, head + _inside(body), verdict_says)


def best_round(name: str, old: str, new: str, verdict_says: str) -> Mistake:
    """Give a mistake of ``cost`` by what stands in the place of a right piece."""
    return cost(name, _changed(BEST_ROUND, old, new), verdict_says)


BEST_ROUND = """
least = math.inf
for _ in range(rounds):
    begun = clock()
    for number in range(calls):
        await operation(number)
    least = min(least, clock() - begun)
return least / calls * 1_000_000
"""


def together(name: str, old: str, new: str, verdict_says: str) -> Mistake:
    """Give a mistake of ``Together`` by what stands in the place of a right piece."""
    return Mistake("together-write", name, _changed(TOGETHER, old, new), verdict_says)


def whole_together(name: str, methods: str, verdict_says: str) -> Mistake:
    """Give a mistake of ``Together`` by all of its methods but the given one."""
    code = GIVEN + _inside(methods)
    return Mistake("together-write", name, code, verdict_says)


GIVEN = """
class Together:
    def __init__(self, commit):
        self.commit = commit
        self.rows = []
        self.task = None
        self.done = asyncio.Event()
        self.lock = asyncio.Lock()

"""
TOGETHER = f"""{GIVEN}
    async def write(self, row):
        if not self.rows:
            self.task = asyncio.create_task(self._commit())
        self.rows.append(row)
        await asyncio.shield(self.task)

    async def _commit(self):
        async with self.lock:
            rows, self.rows = self.rows, []
            await self.commit(rows)
"""
TAKES = "rows, self.rows = self.rows, []"
COMMITS = "await self.commit(rows)"


def slot(name: str, body: str, verdict_says: str) -> Mistake:
    """Give a mistake of ``slot`` by its body."""
    code = "def slot(name):\n" + _inside(body)
    return Mistake("slot-write", name, code, verdict_says)


def braces(name: str, body: str, verdict_says: str) -> Mistake:
    """Give a mistake of ``slot`` with braces: ``body`` finds begin, end and name."""
    return slot(name, dedent(body) + RIGHT_SLOT, verdict_says)


RIGHT_BRACES = """begin = name.find("{")
end = name.find("}", begin + 1)
if begin >= 0 and end > begin + 1:
    name = name[begin + 1 : end]
"""
RIGHT_SLOT = "return crc_hqx(name.encode(), 0) % 16384\n"


def _inside(code: str) -> str:
    return indent(dedent(code).strip("\n"), "    ")


def _changed(right: str, old: str, new: str) -> str:
    """Put ``new``, of any number of lines, in the place of ``old``, at its depth."""
    assert right.count(old) == 1, old
    line = right[: right.index(old)].rpartition("\n")[2]
    depth = line[: len(line) - len(line.lstrip())]
    return right.replace(old, dedent(new).strip().replace("\n", f"\n{depth}"))


MISTAKES = [
    best_round(
        "does not call the clock",
        "least = min(least, clock() - begun)",
        "least = min(least, clock - clock)",
        "Call the clock: `clock()`.",
    ),
    cost(
        "keeps the mean",
        """
        begun = clock()
        for _ in range(rounds):
            for number in range(calls):
                await operation(number)
        return (clock() - begun) / rounds / calls * 1_000_000
        """,
        "the mean of all rounds. The machine was interrupted meanwhile",
    ),
    whole_together(
        "commits each row by itself",
        """
        async def write(self, row):
            await self.commit([row])
        """,
        "Let only the first of those who wait begin a commit",
    ),
    slot(
        "takes Python's hash",
        "return hash(name) % 16384",
        "since Python salts it",
    ),
    cost(
        "keeps the longest round",
        BEST_ROUND.replace("math.inf", "0").replace("min(", "max("),
        "the longest round. The machine was interrupted meanwhile",
    ),
    cost(
        "keeps the round in the middle",
        """
        times = []
        for _ in range(rounds):
            begun = clock()
            for number in range(calls):
                await operation(number)
            times.append(clock() - begun)
        return sorted(times)[rounds // 2] / calls * 1_000_000
        """,
        "the round in the middle. The machine was interrupted meanwhile",
    ),
    best_round(
        "keeps the last round",
        "min(least, clock() - begun)",
        "clock() - begun",
        "the last round, or the second shortest. The machine",
    ),
    cost(
        "asks the clock before the first round alone",
        """
        least, begun = math.inf, clock()
        for _ in range(rounds):
            for number in range(calls):
                await operation(number)
            least = min(least, clock() - begun)
        return least / calls * 1_000_000
        """,
        "the time of each round includes those before it",
    ),
    best_round(
        "throws the first round away",
        "min(least, clock() - begun)",
        "min(least, clock() - begun) if _ else math.inf",
        "A call takes 3.25 microseconds, and it answers 8.25.",
    ),
    best_round(
        "throws the last round away",
        "min(least, clock() - begun)",
        "min(least, (clock() - begun) / (_ < rounds - 1 or 1e-9))",
        "A call takes 3.25 microseconds, and it answers 8.25.",
    ),
    best_round("answers seconds", " * 1_000_000", "", "It answers seconds."),
    best_round("answers milliseconds", "1_000_000", "1000", "It answers milliseconds."),
    best_round(
        "divides by a million", "* 1_", "/ 1_", "It divides seconds by a million."
    ),
    best_round(
        "answers a whole round",
        " / calls",
        "",
        "This is the time of a round: 20 calls, and not one.",
    ),
    best_round(
        "rounds",
        "least / calls * 1_000_000",
        "round(least / calls * 1_000_000)",
        "and it answers 3: rounded, two costs that differ look alike.",
    ),
    best_round(
        "drops what is behind the point",
        "least / calls * 1_000_000",
        "least * 1_000_000 // calls",
        "and it answers 3: rounded, two costs that differ look alike.",
    ),
    cost(
        "measures with the clock on the wall",
        "from time import perf_counter\n"
        + BEST_ROUND.replace("clock()", "perf_counter()"),
        "It never asked `clock`",
    ),
    cost(
        "asks the clock around each call",
        """
        least = math.inf
        for _ in range(rounds):
            for number in range(calls):
                begun = clock()
                await operation(number)
                least = min(least, clock() - begun)
        return least * 1_000_000
        """,
        "It asked `clock` 200 times",
    ),
    cost(
        "makes one round",
        """
        begun = clock()
        for number in range(calls):
            await operation(number)
        return (clock() - begun) / calls * 1_000_000
        """,
        "it made one round, and not 5.",
    ),
    best_round(
        "makes as many calls as it likes",
        "range(calls)",
        "range(100)",
        "the operation was called 500 times, and not 100 times.",
    ),
    best_round(
        "makes all calls at once",
        "for number in range(calls):\n        await operation(number)",
        "await asyncio.gather(*(operation(one) for one in range(calls)))",
        "20 calls were under way at once",
    ),
    best_round(
        "gives each call the same number",
        "operation(number)",
        "operation(0)",
        "Each call got the number 0",
    ),
    best_round(
        "forgets the await",
        "await operation",
        "operation",
        "`operation` was called without `await`",
    ),
    best_round(
        "returns nothing",
        "return least",
        "least",
        "It answers `None`, and not a number.",
    ),
    cost(
        "swaps calls and rounds",
        BEST_ROUND.replace("range(rounds)", "range(all)")
        .replace("range(calls)", "range(rounds)")
        .replace("range(all)", "range(calls)"),
        "it made 20 rounds of 5 calls",
    ),
    cost(
        "counts on from round to round",
        """
        least, number = math.inf, 0
        for _ in range(rounds):
            begun = clock()
            for _ in range(calls):
                await operation(number)
                number += 1
            least = min(least, clock() - begun)
        return least / calls * 1_000_000
        """,
        "In round 2 the calls got the numbers 20, 21 and so on",
    ),
    together(
        "answers before the commit",
        "await asyncio.shield(self.task)",
        "",
        "One write, alone: `tea` was answered before it was in the file.",
    ),
    together(
        "empties the list that it commits",
        TAKES,
        """
        rows = self.rows
        self.rows.clear()
        """,
        "`rows` and `self.rows` are two names of one list",
    ),
    together(
        "never puts the row into the list",
        "self.rows.append(row)",
        "",
        "A row has to be in `self.rows` when `_commit` takes them",
    ),
    together(
        "hands over one row",
        COMMITS,
        "await self.commit(rows[0])",
        '`commit` got `"tea"`, and not a list of rows.',
    ),
    together(
        "hands over row by row",
        COMMITS,
        """
        for row in rows:
            await self.commit([row])
        """,
        "One task made them all: hand `commit` the whole list",
    ),
    together(
        "empties the list after the commit",
        f"{TAKES}\n            {COMMITS}",
        """
        await self.commit(self.rows)
        self.rows = []
        """,
        "`oil` is in no commit, and no longer in `self.rows`",
    ),
    together(
        "lets two commits overlap",
        "async with self.lock:",
        "if True:",
        "A second commit began while the first was under way",
    ),
    together(
        "sleeps to fill the commit",
        "async with self.lock:",
        """
        await asyncio.sleep(0.01)
        async with self.lock:
        """,
        "its commit did not begin at once. A visitor who is alone would wait",
    ),
    together(
        "has the lock while it sleeps",
        TAKES,
        f"""
        await asyncio.sleep(0.01)
        {TAKES}
        """,
        "its commit did not begin at once. A visitor who is alone would wait",
    ),
    together(
        "swallows the error",
        COMMITS,
        f"""
        try:
            {COMMITS}
        except Exception:
            pass
        """,
        "3 of 3 writes ended without an error.",
    ),
    whole_together(
        "tells the error to one writer",
        """
        async def write(self, row):
            self.rows.append(row)
            if len(self.rows) > 1:
                await self.done.wait()
                return
            done = self.done
            await asyncio.sleep(0)
            async with self.lock:
                rows, self.rows = self.rows, []
                self.done = asyncio.Event()
                try:
                    await self.commit(rows)
                finally:
                    done.set()
        """,
        "2 of 3 writes ended without an error.",
    ),
    whole_together(
        "lets a second task begin for rows that the first one takes",
        """
        async def write(self, row):
            self.rows.append(row)
            if self.task is None:
                self.task = asyncio.create_task(self._commit())
            await asyncio.shield(self.task)

        async def _commit(self):
            self.task = None
            async with self.lock:
                rows, self.rows = self.rows, []
                await self.commit(rows)
        """,
        "`rye` came while a commit was under way. The disk was full",
    ),
    together(
        "lets one visitor take the others along",
        "asyncio.shield(self.task)",
        "self.task",
        "the first visitor leaves: then the others' writes were cancelled, too.",
    ),
    whole_together(
        "waits for ever",
        """
        async def write(self, row):
            self.rows.append(row)
            await self.done.wait()
        """,
        "No commit began. Whoever comes first begins a task for it",
    ),
    together(
        "waits for the task with the lock that the task wants",
        "await asyncio.shield(self.task)",
        """
        async with self.lock:
            await asyncio.shield(self.task)
        """,
        "whoever has the lock waits for somebody who wants it",
    ),
    together(
        "commits backwards",
        "self.rows.append(row)",
        "self.rows.insert(0, row)",
        "in another order than they came in",
    ),
    together(
        "forgets to await the commit",
        COMMITS,
        "self.commit(rows)",
        "`commit` was called without `await`",
    ),
    whole_together(
        "joins the commit that is under way",
        """
        async def write(self, row):
            self.rows.append(row)
            if self.task is None or self.task.done():
                self.task = asyncio.create_task(self._commit())
            await asyncio.shield(self.task)

        async def _commit(self):
            async with self.lock:
                rows, self.rows = self.rows, []
                await self.commit(rows)
        """,
        "`oil` still waits in `self.rows`",
    ),
    together(
        "takes the rows before the lock",
        f"async with self.lock:\n            {TAKES}",
        f"""
        {TAKES}
        async with self.lock:
        """,
        "the next commit did not take both",
    ),
    whole_together(
        "writes what it said had failed",
        """
        async def write(self, row):
            self.rows.append(row)
            if self.task is None:
                self.task = asyncio.create_task(self._commit())
            await asyncio.shield(self.task)

        async def _commit(self):
            async with self.lock:
                rows, self.rows, self.task = self.rows, [], None
                try:
                    await self.commit(rows)
                except Exception:
                    self.rows = rows + self.rows
                    raise
        """,
        "a later commit wrote it all the same",
    ),
    slot(
        "takes CRC32",
        """
        from binascii import crc32

        return crc32(name.encode()) % 16384
        """,
        "This is CRC32, and Redis takes CRC16",
    ),
    slot(
        "leaves the number as it is",
        "return crc_hqx(name.encode(), 0)",
        "Slots are numbered from 0 to 16383: take the remainder.",
    ),
    slot(
        "takes the remainder by the highest slot",
        "return crc_hqx(name.encode(), 0) % 16383",
        "There are 16384 slots, from 0 on.",
    ),
    slot(
        "counts from one",
        "return crc_hqx(name.encode(), 0) % 16384 + 1",
        "The first slot is 0, not 1",
    ),
    slot(
        "answers the node",
        "return crc_hqx(name.encode(), 0) % 16384 * 3 // 16384",
        "The slot says it; answer the slot.",
    ),
    slot(
        "begins the CRC with all bits set",
        "return crc_hqx(name.encode(), 0xFFFF) % 16384",
        "Redis's CRC16 begins with 0.",
    ),
    slot(
        "takes other bytes",
        'return crc_hqx(name.encode("latin-1"), 0) % 16384',
        "The bytes are those of UTF-8",
    ),
    slot(
        "leaves out other letters",
        'return crc_hqx(name.encode("ascii", "ignore"), 0) % 16384',
        "The bytes are those of UTF-8",
    ),
    slot(
        "leaves out the prefix",
        'return crc_hqx(name.removeprefix("session:").encode(), 0) % 16384',
        "The whole name counts, `session:` too.",
    ),
    slot(
        "puts the prefix before it",
        'return crc_hqx(f"session:{name}".encode(), 0) % 16384',
        "put nothing before it",
    ),
    slot(
        "takes braces for granted",
        'return crc_hqx(name[name.index("{") :].encode(), 0) % 16384',
        "At the name `session:ada`: ValueError: substring not found",
    ),
    slot(
        "knows nothing of braces",
        RIGHT_SLOT,
        "only what stands between them counts",
    ),
    braces(
        "takes an empty part",
        """
        begin = name.find("{")
        end = name.find("}", begin + 1)
        if begin >= 0 and end >= 0:
            name = name[begin + 1 : end]
        """,
        "Nothing stands between the first { and the next }",
    ),
    braces(
        "looks for the last brace",
        """
        begin, end = name.find("{"), name.rfind("}")
        if begin >= 0 and end > begin + 1 and name[begin + 1] != "}":
            name = name[begin + 1 : end]
        """,
        "The slot of `tea{{jam}}oil` is 1488",
    ),
    braces(
        "takes the first } anywhere",
        """
        begin, end = name.find("{"), name.find("}")
        if begin >= 0 and end > begin + 1:
            name = name[begin + 1 : end]
        """,
        "The } that counts comes after the {",
    ),
    slot(
        "prints in place of returning",
        "crc_hqx(name.encode(), 0) % 16384",
        "is the `return` missing?",
    ),
    whole_together(
        "goes on in one task while rows wait",
        """
        async def write(self, row):
            self.rows.append(row)
            if self.task is None or self.task.done():
                self.task = asyncio.create_task(self._commit())
            await asyncio.shield(self.task)

        async def _commit(self):
            while self.rows:
                rows, self.rows = self.rows, []
                await self.commit(rows)
        """,
        "`tea` is in the file, and its visitor still waits",
    ),
    together(
        "makes no task of the coroutine",
        "asyncio.create_task(self._commit())",
        "self._commit()",
        "A coroutine runs once.",
    ),
    together(
        "hands the method over, and does not call it",
        "asyncio.create_task(self._commit())",
        "asyncio.create_task(self._commit)",
        "Call it: `asyncio.create_task(self._commit())`.",
    ),
    together(
        "enters the lock as a file",
        "async with self.lock",
        "with self.lock",
        "Write `async with self.lock:`.",
    ),
    slot(
        "takes the name in small letters",
        "return crc_hqx(name.lower().encode(), 0) % 16384",
        "The slot of `session:Ada` is 13798",
    ),
    slot(
        "finds no newline in braces",
        """
        import re

        found = re.search("{(.+?)}", name)
        if found and not name.partition("{")[2].startswith("}"):
            name = found[1]
        return crc_hqx(name.encode(), 0) % 16384
        """,
        "`re.DOTALL`",
    ),
    slot(
        "strips the part in braces",
        RIGHT_BRACES + "name = name.strip()\n" + RIGHT_SLOT,
        "a newline and a space, too",
    ),
    together(
        "tries each row again after a commit that failed",
        COMMITS,
        """
        try:
            await self.commit(rows)
        except Exception:
            for row in rows:
                await self.commit([row])
        """,
        "`tea` was given to `commit` again",
    ),
    together(
        "drops equal rows",
        "self.rows.append(row)",
        """
        if row not in self.rows:
            self.rows.append(row)
        """,
        "was written once",
    ),
    together(
        "keeps the last of equal rows",
        COMMITS,
        "await self.commit([*dict.fromkeys(reversed(rows))][::-1])",
        "was written once",
    ),
    slot(
        "answers a text",
        RIGHT_BRACES + RIGHT_SLOT.replace("return ", "return str(").strip() + ")",
        "answer the number itself",
    ),
    together(
        "commits five rows at most",
        COMMITS,
        """
        for begin in range(0, len(rows), 5):
            await self.commit(rows[begin : begin + 5])
        """,
        "hand `commit` the whole list, and not in parts",
    ),
    together(
        "raises an error of its own",
        COMMITS,
        """
        try:
            await self.commit(rows)
        except Exception as error:
            raise RuntimeError("not written") from error
        """,
        "3 of 3 writes raised RuntimeError: not written",
    ),
    whole_together(
        "answers futures, also of who has left",
        """
        async def write(self, row):
            done = asyncio.get_running_loop().create_future()
            self.rows.append((row, done))
            if self.task is None or self.task.done():
                self.task = asyncio.create_task(self._commit())
            await done

        async def _commit(self):
            while self.rows:
                rows, self.rows = self.rows, []
                try:
                    await self.commit([row for row, _ in rows])
                except Exception as error:
                    for _, done in rows:
                        done.set_exception(error)
                else:
                    for _, done in rows:
                        done.set_result(None)
        """,
        "the first visitor leaves: 2 of the others were never answered",
    ),
    best_round(
        "begins with a number that a long round exceeds",
        "math.inf",
        "1",
        "Begin with more than any round takes",
    ),
    best_round(
        "makes five rounds, whatever it is told",
        "range(rounds)",
        "range(5)",
        "With calls=20 and rounds=6",
    ),
    cost(
        "waits in a loop without an end",
        """
        while rounds:
            for number in range(calls):
                await operation(number)
        """,
        "look for a loop without an end",
    ),
    together(
        "adds the letters of a row",
        "self.rows.append(row)",
        "self.rows += row",
        "Put the row itself into the list",
    ),
    together(
        "puts the row into a list of its own",
        "self.rows.append(row)",
        "self.rows.append([row])",
        'the commit got `[["tea"]]`',
    ),
    whole_together(
        "does not give the lock back after an error",
        """
        async def write(self, row):
            if not self.rows:
                self.task = asyncio.create_task(self._commit())
            self.rows.append(row)
            await asyncio.shield(self.task)

        async def _commit(self):
            await self.lock.acquire()
            rows, self.rows = self.rows, []
            await self.commit(rows)
            self.lock.release()
        """,
        "`async with self.lock:` does, also after an error",
    ),
    slot(
        "divides",
        RIGHT_BRACES + RIGHT_SLOT.replace("16384", "16384.0"),
        "A slot is a whole number",
    ),
    best_round(
        "begins with 0",
        "math.inf",
        "0",
        "Begin with more than any round takes",
    ),
    best_round("answers nanoseconds", "1_000_000", "1e9", "It answers nanoseconds."),
    best_round(
        "divides by all calls",
        "/ calls",
        "/ (calls * rounds)",
        "by the calls of all rounds.",
    ),
    best_round(
        "gives the calls no number",
        "operation(number)",
        "operation()",
        "Each call got no number",
    ),
    whole_together(
        "waits for another commit until its own begins",
        """
        async def write(self, row):
            self.rows.append(row)
            while row in self.rows:
                if self.task is None or self.task.done():
                    self.task = asyncio.create_task(self._commit())
                await asyncio.shield(self.task)

        async def _commit(self):
            async with self.lock:
                rows, self.rows = self.rows, []
                await self.commit(rows)
        """,
        "the visitor of `oil` was told so, and a later commit wrote it all the same",
    ),
    slot(
        "takes the part in small letters",
        RIGHT_BRACES.replace("end]", "end].lower()") + RIGHT_SLOT,
        "counts as it is",
    ),
    slot(
        "leaves out other letters of the part",
        RIGHT_BRACES.replace("end]", 'end].encode("ascii", "ignore").decode()')
        + RIGHT_SLOT,
        "counts as it is",
    ),
]
