"""Text of students made safe to look at: what hides, steers or turns round text is spelled out."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

# Letters of several scripts are joined and kept apart with these two; they reorder nothing.
_JOINERS = "\u200c\u200d"
_SPELLED_OUT = ("Cc", "Cf", "Cs", "Zl", "Zp")

_TABLE = {
    code: f"[U+{code:04X}]"
    for code in chain(range(0x20000), range(0xE0000, 0xE0200))  # there are none elsewhere
    if unicodedata.category(chr(code)) in _SPELLED_OUT and chr(code) not in f"\n\t{_JOINERS}"
}

TAG = re.compile(r"<(?=[A-Za-z/!?])")
"""Where HTML would begin in what a student wrote."""


def visible(text: str, longest_line: int | None = None) -> str:
    """Spell out control characters, overrides of direction and the like, such as ``[U+202E]``.

    Parameters
    ----------
    text : str
        Any text, even one that is not valid Unicode.
    longest_line : int or None
        Where to cut lines; None leaves them.
    """
    if not text.isascii() or not text.isprintable():
        text = text.replace("\r\n", "\n").translate(_TABLE)
    if longest_line is None or len(text) <= longest_line:
        return text
    return "\n".join(
        line if len(line) <= longest_line else f"{line[:longest_line]} …"
        for line in text.split("\n")
    )
