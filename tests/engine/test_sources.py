"""Every kind of item can be drawn: links, sequences and portfolios beside the others."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from alignlib.cases import Bundle
from alignlib.cli.fairness import solvable
from alignlib.errors import InstructorError
from alignlib.fairness import expert, outcomes
from alignlib.scoring import award
from alignlib.variants.build import build
from alignlib.variants.template import read_assignment, read_template

FIRST = Path(__file__).parents[2] / "docs" / "first-case"
NUMBERS = range(1, 5)

COMMON = {"points": 10, "claims": ["S17"], "lesson": "x", "feedback": "full", "prompt": "Do it."}

CATEGORIES = [
    {"id": name, "label": name.title(), "meaning": f"What {name} does."}
    for name in ("ovens", "vans", "tills", "staff")
]


def entry(number: int, label: str, lure: str = "") -> dict[str, str]:
    """One entry of a pool, with a text of its own."""
    made = {
        "label": label,
        "where": "a note",
        "text": f"Text number {number} of {{ceo}}, about nothing else.",
        "why": f"It says so, number {number}.",
        "claim": "S17",
    }
    return made | ({"lure": lure} if lure else {})


LINKS = {
    "prefix": "L",
    "note": "where",
    "take": {"ovens": 2, "vans": 2, "tills+staff": 2, "staff": 1},
    "entries": [
        entry(n, label, lure)
        for n, (label, lure) in enumerate(
            [("ovens", "vans"), ("vans", "tills"), ("tills+staff", "ovens"), ("staff", "")] * 4
        )
    ],
}

STEPS = {
    "prefix": "P",
    "note": "where",
    "take": {"1": 2, "2": 2, "3": 2},
    "entries": [entry(100 + n, str(n % 3 + 1)) for n in range(12)],
}

ITEMS: list[dict[str, Any]] = [
    {
        "id": "who-gives-what",
        "kind": "link",
        "title": "Who gives what",
        "from": "who_gives",
        "left_heading": "Text",
        "right_heading": "Part",
        "categories": CATEGORIES,
        **COMMON,
    },
    {"id": "what-first", "kind": "order", "title": "What first", "from": "steps", **COMMON},
    {
        "id": "the-next-plan",
        "kind": "plan",
        "title": "The next plan",
        "from": {"periods": 8, "budget_share": 0.4, "most_at_once": 3, "claim": "S30"},
        "unit": "thousand pounds",
        **COMMON,
    },
]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The first case with pools for these items, and an assignment of all kinds."""
    folder = tmp_path_factory.mktemp("sources")
    case = yaml.safe_load((FIRST / "case.yaml").read_text(encoding="utf-8"))
    case["pools"] = {"who_gives": LINKS, "steps": STEPS}
    assignment = yaml.safe_load((FIRST / "assignment.yaml").read_text(encoding="utf-8"))
    assignment["items"] += copy.deepcopy(ITEMS)
    paths = folder / "case.yaml", folder / "assignment.yaml"
    for path, data in zip(paths, (case, assignment), strict=True):
        path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def bundle(sources: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A few variants."""
    into = tmp_path_factory.mktemp("all-kinds")
    build(*sources, len(NUMBERS), into=into)
    return Bundle(into / "cases.zip")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("item", [item["id"] for item in ITEMS])
def test_the_reference_earns_everything(item: str, number: int, bundle: Bundle) -> None:
    """The right answer earns full points, no answer nothing."""
    shown, key = bundle.variant(number).items[item], bundle.key(number)[item]
    assert award(shown, shown.reference(key), key).points == 10
    assert award(shown, None, key).points == 0


@pytest.mark.parametrize("number", NUMBERS)
def test_a_link_has_a_pair_for_each_label(number: int, bundle: Bundle) -> None:
    """A text with two labels is right for both; each lure is a wrong pair with the reason."""
    parts = bundle.key(number)["who-gives-what"]["parts"]
    assert sum(part["right"] for part in parts.values()) == 2 + 2 + 2 * 2 + 1
    assert sum(not part["right"] for part in parts.values()) == 6
    assert all(part["why"].startswith("It says so") for part in parts.values())


@pytest.mark.parametrize("number", NUMBERS)
def test_the_portfolio_is_that_of_the_tables(number: int, bundle: Bundle) -> None:
    """Costs, links and mandates are the table's, and the budget is its share."""
    variant = bundle.variant(number)
    data, table = variant.items["the-next-plan"].to_data(), variant.case.initiatives
    costs = {one["id"]: one["cost"] for one in data["candidates"]}
    assert costs == dict(zip(table["initiative"], table["budget_k"].round(), strict=True))
    assert data["budget"] == pytest.approx(0.4 * table["budget_k"].sum(), abs=5)
    mandated = {one["id"] for one in data["candidates"] if one["mandated"]}
    assert mandated == set(table.loc[table["mandate"].notna(), "initiative"])
    links = variant.case.links
    for one in data["candidates"]:
        own = links[links["initiative"] == one["id"]]
        assert one["serves"] == dict(zip(own["objective"], own["strength"], strict=True))


def test_solvers_can_answer_every_kind(sources: tuple[Path, Path]) -> None:
    """The expert earns all without the key; random answers earn less than a tenth."""
    template, assignment = read_template(sources[0]), read_assignment(sources[1])
    draws = [solvable(template, assignment, "kinds", number) for number in NUMBERS]
    for draw in draws:
        for declared, item in draw.items:
            answer = expert(declared, item, draw)
            assert award(item, answer, draw.key[item.id]).points == item.points
    found = {outcome.solver: outcome for outcome in outcomes(draws)}
    assert found["random"].mean < 10


FAULTS: list[tuple[int, dict[str, Any], str]] = [
    (0, {"categories": CATEGORIES[:3]}, "gives '[a-z+]*staff', which is none of its answers"),
    (1, {"from": "who_gives"}, "gives 'ovens', which is none of its answers"),
    (2, {"from": "who_gives"}, "this is for items of the kind classify, choose, link, order"),
    (0, {"left_heading": None}, r"\$\.items\[2\]\.left_heading"),
]


@pytest.mark.parametrize(("place", "changes", "words"), FAULTS)
def test_a_fault_is_told_by_its_place(
    place: int,
    changes: dict[str, Any],
    words: str,
    sources: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    """What an item cannot be drawn from is told before the first draw."""
    data = yaml.safe_load(sources[1].read_text(encoding="utf-8"))
    data["items"][2 + place] |= changes
    path = tmp_path / "assignment.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(InstructorError, match=words):
        build(sources[0], path, 1, into=tmp_path / "built")


GUESSED: list[tuple[str, Any, str]] = [
    ("steps", {"1": 2, "2": 1}, "key of what-first"),
    ("who_gives", {"ovens": 1, "vans": 1}, "key of who-gives-what"),
]


@pytest.mark.parametrize(("pool", "take", "rule"), GUESSED)
def test_a_key_that_is_too_easy_to_guess_is_refused(
    pool: str,
    take: dict[str, int],
    rule: str,
    sources: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the item's own rule refuses a key, the draw is refused by that rule."""
    monkeypatch.setattr("alignlib.variants.build.DRAWS", 2)
    data = yaml.safe_load(sources[0].read_text(encoding="utf-8"))
    data["pools"][pool]["take"] = take
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(InstructorError, match=rule):
        build(path, sources[1], 1, into=tmp_path / "built")


def test_a_portfolio_that_chance_solves_is_refused(
    sources: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nearly everything fits into the budget, any plan is good and none is drawn."""
    monkeypatch.setattr("alignlib.variants.build.DRAWS", 2)
    data = yaml.safe_load(sources[1].read_text(encoding="utf-8"))
    data["items"][4]["from"] |= {"budget_share": 0.99}
    del data["items"][4]["from"]["most_at_once"]
    path = tmp_path / "assignment.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(InstructorError, match="best plan of the-next-plan"):
        build(sources[0], path, 1, into=tmp_path / "built")
