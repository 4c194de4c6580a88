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
from alignlib.variants.sources.base import Declared, unusable
from alignlib.variants.sources.labelled import FORMS
from alignlib.variants.words import by_words

FORM = TEXT

MOST_BY_WORDS = 1 / 3
"""
The largest share of its points that an item gives to somebody who only compares words.

It keeps the draws equally hard: the same texts in another choice can by chance be a gift.
"""


class Pool:
    """The texts of a pool; what each of them is, is in the template."""

    KINDS: ClassVar[tuple[str, ...]] = tuple(FORMS)

    def faults(self, item: Declared, template: Declared) -> Iterator[str]:
        """A pool that is not there, or that gives labels which the item does not know."""
        pools = template["pools"]
        if item["from"] not in pools:
            known = ", ".join(pools) or "none"
            yield f".from: there is no pool {item['from']!r}. There are {known}."
            return
        for label in FORMS[item["kind"]].strange(item, pools[item["from"]]["take"]):
            yield f": the pool {item['from']} gives {label!r}, which is none of its answers."

    def data(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The texts, in their drawn order."""
        rows = [dict(row) for row in planted.rows[item["from"]]]
        return FORMS[item["kind"]].data(item, rows)

    def key(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The label of each text, with its reason, claim and lure."""
        return FORMS[item["kind"]].key(item, planted.labels[item["from"]])

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Any:
        """What follows from the label that the template gives each text, whatever its slots."""
        return FORMS[item["kind"]].answer(self._read(item, planted, template))

    def _read(self, item: Declared, planted: Planted, template: Declared) -> dict[str, str]:
        pool = template["pools"][item["from"]]
        return {row["id"]: label_of(row["text"], pool) for row in planted.rows[item["from"]]}

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """Texts that read otherwise than the log says, and numbers of labels that are not due."""
        name = item["from"]
        try:
            read = self._read(item, planted, template)
        except CaseError as error:
            yield f"label of {name}: {error}"
            return
        log = planted.labels[name]
        for identity, label in read.items():
            if log.get(identity, {}).get("label") != label:
                yield f"label of {name}: {identity} reads as {label}"
        if Counter(read.values()) != Counter(template["pools"][name]["take"]):
            yield f"number of each label in {name}: {dict(Counter(read.values()))}"
            return
        data, key = self.data(item, planted), self.key(item, planted)
        yield from unusable(item, data, key)
        shown = read_item({**item, **data})
        share = shown.judge(by_words(shown), key).share or 0.0
        if share > MOST_BY_WORDS:
            yield f"words alone earn too much in {item['id']}: {share:.0%} of its points"
