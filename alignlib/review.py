"""
When to go back to something: a rule of thumb, no law of memory.

That spreading practice over days beats doing it in one go is well supported: Latimier, Peyre and
Ramus (2021, Educational Psychology Review 33) put 29 studies together and found a strong benefit.
Which gaps are best is not settled. The same review found no advantage of growing gaps over equal
ones. We let them grow because that asks less of a learner's time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

KNOWN = 0.8
"""The share of an item's points from which on a try counts as known."""

GAPS = (1, 3, 7, 14, 30, 60)
"""Days until the next try: the first after a miss, then one further with each try that is known."""

RULE = (
    f"Come back after {GAPS[0]} day when you had less than {KNOWN:.0%} of the points, and after "
    f"{', '.join(map(str, GAPS[1:-1]))} and {GAPS[-1]} days when you had more, one step further "
    "each time. This is a rule of thumb: that practice spread over days lasts longer is well "
    "supported; that these gaps are the best is not."
).replace("%", " %")
"""The rule in words, for whoever is told a day."""


def due(tries: Iterable[tuple[date, float]]) -> date | None:
    """
    The day of the next try, of tries as (day, share of the points); None before the first one.

    Two tries on one day are one, and the worse one counts: what comes back after an hour has not
    been spaced. For the same reason a try before its day does not lengthen the gap.

    >>> due([(date(2026, 3, 1), 0.4)]), due([(date(2026, 3, 1), 0.9)])
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 4))
    """
    by_day: dict[date, float] = {}
    for day, share in tries:
        by_day[day] = min(share, by_day[day]) if day in by_day else share
    step, next_day = 0, None
    for day in sorted(by_day):
        if by_day[day] < KNOWN:
            step = 0
        elif next_day is None or day >= next_day:
            step = min(step + 1, len(GAPS) - 1)
        next_day = day + timedelta(days=GAPS[step])
    return next_day
