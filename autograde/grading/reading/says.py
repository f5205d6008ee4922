"""What a student is told about reading: each message is made only when the language is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autograde.grading.words import _
from neurona.language import available, current, use

Message = Callable[[], str]
"""Makes a sentence in the language in use."""

_LONGEST_NAME = 80


def in_language(language: str, messages: Sequence[Message]) -> tuple[str, ...]:
    """Make sentences in a language, and leave the language in use as it was.

    Parameters
    ----------
    language : str
        Its code; English is used for one that there are no translations for.
    messages : sequence of callable
        What to say.
    """
    if not messages:
        return ()
    before = current()
    use(language if language in available() else "en")
    try:
        return tuple(dict.fromkeys(message() for message in messages))
    finally:
        use(before)


def shown(name: str) -> str:
    """Return the name of a file as it can be shown in a sentence, whatever it consists of."""
    visible = "".join(letter if letter.isprintable() else "�" for letter in name)
    return visible if len(visible) <= _LONGEST_NAME else f"{visible[:_LONGEST_NAME]}…"


def other_name(name: str) -> Message:
    """Say that a file of another name was taken."""
    return lambda: _(
        "Your notebook has another name than expected. The one that was read is “{name}”."
    ).format(name=shown(name))


def several_files(name: str) -> Message:
    """Say which of several files was taken."""
    return lambda: _("There are several notebooks. The newest was read, “{name}”.").format(
        name=shown(name)
    )


def other_encoding() -> str:
    """Say that some bytes were not UTF-8."""
    return _("Some letters in the file were damaged and had to be guessed. They may look odd.")


def text_after_end() -> str:
    """Say that something follows the notebook in its file."""
    return _(
        "After the end of the notebook, the file goes on with something else. That was left out."
    )


def cut_off(cells: int) -> Message:
    """Say that only the first cells of a damaged file could be read."""
    return lambda: _(
        "The file is damaged, as if saving had stopped half way. Its first {cells} cells were read;"
        " what comes after them is lost. If your own copy is whole, please hand it in again."
    ).format(cells=cells)


def other_chapter(chapter: str) -> Message:
    """Say that the notebook is that of another chapter."""
    return lambda: _("This looks like the notebook of another chapter, {chapter}.").format(
        chapter=shown(chapter)
    )


def retyped(number: int) -> Message:
    """Say that a cell was run as code though it is none."""
    return lambda: _("Cell {number} is not a code cell, but it holds code. It was run.").format(
        number=number
    )


def defined_again(name: str, number: int) -> Message:
    """Say which of several definitions counts."""
    return lambda: _(
        "Several cells define `{name}`. The last one counts, as in a run from top to bottom:"
        " cell {number}."
    ).format(name=name, number=number)


def elsewhere(name: str, number: int) -> Message:
    """Say that an exercise was found in another cell than its own."""
    return lambda: _("`{name}` was found outside its own cell, in cell {number}.").format(
        name=name, number=number
    )


def no_cell(name: str) -> Message:
    """Say that an exercise is not in the notebook."""
    return lambda: _("The cell of `{name}` is missing, and no other cell defines it.").format(
        name=name
    )


def too_long(number: int) -> Message:
    """Say that a cell was left out for its length."""
    return lambda: _("Cell {number} is far too long. It was left out.").format(number=number)


def too_much(number: int) -> Message:
    """Say that what follows was left out."""
    return lambda: _(
        "The notebook is far too long. Everything from cell {number} on was left out."
    ).format(number=number)


def is_link(name: str) -> Message:
    """Say that a link was not followed."""
    return lambda: _(
        "“{name}” is a link to another place, and links are not followed. Please hand in the"
        " notebook itself."
    ).format(name=shown(name))


def is_folder(name: str) -> Message:
    """Say that there is a folder where the notebook should be."""
    return lambda: _(
        "“{name}” is a folder, not a notebook. Please hand in the notebook itself."
    ).format(name=shown(name))


def no_folder(name: str) -> Message:
    """Say that there is something else where the folder should be."""
    return lambda: _(
        "“{name}” should be a folder with the notebook in it, but it is something else."
    ).format(name=shown(name))


def no_file(name: str) -> Message:
    """Say that there is something that is no file."""
    return lambda: _(
        "“{name}” is not an ordinary file. Please hand in the notebook itself."
    ).format(name=shown(name))


def not_allowed(name: str) -> Message:
    """Say that the file cannot be opened."""
    return lambda: _(
        "“{name}” cannot be opened. Please tell your instructor, who may have to change the"
        " file's permissions."
    ).format(name=shown(name))


def too_large() -> str:
    """Say that the file is too large."""
    return _(
        "The file is too large. Please clear all outputs in Jupyter, save, and hand it in again."
    )


def empty() -> str:
    """Say that the file is empty."""
    return _("The file is empty. Please save the notebook and hand it in again.")


def web_page() -> str:
    """Say that the file is a web page."""
    return _(
        "The file is a web page, not the notebook. Please download the notebook itself, a file"
        " whose name ends in .ipynb, and hand that in."
    )


def not_json() -> str:
    """Say that the file is no notebook at all."""
    return _(
        "The file is not a notebook, or it is damaged and nothing of your work could be read."
        " Please open the notebook in Jupyter, save it, and hand it in again."
    )


def no_cells() -> str:
    """Say that the file has no cells."""
    return _(
        "The file can be read, but there are no cells in it. Please open the notebook in"
        " Jupyter, save it, and hand it in again."
    )
