"""A smallest folder of lessons, as the kit keeps them, to copy from."""

import json
from pathlib import Path
from typing import Any, Final

FIRST: Final = "00_start_here.ipynb"
SOLUTION: Final = f"solutions/{FIRST}"
MAP: Final = "README.md"
PICTURE: Final = "images/map.png"
COPIED: Final = sorted((FIRST, SOLUTION, MAP, PICTURE))
NOT_COPIED: Final = (
    "conftest.py",
    "sessions.db",
    ".ipynb_checkpoints/00_start_here-checkpoint.ipynb",
)
SPOILER: Final = "the answer"


def notebook(source: str = "1 + 1") -> dict[str, Any]:
    """Give a notebook that was executed."""
    output = {
        "output_type": "stream",
        "name": "stdout",
        "text": [SPOILER],
    }
    return {
        "cells": [
            {
                "cell_type": "markdown",
                "id": "text",
                "metadata": {},
                "source": ["Grüße, see [the map](README.md)."],
            },
            {
                "cell_type": "code",
                "id": "code",
                "metadata": {"tags": ["exercise"]},
                "execution_count": 1,
                "outputs": [output],
                "source": [source],
            },
        ],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write(folder: Path, source: str = "1 + 1") -> Path:
    """Write the lessons into a folder, with what no learner should get; return it."""
    for name in (*COPIED, *NOT_COPIED):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            path.write_text(json.dumps(notebook(source)), encoding="utf-8")
        else:
            path.write_bytes(f"# {name} {source}".encode())
    return folder
