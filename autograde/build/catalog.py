"""Catalogs of translations: read them, hold them against the sources, update and compile them."""

from __future__ import annotations

import io
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import catalog as babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from autograde.build.course import SOURCE_LANGUAGE
from autograde.build.messages import Message, MessageId, compare_translation
from autograde.build.problems import Problems, shorten


class _Catalog(babel.Catalog):
    """A catalog whose header holds nothing that changes by itself, such as dates."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


@dataclass(frozen=True)
class Translations:
    """The words of one catalog in one language.

    Attributes
    ----------
    language : str
        Its code.
    entries : dict
        Translations by English words.
    """

    language: str
    entries: dict[MessageId, str | tuple[str, ...]]

    def gettext(self, text: str) -> str:
        """Return a text in this language."""
        if self.language == SOURCE_LANGUAGE:
            return text
        found = self.entries[text]
        assert isinstance(found, str)
        return found


def in_english() -> Translations:
    """Return translations that change nothing."""
    return Translations(SOURCE_LANGUAGE, {})


def read_translations(path: Path, language: str) -> Translations:
    """Read a catalog that has been checked."""
    entries = {entry.id: entry.string for entry in _entries(_read(path, language))}
    return Translations(language, entries)


def check_catalog(
    path: Path, language: str, messages: Iterable[Message], problems: Problems
) -> None:
    """Hold a catalog against the sources.

    Parameters
    ----------
    path : Path
        The catalog.
    language : str
        Its language.
    messages : iterable of Message
        All that it must translate.
    problems : Problems
        Gets what is missing, stale, not sure, or has lost a placeholder.
    """
    wanted = {message.id: message for message in messages}
    if not wanted and not path.exists():
        return
    try:
        found = {entry.id: entry for entry in _entries(_read(path, language))}
    except FileNotFoundError:
        problems.add(path, 1, f"there is no such catalog; run: autograde translate -l {language}")
        return
    except PoFileError as error:
        problems.add(path, error.lineno or 1, f"not a catalog: {error}")
        return
    for id, message in wanted.items():
        if id not in found:
            problems.add(
                message.path,
                message.line,
                f"{path.name} does not have {shorten(message.text)}; run: autograde translate",
            )
    for id, entry in found.items():
        line = entry.lineno or 1
        if id not in wanted:
            problems.add(
                path, line, f"stale: no source has {shorten(_first(id))}; run: autograde translate"
            )
        elif wrong := _wrong_entry(wanted[id], entry):
            problems.add(path, line, f"{wrong}: {shorten(_first(id))}")


def _wrong_entry(message: Message, entry: babel.Message) -> str:
    if not _is_translated(entry):
        return "not translated"
    if entry.fuzzy:
        return "marked as fuzzy; read it and take the mark away"
    wrongs = (compare_translation(message, text) for text in _strings(entry))
    return next(filter(None, wrongs), "")


def update_catalog(path: Path, language: str, messages: Iterable[Message], root: Path) -> int:
    """Write a catalog anew from the sources, keeping the translations that still fit.

    Parameters
    ----------
    path : Path
        The catalog; it is made where there is none.
    language : str
        Its language.
    messages : iterable of Message
        All that it must translate, in order.
    root : Path
        Sources are told relative to this folder.

    Returns
    -------
    int
        How many messages have no translation yet.
    """
    messages = list(messages)
    if not messages and not path.exists():
        return 0
    old = _read(path, language) if path.exists() else _Catalog(language)
    new = _Catalog(language, header_comment="", fuzzy=False)
    for message in messages:
        known = old.get(message.id)
        entry = new.add(
            message.id,
            known.string if known else "",
            locations=[(message.path.relative_to(root).as_posix(), message.line)],
            flags=known.flags if known else (),
            user_comments=known.user_comments if known else (),
        )
        if message.kind != "message":  # braces and percents of prose and formulas are just that
            entry.flags -= {"python-format", "python-brace-format"}
    buffer = io.BytesIO()
    write_po(buffer, new, width=0, include_lineno=False)
    path.write_bytes(buffer.getvalue().lstrip())
    return sum(not _is_translated(entry) for entry in _entries(new))


def compile_catalog(path: Path, language: str, only: Container[MessageId] | None = None) -> bytes:
    """Compile a catalog to what the standard library's gettext reads.

    Parameters
    ----------
    path : Path
        The catalog.
    language : str
        Its language.
    only : container, optional
        The messages to take; otherwise all.
    """
    new = _Catalog(language, fuzzy=False)
    for entry in _entries(_read(path, language)):
        if only is None or entry.id in only:
            new.add(entry.id, entry.string)
    buffer = io.BytesIO()
    write_mo(buffer, new)
    return buffer.getvalue()


def is_language(code: str) -> bool:
    """Tell whether a code names a language that Babel knows."""
    try:
        Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _read(path: Path, language: str) -> babel.Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)


def _entries(catalog: babel.Catalog) -> Iterator[babel.Message]:
    """Go through the entries of a catalog; what comes first in it is its header."""
    return (entry for entry in catalog if entry.id)


def _strings(entry: babel.Message) -> tuple[str, ...]:
    """List the translations of an entry: one, or one for each plural form."""
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)


def _is_translated(entry: babel.Message) -> bool:
    return all(_strings(entry))


def _first(id: MessageId) -> str:
    return id if isinstance(id, str) else id[0]
