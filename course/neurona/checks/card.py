"""The card under a check: what a student reads, as HTML and as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from neurona.language import _

Tone = Literal["right", "wrong", "to_do", "hint"]

# Border and text colors keep a contrast of at least 4.5 on the card's own background.
_COLORS: dict[Tone, str] = {
    "right": "#00664b",
    "wrong": "#a33c00",
    "to_do": "#005a8c",
    "hint": "#005a8c",
}
_SYMBOLS: dict[Tone, str] = {"right": "✓", "wrong": "✗", "to_do": "…", "hint": "?"}


@dataclass(frozen=True)
class Card:
    """A short message about one function.

    Attributes
    ----------
    tone : str
        ``"right"``, ``"wrong"``, ``"to_do"`` or ``"hint"``.
    title : str
        One sentence; it says everything that has to be said. ``Code`` in backticks.
    paragraphs : tuple of str
        More sentences, ``code`` in backticks.
    listing : str
        Lines of code and values, shown as they are; may be empty.
    footer : str
        What to do next; may be empty.
    """

    tone: Tone
    title: str
    paragraphs: tuple[str, ...] = ()
    listing: str = ""
    footer: str = ""

    @property
    def heading(self) -> str:
        """The tone in a word, for those who see no color."""
        words = {
            "right": _("Right"),
            "wrong": _("Not yet"),
            "to_do": _("To do"),
            "hint": _("Hint"),
        }
        return words[self.tone]

    def __repr__(self) -> str:
        blocks = [f"{_SYMBOLS[self.tone]} {self.heading}: {self.title}", *self.paragraphs]
        blocks += [self.listing] if self.listing else []
        blocks += [self.footer] if self.footer else []
        return "\n".join(blocks)

    def _repr_html_(self) -> str:
        color = _COLORS[self.tone]
        parts = [
            f'<p style="margin:0;font-weight:600;color:{color}">'
            f'<span aria-hidden="true">{_SYMBOLS[self.tone]}</span> '
            f"{escape(self.heading)}: {_inline(self.title)}</p>"
        ]
        parts += [f'<p style="margin:.5em 0 0">{_inline(text)}</p>' for text in self.paragraphs]
        if self.listing:
            parts.append(
                '<pre style="margin:.5em 0 0;padding:.5em .7em;background:#f1f1f1;color:#1a1a1a;'
                'white-space:pre-wrap;line-height:1.35" tabindex="0">'
                f"{escape(self.listing)}</pre>"
            )
        if self.footer:
            parts.append(f'<p style="margin:.5em 0 0;color:#505050">{_inline(self.footer)}</p>')
        return (
            '<div class="neurona-card" role="status" style="max-width:46em;margin:.3em 0;'
            f"padding:.7em 1em;background:#fbfbfb;color:#1a1a1a;border:1px solid #d5d5d5;"
            f'border-left:5px solid {color};border-radius:3px">' + "".join(parts) + "</div>"
        )


def _inline(text: str) -> str:
    """Escape a sentence and show what stands in backticks as code."""
    pieces = escape(text).split("`")
    if len(pieces) % 2 == 0:  # an unpaired backtick is just a character
        return escape(text)
    return "".join(
        f'<code style="background:#f1f1f1;color:#1a1a1a">{piece}</code>' if index % 2 else piece
        for index, piece in enumerate(pieces)
    )
