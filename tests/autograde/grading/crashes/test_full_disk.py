"""The disk is full in the middle of a run; when there is room, the same command goes on."""

import os
import shlex
import shutil
import subprocess

import pytest

from tests.autograde.grading.crashes.marking import command, environment, outcome

# The file system is mounted where nobody else sees it, and gone with the shell that did it.
_ALONE = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
_SCRIPT = """
set -u
mount -t tmpfs -o size={small} tmpfs {out} || exit 99
{command}; status=$?
cp -a {out}/. {first}
mount -o remount,size=64m {out} || exit 99
{command} || exit 98
cp -a {out}/. {second}
exit $status
"""


def can_mount(folder):
    if not shutil.which("unshare"):
        return False
    line = [*_ALONE, "mount", "-t", "tmpfs", "tmpfs", str(folder)]
    return subprocess.run(line, check=False, capture_output=True).returncode == 0


@pytest.fixture
def mark_on_small_disk(kit, tmp_path):
    """Mark on a disk of some size, then on a larger one; return both states and what was said."""
    names = ("out", "first", "second")
    out, first, second = (tmp_path / name for name in names)
    for folder in (out, first, second):
        folder.mkdir()
    if not can_mount(out):
        assert "CI" not in os.environ, "CI must be able to mount a file system"
        pytest.skip("this machine lets nobody mount a file system of his own")

    def mark(small, *options):
        line = shlex.join(command(kit.submitted, out, *options))
        script = _SCRIPT.format(small=small, out=out, first=first, second=second, command=line)
        done = subprocess.run(
            [*_ALONE, "sh", "-c", script],
            env=environment(kit.secret),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=240,
        )
        assert "Traceback" not in done.stdout, done.stdout
        assert done.returncode == 1, done.stdout
        return first, second, " ".join(done.stdout.split())

    return mark


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [80, 500, 900, 1200])
def test_a_disk_that_fills_up(kit, mark_on_small_disk, kilobytes):
    first, second, said = mark_on_small_disk(f"{kilobytes}k")
    assert "the disk is full. Free some space. Then give the same command again" in said
    assert_whole(first, kit)
    assert outcome(second) == kit.undisturbed


@pytest.mark.slow
def test_a_disk_that_fills_up_with_the_students_files(kit, mark_on_small_disk, tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    first, second, said = mark_on_small_disk("200k", "--db", url)
    assert "Results cannot be written to" in said
    assert "the disk is full. Free some space. Then give the same command again" in said
    assert_whole(first, kit)
    shutil.copy(tmp_path / "gradebook.db", second)
    assert outcome(second) == kit.undisturbed


def assert_whole(out, kit):
    """Assert that every file is what it should be, and nothing else is there."""
    for path in out.rglob("*"):
        if path.is_file() and not path.name.startswith("gradebook.db"):
            assert path.read_bytes() == kit.undisturbed["files"][str(path.relative_to(out))]
