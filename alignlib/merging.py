"""Two windows on one answer: what both changed in it is put together, part by part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alignlib.errors import AnswerError


def changes(before: Any, after: Any) -> int:
    """
    In how many parts two answers differ; an answer without parts differs in one or none.

    >>> changes({"B01": "business"}, {"B01": "neither", "B02": "neither"})
    2
    """
    if before == after:
        return 0
    if _of(dict, before, after):
        one, other = before or {}, after or {}
        return sum(one.get(part) != other.get(part) for part in {**one, **other})
    if _of(list, before, after):
        one, other = before or [], after or []
        return sum(part not in other for part in one) + sum(part not in one for part in other)
    return 1


def merged(before: Any, mine: Any, theirs: Any, validate: Callable[[Any], Any]) -> Any:
    """
    What is recorded (`theirs`) with the parts that a window changed (`before` to `mine`).

    `validate` is the item's own. It tells a list that is a set, which it puts in one order,
    from a sequence. Raises `AnswerError` where both changed something that has no parts, such
    as a text: neither may be lost without a word.

    >>> merged({}, {"B02": "neither"}, {"B01": "business"}, dict)
    {'B01': 'business', 'B02': 'neither'}
    """
    if theirs in (before, mine):
        return mine
    if _of(dict, before, mine, theirs):
        old, new, result = before or {}, mine or {}, dict(theirs or {})
        for part in {**old, **new}:
            if part not in new:
                result.pop(part, None)
            elif new[part] != old.get(part):
                result[part] = new[part]
        return validate(result) if result else (theirs if mine else mine)
    if _of(list, before, mine, theirs):
        old, new = before or [], mine or []
        kept = [part for part in theirs or [] if part in new or part not in old]
        both = kept + [part for part in new if part not in kept and part not in old]
        if not both:
            return theirs if mine else mine
        if _is_set(both, validate):
            return validate(both)
    raise AnswerError(
        "Not saved: this answer was changed in another window after this panel was shown. "
        "Keep a copy of what you typed, run this cell again, and go on from what is there."
    )


def _is_set(value: list[Any], validate: Callable[[Any], Any]) -> bool:
    """Whether the order in a list is of no meaning to the item that it answers."""
    try:
        return bool(validate(value) == validate(value[::-1]))
    except AnswerError:
        return False


def _of(kind: type, *values: Any) -> bool:
    """Whether all values are of this kind, or not there."""
    return all(value is None or isinstance(value, kind) for value in values)
