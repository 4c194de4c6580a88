"""What measures read from links that were checked, and from the ledger of projects."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from alignlib.diagnostics.reading import serving, total

AGAIN = re.compile(r"^(K\d+)\. .*\bstrength ([0-3])\b", re.MULTILINE)
"""A paragraph of minutes that gives a link a new strength: K012. … strength 0."""


def helping(
    links: pd.DataFrame, objectives: pd.DataFrame, documents: pd.DataFrame | None
) -> pd.DataFrame:
    """The links with an effect on a live goal; what the minutes say of a link comes last."""
    if documents is not None:
        minutes = "\n\n".join(documents.loc[documents["kind"] == "minutes", "text"])
        again = {link: int(strength) for link, strength in AGAIN.findall(minutes)}
        told = links["link"].map(again)
        links = links.assign(strength=told.fillna(links["strength"]).astype("int64"))
    return serving(links, objectives)


def paid(project_lines: pd.DataFrame, project_names: pd.DataFrame) -> pd.Series[Any]:
    """What was paid for each initiative: each voucher once, by what clerks call it."""
    lines = project_lines.drop_duplicates("voucher")
    codes = project_names.set_index("typed")["initiative"]
    initiative = lines["project"].str.strip().str.lower().map(codes)
    return lines["amount_k"].groupby(initiative).agg(total)
