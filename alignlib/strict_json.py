"""JSON that a stranger wrote: what cannot be used stays in its place, marked, with the reason."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from alignlib.errors import shown


@dataclass(frozen=True)
class Unusable:
    """
    Stands in for a value that cannot be used; `why` says so after “it”.

    A mark instead of an error, so that one bad value costs itself and not the whole file.
    """

    why: str

    def __repr__(self) -> str:
        return "an unusable value"


TWICE = Unusable("is in the file twice, with different values")


def loads(text: str) -> Any:
    """
    The data in a JSON text, with an `Unusable` for each value that cannot be used.

    That is a name twice in one object with different values, NaN, infinity, and a number with
    more digits than Python reads. Raises `ValueError` or `RecursionError` where the text as a
    whole is no JSON.
    """
    return json.loads(
        text,
        object_pairs_hook=_once,
        parse_constant=_no_number,
        parse_float=_finite,
        parse_int=_whole,
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found[name] = TWICE if name in found and found[name] != value else value
    return found


def _no_number(digits: str) -> Unusable:
    return Unusable(f"holds a value that cannot be used: {shown(digits, 30)} is not a number "
                    "one can score")  # fmt: skip


def _finite(digits: str) -> float | Unusable:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits)


def _whole(digits: str) -> int | Unusable:
    try:
        return int(digits)
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        return _no_number(digits)


def unusable_in(value: Any) -> Unusable | None:
    """The first mark anywhere in `value` (a loop: the depth is a stranger's); None without one."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, Unusable):
            return one
        if isinstance(one, dict):
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)
    return None
