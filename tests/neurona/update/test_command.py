"""What ``neurona update`` reads, writes and says; and what it refuses, and leaves as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from neurona import language
from neurona.update import files
from neurona.update.command import main
from tests.neurona.update.made import NAME, after, cell, exercise, find, release, started, text

ROOT = Path(__file__).resolve().parents[3]
ANSWER = "def double(x):\n    return 2 * x  # λ"


def chapter(code="en", version="0.1.0", said="Old text.", **more):
    return release(text("t1", said), *exercise("double"), version=version, language=code, **more)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    language.use("en")
    yield
    assert language.current() == "en"


@pytest.fixture
def course(tmp_path):
    """A new release, as the course's folder has it."""
    for code in ("en", "es"):
        path = tmp_path / "course" / code / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(chapter(code, "0.2.0", "The text.")), encoding="utf-8")
    return tmp_path / "course"


@pytest.fixture
def mine(tmp_path):
    """Write a student's notebook."""

    def write(notebook=None, name=f"{NAME}.ipynb"):
        if notebook is None:
            notebook = started(chapter(), double=ANSWER)
        path = tmp_path / "mine" / name
        path.parent.mkdir(exist_ok=True)
        content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def run(course, capsys):
    def run_command(*paths, place=course):
        code = main(["update", *map(str, paths), "--from", str(place)])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()

    return run_command


def read(path):
    return json.loads(path.read_bytes())


def others(path):
    return sorted(one.name for one in path.parent.iterdir() if one != path)


def test_the_new_notebook_takes_the_place_of_the_old_one_which_is_kept(run, mine, course):
    path = mine()
    path.chmod(0o640)
    before = path.read_bytes()
    code, said, refused = run(path)
    assert (code, refused) == (0, [])
    new = read(course / "en" / NAME / f"{NAME}.ipynb")
    name = f"0.2.0-{new['metadata']['neurona']['release']}"
    assert others(path) == [f"{NAME}.before-{name}.ipynb"]
    assert (path.parent / others(path)[0]).read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o640
    notebook = read(path)
    assert "".join(find(notebook, "double")["source"]) == ANSWER
    assert "".join(find(notebook, "t1")["source"]) == "The text."
    assert (
        said[0]
        == f"{path}: now at release {name}. The notebook as it was is kept in {others(path)[0]}."
    )
    assert "  1 answer is as you wrote it." in said


def test_the_file_is_as_jupyter_writes_it(run, mine):
    path = mine()
    run(path)
    notebook = read(path)
    written = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert path.read_text(encoding="utf-8") == written
    assert all(isinstance(one["source"], list) for one in notebook["cells"])


def test_twice_changes_nothing(run, mine):
    path = mine()
    run(path)
    before, kept = path.read_bytes(), others(path)
    code, said, _ = run(path)
    assert code == 0
    assert path.read_bytes() == before
    assert others(path) == kept
    assert "already up to date" in said[0]


def test_a_kept_file_is_never_overwritten(run, mine):
    for number in range(3):
        path = mine(after(started(chapter(), double=ANSWER), "t1", cell("own", f"{number}")))
        run(path)
    assert len(others(path)) == 3
    assert others(path)[0].endswith("-2.ipynb")
    kept = {read(path.parent / name)["cells"][2]["source"] for name in others(path)}
    assert kept == {"0", "1", "2"}


def test_messages_are_in_the_notebook_s_language(run, mine):
    spanish = mine(started(chapter("es"), double=ANSWER), "es.ipynb")
    english = mine(name="en.ipynb")
    damaged = mine(json.dumps(chapter("es")).encode()[:-9], "damaged.ipynb")
    code, said, refused = run(spanish, english, damaged)
    assert code == 1
    assert "release" not in said[0]
    assert any("1 answer is as you wrote it." in line for line in said)
    assert not any(
        "1 answer" in line for line in said[: said.index(f"{english}: " + _rest(said, english))]
    )
    assert len(refused) == 1
    assert refused[0].startswith(f"{damaged}: ")
    assert "damaged, or" not in refused[0]


def _rest(said, path):
    (line,) = (one for one in said if one.startswith(f"{path}: "))
    return line.removeprefix(f"{path}: ")


OTHER = json.dumps({"cells": [cell("a", "1")], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is damaged, or not a notebook."),
        (b"<!DOCTYPE html>", "it is damaged, or not a notebook."),
        (b"[" * 100_000, "it is damaged, or not a notebook."),
        (b"\xff\xfe{}", "it is damaged, or not a notebook."),
        (b'{"nbformat": 4, "cells": []}', "it is damaged, or not a notebook."),
        (b'{"nbformat": 4, "cells": [1]}', "it is damaged, or not a notebook."),
        (b'{"nbformat": 4, "cells": [{"cell_type": "x", "source": ""}]}', "it is damaged"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "it is damaged"),
        (b'{"nbformat": 3, "worksheets": []}', "it is a notebook of an old kind."),
        (OTHER.encode(), "it does not look like a notebook of this course."),
    ],
)
def test_what_is_no_notebook_of_the_course_is_refused(run, mine, content, says):
    path = mine(content)
    code, said, refused = run(path)
    assert (code, said) == (1, [])
    (line,) = refused
    assert line.startswith(f"{path}: {says}")
    assert path.read_bytes() == content
    assert others(path) == []


