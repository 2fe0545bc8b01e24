"""The kernel tells the end of each cell, also if a page writes to it meanwhile.

ipykernel 7 may leave a cell running for good, and then *Run All Cells* never ends:

- 7.0 to 7.3 may not notice a request until the next one comes
  (https://github.com/ipython/ipykernel/issues/1554);
- 7.4.0 lets a widget's message in while a cell awaits something, and then tells the end
  of the next cell in the name of the one before: what is asked here.
"""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

TIMES = 100
LISTENING = """
import asyncio
from comm import get_comm_manager
get_comm_manager().register_target("page", lambda comm, message: None)
"""


@pytest_asyncio.fixture
async def client() -> AsyncIterator[AsyncKernelClient]:
    manager = AsyncKernelManager(kernel_name="python3")
    assert manager.kernel_spec is not None
    manager.kernel_spec.argv[0] = sys.executable
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    yield client
    client.stop_channels()
    await manager.shutdown_kernel(now=True)


@pytest.mark.slow
async def test_each_cell_ends(client: AsyncKernelClient) -> None:
    def write(kind: str, **content: object) -> None:
        message = client.session.msg(kind, {"comm_id": "one", "data": {}, **content})
        client.shell_channel.send(message)

    cells = {client.execute(LISTENING)}
    write("comm_open", target_name="page")
    for _ in range(TIMES):
        cells.add(client.execute("await asyncio.sleep(0)"))
        write("comm_msg")

    ended: set[str] = set()
    async with asyncio.timeout(60):
        # the last message's end comes after all others
        last = client.execute("")
        while last not in ended:
            message = await client.get_iopub_msg()
            if message["content"].get("execution_state") == "idle":
                ended.add(message["parent_header"]["msg_id"])

    assert len(cells - ended) == 0
