"""What ``serve`` answers: an application, and the server that it runs on."""

from abc import ABC, abstractmethod
from collections.abc import Generator
from typing import TYPE_CHECKING, Self

from sessionkit.web.errors import ServerError

if TYPE_CHECKING:
    import httpx


class Server(ABC):
    """An application and the server that it runs on; ``serve`` makes it."""

    def __await__(self) -> Generator[object, None, Self]:
        """Start the server, unless it runs, and wait until it answers."""
        return self._start().__await__()

    async def __aenter__(self) -> Self:
        return await self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    def __repr__(self) -> str:
        where = f"at {self.url}" if self.runs else "stopped"
        return f"<Server {where}>"

    @property
    @abstractmethod
    def runs(self) -> bool:
        """Whether it answers requests."""

    @property
    def url(self) -> str:
        """Where it answers: ``http://127.0.0.1:PORT``; ``ServerError`` if nowhere."""
        if not self.runs:
            raise ServerError(
                "the server does not run; `server = await serve(app)` starts it"
            )
        return self._address

    def client(self) -> "httpx.AsyncClient":
        """Make a browser for it, which keeps cookies; ``ServerError`` if it is off."""
        import httpx

        return httpx.AsyncClient(base_url=self.url)

    @property
    @abstractmethod
    def _address(self) -> str:
        """Where it answers while it runs."""

    @abstractmethod
    async def _start(self) -> Self:
        """Start it, unless it runs; ``ServerError`` if the application fails to."""

    @abstractmethod
    async def stop(self) -> None:
        """Stop it, after the requests under way; nothing if it does not run."""