def test_all_that_is_wrong_is_told_and_the_rest_is_done(run, mine, tmp_path):
    good, bad = mine(), mine(b"{", "bad.ipynb")
    code, said, refused = run(tmp_path / "none.ipynb", bad, tmp_path, good)
    assert code == 1
    assert "now at release" in said[0]
    assert [line.partition(": ")[2].split(".")[0] for line in refused] == [
        "there is no such file",
        "it is damaged, or not a notebook",
        "it cannot be read (Is a directory)",
    ]


@pytest.mark.parametrize("within", ["", "en", f"en/{NAME}", f"en/{NAME}/{NAME}.ipynb", "../"])
def test_the_release_is_found_from_any_of_its_folders(run, mine, course, within):
    code, said, _ = run(mine(), place=course / within)
    assert code == 0
    assert "now at release 0.2.0" in said[0]


def test_a_chapter_whose_number_changed_is_found(run, mine, course):
    (course / "en" / NAME).rename(course / "en" / "02_small")
    (course / "en/02_small" / f"{NAME}.ipynb").rename(course / "en/02_small/02_small.ipynb")
    notebook = started(chapter(), double=ANSWER)
    notebook["metadata"] = {}  # only the setup cell says which chapter it is
    assert run(mine(notebook))[0] == 0


def test_a_release_that_is_not_there_is_told(run, mine, tmp_path):
    _, _, (line,) = run(mine(), place=tmp_path / "other")
    assert f"there is no new release of {NAME} in {tmp_path / 'other'}" in line
    assert "--from" in line


def test_a_release_of_something_else_is_refused(run, mine, course):
    spanish = course / "es" / NAME / f"{NAME}.ipynb"
    assert "in another language" in run(mine(), place=spanish)[2][0]
    spanish.write_text("{")
    assert "cannot be read. Get it once more." in run(mine(), place=spanish)[2][0]


def test_the_release_itself_is_not_updated_from_itself(run, course):
    path = course / "en" / NAME / f"{NAME}.ipynb"
    before = path.read_bytes()
    _, _, (line,) = run(path)
    assert "this is the very file" in line
    assert path.read_bytes() == before


def test_without_a_place_the_course_that_is_installed_counts(mine, course, monkeypatch, capsys):
    monkeypatch.setattr(files.neurona, "__file__", str(course / "neurona" / "__init__.py"))
    assert main(["update", str(mine())]) == 0
    assert "now at release 0.2.0" in capsys.readouterr().out


def test_a_release_without_a_name_is_called_by_the_day(run, mine, course):
    path = course / "en" / NAME / f"{NAME}.ipynb"
    path.write_text(json.dumps(chapter(version="0.2.0", described=False)))
    own = mine()
    assert run(own)[0] == 0
    assert others(own) == [f"{NAME}.before-{date.today().isoformat()}.ipynb"]


@pytest.mark.parametrize("failing", ["write", "replace"])
def test_it_is_written_whole_or_not_at_all(run, mine, monkeypatch, failing):
    path = mine()
    before = path.read_bytes()

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync" if failing == "write" else "replace", fail)
    code, _, (line,) = run(path)
    assert code == 1
    assert "it cannot be written (No space left on device), and is as it was." in line
    assert path.read_bytes() == before
    assert others(path) == []


def test_a_link_stays_a_link(run, mine, tmp_path):
    path = mine()
    link = tmp_path / "link.ipynb"
    link.symlink_to(path)
    assert run(link)[0] == 0
    assert link.is_symlink()
    assert "The text." in path.read_text()


def test_half_a_letter_is_no_obstacle(run, mine):
    path = mine(started(chapter(), double="'\ud83d'"))
    assert run(path)[0] == 0
    assert "".join(find(read(path), "double")["source"]) == "'\ud83d'"


def test_help_is_in_the_machine_s_language(monkeypatch, capsys):
    said = {}
    for code in ("en_US.UTF-8", "es_ES.UTF-8", "xx"):
        monkeypatch.setenv("LANG", code)
        with pytest.raises(SystemExit) as ended:
            main(["update", "--help"])
        assert ended.value.code == 0
        said[code] = capsys.readouterr().out
    assert said["en_US.UTF-8"] == said["xx"]
    assert said["es_ES.UTF-8"] != said["xx"]


@pytest.mark.parametrize("arguments", [[], ["update"], ["unknown"]])
def test_what_cannot_be_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: neurona" in capsys.readouterr().err


def test_it_needs_nothing_that_a_student_does_not_have(mine, course):
    """No module of the instructor's is there, nor of Jupyter's own."""
    missing = (
        "autograde",
        "nbgrader",
        "nbformat",
        "nbconvert",
        "typer",
        "rich",
        "jupytext",
        "babel",
    )
    program = (
        f"import sys\nfor name in {missing!r}: sys.modules[name] = None\n"
        "from neurona.update.command import main\nsys.exit(main())"
    )
    path = mine()
    done = subprocess.run(
        [sys.executable, "-c", program, "update", str(path), "--from", str(course)],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "now at release 0.2.0" in done.stdout


def test_the_command_is_installed_with_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert EntryPoint("neurona", project["scripts"]["neurona"], "console_scripts").load() is main
