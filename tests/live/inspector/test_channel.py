"""Silent pages are sent less and less, and never nothing: a cell may run for hours."""

from typing import Any

from sessionkit.live.inspector.channel import LONGEST, SHORTEST, SILENCE, Channel


def _opened(now: list[float]) -> tuple[Channel, list[dict[str, Any]]]:
    sent: list[dict[str, Any]] = []
    channel = Channel(sent.append, lambda: now[0])
    channel.opened("page")
    return channel, sent


def test_an_hour_of_ticks_is_followed_to_its_end() -> None:
    now = [0.0]
    channel, sent = _opened(now)
    due = 0.0
    for ticks in range(36_000):  # each tenth of a second, and no word of the page
        now[0] += 0.1
        if now[0] >= due:
            channel.send({"kind": "problem", "words": str(ticks)})
            due = now[0] + channel.interval

    assert channel.is_open
    assert 36_000 - int(sent[-1]["words"]) <= LONGEST / 0.1
    assert 3_000 < len(sent) < 4_500


def test_a_page_that_speaks_is_sent_all_again() -> None:
    now = [0.0]
    channel, _ = _opened(now)
    assert channel.interval == SHORTEST
    for _ in range(SILENCE):
        channel.send({"kind": "pong"})
    now[0] += 3_600
    assert channel.interval == LONGEST
    channel.heard(3)

    assert channel.interval == SHORTEST
