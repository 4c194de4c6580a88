"""Items that ask for the value of a measure: `from: {measure: …}`."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any, ClassVar

from alignlib import tables
from alignlib.errors import CaseError
from alignlib.variants.clean.sketch import Rows
from alignlib.variants.forms import NUMBER, TEXT, record
from alignlib.variants.plant import Planted
from alignlib.variants.ruler import read, rulers
from alignlib.variants.sources.base import Declared

FORM = record({"measure": TEXT}, about=TEXT, times=NUMBER)

CLEAR_OF_MISTAKES = 6
"""Tolerances by which every named mistake stays away from the answer, and out of its band."""

DECIMALS = 4
"""Decimals of a number in a key: far more than an item asks for, and no noise of floats."""


class OfMeasure:
    """
    The value of a measure on the finished tables, times a factor (100 for per cent).

    A named mistake is the same measure in a world that the learner took for this one: `as_if`
    sets columns of a table to other values, a text with {column} to what stands in that column
    of the row. Who counts closed goals as live has measured as if each goal were live. Or it is
    another measure of the same tables, taken for this one: `instead`.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("number",)

    def faults(self, item: Declared, template: Declared) -> Iterator[str]:
        """Measures, tables and columns that are not there."""
        name = item["from"]["measure"]
        if name not in rulers():
            yield f".from.measure: there is no measure {name!r}. There are {', '.join(rulers())}."
            return
        if (rulers()[name].each is None) == ("about" in item["from"]):
            needed = "needs" if rulers()[name].each else "takes no"
            yield f".from: the measure {name} {needed} 'about', the code it is measured for."
        for mistake, told in item.get("mistakes", {}).items():
            if "instead" in told:
                if told["instead"] not in rulers():
                    yield f".mistakes.{mistake}.instead: there is no measure {told['instead']!r}."
                continue
            world = told["as_if"]
            there = tables.TABLES.get(world["table"])
            columns = {column.name for column in there.columns} if there else set()
            for column in (*world["set"], *world.get("where", ())):
                if column not in columns:
                    yield (
                        f".mistakes.{mistake}.as_if: there is no column {world['table']}.{column}."
                    )

    def data(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """Nothing: what a number item shows is all declared."""
        return {}

    def key(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The answer, and what each named mistake gives."""
        return {
            "answer": _value(item, planted.rows),
            "tolerance": item["tolerance"],
            "band": item["band"],
            "mistakes": [
                {
                    "name": name,
                    "value": _mistaken(item, told, planted.rows),
                    "says": told["says"],
                    **({"share": told["share"]} if "share" in told else {}),
                }
                for name, told in item.get("mistakes", {}).items()
            ],
            "claim": item["claims"][0],
        }

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Any:
        """The value that the measure gives."""
        return _value(item, planted.rows)

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """An answer out of its bounds, and mistakes that could be taken for it or each other."""
        try:
            key = self.key(item, planted)
        except CaseError as error:
            yield f"answer of {item['id']}: {error}"
            return
        answer, tolerance = key["answer"], item["tolerance"]
        low, high = item.get("within", (item["low"], item["high"]))
        if not low <= answer <= high:
            yield f"answer of {item['id']} out of bounds: {answer:g} is not in {low:g} to {high:g}"
        for mistake in key["mistakes"]:
            clear = max(CLEAR_OF_MISTAKES * tolerance, item["band"])
            if abs(mistake["value"] - answer) < clear:
                yield f"mistake too near the answer of {item['id']}: {mistake['name']}"
        values = sorted(mistake["value"] for mistake in key["mistakes"])
        if any(b - a <= 2 * tolerance for a, b in itertools.pairwise(values)):
            yield f"two mistakes give the same number in {item['id']}: {values}"


def _value(item: Declared, rows: Rows) -> float:
    """
    The value of the item's measure on these tables.

    Raises `CaseError` where it is undefined, saying why.
    """
    source = item["from"]
    for measure in read(rows, only=[source["measure"]]).of(source["measure"]):
        if measure.about == source.get("about", ""):
            if math.isnan(measure.value):
                raise CaseError(f"{source['measure']} is undefined: {measure.reason}.")
            return round(measure.value * float(source.get("times", 1)), DECIMALS)
    raise CaseError(f"The case has nothing to measure {source['measure']} by.")


def _mistaken(item: Declared, told: Declared, rows: Rows) -> float:
    """What a mistake gives: the measure in another world, or another measure in this one."""
    if "instead" in told:
        return _value({**item, "from": {**item["from"], "measure": told["instead"]}}, rows)
    return _value(item, _as_if(told["as_if"], rows))


def _as_if(world: Declared, rows: Rows) -> Rows:
    """The tables with some columns of one of them set to other values."""
    where = world.get("where", {}).items()
    changed = [
        row | {name: _filled(value, row) for name, value in world["set"].items()}
        if all(row.get(column) == value for column, value in where)
        else row
        for row in rows.get(world["table"], [])
    ]
    return {**rows, world["table"]: changed}


def _filled(value: Any, row: dict[str, Any]) -> Any:
    return value.format(**row) if isinstance(value, str) else value
