"""What ``autograde import`` takes, prints and exits with."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from autograde import progress
from autograde.cli import app
from autograde.importing import command
from tests.autograde.importing.samples import NAME, make_folder, make_zip, notebook


@pytest.fixture
def run(tmp_path):
    def run_command(*arguments: str):
        return CliRunner().invoke(
            app, ["import", *map(str, arguments), "--into", str(tmp_path / "submitted")]
        )

    return run_command


def test_it_says_what_was_placed_and_exits_with_0(run, tmp_path) -> None:
    files = {f"uno_5_{n}_{NAME}": notebook(text=str(n)) for n in (1, 2)}
    files[f"dos_LATE_6_3_{NAME}"] = notebook()
    source = make_zip(tmp_path / "c.zip", files)
    result = run(source)
    assert result.exit_code == 0
    assert result.output == (
        f"3 notebooks of 2 students placed in {tmp_path / 'submitted'}, 1 of them earlier "
        "versions, 1 late. imported.csv lists every file.\n"
    )
    assert "0 notebooks of 0 students placed" in run(source).output


def test_a_file_that_is_twice_in_an_archive_counts_once(run, tmp_path) -> None:
    files = {f"uno_LATE_5_{n}_{NAME}": notebook(text=text) for n, text in enumerate("abb", 1)}
    source = make_zip(tmp_path / "c.zip", files)
    into = tmp_path / "submitted"
    assert run(source).output == (
        f"2 notebooks of 1 student placed in {into}, 1 of them earlier versions, "
        "1 the same as another, 2 late. imported.csv lists every file.\n"
    )
    assert run(source).output == (
        f"0 notebooks of 0 students placed in {into}, 2 there already, "
        "1 the same as another, 2 late. imported.csv lists every file.\n"
    )


def test_a_line_for_each_file_that_is_not_placed_and_1(run, tmp_path) -> None:
    files = {f"uno_5_1_{NAME}": notebook(), "dos_6_2_\u202ework.pdf": b"", "../tres.ipynb": b""}
    result = run(make_zip(tmp_path / "c.zip", files))
    assert result.exit_code == 1
    assert "1 notebook of 1 student placed" in result.stdout
    assert result.stderr.splitlines() == [
        "c.zip!../tres.ipynb: its name leads out of the archive.",
        "c.zip!dos_6_2_[U+202E]work.pdf: it is no notebook.",
    ]
    assert "\u202e" not in (tmp_path / "submitted/imported.csv").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "blackboard"], "--from"),
        (["--roster", "nowhere.csv"], "--roster"),
        (["--roster", "no_ids.csv"], "no column `id`"),
    ],
)
def test_arguments_that_cannot_be_used_exit_with_2(
    run, tmp_path, monkeypatch, options, said
) -> None:
    monkeypatch.chdir(make_folder(tmp_path, {"no_ids.csv": b"name\nAda\n", "a.ipynb": b""}))
    result = run("a.ipynb", *options)
    assert result.exit_code == 2
    assert said in result.output


def test_what_is_not_there_exits_with_2(run) -> None:
    assert run("nowhere.zip").exit_code == 2


def test_a_folder_that_cannot_be_written_exits_with_2(run, tmp_path, monkeypatch) -> None:
    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(command, "import_all", refuse)
    make_folder(tmp_path, {"a.ipynb": b""})
    result = run(tmp_path / "a.ipynb")
    assert result.exit_code == 2
    assert "Nothing was imported" in result.output


def test_it_tells_how_far_it_is(run, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    files = {f"uno_5_1_{NAME}": notebook(), f"dos_6_2_{NAME}": notebook()}
    result = run(make_zip(tmp_path / "c.zip", files))
    assert "Reading c.zip: 2 of 2" in result.stderr.splitlines()
    assert "Reading" not in result.stdout
