"""What a learner hands over as an answer, before an item looks at it."""

from __future__ import annotations

from typing import Any

SAME_IN_PYTHON = tuple("biufU")
"""NumPy's letters for truth values, numbers and text: their single values are Python's own."""

TIMES = tuple("mM")
"""NumPy's letters for spans of time and dates. As numbers they would be counts of nanoseconds."""


def plain(value: Any) -> Any:
    """
    NumPy's single numbers, truth values and texts as Python's own; anything else as it is.

    A span of time becomes its text: NumPy counts it among the whole numbers, which it is not.

    >>> import numpy as np
    >>> plain(np.float64(61.5)), plain(np.bool_(True))
    (61.5, True)
    """
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if getattr(value, "shape", None) != ():
        return value
    if kind in SAME_IN_PYTHON:
        return value.item()
    return str(value) if kind in TIMES else value


def hint(value: Any) -> str:
    """What to do with a value that is a whole table, column or array; empty for any other."""
    try:
        shape = getattr(value, "shape", None)
    except Exception:  # noqa: BLE001 - a value's own methods may break in any way
        return ""
    match shape:
        case (_, _):
            return " Take one column out of it by its name, or one value with .loc and .item()."
        case (_,):
            return " Take one value out of it with .iloc[0] or .item(), or make it a list of ids."
    return ""
