"""What holds for every module of the course: its points, its keys, and what answers are worth."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from alignlib.cases import Bundle
from alignlib.items import Item
from alignlib.scoring import award
from alignlib.simulate import with_misconception
from alignlib.variants.build import build
from alignlib.variants.stream import Stream
from alignlib.variants.template import read_assignment

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.parent.name for path in (ROOT / "solutions").glob("*/assignment.yaml"))

CAPSTONE = "09"
GUESSES = 30
"""Random answers to each variant."""

every_module = pytest.mark.parametrize("module", MODULES)

Answer = Callable[[Item, dict[str, Any], int], Any]


@cache
def bundle_of(module: str) -> Bundle:
    """The open variants of a module, as the repository ships them."""
    return Bundle(ROOT / "solutions" / module / "cases.zip")


def earned(module: str, answer: Answer) -> list[float]:
    """The share of the points that a rule gives on each variant, for a way of answering."""
    bundle, shares = bundle_of(module), []
    for number in range(1, bundle.variants + 1):
        key = bundle.key(number)
        items = [i for i in bundle.variant(number).items.values() if i.KIND != "memo"]
        scores = [award(i, answer(i, key[i.id], number), key[i.id]).points for i in items]
        shares.append(sum(scores) / sum(i.points for i in items))
    return shares


@every_module
def test_the_shipped_cases_are_those_of_the_sources(module: str, tmp_path: Path) -> None:
    """Drawn again, the variants have the same bytes: nobody edited them, nothing is stale."""
    source = ROOT / "solutions" / module
    shipped = bundle_of(module)
    build(source / "case.yaml", source / "assignment.yaml", shipped.variants, into=tmp_path)
    assert (tmp_path / "cases.zip").read_bytes() == shipped.path.read_bytes()
    assert (ROOT / "exercises" / module / "cases.zip").read_bytes() == shipped.path.read_bytes()


@every_module
def test_points_add_up(module: str) -> None:
    """A module has 100 points (the capstone 200), one memo at least, and claims on every item."""
    items = bundle_of(module).variant(1).items.values()
    assert sum(item.points for item in items) == (200 if module.startswith(CAPSTONE) else 100)
    assert sum(item.KIND == "memo" for item in items) >= 1
    assert all(item.claims for item in items)


@every_module
def test_tables_are_needed_for_half_of_the_points(module: str) -> None:
    """Items that need nothing of the case are recall: at most a fifth of the points."""
    items = read_assignment(ROOT / "solutions" / module / "assignment.yaml")["items"]
    whole = sum(item["points"] for item in items)
    assert sum(item["points"] for item in items if not item.get("needs")) <= whole / 5
    assert sum(item["points"] for item in items if item.get("needs")) >= whole / 2


@every_module
def test_the_reference_earns_everything(module: str) -> None:
    """The right answers earn every point on every variant."""
    assert set(earned(module, lambda item, key, _: item.reference(key))) == {1.0}


@every_module
def test_a_blank_earns_nothing(module: str) -> None:
    """Nothing recorded earns nothing."""
    assert set(earned(module, lambda item, key, _: None)) == {0.0}


def everything(item: Item, key: dict[str, Any], turn: int) -> Any:
    """All options, all pairs, or one and the same category for all things."""
    one: Any = item
    match item.KIND:
        case "choose":
            return [option.id for option in one.options]
        case "link":
            return [[a.id, b.id] for a in one.left for b in one.right]
        case "classify":
            return dict.fromkeys(item.parts(), one.categories[turn % len(one.categories)].id)
    return None


@every_module
def test_taking_everything_earns_next_to_nothing(module: str) -> None:
    """Ticking all, linking all, and sorting all into one category earn at most 5 %."""
    for turn in range(7):
        shares = earned(module, lambda item, key, _, turn=turn: everything(item, key, turn))
        assert max(shares) <= 0.05


@every_module
def test_random_answers_stay_below_a_tenth(module: str) -> None:
    """Over many learners who guess everything, the mean is below a tenth."""
    means = [
        statistics.fmean(
            earned(
                module,
                lambda item, key, number, seed=seed: item.attempt(
                    key, 1.0, Stream(f"{number}/{seed}/{item.id}").below
                ),
            )
        )
        for seed in range(GUESSES)
    ]
    assert 0 < statistics.fmean(means) < 0.10


@every_module
def test_the_misconception_costs_about_half(module: str) -> None:
    """A learner with the module's misconception earns 25 to 65 % on every variant."""
    solve = with_misconception(bundle_of(module).misconception)
    shares = earned(module, lambda item, key, number: solve(item, key, Stream(str(number))))
    assert all(0.25 <= share <= 0.65 for share in shares), shares


@every_module
def test_no_two_variants_are_alike(module: str) -> None:
    """No two variants share a table of numbers, or the answers of most items."""
    bundle = bundle_of(module)
    numbers = range(1, bundle.variants + 1)
    references = []
    for number in numbers:
        key = bundle.key(number)
        items = bundle.variant(number).items.values()
        references.append([str(i.reference(key[i.id])) for i in items if i.KIND != "memo"])
    for n, one in enumerate(references):
        for other in references[n + 1 :]:
            same = sum(a == b for a, b in zip(one, other, strict=True))
            assert same <= len(one) / 4
