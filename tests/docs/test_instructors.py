"""The instructors' page: its commands are run, and what they print is what it shows."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from autograde.grading import limits, secret, submissions
from autograde.installing import FOR_CLUSTERS
from tests.autograde.nbgrader.server import formgrader, get
from tests.docs.session import ROOT, Done, Shell, all_fit, read_commands

LANGUAGES = {"en": "instructors.md", "es": "instructors.es.md"}
TEXTS = {
    code: (ROOT / "docs" / name).read_text(encoding="utf-8") for code, name in LANGUAGES.items()
}
COMMANDS = read_commands(TEXTS["en"])
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
_QUOTED = re.compile(r"^\| `(.+?)` \|", re.MULTILINE)

pytestmark = pytest.mark.slow


def quoted(language: str) -> list[str]:
    """List the messages in the last table: what to do when something goes wrong."""
    return _QUOTED.findall(TEXTS[language].rpartition("\n## ")[2])


@pytest.fixture(scope="module")
def shell(tmp_path_factory) -> Shell:
    return Shell(tmp_path_factory.mktemp("day"))


@pytest.fixture(scope="module")
def done(shell, say) -> list[Done]:
    """Run the page from top to bottom, in an empty folder."""
    say("an instructor's day, as docs/instructors.md tells it")
    return [shell.run(one.text) for one in COMMANDS]


@pytest.mark.parametrize(
    "place", range(len(COMMANDS)), ids=[one.text.splitlines()[0][:60] for one in COMMANDS]
)
def test_a_command_prints_what_the_page_shows(done, place) -> None:
    printed, shown = done[place].lines, COMMANDS[place].shown
    assert all_fit(shown, printed), "\n".join(["printed:", *printed, "shown:", *shown])
    assert done[place].code == any("not placed." in line for line in printed)


def test_another_word_in_the_page_would_be_found(done) -> None:
    for one, command in zip(done, COMMANDS, strict=True):
        for number, line in enumerate(command.shown):
            for word in set(re.findall(r"\w+", line)):
                wrong = re.sub(rf"\b{re.escape(word)}\b", f"{word}x", line, count=1)
                shown = [*command.shown[:number], wrong, *command.shown[number + 1 :]]
                assert not all_fit(shown, one.lines), wrong
        assert not all_fit([*command.shown, "more"], one.lines)
        if command.shown:
            assert not all_fit(command.shown[1:], one.lines)


def test_what_differs_between_machines_is_little() -> None:
    shown = "\n".join(line for one in COMMANDS for line in one.shown)
    assert 0 < shown.count("…") < 10


def test_the_page_tells_of_every_part() -> None:
    text = "\n".join(one.text for one in COMMANDS)
    for part in ("import", "grade", "report", "export"):
        assert f"autograde {part} " in text
    for platform in ("--to canvas", "--to moodle", "--as colab", "--fill", "--due", "--roster"):
        assert platform in text


def test_both_languages_show_the_same() -> None:
    assert read_commands(TEXTS["es"]) == COMMANDS
    fences = [re.findall(r"^```.*$", text, re.MULTILINE) for text in TEXTS.values()]
    assert fences[0] == fences[1]
    headings = [re.findall(r"^#+ ", text, re.MULTILINE) for text in TEXTS.values()]
    assert headings[0] == headings[1]
    rows = [re.findall(r"^\|", text, re.MULTILINE) for text in TEXTS.values()]
    assert len(rows[0]) == len(rows[1])
    assert quoted("en") == quoted("es") != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_somewhere(language) -> None:
    links = _LINK.findall(TEXTS[language]) + re.findall(r'src="([^"]+)"', TEXTS[language])
    assert len(links) >= 5
    for link in links:
        assert (ROOT / "docs" / link).exists(), link


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_within_the_page_lead_to_headings(language) -> None:
    headings = re.findall(r"^#+ (.+)$", TEXTS[language], re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}
    links = re.findall(r"\]\(#([^)]+)\)", TEXTS[language])
    assert len(links) > 10
    assert set(links) <= anchors


def test_formgrader_works_where_the_page_says(done, shell, tmp_path) -> None:
    """In the folder of results; a mark that is entered there is one by hand."""
    graded = shell.folder / "graded"
    with formgrader(graded, shell.environment, tmp_path / "server.log") as address:
        listed = get(f"{address}/formgrader/api/submitted_notebooks/01_perceptron/01_perceptron")
        cai = next(one for one in json.loads(listed) if one["student"] == "s003")
        page = get(f"{address}/formgrader/submissions/{cai['id']}/?index=0")
        assert "A tie counts as 1" in page
        grades = json.loads(get(f"{address}/formgrader/api/grades?submission_id={cai['id']}"))
        by_hand = {one["name"]: one["manual_score"] for one in grades}
        assert by_hand["check_update"] == 1


@pytest.mark.parametrize("message", quoted("en"))
def test_a_message_in_the_table_is_one_of_the_program_s(message) -> None:
    parts = [re.escape(part) for part in message.split("…")]
    pattern = re.compile(".*".join(parts), re.DOTALL)
    assert any(pattern.search(text) for text in _texts()), message


@cache
def _texts() -> set[str]:
    """List all texts in the sources, with … for what is put into them."""
    found = set()
    for path in (ROOT / "autograde").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    str(one.value) if isinstance(one, ast.Constant) else "…" for one in node.values
                ]
                found.add("".join(parts))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_that_no_command_shows_are_named(language, monkeypatch) -> None:
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    text = TEXTS[language]
    for name in (
        secret.VARIABLE,
        secret.secret_file().relative_to(ROOT).as_posix(),
        limits.VARIABLE,
        submissions.JUPYTERS,
        FOR_CLUSTERS.partition(": ")[2],
    ):
        assert name in text


def test_the_installation_is_what_the_makefile_has() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([\w-]+)$", TEXTS["en"], re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert Path(ROOT / "pyproject.toml").read_text().count('autograde = "autograde.cli:app"') == 1
