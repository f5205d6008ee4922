"""What is done to a copy so that it does not look like one."""

from __future__ import annotations

import ast
import builtins
import io
import json
import tokenize

from tests.autograde.likeness.honest import Student

DEAD = (
    "unused_{n} = {x} * {k} + 1",
    "if np.size({x}) > {k}00:\n    print('never', {x})",
    "_spare{n} = [{x} for _ in range({k})]",
    "debug_{n} = str({x}) + str({k})",
)


def parsed(cells):
    """Go through the code cells that are Python, with their trees."""
    for cell in cells:
        if cell["cell_type"] == "code" and not cell["source"].startswith("%"):
            try:
                yield cell, ast.parse(cell["source"])
            except SyntaxError:
                continue


class Names(ast.NodeTransformer):
    """Renames whatever a notebook's own code binds, parameters included."""

    def __init__(self, tree: ast.AST, kept: set[str], end: str) -> None:
        self.names = {}
        for node in ast.walk(tree):
            for name in (
                getattr(node, "arg", None) if isinstance(node, ast.arg) else None,
                node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else None,
            ):
                if name and name not in kept:
                    self.names.setdefault(name, f"z{len(self.names)}{end}")

    def visit_Name(self, node):
        return ast.Name(self.names.get(node.id, node.id), node.ctx)

    def visit_arg(self, node):
        return ast.arg(self.names.get(node.arg, node.arg), None)


def rename(notebook, own, rng):
    """Rename variables and parameters, and drop comments and docstrings."""
    for cell, tree in parsed(own):
        for statement in tree.body:
            if isinstance(statement, ast.FunctionDef) and ast.get_docstring(statement):
                statement.body = statement.body[1:] or [ast.Pass()]
        kept = set(dir(builtins))
        new = Names(tree, kept, str(rng.integers(10**6))).visit(tree)
        cell["source"] = ast.unparse(ast.fix_missing_locations(new))


def reorder(notebook, own, rng):
    """Change the order of cells and of statements that do not need one another; new comments."""
    for cell, tree in parsed(own):
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list):
                swap(body)
        cell["source"] = with_comments(ast.unparse(tree), Student(rng))
    places = [place for place, cell in enumerate(notebook["cells"]) if cell in own]
    for place, new in zip(places, rng.permutation(places), strict=True):
        if place < new:
            cells = notebook["cells"]
            cells[place], cells[new] = cells[new], cells[place]


def swap(body):
    for place in range(len(body) - 1):
        one, other = body[place : place + 2]
        if isinstance(one, ast.Assign) and isinstance(other, ast.Assign):
            bound = [
                {n.id for n in ast.walk(each) if isinstance(n, ast.Name) and isinstance(n.ctx, c)}
                for each in (one, other)
                for c in (ast.Store, ast.Load)
            ]
            if not (bound[0] & (bound[2] | bound[3]) or bound[1] & bound[2]):
                body[place : place + 2] = other, one


def with_comments(source, student):
    lines = []
    for line in source.split("\n"):
        if line.startswith("    ") and student.rng.random() < 0.3:
            space = len(line) - len(line.lstrip())
            lines.append(" " * space + f"# {student.remark()}, {student.remark()}")
        lines.append(line)
    text = "\n".join(lines)
    try:
        ast.parse(text)
    except SyntaxError:
        return source
    return text


def pad(notebook, own, rng):
    """Add dead lines, write numbers and quotes otherwise, and import NumPy under another name."""
    for number, (cell, tree) in enumerate(parsed(own)):
        for function in tree.body:
            if isinstance(function, ast.FunctionDef) and function.args.args:
                first = function.args.args[0].arg
                for count in range(3):
                    line = str(rng.choice(DEAD)).format(
                        n=f"{number}{count}{rng.integers(1000)}", x=first, k=rng.integers(9, 999)
                    )
                    place = int(rng.integers(len(function.body))) if count else 0
                    function.body[place:place] = ast.parse(line).body
        text = ast.unparse(ast.fix_missing_locations(tree))
        cell["source"] = rewritten(text.replace("np.", "numerics."))
    imports = {"cell_type": "code", "id": "own-imports", "metadata": {}, "outputs": []}
    imports |= {"execution_count": None, "source": "import numpy as numerics"}
    notebook["cells"].insert(1, imports)


def rewritten(source):
    """Write numbers and quotes in another way, token by token."""
    tokens = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        text = token.string
        if token.type == tokenize.NUMBER and text.isdigit() and text != "0":
            text = f"0x{int(text):x}" if len(text) > 1 else text
        elif token.type == tokenize.STRING and text.startswith("'") and '"' not in text:
            text = f'"{text[1:-1]}"'
        tokens.append((token.type, text))
    return tokenize.untokenize(tokens)


def everything(notebook, own, rng):
    """All of it."""
    for one in (reorder, pad, rename):
        one(notebook, own, rng)


def nothing(notebook, own, rng):
    """Hand in what somebody else wrote, as it is."""


DISGUISES = {one.__name__: one for one in (nothing, rename, reorder, pad, everything)}


def disguised(text, own_of, disguise, rng):
    """Return another student's notebook in disguise."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    DISGUISES[disguise](notebook, own_of(notebook), rng)
    return json.dumps(notebook)
