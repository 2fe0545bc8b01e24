"""Try the whole way from a browser to a widget: server, kernel, cell, message.

The versions of packages do not tell whether a lesson runs. This starts a JupyterLab of
its own on 127.0.0.1, goes through it as the page would, and ends it.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sessionkit.extras import installing

if TYPE_CHECKING:
    from websocket import WebSocket

PATIENCE: Final = 60.0
"""Seconds that each link may take."""
KERNEL: Final = "python -m ipykernel install --user"
OURS: Final = {"python", "python3", "python{}.{}".format(*sys.version_info)}
"""Names under which Jupyter starts the Python that it runs on itself."""
AGAIN: Final = installing("lab", "--force-reinstall")
SUM: Final = "6 * 7"
RESULT: Final = "42"
INSPECTOR: Final = (
    "from sessionkit import MemorySessionStore\n"
    "from sessionkit.live import inspect\n"
    "inspect(MemorySessionStore)"
)


class BrokenError(Exception):
    """A link does not hold; the message says what happened instead."""


@dataclass(frozen=True)
class Link:
    """A link of the chain: what it did, in how many seconds, or what mends it."""

    name: str
    seconds: float
    broken: str = ""
    mend: str = ""

    def __str__(self) -> str:
        """Say it in a line."""
        if not self.broken:
            return f"{self.name} ({self.seconds:.1f} s)"
        return f"{self.name}: {self.broken}\n  -> {self.mend}"


def chain(patience: float = PATIENCE) -> Iterator[Link]:
    """Yield the links that were tried, up to the first that does not hold."""
    with contextlib.ExitStack() as ends:
        way = _Way(ends, patience)
        for name, step, mend in (
            ("a JupyterLab starts on 127.0.0.1", way.server, AGAIN),
            ("it starts a kernel", way.kernel, KERNEL),
            ("the kernel runs a cell", way.cell, AGAIN),
            ("the inspector answers a message", way.widget, AGAIN),
        ):
            link = _try(name, step, mend)
            yield link
            if link.broken:
                return


def _try(name: str, step: Callable[[], None], mend: str) -> Link:
    begin = time.monotonic()
    try:
        step()
    # what is broken on a machine may raise anything
    except Exception as error:  # noqa: BLE001
        return Link(name, time.monotonic() - begin, _reason(error), _unshadowed(mend))
    return Link(name, time.monotonic() - begin)


def _reason(error: Exception) -> str:
    """Return what went wrong; a server says it in the body of its answer."""
    if isinstance(error, urllib.error.HTTPError):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            return str(json.loads(error.read())["message"])
    elif isinstance(error, urllib.error.URLError):
        return str(error.reason)
    return str(error) or type(error).__name__


def _unshadowed(mend: str) -> str:
    """Say first to try without PYTHONPATH, where it may hide a package."""
    if not (path := os.environ.get("PYTHONPATH")):
        return mend
    return f"PYTHONPATH is {path}: try without it; if that changes nothing, {mend}"


class _Way:
    """The way so far; what it opens, ``ends`` closes."""

    def __init__(self, ends: contextlib.ExitStack, patience: float) -> None:
        self._ends = ends
        self._patience = patience
        self._url = ""
        self._token = uuid4().hex
        self._socket: WebSocket

    def server(self) -> None:
        """Start a JupyterLab that nobody else knows, and wait for its answer."""
        folder = self._ends.enter_context(
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        )
        log = Path(folder, "log")
        output = self._ends.enter_context(log.open("wb"))
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"),
                f"--ServerApp.root_dir={folder}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={
                **os.environ,
                "JUPYTER_RUNTIME_DIR": folder,
                "JUPYTER_TOKEN": self._token,
            },
        )
        self._ends.callback(_end, process)
        self._wait_for(lambda: self._answers(_address(Path(folder), process, log)))

    def kernel(self) -> None:
        """Start a kernel, and open its channels."""
        import websocket

        self._right_python()
        kernel = self._ask("api/kernels", {"name": "python3"})["id"]
        channels = f"api/kernels/{kernel}/channels?token={self._token}"
        self._socket = websocket.create_connection(
            f"ws{self._url.removeprefix('http')}{channels}",
            timeout=self._patience,
            http_no_proxy=["127.0.0.1"],
        )
        self._ends.callback(self._socket.close)
        self._send("kernel_info_request", {})
        self._receive("kernel_info_reply")

    def _right_python(self) -> None:
        """Raise ``BrokenError`` if the kernel is of a Python that lacks the kit."""
        known = self._ask("api/kernelspecs")["kernelspecs"]
        if "python3" not in known:
            raise BrokenError("Jupyter knows no kernel of the name python3")
        python = known["python3"]["spec"]["argv"][0]
        if python in OURS or python == sys.executable:
            return
        try:
            subprocess.run(
                [python, "-c", "import ipykernel, sessionkit"],
                cwd=tempfile.gettempdir(),  # not where a clone of the kit may be
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=self._patience,
                check=True,
            )
        except FileNotFoundError:
            raise BrokenError(
                f"the kernel python3 is {python}, which is not there"
            ) from None
        except (OSError, subprocess.SubprocessError):
            raise BrokenError(
                f"the kernel python3 is {python}, which cannot import ipykernel and "
                f"sessionkit; this Python is {sys.executable}"
            ) from None

    def cell(self) -> None:
        """Run a cell, and hold its result against what it is."""
        self._execute(SUM)
        result = self._receive("execute_result")["data"]["text/plain"]
        if result != RESULT:
            raise BrokenError(f"{SUM} is {result} there")

    def widget(self) -> None:
        """Show an inspector, ask it for its state, and wait for the answer."""
        self._execute(INSPECTOR)
        widget = self._receive("comm_open", target="jupyter.widget")["comm_id"]
        asked = {"comm_id": widget, "data": {"method": "request_state"}}
        self._send("comm_msg", asked)
        self._receive("comm_msg", comm=widget)

    def _execute(self, code: str) -> None:
        wanted = {"code": code, "silent": False, "store_history": False}
        self._send("execute_request", {**wanted, "user_expressions": {}})

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        header = {"msg_id": uuid4().hex, "msg_type": kind, "version": "5.3"}
        message = {
            "header": {**header, "username": "", "session": self._token, "date": ""},
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
        }
        self._socket.send(json.dumps(message))

    def _receive(
        self, kind: str, *, target: str = "", comm: str = ""
    ) -> dict[str, Any]:
        """Return the content of the next message of a kind; ``BrokenError`` if late."""
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            message = json.loads(self._heard(kind))
            content: dict[str, Any] = message["content"]
            if message["header"]["msg_type"] == "error":
                raise BrokenError(f"{content['ename']}: {content['evalue']}")
            if (
                message["header"]["msg_type"] == kind
                and content.get("target_name", "").startswith(target)
                and content.get("comm_id", "").startswith(comm)
            ):
                return content
        raise BrokenError(f"no {kind} came in {self._patience:g} s")

    def _heard(self, kind: str) -> str | bytes:
        from websocket import WebSocketException

        try:
            return self._socket.recv()
        except WebSocketException as error:
            raise BrokenError(f"no {kind} came: {error}") from None

    def _ask(
        self, path: str, data: dict[str, str] | None = None, method: str | None = None
    ) -> Any:
        request = urllib.request.Request(
            f"{self._url}{path}",
            data=json.dumps(data).encode() if data else None,
            headers={"Authorization": f"token {self._token}"},
            method=method,
        )
        # a proxy of the machine's must not get this
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=self._patience) as response:
            return json.loads(response.read() or "null")

    def _answers(self, url: str) -> bool:
        """Say whether a server answers at this address yet; it is kept."""
        self._url = url
        try:
            # the address is written down a moment before anybody listens
            return bool(url and self._ask("api/status"))
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                return False
            raise

    def _wait_for(self, look: Callable[[], bool]) -> None:
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            if look():
                return
            time.sleep(0.05)
        raise BrokenError(f"it does not answer within {self._patience:g} s")


def _address(folder: Path, process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Return the address that a JupyterLab wrote down; empty if it has not yet."""
    if process.poll() is not None:
        said = log.read_text(errors="replace").strip().splitlines()
        raise BrokenError(f"it ended at once: {said[-1] if said else 'without a word'}")
    for path in folder.glob("jpserver-*.json"):
        with contextlib.suppress(ValueError):  # half written
            return str(json.loads(path.read_bytes())["url"])
    return ""


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
