"""What the page of look-alikes shows, and that what students write stays text."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from autograde.likeness.command import Order, similar
from autograde.likeness.views import odds, without_words
from neurona import language
from tests.autograde.likeness.small import CHAPTER, EVIL, write_small


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    out = write_small(tmp_path_factory.mktemp("page") / "out")
    similar(Order(out))
    return {
        code: BeautifulSoup((out / name).read_text(encoding="utf-8"), "html.parser")
        for code, name in (("en", "similar.html"), ("es", "similar.es.html"))
    }


def test_caveats_come_first(pages):
    sections = [one["aria-labelledby"] for one in pages["en"].find_all("section")]
    assert sections == ["read", "pairs", "compared"]
    text = pages["en"].find("section").get_text()
    for word in ("does not say that anybody copied", "tutor", "AI assistant", "web page", "small"):
        assert word in text


def test_both_answers_stand_side_by_side(pages):
    (pair,) = pages["en"].select("article.pair")
    assert " ".join(pair.h3.get_text().split()) == "Ada Uno (s004) and s021"
    details = pair.select("details")[0]
    assert f"{CHAPTER}, train" in details.summary.get_text()
    one, other = details.select(".sides > div")
    assert [" ".join(side.h4.get_text().split()) for side in (one, other)] == [
        "Ada Uno (s004)",
        "s021",
    ]
    assert "strange_counter" in one.get_text()
    assert "strange_counter" not in other.get_text()
    marked = [[mark.get_text() for mark in side.select("mark")] for side in (one, other)]
    assert len(marked[0]) == len(marked[1]) >= 6
    assert any("np.linalg.norm(er[0])" in line for line in marked[1])


def test_common_words_are_listed(pages):
    words = [one.get_text() for one in pages["en"].select(".words li")]
    assert "wobbly_history" in words
    assert any(word.startswith("this comment is a secret handshake") for word in words)
    assert "strange_counter" not in words


@pytest.mark.parametrize("code", ["en", "es"])
def test_hostile_text_stays_text(pages, code):
    page = pages[code]
    assert not page.find_all(["script", "img", "b", "iframe"])
    assert EVIL in page.get_text()
    assert "\u202e" not in page.get_text()
    assert "[U+202E]odd" in page.get_text()
    assert not [key for tag in page.find_all() for key in tag.attrs if key.startswith("on")]


def test_spanish_says_the_same_in_spanish(pages):
    english, spanish = pages["en"], pages["es"]
    assert (english.html["lang"], spanish.html["lang"]) == ("en", "es")
    assert len(english.find_all()) == len(spanish.find_all())
    for selector in ("h1", "h2", "summary", ".read li"):
        for one, other in zip(english.select(selector), spanish.select(selector), strict=True):
            assert one.get_text() != other.get_text()
    assert english.select_one('a[hreflang="es"]')["href"] == "similar.es.html"


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        (0.05, "by chance in about one of 20 classes like this"),
        (0.00031, "by chance in about one of 3,000 classes like this"),
        (1e-9, "by chance in fewer than one of a million classes like this"),
        (0.0, "by chance in fewer than one of a million classes like this"),
    ],
)
def test_odds_are_told_as_classes(expected, says):
    language.use("en")
    assert odds(expected) == says


def test_dots_stand_for_words():
    source = "x = 'Ada' + f'by {name} Uno'  # Ada Uno\ny = '''one\n  two'''\nz = 1"
    lines = without_words(source)
    assert [len(line) for line in lines] == [len(line) for line in source.split("\n")]
    assert "Ada" not in "".join(lines)
    assert "two" not in "".join(lines)
    assert lines[-1] == "z = 1"


@pytest.mark.parametrize("source", ["x = '''Ada", "def (Ada", "\0Ada", "  Ada\n Ada", "'Ada\n"])
def test_dots_stand_for_what_is_no_python(source):
    lines = without_words(source)
    assert len(lines) == source.count("\n") + 1


@pytest.mark.parametrize("source", ["x = '''Ada", "x = (1, 'Ada"])
def test_broken_code_hides_everything(source):
    assert without_words(source) == ["…"]
