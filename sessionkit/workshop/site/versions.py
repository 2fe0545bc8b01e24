"""What the site is made of, at the versions that were tried together."""

from typing import Final

PYODIDE: Final = "314.0.6"
"""The npm package of Python in a page; ``jupyterlite-pyodide-kernel`` names it too."""
PYTHON: Final = "3.14"
PLATFORM: Final = "pyemscripten_2026_0_wasm32"
"""Python there, and the platform of the few wheels that are compiled for it."""

FRONT_ENDS: Final = {
    "anywidget": "0.11.0",
    "jupyterlab-widgets": "3.0.17",
    "jupyterlite-pyodide-kernel": "0.8.6",
}
"""Wheels whose extensions of JupyterLab go into the site."""

# what Pyodide's own list has stays at its versions, which its makers tried
WHEELS: Final = {
    # the kernel
    "asttokens": "3.0.1",
    "comm": "0.2.3",
    "decorator": "5.2.1",
    "executing": "2.2.1",
    "ipython": "9.12.0",
    "ipython-pygments-lexers": "1.1.1",
    "matplotlib-inline": "0.2.1",
    "pure-eval": "0.2.3",
    "pygments": "2.20.0",
    "six": "1.17.0",
    "stack-data": "0.6.3",
    "traitlets": "5.14.3",
    # sessionkit, and what its lessons import
    "anyio": "4.16.0",
    "anywidget": "0.11.0",
    "certifi": "2026.10.19.post1",
    "h11": "0.16.0",
    "httpcore": "1.0.9",
    "httpx": "0.28.1",
    "idna": "3.20",
    "importlib-metadata": "8.7.0",
    "ipywidgets": "8.1.9",
    "platformdirs": "4.14.8",
    "psygnal": "0.16.1",
    "pygal": "3.1.3",
    "starlette": "1.10.0",
    "typing-extensions": "4.16.0",
    "zipp": "4.1.2",
}
"""Wheels that Python loads in the page."""
