"""What is refused of an archive, with a line each; and that the rest is still read."""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile

import pytest

from autograde.importing import zips
from autograde.importing.zips import ArchiveError, opened_zip
from tests.autograde.importing.samples import make_zip, notebook

GOOD = "ada/01_perceptron.ipynb"


@pytest.fixture
def look(tmp_path):
    """Look into an archive that has a good file and what a test puts beside it."""

    def look_into(*entries):
        path = tmp_path / "class.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(GOOD, notebook())
            for name, content in entries:
                archive.writestr(name, content)
        with opened_zip(path) as container:
            assert GOOD in [one.path for one in container.members]
            return [one.path for one in container.members if one.path != GOOD], {
                one.path: one.reason for one in container.refused
            }

    return look_into


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../01_perceptron.ipynb", "leads out"),
        ("ada/../../x.ipynb", "leads out"),
        ("..\\..\\x.ipynb", "leads out"),
        ("/etc/x.ipynb", "root of a disk"),
        ("C:/x.ipynb", "root of a disk"),
        ("C:\\x.ipynb", "root of a disk"),
        ("ada/\x1b[31m.ipynb", "characters that no name has"),
        ("ada//x.ipynb", "empty part"),
        ("ada/work.zip", "archive inside"),
        ("ada/work.tar.gz", "archive inside"),
    ],
)
def test_names_that_are_refused(look, name, reason) -> None:
    members, refused = look((name, b"x"))
    assert not members
    ((_path, said),) = refused.items()
    assert reason in said


@pytest.mark.parametrize(
    ("kind", "reason"), [(stat.S_IFLNK, "it is a link"), (stat.S_IFIFO, "it is no ordinary file")]
)
def test_links_and_pipes_are_refused(look, kind, reason) -> None:
    entry = zipfile.ZipInfo("bea/01_perceptron.ipynb")
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16
    members, refused = look((entry, b"/etc/passwd"))
    assert not members
    assert refused == {"bea/01_perceptron.ipynb": reason}


def test_a_file_that_grows_beyond_reason_is_refused(look) -> None:
    members, refused = look(("bea/01_perceptron.ipynb", bytes(20_000_000)))
    assert not members
    assert "zip bombs" in refused["bea/01_perceptron.ipynb"]


def test_a_large_file_of_honest_output_is_not(look, rng_bytes) -> None:
    members, refused = look(("bea/01_perceptron.ipynb", rng_bytes(12_000_000)))
    assert members == ["bea/01_perceptron.ipynb"]
    assert not refused


def test_names_that_differ_in_case_or_accents_alone_are_refused(look) -> None:
    composed, split = (unicodedata.normalize(form, "zoë/a.ipynb") for form in ("NFC", "NFD"))
    members, refused = look(
        (composed, b"1"), (split, b"2"), ("B/b.ipynb", b"3"), ("b/B.ipynb", b"4")
    )
    assert not members
    assert set(refused) == {composed, "B/b.ipynb", "b/B.ipynb"}  # shown composed
    assert all("same name" in reason for reason in refused.values())


def test_what_systems_leave_about_is_passed_over(look) -> None:
    junk = (
        "__MACOSX/ada/._x.ipynb",
        "ada/.DS_Store",
        "ada/.ipynb_checkpoints/01_perceptron-checkpoint.ipynb",
        "Thumbs.db",
    )
    assert look(*((name, b"x") for name in junk)) == ([], {})


def test_encrypted_files_and_odd_packing_are_refused(tmp_path) -> None:
    path = make_zip(tmp_path / "c.zip", {"a.ipynb": b"1", "b.ipynb": b"2"})
    content = bytearray(path.read_bytes())
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 1)
    struct.pack_into("<H", content, first + 8, 0x1)
    struct.pack_into("<H", content, second + 10, 9)  # deflate64, by Windows' own program
    path.write_bytes(content)
    with opened_zip(path) as container:
        assert not container.members
        reasons = [one.reason for one in container.refused]
    assert reasons[0] == "it is locked with a password"
    assert "(number 9) that cannot be read here" in reasons[1]


def test_too_many_files_and_too_much_in_all(tmp_path, monkeypatch) -> None:
    path = make_zip(tmp_path / "c.zip", {f"{n}.ipynb": bytes(100_000) for n in range(5)})
    monkeypatch.setattr(zips, "_PLAIN_TOTAL", 400_000)
    with pytest.raises(ArchiveError, match="zip bombs"), opened_zip(path):
        pass
    monkeypatch.setattr(zips, "MOST_FILES", 4)
    with pytest.raises(ArchiveError, match="holds 5 files"), opened_zip(path):
        pass
    monkeypatch.setattr(zips, "_LARGEST_DIRECTORY", 100)
    with pytest.raises(ArchiveError, match="far more"), opened_zip(path):
        pass


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"PK\x03\x04 cut off"])
def test_what_is_no_archive_is_said_to_be_none(tmp_path, content) -> None:
    path = tmp_path / "c.zip"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="download it again"), opened_zip(path):
        pass


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "cp850"])
def test_names_in_any_encoding(tmp_path, encoding) -> None:
    name = "Ángel Muñoz/a.ipynb" if encoding == "cp850" else "Zoë Muñoz/a.ipynb"
    raw = name.encode(encoding)
    path = make_zip(tmp_path / "c.zip", {"?" * len(raw): b"1"})
    path.write_bytes(path.read_bytes().replace(b"?" * len(raw), raw))
    with opened_zip(path) as container:
        assert [one.path for one in container.members] == [name]
    flagged = make_zip(tmp_path / "d.zip", {name: b"1"})  # UTF-8, and it says so
    with opened_zip(flagged) as container:
        assert [one.path for one in container.members] == [name]


def test_a_name_that_ends_early_is_refused(tmp_path) -> None:
    path = make_zip(tmp_path / "c.zip", {"a.ipynb?.exe": b"1"})
    path.write_bytes(path.read_bytes().replace(b"?", b"\0"))
    with opened_zip(path) as container:
        assert not container.members
        assert len(container.refused) == 1


def test_a_date_is_read_and_no_date_is_none(tmp_path) -> None:
    path = make_zip(tmp_path / "c.zip", {"a.ipynb": b"1"}, (2026, 3, 2, 10, 0, 0))
    with opened_zip(path) as container:
        assert container.members[0].dated == 1772445600.0
    path = make_zip(tmp_path / "d.zip", {"a.ipynb": b"1"}, (1980, 1, 1, 0, 0, 0))
    with opened_zip(path) as container:
        assert container.members[0].dated is None


def test_without_the_checks_all_of_it_would_be_taken(look, monkeypatch) -> None:
    link = zipfile.ZipInfo("bea/01_perceptron.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    entries = (("../x.ipynb", b""), ("a/work.zip", b""), ("b/b.ipynb", bytes(20_000_000)))
    monkeypatch.setattr(zips, "_trouble_with", lambda _entry: "")
    monkeypatch.setattr(zips, "trouble_with_path", lambda _path: "")
    members, refused = look((link, b"/etc/passwd"), *entries)
    assert len(members) == 4
    assert not refused


def test_even_then_nothing_is_written_outside(imports, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(zips, "trouble_with_path", lambda _path: "")
    files = {
        "../../x/01_perceptron/01_perceptron.ipynb": notebook(),
        "../01_perceptron/01_perceptron.ipynb": notebook(),
    }
    imports.bring(make_zip(tmp_path / "c.zip", files))
    assert set(imports.files) == {"x/01_perceptron/01_perceptron.ipynb"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.zip", "submitted"]
