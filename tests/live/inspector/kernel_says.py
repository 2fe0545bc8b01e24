"""What the kernel sends for a short recording, for the tests of the page's panels."""

import json
from pathlib import Path
from typing import Any

from sessionkit import MemorySessionStore
from sessionkit.live.inspector.protocol import TRAITS
from sessionkit.live.recorder import Recorder
from sessionkit.running.isolated import apart
from sessionkit.running.time_limit import drive
from tests.live.inspector.pages import Page


async def _record(recorder: Recorder) -> None:
    store_class = recorder.watch(apart(MemorySessionStore))
    ada, bob = store_class("ada"), store_class("bob")
    await ada.set("user", "ada")
    await ada.set("cart", 3)
    await ada.remove("cart")
    await bob.set("user", "bob")
    await ada.get_all()


def kernel_says() -> dict[str, Any]:
    """Return the traits of an inspector, and what a page is sent when it opens."""
    page = Page(Recorder())
    drive(_record(page.inspector.recorder))
    page.open()
    traits = {name: getattr(page.inspector, name) for name in TRAITS}
    return {"traits": traits, "messages": page.messages}


def write_kernel_says(path: Path) -> None:
    """Write it as JSON."""
    path.write_text(json.dumps(kernel_says()), "utf-8")
