"""What is left of a statement when all that can be changed without thinking is taken away.

Names of a student's own, comments, docstrings, quotes, spaces, the way a number is written, what a
module is imported as, the order of the two sides of a sum, an intermediate variable more or less:
none of these is in a shape. What is left is what is computed.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

SMALLEST = 5
"""Parts, such as names and calls, that a statement must have to be looked at."""

_ANY = "v"  # a name of which nothing is known
_HASH_BYTES = 4

Names = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a statement, or of the head of one that holds others.

    Attributes
    ----------
    text : str
        What is computed.
    first, last : int
        The lines that it stands on.
    """

    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Known:
    """The names that mean the same to everybody.

    Attributes
    ----------
    names : frozenset of str
        Names that the course or Python gives.
    aliases : mapping of str to str
        What is imported, by the name that it got.
    """

    names: frozenset[str]
    aliases: Mapping[str, str]

    def __call__(self, name: str) -> str:
        """Return how a name is written in a shape."""
        if name in self.aliases:
            return self.aliases[name]
        return name if name in self.names else _ANY


def walk(statements: Iterable[ast.stmt]) -> list[ast.AST]:
    """List all that is in statements, without what says only whether a name is read or written.

    Parameters
    ----------
    statements : iterable of stmt
        The statements.
    """
    found: list[ast.AST] = list(statements)
    for node in found:  # it grows meanwhile
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                found += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and name != "ctx":
                found.append(value)
    return found


