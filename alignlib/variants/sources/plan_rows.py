"""Items about the rows of a table, labelled by what was planted: `from: {table: …}`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Any, ClassVar

from alignlib import tables
from alignlib.claims import CLAIMS
from alignlib.defects import Operator, Planting, operators
from alignlib.defects.plan import identity_of
from alignlib.variants.forms import TEXT, named, record, several
from alignlib.variants.plant import Planted
from alignlib.variants.ruler import read
from alignlib.variants.sources.base import Declared, unusable
from alignlib.variants.sources.labelled import FORMS

_OPERATOR = {"enum": list(operators())}

FORM = record(
    {
        "table": {"enum": list(tables.TABLES)},
        "text": TEXT,
        "note": TEXT,
        "labels": named(several(_OPERATOR)),
        "rest_why": TEXT,
        "claim": {"enum": list(CLAIMS)},
    },
    rest=TEXT,
    lures=several(_OPERATOR, 0),
    take={"type": "integer", "minimum": 2},
)

WRONG = "wrong"
"""The label of an option of a choose item that is not right."""


class PlanRows:
    """
    Rows of a table. Which operator hit a row says what its label is.

    `labels` gives each label the operators that make it; every other row has the label `rest`,
    also one that a decoy stands on. `take` is the number of rows that the item shows: those
    with a label, the decoys that look like them, those with a lure, and of the others as many
    as there is room for. Without it the item shows all rows.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("classify", "choose")

    def faults(self, item: Declared, template: Declared) -> Iterator[str]:
        """Labels that the item does not know, and operators that the plan does not plant."""
        source = item["from"]
        asked = (*source["labels"], source.get("rest", WRONG))
        for label in FORMS[item["kind"]].strange(item, asked):
            yield f".from: {label!r} is none of the item's answers."
        planted = template.get("plan", {}).get("plant", {})
        for label, names in source["labels"].items():
            for name in names:
                if name not in planted:
                    yield f".from.labels.{label}: the plan of the case plants no {name!r}."
        yield from _blurred(source, planted)
        columns = {column.name for column in tables.TABLES[source["table"]].columns}
        for field in ("text", "note", "rest_why"):
            for _, name, _, _ in Formatter().parse(source[field]):
                if name is not None and name not in columns:
                    there = ", ".join(sorted(columns))
                    yield f".from.{field}: there is no column {{{name}}}. There are {there}."

    def data(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The rows as things, in the table's order."""
        source = item["from"]
        things = [
            {
                "id": identity,
                "text": source["text"].format(**row),
                "note": source["note"].format(**row),
            }
            for identity, row in self._shown(item, planted).items()
        ]
        return FORMS[item["kind"]].data(item, things)

    def key(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The label of each row, with the operator's reason and claim."""
        return FORMS[item["kind"]].key(item, self.told(item, planted))

    def told(self, item: Declared, planted: Planted) -> dict[str, dict[str, str]]:
        """What each row is, by the log."""
        source = item["from"]
        labels = _labels_by_operator(source)
        lures = source.get("lures", [])
        hits = _hits(planted, source["table"])
        told = {}
        for identity, row in self._shown(item, planted).items():
            hit = hits.get(identity)
            if hit and not _concerns(hit.operator, item, labels):
                hit = None
            name = hit.operator.name if hit else ""
            told[identity] = {
                "label": labels.get(name, source.get("rest", WRONG)),
                "why": hit.edit.why if hit else source["rest_why"].format(**row),
                "claim": hit.operator.claims[0] if hit else source["claim"],
                "lure": self._lure(item, name) if name in lures else "",
            }
        return told

    def _lure(self, item: Declared, name: str) -> str:
        """The wrong label that a hasty reader gives a row which this operator hit."""
        if item["kind"] == "choose":
            return name
        labels = _labels_by_operator(item["from"])
        return labels.get(operators()[name].look_alike, str(item["from"].get("rest", WRONG)))

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Any:
        """What follows from the labels that the finished tables give."""
        return FORMS[item["kind"]].answer(self._read(item, planted))

    def _read(self, item: Declared, planted: Planted) -> dict[str, str]:
        """A row has a label if a diagnostic which that label's operators move points at it."""
        source = item["from"]
        shown = self._shown(item, planted)
        found = dict.fromkeys(shown, source.get("rest", WRONG))
        moving = {r for ns in source["labels"].values() for n in ns for r in operators()[n].moves}
        reading = read(planted.rows, only=moving)
        for label, names in source["labels"].items():
            rulers = {ruler for name in names for ruler in operators()[name].moves}
            rows = {
                one.row.replace(" / ", "/")
                for ruler in rulers
                for measure in reading.of(ruler)
                for one in measure.evidence
                if one.table == source["table"]
            }
            found |= {identity: label for identity in shown if identity in rows}
        return found

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """Rows at which diagnostics point and the log does not, or the other way round."""
        told, read = self.told(item, planted), self._read(item, planted)
        for identity, label in read.items():
            logged = told[identity]["label"]
            if logged != label:
                yield f"{item['id']}: the tables say {label} of {identity}, the log says {logged}"
        for label in item["from"]["labels"]:
            if label not in read.values():
                yield f"{item['id']} without {label}: no row has this label"
        take = item["from"].get("take")
        if take is not None and len(read) != take:
            yield f"number of rows in {item['id']}: {len(read)}, and {take} are wanted"
        yield from unusable(item, self.data(item, planted), self.key(item, planted))

    def _shown(self, item: Declared, planted: Planted) -> Mapping[str, Mapping[str, Any]]:
        """The rows that the item shows, by their identity."""
        source = item["from"]
        rows = {identity_of(source["table"], row): row for row in planted.rows[source["table"]]}
        take = source.get("take", len(rows))
        labels, lures = _labels_by_operator(source), source.get("lures", ())
        hits = _hits(planted, source["table"])
        wanted = [
            i
            for i in rows
            if i in hits and (_matters(hits[i].operator, labels) or hits[i].operator.name in lures)
        ]
        others = [i for i in rows if i not in wanted]
        room = min(max(0, take - len(wanted)), len(others))
        chosen = {*wanted, *planted.stream(f"items/{item['id']}").sample(others, room)}
        return {identity: row for identity, row in rows.items() if identity in chosen}


def _blurred(source: Declared, planted: Iterable[str]) -> Iterator[str]:
    """Labels that no measure tells apart: the key could not be confirmed by the tables."""
    owner: dict[str, str] = {}
    for label, names in source["labels"].items():
        for ruler in sorted({ruler for name in names for ruler in operators()[name].moves}):
            if ruler in owner:
                yield (
                    f".from.labels: {owner[ruler]!r} and {label!r} both move {ruler}, and nothing "
                    "in the tables tells them apart. Make them one label."
                )
            owner[ruler] = label
    labels = _labels_by_operator(source)
    for name in planted:
        shared = sorted(set(operators()[name].moves) & set(owner)) if name not in labels else []
        if shared:
            yield (
                f".from.labels: the plan also plants {name}, which moves {shared[0]} as well. "
                f"Add it to {owner[shared[0]]!r}, or plant it in another case."
            )


def _labels_by_operator(source: Declared) -> dict[str, str]:
    return {name: label for label, names in source["labels"].items() for name in names}


def _matters(operator: Operator, labels: Mapping[str, str]) -> bool:
    """Whether an operator makes a label, or looks like one that does."""
    return operator.name in labels or operator.look_alike in labels


def _concerns(operator: Operator, item: Declared, labels: Mapping[str, str]) -> bool:
    """Whether what was planted on a row says anything about what this item asks of it."""
    return _matters(operator, labels) or not set(item["claims"]).isdisjoint(operator.claims)


def _hits(planted: Planted, table: str) -> dict[str, Planting]:
    """What was planted on each row of a table, by the row's identity."""
    log = planted.plan.log if planted.plan else ()
    return {p.edit.focus[1]: p for p in log if p.edit.focus[0] == table}
