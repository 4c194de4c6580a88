"""Defects between teams: questions that nobody answers, or too late; and what looks like them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Change, Edit, Place, Plan, changed, removed, where

LATE_DAYS = (22, 40)
"""Days after which a late answer comes: plainly more than the fortnight that is agreed."""

LAST_DAY = 14
"""The last day on which an answer is in time."""


def _asked(plan: Plan, chance: Chance, sides: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """Each question that needs an answer and has one, with its answers, in a drawn order."""
    for question in shuffled(where(plan, "questions", needs_answer="yes"), chance):
        team = str(plan["questions"][question]["asked_of"])
        answers = where(plan, "replies", question=question, kind="answer")
        if answers and plan["team_names"][team]["side"] in sides:
            yield question, answers


def _team(plan: Plan, question: str) -> str:
    """The proper name of the team that was asked."""
    return str(plan["team_names"][str(plan["questions"][question]["asked_of"])]["team"])


def _own(plan: Plan, question: str) -> frozenset[Place]:
    """All replies of a question: they tell together whether it was answered."""
    return frozenset(("replies", reply) for reply in where(plan, "replies", question=question))


def _unanswered(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """A team of the business never answered what technology asked; a machine sent a receipt."""
    for question, answers in _asked(plan, chance, ("business",)):
        row = plan["questions"][question]
        receipts = where(plan, "replies", question=question, kind="receipt")
        if receipts:
            yield Edit(
                ("questions", question),
                tuple(removed(plan, "replies", reply) for reply in answers),
                f"{_team(plan, question)} never answered {question}, about {row['about']}. The "
                "only reply is a receipt, and a machine sent it.",
                _own(plan, question),
            )


def _moved(plan: Plan, question: str, answers: list[str], days: int) -> tuple[Change, ...]:
    """The first answer comes so many days after the question, and there is no other."""
    asked = dt.date.fromisoformat(str(plan["questions"][question]["asked_on"]))
    first = (asked + dt.timedelta(days=days)).isoformat()
    return (
        changed(plan, "replies", answers[0], date=first),
        *(removed(plan, "replies", reply) for reply in answers[1:]),
    )


def _late(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An answer came weeks after it was due."""
    for question, answers in _asked(plan, chance, ("business", "technology")):
        row = plan["questions"][question]
        days = LATE_DAYS[0] + chance(LATE_DAYS[1] - LATE_DAYS[0] + 1)
        yield Edit(
            ("questions", question),
            _moved(plan, question, answers, days),
            f"{_team(plan, question)} answered {question}, about {row['about']}, after {days} "
            "days. Fourteen are agreed.",
            _own(plan, question),
        )


def _last_day(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """An answer came on the last day on which it was in time."""
    for question, answers in _asked(plan, chance, ("business", "technology")):
        yield Edit(
            ("questions", question),
            _moved(plan, question, answers, LAST_DAY),
            f"{_team(plan, question)} answered {question} on the fourteenth day. That is slow, "
            "and it is in time.",
            _own(plan, question),
        )


def _notice(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """What nobody answered, because it asked for no answer."""
    for question in shuffled(where(plan, "questions", needs_answer="no"), chance):
        yield Edit(
            ("questions", question),
            (),
            f"{question} lets {_team(plan, question)} know of something. It asks for no answer, "
            "so none is missing.",
            _own(plan, question),
        )


_MAY = ("waiting_on_technology",)

OPERATORS = (
    Operator("question_unanswered", ("S31",), ("questions_answered",), _unanswered, _MAY),
    Operator("question_answered_late", ("S31",), ("questions_answered",), _late, _MAY),
    Operator("answered_on_last_day", ("S31",), (), _last_day, _MAY,
             look_alike="question_answered_late"),
    Operator("notice_without_answer", ("S31",), (), _notice, look_alike="question_unanswered"),
)  # fmt: skip
"""The operators of this module."""
