"""Orphan spend."""

from __future__ import annotations

import pandas as pd

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.orphan_spend import orphan_spend
from tests.diagnostics.plans import frames, sound, table


def initiatives(*cells: tuple[str, float, str | None]) -> pd.DataFrame:
    """Initiatives of a code, a budget and a mandate."""
    return pd.DataFrame(cells, columns=["initiative", "budget_k", "mandate"])


def test_by_hand() -> None:
    """
    Four initiatives cost 50, 20, 20 and 10, together 100.

    The first serves a goal. The second is asked for by law. The third and the fourth serve
    nothing: 20 + 10 = 30 of 100, so 0.3 is orphan spend.
    """
    plan = initiatives(("I1", 50, None), ("I2", 20, "Data law"), ("I3", 20, None), ("I4", 10, None))
    found = orphan_spend(plan, table("links", ("L1", "I1", "O1", 2)))
    assert found.value == 0.3
    assert found.evidence == (
        Evidence("initiatives", "I3", "no objective and no mandate; it costs 20 thousand pounds"),
        Evidence("initiatives", "I4", "no objective and no mandate; it costs 10 thousand pounds"),
    )


def test_a_mandate_is_no_orphan() -> None:
    """Compliance spend without a goal is not orphan spend, though it counts as budget."""
    plan = initiatives(("I1", 50, "Card contract"), ("I2", 50, None))
    assert orphan_spend(plan, table("links", ("L1", "I2", "O1", 1))).value == 0.0


def test_an_orphan_without_a_budget_is_not_blamed() -> None:
    """An initiative that costs nothing moves nothing, so it is no evidence."""
    found = orphan_spend(initiatives(("I1", 50, None), ("I2", 0, None)), table("links"))
    assert [e.row for e in found.evidence] == ["I1"]


def test_an_empty_text_is_no_mandate() -> None:
    """A mandate left as an empty text is blank."""
    assert orphan_spend(initiatives(("I1", 50, "")), table("links")).value == 1.0


def test_a_link_of_strength_0_is_none() -> None:
    """An initiative whose only link says that it does not help is an orphan."""
    plan = initiatives(("I1", 50, None))
    assert orphan_spend(plan, table("links", ("L1", "I1", "O1", 0))).value == 1.0


def test_a_closed_objective_is_served_by_nobody() -> None:
    """Work for a goal that was given up is orphan spend, once the register is looked at."""
    plan, links = initiatives(("I1", 50, None)), table("links", ("L1", "I1", "O5", 3))
    assert orphan_spend(plan, links).value == 0.0
    assert orphan_spend(plan, links, frames(sound())["objectives"]).value == 1.0


def test_without_budget_it_is_undefined() -> None:
    """Initiatives that cost nothing have no share of spend."""
    found = orphan_spend(initiatives(("I1", 0, None)), table("links"))
    assert (found.defined, found.reason) == (False, "no budget")
