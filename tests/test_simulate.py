"""Simulated learners: a made-up class, never real people."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib.answers import RECEIPT_TYPE, parse, read
from alignlib.cases import Bundle, variant_of
from alignlib.scoring import award
from alignlib.simulate import (
    HOSTILE_MARK,
    MIXTURE,
    Learner,
    answers,
    learners,
    solvers,
    submit,
)
from alignlib.variants.stream import Stream
from tests.conftest import SAMPLES

KINDS = [kind for kind, _ in MIXTURE]


def test_a_class_of_thirty_has_the_whole_mixture() -> None:
    """Thirty simulated learners are exactly the mixture."""
    assert Counter(one.kind for one in learners(30)) == dict(MIXTURE)
    assert sum(share for _, share in MIXTURE) == 30


@pytest.mark.parametrize("count", [11, 12, 30, 100])
def test_every_kind_is_in_a_class_of_eleven(count: int) -> None:
    """From eleven learners on every kind is there, also the malformed and the hostile one."""
    assert {one.kind for one in learners(count)} == set(KINDS)


@given(st.integers(0, 2000))
def test_each_learner_has_an_id_of_their_own(count: int) -> None:
    """Ids differ, say that they are simulated, and sort in the order of the class."""
    ids = [one.id for one in learners(count)]
    assert len(ids) == count == len(set(ids))
    assert ids == sorted(ids)
    assert all(one.startswith("sim-") for one in ids)


EVERY = solvers({"S8"})


@pytest.mark.parametrize("solver", EVERY)
@pytest.mark.parametrize("kind", SAMPLES)
def test_every_way_of_answering_fits_every_kind(solver: str, kind: str) -> None:
    """Each simulated solver answers each kind of item: nothing, or a valid answer."""
    item, key = SAMPLES[kind]
    one = dataclasses.replace(item, claims=("S8",))  # the misconception is about this idea
    for seed in range(10):
        value = EVERY[solver](one, key, Stream(str(seed)))
        assert value is None or one.readable_part(value)[1] == ()


def points(bundle: Bundle, learner: Learner) -> float:
    """What a simulated learner's answers are worth, without the memo."""
    recorded = answers(bundle, learner)
    assert recorded.variant is not None
    variant, key = bundle.variant(recorded.variant), bundle.key(recorded.variant)
    values = {item: answer.value for item, answer in recorded.items.items()}
    return sum(
        award(item, values.get(item.id), key[item.id]).points for item in variant.items.values()
    )


def mean(bundle: Bundle, kind: str) -> float:
    """The mean points of 25 learners of a kind."""
    return sum(points(bundle, Learner(f"sim-{n}-{kind}", kind)) for n in range(25)) / 25


def test_each_kind_scores_as_its_name_says(larkfield: Bundle) -> None:
    """Experts earn everything, then come careful, average and weak ones, then those who guess."""
    means = {kind: mean(larkfield, kind) for kind in ("careful", "average", "weak", "random")}
    assert mean(larkfield, "expert") == 80.0
    assert 80 > means["careful"] > means["average"] > means["weak"] > means["random"]
    assert means["random"] < 8.0
    assert mean(larkfield, "blank") == 0.0


def test_keywords_and_unfinished_work_cost_points(larkfield: Bundle) -> None:
    """Whoever goes by single words, or stops half-way, is far from everything."""
    assert 0 < mean(larkfield, "keyword") < 16
    assert 10 < mean(larkfield, "unfinished") < 60


def shares(bundle: Bundle, kind: str) -> dict[str, list[float]]:
    """The share of its points that each automatic item gives a kind, variant by variant."""
    found: dict[str, list[float]] = {}
    for number in range(1, bundle.variants + 1):
        key = bundle.key(number)
        for item in bundle.variant(number).items.values():
            if item.KIND != "memo":
                solver = solvers(bundle.misconception)[kind]
                value = solver(item, key[item.id], Stream(f"{number}/{item.id}"))
                score = award(item, item.validate(value), key[item.id])
                found.setdefault(item.id, []).append(score.points / score.max_points)
    return found


def test_a_misconception_costs_about_half(larkfield: Bundle) -> None:
    """Over the twelve variants the misconception earns 25 to 65 % of the automatic points."""
    items = larkfield.variant(1).items
    by_item = shares(larkfield, "misconception")
    earned = [
        sum(by_item[item][n] * items[item].points for item in by_item)
        for n in range(larkfield.variants)
    ]
    assert len(earned) == 12
    assert 0.25 * 80 <= sum(earned) / len(earned) <= 0.65 * 80


