"""A Redis server, and all peers."""

import pytest

from sessionkit.peers import NodePeer, peers
from sessionkit.peers.peer import Peer
from sessionkit.peers.python_record import RecordedPeer
from tests.node.conftest import empty_cache, node
from tests.stores.conftest import redis_server

__all__ = ["empty_cache", "node", "redis_server"]


@pytest.fixture(scope="session")
def all_peers() -> list[Peer | RecordedPeer | NodePeer]:
    """Make all peers once; what they keep is apart by cookie."""
    return peers()
