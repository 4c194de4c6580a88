"""Asset mix."""

from __future__ import annotations

import pandas as pd
import pytest

from alignlib.diagnostics import Evidence
from alignlib.diagnostics.asset_mix import asset_mix
from tests.diagnostics.plans import frames, sound, table


def classes(target: tuple[float, ...], share: tuple[float, ...] | None = None) -> pd.DataFrame:
    """The four classes with a target mix, and a mix if one is given."""
    names = ("infrastructure", "transactional", "informational", "strategic")
    columns = (names, target) if share is None else (names, target, share)
    return table("asset_classes", *zip(*columns, strict=True))


def test_by_hand() -> None:
    """
    The target is 40, 20, 20 and 20 %; the spend lies 60, 20, 15 and 5 %.

    The distances are 20, 0, 5 and 15, together 40; half of it is 20: one fifth of the spend
    would have to move to another class, 0.2.
    """
    found = asset_mix(classes((0.4, 0.2, 0.2, 0.2), (0.6, 0.2, 0.15, 0.05)))
    assert found.value == pytest.approx(0.2)
    assert found.evidence == (
        Evidence("asset_classes", "infrastructure", "has 60 % of the spend; the target is 40 %"),
        Evidence("asset_classes", "informational", "has 15 % of the spend; the target is 20 %"),
        Evidence("asset_classes", "strategic", "has 5 % of the spend; the target is 20 %"),
    )


def test_without_shares_the_budgets_give_the_mix() -> None:
    """
    500, 300 and 200 thousand pounds are 50, 30 and 20 % of the spend.

    Against 20, 30, 20 and 30 %: infrastructure is at its 20, transactional at its 30, the
    informational 50 are 30 above 20, and strategic is 30 below: half of 60 is 30 %.
    """
    initiatives = frames(sound())["initiatives"]
    found = asset_mix(classes((0.2, 0.3, 0.2, 0.3)), initiatives)
    assert found.value == pytest.approx(0.3)
    assert {e.row for e in found.evidence} == {"informational", "strategic"}


def test_given_shares_come_first() -> None:
    """Where the table states the shares, budgets are not looked at."""
    even = (0.25, 0.25, 0.25, 0.25)
    assert asset_mix(classes(even, even), frames(sound())["initiatives"]).value == 0.0


def test_a_wholly_different_mix_is_1() -> None:
    """All spend in a class with the target 0 is as far as a mix can be."""
    assert asset_mix(classes((1, 0, 0, 0), (0, 0, 0, 1))).value == 1.0


def test_percentages_count_by_their_proportion() -> None:
    """Mixes written in per cent are scaled to sum to 1."""
    frame = pd.DataFrame({"asset_class": ["a", "b"], "target": [50, 50], "share": [75, 25]})
    assert asset_mix(frame).value == 0.25


def test_a_class_without_a_target_is_off_by_all_it_has() -> None:
    """Spend on a class that the table does not list has the target 0."""
    listed = classes((0.2, 0.3, 0.5, 0.0)).iloc[:2]
    found = asset_mix(listed, frames(sound())["initiatives"])
    assert found.value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (classes((0, 0, 0, 0), (1, 0, 0, 0)), "no target mix"),
        (classes((1, 0, 0, 0), (0, 0, 0, 0)), "no spend on any class"),
        (classes((1, 0, 0, 0)), "no spend on any class"),
    ],
)
def test_without_a_mix_or_a_target_it_is_undefined(frame: pd.DataFrame, reason: str) -> None:
    """An empty denominator gives NaN and a reason."""
    found = asset_mix(frame)
    assert (found.defined, found.reason) == (False, reason)
