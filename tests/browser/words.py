"""What panels and cards say, in a notebook's language."""

from __future__ import annotations

import gettext

from tests.notebooks import ROOT

LOCALE = ROOT / "course/neurona/locale"


class Words:
    """Translates as neurona does, without changing this process's language."""

    def __init__(self, language: str) -> None:
        self._catalog = gettext.translation(
            "neurona", LOCALE, languages=[language], fallback=language == "en"
        )

    def __call__(self, english: str) -> str:
        return self._catalog.gettext(english)
