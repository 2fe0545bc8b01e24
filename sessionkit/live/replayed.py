"""Operations done on a store class, step by step, to look at them in an inspector."""

from collections.abc import Iterable

from sessionkit.contract import StoreClass
from sessionkit.live.recorder import Recorder
from sessionkit.running.isolated import apart
from sessionkit.running.replay import Replay
from sessionkit.traces.operation import Operation


async def replayed(
    operations: Iterable[Operation], store_class: StoreClass
) -> Recorder:
    """Do ``operations`` on stores of a class, in sessions apart; return what was seen.

    Whatever a store does wrong is an answer.
    """
    recorder = Recorder()
    replay = Replay(recorder.watch(apart(store_class)))
    for operation in operations:
        await replay.answer(operation)
    return recorder
