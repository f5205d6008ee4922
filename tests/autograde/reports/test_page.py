"""What the report does with names, large classes, failures and hostile students."""

from __future__ import annotations

import os
import re
import sqlite3

import pytest

from autograde.grading.feedback import about_cell
from autograde.grading.out import Faults
from autograde.grading.reading import says
from autograde.grading.recording import GradebookError
from autograde.grading.work import CellProblem
from autograde.reports import views
from autograde.reports.page import write_reports
from tests.autograde.reports.made import FIRST, SECOND, enroll, nothing, record, result
from tests.autograde.reports.reading import Report

HOSTILE = (
    "<script>alert(1)<",
    '"><img src=x onerror=alert(2)>',
    "javascript:alert(3)",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eesrever\u2066",
    "]]><!--",
    "`x` & <b>y",
    os.fsdecode(b"odd\xff\xfe"),
    "line\nbreak",
    "#teach?a=1%2e",
    "x" * 240,
)


@pytest.fixture
def write(tmp_path):
    """Record results, write the report, and read it."""

    def write_report(*results, registered=(), code="en", **options):
        out = record(tmp_path / "out", results, registered)
        (path,) = write_reports(out, languages=[code], **options)
        return Report(path)

    return write_report


@pytest.fixture
def hostile(write):
    """A class of students whose names, errors and files are all attacks."""
    attack = "</span></style><script>alert(4)</script>"

    def hand_in(**options):
        results = []
        for name in HOSTILE:
            notes = (
                about_cell(CellProblem(3, "error", 1, f"<b>{attack}", f"`{attack}\n{name}")),
                says.several_files(f"{attack}.ipynb")(),
                f"Not one of ours: {attack}",
            )
            answers = {"update": ("wrong", "<i>made"), "xor": ("error",)}
            results.append(result(name, FIRST, answers, notes=notes))
        names = [(name, f"{attack} Ada", "<u>Uno") for name in HOSTILE if name.isprintable()]
        return write(*results, registered=names, **options)

    return hand_in


def test_hostile_text_stays_text(hostile):
    page = hostile()
    assert not page.soup.find_all(["script", "img", "b", "i", "u", "iframe", "object"])
    assert len(page.soup.find_all("style")) == 1
    attributes = {key for tag in page.soup.find_all() for key in tag.attrs}
    assert not [one for one in attributes if one.startswith("on")]
    assert "\u202e" not in page.source
    assert "[U+202E]esrever" in page.source
    assert "49" not in [text.strip() for text in page.soup.stripped_strings]
    assert "{{ 7 * 7 }}{% raw %}" in page.soup.get_text()
    assert "<script>alert(4)</script> Ada <u>Uno" in page.soup.get_text()
    assert page.source.encode("utf-8")


def test_links_of_hostile_students_stay_in_the_folder(hostile):
    page = hostile()
    links = [one["href"] for one in page.soup.select("details.student a")]
    assert len(links) == len(HOSTILE)
    for link in links:
        assert re.fullmatch(rf"feedback/[A-Za-z0-9%._~-]+/{FIRST}/{FIRST}\.html", link)


def test_a_page_needs_nothing_but_itself(hostile):
    page = hostile()
    assert not re.search(
        r"https?:|//|@import|url\(", page.source.replace("</", "").replace("//<", "")
    )
    policy = page.soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")


def test_nothing_in_an_anonymous_page_tells_who_it_is(hostile):
    page = hostile(secret=b"secret")
    for name in (*HOSTILE, "Ada", "Uno", "esrever", "alert(4)", "ipynb", "odd"):
        assert name not in page.source
        assert repr(name)[1:-1] not in page.source
    assert not page.soup.select("details.student a")
    assert not page.soup.select('a[href*=".csv"]')
    assert len(page.students()) == len(HOSTILE)


NAMES = [("s1", "Ada", "Uno"), ("s2", "Bo", "Dos"), ("s3", "", "Tres")]


def test_names_come_from_the_gradebook(write):
    wrong = {"update": ("wrong", "sign_reversed")}
    page = write(*(result(id, FIRST, wrong) for id in ("s1", "s2", "s3", "s4")), registered=NAMES)
    assert list(page.students()) == ["Ada Uno (s1)", "Bo Dos (s2)", "Tres (s3)", "s4"]
    assert page.mistakes()[0]["who"] == ["Ada Uno (s1)", "Bo Dos (s2)", "Tres (s3)", "s4"]


