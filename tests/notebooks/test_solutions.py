"""The reference solution runs on every variant and earns every point that a rule can give."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from alignlib import answers
from alignlib.cases import Bundle, variant_of
from alignlib.scoring import award
from alignlib.workbook import SOURCE_ANSWERS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "solutions" / "01-two-strategies"
VARIANTS = range(1, 13)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the assignment's source in which nothing is recorded yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / SOURCE.name
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("answers*", ".*"))
    return folder


def learner_of(variant: int, bundle: Bundle) -> str:
    """Some id whose variant is this one."""
    names = (f"learner-{n}" for n in range(10_000))
    return next(n for n in names if variant_of(n, bundle.assignment, bundle.variants) == variant)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_solution_earns_every_point(
    variant: int, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reference solution scores 100 % of what is scored by rule, and leaves the memo open."""
    bundle = Bundle(source / "cases.zip")
    monkeypatch.setenv("JUPYTERHUB_USER", learner_of(variant, bundle))
    notebook = nbformat.read(source / "two-strategies.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(source)}}).execute(
        env=dict(os.environ)
    )
    recorded = answers.read(source / SOURCE_ANSWERS)
    assert recorded is not None
    assert recorded.variant == variant
    key = bundle.key(variant)
    scores = [
        award(item, recorded.items[item.id].value, key[item.id])
        for item in bundle.variant(variant).items.values()
    ]
    by_rule = [score for score in scores if not score.for_human]
    assert [score.max_points for score in by_rule] == [score.points for score in by_rule]
    assert sum(score.points for score in by_rule) == 80.0
    assert [score.item for score in scores if score.for_human] == ["one-paragraph-two-readers"]


def test_running_the_source_leaves_no_learners_file(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that was run holds no answers.json: nbgrader would copy it over each learner's."""
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    notebook = nbformat.read(source / "two-strategies.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(source)}}).execute(
        env=dict(os.environ)
    )
    assert not (source / answers.FILE_NAME).exists()
