"""A small firm without fault, and firms drawn at random, for the tests of the diagnostics."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from alignlib.tables import TABLES, check_references, frame
from alignlib.tables.plan import ASSET_CLASSES, STEPS
from alignlib.tables.records import DIRECTIONS, ROLES
from alignlib.tables.schema import SIDES

Rows = dict[str, list[dict[str, Any]]]
Frames = dict[str, pd.DataFrame]

COLUMNS = {name: [column.name for column in table.columns] for name, table in TABLES.items()}


def rows(name: str, *cells: tuple[Any, ...], **same: Any) -> list[dict[str, Any]]:
    """
    Rows of a table, its columns filled from the left; `same` gives cells that all rows share.

    Columns that neither gives are left out if they may be, and blank otherwise.
    """
    made = []
    for row in cells:
        given = dict(zip((c for c in COLUMNS[name] if c not in same), row, strict=False)) | same
        carried = TABLES[name].carried(given)
        made.append({column.name: given.get(column.name) for column in carried})
    return made


def table(name: str, *cells: tuple[Any, ...], **same: Any) -> pd.DataFrame:
    """The same as a DataFrame; without cells, an empty one with all columns."""
    return frame(name, rows(name, *cells, **same))


def frames(plan: Rows) -> Frames:
    """A plan's tables, held against their schemas."""
    check_references(plan)
    return {name: frame(name, cells) for name, cells in plan.items()}


def sound() -> Rows:
    """
    A firm that every diagnostic finds without fault.

    Three goals of weights 50, 30 and 20 % (after leaving out O4, which needs no technology,
    and O5, which is closed), three initiatives that cost 500, 300 and 200 thousand pounds.
    """
    return {
        "objectives": [
            *rows(
                "objectives",
                ("O1", "Win customers back", 0.4, "2027-06-30", "yes"),
                ("O2", "Deliver a day sooner", 0.24, "2027-06-30", "yes"),
                ("O3", "Cost less", 0.16, "2027-06-30", "yes"),
                ("O4", "Open two stores", 0.2, "2027-06-30", "no"),
                owner="Ines Duarte",
                status="live",
                closed_on=None,
                closed_because=None,
            ),
            *rows(
                "objectives",
                ("O5", "Sell garden furniture", "Ines Duarte", "closed", "2026-01-31", "It lost.",
                 None, None, "yes"),
            ),
        ],
        "initiatives": rows(
            "initiatives",
            ("I1", "Loyalty app", 500.0, "2026-01-01", "2026-06-30", "informational"),
            ("I2", "Route planner", 300.0, "2026-07-01", "2026-12-31", "transactional"),
            ("I3", "Cloud move", 200.0, "2027-01-01", "2027-06-30", "infrastructure"),
            mandate=None,
            text="What it does.",
            platform="no",
            review_gate=None,
        ),
        "links": rows(
            "links",
            ("L1", "I1", "O1", 3),
            ("L2", "I2", "O2", 2),
            ("L3", "I3", "O3", 1),
        ),
        "capabilities": rows(
            "capabilities",
            ("C1", "Know the customer", 2, 4, "2027-01-31"),
            ("C2", "Plan a route", 3, None, None),
        ),
        "capability_needs": rows(
            "capability_needs", ("O1", "C1", 4), ("O2", "C2", 3), ("O3", "C2", 2)
        ),
        "dependencies": rows("dependencies", ("P1", "I1", "I2"), ("P2", "I2", "I3")),
        "metrics": rows(
            "metrics",
            ("M1", "L1", "business", "Customers who return", 40.0, 45.0, "%"),
            ("M2", "L1", "technology", "Weekly users of the app", 0.0, 9000.0, "people"),
            ("M3", "L2", "business", "Parcels in time", 88.0, 95.0, "%"),
            ("M4", "L2", "technology", "Planner's uptime", 97.0, 99.5, "%"),
            ("M5", "L3", "business", "Cost of a parcel", 4.1, 3.8, "pounds"),
            ("M6", "L3", "technology", "Servers of our own", 60.0, 8.0, "servers"),
            date="2027-06-30",
        ),
        "benefit_steps": [
            step
            for number, o in enumerate("123")
            for step in rows(
                "benefit_steps",
                (f"B{3 * number + 1}", f"I{o}", "initiative", f"way of work {o}", "change", 4.0),
                (f"B{3 * number + 2}", f"way of work {o}", "change", f"sign {o}", "leading", 0.0),
                (f"B{3 * number + 3}", f"sign {o}", "leading", f"result {o}", "lagging", 26.0),
                objective=f"O{o}",
            )
        ],
        "asset_classes": rows(
            "asset_classes",
            ("infrastructure", 0.2),
            ("transactional", 0.3),
            ("informational", 0.5),
            ("strategic", 0.0),
        ),
        "metric_series": series(
            {"A": (40, 41, 42), "B": (30, 31, 32)}, {"C": (50, 51, 52), "D": (20, 21, 22)}
        ),
        "licences": rows(
            "licences",
            *((f"2026-{month:02}", "Route planner", 40, 40, 2.0) for month in range(1, 9)),
            start="2026-01-10",
        ),
        "questionnaire": rows("questionnaire", ("S1", "Our two teams plan together.")),
        "survey": [
            answer
            for side in SIDES
            for number in range(6)
            for answer in rows("survey", (f"{side[0]}{number}", side, "S1", 3 + number % 2))
        ],
        "meetings": rows(
            "meetings", ("G1", "2026-02-03", "Strategy day", "strategy"),
            ("G2", "2026-02-04", "Outages", "operations"),
        ),
        "attendees": rows(
            "attendees", ("G1", "Ines Duarte", "business"), ("G1", "Kofi Asante", "technology"),
            ("G2", "Kofi Asante", "technology"), attended="yes",
        ),
        "reviews": rows(
            "reviews",
            ("V1", "2026-Q1", "yes", 1, "business to technology"),
            ("V2", "2026-Q2", "yes", 2, "technology to business"),
        ),
        "decision_rights": [
            right
            for o in "123"
            for right in rows(
                "decision_rights",
                (f"R{o}b", "Ines Duarte", "business"),
                (f"R{o}t", "Kofi Asante", "technology"),
                link=f"L{o}",
                decision=None,
                role="accountable",
            )
        ],
    }  # fmt: skip


