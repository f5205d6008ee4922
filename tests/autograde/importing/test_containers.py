from __future__ import annotations

import os

import pytest

from autograde.importing import containers
from autograde.importing.containers import opened
from autograde.importing.zips import ArchiveError
from tests.autograde.importing.samples import make_folder


def test_a_folder_is_looked_through_and_no_link_is_followed(tmp_path) -> None:
    folder = make_folder(
        tmp_path / "class",
        {"ada/a.ipynb": b"1", "ada/deep/b.ipynb": b"2", "c.zip": b"3", ".DS_Store": b"4"},
    )
    (tmp_path / "elsewhere").mkdir()
    (folder / "linked.ipynb").symlink_to("/etc/passwd")
    (folder / "bea").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe.ipynb")
    with opened(folder) as container:
        assert [one.path for one in container.members] == ["ada/a.ipynb", "ada/deep/b.ipynb"]
        with container.members[1].open() as file:
            assert file.read() == b"2"
        assert {one.path: one.reason for one in container.refused} == {
            "c.zip": "it is an archive inside the folder: unpack it, or name it on the "
            "command line",
            "linked.ipynb": "it is a link",
            "bea": "it is a link",
            "pipe.ipynb": "it is no ordinary file",
        }


def test_a_folder_inside_is_left_out(tmp_path) -> None:
    make_folder(tmp_path, {"a.ipynb": b"1", "submitted/ada/b.ipynb": b"2"})
    with opened(tmp_path, but=tmp_path / "submitted") as container:
        assert [one.path for one in container.members] == ["a.ipynb"]


def test_names_that_are_no_text_are_refused(tmp_path) -> None:
    path = os.fsencode(tmp_path) + b"/men\xfa.ipynb"
    with open(path, "wb"):
        pass
    with opened(tmp_path) as container:
        assert not container.members
        assert "characters that no name has" in container.refused[0].reason


def test_one_notebook_is_enough(tmp_path) -> None:
    make_folder(tmp_path, {"ada.ipynb": b"1"})
    with opened(tmp_path / "ada.ipynb") as container:
        assert [one.path for one in container.members] == ["ada.ipynb"]


def test_other_archives_have_to_be_unpacked(tmp_path) -> None:
    make_folder(tmp_path, {"class.rar": b"1"})
    with pytest.raises(ArchiveError, match="only zip"), opened(tmp_path / "class.rar"):
        pass


def test_a_folder_without_end_is_refused(tmp_path, monkeypatch) -> None:
    make_folder(tmp_path, {f"{number}.ipynb": b"" for number in range(4)})
    monkeypatch.setattr(containers, "MOST_FILES", 3)
    with pytest.raises(ArchiveError, match="more than 3 files"), opened(tmp_path):
        pass