def test_a_misconception_costs_points_where_its_ideas_are_asked_for(larkfield: Bundle) -> None:
    """What asks for neither of the misunderstood ideas is right; everything else loses points."""
    items = larkfield.variant(1).items
    for item, found in shares(larkfield, "misconception").items():
        asked = bool(larkfield.misconception & set(items[item].claims))
        assert {asked} == {share < 1.0 for share in found}, item


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_recorded_is_valid(kind: str, larkfield: Bundle) -> None:
    """Each simulated answer is valid, and lies on the variant that belongs to the id."""
    learner = Learner(f"sim-07-{kind}", kind)
    recorded = answers(larkfield, learner)
    assert recorded.learner == learner.id
    assert recorded.variant == variant_of(learner.id, larkfield.assignment, 12)
    items = larkfield.variant(recorded.variant).items
    for name, answer in recorded.items.items():
        assert answer.value == items[name].validate(answer.value)


def test_a_blank_learner_records_nothing(larkfield: Bundle) -> None:
    """The blank learner has no answers, not even empty ones."""
    assert answers(larkfield, Learner("sim-01-blank", "blank")).items == {}


def test_one_seed_gives_one_class(larkfield: Bundle) -> None:
    """The same seed gives the same answers; another seed gives others."""
    learner = Learner("sim-05-average", "average")

    def values(seed: str) -> dict[str, Any]:
        return {k: a.value for k, a in answers(larkfield, learner, seed).items.items()}

    assert values("class") == values("class")
    assert values("class") != values("another")


# ---------------------------------------------------------------- submissions


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release with a notebook that ends in the receipt."""
    folder = tmp_path / "release"
    folder.mkdir()
    cell = {
        "cell_type": "code",
        "id": "receipt",
        "metadata": {},
        "execution_count": None,
        "source": ["work.receipt()"],
        "outputs": [],
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "two-strategies.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def submitted(kind: str, folder: Path, release: Path, bundle: Bundle) -> tuple[Path, Any]:
    """The submission of a learner of a kind: its folder, and its notebook."""
    target = folder / "submitted" / kind
    submit(target, release, bundle, Learner(f"sim-01-{kind}", kind))
    return target, json.loads((target / "two-strategies.ipynb").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_submission_looks_like_one(
    kind: str, tmp_path: Path, release: Path, larkfield: Bundle
) -> None:
    """Every submission has the notebook and nbgrader's time stamp."""
    target, notebook = submitted(kind, tmp_path, release, larkfield)
    assert (target / "timestamp.txt").read_text(encoding="utf-8").endswith("UTC\n")
    assert notebook["nbformat"] == 4


def test_an_expert_hands_in_file_and_receipt(
    tmp_path: Path, release: Path, larkfield: Bundle
) -> None:
    """The file and the receipt in the notebook hold the same answers."""
    target, notebook = submitted("expert", tmp_path, release, larkfield)
    found = read(target / "answers.json")
    held = notebook["cells"][0]["outputs"][0]["data"][RECEIPT_TYPE]["answers"]
    assert found is not None
    assert found.problems == ()
    assert found.items.keys() == parse(json.dumps(held)).items.keys()


def test_the_malformed_file_is_torn_and_its_receipt_sound(
    tmp_path: Path, release: Path, larkfield: Bundle
) -> None:
    """The malformed learner's file cannot be read; the receipt can."""
    target, notebook = submitted("malformed", tmp_path, release, larkfield)
    found = read(target / "answers.json")
    held = notebook["cells"][0]["outputs"][0]["data"][RECEIPT_TYPE]["answers"]
    assert found is not None
    assert found.problems
    assert parse(json.dumps(held)).items


def test_the_blank_learner_hands_in_the_notebook_alone(
    tmp_path: Path, release: Path, larkfield: Bundle
) -> None:
    """The blank learner has neither a file nor a receipt."""
    target, notebook = submitted("blank", tmp_path, release, larkfield)
    assert not (target / "answers.json").exists()
    assert notebook["cells"][0]["outputs"] == []


def test_the_hostile_learner_tries_everything(
    tmp_path: Path, release: Path, larkfield: Bundle
) -> None:
    """The hostile submission shadows alignlib, puts scripts in and ends the kernel."""
    target, notebook = submitted("hostile", tmp_path, release, larkfield)
    assert HOSTILE_MARK in (target / "alignlib.py").read_text(encoding="utf-8")
    text = json.dumps(notebook)
    for attack in ("<script>", "onerror=", "os._exit(1)"):
        assert attack in text


def test_simulating_changes_no_release(tmp_path: Path, release: Path, larkfield: Bundle) -> None:
    """The release stays as it is, whoever submits."""
    before = (release / "two-strategies.ipynb").read_bytes()
    for kind in KINDS:
        submitted(kind, tmp_path, release, larkfield)
    assert before == (release / "two-strategies.ipynb").read_bytes()
