"""Items about steps for wards, rows and the like: `from: {pool: …, table: …}`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from alignlib.defects import operators
from alignlib.errors import CaseError
from alignlib.tables import TABLES
from alignlib.variants.forms import TEXT, named, record, several
from alignlib.variants.plant import Planted
from alignlib.variants.pools import label_of
from alignlib.variants.sources.base import Declared, unusable
from alignlib.variants.sources.labelled import FORMS
from alignlib.variants.sources.plan_rows import PlanRows

FORM = record(
    {
        "pool": TEXT,
        "table": {"enum": list(TABLES)},
        "note": TEXT,
        "labels": named(several({"enum": list(operators())})),
        "rest": TEXT,
        "rest_why": TEXT,
        "claim": TEXT,
    }
)

TEMPTING = 3
"""Steps for rows on which something else is wrong: who knows only that something is, takes them."""


class Steps:
    """
    Texts of a pool, each put to a row of a table: right where it answers what is wrong there.

    A text's label in the pool is what it answers; a row's label is what was planted on it. One
    text of each label is put to a row that has the label. Of the others, `TEMPTING` are put to
    rows on which something else was planted, those with a lure first: there something is wrong,
    and the text does not answer it. The rest is put to rows on which nothing is wrong.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("choose",)

    def faults(self, item: Declared, template: Declared) -> Iterator[str]:
        """A pool that is not there, or that answers what no row can have."""
        source = item["from"]
        pools = template["pools"]
        if source["pool"] not in pools:
            yield f".from.pool: there is no pool {source['pool']!r}. There are {', '.join(pools)}."
            return
        for label in pools[source["pool"]]["take"]:
            if label not in source["labels"]:
                yield f".from.labels: {source['pool']} answers {label!r}, and no row has it."
        yield from PlanRows().faults(_rows(item), template)

    def data(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The texts of the pool as options, each with the row that it is for."""
        put = self._put(item, planted)
        rows = {row[_column(item)]: row for row in planted.rows[item["from"]["table"]]}
        options = [
            {
                "id": text["id"],
                "text": text["text"],
                "note": item["from"]["note"].format(**rows[put[text["id"]]]),
            }
            for text in planted.rows[item["from"]["pool"]]
        ]
        return FORMS[item["kind"]].data(item, options)

    def key(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """Whether each text answers what is wrong with its row, by the log."""
        source, put = item["from"], self._put(item, planted)
        rows = PlanRows().told(_rows(item), planted)
        told = {}
        for identity, text in planted.labels[source["pool"]].items():
            row = rows[put[identity]]
            right = row["label"] == text["label"]
            sound = row["label"] == source["rest"]
            told[identity] = {
                "label": "right" if right else "wrong",
                "why": f"{row['why']} {text['why']}" if right or not sound else row["why"],
                "claim": source["claim"],
                "lure": "" if right or sound else "something is wrong there",
            }
        return FORMS[item["kind"]].key(item, told)

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Any:
        """The texts whose label is what the tables say of their row."""
        read = PlanRows().solved(_rows(item), planted, template)
        name, put = item["from"]["pool"], self._put(item, planted)
        pool = template["pools"][name]
        texts = {row["id"]: label_of(row["text"], pool) for row in planted.rows[name]}
        return [identity for identity, label in texts.items() if read[put[identity]] == label]

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """Texts that the log takes for right and the tables do not; too few rows."""
        try:
            key = self.key(item, planted)
        except CaseError as error:
            yield f"steps of {item['id']}: {error}"
            return
        logged = [identity for identity, part in key["parts"].items() if part["right"]]
        if sorted(self.solved(item, planted, template)) != sorted(logged):
            yield f"{item['id']}: the tables and the log disagree"
        wanted = len(set(_labels(item, planted).values()))
        if len(logged) != wanted:
            yield f"number of right ones in {item['id']}: {len(logged)}, and {wanted} are wanted"
        yield from unusable(item, self.data(item, planted), key)

    def _put(self, item: Declared, planted: Planted) -> dict[str, str]:
        """
        The row that each text is for, by what the tables say of the rows.

        Raises `CaseError` where no row has what a text answers.
        """
        stream = planted.stream(f"items/{item['id']}")
        read = PlanRows().solved(_rows(item), planted, {})
        texts = _labels(item, planted)
        rest = item["from"]["rest"]
        rows = stream.shuffled(sorted(read))
        put: dict[str, str] = {}
        for label in sorted(set(texts.values())):
            first = stream.pick(sorted(i for i, own in texts.items() if own == label))
            fitting = [row for row in rows if read[row] == label]
            if not fitting:
                raise CaseError(f"no row of {item['from']['table']} is {label}")
            put[first] = fitting[0]
        used = Counter(put.values())
        told = planted.labels[item["from"]["pool"]]
        left = sorted(set(texts) - set(put), key=lambda i: (not told[i]["lure"], i))
        for place, identity in enumerate(left):
            others = [
                row
                for row in rows
                if read[row] != texts[identity] and (read[row] == rest) == (place >= TEMPTING)
            ]
            put[identity] = min(others, key=lambda row: used[row])
            used[put[identity]] += 1
        return put


def _labels(item: Declared, planted: Planted) -> dict[str, str]:
    return {i: text["label"] for i, text in planted.labels[item["from"]["pool"]].items()}


def _column(item: Declared) -> str:
    return TABLES[item["from"]["table"]].identity[0]


def _rows(item: Declared) -> Mapping[str, Any]:
    """The item that would ask for the labels of the rows themselves."""
    source = {name: value for name, value in item["from"].items() if name != "pool"}
    labels = (*source["labels"], source["rest"])
    return {
        "id": item["id"],
        "kind": "classify",
        "categories": [{"id": label} for label in labels],
        "from": source | {"text": source["note"]},
    }