def imports_in(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Find what statements import, by the name that it gets.

    Parameters
    ----------
    nodes : iterable of AST
        All that is in them.
    """
    found = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                found[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                found[alias.asname or alias.name] = f"{module}.{alias.name}"
    return found


def shapes_of(
    statements: list[ast.stmt], known: Known, nodes: list[ast.AST] | None = None
) -> list[Shape]:
    """Return the shapes of statements that share their names, as those of a function do.

    Parameters
    ----------
    statements : list of stmt
        A function, or the statements of a cell that are none.
    known : Known
        The names that are not the student's.
    nodes : list of AST, optional
        All that is in them, as `walk` lists it.
    """
    roles = roles_in(statements, known, nodes or walk(statements))

    def names(name: str) -> str:
        return roles.get(name) or known(name)

    found = []
    for kind, expression, first, last in _parts(statements):
        writer = _Writer(names)
        try:
            text = kind + writer.write(expression)
        except RecursionError:  # deeper than any person writes
            continue
        if writer.size >= SMALLEST:
            found.append(Shape(text, first, last))
    return found


def roles_in(statements: list[ast.stmt], known: Known, nodes: list[ast.AST]) -> dict[str, str]:
    """Tell what each name of a student's own stands for: by its place, or by its first value.

    Parameters
    ----------
    statements : list of stmt
        A function, or the statements of a cell that are none.
    known : Known
        The names that are not the student's.
    nodes : list of AST
        All that is in them.
    """
    outer: dict[str, str] = {}
    inner: dict[str, str] = {}
    bound: list[tuple[str, str, ast.expr]] = []
    top = set(map(id, statements))
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            places = outer if id(node) in top else inner
            letter = "a" if places is outer else "p"
            for place, one in enumerate(_parameters(node.args)):
                places.setdefault(one, f"{letter}{place}")
        elif isinstance(node, _BINDING):
            bound += _bindings(node)
    roles = {**inner, **outer}
    own = {name for name, _, _ in bound} - roles.keys()

    def names(name: str) -> str:
        return roles.get(name) or (_ANY if name in own else known(name))

    values: dict[str, str] = {}
    for name, kind, value in bound:
        if name in own:
            try:
                role = _short(kind + _Writer(names).write(value))
            except RecursionError:
                role = _ANY
            values[name] = min(role, values.get(name, role))
    return {**values, **roles}


def _parameters(arguments: ast.arguments) -> list[str]:
    found = [*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs]
    return [one.arg for one in [*found, arguments.kwarg] if one is not None]


_BINDING = (
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.NamedExpr,
    ast.For,
    ast.AsyncFor,
    ast.comprehension,
    ast.withitem,
)


def _bindings(node: ast.AST) -> Iterator[tuple[str, str, ast.expr]]:
    """List the names that a node gives values, each with how and from what."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _targets(target, "=", value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _targets(target, "=", value)
        case ast.NamedExpr(target=target, value=value):
            yield from _targets(target, "=", value)
        case ast.AugAssign(target=target, op=op, value=value):
            yield from _targets(target, "=", ast.BinOp(target, op, value))
        case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
            yield from _targets(target, "for ", value)
        case ast.comprehension(target=target, iter=value):
            yield from _targets(target, "for ", value)
        case ast.withitem(optional_vars=ast.expr() as target, context_expr=value):
            yield from _targets(target, "with ", value)


def _targets(target: ast.expr, kind: str, value: ast.expr) -> Iterator[tuple[str, str, ast.expr]]:
    waiting: list[tuple[ast.expr, str, ast.expr]] = [(target, kind, value)]
    while waiting:
        target, kind, value = waiting.pop()
        if isinstance(target, ast.Name):
            yield target.id, kind, value
        elif isinstance(target, ast.Starred):
            waiting.append((target.value, f"{kind}*", value))
        elif isinstance(target, ast.Tuple | ast.List):
            given = _split(value, len(target.elts)) if kind == "=" else None
            for place, each in enumerate(target.elts):
                if given:
                    waiting.append((each, kind, given[place]))
                else:
                    waiting.append((each, f"{kind}{place} of ", value))


def _split(value: ast.expr, count: int) -> list[ast.expr] | None:
    """Return the values of ``a, b = c, d`` one by one, where they stand there one by one."""
    if not isinstance(value, ast.Tuple | ast.List) or len(value.elts) != count:
        return None
    return None if any(isinstance(one, ast.Starred) for one in value.elts) else value.elts


def _parts(statements: list[ast.stmt]) -> Iterator[tuple[str, ast.expr, int, int]]:
    """Take statements apart, without going deeper by calling itself."""
    waiting: list[ast.AST] = list(reversed(statements))
    while waiting:
        node = waiting.pop()
        first = getattr(node, "lineno", 0)
        for kind, expression in _expressions(node):
            last = getattr(expression, "end_lineno", None) or first
            yield kind, expression, first or expression.lineno, last
        waiting += reversed(list(_inside(node)))


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        inside = getattr(node, name, None)
        if isinstance(inside, list):
            yield from inside


def _expressions(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """List what a statement computes itself. An intermediate variable makes no difference."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return  # a docstring, or nothing
        case ast.Assign(targets=targets, value=value):
            yield from _assigned(targets, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _assigned([target], value)
        case ast.AugAssign(target=target, op=op, value=value):
            yield from _assigned([target], ast.copy_location(ast.BinOp(target, op, value), node))
        case ast.Expr(value=value) | ast.Return(value=ast.expr() as value):
            yield "", value
        case ast.For(iter=value) | ast.AsyncFor(iter=value):
            yield "for ", value
        case ast.While(test=value):
            yield "while ", value
        case ast.If(test=value):
            yield "if ", value
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                yield "with ", item.context_expr
        case ast.Assert(test=value):
            yield "assert ", value
        case ast.Raise(exc=ast.expr() as value):
            yield "raise ", value
        case ast.Match(subject=value):
            yield "match ", value
        case ast.ExceptHandler(type=ast.expr() as value):
            yield "except ", value


def _assigned(targets: list[ast.expr], value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    target = targets[0]
    if isinstance(target, ast.Tuple | ast.List) and (given := _split(value, len(target.elts))):
        for one, its in zip(target.elts, given, strict=True):
            yield from _assigned([one], its)
    elif isinstance(target, ast.Subscript | ast.Attribute):
        yield "set ", ast.copy_location(ast.Tuple([target, value]), value)
    else:
        yield "", value


def _short(text: str) -> str:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_HASH_BYTES)
    return f"v{digest.hexdigest()}"


_FLIPPED = {ast.Gt: "Lt", ast.GtE: "LtE"}
_COMMUTE = (ast.Add, ast.Mult)


class _Writer:
    """Writes an expression down, and counts its parts."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.size = 0

    def write(self, node: ast.AST) -> str:
        self.size += 1
        match node:
            case ast.Name(id=name):
                return self._names(name)
            case ast.Constant(value=value):
                return _constant(value)
            case ast.Attribute(value=value, attr=name):
                return f"{self.write(value)}.{name}"
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return f"-{_constant(value)}"
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(left, op, right)
            case ast.BoolOp(op=op, values=values):
                return f"{type(op).__name__}({','.join(sorted(map(self.write, values)))})"
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compare(left, op, right)
            case ast.Call(func=function, args=arguments, keywords=keywords):
                given = [self.write(one) for one in arguments]
                named = sorted(f"{one.arg}={self.write(one.value)}" for one in keywords)
                return f"{self.write(function)}({','.join(given + named)})"
            case ast.JoinedStr(values=values):
                inside = [one.value for one in values if isinstance(one, ast.FormattedValue)]
                return f"f({','.join(map(self.write, inside))})"
            case ast.Lambda(body=body):
                return f"lambda({self.write(body)})"
        return self._other(node)

    def _other(self, node: ast.AST) -> str:
        children = [
            self.write(child)
            for child in ast.iter_child_nodes(node)
            if not isinstance(child, ast.expr_context)
        ]
        return f"{type(node).__name__}({','.join(children)})"

    def _binary(self, left: ast.expr, op: ast.operator, right: ast.expr) -> str:
        terms = [right]
        kind = type(op)
        while kind in _COMMUTE and isinstance(left, ast.BinOp) and isinstance(left.op, kind):
            terms.append(left.right)
            left = left.left
        written = [self.write(one) for one in [left, *reversed(terms)]]
        if kind in _COMMUTE:
            written.sort()
        return f"{kind.__name__}({','.join(written)})"

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> str:
        written = [self.write(left), self.write(right)]
        kind = type(op).__name__
        if type(op) in _FLIPPED:
            kind = _FLIPPED[type(op)]
            written.reverse()
        elif isinstance(op, ast.Eq | ast.NotEq):
            written.sort()
        return f"{kind}({','.join(written)})"


def _constant(value: object) -> str:
    if isinstance(value, bool) or value is None or value is ...:
        return str(value)
    if isinstance(value, int | float | complex):
        try:
            return repr(complex(value))
        except OverflowError:  # a whole number of hundreds of digits
            return "number"
    return "text"
