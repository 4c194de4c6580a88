"""
The independent checker: holds a draw against what a learner sees of it.

It shares no code with the planting. Texts are read anew, measures are taken anew from the
finished tables, and only then is the log of the draw compared. A draw is accepted only when
all agree and nothing in it is ambiguous.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alignlib import tables
from alignlib.errors import CaseError
from alignlib.variants import proof
from alignlib.variants.plant import Planted
from alignlib.variants.ruler import columns_of
from alignlib.variants.sources import source_of


def objections(
    planted: Planted, template: Mapping[str, Any], items: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """
    Every reason not to accept a draw, as `rule: what was found`; none if it is sound.

    The cheap rules come first: most callers want to know one reason.
    """
    try:
        for name, rows in planted.rows.items():
            tables.check(tables.declared(name, columns_of(name, rows)), rows)
        tables.check_references(planted.rows)
    except CaseError as error:
        yield f"tables: {error}"
        return
    yield from _texts(planted)
    for item in items:
        source = source_of(item)
        if source is not None:
            yield from source.objections(item, planted, template)
    if planted.plan is not None:
        plan = planted.plan
        yield from proof.objections(plan.clean, plan.rows, plan.log, planted.finish)


def _texts(planted: Planted) -> Iterator[str]:
    """No slot left open, and no text twice in one table of statements."""
    said = [
        planted.case["brief"],
        *(str(v) for table in planted.rows.values() for row in table for v in row.values()),
    ]
    for text in said:
        if "{" in text or "}" in text:
            yield f"open slot: {text[:60]!r}"
    for name, table in planted.rows.items():
        if name not in tables.TABLES:
            doubled = [t for t, n in Counter(row["text"] for row in table).items() if n > 1]
            if doubled:
                yield f"same text twice in {name}: {doubled[0][:60]!r}"
