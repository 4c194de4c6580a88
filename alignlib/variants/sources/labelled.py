"""How the kinds of items make things with labels into data, a key and an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Protocol

from alignlib.items.listed import JOINT

Things = Sequence[Mapping[str, str]]
"""Things to be labelled: id, text and note of each."""

Told = Mapping[str, Mapping[str, str]]
"""What each thing is, by its id: label, why, claim and lure."""

Item = Mapping[str, Any]

AND = "+"
"""Between the labels of a thing that has several: `checkout+stock`."""

_TOLD = ("why", "claim", "lure")


class Form(Protocol):
    """What a kind of item makes of things with labels."""

    def strange(self, item: Item, labels: Iterable[str]) -> Iterator[str]:
        """The labels that the item has no answer for."""

    def data(self, item: Item, things: Things) -> dict[str, Any]:
        """The part of the item's data that lists them."""

    def key(self, item: Item, told: Told) -> dict[str, Any]:
        """The key."""

    def answer(self, labels: Mapping[str, str]) -> Any:
        """The answer of somebody who gives each thing its label."""


class Classify:
    """One label a thing: its category."""

    def strange(self, item: Item, labels: Iterable[str]) -> Iterator[str]:
        """Labels that are no category."""
        known = {category["id"] for category in item["categories"]}
        yield from (label for label in labels if label not in known)

    def data(self, item: Item, things: Things) -> dict[str, Any]:
        """The things."""
        return {"things": list(things)}

    def key(self, item: Item, told: Told) -> dict[str, Any]:
        """The category of each thing."""
        return {"parts": {i: {"answer": t["label"], **_pick(t)} for i, t in told.items()}}

    def answer(self, labels: Mapping[str, str]) -> Any:
        """The labels as they are."""
        return dict(labels)


class Choose:
    """The labels `right` and `wrong`."""

    def strange(self, item: Item, labels: Iterable[str]) -> Iterator[str]:
        """Other labels than these two."""
        yield from (label for label in labels if label not in ("right", "wrong"))

    def data(self, item: Item, things: Things) -> dict[str, Any]:
        """The options."""
        return {"options": list(things)}

    def key(self, item: Item, told: Told) -> dict[str, Any]:
        """Whether each option is right."""
        return {"parts": {i: {"right": t["label"] == "right", **_pick(t)} for i, t in told.items()}}

    def answer(self, labels: Mapping[str, str]) -> Any:
        """The right ones."""
        return [identity for identity, label in labels.items() if label == "right"]


class Link:
    """One or several labels a thing (`checkout+stock`): the categories that it is linked with."""

    def strange(self, item: Item, labels: Iterable[str]) -> Iterator[str]:
        """Labels of which some part is no category."""
        known = {category["id"] for category in item["categories"]}
        yield from (label for label in labels if not set(label.split(AND)) <= known)

    def data(self, item: Item, things: Things) -> dict[str, Any]:
        """The things on the left, the categories on the right."""
        right = [
            {"id": c["id"], "text": c["label"], "note": c["meaning"]} for c in item["categories"]
        ]
        return {"left": list(things), "right": right}

    def key(self, item: Item, told: Told) -> dict[str, Any]:
        """
        The right pairs, and the wrong one that each lure leads to.

        Who follows a lure does not see the right pairs of that thing, so they carry it too.
        """
        parts = {}
        for identity, one in told.items():
            for label in one["label"].split(AND):
                parts[identity + JOINT + label] = {"right": True, **_pick(one)}
            if one["lure"]:
                parts[identity + JOINT + one["lure"]] = {"right": False, **_pick(one)}
        return {"parts": parts}

    def answer(self, labels: Mapping[str, str]) -> Any:
        """A pair for each label of each thing."""
        return [[identity, one] for identity, label in labels.items() for one in label.split(AND)]


class Order:
    """A number a thing: what has a smaller one comes before it, equal ones may stand either way."""

    def strange(self, item: Item, labels: Iterable[str]) -> Iterator[str]:
        """Labels that are no whole number."""
        yield from (label for label in labels if not label.isdecimal())

    def data(self, item: Item, things: Things) -> dict[str, Any]:
        """The things."""
        return {"things": list(things)}

    def key(self, item: Item, told: Told) -> dict[str, Any]:
        """Each pair from one number to the next, with the reason of the later one."""
        ranks: dict[int, list[str]] = {}
        for identity, one in told.items():
            ranks.setdefault(int(one["label"]), []).append(identity)
        parts = {
            first + JOINT + then: _pick(told[then])
            for earlier, later in pairwise(sorted(ranks))
            for first in ranks[earlier]
            for then in ranks[later]
        }
        return {"parts": parts}

    def answer(self, labels: Mapping[str, str]) -> Any:
        """The things by their number."""
        return sorted(labels, key=lambda identity: int(labels[identity]))


def _pick(told: Mapping[str, str]) -> dict[str, str]:
    return {name: told[name] for name in _TOLD}


FORMS: Mapping[str, Form] = {
    "classify": Classify(),
    "choose": Choose(),
    "link": Link(),
    "order": Order(),
}
"""The kinds of items that are about things with labels."""
