"""The reference solution of every module runs on every variant and earns every point."""

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
MODULES = sorted(path.parent.name for path in (ROOT / "solutions").glob("*/assignment.yaml"))
VARIANTS = [
    (module, number)
    for module in MODULES
    for number in range(1, Bundle(ROOT / "solutions" / module / "cases.zip").variants + 1)
]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new computer on which nobody has worked yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def run(module: str, desk: Path) -> tuple[Bundle, Path]:
    """Run a module's solution in a copy of its source in which nothing is recorded yet."""
    folder = desk / module
    ignored = shutil.ignore_patterns("answers*", ".*")
    shutil.copytree(ROOT / "solutions" / module, folder, ignore=ignored)
    bundle = Bundle(folder / "cases.zip")
    notebook = nbformat.read(folder / f"{bundle.notebook}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute(
        env=dict(os.environ)
    )
    return bundle, folder


def learner_of(module: str, variant: int) -> str:
    """Some id whose variant is this one."""
    bundle = Bundle(ROOT / "solutions" / module / "cases.zip")
    names = (f"learner-{n}" for n in range(10_000))
    return next(n for n in names if variant_of(n, bundle.assignment, bundle.variants) == variant)


@pytest.mark.parametrize(("module", "variant"), VARIANTS)
def test_the_solution_earns_every_point(
    module: str, variant: int, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reference solution scores 100 % of what is scored by rule, and leaves the memo open."""
    monkeypatch.setenv("JUPYTERHUB_USER", learner_of(module, variant))
    bundle, folder = run(module, desk)
    recorded = answers.read(folder / SOURCE_ANSWERS)
    assert recorded is not None
    assert recorded.variant == variant
    key = bundle.key(variant)
    items = bundle.variant(variant).items
    scores = [award(item, recorded.items[item.id].value, key[item.id]) for item in items.values()]
    by_rule = [score for score in scores if not score.for_human]
    assert [score.max_points for score in by_rule] == [score.points for score in by_rule]
    memos = [item.id for item in items.values() if item.KIND == "memo"]
    assert [score.item for score in scores if score.for_human] == memos


@pytest.mark.parametrize("module", MODULES)
def test_running_the_source_leaves_no_learners_file(
    module: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that was run holds no answers.json: nbgrader would copy it over each learner's."""
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    _, folder = run(module, desk)
    assert not (folder / answers.FILE_NAME).exists()
