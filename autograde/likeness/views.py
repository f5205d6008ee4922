"""What the page and the terminal show of what was found, in the language in use."""

from __future__ import annotations

import io
import math
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from autograde.grading.recording.visible import visible
from autograde.grading.words import _, ngettext
from autograde.likeness.explain import Common, Excerpt, Explainer
from autograde.likeness.find import Findings, Pair
from autograde.likeness.traces import OWN, WORDS
from autograde.reports import words
from autograde.reports.people import People, Person

MOST_PAIRS = 40
"""How many pairs are shown; the least likely come first."""

_MOST_PLACES = 12  # of a pair
_MOST_WORDS = 15  # of a pair in one assignment
_MOST_EXCERPTS = 3  # of a student in one unit
_LONGEST_LINE = 300
_LONGEST_WORDS = 80
_LEAST_CHANCE = 1e-6
_LETTER = re.compile(r"\S")
_TEXTS = {
    getattr(tokenize, name)
    for name in ("STRING", "COMMENT", "FSTRING_MIDDLE", "TSTRING_MIDDLE")
    if hasattr(tokenize, name)
}


@dataclass(frozen=True)
class ShownLine:
    """A line of code as a page shows it.

    Attributes
    ----------
    number : int
        Its number in the cell.
    text : str
        Its text, with what hides in it spelled out.
    shared : bool
        Whether it is highlighted.
    """

    number: int
    text: str
    shared: bool


@dataclass(frozen=True)
class ShownExcerpt:
    """Some lines of a cell as a page shows them.

    Attributes
    ----------
    cell : int
        The number of the cell.
    lines : list of ShownLine
        The lines.
    cut : bool
        Whether there would be more.
    """

    cell: int
    lines: list[ShownLine]
    cut: bool


@dataclass(frozen=True)
class Reason:
    """A place where two students share what few have.

    Attributes
    ----------
    where : str
        The assignment and the exercise.
    sentence : str
        What they share.
    sides : list of list of ShownExcerpt
        The code of the one and of the other.
    words : list of str
        The words that both use.
    """

    where: str
    sentence: str
    sides: list[list[ShownExcerpt]]
    words: list[str]


@dataclass(frozen=True)
class ShownPair:
    """A pair as a page shows it.

    Attributes
    ----------
    persons : tuple of two Person
        Who.
    odds : str
        How often chance would make such a pair.
    reasons : list of Reason
        What they share, the most telling first.
    more : int
        In how many more places they share something.
    """

    persons: tuple[Person, Person]
    odds: str
    reasons: list[Reason]
    more: int


