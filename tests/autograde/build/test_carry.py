from __future__ import annotations

import io
import zipfile

import pytest

from autograde.build.carry import (
    INNER,
    LIMIT,
    drop_comments,
    holds_the_same,
    pack,
    select_files,
    shorten_docstrings,
    unpack,
)
from autograde.build.setup_cell import find_copy
from tests.autograde.build.conftest import BuiltCourse

FILES = {
    "__init__.py": b"",
    "language.py": b"",
    "checks/card.py": b"from neurona.plots.style import BLUE",
    "frozen/one.json": b"{}",
    "frozen/two.json": b"{}",
    "locale/es/LC_MESSAGES/neurona.mo": b"",
    "panels/__init__.py": b"",
    "panels/base.py": b"",
    "panels/graph.py": b"def f():\n    from neurona.panels import scale",
    "panels/scale.py": b"",
    "panels/one.py": b"import numpy\nfrom neurona.panels.base import Panel",
    "panels/two.py": b"import neurona.panels.graph\nfrom neurona.panels.base import Panel",
    "plots/__init__.py": b"",
    "plots/style.py": b"",
    "plots/one.py": b"",
    "plots/two/__init__.py": b"from neurona.plots.two import inner",
    "plots/two/inner.py": b"",
    "mnist/__init__.py": b"from neurona.mnist.load import mnist",
    "mnist/load.py": b"",
    "frameworks/__init__.py": b"from neurona.frameworks.proof import prove",
    "frameworks/proof.py": b"from neurona.panels import scale",
    "update/__init__.py": b"from neurona.update import merge",
    "update/merge.py": b"",
}
SHARED = {
    "__init__.py",
    "language.py",
    "checks/card.py",
    "locale/es/LC_MESSAGES/neurona.mo",
    "panels/__init__.py",
    "panels/base.py",
    "plots/__init__.py",
    "plots/style.py",
}


def test_a_chapter_carries_its_own_modules_and_what_they_import() -> None:
    own = {"panels/one.py", "plots/one.py", "frozen/one.json"}
    assert set(select_files(FILES, "one", "")) == SHARED | own
    assert set(select_files(FILES, "two", "")) == SHARED | {
        "frozen/two.json",
        "panels/two.py",
        "panels/graph.py",
        "panels/scale.py",
        "plots/two/__init__.py",
        "plots/two/inner.py",
    }


@pytest.mark.parametrize("code", ["from neurona.data import mnist", "X = data.mnist().X"])
def test_what_reads_mnist_is_carried_where_it_is_named(code: str) -> None:
    more = {"mnist/__init__.py", "mnist/load.py"}
    assert set(select_files(FILES, "one", code)) == set(select_files(FILES, "one", "")) | more
    assert set(select_files(FILES, "one", "fashion_mnist = 1")).isdisjoint(more)


def test_what_speaks_to_frameworks_is_carried_where_it_is_named() -> None:
    more = {"frameworks/__init__.py", "frameworks/proof.py", "panels/scale.py"}
    plain = set(select_files(FILES, "one", "import numpy"))
    assert set(select_files(FILES, "one", "frameworks.report()")) == plain | more
    assert plain.isdisjoint(more)


def test_what_updates_notebooks_is_never_carried() -> None:
    files = select_files(FILES, "one", "update(w)\nimport neurona.update")
    assert not [path for path in files if path.startswith("update")]


def test_docstrings_shrink_to_a_line_and_lines_stay() -> None:
    code = (
        '"""Module.\n\nMore.\n"""\n'
        'def f():\n    r"""Do.\n\n    More.\n    """\n    return """a\nb"""\n'
        'class C:\n    """Short."""\n'
    )
    assert shorten_docstrings(code.encode()).decode() == (
        '"""Module."""\n\n\n\n'
        'def f():\n    r"""Do."""\n\n\n\n    return """a\nb"""\n'
        'class C:\n    """Short."""\n'
    )


def test_comments_go_and_lines_stay() -> None:
    code = '# Why.\nλ = "# no comment"  # so\n\n    # more\nf = f"{λ!r:#>9}"\n"""\n# a line\n"""\n'
    assert drop_comments(code.encode()).decode() == (
        '\nλ = "# no comment"\n\n\nf = f"{λ!r:#>9}"\n"""\n# a line\n"""\n'
    )


def test_equal_files_give_equal_bytes_in_any_order() -> None:
    assert pack(FILES) == pack(dict(reversed(FILES.items())))


def test_copies_that_hold_the_same_are_known() -> None:
    packed = pack(FILES)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as otherwise, zipfile.ZipFile(io.BytesIO(packed)) as outer:
        otherwise.writestr(INNER, outer.read(INNER))
    assert buffer.getvalue() != packed
    assert holds_the_same(buffer.getvalue(), packed)
    assert not holds_the_same(pack({**FILES, "more.py": b""}), packed)
    assert not holds_the_same(b"", packed)


@pytest.mark.parametrize(
    "notebook", ["<<<<<<< HEAD", "[]", '{"cells": []}', '{"cells": [{"source": "1"}]}']
)
def test_finds_no_copy_where_there_is_none(notebook: str) -> None:
    assert find_copy(notebook) == b""


def test_packs_under_the_packages_name() -> None:
    archive = unpack(pack(FILES))
    assert archive.namelist() == [f"neurona/{path}" for path in sorted(FILES)]
    assert archive.read("neurona/frozen/one.json") == b"{}"


def test_a_built_notebook_carries_its_chapter_alone(built: BuiltCourse) -> None:
    archive = built.copy("02_doubling", "es")
    assert len(archive) < LIMIT
    names = unpack(archive).namelist()
    assert "neurona/panels/doubling.py" in names
    assert "neurona/frozen/doubling.json" in names
    assert "neurona/locale/es/LC_MESSAGES/neurona.mo" in names
    assert not [name for name in names if "adding" in name or "__pycache__" in name]


def test_a_built_notebook_carries_the_words_that_its_modules_say(built: BuiltCourse) -> None:
    words = {}
    for chapter in ("01_adding", "02_doubling"):
        archive = built.copy(chapter)
        words[chapter] = unpack(archive).read("neurona/locale/es/LC_MESSAGES/neurona.mo")
    assert b"A square in {language}. (es)" in words["01_adding"]
    assert b"A square in" not in words["02_doubling"]
