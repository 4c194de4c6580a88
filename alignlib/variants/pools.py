"""Pools of texts: so many of each label are drawn, and the template says what each is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from alignlib.errors import CaseError, shown
from alignlib.variants.stream import Stream


def draw_pool(
    pool: Mapping[str, Any], slots: Mapping[str, Any], stream: Stream
) -> tuple[list[dict[str, Any]], dict[str, dict[str, str]]]:
    """The texts of one pool, so many of each label, shuffled and numbered; and their labels."""
    taken: list[Mapping[str, Any]] = []
    for label, count in pool["take"].items():
        taken += _strata([e for e in pool["entries"] if e["label"] == label], count, stream)
    rows, labels = [], {}
    for number, entry in enumerate(stream.shuffled(taken), start=1):
        identity = f"{pool['prefix']}{number:02}"
        rows.append(
            {
                "id": identity,
                "note": entry[pool["note"]].format(**slots).strip(),
                "text": entry["text"].format(**slots).strip(),
            }
        )
        labels[identity] = {
            "label": entry["label"],
            "why": entry["why"].format(**slots).strip(),
            "claim": entry["claim"],
            "lure": entry.get("lure", ""),
        }
    return rows, labels


def _strata(
    entries: Sequence[Mapping[str, Any]], count: int, stream: Stream
) -> list[Mapping[str, Any]]:
    """
    So many entries, with the same number of traps in every variant.

    An entry with a lure is harder than one without. Were it left to chance how many come, one
    learner would draw a harder case than another.
    """
    luring = [entry for entry in entries if entry.get("lure")]
    plain = [entry for entry in entries if not entry.get("lure")]
    # Half rounds up: it must not depend on the draw.
    traps = (2 * count * len(luring) + len(entries)) // (2 * len(entries))
    return stream.sample(luring, traps) + stream.sample(plain, count - traps)


def label_of(text: str, pool: Mapping[str, Any]) -> str:
    """
    The label that the pool gives a text, whatever values stand in its slots.

    This reads the text and not the log of the draw. Raises `CaseError` for a text that is
    none of the pool's, or that it has under two labels.
    """
    found = {
        str(entry["label"])
        for entry in pool["entries"]
        if re.fullmatch(_pattern(entry["text"].strip()), text)
    }
    if len(found) != 1:
        raise CaseError(f"{shown(text)} reads as {sorted(found)}")
    return found.pop()


def _pattern(text: str) -> str:
    """A pattern in which each {slot} stands for any words."""
    return re.sub(r"\\\{[\w.\\]+\\\}", r"[^\n]+?", re.escape(text))
