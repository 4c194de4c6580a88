"""Bounds on what a stranger wrote, before it is stored, shown or logged."""

from __future__ import annotations

import re
from typing import Any

DEEPEST = 40
"""Levels of nesting. An answer has three and a notebook's output about ten; each costs a stack."""

LONGEST_LINE = 300
"""Characters of one notice: more is no longer a notice."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def too_deep(value: Any) -> bool:
    """
    Whether plain data is nested more than `DEEPEST` levels (found without recursion).

    >>> too_deep([[1], {"a": [2]}])
    False
    """
    level, depth = [value], 0
    while level:
        if depth > DEEPEST:
            return True
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        level, depth = inner, depth + 1
    return False


def writable(text: str) -> str:
    r"""
    The text as it can be written to a file: half a character pair becomes a question mark.

    >>> writable("a\ud800b")
    'a?b'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str, limit: int = LONGEST_LINE) -> str:
    r"""
    The text as one line without control characters, cut to `limit`.

    A second line in a log could pass for another message, and an empty line in a page for the
    end of the HTML around it.

    >>> one_line("a\n\n[b](http://c)")
    'a [b](http://c)'
    """
    line = writable(" ".join(_CONTROL.sub(" ", text).split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"
