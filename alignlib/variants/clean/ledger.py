"""A clean ledger: months of posted lines in which every department serves some live goal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignlib.variants.clean.sketch import Sketch, months_before

SPELLINGS = ("{name} ({code})", "{code} {name}", "{name} {code}", "{code}-{name}")
"""How clerks write a cost centre. Only the code can be relied on."""

LINES_A_MONTH = 3
"""Lines of a technology department in each month; the others have one or two."""

SMALL, LARGE = (40, 320), (320, 1100)
"""Amounts in hundreds of pounds: two small ones for each large one, so that a share of the
lines is seldom the share of the money."""

PURPOSE = ("goal", "goal", "blank")
"""What a line of a department other than technology names after its first one."""


def ledger(section: Mapping[str, Any], sketch: Sketch) -> None:
    """
    Cost centres, and the lines of the months before the plan begins.

    Each line of a technology department names a live goal, or a mandate and no goal. The
    others name a goal or nothing, and at least one line of each names a goal.
    """
    stream = sketch.stream
    live = [o["objective"] for o in sketch.rows["objectives"] if o["status"] == "live"]
    drawn: list[dict[str, Any]] = []
    for month in months_before(sketch.begins, section["months"]):
        posted = []
        for department in section["departments"]:
            code, technology = department["code"], department["technology"]
            first = not any(row["_code"] == code for row in drawn)
            count = LINES_A_MONTH if technology else 1 + stream.below(2)
            for place, text in enumerate(stream.sample(section["lines"][code], count)):
                names = technology or (first and place == 0) or stream.pick(PURPOSE) == "goal"
                written = stream.pick(SPELLINGS).format(
                    code=code, name=stream.pick(department["spellings"])
                )
                posted.append(
                    {
                        "month": month,
                        "cost_centre": written,
                        "text": sketch.words(text),
                        "amount_k": stream.between(*stream.pick((SMALL, SMALL, LARGE))) / 10,
                        "objective": stream.pick(live) if names else None,
                        "mandate": None,
                        "_code": code,
                    }
                )
        drawn += stream.shuffled(posted)
    technology = {d["code"] for d in section["departments"] if d["technology"]}
    spend = [row for row in drawn if row["_code"] in technology]
    for row in stream.sample(spend, section["take_mandated"]):
        row |= {"objective": None, "mandate": sketch.words(stream.pick(section["mandates"]))}
    sketch.rows["cost_centres"] = [
        {
            "code": department["code"],
            "department": department["name"],
            "technology": "yes" if department["technology"] else "no",
        }
        for department in section["departments"]
    ]
    first_voucher = stream.between(2000, 7000)
    vouchers = [f"V{first_voucher + n}" for n in range(len(drawn))]
    sketch.rows["budget_lines"] = [
        {"line": line, "voucher": voucher, **row}
        for line, voucher, row in zip(
            sketch.codes("L", len(drawn)), stream.shuffled(vouchers), drawn, strict=True
        )
    ]
