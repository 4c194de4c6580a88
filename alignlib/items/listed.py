"""What the kinds share whose answer is a list of ids or of pairs; no kind itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from alignlib.errors import AnswerError, CaseError, shown
from alignlib.items.base import Item

JOINT = "/"
"""Between the two ids of a pair, in keys and feedback: `"I01/O2"`. No id of a pair holds it."""


def refuse_joints(ids: Iterable[str], data: Mapping[str, Any]) -> None:
    """Hold that no id has the sign in it that joins a pair. Raises `CaseError` for one that has."""
    for identity in ids:
        if JOINT in identity:
            raise CaseError(
                f"Item {shown(data['id'])} has the id {shown(identity)}, but no id of a pair may "
                f"hold {JOINT!r}. Get a fresh copy of the assignment."
            )


def entries(title: str, value: object, example: str) -> list[Any]:
    """
    The entries of an answer that must be a list.

    Any collection will do, as an answer may come out of a computation. Raises `AnswerError` for
    a single value, for text, and for what would be taken apart in a way that nobody means.
    """
    if hasattr(value, "columns"):
        raise AnswerError(
            f"{title}: the answer must be a list, such as {example}; found a whole table "
            f"({type(value).__name__}). Turn it into a list, for example with .values.tolist()."
        )
    listed: list[Any] | None = None
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        # NumPy's arrays of no dimension say that they can be gone through, and cannot.
        with contextlib.suppress(TypeError):
            listed = list(value)
    if listed is None:
        raise AnswerError(
            f"{title}: the answer must be a list, such as {example}; found {shown(value)}."
        )
    return listed


def readable_entries(item: Item, value: object) -> tuple[Any, tuple[str, ...]]:
    """The entries of a recorded list that are good, each once; one problem for each other one."""
    if not isinstance(value, list):
        return Item.readable_part(item, value)
    kept: list[Any] = []
    problems: list[str] = []
    for entry in value:
        good, bad = Item.readable_part(item, [entry])
        problems += bad
        for one in good or ():
            if one in kept:
                name = one if isinstance(one, str) else JOINT.join(one)
                problems.append(f"{item.title}: {name} is in the list twice. It counts once.")
            else:
                kept.append(one)
    return item.validate(kept), tuple(problems)
