"""How far a learner is in one assignment: what is done, how it went, when to come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from alignlib import answers as recorded
from alignlib import cases, history, review
from alignlib.answers import Answers
from alignlib.cases import Bundle, learner_id
from alignlib.draws import Draw, Draws
from alignlib.errors import LearnerError, shown
from alignlib.history import Try, tries_in
from alignlib.items import Item
from alignlib.logbook import Logbook
from alignlib.scoring import award

LESSON = "lesson"
"""The id under which every lesson opens its practice, so that all readers see the same case."""


@dataclass(frozen=True)
class ItemStanding:
    """
    One item of an assignment.

    `share` is the share of the points at the latest try that was complete; None where there is
    none, where the key is with an instructor, and where a reader decides. `day` is when that was,
    `due` when to come back.
    """

    id: str
    title: str
    answered: bool
    begun: bool
    share: float | None = None
    day: date | None = None
    due: date | None = None
    tries: int = 0

    @property
    def known(self) -> bool:
        """Whether the latest try went well."""
        return self.share is not None and self.share >= review.KNOWN


@dataclass(frozen=True)
class Standing:
    """One assignment or one lesson's practice. `told` are its latest tries, for their parts."""

    title: str
    folder: str
    sealed: bool
    items: tuple[ItemStanding, ...]
    told: tuple[Try, ...] = ()
    tries: tuple[Try, ...] = ()

    @property
    def answered(self) -> int:
        """How many items are complete."""
        return sum(item.answered for item in self.items)

    @property
    def sign(self) -> str:
        """All answered, some begun, or nothing yet."""
        if self.answered == len(self.items):
            return "✓"
        return "◐" if any(item.begun for item in self.items) else "○"

    @property
    def unscored(self) -> int:
        """How many are complete and have no score here: a memo, or a key that is not open."""
        return sum(item.answered and item.share is None for item in self.items)

    @property
    def known(self) -> int:
        """How many items went well at the latest try."""
        return sum(item.known for item in self.items)


def standing_in(folder: Path, learner: str) -> tuple[Standing | None, tuple[str, ...]]:
    """
    The standing in a folder, and in words what could not be used there.

    What is of somebody else, of another assignment, or damaged is told and not counted; it
    is left as it is. Nothing in the folder makes this raise.
    """
    if not (folder / cases.FILE_NAME).exists():
        return None, (
            f"{folder.name}: answers without their {cases.FILE_NAME}. They were not counted.",
        )
    try:
        bundle = Bundle(folder / cases.FILE_NAME)
        log = Logbook(folder / recorded.FILE_NAME, bundle.assignment, bundle.variants)
        answers, said = _mine(log.read(), bundle.assignment, learner, recorded.FILE_NAME)
        draws = Draws(bundle, log, learner or answers.learner)
        noted, more = _mine(
            recorded.read(folder / history.FILE_NAME) or Answers(),
            bundle.assignment,
            learner,
            history.FILE_NAME,
        )
        tries = tries_in(noted) if bundle.open else ()
        # A foreign file has a variant of its own, and none of its answers counts.
        here = _standing(bundle, draws.mine, answers, tries)
    except LearnerError as error:
        return None, (f"{folder.name}: {error}",)
    return replace(here, folder=folder.name), tuple(
        f"{bundle.title}: {words}" for words in (*said, *more)
    )


def _mine(
    found: Answers, assignment: str, learner: str, name: str
) -> tuple[Answers, tuple[str, ...]]:
    """What is this learner's in a file, and what is wrong with it."""
    if found.assignment and found.assignment != assignment:
        other = shown(found.assignment)
        return Answers(), (f"its {name} is of the assignment {other}. It was not counted.",)
    owner = learner_id(found.learner)
    if learner and owner not in ("", LESSON, learner):
        return Answers(), (f"its {name} is of {shown(owner)}, not of {learner}. Not counted.",)
    problems = tuple(text.replace("The answers file", f"its {name}") for text in found.problems)
    return found, problems


def _standing(bundle: Bundle, draw: Draw, answers: Answers, tries: tuple[Try, ...]) -> Standing:
    key = bundle.key(draw.number) if bundle.open else {}
    items, latest, every = [], [], []
    for item in draw.variant.items.values():
        value = _value(item, answers)
        own = [one for one in tries if one.item == item.id and one.checked]
        live = _live(item, value, answers, draw.number, key)
        if live and not any(one.variant == draw.number and one.done for one in own):
            own = [*(one for one in own if one.variant != draw.number), live]
        own.sort(key=lambda one: one.at)
        done = [one for one in own if one.done]
        last = done[-1] if done else None
        items.append(
            ItemStanding(
                item.id,
                item.title,
                answered=not item.open_parts(value) or bool(done),
                begun=value is not None or bool(own),
                share=last.share if last else None,
                day=_day(last.at) if last else None,
                due=review.due((_day(one.at), one.share) for one in done),
                tries=len(done),
            )
        )
        latest += own[-1:]
        every += own
    return Standing(bundle.title, "", not bundle.open, tuple(items), tuple(latest), tuple(every))


def _value(item: Item, answers: Answers) -> object:
    """The readable part of what is recorded for an item."""
    if item.id not in answers.items:
        return None
    return item.readable_part(answers.items[item.id].value)[0]


def _live(
    item: Item, value: object, answers: Answers, variant: int, key: Mapping[str, object]
) -> Try | None:
    """A complete answer that was never checked, as a try on the day on which it was recorded."""
    if value is None or item.open_parts(value) or item.id not in key:
        return None
    score = award(item, value, key[item.id])  # type: ignore[arg-type]
    tried = Try(item.id, variant).after(item, value, score)
    at = answers.items[item.id].at
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return None
    return replace(tried, at=at) if tried.done else None


def _day(at: str) -> date:
    """The day of a moment, where the learner is."""
    return datetime.fromisoformat(at).astimezone().date()
