"""A board of symptoms and causes: which evidence is attached, and which causes count by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alignlib.errors import LearnerError, shown

FEWEST_SOURCES = 2
"""One source may be wrong, or have a reason of its own. Two that agree are hard to wave away."""


@dataclass(frozen=True)
class Named:
    """A symptom or a cause, with its code and its words."""

    code: str
    text: str


@dataclass(frozen=True)
class Row:
    """One piece of evidence about one symptom of the theatre, and where it was found."""

    code: str
    symptom: str
    source: str
    text: str
    bears: tuple[str, ...] = ()
    """The causes that it bears out."""
    against: tuple[str, ...] = ()
    """The causes that it speaks against."""
    told: str = ""
    """What there is to say about it, whichever cause it is attached to."""


SYMPTOMS = (
    Named("P1", "The curtain goes up late"),
    Named("P2", "Nobody uses the lamp desk"),
    Named("P3", "The captions were called off"),
)

CAUSES = (
    Named("C1", "Nobody passed it on"),
    Named("C2", "Promised before asking"),
    Named("C3", "Bought because it shone"),
    Named("C4", "The crew is slow"),
)

EVIDENCE = (
    Row("E1", "P1", "stage log", "Curtain late on 12 nights of 20",
        told="It tells the symptom once more, and no cause."),
    Row("E2", "P1", "stage log", "Crew ready ten minutes early on 19 nights of 20",
        against=("C4",), told="The crew stood ready, on the late nights too."),
    Row("E3", "P1", "door list", "On 11 of the late nights a party of twenty or more came",
        bears=("C1",), told="Who sold the seats knew of each party. The stage saw it at the door."),
    Row("E4", "P1", "box office", "We keep a list of parties. Nobody ever asked us for it.",
        bears=("C1",), told="One side knew, the other one did not."),
    Row("E5", "P1", "talk at the bar", "That crew was always slow",
        told="Somebody says so. Nobody can look it up."),
    Row("E6", "P2", "bills", "Lamp desk, £31,000. “What for” was left blank.",
        bears=("C3",), told="Nobody could say what it was for."),
    Row("E7", "P2", "minutes", "The house next door has one, so let us have one, too",
        bears=("C3",), told="The reason is a neighbour, and not a play."),
    Row("E8", "P2", "course list", "Four of the crew passed the course for the desk in May",
        against=("C4",), told="They learned it. They have no use for it."),
    Row("E9", "P3", "poster", "Printed on 3 March: captions each Friday",
        bears=("C2",), told="A promise, with its date."),
    Row("E10", "P3", "minutes", "9 April: asked the stage. No screen, and nobody can type so fast",
        bears=("C2",), told="The question came five weeks after the promise."),
    Row("E11", "P3", "letter of a guest", "Forty of us sat there on Friday and could read nothing",
        told="It tells how much it hurt, and no cause."),
    Row("E12", "P3", "letter of the stage", "We learned of the captions from the poster",
        bears=("C1", "C2"), told="It fits two causes, so it cannot choose between them."),
)  # fmt: skip

COUNTS = "it counts"
AGAINST = "a row on the board speaks against it"
SILENT = "a row is attached that says nothing about it"
THIN = "one source is not enough"


@dataclass(frozen=True)
class Claim:
    """A cause that somebody names for a symptom, with the rows attached to it."""

    symptom: str
    cause: str
    rows: tuple[Row, ...]

    @property
    def silent(self) -> tuple[Row, ...]:
        """The attached rows that do not bear it out."""
        return tuple(row for row in self.rows if self.cause not in row.bears)

    @property
    def against(self) -> tuple[Row, ...]:
        """All rows of the board that speak against it, attached or not."""
        return tuple(r for r in EVIDENCE if r.symptom == self.symptom and self.cause in r.against)

    @property
    def verdict(self) -> str:
        """Whether it counts, or the first reason why it does not."""
        if self.against:
            return AGAINST
        if self.silent:
            return SILENT
        if len({row.source for row in self.rows}) < FEWEST_SOURCES:
            return THIN
        return COUNTS

    @property
    def counts(self) -> bool:
        """Whether two sources bear it out, nothing speaks against it, and no row is idle."""
        return self.verdict == COUNTS


@dataclass(frozen=True)
class Board:
    """Which row of evidence is attached to which cause, as pairs of their codes."""

    attached: frozenset[tuple[str, str]] = frozenset()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What the board claims: each cause with a row attached, symptom by symptom."""
        made = []
        for symptom in SYMPTOMS:
            for cause in CAUSES:
                rows = tuple(
                    row
                    for row in EVIDENCE
                    if row.symptom == symptom.code and (row.code, cause.code) in self.attached
                )
                if rows:
                    made.append(Claim(symptom.code, cause.code, rows))
        return tuple(made)

    @property
    def counted(self) -> tuple[Claim, ...]:
        """The claims that count."""
        return tuple(claim for claim in self.claims if claim.counts)

    @property
    def open(self) -> tuple[Named, ...]:
        """The symptoms that have no cause that counts."""
        found = {claim.symptom for claim in self.counted}
        return tuple(symptom for symptom in SYMPTOMS if symptom.code not in found)


def said_of(row: Row, cause: str) -> str:
    """
    What a row says about a cause, in a sentence or two.

    >>> said_of(EVIDENCE[0], "C1")
    'It says nothing about C1. It tells the symptom once more, and no cause.'
    >>> said_of(EVIDENCE[1], "C4")
    'It speaks against C4. The crew stood ready, on the late nights too.'
    """
    if cause in row.bears:
        kind = "It bears out"
    elif cause in row.against:
        kind = "It speaks against"
    else:
        kind = "It says nothing about"
    return f"{kind} {cause}. {row.told}"


def attached(pairs: Iterable[object]) -> Board:
    """
    The board of pairs that are written as "E3-C1"; "all" attaches every row to every cause.

    Raises `LearnerError` for what is no pair of this board.

    >>> attached(["E3-C1", "e4 - c1"]).counted[0].symptom
    'P1'
    """
    every = {(row.code, cause.code) for row in EVIDENCE for cause in CAUSES}
    found: set[tuple[str, str]] = set()
    for pair in pairs:
        row, _, cause = str(pair).upper().replace(" ", "").partition("-")
        if (row, cause) == ("ALL", ""):
            found |= every
        elif (row, cause) in every:
            found.add((row, cause))
        else:
            raise LearnerError(
                f"{shown(pair)} is no pair of this board. Write a row of evidence and a cause, "
                f'such as "E3-C1". The rows are E1 to {EVIDENCE[-1].code}; the causes are '
                f"{', '.join(cause.code for cause in CAUSES)}."
            )
    return Board(frozenset(found))