def series(
    treated: dict[str, tuple[float, ...]],
    control: dict[str, tuple[float, ...]],
    metric: str = "M1",
    before: int | None = None,
) -> list[dict[str, Any]]:
    """
    Weekly readings of a metric by site, the first `before` of them (or half) before the start.

    A reading of None is blank.
    """
    made = []
    for group, sites in (("treated", treated), ("control", control)):
        for site, readings in sites.items():
            split = (len(readings) + 1) // 2 if before is None else before
            weeks = pd.date_range("2026-01-05", periods=len(readings), freq="7D")
            made += rows(
                "metric_series",
                *(
                    (f"{week:%Y-%m-%d}", "before" if place < split else "after", value)
                    for place, (week, value) in enumerate(zip(weeks, readings, strict=True))
                ),
                metric=metric,
                site=site,
                group=group,
            )
    return made


def drawn(chance: random.Random) -> Rows:
    """A firm with every table, each of a size and with cells drawn at random."""

    def some(prefix: str, most: int) -> list[str]:
        return [f"{prefix}{n}" for n in range(1, chance.randint(0, most) + 1)]

    def day() -> str:
        return f"{chance.randint(2025, 2028)}-{chance.randint(1, 12):02}-15"

    def maybe(value: Any) -> Any:
        return value if chance.randint(0, 3) else None

    objectives, initiatives = some("O", 4), some("I", 5)
    capabilities, meetings, statements = some("C", 3), some("G", 3), some("S", 2)
    pairs = [(i, o) for i in initiatives for o in objectives if chance.randint(0, 1)]
    links = [f"L{n}" for n in range(1, len(pairs) + 1)]
    nodes = ["x", "y", "z"]
    return {
        "objectives": rows("objectives", *(
            (o, "Goal", "Ines", chance.choice(("live", "live", "closed")), None, None,
             chance.choice((0.0, 0.25, 0.5)), maybe(day()), chance.choice(("yes", "yes", "no")))
            for o in objectives)),
        "initiatives": rows("initiatives", *(
            (i, "Work", float(chance.choice((0, 10, 25, 70))), day(), day(),
             None if chance.randint(0, 3) else "Law", "Text", chance.choice(("yes", "no")),
             maybe(day()), chance.choice(ASSET_CLASSES)) for i in initiatives)),
        "links": rows("links", *(
            (link, *pair, chance.randint(0, 3)) for link, pair in zip(links, pairs, strict=True))),
        "capabilities": rows("capabilities", *(
            (c, "Can", chance.randint(0, 5), maybe(chance.randint(0, 5)), maybe(day()))
            for c in capabilities)),
        "capability_needs": rows("capability_needs", *(
            (o, c, chance.randint(0, 5))
            for o in objectives for c in capabilities if chance.randint(0, 1))),
        "dependencies": rows("dependencies", *(
            (f"P{n}", chance.choice(initiatives), chance.choice(initiatives))
            for n in range(chance.randint(0, 3)) if initiatives)),
        "metrics": rows("metrics", *(
            (f"M{n}", chance.choice(links), chance.choice(SIDES), "What", maybe(0.0), maybe(2.0),
             maybe("%"), maybe("2027-01-01")) for n in range(2 * len(links)))),
        "benefit_steps": rows("benefit_steps", *(
            (f"B{n}", chance.choice(objectives), chance.choice(nodes), chance.choice(STEPS[:3]),
             chance.choice(nodes), chance.choice(STEPS[1:]), maybe(float(chance.randint(-1, 3))))
            for n in range(chance.randint(0, 12)) if objectives)),
        "asset_classes": rows("asset_classes", *(
            (name, chance.choice((0.0, 0.25, 0.5))) for name in ASSET_CLASSES)),
        "metric_series": [] if not links else series(
            *({f"{group}{n}": tuple(maybe(float(chance.randint(0, 9))) for _ in range(4))
               for n in range(chance.randint(0, 3))} for group in "tc")),
        "licences": rows("licences", *(
            (f"2026-{month:02}", tool, chance.randint(1, 9), chance.randint(0, 9),
             float(chance.choice((0, 1, 4))), "2026-01-20")
            for tool in some("T", 2) for month in range(1, 7))),
        "questionnaire": rows("questionnaire", *((s, "We agree.") for s in statements)),
        "survey": rows("survey", *(
            (f"{side}{n}", side, statement, maybe(chance.randint(1, 5)))
            for statement in statements for side in SIDES for n in range(chance.randint(4, 8)))),
        "meetings": rows("meetings", *(
            (g, "2026-02-03", "Day", chance.choice(("strategy", "operations")))
            for g in meetings)),
        "attendees": rows("attendees", *(
            (g, f"person {n}", chance.choice(SIDES), chance.choice(("yes", "no")))
            for g in meetings for n in range(chance.randint(0, 4)))),
        "reviews": rows("reviews", *(
            (f"V{n}", f"2026-Q{chance.randint(1, 4)}", chance.choice(("yes", "no")),
             chance.randint(0, 2), chance.choice(DIRECTIONS))
            for n in range(chance.randint(0, 4)))),
        "decision_rights": rows("decision_rights", *(
            (f"R{n}", chance.choice(links), None, chance.choice(("Ada", "Ben", "Cleo")),
             chance.choice(SIDES), chance.choice(ROLES[:2])) for n in range(3 * len(links)))),
    }  # fmt: skip


plans = st.randoms(use_true_random=False).map(drawn)
"""Firms drawn at random, as rows."""
