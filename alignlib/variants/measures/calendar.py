"""What measures read from a calendar in the same way."""

from __future__ import annotations

import pandas as pd

from alignlib.tables.schema import SIDES


def came(calendar: pd.DataFrame, name_list: pd.DataFrame) -> pd.DataFrame:
    """
    Who came to which meeting, as the table `attendees` has it: each person once.

    Both exports count, whatever the spelling. Who was only invited is not there.
    """
    entries = calendar[calendar["came"] == "yes"]
    entries = entries.merge(name_list, on="typed", how="left", validate="m:1")
    people = entries.drop_duplicates(["meeting", "person"])
    return people[["meeting", "person", "side"]].assign(attended="yes")


def seats(
    meetings: pd.DataFrame, calendar: pd.DataFrame, name_list: pd.DataFrame, kind: str
) -> pd.DataFrame:
    """The meetings of a kind by their code, with the number of people of either side who came."""
    people = came(calendar, name_list)
    counts = pd.crosstab(people["meeting"], people["side"])
    held = meetings[meetings["kind"] == kind].set_index("meeting")
    return held.join(counts.reindex(index=held.index, columns=list(SIDES), fill_value=0))
