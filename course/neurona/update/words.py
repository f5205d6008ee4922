"""What an update writes into a notebook, and what it says of it, in the notebook's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from neurona.language import _, ngettext

if TYPE_CHECKING:
    from neurona.update.merge import Merged


def marked(source: str, kind: str) -> str:
    """Mark a cell as the student's version of the one above it.

    Parameters
    ----------
    source : str
        Its text, which stays as it is.
    kind : str
        ``"code"``, ``"markdown"`` or ``"raw"``.
    """
    says = _("Your own version of the cell above, kept by the update:")
    if kind == "markdown":
        return f"> {says}\n\n{source}"
    if kind != "code":
        return source
    if source.lstrip().startswith("%%"):  # such a line must be the first
        return f"{source}\n# {_('This cell is your own version of the one above it.')}"
    return f"# {says}\n{source}"


def kept_of_setup(lines: Iterable[str]) -> str:
    """Return the text of a cell that keeps what a student added to the setup cell.

    Parameters
    ----------
    lines : iterable of str
        What was added.
    """
    says = (
        _("These lines were in your version of the first cell, which is new now."),
        _("Take away the # before what you still need:"),
    )
    return "\n".join(f"# {line}" for line in (*says, *lines))


def new_signature(name: str, signature: str, stub: str) -> str:
    """Return the text of a cell that tells how an exercise's function is called now.

    Parameters
    ----------
    name : str
        The exercise.
    signature : str
        How it is called.
    stub : str
        The cell as it is released.
    """
    says = _(
        "**The parameters of `{name}` have changed**: it is `{signature}` now. Your answer above is"
        " as you wrote it. The new cell of the course is:"
    )
    return says.format(name=name, signature=signature) + _fenced(stub)


def new_description(name: str, stub: str) -> str:
    """Return the text of a cell that tells what an exercise asks now.

    Parameters
    ----------
    name : str
        The exercise.
    stub : str
        The cell as it is released.
    """
    says = _(
        "**The description of `{name}` has changed.** Your answer above is as you wrote it. The"
        " new cell of the course is:"
    )
    return says.format(name=name) + _fenced(stub)


def gone_exercises() -> str:
    """Return the heading of what is kept though its exercise is gone."""
    return f"## {_('Exercises that are no longer in this chapter')}"


def _fenced(code: str) -> str:
    return f"\n\n```python\n{code}\n```"


def up_to_date(file: str, release: str) -> str:
    """Say that there is nothing to do.

    Parameters
    ----------
    file, release : str
        The notebook, and the release that it is of.
    """
    return _("{file}: already up to date (release {release}).").format(file=file, release=release)


def brought(file: str, release: str, backup: str, merged: Merged) -> Iterator[str]:
    """Say what was done, one line each.

    Parameters
    ----------
    file, release, backup : str
        The notebook, its new release, and the file that keeps the old one.
    merged : Merged
        What it came to.
    """
    yield _("{file}: now at release {release}. The notebook as it was is kept in {backup}.").format(
        file=file, release=release, backup=backup
    )
    for line in _details(merged):
        yield f"  {line}"


def _details(merged: Merged) -> Iterator[str]:
    if not merged.is_known:
        yield _(
            "It did not say which release it came from. Where a cell of the course differed from"
            " the new one, it was taken for your own version and kept."
        )
    if count := len(merged.answers):
        yield ngettext(
            "{count} answer is as you wrote it.", "{count} answers are as you wrote them.", count
        ).format(count=count)
    if count := merged.own:
        yield ngettext(
            "{count} cell of your own is where it was.",
            "{count} cells of your own are where they were.",
            count,
        ).format(count=count)
    if count := merged.changed:
        yield ngettext(
            "{count} cell of the course is new or has changed.",
            "{count} cells of the course are new or have changed.",
            count,
        ).format(count=count)
    if count := merged.kept:
        yield ngettext(
            "{count} cell of the course that you had changed is kept below the new one.",
            "{count} cells of the course that you had changed are kept below the new ones.",
            count,
        ).format(count=count)
    if count := merged.restored:
        yield ngettext(
            "{count} cell of the course that was missing is back.",
            "{count} cells of the course that were missing are back.",
            count,
        ).format(count=count)
    if merged.new:
        yield _("New exercises: {names}.").format(names=_list(merged.new))
    for signature in merged.signatures.values():
        yield _("Parameters have changed: {signature}. Look at your answer.").format(
            signature=signature
        )
    if merged.described_anew:
        yield _("Descriptions have changed: {names}. Look at your answers.").format(
            names=_list(merged.described_anew)
        )
    if merged.gone:
        yield _("No longer in this chapter, and kept at the end: {names}.").format(
            names=_list(merged.gone)
        )
    yield _("If it is open in Jupyter, reload it from disk before you go on.")


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)
