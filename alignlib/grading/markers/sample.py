"""Draw memos for a second marker, under neutral numbers, and keep apart whose they are."""

from __future__ import annotations

import csv
import io
import random
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignlib.answers import parse
from alignlib.errors import InstructorError, nearest
from alignlib.grading.course import canonical
from alignlib.grading.markers.comments import read_comment
from alignlib.grading.markers.sheet import as_csv
from alignlib.grading.marking import memo_text, prepare
from alignlib.grading.pages.returned import Desk

TO_HAND_OUT = "for-the-marker"
KEPT_APART = "keep-apart"

WIDTH = 88
"""Characters of a line in the rubric's text file."""


@dataclass(frozen=True)
class Handed:
    """A memo that somebody handed in, with the first marker's points where there are any."""

    learner: str
    variant: int | None
    text: str
    score: float | None
    points: Mapping[str, float]


def memo_of(desk: Desk, item: str = "") -> Mapping[str, Any]:
    """
    The memo of an assignment with its rubric; `item` says which, where there are several.

    Raises `InstructorError` where there is none, or none of this name.
    """
    schemes = desk.frame.schemes
    name = item or (next(iter(schemes)) if len(schemes) == 1 else "")
    if name in schemes:
        return schemes[name]
    there = ", ".join(schemes) or "none"
    hint = nearest(item, schemes) if item else "Say which one: --item ID."
    raise InstructorError(f"Memos of {desk.frame.assignment}: {there}. {hint}".strip())


def handed_in(desk: Desk, item: Mapping[str, Any]) -> Iterator[Handed]:
    """Every memo of a class that is not empty. Raises `InstructorError` as `Desk.record_of`."""
    for learner in desk.learners:
        record = desk.record_of(learner)
        answers = parse(canonical(record.get("answers", {})))
        marking = prepare(answers, desk.frame.bundle, learner, desk.frame.assignment)
        text = memo_text(marking, item["id"], record.get("written", {}))
        mark = desk.marked[learner].marks.get(item["id"])
        if text.strip() and mark is not None:
            rows = read_comment(mark.comment, item.get("criteria", ())).rows
            points = {name: row.points for name, row in rows.items()}
            variant = marking.variant.number if marking.variant else None
            yield Handed(learner, variant, text, mark.manual, points)


def draw(memos: Sequence[Handed], count: int, seed: str | None = None) -> list[Handed]:
    """
    `count` memos by lot, in the order of the lot; a seed draws the same ones again.

    Raises `InstructorError` where there are not so many.
    """
    if not 1 <= count <= len(memos):
        raise InstructorError(
            f"--memos is {count}; {len(memos)} memos were handed in. Ask for 1 to {len(memos)}."
            if memos
            else "No memo was handed in, so there is none to draw."
        )
    chance = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 - no secret
    return chance.sample(list(memos), count)


def write_sample(folder: Path, item: Mapping[str, Any], drawn: Sequence[Handed]) -> None:
    """
    Write what the second marker gets, and what must be kept from them.

    Raises `InstructorError` for a folder that holds something already: a list that resolves
    other numbers would be lost.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InstructorError(f"{folder} is there already. Name a new or an empty folder: --into.")
    out, apart = folder / TO_HAND_OUT, folder / KEPT_APART
    (out / "memos").mkdir(parents=True)
    apart.mkdir()
    width = max(2, len(str(len(drawn))))
    numbered = {f"{n:0{width}}": memo for n, memo in enumerate(drawn, start=1)}
    criteria = [criterion["id"] for criterion in item.get("criteria", ())]
    for number, memo in numbered.items():
        # A finding can only be checked in the case that the memo is about.
        case = f", variant {memo.variant} of the case" if memo.variant else ""
        text = f"Memo {number}{case}\n\n{memo.text.strip()}\n"
        _write(out / "memos" / f"{number}.txt", text)
    _write(out / "rubric.txt", rubric(item))
    _write(out / "marks.csv", as_csv(criteria, {number: {} for number in numbered}))
    _write(apart / "who-is-who.csv", _who(item["id"], numbered))
    first = {number: memo.points for number, memo in numbered.items()}
    if any(first.values()):
        _write(apart / "first-marker.csv", as_csv(criteria, first))


def rubric(item: Mapping[str, Any]) -> str:
    """A memo's task and rubric as plain text, the best level of a criterion first."""
    parts = [item["title"], _filled(item["prompt"])]
    for criterion in item.get("criteria", ()):
        levels = criterion.get("levels", ())
        points = f", at most {criterion['points']:g} points" if "points" in criterion else ""
        parts.append(f"{criterion['id']}: {criterion['label']}{points}")
        parts += [
            _filled(f"Level {level}: {text}", "    ")
            for level, text in zip(range(len(levels), 0, -1), levels, strict=True)
        ]
    for exemplar in item.get("exemplars", ()):
        parts += [f"Exemplar, level {exemplar['level']:g}", _filled(exemplar["text"], "    ")]
    return "\n\n".join(parts) + "\n"


def _filled(text: str, indent: str = "") -> str:
    # A word is not broken at its hyphen: whoever looks for it in the file finds it.
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _who(item: str, numbered: Mapping[str, Handed]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["memo", "learner", "item", "first score"])
    for number, memo in numbered.items():
        score = "" if memo.score is None else f"{memo.score:g}"
        writer.writerow([number, _harmless(memo.learner), item, score])
    return out.getvalue()


def _harmless(text: str) -> str:
    """
    A text that a spreadsheet takes for a text: one that begins like a formula gets a sign first.

    >>> _harmless("=1+1"), _harmless("ada")
    ("'=1+1", 'ada')
    """
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1].isspace() else text


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
