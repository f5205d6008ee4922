"""Join the cells of a chapter into its solved notebook."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.build.calls import PICTURE_TAGS, find_call
from autograde.build.catalog import Translations
from autograde.build.comments import replace_comments
from autograde.build.course import Settings
from autograde.build.exercise_cells import make_check_cell, make_solution_cell
from autograde.build.pictures import Still, still_output
from autograde.build.setup_cell import make_setup_cell
from autograde.build.sources import Chapter
from autograde.build.text import Cell, title_of

_BADGE = "https://colab.research.google.com/assets/colab-badge.svg"


@dataclass(frozen=True)
class Words:
    """All translations that one notebook needs.

    Attributes
    ----------
    chapter : Translations
        Of the chapter.
    build : Translations
        Of this package.
    """

    chapter: Translations
    build: Translations

    @property
    def language(self) -> str:
        """The notebook's language."""
        return self.build.language


@dataclass(frozen=True)
class Link:
    """The chapter that comes next: its id, and its title in the notebook's language."""

    id: str
    title: str


def assemble(
    chapter: Chapter,
    settings: Settings,
    words: Words,
    archive: bytes,
    stills: Mapping[str, Still],
    following: Link | None,
) -> NotebookNode:
    """Make a solved notebook.

    Parameters
    ----------
    chapter : Chapter
        Its sources, which have no problems.
    settings : Settings
        Of the course.
    words : Words
        In the notebook's language.
    archive : bytes
        The copy of `neurona` that it carries.
    stills : mapping of str to Still
        Pictures by the id of the cell that shows them.
    following : Link or None
        The next chapter, if there is one.
    """
    cells = [make_setup_cell(settings.version, chapter.name, archive, words.build)]
    for id, cell in name_cells(chapter.text.cells):
        name = cell.source.strip()
        if cell.is_exercise:
            points = chapter.suite.exercises[name].points
            cells.append(make_solution_cell(chapter.functions[name], words.chapter))
            cells.append(make_check_cell(name, points))
        elif cell.kind == "code":
            cells.append(_make_code_cell(id, cell, words.chapter, stills.get(id)))
        else:
            source = words.chapter.gettext(cell.source)
            cells.append(new_markdown_cell(source, id=id, metadata=cell.metadata))
    _add_badge(cells[1], chapter.id, settings.repository, words.build)
    cells.append(_make_last_cell(following, words.build))
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "neurona": {
            "chapter": chapter.id,
            "language": words.language,
            "minutes": chapter.text.minutes,
            "version": settings.version,
        },
    }
    notebook = new_notebook(cells=cells, metadata=metadata)
    notebook.nbformat_minor = 5
    return notebook


def name_cells(cells: tuple[Cell, ...]) -> list[tuple[str, Cell]]:
    """Give each cell an id that is the same in all languages and in every build.

    Cells that show a picture are named after it, others after their English words.

    Parameters
    ----------
    cells : tuple of Cell
        Of a chapter's text.
    """
    seen: Counter[str] = Counter()
    named = []
    for cell in cells:
        id = _base_id(cell)
        seen[id] += 1
        named.append((id if seen[id] == 1 else f"{id}_{seen[id]}", cell))
    return named


def _base_id(cell: Cell) -> str:
    call = find_call(cell.source) if cell.kind == "code" else None
    if call:
        return f"{PICTURE_TAGS[call.package]}_{call.function}"
    return hashlib.sha256(f"{cell.kind}:{cell.source}".encode()).hexdigest()[:12]


def _make_code_cell(id: str, cell: Cell, words: Translations, still: Still | None) -> NotebookNode:
    source = replace_comments(cell.source, words.gettext)
    made = new_code_cell(source, id=id, metadata=cell.metadata)
    if call := find_call(cell.source):
        made.metadata["tags"] = sorted({*cell.tags, PICTURE_TAGS[call.package]})
    if still:
        made.outputs = [still_output(still)]
    return made


def _add_badge(cell: NotebookNode, chapter_id: str, repository: str, words: Translations) -> None:
    if not repository:
        return
    notebook = f"blob/main/course/{words.language}/{chapter_id}/{chapter_id}.ipynb"
    address = repository.replace("https://github.com/", "https://colab.research.google.com/github/")
    badge = f"[![{words.gettext('Open in Colab')}]({_BADGE})]({address}/{notebook})"
    title, _, rest = cell.source.partition("\n")
    cell.source = f"{title}\n\n{badge}\n{rest}"


def _make_last_cell(following: Link | None, words: Translations) -> NotebookNode:
    if following:
        link = f"[{following.title}](../{following.id}/{following.id}.ipynb)"
        source = words.gettext("**Next:** {link}").format(link=link)
    else:
        source = words.gettext("This is the last chapter. You have come a long way!")
    return new_markdown_cell(source, id="next")


def link_to(chapter: Chapter, words: Translations) -> Link:
    """Make the link to a chapter."""
    return Link(chapter.id, title_of(words.gettext(chapter.text.cells[0].source)))
