"""A matcher of words: what an item is worth to somebody who reads nothing and compares words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from alignlib.items import Item
from alignlib.items.choose import Choose
from alignlib.items.classify import Classify
from alignlib.items.link import Link


def by_words(item: Item) -> Any:
    """
    The answer of a word matcher to an item about texts.

    A thing gets, or is linked with, what it shares most words with. Of options the
    half is chosen that shares most words with the prompt. None for an item of another kind.
    """
    if isinstance(item, Classify):
        return {thing.id: _nearest(thing.text, item) for thing in item.things}
    if isinstance(item, Link):
        sides = {side.id: f"{side.text} {side.note}" for side in item.right}
        return [[thing.id, _most_alike(thing.text, sides)] for thing in item.left]
    if isinstance(item, Choose):
        wanted = _words(item.prompt)
        ranked = sorted(item.options, key=lambda o: (-len(_words(o.text) & wanted), o.id))
        return [option.id for option in ranked[: len(ranked) // 2]]
    return None


def _nearest(text: str, item: Classify) -> str:
    return _most_alike(text, {c.id: f"{c.label} {c.meaning}" for c in item.categories})


def _most_alike(text: str, described: Mapping[str, str]) -> str:
    """The one whose description shares most words with the text; the first of those that tie."""
    own = _words(text)
    return max(described, key=lambda name: len(own & _words(described[name])))


def _words(text: str) -> set[str]:
    """The longer words of a text, cut to their first five letters."""
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}
