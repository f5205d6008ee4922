"""What the report says of a drawn class, held against what its table of grades says."""

from __future__ import annotations

import statistics
from collections import Counter

import pytest

from autograde.reports.page import write_reports
from autograde.suite import load_chapter
from tests.autograde.reports.conftest import STUDENTS
from tests.autograde.reports.made import FIRST, SECOND
from tests.autograde.reports.reading import Report

GONE = ("missing", "unreadable")


def percent(share):
    """As a person would round it; the page may round a half either way."""
    return {f"{round(100 * share + nudge):.0f}%" for nudge in (-1e-6, 1e-6)}


def test_the_named_mistakes_are_counted(drawn):
    shown = drawn.report.mistakes()
    counts = {(one["assignment"], one["exercise"], one["id"]): one["count"] for one in shown}
    assert counts == drawn.mistakes()
    assert len(counts) == len(shown) > 5
    assert [one["count"] for one in shown] == sorted(counts.values(), reverse=True)


def test_each_mistake_says_who_made_it_what_it_is_and_what_helps(drawn):
    for one in drawn.report.mistakes():
        made = drawn.of(exercise=one["exercise"], mistake=one["id"])
        assert one["who"] == [row["student"] for row in made]
        read = [row for row in drawn.of(exercise=one["exercise"]) if row["status"] != "unreadable"]
        missing = STUDENTS + 1 - sum(row["assignment"] == one["assignment"] for row in read)
        assert one["of"] + missing <= len(read) + STUDENTS
        known = load_chapter(one["assignment"]).exercises[one["exercise"]].mistakes
        mistake = next(each for each in known if each.id == one["id"])
        assert one["says"] == str(mistake.says).replace("`", "")
        assert one["hint"] == f"Hint: {mistake.hint}".replace("`", "")


def handed_in(drawn, assignment):
    """The students whose notebook could be read; missing exercises alone are not missing files."""
    by_student = {}
    for row in drawn.of(assignment=assignment):
        by_student.setdefault(row["student"], []).append(row)
    return {
        student: rows
        for student, rows in by_student.items()
        if not any({row["status"] for row in rows} == {gone} for gone in GONE)
    }


def test_marks_chapter_by_chapter(drawn):
    rows = {row[0]: row[1:4] for row in drawn.report.rows("marks")}
    assert list(rows) == [FIRST, SECOND]
    for assignment, (count, mean, median) in rows.items():
        shares = [drawn.share(own) for own in handed_in(drawn, assignment).values()]
        assert int(count) == len(shares)
        assert mean in percent(statistics.fmean(shares))
        assert median in percent(statistics.median(shares))


def test_the_distribution_has_everybody_who_handed_in_anything(drawn):
    shares = [drawn.share(drawn.of(student=one)) for one in {row["student"] for row in drawn.rows}]
    expected = Counter(min(int(share * 10 + 1e-9), 9) for share in shares if share)
    bars = drawn.report.bars()
    assert sum(bars) == STUDENTS
    assert bars[1:] == [expected[place] for place in range(1, 10)]
    total = sum(drawn.share(drawn.of(student=f"s{n:05}")) for n in range(1, STUDENTS + 1))
    assert drawn.report.figures()[2] in percent(total / STUDENTS)


def test_the_hardest_exercises_come_first(drawn):
    rows = drawn.report.rows("hardest")
    means = []
    for name, mean, outcomes in rows:
        exercise, assignment = name.split()
        own = [
            row
            for student, all_rows in handed_in(drawn, assignment).items()
            for row in all_rows
            if row["exercise"] == exercise
        ]
        means.append(drawn.share(own))
        assert mean in percent(means[-1])
        right = sum(row["status"] == "right" for row in own)
        assert (f"{right} right" in outcomes) == (right > 0)
        partial = sum(row["status"] == "partial" for row in own)
        assert (f"{partial} partly right" in outcomes) == (partial > 0)
    assert means == sorted(means)
    every = [one for chapter in (FIRST, SECOND) for one in load_chapter(chapter).exercises]
    assert sorted(row[0].split()[0] for row in rows) == sorted(every)


