"""How the measures of questions read the log: who was asked, and how long the answer took."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics.reading import dates

IN_TIME = 14
"""Days within which a question is to be answered."""


def waited(
    questions: pd.DataFrame, replies: pd.DataFrame, team_names: pd.DataFrame
) -> pd.DataFrame:
    """
    The questions that need an answer, with the side that was asked and the days of waiting.

    The first answer ends the waiting; a receipt is none. `answered` says whether there is one.
    Without one the days are counted to the day on which the log was printed.
    """
    asked = questions[questions["needs_answer"] == "yes"]
    answers = replies[replies["kind"] == "answer"]
    first = dates(asked["question"].map(answers.groupby("question")["date"].min()))
    until = first.fillna(dates(asked["printed_on"]))
    return asked.assign(
        side=asked["asked_of"].map(team_names.set_index("typed")["side"]),
        answered=first.notna(),
        days=(until - dates(asked["asked_on"])).dt.days,
    )
