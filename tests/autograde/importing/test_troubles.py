"""What cannot be read or written costs itself alone; the submissions stay whole."""

from __future__ import annotations

import os

import pytest

from autograde.importing import place as placing
from autograde.importing.place import BusyError, stage_in
from tests.autograde.importing.samples import ADA, NAME, make_folder, make_zip, notebook


def test_a_damaged_file_costs_itself_alone(imports, tmp_path) -> None:
    path = make_zip(tmp_path / "c.zip", {ADA: notebook(), ADA.replace("ada", "bea"): notebook()})
    content = bytearray(path.read_bytes())
    start = content.find(b"PK\x03\x04", 4) + 30 + len(ADA) + 10
    content[start : start + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    reasons = imports.reasons(path)
    assert list(reasons.values()) == ["it is damaged: download it again"]
    assert set(imports.files) == {ADA}


def test_a_broken_archive_does_not_stop_the_others(imports, tmp_path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04")
    empty = make_zip(tmp_path / "empty.zip", {})
    reasons = imports.reasons(broken, empty, make_zip(tmp_path / "c.zip", {ADA: notebook()}))
    assert set(reasons) == {"broken.zip", "empty.zip"}
    assert set(imports.files) == {ADA}


def test_a_full_disk_leaves_everything_as_it_was(imports, tmp_path, monkeypatch) -> None:
    imports.bring(make_zip(tmp_path / "c.zip", {f"uno_5_200_{NAME}": notebook(text="1")}))
    before = {path: path.read_bytes() for path in imports.into.rglob("*") if path.is_file()}

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograde.importing.gather.take_out", full)
    with pytest.raises(OSError, match="No space"):
        imports.bring(make_zip(tmp_path / "d.zip", {f"uno_5_300_{NAME}": notebook(text="2")}))
    after = {path: path.read_bytes() for path in imports.into.rglob("*") if path.is_file()}
    assert after == before
    assert sorted(one.name for one in imports.into.iterdir()) == [
        "imported.csv", "roster.csv", "uno-5",
    ]  # fmt: skip


def test_a_file_that_cannot_be_put_has_a_reason_and_the_others_are_there(
    imports, tmp_path, monkeypatch
) -> None:
    replace = os.replace

    def refuse(source, target):
        if "bea" in str(target):
            raise PermissionError(13, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(placing.os, "replace", refuse)
    bea = [f"bea/01_perceptron/{name}" for name in ("01_perceptron (1).ipynb", NAME)]
    files = dict.fromkeys([ADA, *bea], notebook())
    outcome = imports.bring(make_zip(tmp_path / "c.zip", files))
    assert {reason for _source, reason in outcome.rejected} == {
        "it cannot be written (Permission denied)",
        f"the same as c.zip!{bea[0]}",
    }
    assert (outcome.placed, outcome.unchanged, outcome.doubles) == (1, 0, 0)
    assert set(imports.files) == {ADA}
    assert {imports.lines[f"c.zip!{path}"].placed for path in bea} == {""}


def test_one_import_at_a_time_and_what_a_killed_one_left_is_gone(imports, tmp_path) -> None:
    source = make_zip(tmp_path / "c.zip", {ADA: notebook()})
    with stage_in(imports.into), pytest.raises(BusyError, match="Wait until"):
        imports.bring(source)
    make_folder(imports.into / ".importing-left", {"000001": b""})
    imports.bring(source)
    assert not list(imports.into.glob(".importing-*"))