def test_codes_stay_when_the_class_grows_and_differ_with_the_secret(write):
    few = write(result("s1"), result("s2"), registered=NAMES, secret=b"one").students()
    more = write(*(result(f"s{n}") for n in range(9)), secret=b"one").students()
    other = write(result("s1"), result("s2"), secret=b"two").students()
    assert set(few) < set(more)
    assert not set(few) & set(other)
    assert all(re.fullmatch("[0-9A-Z]{4}-[0-9A-Z]{4}", code) for code in more)
    assert list(more) == sorted(more)


def test_who_is_on_the_roster_only_has_handed_in_nothing(write):
    registered = [*NAMES, ("late", "Cy", "Cuatro")]
    page = write(result("s1"), result("s2"), nothing("s3"), registered=registered)
    section = page.section("missing").get_text(" ")
    assert "Nothing at all: 2" in section
    assert "Tres" in section
    assert "Cy Cuatro" in section
    assert page.figures()[:2] == ["4", "2 of 4"]
    hidden = write(result("s1"), nothing("s3"), registered=registered, secret=b"one")
    assert "Cuatro" not in hidden.source
    assert "late" not in hidden.section("missing").get_text()


def test_whom_an_earlier_run_marked_is_not_missing(tmp_path, write):
    record(tmp_path / "out", [result("earlier")])
    page = write(result("s1"))
    assert page.figures()[0] == "1"
    assert "earlier" not in page.source


def test_marks_by_hand_count(tmp_path, write):
    write(nothing("s1", "unreadable"), result("s2", FIRST, {"update": ("wrong",)}))
    before = Report(tmp_path / "out" / "report.html").students()
    connection = sqlite3.connect(tmp_path / "out" / "gradebook.db")
    with connection:
        connection.execute("UPDATE grade SET manual_score = 1 WHERE auto_score = 0")
    connection.close()
    page = Report(write_reports(tmp_path / "out")[0])
    assert page.students()["s2"][0] > before["s2"][0]
    assert page.students()["s1"][0] > before["s1"][0] == "0%"


def test_failures_of_the_grader_are_told(tmp_path, write):
    out = record(tmp_path / "out", [result("s1"), nothing("s2", assignment=SECOND)])
    faults = Faults(out)
    faults.add("s2", FIRST, "Traceback:\nKeyError: 's2'")
    faults.add("all of it", FIRST, "Traceback:\nKeyError: 1")
    page = Report(write_reports(out)[0])
    shown = [one.get_text() for one in page.section("failures").select("ul.long > li")]
    assert [" ".join(one.split()) for one in shown] == [f"all of it · {FIRST}", f"s2 · {FIRST}"]
    assert page.figures()[0] == "3"
    assert "Nothing at all" not in page.section("missing").get_text()
    hidden = Report(write_reports(out, secret=b"one")[0])
    assert "all of it ·" not in hidden.section("failures").get_text()


def test_where_all_is_well_it_says_so(write):
    page = write(result("s1"), result("s2"))
    for id, sentence in {
        "teach": "Nobody made a mistake that the grader knows by name.",
        "missing": "everybody handed it in",
        "repaired": "Nothing had to be repaired.",
        "failures": "There were none.",
        "timings": "less than 2 seconds in every notebook",
    }.items():
        assert sentence in page.section(id).get_text()
    assert page.bars() == [0] * 9 + [2]


def test_where_nobody_handed_in_anything_there_still_is_a_page(write):
    page = write(nothing("s1"), nothing("s2"))
    assert page.figures() == ["2", "0 of 2", "0%", "0%"]
    assert page.students() == {}


def test_slow_functions_are_told_in_whole_seconds(write):
    slow = {"train": ("timeout", "", 12.4), "update": ("right", "", 2.9)}
    page = write(result("s1", FIRST, slow), result("s2", FIRST, {"train": ("right", "", 2.0)}))
    train, update = f"train {FIRST}", f"update {FIRST}"
    assert page.rows("timings") == [[train, "2", "1"], [update, "1", "0"]]
    assert page.groups("failures") == {"Takes too long: 1": [f"s1 · {FIRST}, train"]}
    faster = write(
        result("s1", FIRST, {"train": ("timeout", "", 12.9), "update": ("right", "", 2.1)}),
        result("s2", FIRST, {"train": ("right", "", 2.7)}),
    )
    assert faster.source == page.source


