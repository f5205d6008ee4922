from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest

from autograde.build.catalog import (
    compile_catalog,
    in_english,
    is_language,
    read_translations,
    update_catalog,
)
from autograde.build.messages import Message


def _messages(root: Path, *ids: object, kind: str = "message") -> list[Message]:
    return [Message(id, kind, root / "a.md", line) for line, id in enumerate(ids, 1)]  # type: ignore[arg-type]


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    path = tmp_path / "a.es.po"
    update_catalog(path, "es", _messages(tmp_path, "one", "two", ("a case", "{n} cases")), tmp_path)
    words = path.read_text()
    for english, spanish in (("one", "uno"), ("two", "dos")):
        entry = f'msgid "{english}"\nmsgstr "'
        words = words.replace(entry, entry + spanish)
    words = words.replace('msgstr[0] ""', 'msgstr[0] "un caso"')
    words = words.replace('msgstr[1] ""', 'msgstr[1] "{n} casos"')
    path.write_text(words)
    return path


def test_a_new_catalog_is_short_and_says_no_date(tmp_path: Path) -> None:
    path = tmp_path / "a.es.po"
    assert update_catalog(path, "es", _messages(tmp_path, "one"), tmp_path) == 1
    assert path.read_text() == (
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: es\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);"\n'
        "\n"
        "#: a.md\n"
        'msgid "one"\n'
        'msgstr ""\n'
        "\n"
    )


def test_an_update_keeps_translations_and_drops_the_rest(catalog: Path) -> None:
    root = catalog.parent
    waiting = update_catalog(catalog, "es", _messages(root, "three", "two"), root)
    assert waiting == 1
    assert read_translations(catalog, "es").entries == {"three": "", "two": "dos"}
    assert list(read_translations(catalog, "es").entries) == ["three", "two"]


def test_an_update_keeps_notes_and_doubts(catalog: Path) -> None:
    root = catalog.parent
    words = catalog.read_text().replace('#: a.md\nmsgid "two"', '# a note\n#, fuzzy\nmsgid "two"')
    catalog.write_text(words)
    update_catalog(catalog, "es", _messages(root, "two"), root)
    assert '# a note\n#: a.md\n#, fuzzy\nmsgid "two"\nmsgstr "dos"' in catalog.read_text()


def test_braces_of_a_formula_are_no_placeholders(tmp_path: Path) -> None:
    path = tmp_path / "a.es.po"
    update_catalog(path, "es", _messages(tmp_path, "$x^{n}$, 5 %d", kind="prose"), tmp_path)
    assert "format" not in path.read_text()


def test_compiles_for_the_standard_library(catalog: Path) -> None:
    compiled = compile_catalog(catalog, "es")
    assert compiled == compile_catalog(catalog, "es")
    words = gettext.GNUTranslations(io.BytesIO(compiled))
    assert words.gettext("one") == "uno"
    assert words.ngettext("a case", "{n} cases", 1) == "un caso"
    assert words.ngettext("a case", "{n} cases", 2) == "{n} casos"


def test_translates(catalog: Path) -> None:
    assert read_translations(catalog, "es").gettext("one") == "uno"
    assert in_english().gettext("one") == "one"


def test_nothing_to_translate_makes_no_catalog(tmp_path: Path) -> None:
    assert update_catalog(tmp_path / "a.es.po", "es", [], tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "known"), [("es", True), ("pt_BR", True), ("xx", False), ("../es", False)]
)
def test_knows_languages(code: str, known: bool) -> None:
    assert is_language(code) is known
