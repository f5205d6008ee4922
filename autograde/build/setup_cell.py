"""The first cell of every notebook, which makes `neurona` importable and sets the language."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograde.build import prepare
from autograde.build.catalog import Translations
from autograde.build.functions import Function, read_functions
from autograde.build.problems import Problems

OLDEST_PYTHON = (3, 11)
"""As `requires-python` says in `pyproject.toml`."""

# Long lines: a viewer that does not fold the cell then shows a few of them, not a thousand.
LINE_LENGTH = 8_000

SETUP = """\
#@title {title}
# {uses}
# {otherwise}

{signature}
{body}


prepare(
    version={version!r},
    chapter={chapter!r},
    oldest={oldest!r},
    too_old={too_old!r},
    stray={stray!r},
    copy=\"""
{copy}
\""",
)
del prepare

import neurona.checks
import neurona.language
from neurona import check, hint, panels, plots

neurona.language.use({language!r})
neurona.checks.begin()"""


def make_setup_cell(
    version: str, chapter: str, archive: bytes, words: Translations
) -> NotebookNode:
    """Make the setup cell.

    Parameters
    ----------
    version : str
        Of `neurona`.
    chapter : str
        The chapter's name, without its number.
    archive : bytes
        The carried copy, a zip file.
    words : Translations
        Of this package, in the notebook's language.
    """
    function = _prepare_function()
    source = SETUP.format(
        title=words.gettext("Run this first: it makes the course's tools ready"),
        uses=words.gettext("Uses the package neurona where this version of it is installed,"),
        otherwise=words.gettext("and otherwise unpacks the copy that this cell carries."),
        signature=function.signature,
        body=function.body,
        version=version,
        chapter=chapter,
        oldest=OLDEST_PYTHON,
        too_old=words.gettext(
            "This notebook needs a newer Python than {version}, on which it is running."
        ),
        stray=words.gettext(
            "A file named neurona.py hides the course's package: {path}. This notebook uses its"
            " own copy instead; please rename or move that file."
        ),
        copy=_wrap(base64.b64encode(archive).decode("ascii")),
        language=words.language,
    )
    metadata = {
        "cellView": "form",  # folds the cell on Colab
        "jupyter": {"source_hidden": True},  # folds it in JupyterLab
        "deletable": False,
        "editable": False,
        "tags": ["setup"],
    }
    return new_code_cell(source, id="setup", metadata=metadata)


def find_copy(notebook: str) -> bytes:
    """Find the zip file that a notebook carries.

    Parameters
    ----------
    notebook : str
        The notebook, as JSON.

    Returns
    -------
    bytes
        Nothing where there is none, or where this is no notebook.
    """
    try:
        source = "".join(json.loads(notebook)["cells"][0]["source"])
    except (ValueError, LookupError, TypeError):
        return b""
    found = re.search(r'copy="""\n(.+?)\n"""', source, re.DOTALL)
    return base64.b64decode(found.group(1)) if found else b""


def _wrap(data: str) -> str:
    return "\n".join(data[i : i + LINE_LENGTH] for i in range(0, len(data), LINE_LENGTH))


@cache
def _prepare_function() -> Function:
    path = Path(prepare.__file__)
    problems = Problems(path.parent)
    function = read_functions(path, problems)["prepare"]
    problems.stop_if_any()
    return function
