"""Read reference solutions as text, for the cells that are made from them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path

from autograde.build.problems import Problems


@dataclass(frozen=True)
class Function:
    """A reference solution in pieces.

    Attributes
    ----------
    name : str
        Its name.
    path : Path
        The file that defines it.
    line : int
        The line of its ``def``.
    signature : str
        ``def name(x, y=1):``, without annotations, which students have not met.
    docstring : str
        Without indentation.
    docstring_line : int
        The line where the docstring begins.
    body : str
        What follows the docstring, indented by four spaces.
    body_line : int
        The line where the body begins.
    """

    name: str
    path: Path
    line: int
    signature: str
    docstring: str
    docstring_line: int
    body: str
    body_line: int


def read_functions(path: Path, problems: Problems) -> dict[str, Function]:
    """Read the public functions of a module of reference solutions.

    Parameters
    ----------
    path : Path
        The module; it is not imported.
    problems : Problems
        Gets what is wrong with it.

    Returns
    -------
    dict of str to Function
        By name, in order.
    """
    if not path.exists():
        problems.add(path, 1, "there is no such module of reference solutions")
        return {}
    code = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        problems.add(path, error.lineno or 1, f"not Python: {error.msg}")
        return {}
    functions: dict[str, Function] = {}
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if node.name in functions:
            problems.add(path, node.lineno, f"{node.name} is defined twice")
        elif not ast.get_docstring(node) or len(node.body) < 2:
            problems.add(path, node.lineno, f"{node.name} needs a docstring and a body")
        else:
            functions[node.name] = _read_function(node, code, path)
    return functions


def _read_function(node: ast.FunctionDef, code: str, path: Path) -> Function:
    docstring = node.body[0]
    assert isinstance(docstring, ast.Expr)
    assert isinstance(docstring.value, ast.Constant)
    end = docstring.end_lineno or docstring.lineno
    lines = _without_annotations(node, code)[end : node.end_lineno]
    blank = next(index for index, line in enumerate(lines) if line.strip())
    return Function(
        name=node.name,
        path=path,
        line=node.lineno,
        signature=_signature(node, code),
        docstring=cleandoc(docstring.value.value),
        docstring_line=docstring.lineno,
        body="\n".join(lines[blank:]),
        body_line=end + blank + 1,
    )


def _signature(node: ast.FunctionDef, code: str) -> str:
    """Write the signature without annotations, and with defaults as the author wrote them."""
    arguments = node.args
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    arguments.defaults = [_verbatim(default, code) for default in arguments.defaults]
    arguments.kw_defaults = [
        default and _verbatim(default, code) for default in arguments.kw_defaults
    ]
    return f"def {node.name}({ast.unparse(arguments)}):"


def _verbatim(node: ast.expr, code: str) -> ast.expr:
    return ast.Name(ast.get_source_segment(code, node) or ast.unparse(node))


def _without_annotations(node: ast.FunctionDef, code: str) -> list[str]:
    """Return the lines of the file with the annotations of local variables taken out."""
    lines = code.split("\n")
    for each in ast.walk(node):
        if not isinstance(each, ast.AnnAssign) or not each.value:
            continue
        if each.target.lineno == each.annotation.end_lineno:
            line = lines[each.lineno - 1].encode()  # ast counts columns in bytes
            start, end = each.target.end_col_offset, each.annotation.end_col_offset
            lines[each.lineno - 1] = (line[:start] + line[end:]).decode()
    return lines
