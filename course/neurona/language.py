"""The language that cards and panels speak.

Messages are written in English in the code and translated through gettext catalogs that
the build compiles from ``course/text/neurona.*.po``.
"""

from __future__ import annotations

import gettext
from pathlib import Path

SOURCE_LANGUAGE = "en"
_LOCALE = Path(__file__).parent / "locale"

_current = SOURCE_LANGUAGE
_catalog: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Switch every later message to a language.

    Parameters
    ----------
    language : str
        A code such as ``"en"`` or ``"es"``.

    Raises
    ------
    ValueError
        When there is no catalog for that language.
    """
    global _current, _catalog
    if language not in available():
        raise ValueError(
            f"there is no translation for {language!r}; choose one of {', '.join(available())}"
        )
    if language == SOURCE_LANGUAGE:
        _catalog = gettext.NullTranslations()
    else:
        _catalog = gettext.translation("neurona", localedir=_LOCALE, languages=[language])
    _current = language


def current() -> str:
    """Return the code of the language in use."""
    return _current


def available() -> list[str]:
    """Return the codes of all languages that messages exist in, English first."""
    found = sorted(path.parent.parent.name for path in _LOCALE.glob("*/LC_MESSAGES/neurona.mo"))
    return [SOURCE_LANGUAGE, *found]


def _(message: str) -> str:
    """Return a message in the language in use."""
    return _catalog.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a message that fits a count, in the language in use.

    Parameters
    ----------
    singular, plural : str
        The English message for one, and for any other count.
    n : int
        The count.
    """
    return _catalog.ngettext(singular, plural, n)
