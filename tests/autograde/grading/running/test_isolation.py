from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograde.grading.inside import landlock, seccomp
from autograde.grading.running import bubblewrap, isolation
from autograde.grading.running.isolation import IsolationError, choose
from autograde.grading.running.launch import launch
from autograde.grading.running.view import View, interpreter, reachable_by_all, view
from tests.autograde.grading.confined import require


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    choose.cache_clear()
    yield
    choose.cache_clear()


@pytest.fixture
def no_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "find", lambda ways: (None, "bubblewrap is not installed."))


def test_namespaces_are_best() -> None:
    require("namespaces")
    best = choose()
    assert (best.mode, best.full) == ("namespaces", True)
    assert best.sentence.startswith("Students' code runs in a sandbox")


@pytest.mark.usefixtures("no_bubblewrap")
def test_landlock_is_next() -> None:
    require("landlock")
    chosen = choose()
    assert (chosen.mode, chosen.full, chosen.landlock_abi) == ("landlock", False, landlock.abi())
    assert chosen.sentence.startswith("bubblewrap is not installed. Students' code is kept apart")


@pytest.mark.usefixtures("no_bubblewrap")
def test_a_plain_process_is_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    chosen = choose()
    assert (chosen.mode, chosen.full, chosen.landlock_abi) == ("plain", False, 0)
    assert "not kept from this user's files" in chosen.sentence
    with pytest.raises(IsolationError, match="no Landlock"):
        choose("landlock")
    with pytest.raises(IsolationError, match="bubblewrap is not installed"):
        choose("namespaces")


def test_without_a_filter_the_sandbox_is_not_full(monkeypatch: pytest.MonkeyPatch) -> None:
    require("namespaces")
    monkeypatch.setattr(seccomp, "available", lambda: False)
    chosen = choose()
    assert (chosen.mode, chosen.seccomp, chosen.full) == ("namespaces", False, False)
    assert "not filtered" in chosen.sentence


def test_it_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = choose()
    monkeypatch.setattr(bubblewrap, "find", lambda ways: pytest.fail("asked again"))
    assert choose() is first


@pytest.mark.parametrize(
    ("mapped", "root"), [("0 0 4294967295", True), ("0 1000 1", False), ("", False)]
)
def test_root_of_a_container_without_privileges_is_not_root(
    mapped: str, root: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(Path, "read_text", lambda path, encoding: mapped)
    assert isolation._is_real_root() is root


def test_a_private_home_cannot_be_reached_by_others(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "libraries").mkdir(parents=True)
    for folder in (home, *home.parents[:-1]):
        if folder.stat().st_uid == os.getuid() and folder.is_relative_to(tmp_path):
            folder.chmod(0o755)
    home.chmod(0o700)
    assert not reachable_by_all((home / "libraries",))
    assert not reachable_by_all((home,))
    assert reachable_by_all((Path("/usr/lib"),))


def test_start_without_namespaces_needs_a_folder(tmp_path: Path) -> None:
    plain = choose("plain")
    with pytest.raises(ValueError, match="scratch"):
        launch(plain)
    start = launch(plain, tmp_path)
    assert start.argv[0] == str(interpreter())
    assert start.env["HOME"] == start.settings["scratch"] == str(tmp_path)
    assert start.settings["bounded"] is False


def test_environment_is_clean() -> None:
    require("namespaces")
    start = launch(choose("namespaces"))
    assert "VIRTUAL_ENV" not in start.env
    assert start.env["PYTHONHASHSEED"] == "0"
    assert start.env["HOME"] == "/scratch"


def test_where_nothing_can_be_covered_the_entries_are_listed(tmp_path: Path) -> None:
    packages = tmp_path / "site-packages"
    for name in ("autograde", "numpy", "solutions"):
        (packages / name).mkdir(parents=True)
    (packages / "six.py").touch()
    seen = dataclasses.replace(
        view(),
        readable=(tmp_path,),
        hidden=(packages / "autograde", packages / "solutions"),
    )
    assert seen.readable_without_hidden() == [packages / "numpy", packages / "six.py"]
    nothing = View(readable=(tmp_path,), hidden=(), links={}, imports=())
    assert nothing.readable_without_hidden() == [tmp_path]


def test_references_installed_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = tmp_path / "lib" / "site-packages"
    (packages / "solutions").mkdir(parents=True)
    (packages / "autograde.py").touch()
    monkeypatch.syspath_prepend(packages)
    view.cache_clear()
    try:
        hidden = view().hidden
    finally:
        view.cache_clear()
    assert {packages.resolve() / "solutions", packages.resolve() / "autograde.py"} <= set(hidden)
