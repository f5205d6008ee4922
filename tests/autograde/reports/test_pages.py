"""How pages are written, whatever they show."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from autograde.reports.pages import file_name, make_environment, write_pages
from autograde.reports.people import Hidden, Named
from neurona import language
from tests.autograde.reports.reading import Report

TEMPLATE = """\
{% extends "page.html" %}
{% from "person.html" import person %}
{% set title = _("Failures") %}
{% set note = "Names are hidden." %}
{% set sections = [("all", _("Marks"))] %}
{% set styles = ["made.css"] %}
{% block main %}
<h2 id="all">{{ person(view.people.person("s1")) }}</h2>
<p>{{ view.sentence() }}</p>
{% endblock %}
"""


@pytest.fixture
def write(tmp_path):
    """Write a page that says a sentence, which is made while it is written."""
    templates, out = tmp_path / "templates", tmp_path / "out"
    templates.mkdir()
    out.mkdir()
    (templates / "made.html").write_text(TEMPLATE)
    (templates / "made.css").write_text("h2 { color: red; }\n")
    environment = make_environment(templates, {}, {})

    def write_made(*languages, people=None, sentence=lambda: "All is well."):
        view = SimpleNamespace(people=people or Named({"s1": "Ada"}), sentence=sentence)
        return write_pages(out, "made", environment, view, languages)

    return write_made


def test_a_page_has_what_all_have_in_common(write):
    english, spanish = map(Report, write())
    for page, name, title, section in (
        (english, "en", "Failures", "Marks"),
        (spanish, "es", "Fallas", "Notas"),
    ):
        assert page.soup.html["lang"] == name
        assert page.soup.title.string == page.soup.h1.string == title
        assert page.soup.select_one('nav a[href="#all"]').string == section
        assert page.soup.h2.get_text() == "Ada (s1)"
        assert "color: red" in page.soup.style.string
        assert "Names are hidden" not in page.source
    (hidden,) = write("en", people=Hidden(["s1"], b"secret"))
    assert "Names are hidden." in Report(hidden).source
    assert "s1" not in Report(hidden).source


def test_files_are_called_by_kind_and_language():
    assert file_name("report", "en", False) == "report.html"
    assert file_name("similar", "es", True) == "similar.anonymous.es.html"


def test_pages_lead_to_those_that_are_written_with_them(write):
    paths = write()
    assert [path.name for path in paths] == ["made.html", "made.es.html"]
    for path, other in zip(paths, reversed(paths), strict=True):
        (link,) = Report(path).soup.select("a[hreflang]")
        assert link["href"] == other.name
    assert (link["lang"], link["hreflang"], link.string) == ("en", "en", "English")


def test_pages_do_not_lead_to_one_that_may_tell_otherwise(write):
    write()
    (spanish,) = write("es")
    assert not Report(spanish).soup.select("a[hreflang]")


def test_a_language_asked_for_twice_is_written_once(write):
    assert [path.name for path in write("es", "es")] == ["made.es.html"]


def test_a_page_is_written_whole_or_not_at_all(write):
    (path,) = write("es")
    before = path.read_bytes()

    def fail():
        raise KeyError("s1")

    with pytest.raises(KeyError):
        write("es", sentence=fail)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    assert language.current() == "en"


def test_a_page_is_written_whatever_slips_through(write):
    (path,) = write("en", sentence=lambda: "odd \udcff <i>")
    assert "<p>odd \\udcff &lt;i&gt;</p>" in path.read_text(encoding="utf-8")
