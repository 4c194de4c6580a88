"""Number: a value in a stated unit, computed from the case's tables."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from alignlib.errors import AnswerError, shown
from alignlib.items.base import CHANCES, Draw, Item, Judgement, Outcome, Verdict, slips

IN_BAND = 0.5
"""The share of the points inside the wider band: the method was right, the last step slipped."""

EDGE = 1e-9
"""
Added to every border. A border is a decimal number, and floats miss it: 1.1 − 0.6 comes out a
little above 0.5. No answer is typed or computed to nine decimals, so nobody gains by it.
"""


@dataclass(frozen=True, kw_only=True)
class Number(Item):
    """
    A value in a stated unit.

    The rule: full points within the key's tolerance, half of them within its wider band,
    else nothing. A named common mistake is recognised, explained, and worth what the key
    says (nothing unless said otherwise).
    """

    KIND: ClassVar[str] = "number"

    unit: str
    low: float
    high: float
    decimals: int = 1

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item from its JSON form."""
        return cls(
            **cls._common(data),
            unit=str(data["unit"]),
            low=float(data["low"]),
            high=float(data["high"]),
            decimals=int(data.get("decimals", 1)),
        )

    def _own_data(self) -> dict[str, Any]:
        return {"unit": self.unit, "low": self.low, "high": self.high, "decimals": self.decimals}

    def validate(self, value: object) -> float:
        """
        The answer as a finite Python float between `low` and `high`.

        NumPy scalars are numbers too; text, truth values, NaN and infinity are not.
        """
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise AnswerError(
                f"{self.title}: the answer must be a number in {self.unit}, such as "
                f"{self._example()}; found {shown(value)}."
            )
        try:
            number = float(value)
        except (OverflowError, ValueError):
            number = math.inf
        if not math.isfinite(number):
            raise AnswerError(
                f"{self.title}: {shown(value)} is not a number one can score. "
                "Look for an empty table or a division by zero on the way to it."
            )
        if not self.low <= number <= self.high:
            raise AnswerError(
                f"{self.title}: {shown(value)} lies outside {self.low:g} to {self.high:g} "
                f"{self.unit}. Check the unit of your result."
            )
        return number

    def _example(self) -> str:
        return f"{(self.low + self.high) / 2:.{self.decimals}f}"

    def reference(self, key: Mapping[str, Any]) -> float:
        """The right value."""
        return float(key["answer"])

    def attempt(self, key: Mapping[str, Any], rate: float, draw: Draw) -> float:
        """The right value, or any value of the range."""
        if not slips(rate, draw):
            return self.reference(key)
        return self.low + (self.high - self.low) * draw(CHANCES) / CHANCES

    def lured(self, key: Mapping[str, Any]) -> float:
        """What the first common mistake gives."""
        mistakes = key.get("mistakes", ())
        return float(mistakes[0]["value"]) if mistakes else self.low

    def parts(self) -> tuple[str, ...]:
        """One part: the number."""
        return (self.id,)

    def open_parts(self, value: Any) -> tuple[str, ...]:
        """The item itself while there is no number."""
        return (self.id,) if value is None else ()

    def in_words(self, value: Any) -> str:
        """The number with the item's decimals and unit."""
        return f"{value:.{self.decimals}f} {self.unit}".strip()

    def judge(self, value: Any, key: Mapping[str, Any]) -> Judgement:
        """
        Full, half or nothing by the distance from the key; a known mistake is named.

        Raises `ValueError` for a key with a value in it that is no finite number.
        """
        answer = _finite(key["answer"])
        share, outcome, note = self._weigh(value, answer, key)
        verdict = Verdict(
            part=self.id,
            label=self.title,
            outcome=outcome,
            given="" if value is None else self.in_words(value),
            evidence=note or str(key.get("why", "")),
            claim=str(key.get("claim", "")),
            right=self.in_words(answer),
        )
        return Judgement(share, (verdict,), note)

    def _weigh(
        self, value: Any, answer: float, key: Mapping[str, Any]
    ) -> tuple[float, Outcome, str]:
        tolerance = _finite(key["tolerance"]) + EDGE
        band = _finite(key["band"]) + EDGE
        mistakes = [
            (_finite(m["value"]), _finite(m.get("share", 0.0)), str(m["says"]))
            for m in key.get("mistakes", ())
        ]
        if value is None:
            return 0.0, Outcome.NOT_ATTEMPTED, ""
        distance = abs(value - answer)
        if distance <= tolerance:
            return 1.0, Outcome.MET, ""
        for mistaken, share, says in mistakes:
            if abs(value - mistaken) <= tolerance:
                return share, Outcome.NOT_MET, says
        if distance <= band:
            return IN_BAND, Outcome.NOT_MET, "Close: look at the last steps and the rounding."
        return 0.0, Outcome.NOT_MET, ""


def _finite(number: Any) -> float:
    """A number of a key as a float. Raises `ValueError` for text, NaN and infinity."""
    if isinstance(number, bool) or not isinstance(number, numbers.Real):
        raise ValueError(f"{shown(number)} is no number")
    if not math.isfinite(number):
        raise ValueError(f"{shown(number)} is not finite")
    return float(number)
