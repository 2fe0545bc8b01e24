"""What JupyterLab brings to the site and no lesson uses: not started, or deleted."""

from pathlib import Path
from typing import Final

IDLE: Final = (
    "@jupyter-notebook/console-extension",
    "@jupyter-notebook/help-extension",
    "@jupyter-notebook/notebook-extension:edit-notebook-metadata",
    "@jupyter-notebook/notebook-extension:notebook-tools",
    "@jupyter-notebook/notebook-extension:open-tree-tab",
    "@jupyterlab/apputils-extension:kernels-settings",
    "@jupyterlab/apputils-extension:licenses-client",
    "@jupyterlab/apputils-extension:licenses-plugin",
    "@jupyterlab/apputils-extension:move-sections",
    "@jupyterlab/apputils-extension:subshell-settings",
    "@jupyterlab/audio-extension",
    "@jupyterlab/celltags-extension",
    "@jupyterlab/completer-extension:inline-completer",
    "@jupyterlab/completer-extension:inline-completer-factory",
    "@jupyterlab/completer-extension:inline-history",
    "@jupyterlab/console-extension",
    "@jupyterlab/filebrowser-extension",
    "@jupyterlab/fileeditor-extension",
    "@jupyterlab/help-extension",
    "@jupyterlab/javascript-extension",
    "@jupyterlab/json-extension",
    "@jupyterlab/json-lines-extension",
    "@jupyterlab/logconsole-extension",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/mainmenu-extension:recents",
    "@jupyterlab/metadataform-extension",
    "@jupyterlab/notebook-extension:active-cell-tool",
    "@jupyterlab/notebook-extension:cloned-outputs",
    "@jupyterlab/notebook-extension:code-console",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/notebook-extension:log-output",
    "@jupyterlab/notebook-extension:metadata-editor",
    "@jupyterlab/notebook-extension:open-with-no-kernel",
    "@jupyterlab/notebook-extension:tools",
    "@jupyterlab/notebook-extension:update-raw-mimetype",
    "@jupyterlab/services-extension:terminal-manager",
    "@jupyterlab/tooltip-extension:consoles",
    "@jupyterlab/tooltip-extension:files",
    "@jupyterlab/translation-extension:plugin",
    "@jupyterlab/vega5-extension",
    "@jupyterlab/video-extension",
    "@jupyterlite/application-extension:licenses-client",
    "@jupyterlite/application-extension:lsp-connection-manager",
    "@jupyterlite/application-extension:plugin-manager",
    "@jupyterlite/application-extension:service-worker-manager",
    "@jupyterlite/application-extension:share-file",
)
"""What JupyterLab starts and no lesson uses: other kinds of files and documents, and
the worker that shows Python the browser's files, which a room without https has not.
"""
UNASKED: Final = (".map", ".eot", ".ttf")
"""Suffixes of files that no browser of this decade asks for."""
UNUSED: Final = (
    b"org.eclipse.elk.alg",
    b"Duplicate signal name",
    b"Invalid specification",
    b"vega-embed-wrapper",
)
"""What only ELK's script has in it, and only the three of Vega."""


def prune(out: Path) -> None:
    """Delete what no browser asks for: fonts, maps, settings of a build, libraries."""
    for path in sorted(out.rglob("*")):
        older = path.suffix == ".woff" and path.with_suffix(".woff2").exists()
        drawn = path.suffix == ".svg" and path.name.startswith("fa-")
        settings = path.name.startswith("rspack.config")
        if path.suffix in UNASKED or older or drawn or settings or _unused(path):
            path.unlink()


def _unused(path: Path) -> bool:
    """Whether a file of JupyterLab's holds a library that no lesson draws with."""
    if path.suffix != ".js":
        return False
    text = path.read_bytes()
    return any(one in text for one in UNUSED)
