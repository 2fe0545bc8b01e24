"""Two hundred texts that would be more than text, were they not escaped."""

from typing import Final

SET_TRAP: Final = "window.sk_trap=1"

_RUN = (
    f"<script>{SET_TRAP}</script>",
    f'<img src=x onerror="{SET_TRAP}">',
    f"<svg onload={SET_TRAP}>",
    f"<svg><script>{SET_TRAP}</script></svg>",
    f"<body onload={SET_TRAP}>",
    f"<input autofocus onfocus={SET_TRAP}>",
    f"<details open ontoggle={SET_TRAP}><summary>x</summary></details>",
    f"<video><source onerror={SET_TRAP}></video>",
    f"<iframe srcdoc='<script>parent.{SET_TRAP}</script>'></iframe>",
    f"<iframe src=javascript:parent.{SET_TRAP}></iframe>",
    f'<a href="javascript:{SET_TRAP}">click</a>',
    f"<object data=javascript:{SET_TRAP}></object>",
    f"<form action=javascript:{SET_TRAP}><button>x</button></form>",
    f"<math><mtext><img src=x onerror={SET_TRAP}></mtext></math>",
    f"<marquee onstart={SET_TRAP}>x</marquee>",
    f"<style>@import 'javascript:{SET_TRAP}'; *{{display:none}}</style>",
    "<link rel=stylesheet href=//example.invalid/a.css>",
    "<meta http-equiv=refresh content='0;url=//example.invalid/'>",
    "<base href=//example.invalid/>",
    "<img src=//example.invalid/a.png>",
    "<div style='position:fixed;inset:0;background:red'>x</div>",
    f"[link](javascript:{SET_TRAP})",
    "![image](//example.invalid/a.png)",
    f"${{{SET_TRAP}}}",
    f"{{{{constructor.constructor('{SET_TRAP}')()}}}}",
    f"<%= {SET_TRAP} %>",
    f"$(function(){{{SET_TRAP}}})",
    f"`${{{SET_TRAP}}}`",
    f"\\u003cimg src=x onerror={SET_TRAP}\\u003e",
    f"&lt;img src=x onerror={SET_TRAP}&gt;",
    f"&#60;img src=x onerror={SET_TRAP}&#62;",
    f"%3Cimg src=x onerror={SET_TRAP}%3E",
    "# a heading\n\n- a list\n\n| a | table |\n|---|---|",
    "$$\\href{javascript:window.sk_trap=1}{x}$$",
    "' onmouseover=\"window.sk_trap=1\" x='",
    f"');{SET_TRAP};//",
    '{"toString": "x", "__proto__": {"sk": 1}}',
    f"--><script>{SET_TRAP}</script><!--",
)
_BEFORE = (
    "",
    '"',
    "'>",
    "</code></td></tr></table></div>",
    "</textarea></script></style></title>",
)
_OTHER = (
    "",
    " ",
    "\x00",
    "\n\n\r\n\t",
    "\u202egnp.exe\u202c",
    "\u2066\u2069\u200f\u200e\u061c",
    "\ufeff\u200b\u200d\u2060",
    "\ud800",
    "\udfff\ud83d",
    "e\u0301" * 200,
    "👩‍👩‍👧‍👦" * 50,
    "x" * 1_000_000,
    "<b>" * 100_000,
)

HOSTILE: Final = (*(before + run for before in _BEFORE for run in _RUN), *_OTHER)
"""The texts; whatever runs sets ``window.sk_trap``."""
HARMLESS: Final = tuple(f"text {number}" for number in range(len(HOSTILE)))
"""As many texts that can do nothing."""
