"""`alignlib build`: cases, releases and practice from the sources."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from alignlib.cli.kit import kit_root, modules
from alignlib.cli.steps import nbgrader
from alignlib.errors import InstructorError
from alignlib.variants.build import OPEN_SEED, build, write_bundle
from alignlib.variants.template import read_assignment

VARIANTS = 12
"""Variants of an assignment: in a class of thirty, two neighbours seldom share one."""

PRACTICE_VARIANTS = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.add_argument("module", nargs="*", help="such as 01-two-strategies; all without one")
    parser.add_argument("--variants", type=int, default=VARIANTS, help=f"default {VARIANTS}")
    parser.add_argument("--seed", default=OPEN_SEED, help="the text that the draws come from")


def run(options: argparse.Namespace) -> int:
    """Build each module; 0 when all were built."""
    root = kit_root()
    if options.variants < 1:
        raise InstructorError(f"--variants is {options.variants}; it must be 1 or more.")
    for source in modules(root, options.module):
        build_module(root, source, options.variants, options.seed)
    return 0


def build_module(root: Path, source: Path, variants: int, seed: str) -> None:
    """Make `cases.zip`, the practice cases and the release of one module, and say so."""
    check_points(source)
    made = build(source / "case.yaml", source / "assignment.yaml", variants, seed)
    write_bundle(source, made.data)
    refused = sum(made.refused.values())
    print(f"{source.name}: {variants} variants, {len(made.data) / 1e6:.1f} MB.")
    if refused:
        rules = ", ".join(f"{rule}: {times}" for rule, times in sorted(made.refused.items()))
        print(f"  The checker refused {refused} times ({rules}).")
    if (source / "practice.yaml").exists():
        practice = build(source / "case.yaml", source / "practice.yaml", PRACTICE_VARIANTS, seed)
        name = read_assignment(source / "practice.yaml")["assignment"]
        write_bundle(root / "notebooks" / "practice" / name, practice.data)
        print(f"  Practice: {PRACTICE_VARIANTS} variants in notebooks/practice/{name}.")
    release(root, source.name)
    print(f"  Release: exercises/{source.name}.")


def release(root: Path, assignment: str) -> None:
    """
    Generate the release of an assignment with nbgrader's own `generate_assignment`.

    It is done in a throw-away course, so that building leaves no gradebook behind here.
    """
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        shutil.copy(root / "nbgrader_config.py", course)
        shutil.copytree(root / "solutions" / assignment, course / "solutions" / assignment)
        for step in nbgrader(course, "generate_assignment", assignment):
            if "ERROR" in step:
                print(f"  {step}", file=sys.stderr)
        target = root / "exercises" / assignment
        target.mkdir(parents=True, exist_ok=True)
        for made in sorted((course / "exercises" / assignment).iterdir()):
            shutil.copyfile(made, target / made.name)


def check_points(source: Path) -> None:
    """
    Hold the notebook's grade cells against the items of `assignment.yaml`.

    Raises `InstructorError` naming the first item whose cell is missing or gives other points.
    """
    assignment = read_assignment(source / "assignment.yaml")
    path = source / f"{assignment['notebook']}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    # A cell of 0 points only makes `nbgrader validate` look at an item: a memo's, say.
    points = {
        mark["grade_id"]: mark["points"] for mark in marks if mark.get("grade") and mark["points"]
    }
    for item in assignment["items"]:
        if points.get(item["id"]) != item["points"]:
            raise InstructorError(
                f"{path.name}: item {item['id']!r} has {item['points']:g} points in "
                f"assignment.yaml and {points.get(item['id'])!r} in its grade cell. "
                "Give both the same."
            )
    unknown = sorted(points.keys() - {item["id"] for item in assignment["items"]})
    if unknown:
        raise InstructorError(
            f"{path.name}: the grade cell {unknown[0]!r} has no item in assignment.yaml. "
            "Add the item, or take the cell's mark away."
        )
