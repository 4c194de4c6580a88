"""Items about the texts of a pool: `from: the_name_of_the_pool`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from alignlib.errors import CaseError
from alignlib.items import read_item
from alignlib.variants.forms import TEXT
from alignlib.variants.plant import Planted
from alignlib.variants.pools import label_of
from alignlib.variants.sources.base import Declared, Solved, field_of, labels_of, part
from alignlib.variants.words import by_words

FORM = TEXT

MOST_BY_WORDS = 1 / 3
"""
The largest share of its points that an item gives to somebody who only compares words.

It keeps the draws equally hard: the same texts in another choice can by chance be a gift.
"""


class Pool:
    """The texts of a pool; what each of them is, is in the template."""

    KINDS: ClassVar[tuple[str, ...]] = ("classify", "choose")

    def faults(self, item: Declared, template: Declared) -> Iterator[str]:
        """A pool that is not there, or that gives labels which the item does not know."""
        pools = template["pools"]
        if item["from"] not in pools:
            known = ", ".join(pools) or "none"
            yield f".from: there is no pool {item['from']!r}. There are {known}."
            return
        known_labels = labels_of(item["kind"], item)
        strange = [x for x in pools[item["from"]]["take"] if x not in known_labels]
        if strange:
            yield f": the pool {item['from']} gives {strange[0]!r}, which is none of its answers."

    def data(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The texts, in their drawn order."""
        return {field_of(item["kind"]): [dict(row) for row in planted.rows[item["from"]]]}

    def key(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The label of each text, with its reason, claim and lure."""
        return {
            "parts": {
                identity: part(item["kind"], told["label"])
                | {name: told[name] for name in ("why", "claim", "lure")}
                for identity, told in planted.labels[item["from"]].items()
            }
        }

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Solved:
        """The label that the template gives each text, whatever values stand in its slots."""
        pool = template["pools"][item["from"]]
        rows = planted.rows[item["from"]]
        return Solved(labels={row["id"]: label_of(row["text"], pool) for row in rows})

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """Texts that read otherwise than the log says, and numbers of labels that are not due."""
        name = item["from"]
        try:
            read = self.solved(item, planted, template).labels or {}
        except CaseError as error:
            yield f"label of {name}: {error}"
            return
        log = planted.labels[name]
        for identity, label in read.items():
            if log.get(identity, {}).get("label") != label:
                yield f"label of {name}: {identity} reads as {label}"
        if Counter(read.values()) != Counter(template["pools"][name]["take"]):
            yield f"number of each label in {name}: {dict(Counter(read.values()))}"
        shown = read_item({**item, **self.data(item, planted)})
        share = shown.judge(by_words(shown), self.key(item, planted)).share or 0.0
        if share > MOST_BY_WORDS:
            yield f"words alone earn too much in {item['id']}: {share:.0%} of its points"