def test_who_has_not_handed_in(drawn):
    section = drawn.report.section("missing")
    assert "Nothing at all: 1" in section.get_text()
    assert section.select_one(".who").get_text().split() == ["nobody"]
    assert drawn.report.groups("missing") == {f"{SECOND}: 1": ["s00003"]}
    assert drawn.report.figures()[:2] == [
        str(STUDENTS + 1),
        f"{len(drawn.handed)} of {2 * STUDENTS + 2}",
    ]


def test_what_cannot_be_read_is_what_was_drawn(drawn):
    groups = drawn.report.groups("failures")
    counts = {title.rpartition(": ")[0]: int(title.rpartition(": ")[2]) for title in groups}
    assert drawn.damaged("empty")
    assert drawn.damaged("not JSON")
    assert counts["The file is empty"] == drawn.damaged("empty")
    assert counts["The file is a web page"] == drawn.damaged("not JSON")
    cut_off = drawn.report.groups("repaired")
    repaired = sum(int(title.rpartition(": ")[2]) for title in cut_off if "cut off" in title)
    lost = counts.get("The file is not a notebook, or is badly damaged", 0)
    assert repaired + lost == drawn.damaged("truncated") > 0


def test_functions_without_an_answer_are_counted(drawn):
    groups = drawn.report.groups("failures")
    statuses = Counter(
        row["status"]
        for assignment in (FIRST, SECOND)
        for rows in handed_in(drawn, assignment).values()
        for row in rows
    )
    assert statuses["error"]
    assert f"Stops with an error: {statuses['error']}" in groups


def test_each_student_s_progress(drawn):
    students = drawn.report.students()
    assert list(students) == [f"s{number:05}" for number in range(1, STUDENTS + 1)]
    for student, (total, chapters) in students.items():
        assert total in percent(drawn.share(drawn.of(student=student)))
        assert [row[0] for row in chapters] == [FIRST, SECOND]
        for assignment, points, trouble in chapters:
            own = drawn.of(student=student, assignment=assignment)
            if student not in handed_in(drawn, assignment):
                assert points in ("Not handed in.", "The file cannot be read.")
                continue
            score, possible = (
                sum(float(row[key]) for row in own) for key in ("score", "max_score")
            )
            assert points == f"{score:g} of {possible:g} points"
            wrong = [row["exercise"] for row in own if row["status"] != "right"]
            assert all(f"{name}:" in trouble for name in wrong)
            assert (trouble == "") == (not wrong)


def test_links_lead_to_what_is_there(drawn):
    for file in ("report.html", "report.es.html"):
        links = {one["href"] for one in Report(drawn.out / file).soup.select("a[href]")}
        inner = {link for link in links if link.startswith("#")}
        ids = {one["id"] for one in drawn.report.soup.select("[id]")}
        assert {link[1:] for link in inner} <= ids
        assert all((drawn.out / link).is_file() for link in links - inner), links
        assert any(link.startswith("feedback/s00001/") for link in links)


def test_written_anew_it_is_the_same(drawn):
    before = {path: path.read_bytes() for path in drawn.out.glob("report*.html")}
    assert len(before) == 2
    assert sorted(write_reports(drawn.out)) == sorted(before)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("secret", [None, b"secret"])
def test_spanish_says_the_same_in_spanish(drawn, secret, tmp_path):
    english, spanish = map(Report, write_reports(drawn.out, secret=secret))
    assert (english.soup.html["lang"], spanish.soup.html["lang"]) == ("en", "es")
    assert len(english.soup.find_all()) == len(spanish.soup.find_all())
    numbers = [
        [text for text in one.soup.stripped_strings if text.isdigit()] for one in (english, spanish)
    ]
    assert numbers[0] == numbers[1]
    assert spanish.soup.h1.string == "Informe de la clase"
    shown = spanish.section("failures").get_text() + spanish.section("teach").get_text()
    assert "El archivo está vacío" in shown
    assert "Pista:" in shown
    assert "Hint" not in shown
    if secret:
        for path in drawn.out.glob("report.anonymous*"):
            path.unlink()
