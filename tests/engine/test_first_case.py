"""The first case of CONTRIBUTING: a new firm with tables, items and keys, and no code."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from alignlib.cases import Bundle, Variant
from alignlib.cli.fairness import solvable
from alignlib.errors import InstructorError
from alignlib.fairness import expert, outcomes
from alignlib.scoring import award
from alignlib.variants.build import build
from alignlib.variants.template import read_assignment, read_template

FIRST = Path(__file__).parents[2] / "docs" / "first-case"
NUMBERS = range(1, 7)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Six variants of it."""
    into = tmp_path_factory.mktemp("first")
    build(FIRST / "case.yaml", FIRST / "assignment.yaml", len(NUMBERS), into=into)
    return Bundle(into / "cases.zip")


def orphans(variant: Variant) -> pd.DataFrame:
    """The initiatives that serve nothing and have no mandate, as a learner finds them."""
    work = variant.case.initiatives
    linked = variant.case.links["initiative"]
    return work[~work["initiative"].isin(linked) & work["mandate"].isna()]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_key_follows_from_the_tables(number: int, bundle: Bundle) -> None:
    """Two lines of pandas give every answer that the key holds."""
    variant, key = bundle.variant(number), bundle.key(number)
    found = orphans(variant)
    assert len(found) == 3
    right = [i for i, p in key["what-serves-nothing"]["parts"].items() if p["right"]]
    assert sorted(right) == sorted(found["initiative"])
    share = 100 * found["budget_k"].sum() / variant.case.initiatives["budget_k"].sum()
    assert key["money-that-serves-nothing"]["answer"] == pytest.approx(share, abs=1e-3)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_reason_is_true(number: int, bundle: Bundle) -> None:
    """Each row of the item has a reason, and what it says of links is so."""
    variant = bundle.variant(number)
    linked = set(variant.case.links["initiative"])
    parts = bundle.key(number)["what-serves-nothing"]["parts"]
    assert len(parts) == 12
    for initiative, part in parts.items():
        assert ("names a goal" in part["why"]) <= (initiative in linked)
        assert ("serves no objective" in part["why"]) <= (initiative not in linked)


def test_solvers_earn_what_they_should() -> None:
    """The expert earns all, random answers less than a tenth, the hasty reader much less."""
    template = read_template(FIRST / "case.yaml")
    assignment = read_assignment(FIRST / "assignment.yaml")
    draws = [solvable(template, assignment, "first", number) for number in NUMBERS]
    for draw in draws:
        for declared, item in draw.items:
            assert award(item, expert(declared, item, draw), draw.key[item.id]).points == (
                item.points
            )
    found = {outcome.solver: statistics.fmean(outcome.scores) for outcome in outcomes(draws)}
    assert found["random"] < 10
    assert found["keyword"] < 60


def edited(tmp_path: Path, source: str, **changes: Any) -> dict[str, Path]:
    """The sources of the first case with something changed at the top of an item or the plan."""
    files = {name: FIRST / name for name in ("case.yaml", "assignment.yaml")}
    data = yaml.safe_load(files[source].read_text(encoding="utf-8"))
    target = data["plan"]["plant"] if source == "case.yaml" else data["items"][0]["from"]
    target.update(changes)
    files[source] = tmp_path / source
    files[source].write_text(yaml.safe_dump(data), encoding="utf-8")
    return files


def test_a_document_can_tell_of_what_was_planted(tmp_path: Path) -> None:
    """A text names the row that an operator hit, and the schema of names is held before."""
    data = yaml.safe_load((FIRST / "case.yaml").read_text(encoding="utf-8"))
    data["documents"][0]["text"] += (
        "I worry about {late_delivery.title}: {late_delivery.code} ends on {late_delivery.end}. "
        "Nobody uses {orphan_initiative_3.title}, for {orphan_initiative_3.budget_k:g} thousand.\n"
    )
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    build(path, FIRST / "assignment.yaml", 2, into=tmp_path)
    bundle = Bundle(tmp_path / "cases.zip")
    for number in (1, 2):
        variant = bundle.variant(number)
        (text,) = variant.case.documents["text"]
        right = {
            part
            for part, told in bundle.key(number)["what-serves-nothing"]["parts"].items()
            if told["right"]
        }
        work = variant.case.initiatives.set_index("initiative")
        assert any(f"Nobody uses {work.loc[code, 'title']}, for" in text for code in right)
        code = text.partition(": ")[2].split()[0]
        assert f"{code} ends on {work.loc[code, 'end']:%Y-%m-%d}" in text

    data["documents"][0]["text"] += "{rift.code} and {late_delivery_2.title}"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(InstructorError, match=r"documents\[0\]\.text: there is no slot \{rift"):
        build(path, FIRST / "assignment.yaml", 1, into=tmp_path)


FAULTS = [
    (
        "assignment.yaml",
        {"labels": {"right": ["orphan_initiative"], "wrong": ["uncovered_objective"]}},
        r"plants no 'uncovered_objective'",
    ),
    (
        "case.yaml",
        {"orphan_initiative": 40},
        r"has no room for one more orphan initiative",
    ),
    ("case.yaml", {"two_owners": 1}, r"at \$\.plan\.plant\.two_owners: it needs decision_rights"),
]


@pytest.mark.parametrize(("source", "changes", "words"), FAULTS)
def test_a_fault_is_told_in_words(
    source: str,
    changes: dict[str, Any],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What cannot be drawn is told by its place, or by the rule that failed."""
    monkeypatch.setattr("alignlib.variants.build.DRAWS", 3)
    files = edited(tmp_path, source, **changes)
    with pytest.raises(InstructorError, match=words):
        build(files["case.yaml"], files["assignment.yaml"], 1, into=tmp_path / "built")


def test_labels_that_no_measure_tells_apart_are_refused(tmp_path: Path) -> None:
    """An item may not ask which of two defects hit a row if both move the same measure."""
    files = edited(tmp_path, "case.yaml", frozen_roadmap=1)
    data = yaml.safe_load(files["assignment.yaml"].read_text(encoding="utf-8"))
    data["items"][0]["from"]["labels"] = {"right": ["frozen_roadmap"]}
    path = tmp_path / "assignment.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(InstructorError, match="also plants late_delivery, which moves horizon_fit"):
        build(files["case.yaml"], path, 1, into=tmp_path / "built")
    data["items"][0]["from"]["labels"] = {"right": ["frozen_roadmap"], "wrong": ["late_delivery"]}
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(InstructorError, match="both move horizon_fit"):
        build(files["case.yaml"], path, 1, into=tmp_path / "built")
