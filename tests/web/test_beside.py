"""The page that compares web sessions says what the systems do."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sessionkit.node.npm import installed_at, program
from tests.node.conftest import need_node
from tests.web.beside import PAGE, ROWS, SYSTEMS, Seen, facts, page, sites, visit

SCRIPT = Path(__file__).with_name("beside_express.js")


class Express:
    """express-session under Node."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def visit(self, page: str, cookie: str | None) -> Seen:
        return await visit(f"{self._url}/{page}", cookie)


@pytest.fixture
def express() -> Iterator[Express]:
    """Start it."""
    need_node()
    command = [program("node"), str(SCRIPT), str(installed_at())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as node:
        assert node.stdout is not None
        yield Express(f"http://127.0.0.1:{node.stdout.readline().strip()}")
        node.kill()


def said_of(system: str) -> dict[str, str]:
    """Return what the page says of a system."""
    return {row.fact: row.found[SYSTEMS.index(system)] for row in ROWS}


@pytest.mark.parametrize("system", SYSTEMS[1:])
async def test_the_systems_in_python_do_what_the_page_says(system: str) -> None:
    assert await facts(*sites()[system]) == said_of(system)


@pytest.mark.slow
async def test_express_session_does_what_the_page_says(express: Express) -> None:
    assert await facts(express, "connect.sid") == said_of("express-session")


def test_the_page_is_as_the_table_says() -> None:
    assert PAGE.read_text() == page(), "python -m tests.web.beside writes it"
