"""Honest students: each writes the known answers in a way of their own."""

from __future__ import annotations

import ast

import numpy as np


def words(text: str, sign: str | None = None) -> list[str]:
    return [one.strip() for one in text.replace("\n", sign or " ").split(sign) if one.strip()]


FIRST = words("""
total part piece value answer output target inner outer grown weight layer batch sample current
previous next best mean spread grad delta partial running partly temp helper whole index number
entry column vector matrix change signal raw scaled shifted
""")
SECOND = words("""
sum list array term factor rate count step error cost side row block one two all new old left right
copy result pair mass size
""")
VERBS = words("compute take add go through start with keep remember multiply by build collect")
THINGS = words(
    """the gradient|each layer|every example|the bias|all weights|one column|the error|the mask
the mean|what is left|the last row|the sum so far|the shape|a copy|the whole batch|its derivative
the old value|zeros first|the other half|the next step""",
    "|",
)
WHYS = words(
    """as in the text|so that shapes fit|because of the transpose|see above|not sure about this
otherwise it is slow|like on paper|for numerical reasons|element by element|without a loop
this took me an hour|careful with axis|same as before|trick from class""",
    "|",
)


class Student:
    """Somebody with habits of their own."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.habit = dict(zip("abcdefghijklm", rng.beta(0.4, 0.8, 13), strict=True))

    def likes(self, habit: str) -> bool:
        return bool(self.rng.random() < self.habit[habit])

    def one_of(self, words):
        # Some words come to everybody's mind, others to hardly anybody's.
        place = min(int(self.rng.zipf(1.3)) - 1, 10_000) % len(words)
        return words[place] if self.rng.random() < 0.4 else str(self.rng.choice(words))

    def name(self) -> str:
        name = self.one_of(FIRST)
        if self.rng.random() < 0.6:
            name += "_" + self.one_of(SECOND)
        return name + (str(self.rng.integers(2, 4)) if self.rng.random() < 0.1 else "")

    def remark(self) -> str:
        words = [self.one_of(VERBS), self.one_of(THINGS)]
        if self.rng.random() < 0.5:
            words.append(self.one_of(WHYS))
        return " ".join(words)

    def write(self, source: str) -> str:
        """Write an answer down in this student's way."""
        try:
            tree = ast.parse(source)
        except SyntaxError:
            return source
        for function in tree.body:
            if isinstance(function, ast.FunctionDef):
                Habits(self).visit(function)
                self._take_apart(function)
                self._begin(function)
                Renamed(function, lambda _: self.name()).visit(function)
        return self._with_remarks(ast.unparse(ast.fix_missing_locations(tree)))

    def _take_apart(self, function: ast.FunctionDef) -> None:
        body = []
        for statement in function.body:
            value = getattr(statement, "value", None)
            if (
                isinstance(statement, ast.Return | ast.Assign)
                and isinstance(value, ast.BinOp | ast.Call)
                and self.likes("a")
            ):
                inner = [
                    one
                    for one in ast.iter_child_nodes(value)
                    if isinstance(one, ast.BinOp | ast.Call | ast.Subscript)
                ]
                if inner:
                    chosen = inner[int(self.rng.integers(len(inner)))]
                    name = f"part{len(body)}"
                    body.append(ast.Assign([ast.Name(name, ast.Store())], chosen))
                    Instead(chosen, ast.Name(name, ast.Load())).visit(statement)
            body.append(statement)
        function.body = body

    def _begin(self, function: ast.FunctionDef) -> None:
        first = []
        for one in function.args.args:
            if self.rng.random() < 0.3 * self.habit["b"]:
                how = self.rng.choice(["asarray({})", "array({}, dtype=float)", "array({})"])
                first.append(f"{one.arg} = np.{how.format(one.arg)}")
            if self.rng.random() < 0.15 * self.habit["c"]:
                first.append(f"print({self.remark()!r}, np.shape({one.arg}))")
            if self.rng.random() < 0.1 * self.habit["d"]:
                first.append(f"assert {one.arg} is not None, {self.remark()!r}")
        function.body = ast.parse("\n".join(first)).body + function.body

    def _with_remarks(self, source: str) -> str:
        lines = []
        for line in source.split("\n"):
            space = len(line) - len(line.lstrip())
            if space and line.strip() and self.rng.random() < 0.25 * self.habit["e"]:
                lines.append(" " * space + f"# {self.remark()}")
            lines.append(line)
        return "\n".join(lines)

    def own_cells(self, exercises: list[str]) -> list[str]:
        """Write what students try out."""
        cells = []
        for name in exercises:
            if self.rng.random() < 0.3 * self.habit["f"]:
                size = int(self.rng.integers(2, 6))
                values = ", ".join(f"{one:.2f}" for one in self.rng.normal(size=size))
                first = self.name()
                cells.append(
                    f"{first} = np.array([{values}])\nprint({self.remark()!r}, {name}({first}))"
                )
            if self.rng.random() < 0.1 * self.habit["g"]:
                first, second = self.name(), self.name()
                seed, count = self.rng.integers(1, 50), self.rng.integers(3, 30)
                cells.append(
                    f"# {self.remark()}\n{first} = np.random.default_rng({seed})\n"
                    f"for {second} in range({count}):\n"
                    f"    print({name}({first}.normal(size={self.rng.integers(2, 9)})))"
                )
        return cells


class Habits(ast.NodeTransformer):
    """Says the same in another way, as this student is used to."""

    def __init__(self, student: Student) -> None:
        self.student = student

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        likes, left, right = self.student.likes, node.left, node.right
        match node.op:
            case ast.MatMult() if likes("h"):
                return called("np.dot", left, right)
            case ast.Pow() if likes("i") and isinstance(left, ast.Name):
                return ast.BinOp(left, ast.Mult(), left)
            case ast.Sub() if likes("j") and self.student.likes("k"):
                return ast.BinOp(ast.UnaryOp(ast.USub(), right), ast.Add(), left)
            case ast.Div() if likes("l") and self.student.likes("k"):
                return called("np.divide", left, right)
            case ast.Mult() if likes("m") and self.student.likes("k"):
                return called("np.multiply", left, right)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        written = ast.unparse(node.func)
        if written in ("np.sum", "np.mean", "np.dot") and node.args and self.student.likes("m"):
            node.func = ast.Attribute(node.args.pop(0), written[3:], ast.Load())
        elif written == "len" and self.student.likes("l"):
            return ast.Subscript(called("np.shape", *node.args), ast.Constant(0), ast.Load())
        elif written == "range" and len(node.args) == 1 and self.student.likes("k"):
            node.args.insert(0, ast.Constant(0))
        return node


def called(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.parse(name, mode="eval").body, list(arguments), [])


class Instead(ast.NodeTransformer):
    """Puts something in the place of something else."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


class Renamed(ast.NodeTransformer):
    """Gives the local names of a function other ones."""

    def __init__(self, function: ast.FunctionDef, choose) -> None:
        taken = {one.arg for one in ast.walk(function) if isinstance(one, ast.arg)}
        names = {one.id for one in ast.walk(function) if isinstance(one, ast.Name)} | taken
        self.names: dict[str, str] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                if node.id in taken or node.id in self.names:
                    continue
                new = choose(node.id)
                while new in names:
                    new += "_"
                names.add(new)
                self.names[node.id] = new

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self.names.get(node.id, node.id), node.ctx)
