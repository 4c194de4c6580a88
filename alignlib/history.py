"""
`progress.json`: when a learner tried what for practice, and how it went.

It lies beside `answers.json`, in the form of that file, so that all that keeps an answer safe keeps
this too. Beyond the learner's id it holds nothing about a person. It is only written where the key
is open, and only for the learner: neither the receipt nor the grader reads it, and whoever deletes
it loses nothing but dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alignlib import answers as recorded
from alignlib import certainty, safe_file
from alignlib.answers import Answers
from alignlib.errors import AnswerError
from alignlib.items import Item, Outcome
from alignlib.scoring import Score

FILE_NAME = "progress.json"


@dataclass(frozen=True)
class Try:
    """
    One item on one variant: how sure the learner was, and what the first check found.

    `parts` gives for each part that a check told of whether it was right at first, and its claim.
    `share` is the share of the points at the first check at which nothing was open any more
    (`done`), until then at the latest one. Whatever is corrected after that is worth nothing here:
    by then the learner had read the answer.
    """

    item: str
    variant: int
    sure: int | None = None
    at: str = ""
    share: float = 0.0
    done: bool = False
    parts: Mapping[str, tuple[bool, str]] = field(default_factory=dict)

    @property
    def checked(self) -> bool:
        """Whether there was a check; until then a certainty may be said and changed."""
        return bool(self.at)

    @property
    def right(self) -> int:
        """How many parts were right at first."""
        return sum(right for right, _ in self.parts.values())

    @property
    def wrong(self) -> int:
        """How many parts were wrong at first."""
        return len(self.parts) - self.right

    def after(self, item: Item, value: Any, score: Score) -> Try:
        """The same try after a check of the answer `value`, which earned `score`."""
        waits = any(verdict.outcome is Outcome.FOR_A_HUMAN for verdict in score.verdicts)
        if self.done or waits or not score.attempted:
            return self
        found = {
            verdict.part: (verdict.outcome is Outcome.MET, verdict.claim)
            for verdict in score.verdicts
            if verdict.outcome in (Outcome.MET, Outcome.NOT_MET)
        }
        parts = {**found, **self.parts}
        first = sum(right for right, _ in parts.values()) / len(parts) if parts else 0.0
        share = score.points / score.max_points if score.max_points else 0.0
        return replace(
            self,
            at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            # A part that was told and then corrected does not raise the share.
            share=round(min(share, first), 4),
            done=not item.open_parts(value),
            parts=parts,
        )

    def to_data(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "item": self.item,
            "variant": self.variant,
            "sure": self.sure,
            "at": self.at,
            "share": self.share,
            "done": self.done,
            "parts": {part: [right, claim] for part, (right, claim) in self.parts.items()},
        }


def _try(data: Any) -> Try:
    """A try from its JSON form. Raises `KeyError`, `TypeError` or `ValueError` for another form."""
    sure, share, at = data["sure"], data["share"], data["at"]
    if sure is not None and (type(sure) is not int or sure not in certainty.WORDS):
        raise ValueError("no certainty")
    if type(share) not in (int, float) or not 0 <= share <= 1:
        raise ValueError("no share")
    if type(data["variant"]) is not int or type(data["item"]) is not str or type(at) is not str:
        raise TypeError("no item of a variant")
    if at:
        datetime.fromisoformat(at)
    parts = {str(part): (right is True, str(claim)) for part, (right, claim)
             in data["parts"].items()}  # fmt: skip
    return Try(data["item"], data["variant"], sure, at, share, data["done"] is True, parts)


def tries_in(found: Answers) -> tuple[Try, ...]:
    """The tries in a file that was read; what is none of ours is left out."""
    tries = []
    for answer in found.items.values():
        try:
            tries.append(_try(answer.value))
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    return tuple(tries)


@dataclass(frozen=True)
class History:
    """The `progress.json` of one assignment. It holds no state: each call reads the file."""

    path: Path
    assignment: str

    def tries(self) -> tuple[Try, ...]:
        """What was tried; nothing where there is no file, or none that can be read."""
        return tries_in(recorded.read(self.path) or Answers())

    def of(self, item: str, variant: int) -> Try:
        """The try of an item on a variant; one that holds nothing if there was none."""
        return _found(self.tries(), item, variant)

    def change(self, item: str, variant: int, change: Callable[[Try], Try], learner: str) -> Try:
        """
        Put what `change` makes of a try in its place, under the lock; the new try.

        Raises `AnswerError` where the disk refuses, or where a newer alignlib wrote the file.
        """
        with safe_file.locked(self.path.parent):
            now = recorded.read(self.path) or Answers()
            if now.untouchable:
                raise AnswerError(f"Not saved: {self.path.name} {now.untouchable}.")
            before = _found(tries_in(now), item, variant)
            after = change(before)
            if after != before:
                if now.problems:
                    safe_file.put_aside(self.path, f"damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}")
                elif now.older is not None:
                    safe_file.put_aside(self.path, f"version-{now.older}")
                mine = Answers(self.assignment, learner or now.learner, None, now.items)
                recorded.write(self.path, mine.with_answer(f"{item} {variant}", after.to_data()))
        return after

    def note(
        self, item: Item, variant: int, value: Any, score: Score, learner: str
    ) -> tuple[str, str]:
        """
        Note a check of the answer `value`.

        What a certainty counted, and what could not be noted, in words; both may be empty. A disk
        that refuses costs the dates of a learner's progress, never the feedback.
        """
        try:
            tried = self.change(
                item.id, variant, lambda one: one.after(item, value, score), learner
            )
        except AnswerError as error:
            return "", f"This try could not be noted for alignlib.progress(). {error}"
        if tried.sure and tried.parts:
            return certainty.told(tried.sure, tried.right, tried.wrong), ""
        return "", ""


def _found(tries: Iterable[Try], item: str, variant: int) -> Try:
    for one in tries:
        if (one.item, one.variant) == (item, variant):
            return one
    return Try(item, variant)
