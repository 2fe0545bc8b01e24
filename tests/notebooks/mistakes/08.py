"""Mistakes of lesson 08, scale it."""

from tests.notebooks.mistakes import Mistake

COST = "cost-write"
TOGETHER = "together-write"
SLOT = "slot-write"

MISTAKES = [
    Mistake(
        COST,
        "keeps the mean",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            begun = clock()
            for _ in range(rounds):
                for number in range(calls):
                    await operation(number)
            return (clock() - begun) / rounds / calls * 1_000_000
        """,
        "the mean of all rounds. The machine was interrupted meanwhile",
    ),
    Mistake(
        TOGETHER,
        "commits each row by itself",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit

            async def write(self, row):
                await self.commit([row])
        """,
        "10 writes at once made 10 commits.",
    ),
    Mistake(
        SLOT,
        "takes Python's hash",
        """
        def slot(name):
            return hash(name) % 16384
        """,
        "since Python salts it",
    ),
    Mistake(
        COST,
        "keeps the longest round",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            most = 0
            for _ in range(rounds):
                begun = clock()
                for number in range(calls):
                    await operation(number)
                most = max(most, clock() - begun)
            return most / calls * 1_000_000
        """,
        "the longest round. The machine was interrupted meanwhile",
    ),
    Mistake(
        COST,
        "answers seconds",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            least = math.inf
            for _ in range(rounds):
                begun = clock()
                for number in range(calls):
                    await operation(number)
                least = min(least, clock() - begun)
            return least / calls
        """,
        "It answers seconds.",
    ),
    Mistake(
        COST,
        "answers a whole round",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            least = math.inf
            for _ in range(rounds):
                begun = clock()
                for number in range(calls):
                    await operation(number)
                least = min(least, clock() - begun)
            return least * 1_000_000
        """,
        "This is the time of a round: 20 calls, and not one.",
    ),
    Mistake(
        COST,
        "measures with the clock on the wall",
        """
        from time import perf_counter

        async def cost(operation, clock=process_time, calls=100, rounds=5):
            least = math.inf
            for _ in range(rounds):
                begun = perf_counter()
                for number in range(calls):
                    await operation(number)
                least = min(least, perf_counter() - begun)
            return least / calls * 1_000_000
        """,
        "It never asked `clock`",
    ),
    Mistake(
        COST,
        "asks the clock around each call",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
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
    Mistake(
        COST,
        "makes one round",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            begun = clock()
            for number in range(calls):
                await operation(number)
            return (clock() - begun) / calls * 1_000_000
        """,
        "the operation was called 20 times, and not 100 times.",
    ),
    Mistake(
        COST,
        "makes all calls at once",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            least = math.inf
            for _ in range(rounds):
                begun = clock()
                await asyncio.gather(*(operation(one) for one in range(calls)))
                least = min(least, clock() - begun)
            return least / calls * 1_000_000
        """,
        "20 calls were under way at once",
    ),
    Mistake(
        COST,
        "gives each call the same number",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            least = math.inf
            for _ in range(rounds):
                begun = clock()
                for _ in range(calls):
                    await operation(0)
                least = min(least, clock() - begun)
            return least / calls * 1_000_000
        """,
        "Each call got the number 0",
    ),
    Mistake(
        COST,
        "forgets the await",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            least = math.inf
            for _ in range(rounds):
                begun = clock()
                for number in range(calls):
                    operation(number)
                least = min(least, clock() - begun)
            return least / calls * 1_000_000
        """,
        "`operation` was called without `await`",
    ),
    Mistake(
        COST,
        "returns nothing",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            for _ in range(rounds):
                begun = clock()
                for number in range(calls):
                    await operation(number)
                clock() - begun
        """,
        "It answers `None`, and not a number.",
    ),
    Mistake(
        TOGETHER,
        "answers before the commit",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.append(row)

            async def _commit(self):
                async with self.lock:
                    rows, self.rows = self.rows, []
                    await self.commit(rows)
        """,
        "One write, alone: `tea` was answered before it was in the file.",
    ),
    Mistake(
        TOGETHER,
        "empties the list that it commits",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.append(row)
                await asyncio.shield(self.task)

            async def _commit(self):
                async with self.lock:
                    rows = self.rows
                    self.rows.clear()
                    await self.commit(rows)
        """,
        "`rows` and `self.rows` are two names of one list",
    ),
    Mistake(
        TOGETHER,
        "empties the list after the commit",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.append(row)
                await asyncio.shield(self.task)

            async def _commit(self):
                async with self.lock:
                    await self.commit(self.rows)
                    self.rows = []
        """,
        "`oil` is in no commit, and no longer in `self.rows`",
    ),
    Mistake(
        TOGETHER,
        "lets two commits overlap",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.append(row)
                await asyncio.shield(self.task)

            async def _commit(self):
                rows, self.rows = self.rows, []
                await self.commit(rows)
        """,
        "A second commit began while the first was under way",
    ),
    Mistake(
        TOGETHER,
        "swallows the error",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.append(row)
                await asyncio.shield(self.task)

            async def _commit(self):
                async with self.lock:
                    rows, self.rows = self.rows, []
                    try:
                        await self.commit(rows)
                    except Exception:
                        pass
        """,
        "3 of 3 writers were told that all is well.",
    ),
    Mistake(
        TOGETHER,
        "tells the error to one writer",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.done = asyncio.Event()
                self.lock = asyncio.Lock()

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
        "2 of 3 writers were told that all is well.",
    ),
    Mistake(
        TOGETHER,
        "lets one visitor take the others along",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.append(row)
                await self.task

            async def _commit(self):
                async with self.lock:
                    rows, self.rows = self.rows, []
                    await self.commit(rows)
        """,
        "the first visitor leaves: then the others' writes were cancelled, too.",
    ),
    Mistake(
        TOGETHER,
        "waits for ever",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.done = asyncio.Event()

            async def write(self, row):
                self.rows.append(row)
                await self.done.wait()
        """,
        "1 of 1 writes were never answered.",
    ),
    Mistake(
        TOGETHER,
        "commits backwards",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.insert(0, row)
                await asyncio.shield(self.task)

            async def _commit(self):
                async with self.lock:
                    rows, self.rows = self.rows, []
                    await self.commit(rows)
        """,
        "in another order than they came in",
    ),
    Mistake(
        TOGETHER,
        "forgets to await the commit",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.append(row)
                await asyncio.shield(self.task)

            async def _commit(self):
                async with self.lock:
                    rows, self.rows = self.rows, []
                    self.commit(rows)
        """,
        "`commit` was called without `await`",
    ),
    Mistake(
        SLOT,
        "takes CRC32",
        """
        def slot(name):
            from binascii import crc32

            return crc32(name.encode()) % 16384
        """,
        "This is CRC32, and Redis takes CRC16",
    ),
    Mistake(
        SLOT,
        "leaves the number as it is",
        """
        def slot(name):
            return crc_hqx(name.encode(), 0)
        """,
        "Slots are numbered from 0 to 16383: take the rest.",
    ),
    Mistake(
        SLOT,
        "takes the rest by the highest slot",
        """
        def slot(name):
            return crc_hqx(name.encode(), 0) % 16383
        """,
        "There are 16384 slots, from 0 on.",
    ),
    Mistake(
        SLOT,
        "begins the CRC with all bits set",
        """
        def slot(name):
            return crc_hqx(name.encode(), 0xFFFF) % 16384
        """,
        "Redis's CRC16 begins with 0.",
    ),
    Mistake(
        SLOT,
        "takes other bytes",
        """
        def slot(name):
            return crc_hqx(name.encode("latin-1"), 0) % 16384
        """,
        "The bytes are those of UTF-8",
    ),
    Mistake(
        SLOT,
        "leaves out the prefix",
        """
        def slot(name):
            return crc_hqx(name.removeprefix("session:").encode(), 0) % 16384
        """,
        "The whole name counts, `session:` too.",
    ),
    Mistake(
        SLOT,
        "knows nothing of braces",
        """
        def slot(name):
            return crc_hqx(name.encode(), 0) % 16384
        """,
        "only what stands between them counts",
    ),
    Mistake(
        SLOT,
        "takes an empty part",
        """
        def slot(name):
            begin = name.find("{")
            end = name.find("}", begin + 1)
            if begin >= 0 and end >= 0:
                name = name[begin + 1 : end]
            return crc_hqx(name.encode(), 0) % 16384
        """,
        "Nothing stands between the first { and the next }",
    ),
    Mistake(
        SLOT,
        "looks for the last brace",
        """
        def slot(name):
            begin, end = name.find("{"), name.rfind("}")
            if begin >= 0 and end > begin + 1 and name[begin + 1] != "}":
                name = name[begin + 1 : end]
            return crc_hqx(name.encode(), 0) % 16384
        """,
        "The slot of `tea{{jam}}oil` is 1488",
    ),
    Mistake(
        SLOT,
        "takes the first } anywhere",
        """
        def slot(name):
            begin, end = name.find("{"), name.find("}")
            if begin >= 0 and end > begin + 1:
                name = name[begin + 1 : end]
            return crc_hqx(name.encode(), 0) % 16384
        """,
        "The } that counts comes behind the {",
    ),
    Mistake(
        SLOT,
        "prints in place of returning",
        """
        def slot(name):
            crc_hqx(name.encode(), 0) % 16384
        """,
        "is the `return` missing?",
    ),
    Mistake(
        COST,
        "swaps calls and rounds",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            least = math.inf
            for _ in range(calls):
                begun = clock()
                for number in range(rounds):
                    await operation(number)
                least = min(least, clock() - begun)
            return least / calls * 1_000_000
        """,
        "it made 20 rounds of 5 calls",
    ),
    Mistake(
        COST,
        "counts on from round to round",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
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
    Mistake(
        COST,
        "answers milliseconds",
        """
        async def cost(operation, clock=process_time, calls=100, rounds=5):
            least = math.inf
            for _ in range(rounds):
                begun = clock()
                for number in range(calls):
                    await operation(number)
                least = min(least, clock() - begun)
            return least / calls * 1000
        """,
        "It answers milliseconds.",
    ),
    Mistake(
        TOGETHER,
        "joins the commit that is under way",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

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
    Mistake(
        TOGETHER,
        "takes the rows before the lock",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

            async def write(self, row):
                if not self.rows:
                    self.task = asyncio.create_task(self._commit())
                self.rows.append(row)
                await asyncio.shield(self.task)

            async def _commit(self):
                rows, self.rows = self.rows, []
                async with self.lock:
                    await self.commit(rows)
        """,
        "the next commit did not take both",
    ),
    Mistake(
        TOGETHER,
        "writes what it said had failed",
        """
        class Together:
            def __init__(self, commit):
                self.commit = commit
                self.rows = []
                self.task = None
                self.lock = asyncio.Lock()

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
]
