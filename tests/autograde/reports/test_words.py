"""Words and numbers of a report."""

from __future__ import annotations

import pytest

from autograde.grading.words import ngettext
from autograde.reports import words
from autograde.reports.picture import OUTCOMES
from neurona import language
from neurona.checks import explain
from neurona.checks.frozen import load_all

STATUSES = (*OUTCOMES, "missing", "error", "timeout", "memory", "killed", "unreadable")


@pytest.fixture(params=["en", "es"])
def code(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def test_a_count_takes_the_form_that_its_language_has(code):
    made = [ngettext("{count} student", "{count} students", n).format(count=n) for n in (1, 2)]
    expected = {"en": ["1 student", "2 students"], "es": ["1 estudiante", "2 estudiantes"]}
    assert made == expected[code]
    assert ngettext("one unheard of", "several unheard of", 2) == "several unheard of"


def test_numbers_are_written_as_the_course_has_them(code):
    shown = [words.number(one) for one in (12_345, 2.5, 22.25, 3.0, 0.049, 1_000 / 3)]
    assert shown == ["12,345", "2.5", "22.25", "3", "0.05", "333.33"]
    assert words.percent(0.725) == "72%"


def test_percents_are_written_as_on_cards(code):
    assert words.percent(0.65) == explain._percent(0.65) == "65%"


def test_every_outcome_has_words_of_its_own(code):
    assert len({words.outcome(one) for one in STATUSES}) == len(STATUSES)


def test_every_named_mistake_has_words(code):
    for exercise in load_all().values():
        for mistake in exercise.mistakes:
            assert words.says(exercise.name, mistake.id) == mistake.says.languages[code]
            assert words.hint(exercise.name, mistake.id) == mistake.hint.languages[code]


def test_backticks_make_code_and_nothing_else_makes_markup():
    assert words.inline("a `<b>` & c") == "a <code>&lt;b&gt;</code> &amp; c"
    assert words.inline("an odd ` <i>") == "an odd ` &lt;i&gt;"
    assert words.breakable("<a_b>") == "&lt;a_<wbr>b&gt;"
