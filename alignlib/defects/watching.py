"""Defects of watching: a result that gets worse under green lights, a register with one side."""

from __future__ import annotations

from collections.abc import Iterator

from alignlib.defects.operators import Chance, Operator, shuffled
from alignlib.defects.plan import Edit, Plan, changed, removed, where
from alignlib.tables.records import RISK_KINDS

RISE = (80, 190)
"""By how many thousandths claims rise on average over the green year."""

RED_MONTHS = (4, 7)
"""For how many months the light of a system that nobody works with is red."""

SMALL = (1, 2)
"""Likelihood and impact of a small risk."""

BUSINESS, TECHNOLOGY = RISK_KINDS[:3], RISK_KINDS[3:]


def _rising(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """Claims rise month by month while all lights are green."""
    rows = plan["claims_reports"]
    green = [entry for entry, row in rows.items() if row["_green"] and row["_own"]]
    if not green:
        return
    rise = (RISE[0] + chance(RISE[1] - RISE[0])) / 1000
    months = sorted({str(rows[entry]["month"]) for entry in green})
    # Half of the rise in the first month, one and a half of it in the last.
    factor = {
        month: 1 + rise * (0.5 + place / max(1, len(months) - 1))
        for place, month in enumerate(months)
    }
    yield Edit(
        ("claims_reports", green[-1]),
        tuple(
            changed(plan, "claims_reports", entry,
                    claims_k=round(float(rows[entry]["claims_k"])
                                   * factor[str(rows[entry]["month"])], 1))
            for entry in green
        ),
        f"From {months[0]} to {months[-1]} every light that counts was green, and what a policy "
        "costs in claims rose.",
    )  # fmt: skip


def _harmless_red(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The light of a system that nobody works with is red while all others are green."""
    rows = plan["dashboard"]
    amiss = {r["month"] for r in rows.values() if r["in_use"] == "yes" and r["light"] != "green"}
    unused = dict.fromkeys(str(r["measure"]) for r in rows.values() if r["in_use"] == "no")
    for measure in shuffled(list(unused), chance):
        own = [
            row
            for row in where(plan, "dashboard", measure=measure, light="green")
            if rows[row]["month"] not in amiss
        ]
        if not own:
            continue
        count = min(len(own), RED_MONTHS[0] + chance(RED_MONTHS[1] - RED_MONTHS[0] + 1))
        first = chance(len(own) - count + 1)
        red = own[first : first + count]
        yield Edit(
            ("dashboard", red[0]),
            tuple(
                changed(plan, "dashboard", row, light="red", value=rows[row]["_red"]) for row in red
            ),
            f"“{measure}” is red for {count} months, and nobody works with that system.",
        )


def _of_goal(plan: Plan, chance: Chance) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each live objective with its open business risks and technology risks, in drawn order."""
    risks = plan["risks"]
    for objective in shuffled(where(plan, "objectives", status="live"), chance):
        own = where(plan, "risks", objective=objective, status="open")
        business = [risk for risk in own if risks[risk]["kind"] in BUSINESS]
        if business:
            yield objective, business, [risk for risk in own if risk not in business]


def _named(plan: Plan, objective: str) -> str:
    return f"{objective} (“{plan['objectives'][objective]['text']}”)"


def _lost(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The business risks of an objective are gone from the register; technology risks stay."""
    for objective, business, technology in _of_goal(plan, chance):
        if technology:
            yield Edit(
                ("objectives", objective),
                tuple(removed(plan, "risks", risk) for risk in business),
                f"The register holds only technology risks to {_named(plan, objective)}.",
                frozenset(("risks", risk) for risk in technology),
            )


def _closed(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The business risks of an objective stand in the register, but all are closed."""
    for objective, business, technology in _of_goal(plan, chance):
        if technology:
            listed = " and ".join(business)
            yield Edit(
                ("objectives", objective),
                tuple(changed(plan, "risks", risk, status="closed") for risk in business),
                f"Of the risks to {_named(plan, objective)}, those of the business are closed "
                f"({listed}). Nobody looks after them.",
                frozenset(("risks", risk) for risk in technology),
            )


def _one_left(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """All business risks of an objective but one are closed, and that one is small."""
    for objective, business, _ in _of_goal(plan, chance):
        if len(business) > 1:
            kept = business[chance(len(business))]
            small = {"likelihood": SMALL[chance(2)], "impact": SMALL[chance(2)]}
            yield Edit(
                ("objectives", objective),
                tuple(
                    changed(plan, "risks", risk, **small)
                    if risk == kept
                    else changed(plan, "risks", risk, status="closed")
                    for risk in business
                ),
                f"One business risk to {_named(plan, objective)} is open: {kept}. It is small, "
                "but somebody looks after it.",
            )


def _no_technology_risk(plan: Plan, chance: Chance) -> Iterator[Edit]:
    """The technology risks of an objective are gone; its business risks are open."""
    for objective, business, technology in _of_goal(plan, chance):
        if technology:
            yield Edit(
                ("objectives", objective),
                tuple(removed(plan, "risks", risk) for risk in technology),
                f"The register names business risks to {_named(plan, objective)} "
                f"({' and '.join(business)}). It names no technology risk, but that is another "
                "question.",
                frozenset(("risks", risk) for risk in business),
            )


_NAMED = ("business_risks_named",)

OPERATORS = (
    Operator("rising_claims", ("S12", "S14"), ("claims_cost_change",), _rising),
    Operator("harmless_red", ("S12",), (), _harmless_red, look_alike="rising_claims"),
    Operator("business_risks_lost", ("S13", "S14"), _NAMED, _lost),
    Operator("business_risks_closed", ("S13",), _NAMED, _closed),
    Operator("one_risk_left", ("S13",), (), _one_left, look_alike="business_risks_closed"),
    Operator("no_technology_risk", ("S13",), (), _no_technology_risk,
             look_alike="business_risks_lost"),
)  # fmt: skip
"""The operators of this module."""
