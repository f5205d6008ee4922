"""The habits of the code base: style, types, docstrings, and facts that stand in two files."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml
from numpydoc.validate import validate

from tests.conftest import LONGEST

ROOT = Path(__file__).parent.parent
LONGEST_MODULE = 440  # about 400, as the style asks

# What numpydoc may find and we do not ask for: extended summaries, "See also", examples, a period
# after a description in a table of parameters, and sections that the signature says already.
UNASKED = {"ES01", "SA01", "EX01", "GL01", "GL03", "GL08", "SS05", "SS06", "RT03", "PR01", "PR02"}
UNASKED |= {"PR08", "PR09", "RT01", "RT02", "RT04", "RT05", "PR06", "YD01", "PR03"}


def tracked_files(*patterns: str) -> list[Path]:
    """List the files of the repository, new ones included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


PYTHON_FILES = tracked_files("*.py")


@pytest.mark.parametrize(
    "tool",
    [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["codespell_lib"]],
    ids=lambda tool: " ".join(tool),
)
def test_tool_finds_nothing(tool: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


def public_objects() -> list[tuple[str, object]]:
    """List every public module-level function and class of neurona and solutions."""
    found = []
    for package in ("neurona", "solutions"):
        root = importlib.import_module(package)
        for info in pkgutil.walk_packages(root.__path__, f"{package}."):
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                if not (inspect.isfunction(value) or inspect.isclass(value)):
                    continue
                if value.__module__ == module.__name__ and not name.startswith("_"):
                    found.append((f"{module.__name__}.{name}", value))
    return found


@pytest.mark.filterwarnings("ignore:Widget")  # numpydoc touches ipywidgets' deprecated attributes
@pytest.mark.parametrize("name", [name for name, _ in public_objects()])
def test_docstring_is_numpydoc(name: str) -> None:
    errors = [f"{code}: {text}" for code, text in validate(name)["errors"] if code not in UNASKED]
    assert not errors, f"{name}: {errors}"


@pytest.mark.parametrize("name", [name for name, _ in public_objects()])
def test_public_function_tells_about_its_parameters(name: str) -> None:
    value = dict(public_objects())[name]
    doc = inspect.getdoc(value)
    assert doc, f"{name} has no docstring"
    if not inspect.isfunction(value):
        return
    parameters = [one for one in inspect.signature(value).parameters if not one.startswith("_")]
    if len(parameters) > 1:
        assert "Parameters\n" in doc, f"{name} does not describe its parameters"


def test_environment_yml_is_held_to_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {*project["dependencies"], *project["optional-dependencies"]["lab"]}
    wanted.add("python" + project["requires-python"])
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    assert set(environment["dependencies"]) == wanted


def test_what_chapters_and_solutions_import_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.split("[<>=]", one)[0] for one in project["dependencies"]}
    texts = [path.read_text() for path in tracked_files("course/text/*.md", "solutions/*.py")]
    lines = re.findall(r"^ *(?:import|from) (\w+)(.*)$", "\n".join(texts), re.MULTILINE)
    code = {
        name for name, rest in lines if re.fullmatch(r"[\w.]* import .*|[\w.]*( as \w+)?", rest)
    }
    # Chapter 10 says itself what to do without a framework.
    foreign = code - sys.stdlib_module_names - {"neurona", "solutions", "torch", "keras"}
    assert {"numpy", "scipy"} <= foreign <= declared


def test_constraints_satisfy_pyproject() -> None:
    from packaging.requirements import Requirement

    pinned = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text().split() if "==" in line
    )
    names = {name.lower().replace("_", "-"): version for name, version in pinned.items()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = chain(project["dependencies"], *project["optional-dependencies"].values())
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(names[requirement.name.lower()]), requirement


FOREIGN = re.compile(r"/work/|/root/|\bpypi\.org\b|files\.pythonhosted|registry\.npmjs", re.I)


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in tracked_files()
        if path.suffix in {".py", ".md", ".toml", ".yml", ".po", ".ipynb", ".sh", ".txt", ".json"}
        and path != Path(__file__)
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_nothing_of_one_machine_is_written_down(path: Path) -> None:
    found = FOREIGN.search(path.read_text(encoding="utf-8"))
    assert not found, f"{path}: {found}"


def test_imports_run_one_way() -> None:
    for path in (ROOT / "course" / "neurona").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) (solutions|autograde)\b", text, re.M), path
    for path in (ROOT / "solutions").rglob("*.py"):
        assert not re.search(r"^\s*(from|import) (neurona|autograde)\b", path.read_text(), re.M)


def test_the_files_that_come_first_are_there() -> None:
    assert [path for path in LONGEST if not path.is_file()] == []


def test_no_test_is_left_out_because_of_its_folder_s_name(pytestconfig: pytest.Config) -> None:
    folders = {part for path in PYTHON_FILES for part in path.relative_to(ROOT).parts[:-1]}
    assert not folders & set(pytestconfig.getini("norecursedirs"))


# What every machine has, or what only pictures need.
UNTOLD = {"make", "fonts-dejavu-core"}


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_page_names_every_program_that_tests_need(name: str) -> None:
    added = re.findall(r"packages\+=\(([^)]+)\)", (ROOT / ".ci" / "run").read_text())
    packages = set(" ".join(added).split()) - UNTOLD
    assert len(packages) >= 5
    text = (ROOT / name).read_text(encoding="utf-8")
    section = text.partition("make test")[2].partition("\n## ")[0]
    assert packages == set(re.findall(r"`([\w-]+)`", section))
