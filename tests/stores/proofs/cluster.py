"""A Redis Cluster of three nodes, of which one is killed and comes back.

Run as ``python -m tests.stores.proofs.cluster``: 3,000 sessions, how they spread over
the nodes, what is answered while one node is away, and what is there afterwards.
"""

import asyncio
from typing import Any, Final, NamedTuple

from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer, redis_cluster

SESSIONS: Final = 3_000
PATIENCE: Final = 200
"""How often it is asked, with pauses, until a node that came back is known again."""


class Seen(NamedTuple):
    """How many sessions of all are where, and answered when."""

    on_nodes: list[int]
    answered: int
    """While one node was away."""
    refused: int
    seconds: float
    """The longest that anybody waited for an answer then."""
    there_again: int


async def run(count: int) -> Seen:
    """Make ``count`` sessions, kill a node, ask for all, start it, ask again."""
    loop = asyncio.get_running_loop()
    with redis_cluster(3, persist=True) as servers:
        # not the node that is killed
        async with RedisSessions(servers[0].url, cluster=True) as sessions:
            ids = [f"session {number}" for number in range(count)]
            await asyncio.gather(*(sessions(one).set("id", one) for one in ids))
            on_nodes = [hashes(server) for server in servers]
            waits = []

            async def ask(one: str) -> Any:
                begun = loop.time()
                try:
                    return await sessions(one).get("id")
                except StoreUnavailableError:
                    return None
                finally:
                    waits.append(loop.time() - begun)

            servers[2].kill()
            while_away = await asyncio.gather(*map(ask, ids))
            longest = max(waits)
            await asyncio.to_thread(servers[2].start)
            for _ in range(PATIENCE):
                afterwards = await asyncio.gather(*map(ask, ids))
                if None not in afterwards:
                    break
                await asyncio.sleep(0.1)
    answered = sum(answer is not None for answer in while_away)
    assert {answer for answer in while_away if answer} <= set(ids)
    there_again = sum(map(str.__eq__, ids, map(str, afterwards)))
    return Seen(on_nodes, answered, count - answered, longest, there_again)


def hashes(server: RedisServer) -> int:
    """Return how many sessions a node has."""
    with server.client() as client:
        return int(client.dbsize())


async def main() -> None:
    """Run it, and print what was seen."""
    seen = await run(SESSIONS)
    print(
        f"{SESSIONS:,} sessions on three nodes: {seen.on_nodes}\n"
        f"one away: {seen.answered:,} answered, {seen.refused:,} refused with one "
        f"sentence, none waited longer than {seen.seconds:.1f} s\n"
        f"there again: {seen.there_again:,} of {SESSIONS:,}"
    )


if __name__ == "__main__":
    asyncio.run(main())
