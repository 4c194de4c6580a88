"""The panel of `plan` computes in the browser: it has to say what Python says, word for word."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from alignlib.items.plan import Plan
from alignlib.panels import kinds
from alignlib.portfolio import by_lot, result_of
from alignlib.variants.stream import Stream
from tests.conftest import plan_item
from tests.portfolios import drawn_item

pytestmark = pytest.mark.browser

PLANS = 150
"""Plans by chance for each item. Most of them break several rules at once."""

WORK_OUT = """
([item, values]) => values.map((value) => {
  const found = workOut(item, value);
  return {
    cost: found.cost,
    value: found.value,
    breaches: found.breaches.map(({ rule, says }) => [rule, says]),
    reached: [...found.reached].map(([id, { strength, by, late, says }]) =>
      [id, strength, by, late, says]),
  };
})
"""


def told_by_python(item: Plan, value: dict[str, str]) -> dict[str, Any]:
    """What `alignlib.portfolio` makes of an answer, in the form of `WORK_OUT`."""
    starts = {name: item.portfolio.index(period) for name, period in value.items()}
    result = result_of(item.portfolio, starts)
    return {
        "cost": result.cost,
        "value": result.value,
        "breaches": [[breach.rule, breach.says] for breach in result.breaches],
        "reached": [
            [name, reach.strength, reach.by, reach.late, reach.says]
            for name, reach in result.reached.items()
        ],
    }


def plans(item: Plan, stream: Stream) -> list[dict[str, str]]:
    """Plans by chance, sound ones by lot, nothing, and everything at once."""
    names, periods = list(item.portfolio.by_id), item.portfolio.periods
    wild = [
        {name: stream.pick(periods) for name in names if stream.below(3) == 0} for _ in range(PLANS)
    ]
    lots = [by_lot(item.portfolio, stream.below) for _ in range(20)]
    sound = [{name: periods[start] for name, start in lot.items()} for lot in lots]
    everything = [dict.fromkeys(names, period) for period in periods]
    return [{}, *everything, *sound, *wild]


@pytest.mark.parametrize(
    "item",
    [plan_item(), plan_item(most_at_once=None, limits=[]), drawn_item("words"), drawn_item("more")],
    ids=["small", "few rules", "large", "another"],
)
def test_browser_and_python_agree_to_the_word(item: Plan, page: Page) -> None:
    """Cost, value, every broken rule and every objective read the same in both."""
    script = kinds()["plan"]._esm
    page.goto("about:blank")
    page.add_script_tag(content=script.replace("export default", "const exported ="))
    values = [item.validate(value) for value in plans(item, Stream("words"))]
    expected = [told_by_python(item, value) for value in values]
    assert any(len(one["breaches"]) > 3 for one in expected)
    assert any(not one["breaches"] for one in expected)
    assert expected == page.evaluate(WORK_OUT, [item.to_data(), values])
