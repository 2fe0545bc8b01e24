"""An inspector as one HTML file that steps through a recording with no Python."""

import json
import re
from html import escape
from typing import Any, Final

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 16px; font-family: system-ui, sans-serif; background: Canvas; }}
@media (prefers-color-scheme: dark) {{
  :root {{
    --jp-ui-font-color1: #f0f2f4; --jp-layout-color0: #111; --jp-layout-color1: #1b1e22;
    --jp-layout-color2: #2a2f35; --jp-border-color2: #444b53;
    --jp-brand-color1: #79b0ff; --jp-error-color1: #ff8f87;
  }}
}}
{css}
</style>
</head>
<body>
<script type="application/json" id="traits">{traits}</script>
<div id="inspector"></div>
<script type="module">
{script}
</script>
</body>
</html>
"""
# what the page may load: nothing, from anywhere
_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
)
_START: Final = """
const traits = JSON.parse(document.getElementById("traits").textContent);
const listeners = new Map();
const model = {
  get: (name) => traits[name],
  set(name, value) {
    if (traits[name] === value) return;
    traits[name] = value;
    for (const listener of listeners.get(`change:${name}`) ?? []) listener();
  },
  save_changes() {},
  send() {},
  on(name, listener) {
    listeners.set(name, [...(listeners.get(name) ?? []), listener]);
  },
  off() {},
};
const recording = theInspector();
recording.initialize({ model });
recording.render({ el: document.getElementById("inspector") });
"""


def saved(title: str, script: str, css: str, traits: dict[str, Any]) -> str:
    """Return the page: ``script`` is the widget's module, ``traits`` what it shows."""
    # no text of a store ends the element that holds it
    data = json.dumps(traits).replace("<", "\\u003c")
    code = re.sub(r"^export default ", "const theInspector = ", script, flags=re.M)
    return _PAGE.format(
        policy=_POLICY,
        title=escape(title),
        css=css,
        traits=data,
        script=(code + _START).replace("</script", "<\\/script"),
    )
