"""Take the outputs out of a large notebook before it is parsed, so that it needs little memory."""

from __future__ import annotations

import re

LARGE = 16_000_000
"""Bytes; a smaller file is parsed as it is."""

_MOST_TOKENS = 4_000_000
# Possessive, so that a string of any length needs no memory for going back.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
_DROPPED = (b'"outputs"', b'"attachments"')
_VALUE_STARTS = re.compile(rb"\s*:\s*(?=[\[{])")


def slim(content: bytes) -> bytes | None:
    """Empty all outputs and attachments.

    Parameters
    ----------
    content : bytes
        JSON in UTF-8; it may be damaged.

    Returns
    -------
    bytes or None
        None where it is still large, or has too many parts to look at.
    """
    kept = []
    place = 0
    depth = dropped_from = 0
    for number, token in enumerate(_TOKEN.finditer(content)):
        if number > _MOST_TOKENS:
            return None
        text = token.group() if token.end() - token.start() < 16 else b""
        if dropped_from:
            depth += (text in (b"[", b"{")) - (text in (b"]", b"}"))
            if depth == 0:
                kept.append(b"[]" if content[dropped_from : dropped_from + 1] == b"[" else b"{}")
                place, dropped_from = token.end(), 0
        elif text in _DROPPED and (found := _VALUE_STARTS.match(content, token.end())):
            kept.append(content[place : found.end()])
            dropped_from = found.end()
    if not dropped_from:
        kept.append(content[place:])
    slimmer = b"".join(kept)
    return slimmer if len(slimmer) <= LARGE else None
