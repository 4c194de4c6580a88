"""Which learner's ids can be the name of a folder, on every system and in nbgrader's own search."""

from __future__ import annotations

import unicodedata

LONGEST = 200
"""Bytes of an id. A folder's name has 255 at most, and notes beside it need some of them."""

NOT_IN_WINDOWS = '<>:"/\\|?*'
"""Characters that no name in Windows holds; two of them part folders elsewhere, too."""

NOT_IN_A_SEARCH = "[]"
"""nbgrader looks for submissions by a pattern, in which these mean something else."""

DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
"""Names that are devices in Windows, whatever ending follows them."""


def unfit(learner: str) -> str:
    """
    Why a learner's id cannot name a folder, in words that follow “it”; empty where it can.

    >>> unfit("ada"), unfit("o'neill"), unfit("../ada")
    ('', '', "holds '/', which no folder's name can")
    >>> unfit("aux.1")
    'is the name of a device in Windows'
    """
    if not learner:
        return "is empty"
    if len(learner.encode("utf-8", "replace")) > LONGEST:
        return f"is longer than {LONGEST} bytes"
    for character in learner:
        if unicodedata.category(character).startswith("C"):
            return f"holds the character U+{ord(character):04X}, which nobody can see"
        if character in NOT_IN_WINDOWS:
            return f"holds {character!r}, which no folder's name can"
        if character in NOT_IN_A_SEARCH:
            return f"holds {character!r}, and nbgrader would not find the folder"
    if learner.startswith((".", " ")) or learner.endswith((".", " ")):
        return "begins or ends with a dot or a space"
    if learner.partition(".")[0].strip().casefold() in DEVICES:
        return "is the name of a device in Windows"
    return ""
