"""What an item is about: where its things come from, and where its key does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from alignlib.variants.plant import Planted

Declared = Mapping[str, Any]
"""An item as `assignment.yaml` declares it, or its `from`; or a template."""


@dataclass(frozen=True)
class Solved:
    """What somebody who reads and computes finds: a number, or a label for each thing."""

    number: float | None = None
    labels: Mapping[str, str] | None = None


class Source(Protocol):
    """
    One way to say what an item is about: the `from` of an item in `assignment.yaml`.

    None of its functions looks at the log of the draw but `key`; `objections` then holds the
    key against what the finished case shows.
    """

    KINDS: ClassVar[tuple[str, ...]]
    """The kinds of items that can have this source."""

    def faults(self, item: Declared, template: Declared) -> Iterator[str]:
        """What is wrong with the declaration, whatever is drawn."""

    def data(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """What it adds to the data of the item that a learner sees."""

    def key(self, item: Declared, planted: Planted) -> dict[str, Any]:
        """The key of the item in this draw."""

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Solved:
        """The answer, worked out from what a learner sees and never from the key."""

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """Every reason why this draw gives no good item, as `rule: what was found`."""


def field_of(kind: str) -> str:
    """The name of an item's list of things."""
    return "options" if kind == "choose" else "things"


def part(kind: str, label: str) -> dict[str, Any]:
    """A label as the key of an item of this kind says it."""
    return {"right": label == "right"} if kind == "choose" else {"answer": label}


def labels_of(kind: str, item: Declared) -> list[str]:
    """The labels that an item of this kind can give a thing."""
    return ["right", "wrong"] if kind == "choose" else [c["id"] for c in item["categories"]]
