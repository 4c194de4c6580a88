"""Link focus."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.link_focus import link_focus
from tests.diagnostics.plans import table


def goals(count: int) -> pd.DataFrame:
    """So many live objectives, and a closed one."""
    codes = [f"O{n}" for n in range(1, count + 1)]
    status = ["live"] * count + ["closed"]
    return pd.DataFrame({"objective": [*codes, "OX"], "status": status})


def links(**served: int) -> pd.DataFrame:
    """Links of each initiative to its first so many objectives."""
    pairs = [(i, f"O{n}") for i, count in served.items() for n in range(1, count + 1)]
    return table("links", *((f"L{k}", *pair, 1) for k, pair in enumerate(pairs)))


def work(*codes: str, platform: str = "no") -> pd.DataFrame:
    """Initiatives with these codes."""
    return pd.DataFrame({"initiative": codes, "platform": platform})


def test_by_hand() -> None:
    """
    Five objectives: half of them is 2.5, rounded up 3.

    I1 serves 1, I2 serves 3, I3 serves 4, I4 serves 5. Two of four serve at most 3: 0.5.
    """
    found = link_focus(work("I1", "I2", "I3", "I4"), links(I1=1, I2=3, I3=4, I4=5), goals(5))
    assert found.value == 0.5
    assert found.evidence == (
        Evidence("initiatives", "I3", "serves 4 of 5 objectives; 3 is the most"),
        Evidence("initiatives", "I4", "serves 5 of 5 objectives; 3 is the most"),
    )


@pytest.mark.parametrize(("count", "most"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_half_is_rounded_up(count: int, most: int) -> None:
    """An initiative may serve half of the objectives, rounded up, and not one more."""
    assert link_focus(work("I1"), links(I1=most), goals(count)).value == 1.0
    if most < count:
        assert link_focus(work("I1"), links(I1=most + 1), goals(count)).value == 0.0


def test_a_platform_is_exempt() -> None:
    """A platform with many links neither lowers nor raises the measure."""
    both = pd.concat([work("I1", "I2"), work("P1", platform="yes")])
    assert link_focus(both, links(I1=1, I2=4, P1=4), goals(4)).value == 0.5


def test_two_links_to_one_objective_are_one() -> None:
    """What counts is how many objectives are served."""
    twice = table("links", ("L1", "I1", "O1", 1), ("L2", "I1", "O1", 2))
    assert link_focus(work("I1"), twice, goals(2)).value == 1.0


def test_an_initiative_without_a_link_is_focused() -> None:
    """That it serves nothing is for orphan spend to find."""
    assert link_focus(work("I1"), table("links"), goals(2)).value == 1.0


@pytest.mark.parametrize(
    ("initiatives", "count", "reason"),
    [
        (work("I1"), 0, "no live objective"),
        (work(), 3, "no initiative that is not a platform"),
        (work("P1", platform="yes"), 3, "no initiative that is not a platform"),
    ],
    ids=["no goals", "no work", "platforms only"],
)
def test_without_anything_to_judge_it_is_undefined(
    initiatives: pd.DataFrame, count: int, reason: str
) -> None:
    """An empty denominator gives NaN and a reason."""
    found = link_focus(initiatives, table("links"), goals(count))
    assert (found.defined, found.reason) == (False, reason)
