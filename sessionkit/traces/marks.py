"""The outcomes that results show, each by a colour, a sign and a word.

A teacher sees the colour from across the room; the sign and the word say the same where
colours are not seen, or are stripped, as on GitHub.
"""

from enum import Enum

from sessionkit.traces.html import Markup, text


class Mark(Enum):
    """An outcome: its sign, its word, and a colour on which white text is readable."""

    RIGHT = ("✓", "right", "#1a7f37")
    DIFFERS = ("≠", "differs", "#cf222e")
    WRONG = ("✗", "wrong", "#cf222e")
    PARTLY = ("◐", "partly right", "#8a5a00")
    NAMED = ("≠", "named deviation", "#8a5a00")
    RAISED = ("!", "raised", "#8250df")
    NOT_ATTEMPTED = ("○", "not attempted", "#57606a")
    CANNOT_TELL = ("?", "cannot tell yet", "#0969da")

    def __init__(self, sign: str, word: str, colour: str) -> None:
        self.sign = sign
        self.word = word
        self.colour = colour

    def __str__(self) -> str:
        return f"{self.sign} {self.word}"

    def badge(self, words: object = None) -> Markup:
        """Return the mark as HTML: white on its colour; ``words`` replace its word."""
        said = self.word if words is None else words
        return Markup(
            f'<strong style="background: {self.colour}; color: #fff; '
            f"display: inline-block; padding: 0.15em 0.6em; border-radius: 0.3em; "
            f'font-size: 1.15em; white-space: nowrap">'
            f"{self.sign} {text(said)}</strong>"
        )

    def card(self, content: Markup | str) -> Markup:
        """Set HTML beside a bar of the mark's colour."""
        return Markup(
            f'<div style="border-left: 0.4em solid {self.colour}; '
            f'padding-left: 0.8em; margin: 0.6em 0">{content}</div>'
        )
