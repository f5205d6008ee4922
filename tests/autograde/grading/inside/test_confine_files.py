"""A submission sees and changes no file but its own. One layer at a time, then none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import solutions
from autograde.grading.running.isolation import choose
from tests.autograde.grading.confined import MEGABYTE, alone, confined, require

BOTH = ["namespaces", "landlock"]
READING = "tell(open, {path!r})"
LEAVE = "import os; os.mkdir('matplotlib'); open('matplotlib/fonts', 'w').close()"
PACKAGES = Path(np.__file__).parent
OVERFULL = "import __main__; print(__main__.confinement.overfull())"


@pytest.fixture
def gradebook(tmp_path: Path) -> Path:
    path = tmp_path / "gradebook.db"
    path.write_text("marks")
    return path


@pytest.mark.parametrize("layer", BOTH)
def test_gradebook_cannot_be_read(layer: str, gradebook: Path) -> None:
    assert alone(layer, READING.format(path=str(gradebook))) == ["denied"]
    assert alone("nothing", READING.format(path=str(gradebook))) == ["done"]


@pytest.mark.parametrize("layer", BOTH)
@pytest.mark.parametrize("path", ["/etc/passwd", solutions.__file__, "/proc/self/maps", __file__])
def test_nothing_but_libraries_can_be_read(layer: str, path: str) -> None:
    assert alone(layer, READING.format(path=path)) == ["denied"]
    assert alone("nothing", READING.format(path=path)) == ["done"]


@pytest.mark.parametrize("layer", BOTH)
def test_gradebook_cannot_be_written(layer: str, gradebook: Path) -> None:
    code = f"tell(open, {str(gradebook)!r}, 'w')"
    assert alone(layer, code) == ["denied"]
    assert gradebook.read_text() == "marks"
    assert alone("nothing", code) == ["done"]
    assert gradebook.read_text() == ""


@pytest.mark.parametrize("layer", BOTH)
def test_nothing_can_be_made_removed_or_renamed_elsewhere(layer: str, gradebook: Path) -> None:
    code = f"""
import os
there = {str(gradebook)!r}
tell(os.mkdir, there + "-folder")
tell(os.symlink, "x", there + "-link")
tell(os.truncate, there, 0)
tell(os.rename, there, there + "-moved")
tell(os.remove, there + "-moved")
"""
    assert alone(layer, code) == ["denied"] * 5
    assert gradebook.read_text() == "marks"
    assert alone("nothing", code) == ["done"] * 5
    assert not gradebook.exists()


@pytest.mark.parametrize("layer", BOTH)
def test_libraries_cannot_be_changed(layer: str) -> None:
    code = f"tell(open, {str(PACKAGES / 'left_by_a_submission.py')!r}, 'w')"
    assert alone(layer, code) == ["denied"]


@pytest.mark.parametrize("place", ["/", "/inside", "/usr", "/dev"])
def test_nothing_else_of_the_sandbox_can_be_written(place: str) -> None:
    code = f"tell(open, {place + '/left'!r}, 'w')"
    assert alone("namespaces", code) == ["denied"]


@pytest.mark.parametrize("layer", BOTH)
def test_links_lead_nowhere(layer: str, gradebook: Path) -> None:
    code = f"""
import os
os.symlink({str(gradebook)!r}, "link")
os.symlink({str(gradebook.parent)!r}, "folder")
tell(open, "link")
tell(open, "folder/gradebook.db", "a")
tell(os.link, {str(gradebook)!r}, "second name")
"""
    assert alone(layer, code) == ["denied"] * 3
    # A second name cannot be given across file systems, whoever asks.
    assert alone("nothing", code)[:2] == ["done"] * 2


def test_modes_and_times_elsewhere_stay(gradebook: Path) -> None:
    code = f"import os; os.chmod({str(gradebook)!r}, 0o777); os.utime({str(gradebook)!r}, (1, 1))"
    gradebook.chmod(0o600)
    before = gradebook.stat()
    alone("seccomp", code)
    assert (gradebook.stat().st_mode, gradebook.stat().st_mtime) == (
        before.st_mode,
        before.st_mtime,
    )
    alone("nothing", code)
    assert gradebook.stat().st_mode != before.st_mode
    assert gradebook.stat().st_mtime == 1


@pytest.mark.parametrize(
    "call", ["os.chown({path}, -1, -1)", "os.setxattr({path}, 'user.x', b'1')"]
)
def test_owners_and_attributes_cannot_be_changed(call: str, gradebook: Path) -> None:
    code = f"import os; tell(lambda: {call.format(path=repr(str(gradebook)))})"
    assert alone("seccomp", code) == ["denied"]
    assert alone("nothing", code) == ["done"]


@pytest.mark.parametrize("mode", ["namespaces", "landlock"])
def test_reference_solutions_cannot_be_imported(mode: str) -> None:
    require(mode)
    code = """
for name in ("solutions", "autograde", "autograde.suite", "solutions.perceptron"):
    try:
        module = __import__(name)
    except (ImportError, PermissionError):
        print("denied")
    else:
        print(module.__path__)
"""
    assert confined(code, isolation=choose(mode)).said == ["denied"] * 4  # type: ignore[arg-type]


def test_open_files_of_the_warm_interpreter_are_closed() -> None:
    before = "import os; pipe = os.pipe()"
    code = "import os; tell(os.fstat, pipe[0]); tell(os.fstat, 1); tell(os.fstat, 3)"
    assert confined(code, before=before).said == ["denied", "done", "denied"]


def test_environment_says_nothing_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEURONA_COURSE_SECRET", "/somewhere")
    said = confined("import os; print(*os.environ)").said
    assert "NEURONA_COURSE_SECRET" not in said[0].split()


@pytest.mark.parametrize("mode", ["namespaces", "landlock"])
def test_what_one_submission_writes_the_next_does_not_find(mode: str) -> None:
    require(mode)
    leave = """
import os
open("note", "w").write("the answer")
os.mkdir("closed", 0)
os.symlink("/etc", "link")
for _ in range(1200):
    os.mkdir("deep")
    os.chdir("deep")
"""
    look = """
import os
print(os.listdir("."))
"""
    isolation = choose(mode)  # type: ignore[arg-type]
    assert confined(leave, look, isolation=isolation).said == ["[]"]
    assert confined(leave, look, isolation=isolation, wipe=False).said != ["[]"]


def test_what_imports_left_is_removed_too() -> None:
    assert confined("import os; print(os.listdir('.'))", first=LEAVE).said == ["[]"]


def test_scratch_of_the_sandbox_takes_only_so_much() -> None:
    code = f"""
def fill():
    for number in range(6):
        with open(str(number), "wb") as file:
            file.write(bytes(60 * {MEGABYTE}))
tell(fill)
"""
    assert alone("namespaces", code) == ["denied"]
    assert alone("nothing", code) == ["done"]


def test_too_much_in_a_scratch_folder_without_bounds_is_seen() -> None:
    code = f"""
for number in range(6):
    with open(str(number), "wb") as file:
        file.write(bytes(60 * {MEGABYTE}))
"""
    for codes, said in (([code], "True"), (["open('one', 'wb').write(bytes(10))"], "False")):
        ended = confined(*codes, isolation=choose("plain"), wipe=False, after=OVERFULL)
        assert ended.said == [said]
