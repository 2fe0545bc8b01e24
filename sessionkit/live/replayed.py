"""Run operations on a store class step by step, to look at them in an inspector."""

from collections.abc import Iterable

from sessionkit.contract import StoreClass
from sessionkit.live.recorder import Recorder
from sessionkit.running.isolated import apart
from sessionkit.running.replay import Replay
from sessionkit.traces.operation import Operation


async def replayed(
    operations: Iterable[Operation], store_class: StoreClass
) -> Recorder:
    """Run ``operations`` on sessions of their own; return the recorder that watched.

    Whatever a store does wrong becomes an answer.
    """
    recorder = Recorder()
    replay = Replay(recorder.watch(apart(store_class)))
    for operation in operations:
        await replay.answer(operation)
    return recorder
