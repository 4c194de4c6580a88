"""How numbers, days and lists stand in a chart's sentences."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

NAMED = 4
"""As many things are named one by one in a sentence; a listener keeps no more in mind."""


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
"""Written out here: a system's own names depend on its language."""


def listing(things: Iterable[object], most: int = NAMED) -> str:
    """
    Things as a list in a sentence.

    >>> listing(["I01"]), listing(["I01", "I02", "I03"]), listing(range(9), 3)
    ('I01', 'I01, I02 and I03', '0, 1, 2 and 6 more')
    """
    told = [str(thing) for thing in things]
    if len(told) > most:
        told = [*told[:most], f"{len(told) - most} more"]
    if len(told) < 2:
        return told[0] if told else "none"
    return f"{', '.join(told[:-1])} and {told[-1]}"


def count(number: int, thing: str, things: str = "") -> str:
    """
    How many there are.

    >>> count(1, "initiative"), count(0, "initiative"), count(2, "person", "people")
    ('1 initiative', 'no initiatives', '2 people')
    """
    return f"{number or 'no'} {thing if number == 1 else things or thing + 's'}"


def day(date: pd.Timestamp) -> str:
    """
    A day in a sentence.

    >>> day(pd.Timestamp("2026-03-05"))
    '5 March 2026'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def money(thousands: float) -> str:
    """
    An amount in thousands of pounds.

    >>> money(1234.4), money(0.5)
    ('£1,234k', '£0.5k')
    """
    whole = abs(thousands) >= 10 or thousands == round(thousands)  # cents of a small sum matter
    return f"£{thousands:,.0f}k" if whole else f"£{thousands:,.1f}k"


def percent(share: float) -> str:
    """
    A share in per cent, with one decimal.

    >>> percent(0.125), percent(1)
    ('12.5 %', '100.0 %')
    """
    return f"{100 * share:.1f} %"


def points(share: float) -> str:
    """
    A difference of shares in percentage points, with its sign.

    >>> points(0.125), points(-0.004), points(0.0001)
    ('+12.5', '−0.4', '0.0')
    """
    return signed(100 * share, 1)


def signed(number: float, decimals: int) -> str:
    """
    A number with its sign, a true minus, and no sign where it rounds to zero.

    >>> signed(1.25, 2), signed(-3.0, 0), signed(-0.001, 1)
    ('+1.25', '−3', '0.0')
    """
    text = f"{number:+,.{decimals}f}"
    return text.replace("-", "−") if round(number, decimals) else text[1:]


def near(number: float) -> str:
    """
    A number in whatever unit, with its sign: two decimals, fewer where it is large.

    >>> near(0.5), near(-12.345), near(123.4), near(-12345.6)
    ('+0.50', '−12.35', '+123.4', '−12,346')
    """
    size = abs(number)
    return signed(number, 2 if size < 100 else 1 if size < 1000 else 0)


def sentences(*parts: str) -> str:
    """The sentences that there are, one after the other."""
    return " ".join(part for part in parts if part)
