"""The view that bubblewrap gives, with every bubblewrap on this machine."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

import neurona
from autograde.grading.running import bubblewrap
from autograde.grading.running.bubblewrap import Bubblewrap
from autograde.grading.running.isolation import choose
from autograde.grading.running.view import interpreter, view
from tests.autograde.grading.confined import confined, require

PROGRAMS = bubblewrap.programs()
LOOK = """
import json, os, sys
seen = {name: sorted(os.listdir(name)) for name in sys.argv[1:] if os.path.isdir(name)}
seen["sticky"] = oct(os.stat("/scratch").st_mode)
print(json.dumps(seen))
"""


def look(sandbox: Bubblewrap, *places: str, **others: object) -> dict[str, list[str]]:
    line = [*bubblewrap.command(sandbox, **others), str(interpreter()), "-I", "-S", "-c", LOOK]  # type: ignore[arg-type]
    ended = subprocess.run([*line, *places], env={}, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.fixture
def sandbox() -> Bubblewrap:
    require("namespaces")
    found = choose("namespaces").sandbox
    assert found is not None
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_bubblewrap_serves(program: str, sandbox: Bubblewrap) -> None:
    isolation = dataclasses.replace(
        choose("namespaces"), sandbox=dataclasses.replace(sandbox, program=program)
    )
    code = "import numpy, os; print(sorted(os.listdir('/dev')), os.getpid() < 10)"
    ended = confined(code, isolation=isolation, landlock=False)
    assert ended.said == ["['full', 'null', 'random', 'urandom', 'zero'] True"]


def test_with_a_user_namespace_it_serves_root_too(sandbox: Bubblewrap) -> None:
    other = dataclasses.replace(sandbox, change_user=False)
    isolation = dataclasses.replace(choose("namespaces"), sandbox=other, change_user=False)
    assert confined("import numpy; print(1)", isolation=isolation).said == ["1"]


def test_only_what_the_interpreter_needs_is_seen(sandbox: Bubblewrap) -> None:
    course = str(Path(neurona.__file__).parents[1])
    project = str(Path(bubblewrap.__file__).parents[3])
    seen = look(sandbox, "/", "/etc", "/home", "/proc", "/sys", "/scratch", course, project)
    first = {path.parts[1] for path in (*view().readable, *view().links)}
    assert set(seen["/"]) == first | {"dev", "inside", "scratch", "tmp"}
    assert set(seen.get("/etc", [])) <= {"ld.so.cache"}
    assert seen["/scratch"] == []
    assert not {"/proc", "/sys"} & set(seen)
    assert "solutions" not in seen.get(project, [])
    assert "neurona" in seen[course]


def test_references_installed_with_the_packages_are_covered(
    sandbox: Bubblewrap, tmp_path: Path
) -> None:
    packages = tmp_path / "site-packages"
    for name in ("solutions", "autograde", "numpy"):
        (packages / name).mkdir(parents=True)
        (packages / name / "__init__.py").write_text("")
    (packages / "autograde.py").write_text("marks = 1")
    installed = dataclasses.replace(
        view(),
        readable=(*view().readable, packages),
        hidden=(packages / "autograde", packages / "autograde.py", packages / "solutions"),
    )
    places = [str(packages / name) for name in ("solutions", "autograde", "numpy")]
    seen = look(sandbox, *places, seen=installed)
    assert [seen[place] for place in places] == [[], [], ["__init__.py"]]
    uncovered = look(sandbox, *places, seen=dataclasses.replace(installed, hidden=()))
    assert [uncovered[place] for place in places] == [["__init__.py"]] * 3


def test_scratch_lies_elsewhere_when_the_packages_lie_in_tmp(sandbox: Bubblewrap) -> None:
    line = bubblewrap.command(sandbox)
    in_tmp = dataclasses.replace(view(), readable=(Path("/tmp/env/lib"),))
    elsewhere = dataclasses.replace(view(), readable=(Path("/usr/lib"),))
    assert "--symlink /scratch /tmp" in " ".join(bubblewrap.command(sandbox, elsewhere))
    assert "--symlink /scratch /tmp" not in " ".join(bubblewrap.command(sandbox, in_tmp))
    assert line[-1] == "--"


def test_no_bubblewrap_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "programs", list)
    assert bubblewrap.find((False,)) == (None, "bubblewrap is not installed.")


def test_what_bubblewrap_complains_of_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n")
    broken.chmod(0o755)
    missing = str(tmp_path / "nothing")
    monkeypatch.setattr(bubblewrap, "programs", lambda: [str(broken), missing])
    assert bubblewrap.find((True, False)) == (
        None,
        "bubblewrap does not work here (No permissions).",
    )
    monkeypatch.setattr(bubblewrap, "programs", lambda: [str(broken), *PROGRAMS])
    assert bubblewrap.find((False,))[0] == Bubblewrap(PROGRAMS[0], False, True)


def test_packages_of_this_interpreter_are_in_view() -> None:
    package = Path(np.__file__).resolve().parent
    assert any(path in package.parents for path in view().readable)
