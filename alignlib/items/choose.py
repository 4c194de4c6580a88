"""Choose: pick the options that fit, and leave the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from alignlib.errors import AnswerError, shown
from alignlib.items.base import (
    Choice,
    Draw,
    Item,
    Judgement,
    Outcome,
    Verdict,
    choices,
    is_right,
    slips,
    suggested,
)
from alignlib.items.listed import readable_entries


@dataclass(frozen=True, kw_only=True)
class Choose(Item):
    """
    A set of options.

    The rule: the share of the right options that were chosen, minus the share of the wrong
    options that were chosen, never below 0. Choosing everything, or nothing, is worth 0.
    """

    KIND: ClassVar[str] = "choose"

    options: tuple[Choice, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The item from its JSON form."""
        return cls(**cls._common(data), options=choices(data, "options"))

    def _own_data(self) -> dict[str, Any]:
        return {"options": [option.to_data() for option in self.options]}

    def validate(self, value: object) -> list[str]:
        """The answer as a list of option ids, in the order of the options."""
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
            raise AnswerError(
                f"{self.title}: the answer must be a list of ids, such as "
                f'["{self.options[0].id}"]; found {shown(value)}.'
            )
        chosen: set[str] = set()
        known = [option.id for option in self.options]
        for option in value:
            if not isinstance(option, str) or option not in known:
                raise AnswerError(
                    f"{self.title}: there is no option {shown(option)}. {suggested(option, known)}"
                )
            if option in chosen:
                raise AnswerError(
                    f"{self.title}: {option} is in the list twice. Name each option once."
                )
            chosen.add(option)
        return [option for option in known if option in chosen]

    def readable_part(self, value: object) -> tuple[Any, tuple[str, ...]]:
        """The options that exist, each once; one problem for each entry that was dropped."""
        return readable_entries(self, value)

    def in_words(self, value: Any) -> str:
        """How many options are chosen."""
        return f"{len(value)} chosen"

    def reference(self, key: Mapping[str, Any]) -> list[str]:
        """The right options."""
        return [option.id for option in self.options if is_right(key["parts"][option.id])]

    def attempt(self, key: Mapping[str, Any], rate: float, draw: Draw) -> list[str]:
        """The right options; for some, a coin decides instead."""
        right = self.reference(key)
        return [
            option.id
            for option in self.options
            if (draw(2) == 1 if slips(rate, draw) else option.id in right)
        ]

    def lured(self, key: Mapping[str, Any]) -> list[str]:
        """The options that look right: the lure turns each one that has it around."""
        parts = key["parts"]
        return [
            option.id
            for option in self.options
            if is_right(parts[option.id]) != bool(parts[option.id].get("lure"))
        ]

    def parts(self) -> tuple[str, ...]:
        """One part: the choice as a whole."""
        return (self.id,)

    def open_parts(self, value: Any) -> tuple[str, ...]:
        """The item itself while nothing is chosen."""
        return () if value else (self.id,)

    def judge(self, value: Any, key: Mapping[str, Any]) -> Judgement:
        """Share of right options chosen minus share of wrong ones; one verdict an option."""
        chosen = set(value or ())
        parts = key["parts"]
        right = [o.id for o in self.options if is_right(parts[o.id])]
        wrong = [o.id for o in self.options if not is_right(parts[o.id])]
        hits = sum(o in chosen for o in right)
        slips = sum(o in chosen for o in wrong)
        share = (hits * len(wrong) - slips * len(right)) / (len(right) * len(wrong))
        verdicts = tuple(self._verdict(o, chosen, parts[o.id]) for o in self.options)
        return Judgement(max(0.0, share), verdicts)

    def _verdict(self, option: Choice, chosen: set[str], key: Mapping[str, Any]) -> Verdict:
        if not chosen:
            outcome = Outcome.NOT_ATTEMPTED
        else:
            agrees = (option.id in chosen) == is_right(key)
            outcome = Outcome.MET if agrees else Outcome.NOT_MET
        return Verdict(
            part=option.id,
            label=option.text,
            outcome=outcome,
            given="chosen" if option.id in chosen else "left out",
            evidence=str(key.get("why", "")),
            claim=str(key.get("claim", "")),
            right="choose it" if is_right(key) else "leave it out",
        )