class View:
    """What a page shows.

    Parameters
    ----------
    findings : Findings
        What was found.
    people : People
        How students are called.
    explainer : Explainer
        Knows what pairs share.
    """

    def __init__(self, findings: Findings, people: People, explainer: Explainer) -> None:
        self.findings = findings
        self.people = people
        self._explainer = explainer
        self._known: dict[tuple[str, str], list[Common]] = {}

    def pairs(self) -> list[ShownPair]:
        """List the pairs, the least likely first."""
        return [self._pair(one) for one in self.findings.pairs[:MOST_PAIRS]]

    @property
    def more_pairs(self) -> int:
        """How many pairs are not shown."""
        return max(len(self.findings.pairs) - MOST_PAIRS, 0)

    def groups(self) -> list[list[Person]]:
        """List the groups of more than two whom pairs connect, the largest first."""
        group: dict[str, set[str]] = {}
        for pair in self.findings.pairs:
            joined = group.get(pair.first, {pair.first}) | group.get(pair.second, {pair.second})
            for one in joined:
                group[one] = joined
        different = {id(one): one for one in group.values() if len(one) > 2}
        ordered = [self.people.ordered(one) for one in different.values()]
        ordered.sort(key=lambda one: (-len(one), one))
        return [[self.people.person(each) for each in one] for one in ordered]

    def problems(self) -> list[tuple[Person, str, str]]:
        """List what could not be compared: who, the assignment, and why if that tells no name."""
        order = self.people.ordered({student for student, _, _ in self.findings.problems})
        place = {student: number for number, student in enumerate(order)}
        return [
            (
                self.people.person(student),
                assignment,
                "" if self.people.hidden else visible(reason)[:_LONGEST_LINE],
            )
            for student, assignment, reason in sorted(
                self.findings.problems, key=lambda one: (place[one[0]], one[1])
            )
        ]

    def table(self) -> Iterator[tuple[str, str, float, list[Common]]]:
        """Go through the pairs for a table: names, the expected number, and the places."""
        for pair in self.findings.pairs[:MOST_PAIRS]:
            first, second = self._ordered(pair)
            names = [
                self.people.person(one).name if self.people.hidden else one
                for one in (first, second)
            ]
            yield names[0], names[1], pair.expected, self._explain(pair)

    def _ordered(self, pair: Pair) -> tuple[str, str]:
        first, second = self.people.ordered((pair.first, pair.second))
        return first, second

    def _explain(self, pair: Pair) -> list[Common]:
        key = (pair.first, pair.second)
        if key not in self._known:
            self._known[key] = self._explainer.explain(pair)
        return self._known[key]

    def _pair(self, pair: Pair) -> ShownPair:
        found = self._explain(pair)
        ordered = self._ordered(pair)
        turned = ordered != (pair.first, pair.second)
        return ShownPair(
            (self.people.person(ordered[0]), self.people.person(ordered[1])),
            odds(pair.expected),
            [self._reason(one, turned) for one in found[:_MOST_PLACES]],
            max(len(found) - _MOST_PLACES, 0),
        )

    def _reason(self, one: Common, turned: bool) -> Reason:
        sides = [
            [self._excerpt(each) for each in some[:_MOST_EXCERPTS]]
            for some in (reversed(one.excerpts) if turned else one.excerpts)
        ]
        names = {OWN: _("own cells"), WORDS: _("names, comments and texts")}
        where = f"{one.assignment}, {names.get(one.unit, one.unit)}"
        return Reason(where, _sentence(one), sides if one.unit != WORDS else [], self._words(one))

    def _words(self, one: Common) -> list[str]:
        if self.people.hidden:  # what a student wrote may tell who it is
            return []
        shown = [_cut(text) for _, text in one.words[:_MOST_WORDS]]
        if more := len(one.words) - len(shown):
            shown.append(_("… and {count} more").format(count=words.number(more)))
        return shown

    def _excerpt(self, one: Excerpt) -> ShownExcerpt:
        hidden = without_words(one.source) if self.people.hidden else None
        lines = [
            ShownLine(
                line.number,
                visible(hidden[line.number - 1] if hidden else line.text, _LONGEST_LINE),
                line.shared,
            )
            for line in one.lines
        ]
        return ShownExcerpt(one.cell, lines, one.cut)


def odds(expected: float) -> str:
    """Say how often chance would make such a pair.

    Parameters
    ----------
    expected : float
        How many such pairs are expected in a class.
    """
    if expected < _LEAST_CHANCE:
        return _("by chance in fewer than one of a million classes like this")
    classes = 1.0 / expected
    places = math.floor(math.log10(classes))
    rounded = round(classes, -places)
    return _("by chance in about one of {count} classes like this").format(
        count=words.number(rounded)
    )


def without_words(source: str) -> list[str]:
    """Return the lines of a cell with dots for its comments and texts.

    Parameters
    ----------
    source : str
        The cell. One that is no Python has dots for everything.
    """
    lines = source.split("\n")
    try:
        tokens = [
            (token.start, token.end)
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type in _TEXTS
        ]
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ["…" if line.strip() else "" for line in lines]
    for (first, start), (last, end) in tokens:
        for number in range(first, min(last, len(lines)) + 1):
            line = lines[number - 1]
            begin = start if number == first else 0
            stop = end if number == last else len(line)
            lines[number - 1] = line[:begin] + _LETTER.sub("·", line[begin:stop]) + line[stop:]
    return lines


def _sentence(one: Common) -> str:
    count, alone = words.number(one.count), words.number(one.alone)
    if one.unit == WORDS:
        sentence = ngettext(
            "{count} wording that few others use",
            "{count} wordings that few others use",
            one.count,
        ).format(count=count)
    else:
        sentence = ngettext(
            "{count} statement that few others wrote",
            "{count} statements that few others wrote",
            one.count,
        ).format(count=count)
    if one.alone:
        sentence += ngettext(
            ", {count} of which nobody else has", ", {count} of which nobody else has", one.alone
        ).format(count=alone)
    else:
        sentence += _(", the rarest of which {count} students have").format(
            count=words.number(one.fewest)
        )
    if one.mistake:
        made = ngettext(
            "both make the same mistake, {mistake}, as {count} student of the class does",
            "both make the same mistake, {mistake}, as {count} students of the class do",
            one.mistake.made_by,
        ).format(mistake=one.mistake.id.replace("_", " "), count=words.number(one.mistake.made_by))
        sentence += f"; {made}"
    return sentence


def _cut(text: str) -> str:
    text = visible(text)
    return text if len(text) <= _LONGEST_WORDS else f"{text[:_LONGEST_WORDS]}…"
