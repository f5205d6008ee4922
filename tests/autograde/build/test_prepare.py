"""The setup cell, run as a student's Python runs it: in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.autograde.build.conftest import BuiltCourse

AFTERWARDS = """
import os
print("version", neurona.__version__)
print("folder", os.path.dirname(neurona.__file__))
print("language", neurona.language.current())
print(check(print), hint(print), panels.__name__, plots.__name__)
print("left", [name for name in globals() if name in ("prepare", "zipfile", "base64")])
"""
CARRIED = "neurona-"  # how the name of the folder that it unpacks to begins


@pytest.fixture
def run(built: BuiltCourse, tmp_path: Path):
    """Run the setup cell where only the standard library and a folder are on the path."""

    def run_cell(before: str = "", language: str = "en") -> str:
        source = built.student("01_adding", language).cells[0].source
        code = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n{before}\n{source}{AFTERWARDS}"
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run_cell


def _install(folder: Path, version: str, frozen: str = "adding") -> None:
    package = folder / "neurona"
    (package / "frozen").mkdir(parents=True)
    (package / "frozen" / f"{frozen}.json").write_text("{}")
    (package / "__init__.py").write_text(
        f"__version__ = {version!r}\ncheck = hint = lambda function: 'theirs'\n"
    )
    (package / "language.py").write_text("use = print\ncurrent = lambda: 'theirs'\n")
    (package / "checks.py").write_text("begin = str\n")
    (package / "panels.py").write_text("")
    (package / "plots.py").write_text("")


def test_unpacks_the_copy_where_nothing_is_installed(run) -> None:
    said = run()
    assert "version 0.0.1" in said
    assert CARRIED in said
    assert "checking print think neurona.panels neurona.plots" in said
    assert "left []" in said


def test_the_copy_is_gone_when_the_process_ends(run) -> None:
    said = run()
    (line,) = [line for line in said.splitlines() if line.startswith("folder")]
    assert not Path(line.removeprefix("folder ")).exists()


def test_sets_the_language_of_the_notebook(run) -> None:
    assert "language es" in run(language="es")


def test_says_when_all_is_ready(run) -> None:
    assert run().startswith("ready\n")


def test_uses_an_installed_package_of_the_same_version(run, tmp_path: Path) -> None:
    _install(tmp_path, "0.0.1")
    said = run()
    assert f"folder {tmp_path / 'neurona'}" in said
    assert "theirs theirs" in said


@pytest.mark.parametrize("before", ["", "import neurona.language"])
def test_puts_another_version_aside(run, tmp_path: Path, before: str) -> None:
    _install(tmp_path, "0.0.0")
    said = run(before)
    assert "version 0.0.1" in said
    assert "checking print" in said
    assert CARRIED in said


def test_puts_a_copy_of_another_chapter_aside(run, tmp_path: Path) -> None:
    _install(tmp_path, "0.0.1", frozen="doubling")
    assert CARRIED in run("import neurona")


def test_puts_a_broken_package_aside(run, tmp_path: Path) -> None:
    (tmp_path / "neurona").mkdir()
    (tmp_path / "neurona" / "__init__.py").write_text("raise RuntimeError('broken')")
    assert CARRIED in run()


def test_puts_an_empty_folder_of_that_name_aside(run, tmp_path: Path) -> None:
    (tmp_path / "neurona").mkdir()
    assert CARRIED in run()


@pytest.mark.parametrize("before", ["", "import neurona"])
def test_names_a_stray_file_and_goes_on_without_it(run, tmp_path: Path, before: str) -> None:
    stray = tmp_path / "neurona.py"
    stray.write_text("x = 1\n")
    said = run(before)
    assert f"A file named neurona.py hides the course's package: {stray}." in said
    assert CARRIED in said


def test_says_in_one_line_that_python_is_too_old(built: BuiltCourse) -> None:
    source = built.student("01_adding").cells[0].source.replace("(3, 11)", "(9, 9)")
    code = (
        "import sys\n"
        f"try:\n    exec({source!r})\n"
        "except Exception as error:\n    print(error._render_traceback_())\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True)
    version = sys.version.split()[0]
    assert done.stdout == (
        f"['This notebook needs a newer Python than {version}, on which it is running.']\n"
    )


def test_running_it_again_changes_nothing(run, built: BuiltCourse) -> None:
    again = built.student("01_adding").cells[0].source + "\nfirst = neurona"
    said = run(before=again)
    assert said.count(CARRIED) == 1
