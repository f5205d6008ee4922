"""What a check knows of an exercise."""

from __future__ import annotations

from dataclasses import dataclass, field

from neurona.checks.compare import Tolerance
from neurona.checks.plain import Plain
from neurona.language import SOURCE_LANGUAGE, current


@dataclass(frozen=True)
class Text:
    """One message in every language it exists in.

    Attributes
    ----------
    languages : dict of str to str
        By language code; English is always there.
    """

    languages: dict[str, str]

    def __str__(self) -> str:
        return self.languages.get(current(), self.languages[SOURCE_LANGUAGE])


@dataclass(frozen=True)
class Case:
    """One situation that a function is put in.

    Attributes
    ----------
    calls : tuple of tuple
        The arguments of each call, made one after the other. Equal recipes of a generator
        are one generator for all calls of the case.
    part : str
        The part of the exercise that the case belongs to.
    around : tuple of pair of str
        Other functions of the notebook, each with the name of a wrapper of
        `neurona.checks.recipes` that is put around it while the calls are made.
    """

    calls: tuple[tuple[Plain, ...], ...]
    part: str = "all"
    around: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Raised:
    """An exception that a call raised.

    Attributes
    ----------
    names : tuple of str
        The names of its class and of the classes that it derives from.
    message : str
        Its text.
    function : str
        The function of the notebook in which it arose; empty if there is none.
    line : str
        The source line there; empty if it is not known.
    """

    names: tuple[str, ...]
    message: str = ""
    function: str = ""
    line: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one call did.

    Attributes
    ----------
    value : Plain
        What it returned.
    raised : Raised or None
        What it raised instead.
    changed : tuple of int
        The positions of arguments that no longer hold their old values.
    warned : tuple of str
        The names of the categories of its warnings, sorted.
    idle : tuple of int
        The positions of generators from which nothing was drawn.
    varies : bool
        Whether an earlier call of the case, with equal arguments and no generator, gave
        another value. A generator of equal seed from which nothing was drawn yet is equal.
    global_random : bool
        Whether a call that was given a generator drew from NumPy's or Python's global one, or
        seeded it.
    """

    value: Plain = None
    raised: Raised | None = None
    changed: tuple[int, ...] = ()
    warned: tuple[str, ...] = ()
    idle: tuple[int, ...] = ()
    varies: bool = False
    global_random: bool = False


Observation = tuple[Outcome, ...]
"""What the calls of one case did, in order."""


@dataclass(frozen=True)
class Part:
    """A share of an exercise's points, earned when all of its cases are right.

    Attributes
    ----------
    id : str
        Its name.
    points : float
        The share.
    title : Text
        What it asks, in a few words.
    of : str
        The name that its cases bear, where several parts share them; its own if empty.
    at_least : float or None
        If given, its cases have a score, by the exercise's view, and this much in the best of
        them earns the points.
    """

    id: str
    points: float
    title: Text
    of: str = ""
    at_least: float | None = None

    @property
    def of_cases(self) -> str:
        """The name that its cases bear."""
        return self.of or self.id

    def owns(self, case: Case) -> bool:
        """Whether a case belongs to this part."""
        return case.part == self.of_cases


@dataclass(frozen=True)
class Mistake:
    """A mistake that the check knows by name.

    Attributes
    ----------
    id : str
        Stable name, as it appears in grades and reports.
    says : Text
        What is wrong, in the student's terms.
    hint : Text
        Where to look; never the answer.
    observed : tuple of Observation
        What a function with this mistake does in each case of the exercise.
    """

    id: str
    says: Text
    hint: Text
    observed: tuple[Observation, ...]


@dataclass(frozen=True)
class Exercise:
    """An exercise with everything that judging one function needs.

    Attributes
    ----------
    name : str
        The function's name.
    chapter : str
        The id of its chapter.
    parameters : tuple of str
        The names of its parameters, for messages.
    returns : tuple of str
        The names of the values that it returns, for messages; empty if it returns one value.
    parts : tuple of Part
        Where its points come from.
    cases : tuple of Case
        The situations, public ones or hidden ones.
    expected : tuple of Observation
        What the reference does in each of them.
    mistakes : tuple of Mistake
        The named mistakes.
    hints : tuple of Text
        General hints, from gentle to strong.
    tolerance : Tolerance
        How far numbers may be off.
    warnings_count : bool
        Whether a warning is wrong. Nearly always False.
    global_random_counts : bool
        Whether using the global random generators is wrong.
    view : str
        The name of a function of `neurona.checks.views` that is applied to what was returned
        before it is compared; empty to compare it as it is.
    remark : Text
        What to add when the function is right; may be empty.
    batched : tuple of int
        The positions of arguments that hold one example a row.
    loop_remark : Text
        What to add in a notebook when the function is right but certainly loops over these
        examples; may be empty.
    exhausted : bool
        Whether the public cases are all there are, so that grading tries no others.
    public : int
        How many of the cases are public; they come first.
    patience : float
        How many times as long as usual a case may take.
    """

    name: str
    chapter: str
    parameters: tuple[str, ...]
    returns: tuple[str, ...]
    parts: tuple[Part, ...]
    cases: tuple[Case, ...]
    expected: tuple[Observation, ...]
    mistakes: tuple[Mistake, ...]
    hints: tuple[Text, ...]
    tolerance: Tolerance = field(default_factory=Tolerance)
    warnings_count: bool = False
    global_random_counts: bool = False
    view: str = ""
    remark: Text = field(default_factory=lambda: Text({SOURCE_LANGUAGE: ""}))
    batched: tuple[int, ...] = ()
    loop_remark: Text = field(default_factory=lambda: Text({SOURCE_LANGUAGE: ""}))
    exhausted: bool = False
    public: int = 0
    patience: float = 1.0

    @property
    def points(self) -> float:
        """The points for the whole exercise."""
        return sum(part.points for part in self.parts)

    def aim(self, case: Case) -> float | None:
        """Return the score of a case that earns everything; None if it is not scored."""
        return max(
            (part.at_least for part in self.parts if part.at_least is not None and part.owns(case)),
            default=None,
        )
