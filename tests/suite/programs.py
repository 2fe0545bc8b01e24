"""A program in Python that speaks the protocol, right or wrong as its argument says."""

import asyncio
import json
import sys
from typing import Any

from sessionkit import MemorySessionStore, Trace, run
from sessionkit.suite.document import operations
from sessionkit.traces.values import encode
from tests.checking.wrong_stores import GetAllCopies, RemoveDeletes

STORES: Any = {
    "right": MemorySessionStore,
    "deletes": RemoveDeletes,
    "copies": GetAllCopies,
}


def hello(kind: str) -> dict[str, Any]:
    """Say what the store can."""
    says: dict[str, Any] = {"protocol": 1, "name": kind, "has": ["live", "no id"]}
    match kind:
        case "declared":
            return {**says, "does_not": {"R14": "a copy is safer"}}
        case "untrue":
            return {**says, "does_not": {"R9": "it deletes"}}
        case "lacking":
            return {**says, "has": []}
        case "version 2":
            return {**says, "protocol": 2}
        case "unknown capability":
            return {**says, "has": ["fly"]}
        case "unknown clause":
            return {**says, "does_not": {"R999": "no"}}
        case "has is a number":
            return {**says, "has": 3}
    return says


def answers(kind: str, trace: Trace) -> Any:
    """Write the answers to a run."""
    match kind:
        case "too few":
            return []
        case "no answers":
            return [3 for _ in trace]
        case "no such tag":
            return [{"value": {"$": "wings"}} for _ in trace]
        case "raises":
            return [{"error": "Oops", "message": "it broke"} for _ in trace]
    return [{"value": encode(answer.value)} for answer in trace.answers]


def main(kind: str) -> None:
    """Reply to each line of the input."""
    store = {"declared": "copies", "lacking": "copies"}.get(kind, kind)
    for line in sys.stdin:
        request = json.loads(line)
        if "hello" in request:
            reply = hello(kind)
        elif kind == "ends":
            return
        elif kind == "says hi":
            print("hi", flush=True)
            continue
        elif kind == "faults":
            reply = {"fault": "it is Sunday"}
        elif kind == "hangs":
            continue
        else:
            asked = operations(request["run"])
            store_class = STORES.get(store, MemorySessionStore)
            trace = asyncio.run(run(asked, store_class))
            reply = {"answers": answers(kind, trace)}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
