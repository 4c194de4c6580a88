"""The map: each link a line, and what stands alone a shape and a word."""

from __future__ import annotations

import pytest
from matplotlib.text import Text

from alignlib.charts import objective_initiative_map
from alignlib.charts.objective_initiative_map import LOOKS, WIDTHS
from tests.charts.drawing import Frames, faulty, large, named, outside, overlaps, told
from tests.diagnostics.plans import table


def firm() -> Frames:
    """
    Four goals and five initiatives.

    O1 has two initiatives, O2 none, O3 needs no technology, O4 is closed but still linked. I3
    serves only the closed goal, I4 nothing, I5 nothing but by mandate.
    """
    return {
        "objectives": table(
            "objectives",
            ("O1", "Win customers back", "live", 0.6, "yes"),
            ("O2", "Cost less", "live", 0.4, "yes"),
            ("O3", "Open two stores", "live", 0.0, "no"),
            ("O4", "Sell chairs", "closed", None, "yes"),
            owner="Ines Duarte", closed_on=None, closed_because=None, due="2027-06-30",
        ),
        "initiatives": table(
            "initiatives",
            ("I1", "Loyalty app", 500.0, None),
            ("I2", "Route planner", 300.0, None),
            ("I3", "Chair shop", 200.0, None),
            ("I4", "Chat assistant", 1234.0, None),
            ("I5", "Tax records", 40.0, "Tax law"),
            start="2026-01-01", end="2026-12-31",
        ),
        "links": table(
            "links",
            ("L1", "I1", "O1", 3),
            ("L2", "I2", "O1", 1),
            ("L3", "I3", "O4", 2),
            ("L4", "I4", "O1", 0),
        ),
    }  # fmt: skip


def draw(tables: Frames):  # type: ignore[no-untyped-def]
    """The map of these tables."""
    return objective_initiative_map(tables["objectives"], tables["initiatives"], tables["links"])


def test_each_link_is_a_line_as_thick_as_it_is_strong() -> None:
    """Strength 0 is no line; 1, 2 and 3 get thicker."""
    chart = draw(firm())
    widths = {gid: named(chart, gid)[0].get_linewidth() for gid in ("I1-O1", "I2-O1", "I3-O4")}
    assert widths == {"I1-O1": WIDTHS[3], "I2-O1": WIDTHS[1], "I3-O4": WIDTHS[2]}
    assert WIDTHS[1] < WIDTHS[2] < WIDTHS[3]
    assert named(chart, "I4-O1") == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_link_of_a_plan_is_there(seed: int) -> None:
    """As many lines as links, each from the one bar to the other."""
    tables = large(seed)
    chart = draw(tables)
    for row in tables["links"].itertuples():
        (line,) = named(chart, f"{row.initiative}-{row.objective}")
        (_, left), *_, (_, right) = line.get_path().vertices
        for code, end in ((row.objective, left), (row.initiative, right)):
            bar = named(chart, code)[0]
            assert bar.get_y() <= end <= bar.get_y() + bar.get_height()


def test_what_stands_alone_has_a_shape_and_says_so() -> None:
    """An orphan, an uncovered goal and a closed one are told apart without colour."""
    chart = draw(firm())
    shapes = {code: named(chart, code)[-1].get_marker() for code in ("I4", "O2", "I5", "O3", "O4")}
    assert shapes == {"I4": "D", "O2": "D", "I5": "o", "O3": "o", "O4": "X"}
    assert len({look["marker"] for look in LOOKS.values()}) == len(LOOKS)
    words = told(chart)
    assert "£1,234k, serves no live objective" in words
    assert "no initiative serves it, weight 40.0 %" in words
    assert "needs no technology" in words
    assert "£40k, by mandate: Tax law" in words
    assert "closed; a link still leads here" in words


def test_a_link_to_a_closed_goal_is_dotted() -> None:
    """It is drawn, but does not look like one that counts."""
    chart = draw(firm())
    assert named(chart, "I3-O4")[0].get_linestyle() == ":"
    assert named(chart, "I1-O1")[0].get_linestyle() == "-"
    assert "£200k, serves no live objective" in told(chart)


def test_the_words_tell_what_the_lines_show() -> None:
    """Counts, what is served most, what is not served, what stands alone."""
    assert draw(firm()).alt == (
        "Map of 3 live objectives and 5 initiatives, joined by 3 links. "
        "O1 (Win customers back) has 2 initiatives. "
        "No initiative serves O2 (Cost less); links still lead to the closed O4. "
        "I3 Chair shop (£200k) and I4 Chat assistant (£1,234k) serve no live objective and have "
        "no mandate; I5 is there by mandate."
    )


def test_the_words_name_the_planted_orphan() -> None:
    """On a drawn plan, the initiative without a link is the one that is named."""
    tables = faulty()
    linked = set(tables["links"]["initiative"])
    bare = tables["initiatives"][~tables["initiatives"]["initiative"].isin(linked)]
    (orphan,) = bare[bare["mandate"].isna()].to_dict("records")
    alt = draw(tables).alt
    assert f"{orphan['initiative']} {orphan['title']} (£{orphan['budget_k']:,.0f}k) serves" in alt
    counts = tables["links"]["objective"].value_counts()
    assert f"has the most initiatives, {counts.max()}" in alt.replace("have the", "has the")
    assert f"the fewest, {counts.min()}." in alt


def test_two_links_between_the_same_two_are_one_line() -> None:
    """The stronger one is drawn."""
    tables = firm()
    doubled = table("links", ("L1", "I1", "O1", 1), ("L2", "I1", "O1", 2))
    chart = draw(tables | {"links": doubled})
    (line,) = named(chart, "I1-O1")
    assert line.get_linewidth() == WIDTHS[2]


def test_one_objective_is_enough() -> None:
    """A map of a single goal and no initiative can be drawn."""
    tables = firm()
    chart = draw(
        {"objectives": tables["objectives"].iloc[:1]}
        | {name: tables[name].iloc[:0] for name in ("initiatives", "links")}
    )
    assert chart.alt == (
        "Map of 1 live objective and no initiatives, joined by no links. "
        "No initiative serves O1 (Win customers back)."
    )


def test_many_objectives_have_room_beside_few_initiatives() -> None:
    """The longer column decides how high the sheet is."""
    tables = large(1)
    few = tables["initiatives"].iloc[:2]
    chart = draw(tables | {"initiatives": few})
    assert (overlaps(chart), outside(chart)) == ([], [])


def test_a_dollar_is_a_dollar() -> None:
    """Texts with two dollar signs are not read as a formula."""
    chart = draw(large(1))
    assert "Earn $5 more with each customer" in told(chart)
    assert not any(text.get_parse_math() for text in chart.figure.findobj(Text))
