"""A text as a formula reads it: its ease, its longest sentence, and its words for insiders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from alignlib.errors import LearnerError, shown
from alignlib.models.reading_ease import SENTENCE_END, WORD, ease, sentences

MOST_CHARACTERS = 6_000
"""About three pages. Who writes more for a ward has another problem than hard words."""

LONG_SENTENCE = 25
"""Words from which on a sentence is told: at its end, its beginning is hard to keep in mind."""

BANDS = (
    (90, "very easy"),
    (80, "easy"),
    (70, "fairly easy"),
    (60, "plain English"),
    (50, "fairly hard"),
    (30, "hard"),
)
"""From which value on a text is called so; below all of them it is very hard (Flesch, 1948)."""

TECHNOLOGY = {
    "authentication": "logging in",
    "api": "the link between two systems",
    "bandwidth": "how much the line can carry",
    "credentials": "name and password",
    "cutover": "the hour when we change over",
    "deploy": "put in place",
    "deployment": "putting in place",
    "downtime": "the time when it does not work",
    "end user": "the people: nurses, porters, clerks",
    "escalate": "tell (and say whom)",
    "functionality": "what it can do",
    "go-live": "the first day",
    "granular": "detailed",
    "interface": "the screen, or the link between two systems",
    "latency": "how long it makes you wait",
    "legacy": "old",
    "leverage": "use",
    "migrate": "move",
    "migration": "the move",
    "module": "part",
    "optimise": "make better (and say how)",
    "portal": "page",
    "provision": "give, or set up",
    "robust": "nothing: say what it survives",
    "rollout": "bringing it to everybody",
    "seamless": "nothing: say what nobody will notice",
    "self-service": "which you do yourself",
    "single sign-on": "one password for everything",
    "sso": "one password for everything",
    "stakeholder": "the people: name them",
    "ticket": "a note that something is broken",
    "uptime": "how much of the time it works",
    "utilise": "use",
    "workflow": "the way you work",
}
WARD = {
    "acuity": "how ill the patients are",
    "bed state": "which beds are free",
    "bleep": "call",
    "bloods": "blood tests",
    "late": "the afternoon shift",
    "nbm": "nothing to eat or drink",
    "obs": "pulse, temperature and blood pressure",
    "outlier": "a patient in the bed of another ward",
    "prn": "when it is needed",
    "skill mix": "who is on the shift, and what they may do",
    "stat": "at once",
    "tto": "the medicines to take home",
}
"""
What each side says to itself, and what others would understand.

Somebody has put these lists together. A word that is missing is not plain for that, and a word
that stands here is fine among those who share it.
"""

LISTS = {"technology": TECHNOLOGY, "ward": WARD}

NOT_ALWAYS = {"late": r"(?<=\ba )late(?= with| shift)"}
"""Words that everybody uses, and that are jargon only in some places."""


@dataclass(frozen=True)
class Jargon:
    """A word for insiders: where it stands, whose it is, and what others would understand."""

    start: int
    end: int
    word: str
    side: str
    plain: str


@dataclass(frozen=True)
class Reading:
    """
    What can be counted in a text.

    It measures how easily the text reads, and not whether anybody understands it or could act on
    it. Raises `LearnerError` for a text that is none, or longer than three pages.

    >>> reading = Reading("Your old password stops on Monday. Choose a new one.")
    >>> (reading.words, reading.sentences, reading.longest, reading.jargon)
    (10, 2, 6, ())
    """

    text: str

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise LearnerError(
                f"{shown(self.text)} is no text. Put your words between quotation marks."
            )
        if len(self.text) > MOST_CHARACTERS:
            raise LearnerError(
                f"The text has {len(self.text):,} characters. The bench reads up to "
                f"{MOST_CHARACTERS:,}: take the part that matters most to its reader."
            )

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return sum(map(len, sentences(self.text)))

    @property
    def sentences(self) -> int:
        """How many sentences it has."""
        return len(sentences(self.text))

    @property
    def longest(self) -> int:
        """How many words its longest sentence has; 0 without any."""
        return max(map(len, sentences(self.text)), default=0)

    @property
    def longest_sentence(self) -> str:
        """Its longest sentence as it stands, on one line."""
        parts = SENTENCE_END.split(self.text)
        return " ".join(max(parts, key=lambda part: len(WORD.findall(part))).split())

    @property
    def ease(self) -> float:
        """Flesch's reading ease: 100 very easy, 60 to 70 plain English, below 50 hard."""
        return ease(self.text)

    @property
    def band(self) -> str:
        """The ease in words, as the figure is shown: without decimals."""
        return next((name for least, name in BANDS if round(self.ease) >= least), "very hard")

    @cached_property
    def jargon(self) -> tuple[Jargon, ...]:
        """Every word for insiders, in the order of the text."""
        found = [
            Jargon(hit.start(), hit.end(), hit.group(), side, plain)
            for side, words in LISTS.items()
            for word, plain in words.items()
            for hit in re.finditer(_pattern(word), self.text, re.IGNORECASE)
        ]
        return tuple(sorted(found, key=lambda each: each.start))

    @property
    def advice(self) -> tuple[Jargon, ...]:
        """The first place of each word for insiders: what has to be said once only."""
        first: dict[str, Jargon] = {}
        for each in self.jargon:
            first.setdefault(each.plain, each)
        return tuple(first.values())


def _pattern(word: str) -> str:
    """The word alone, also as a plural, or with another ending of a verb."""
    if word in NOT_ALWAYS:
        return NOT_ALWAYS[word]
    stem = re.escape(word).replace(r"\ ", r"[\s-]+").replace(r"\-", "[- ]?")
    if word.endswith("e"):
        return rf"(?<![\w-]){stem[:-1]}(?:e|es|ed|ing|ation)(?![\w-])"
    return rf"(?<![\w-]){stem}(?:s|ed|ing)?(?![\w-])"
