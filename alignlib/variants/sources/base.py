"""What an item is about: where its things come from, and where its key does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Protocol

from alignlib.items import read_item
from alignlib.variants.plant import Planted

Declared = Mapping[str, Any]
"""An item as `assignment.yaml` declares it, or its `from`; or a template."""


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

    def solved(self, item: Declared, planted: Planted, template: Declared) -> Any:
        """The right answer, worked out from what a learner sees and never from the key."""

    def objections(self, item: Declared, planted: Planted, template: Declared) -> Iterator[str]:
        """Every reason why this draw gives no good item, as `rule: what was found`."""


def unusable(item: Declared, data: Declared, key: Declared) -> Iterator[str]:
    """Why the item's own rule refuses the key, if it does: too easy to guess, for example."""
    try:
        shown = read_item({**item, **data})
        shown.judge(shown.reference(key), key)
    except ValueError as error:
        yield f"key of {item['id']}: {error}"
