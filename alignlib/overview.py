"""The overview of an assignment: each item, and whether it is answered, in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

from alignlib.items import Item

FEW_PARTS = 5
"""Open parts that are named one by one; the panel marks the others."""


class Row(NamedTuple):
    """One item: a sign, its title with its points, and its state in words."""

    sign: str
    title: str
    state: str

    def __str__(self) -> str:
        return f"{self.sign} {self.title}: {self.state}"


@dataclass(frozen=True)
class Overview:
    """
    What there is to do and what is done; text, and a table in a notebook.

    `remarks` say what is wrong with what is recorded, and what to do about it.
    """

    title: str
    firm: str
    notice: str
    minutes: int
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        head = f"{self.title} ({self.firm}), about {self.minutes} minutes"
        remarks = (f"! {remark}" for remark in self.remarks)
        return "\n".join((head, *(f"  {row}" for row in self.rows), *remarks))

    def _repr_html_(self) -> str:
        left = "style='text-align:left'"  # Jupyter sets the cells of a table to the right
        rows = "".join(
            f"<tr>{''.join(f'<td {left}>{escape(cell)}</td>' for cell in row)}</tr>"
            for row in self.rows
        )
        return (
            f"<p><strong>{escape(self.title)}</strong>: {escape(self.firm)}, about "
            f"{self.minutes} minutes. {escape(self.notice)}</p>"
            f"<table><thead><tr><th>Done</th><th {left}>Item</th><th {left}>State</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
            + "".join(f"<p><strong>Note:</strong> {escape(one)}</p>" for one in self.remarks)
        )


def row(item: Item, value: Any) -> Row:
    """The row of one item with what is readable of its recorded answer (None: nothing)."""
    left = item.open_parts(value)
    state = still_open(item, left) if left else item.in_words(value)
    return Row("○" if left else "✓", f"{item.title} ({item.points:g} points)", state)


def still_open(item: Item, left: tuple[str, ...]) -> str:
    """Which parts are open, in words: the first few by their ids."""
    count = len(item.parts())
    if count == 1:
        return "still open"
    some = ", ".join(left[:FEW_PARTS]) + (" …" if len(left) > FEW_PARTS else "")
    return f"{len(left)} of {count} still open ({some})"
