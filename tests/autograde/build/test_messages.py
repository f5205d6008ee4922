from __future__ import annotations

from pathlib import Path

import pytest

from autograde.build.messages import (
    Message,
    compare_translation,
    find_marked_in_template,
    messages_by_domain,
)
from autograde.build.problems import Problems
from autograde.build.sources import read_sources
from tests.autograde.build.conftest import BuiltCourse


@pytest.fixture(scope="module")
def domains(built: BuiltCourse) -> dict[str, list[Message]]:
    sources = read_sources(built.course, Problems(built.course.root))
    assert sources is not None
    return messages_by_domain(built.course, sources)


def test_a_chapter_is_told_in_the_order_of_its_text(domains: dict[str, list[Message]]) -> None:
    kinds = [(message.kind, message.text.split("\n")[0]) for message in domains["01_adding"]]
    assert kinds == [
        ("prose", "# Adding, one number at a time"),
        ("prose", "Two numbers make a third. Predict `1 + 1` and $a + b$."),
        ("comment", "numbers to play with"),
        ("comment", "two of them"),
        ("prose", "Now write it."),
        ("docstring", "Add two numbers."),
        ("comment", "in one go"),
        ("docstring", "Add up all numbers."),
        ("comment", "one number at a time"),
        ("prose", "<details><summary>Why?</summary>"),
        ("message", "Which sign is it?"),
    ]


def test_every_message_knows_its_line(domains: dict[str, list[Message]]) -> None:
    for message in [each for messages in domains.values() for each in messages]:
        if message.kind in ("prose", "docstring", "comment"):
            line = message.path.read_text().split("\n")[message.line - 1]
            assert message.text.split("\n")[0] in line


def test_finds_marked_strings_of_packages(domains: dict[str, list[Message]]) -> None:
    assert [message.id for message in domains["neurona"]] == ["A square in {language}.", "A line."]
    # Inside an f-string, and joined from two pieces.
    ours = [message.id for message in domains["autograde"]]
    assert "YOUR CODE HERE" in ours
    assert any(str(id).startswith("A file named neurona.py hides") for id in ours)


def test_finds_marked_strings_of_templates() -> None:
    template = """<p>{{ _("One.") }}</p>
    {% if x %}{{ ngettext("{n} <b>", "{n} <i>", count).format(n=count) }}{% endif %}
    {{ shown(_("Two, {name}").format(name=_(name))) }} {{ other("No.") }}
    <a title="{{ _("It's three") }}">{{ ngettext("no", words, 2) }}</a>"""
    assert find_marked_in_template(template) == [
        ("One.", 1),
        (("{n} <b>", "{n} <i>"), 2),
        ("Two, {name}", 3),
        ("It's three", 4),
    ]


@pytest.mark.parametrize(
    ("kind", "english", "translation", "wrong"),
    [
        ("message", "{a} of {b:.2f}", "de {b:.2f}, {a}", ""),
        ("message", "{a} of {b}", "{a}", "placeholders must be {a}, {b}"),
        ("message", "Use {0, 1}.", "Usa 0 o 1.", ""),
        ("message", ("one case", "{n} cases"), "un caso", ""),
        ("message", ("one case", "{n} cases"), "{m} casos", "placeholders must be {n}"),
        ("docstring", "a, b : int\n    Two.", "a, b : int\n    Dos.", ""),
        (
            "docstring",
            "a : int\n    One.",
            "uno : int\n    Uno.",
            "names of parameters and values must be a",
        ),
        ("prose", "See $x$ and `y`.", "Mira $x$ y `z`.", ""),
        ("prose", "See $x$.", "Mira x.", "formulas must be 1, but are none"),
        ("prose", "$$a$$ and $b$", "$$a$$ y $b$ y $c$", "formulas must be 2, but are 3"),
        ("prose", "See `y`.", "Mira y.", "code spans must be 1, but are none"),
        ("prose", "[a](b.md)", "[a](c.md)", "links must be 1 ](b.md), but are 1 ](c.md)"),
        ("prose", "## A", "# A", "headings must be 1 ##, but are 1 #"),
        (
            "prose",
            "<details><summary>A</summary>",
            "<details>A",
            "HTML tags must be 1 </summary>, 1 <details>, 1 <summary>, but are 1 <details>",
        ),
    ],
)
def test_a_translation_keeps_what_is_no_word(
    kind: str, english: str | tuple[str, str], translation: str, wrong: str
) -> None:
    message = Message(english, kind, Path("a"), 1)  # type: ignore[arg-type]
    assert compare_translation(message, translation) == wrong
