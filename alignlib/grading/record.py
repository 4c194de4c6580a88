"""
The record that the grading passes hand on, kept in the autograded notebook's own metadata.

nbgrader converts a submission twice, in two separate passes, and gives them nothing in common
but the notebook; so what the first pass found out travels in it. A learner cannot forge the
record, because `Pour` starts from the released notebook and takes no metadata from a learner's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alignlib.grading.bounds import one_line
from alignlib.grading.nodes import Node

NAME = "alignlib"

NO_MATH = "tex2jax_ignore mathjax_ignore"
"""Classes that MathJax passes over: a learner's words stand there, and a sum may have a $."""

MOST_NOTICES = 30
"""Sentences about one submission; whoever has more reads no further."""

MARKER_ONLY = "alignlib-marker-only"
"""The tag of a cell that a marker sees in formgrader and a learner never sees."""


def of(nb: Node) -> dict[str, Any]:
    """The record in a notebook; empty where there is none."""
    return dict(nb.metadata.get(NAME, {}))


def put(nb: Node, **entries: Any) -> None:
    """Add entries to the record of a notebook."""
    nb.metadata[NAME] = Node({**of(nb), **entries})


def note(nb: Node, notices: Sequence[str]) -> None:
    """Add notices: sentences about this submission, for its learner and its instructor."""
    every = [*of(nb).get("notices", ()), *(one_line(notice) for notice in notices)]
    put(nb, notices=list(dict.fromkeys(every))[:MOST_NOTICES])
