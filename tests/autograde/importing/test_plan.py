"""Where each notebook goes beside those that are there already."""

from __future__ import annotations

from tests.autograde.importing.samples import (
    ADA,
    EARLIER,
    LATER,
    NAME,
    make_folder,
    make_zip,
    notebook,
)


def test_two_files_of_one_student_are_kept_and_the_newest_is_marked(imports, tmp_path) -> None:
    files = {
        "uno_5_300_01_perceptron-1.ipynb": notebook(text="second"),
        "uno_5_200_01_perceptron.ipynb": notebook(text="first"),
        "uno_5_400_01_perceptron (1).ipynb": notebook(text="second"),  # the same once more
    }
    outcome = imports.bring(make_zip(tmp_path / "c.zip", files))
    assert not outcome.rejected
    assert imports.files == {
        f"uno-5/01_perceptron/{NAME}": notebook(text="second"),
        "uno-5/01_perceptron/01_perceptron.earlier-1.ipynb": notebook(text="first"),
    }
    lines = imports.lines
    assert lines["c.zip!uno_5_200_01_perceptron.ipynb"].placed.endswith("earlier-1.ipynb")
    assert "the same as" in lines["c.zip!uno_5_300_01_perceptron-1.ipynb"].reason


def test_a_later_download_moves_what_was_the_newest(imports, tmp_path) -> None:
    path = f"Ada Uno_7_assignsubmission_file/{NAME}"
    first = make_zip(tmp_path / "1.zip", {path: notebook(text="1")})
    later = make_zip(tmp_path / "2.zip", {path: notebook(text="2")}, LATER)
    imports.bring(first)
    imports.bring(later)
    after = {
        f"ada-uno-7/01_perceptron/{NAME}": notebook(text="2"),
        "ada-uno-7/01_perceptron/01_perceptron.earlier-1.ipynb": notebook(text="1"),
    }
    assert imports.files == after
    assert imports.lines[f"1.zip!{path}"].placed.endswith("earlier-1.ipynb")
    # Importing both again, in any order, changes nothing.
    for again in (first, later, first):
        outcome = imports.bring(again)
        assert (outcome.placed, outcome.unchanged, outcome.rejected) == (0, 1, ())
        assert imports.files == after
    assert len(imports.lines) == 2


def test_a_download_that_is_older_does_not_become_the_newest(imports, tmp_path) -> None:
    imports.bring(make_zip(tmp_path / "2.zip", {f"uno_5_300_{NAME}": notebook(text="2")}))
    imports.bring(make_zip(tmp_path / "1.zip", {f"uno_5_200_{NAME}": notebook(text="1")}, LATER))
    assert imports.files == {
        f"uno-5/01_perceptron/{NAME}": notebook(text="2"),
        "uno-5/01_perceptron/01_perceptron.earlier-1.ipynb": notebook(text="1"),
    }


def test_nothing_is_overwritten_without_force(imports, tmp_path) -> None:
    make_folder(imports.into, {ADA: b"by hand", "ada/01_perceptron/timestamp.txt": b"2026-01-01"})
    source = make_folder(tmp_path / "class", {ADA: notebook()})
    before = imports.files
    (reason,) = imports.reasons(source).values()
    assert "nothing says which is newer; --force takes this one" in reason
    assert imports.files == before
    assert not imports.reasons(source, force=True)
    assert imports.files == {ADA: notebook()}  # nor is the time that of another file
    assert imports.lines[f"class!{ADA}"].placed == ADA


def test_students_whose_ids_differ_in_case_alone_are_refused(imports, tmp_path) -> None:
    files = {
        f"Bea/01_perceptron/{NAME}": notebook(text="1"),
        "bea/01_perceptron/01_perceptron (1).ipynb": notebook(text="2"),
        ADA: notebook(text="ada"),
    }
    reasons = imports.reasons(make_zip(tmp_path / "c.zip", files))
    assert len(reasons) == 2
    assert all("would share a folder" in reason for reason in reasons.values())
    assert set(imports.files) == {ADA}
    again = {f"ADA/01_perceptron/{NAME}": notebook(text="2")}
    assert "with 'ada'" in next(iter(imports.reasons(make_zip(tmp_path / "d.zip", again)).values()))
    assert imports.files[ADA] == notebook(text="ada")


def test_no_link_in_the_submissions_is_followed(imports, tmp_path) -> None:
    (tmp_path / "elsewhere").mkdir()
    imports.into.mkdir()
    (imports.into / "ada").symlink_to(tmp_path / "elsewhere")
    (reason,) = imports.reasons(make_zip(tmp_path / "c.zip", {ADA: notebook()})).values()
    assert reason == "ada is there, and is no folder"
    assert not list((tmp_path / "elsewhere").iterdir())


def test_importing_submissions_into_themselves_changes_nothing(imports, tmp_path) -> None:
    make_folder(imports.into, {ADA: notebook(), EARLIER.format(1): notebook(text="1")})
    before = imports.files
    assert not imports.reasons(imports.into)
    assert imports.files == before
