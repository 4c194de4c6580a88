"""A matcher of words: what an item is worth to somebody who reads nothing and compares words."""

from __future__ import annotations

import re
from typing import Any

from alignlib.items import Item
from alignlib.items.choose import Choose
from alignlib.items.classify import Classify


def by_words(item: Item) -> Any:
    """
    The answer of a word matcher to an item about texts.

    A thing gets the category with whose label and meaning it shares most words. Of options the
    half is chosen that shares most words with the prompt. None for an item of another kind.
    """
    if isinstance(item, Classify):
        return {thing.id: _nearest(thing.text, item) for thing in item.things}
    if isinstance(item, Choose):
        wanted = _words(item.prompt)
        ranked = sorted(item.options, key=lambda o: (-len(_words(o.text) & wanted), o.id))
        return [option.id for option in ranked[: len(ranked) // 2]]
    return None


def _nearest(text: str, item: Classify) -> str:
    """The category whose words the text shares most of; the first of those that tie."""
    own = _words(text)
    return max(item.categories, key=lambda c: len(own & _words(f"{c.label} {c.meaning}"))).id


def _words(text: str) -> set[str]:
    """The longer words of a text, cut to their first five letters."""
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}
