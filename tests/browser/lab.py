"""A JupyterLab on 127.0.0.1, and a notebook in it that a test drives."""

import asyncio
import json
import os
import secrets
import shutil
import socket
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.async_api import Locator, Page

STARTUP_SECONDS = 60
KERNEL = """() => {
    const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
    const kernel = context?.session?.kernel;
    return [context?.isReady, kernel?.id, kernel?.status, kernel?.connectionStatus];
}"""
OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}


@dataclass
class Lab:
    """A running JupyterLab: its address, token, and the folder that it serves."""

    url: str
    token: str
    root: Path
    log: Path
    process: asyncio.subprocess.Process

    async def stop(self) -> None:
        """End the server, which ends its kernels."""
        self.process.terminate()
        await self.process.wait()


async def start_lab(folder: Path, theme: str = "JupyterLab Light") -> Lab:
    """Start JupyterLab, with all that it keeps in ``folder``."""
    root, port, token = folder / "root", _free_port(), secrets.token_hex(16)
    root.mkdir()
    settings = folder / "config" / "labconfig"
    settings.mkdir(parents=True)
    overrides = {**OVERRIDES, "@jupyterlab/apputils-extension:themes": {"theme": theme}}
    (settings / "default_setting_overrides.json").write_text(json.dumps(overrides))
    names = ["CONFIG", "DATA", "RUNTIME"]
    environment = {f"JUPYTER_{one}_DIR": str(folder / one.lower()) for one in names}
    environment |= {
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_PLATFORM_DIRS": "1",
    }
    log = folder / "server.log"
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "IdentityProvider.token": token,
        "ServerApp.root_dir": root,
        "LabApp.extension_manager": "readonly",
        "LabApp.expose_app_in_browser": True,
        "ServerApp.terminals_enabled": False,
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    with log.open("wb") as sink:
        process = await asyncio.create_subprocess_exec(
            *command,
            *(f"--{name}={value}" for name, value in options.items()),
            stdout=sink,
            stderr=sink,
            env={**os.environ, **environment},
        )
    lab = Lab(f"http://127.0.0.1:{port}", token, root, log, process)
    async with asyncio.timeout(STARTUP_SECONDS):
        while not await asyncio.to_thread(_answers, lab):
            assert process.returncode is None, log.read_text()
            await asyncio.sleep(0.1)
    return lab


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _answers(lab: Lab) -> bool:
    try:
        with urllib.request.urlopen(
            f"{lab.url}/api/status?token={lab.token}", timeout=2
        ):
            return True
    except OSError:
        return False


class Notebook:
    """One notebook, open in a page of the browser."""

    def __init__(self, page: Page, lab: Lab) -> None:
        self.page = page
        self.lab = lab
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    async def write(self, name: str, cells: Sequence[str]) -> None:
        """Put a notebook of code cells into the lab's folder and open it."""
        made = [nbformat.v4.new_code_cell(cell) for cell in cells]
        # else JupyterLab asks which kernel to use
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        notebook = nbformat.v4.new_notebook(cells=made, metadata=metadata)
        nbformat.write(notebook, self.lab.root / name)
        await self.open(name)

    async def copy(self, path: Path) -> None:
        """Put a notebook from the disk into the lab's folder and open it."""
        shutil.copy(path, self.lab.root / path.name)
        await self.open(path.name)

    async def open(self, name: str) -> None:
        """Open a notebook; its kernel is ready then."""
        await self.page.goto(
            f"{self.lab.url}/doc/tree/{name}?token={self.lab.token}&reset"
        )
        await self.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.content?.model?.cells.length"
        )
        await self._evaluate(
            """async () => {
                const panel = window.jupyterapp.shell.currentWidget;
                await panel.context.ready; await panel.revealed;
                await panel.sessionContext.ready;
                await panel.sessionContext.session.kernel.info;
            }"""
        )

    async def run_all(self) -> None:
        """Run every cell; ends with the last one, or with the first that raises."""
        await self._evaluate(
            "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
        )

    async def run(self, code: str) -> str:
        """Run code in the notebook's kernel; return what it printed, or its error."""
        printed: str = await self._evaluate(
            """async code => {
                let text = '';
                const panel = window.jupyterapp.shell.currentWidget;
                const kernel = panel.sessionContext.session.kernel;
                const done = kernel.requestExecute({code, store_history: false}, true);
                done.onIOPub = ({header, content}) => {
                    if (header.msg_type === 'stream') text += content.text;
                    if (header.msg_type === 'error')
                        text += content.ename + ': ' + content.evalue;
                };
                await done.done;
                return text;
            }""",
            code,
        )
        return printed

    async def outputs(self) -> list[dict[str, Any]]:
        """Return the outputs of all cells, as the notebook would store them."""
        stored: list[dict[str, Any]] = await self.page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.model.toJSON()
                .cells.flatMap(cell => cell.outputs ?? [])"""
        )
        return stored

    async def close(self) -> None:
        """End the kernel, with all that it holds, and close the page."""
        await self._evaluate(
            "() => window.jupyterapp?.shell.currentWidget?.sessionContext.shutdown()"
        )
        await self.page.close()

    async def _evaluate(self, script: str, *arguments: Any) -> Any:
        # unlike everything else in the page, this has no time limit of its own
        try:
            async with asyncio.timeout(STARTUP_SECONDS):
                return await self.page.evaluate(script, *arguments)
        except TimeoutError:
            kernel, log = await self.page.evaluate(KERNEL), self.lab.log.read_text()
            pytest.fail(
                f"no answer in {STARTUP_SECONDS} s; the kernel, as the page knows it, "
                f"is {kernel}; the server's last words:\n{log[-3000:]}"
            )

    async def unrun(self) -> list[str]:
        """Return the sources of code cells that were not run."""
        sources: list[str] = await self.page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells
                .filter(one => one.cell_type === 'code' && !one.execution_count)
                .map(one => one.source)"""
        )
        return sources

    @property
    def inspector(self) -> Locator:
        """The first inspector on the page."""
        return self.page.locator(".sk-inspector").first