def test_an_unknown_mistake_is_shown_by_its_id(write):
    page = write(result("s1", FIRST, {"update": ("wrong", "of_long_ago")}))
    (shown,) = page.mistakes()
    assert (shown["id"], shown["says"], shown["hint"]) == ("of_long_ago", "of long ago", "")


def test_wrong_answers_without_a_name_are_counted(write):
    answers = {"update": ("wrong",), "xor": ("partial",), "train": ("error",)}
    page = write(result("s1", FIRST, answers), result("s2", FIRST, {"update": ("wrong",)}))
    folded = page.groups("teach")["Wrong answers without a name: 3"]
    assert folded == ["update: 2", "xor: 1"]


def test_a_large_class_is_cut_to_those_furthest_behind(write, monkeypatch):
    monkeypatch.setattr(views, "MOST_STUDENTS", 10)
    monkeypatch.setattr(views, "FURTHEST_BEHIND", 3)
    monkeypatch.setattr(views, "MOST_NAMES", 4)
    names = result("s").exercises
    results = [
        result(f"s{n:02}", FIRST, {one.exercise: ("wrong", "made") for one in names[: n % 6]})
        for n in range(12)
    ]
    page = write(*results)
    assert list(page.students()) == ["s05", "s11", "s04"]
    assert page.section("students").select_one('a[href="grades.csv"]')
    assert len(page.mistakes()[0]["who"]) == 5
    assert page.mistakes()[0]["who"][-1] == "… and 6 more"
    assert page.mistakes()[0]["count"] == 10


def test_notes_of_either_language_are_counted_together(write):
    spanish = (
        "La celda 5 no es de código, pero contiene código. Se ejecutó.",
        "Algo que nadie escribe.",
    )
    english = ("Cell 7 is not a code cell, but it holds code. It was run.",)
    page = write(result("s1", notes=english), result("s2", notes=spanish, language="es"))
    groups = page.groups("repaired")
    assert groups["A cell with code is not a code cell: 2"] == [
        f"s1 · {FIRST}: {english[0]}",
        f"s2 · {FIRST}: Cell 5 is not a code cell, but it holds code. It was run.",
    ]
    assert groups["Something else: 1"] == [f"s2 · {FIRST}: {spanish[1]}"]
    assert page.section("repaired").select_one('span[lang="es"]').string == spanish[1]


def test_pages_lead_to_the_same_report_in_other_languages(write, tmp_path):
    only = write(result("s1"))
    assert not only.soup.select("a[hreflang]")
    out = tmp_path / "out"
    assert [path.name for path in write_reports(out)] == ["report.html", "report.es.html"]
    (link,) = Report(out / "report.es.html").soup.select("a[hreflang]")
    assert (link["href"], link["lang"], link.string) == ("report.html", "en", "English")
    hidden = write_reports(out, languages=["es"], secret=b"one")
    assert not Report(hidden[0]).soup.select("a[hreflang]")


def test_without_results_there_is_no_report(tmp_path):
    with pytest.raises(GradebookError, match=r"no grades\.csv"):
        write_reports(tmp_path)
    out = record(tmp_path / "out", [result("s1")])
    (out / "gradebook.db").unlink()
    with pytest.raises(GradebookError, match=r"no gradebook\.db"):
        write_reports(out)
    assert not (out / "gradebook.db").exists()


def test_names_that_a_gradebook_cannot_hold_keep_their_marks(write):
    odd = os.fsdecode(b"odd\xff")
    page = write(result(odd, FIRST, {"update": ("wrong",)}), result("s1"))
    totals = {name: total == "100%" for name, (total, _) in page.students().items()}
    assert totals == {"odd[U+DCFF]": False, "s1": True}


def test_enrolled_names_may_be_empty(write, tmp_path):
    write(result("s1"))
    enroll(tmp_path / "out", "s1", " ", "")
    assert list(Report(write_reports(tmp_path / "out")[0]).students()) == ["s1"]
