"""What a disguise cannot hide, and what is not the same."""

from __future__ import annotations

import ast
import builtins
import importlib
import keyword

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde.build.course import name_of, own_chapters
from autograde.examples.sources import answers_in
from autograde.likeness.recover import blocks_of
from autograde.likeness.shapes import Known, shapes_of

KNOWN = Known(frozenset({*dir(builtins), "sigmoid"}), {"np": "numpy"})

BEFORE = '''
def f(x, y):
    """Say what it does."""
    total = 0
    scale = np.mean(x) / len(y)
    for i in range(len(x)):
        total += x[i] * y[i] * scale  # the sum
    shown = "a text of some length"
    if total > 1000 and scale < 0.01:
        return total - np.exp(-scale) * 2
    return np.sum(x * y) / (1 + scale)
'''


def shapes(source: str, known: Known = KNOWN) -> set[str]:
    found = set()
    for block in blocks_of(source):
        found |= {one.text for one in shapes_of(block.statements, known)}
    return found


SAME = {
    "names": [
        ("total", "t"),
        ("scale", "__s9"),
        ("(x, y)", "(u, v)"),
        ("[i]", "[k]"),
        ("for i", "for k"),
        ("x[", "u["),
        ("y[", "v["),
        ("(x)", "(u)"),
        ("(y)", "(v)"),
        ("x * y", "u * v"),
    ],
    "comment": [("  # the sum", "")],
    "docstring": [('    """Say what it does."""\n', "")],
    "spaces": [(" * ", "*"), ("    ", "  ")],
    "quotes": [('"a text of some length"', "'a text of some length'")],
    "text": [("a text of some length", "another text")],
    "numbers": [("1000", "1_000"), ("0.01", "1e-2"), (" 2\n", " 2.0\n")],
    "sides": [("x * y", "y * x"), ("x[i] * y[i] * scale", "scale * y[i] * x[i]")],
    "comparison": [("total > 1000", "1000 < total")],
    "operands": [("total > 1000 and scale < 0.01", "scale < 0.01 and total > 1000")],
    "in place": [("total += x[i] * y[i] * scale", "total = total + x[i] * y[i] * scale")],
    "order": [
        (
            "    total = 0\n    scale = np.mean(x) / len(y)\n",
            "    scale = np.mean(x) / len(y)\n    total = 0\n",
        )
    ],
    "in one line": [
        (
            "    total = 0\n    scale = np.mean(x) / len(y)\n",
            "    total, scale = 0, np.mean(x) / len(y)\n",
        )
    ],
    "variable": [("return np.sum(x * y)", "out = np.sum(x * y)")],
    "annotations": [("(x, y)", "(x: list, y: list) -> float"), ("total = 0", "total: int = 0")],
    "parentheses": [("np.mean(x) / len(y)", "((np.mean(x)) / (len(y)))")],
    "function's name": [("def f(", "def g(")],
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_disguise_changes_nothing(change):
    after = BEFORE
    for old, new in change:
        assert old in after
        after = after.replace(old, new)
    assert shapes(after) == shapes(BEFORE)


def test_there_is_something_to_compare():
    assert len(shapes(BEFORE)) == 6


def test_an_import_s_name_does_not_matter():
    known = Known(KNOWN.names, {"zzz": "numpy", "exp": "numpy.exp"})
    after = BEFORE.replace("np.exp", "exp").replace("np.", "zzz.")
    assert shapes(after, known) == shapes(BEFORE)


DIFFERENT = [
    ("np.exp", "np.log"),
    ("- np.exp", "+ np.exp"),
    ("1000", "1001"),
    ("total > 1000", "total >= 1000"),
    ("np.mean(x)", "np.mean(y)"),
    ("range(len(x))", "range(1, len(x))"),
    ("np.sum(x * y)", "np.sum(x * y, axis=0)"),
    ("(1 + scale)", "(1 + total)"),
    ("x[i] * y[i]", "x[i] * y[i - 1]"),
]


@pytest.mark.parametrize(("old", "new"), DIFFERENT)
def test_another_computation_is_another_one(old, new):
    assert shapes(BEFORE.replace(old, new)) != shapes(BEFORE)


def test_dead_lines_add_and_take_nothing_away():
    padded = BEFORE.replace("    total = 0\n", "    total = 0\n    spare = [y for _ in range(3)]\n")
    assert shapes(BEFORE) < shapes(padded)


@pytest.mark.parametrize("short", ["def f(x):\n    return x + 1\n", "pass", "x = 1", "return", ""])
def test_what_is_short_says_nothing(short):
    assert not shapes(short)


def known_answers():
    for chapter in own_chapters():
        module = importlib.import_module(f"autograde.examples.otherwise.{name_of(chapter)}")
        yield from answers_in(module).values()


ANSWERS = list(known_answers())


class Rename(ast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        return ast.Name(self.names.get(node.id, node.id), node.ctx)

    def visit_arg(self, node):
        return ast.arg(self.names.get(node.arg, node.arg), None)


def bound_in(tree):
    names = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return sorted(
        names
        | {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
    )


@settings(max_examples=150, deadline=None)
@given(source=st.sampled_from(ANSWERS), data=st.data())
def test_renaming_changes_nothing(source, data):
    tree = ast.parse(source)
    names = bound_in(tree)
    fresh = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True).filter(
        lambda name: not keyword.iskeyword(name)
    )
    others = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    taken = others | set(names) | KNOWN.names | KNOWN.aliases.keys()
    new = data.draw(
        st.lists(
            fresh.filter(lambda name: name not in taken),
            min_size=len(names),
            max_size=len(names),
            unique=True,
        )
    )
    renamed = Rename(dict(zip(names, new, strict=True))).visit(ast.parse(source))
    assert shapes(ast.unparse(ast.fix_missing_locations(renamed))) == shapes(source)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_can_be_read(text):
    shapes(text)


WORDS = """def f(x):|    return x|if|:|(|)|    |'|\"\"\"|#|else:|é|try:|except E:|lambda:|f'{x}'|\\|
|x = [1, 2|@d|class A:|%%py"""
PIECES = st.sampled_from([*WORDS.split("|"), "\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_broken_code_can_be_read(text):
    shapes(text)


def test_code_around_an_error_is_read_as_if_there_were_none():
    broken = "def g(x)\n    return np.sum(x) * np.max(x)\n" + BEFORE
    assert shapes(BEFORE) <= shapes(broken)


def test_the_lines_of_a_broken_function_are_read_one_by_one():
    broken = BEFORE.replace("total = 0", "total = = 0")
    lost = shapes(BEFORE) - shapes(broken)
    # Its other statements are found, but for what is known of `total`.
    assert len(lost) <= 3
    assert [block.function for block in blocks_of(broken)] == ["f"]
    assert [line for block in blocks_of(broken) for line in block.lines] == [(4, "total = = 0")]


def test_lines_are_those_of_the_cell():
    for source in (BEFORE, "x = = 1\n" + BEFORE[1:]):
        (block,) = [one for one in blocks_of(source) if one.function == "f"]
        lines = source.split("\n")
        for shape in shapes_of(block.statements, KNOWN):
            assert lines[shape.first - 1].strip()
        last = shapes_of(block.statements, KNOWN)[-1]
        assert lines[last.first - 1] == "    return np.sum(x * y) / (1 + scale)"


@pytest.mark.parametrize(
    "deep", ["(" * 3000 + ")" * 3000, "-" * 5000 + "1", "x" + ".y" * 5000, "1" + "+1" * 5000]
)
def test_depth_is_no_trouble(deep):
    shapes(f"def f(x):\n    return {deep}\n")
    shapes(f"x = {deep} (\n")
