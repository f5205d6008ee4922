"""Which files the interpreter needs to run a notebook, and which of them to hide."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import neurona

# What is never seen inside, wherever it is installed.
HIDDEN = ("autograde", "solutions")
INSIDE = Path(__file__).resolve().parents[1] / "inside"

_SYSTEM_LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")
_STORES = ("/nix/store", "/gnu/store")
_PACKAGE_FOLDERS = ("site-packages", "dist-packages")
_LOADER_CACHE = Path("/etc/ld.so.cache")


@dataclass(frozen=True)
class View:
    """The files that are seen inside.

    Attributes
    ----------
    readable : tuple of Path
        Files and folders, none within another.
    hidden : tuple of Path
        Files and folders in them that must not be seen.
    links : dict of Path to str
        Links to make, each with what it points to.
    imports : tuple of Path
        Folders from which modules are imported, besides the interpreter's own.
    """

    readable: tuple[Path, ...]
    hidden: tuple[Path, ...]
    links: dict[Path, str]
    imports: tuple[Path, ...]

    def readable_without_hidden(self) -> list[Path]:
        """Return what may be read where single files cannot be covered up.

        A folder that has something to hide is given as its entries.
        """
        return [path for start in self.readable for path in self._without_hidden(start)]

    def _without_hidden(self, path: Path) -> Iterator[Path]:
        if path in self.hidden:
            return
        if any(path in secret.parents for secret in self.hidden):
            for entry in sorted(path.iterdir()):
                yield from self._without_hidden(entry)
        else:
            yield path


@lru_cache(maxsize=1)
def view() -> View:
    """Return what this interpreter needs: its libraries, the packages installed, `neurona`."""
    package = Path(neurona.__file__).resolve().parent
    packages = [
        path
        for path in (Path(entry).resolve() for entry in sys.path if entry)
        if path.name in _PACKAGE_FOLDERS and path.is_dir()
    ]
    wanted = [*_system(), *_of_interpreter(), *packages, package]
    readable = _outermost(wanted)
    beyond_site = [Path(site.getusersitepackages()).resolve(), package.parent]
    return View(
        readable=readable,
        hidden=_to_hide(readable, packages),
        links=_links(),
        imports=tuple(path for path in beyond_site if path in (*packages, package.parent)),
    )


def interpreter() -> Path:
    """Return the interpreter's path: its own name, in a folder reached through no link."""
    program = Path(sys.executable)
    return program.parent.resolve() / program.name


def readable_by_all(paths: tuple[Path, ...]) -> bool:
    """Say whether every user may read these files and folders, once they are shown to him."""
    return all(os.stat(path).st_mode & 0o004 for path in paths)


def reachable_by_all(paths: tuple[Path, ...]) -> bool:
    """Say whether every user may read these files and folders where they are."""
    return readable_by_all(paths) and all(
        os.stat(folder).st_mode & 0o001 for path in paths for folder in path.parents
    )


def _system() -> list[Path]:
    found = [Path(name) for name in (*_SYSTEM_LIBRARIES, *_STORES)]
    return [path for path in [*found, _LOADER_CACHE] if path.exists() and not path.is_symlink()]


def _of_interpreter() -> list[Path]:
    wanted = [
        Path(sys.base_prefix) / "lib",
        *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")),
        interpreter(),
        Path(sys.prefix) / "pyvenv.cfg",
    ]
    return [path.resolve() for path in wanted if path.exists()]


def _links() -> dict[Path, str]:
    """Return the links that lead to what is shown: ``/lib``, the virtual environment's python."""
    links = {Path(name): os.readlink(name) for name in _SYSTEM_LIBRARIES if os.path.islink(name)}
    if interpreter().is_symlink():
        links[interpreter()] = str(interpreter().resolve())
    return links


def _outermost(paths: list[Path]) -> tuple[Path, ...]:
    unique = sorted(set(paths))
    return tuple(path for path in unique if not any(other in path.parents for other in unique))


def _to_hide(readable: tuple[Path, ...], packages: list[Path]) -> tuple[Path, ...]:
    folders = {*packages, *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib"))}
    for folder in list(folders):
        folders |= {folder / name for name in _PACKAGE_FOLDERS}
    # Packages of other interpreters that lie below the same library folder.
    for folder in readable:
        for name in _PACKAGE_FOLDERS:
            folders |= set(folder.glob(f"python3*/{name}"))
    found = {
        path
        for folder in folders
        if folder.is_dir()
        for name in HIDDEN
        for path in (folder / name, folder / f"{name}.py")
        if path.exists()
    }
    return tuple(sorted(found))
