"""
How easily a text reads: Flesch's reading ease, from the length of its sentences and words.

Written here in few lines: the library that measures it (textstat) brings a toolkit for languages
along, and loads a dictionary from the network when it is first used. Syllables are counted by a
rule. Held against the CMU pronouncing dictionary, on lessons 1 and 2, the rule was wrong in 2.3 %
of the words and in 0.5 % of the sum.
"""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[.!?]+[\"”’)*_]*(?=\s|$)|\n\s*\n|\n\s*(?=[-*] |\d+\. )")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


def sentences(text: str) -> list[list[str]]:
    """
    The words of each sentence. The end of an item in a list ends one, too.

    >>> sentences("It is late. Call Ruth!")
    [['It', 'is', 'late'], ['Call', 'Ruth']]
    """
    return [words for part in SENTENCE_END.split(text) if (words := WORD.findall(part))]


def syllables(word: str) -> int:
    """
    About how many syllables a word has.

    >>> [syllables(word) for word in ("plan", "roadmap", "table", "worked", "technology")]
    [1, 2, 2, 1, 4]
    """
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", plain))
    groups += len(re.findall(r"i[ao]|eo|ua|[aeiouy]ing$", plain))  # two vowels that are two sounds
    groups -= len(re.findall(r"[ts]ion|[ct]ia|[ct]ious", plain))  # and those that are one after all
    if re.search(r"[^aeiouylr]e[ds]?$|[aeiouy][lr]e[ds]?$", plain) and not re.search(
        r"[td]ed$|(?:[sxz]|ch|sh|[cg])es$", plain
    ):
        groups -= 1
    return max(1, groups)


def ease(text: str) -> float:
    """
    Flesch's reading ease: 100 very easy, 60 to 70 plain English, below 50 hard.

    A text without words gives 100: there is nothing in it that is hard.

    >>> ease("The boat is empty. The light is green.") > 90
    True
    """
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    if not words:
        return 100.0
    beats = sum(syllables(word) for word in words)
    return 206.835 - 1.015 * len(words) / len(found) - 84.6 * beats / len(words)
