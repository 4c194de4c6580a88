"""`alignlib fairness`: what simulated solvers earn on many variants, and how far apart they lie."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from rich.progress import track

from alignlib.cli.kit import kit_root, modules
from alignlib.errors import InstructorError
from alignlib.fairness import Draw, as_table, outcomes
from alignlib.items import read_item
from alignlib.variants.build import draw, item_data, item_key
from alignlib.variants.sources import source_of
from alignlib.variants.template import read_assignment, read_template

VARIANTS = 200
SEED = "fairness"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.add_argument("module", nargs="*", help="such as 01-two-strategies; all without one")
    parser.add_argument("--variants", type=int, default=VARIANTS, help=f"default {VARIANTS}")
    parser.add_argument("--seed", default=SEED, help="the text that the draws come from")


def run(options: argparse.Namespace) -> int:
    """Print a table for each module; 1 when a goal is missed."""
    if options.variants < 2:
        raise InstructorError(f"--variants is {options.variants}; a spread needs 2 or more.")
    missed = 0
    for source in modules(kit_root(), options.module):
        template = read_template(source / "case.yaml")
        assignment = read_assignment(source / "assignment.yaml")
        draws = [
            solvable(template, assignment, options.seed, number)
            for number in track(range(1, options.variants + 1), f"Draw {source.name}")
        ]
        found = list(outcomes(draws))
        print(f"\n{source.name}, {options.variants} variants, points of 100:")
        print(as_table(found).to_string(index=False))
        missed += sum(bool(outcome.complaint) for outcome in found)
    return 1 if missed else 0


def solvable(
    template: Mapping[str, Any], assignment: Mapping[str, Any], seed: str, number: int
) -> Draw:
    """One variant, ready for the solvers; memos are left out, because no rule scores them."""
    planted, _ = draw(template, assignment, seed, number)
    scored = [item for item in assignment["items"] if source_of(item) is not None]
    return Draw(
        number,
        planted,
        [(item, read_item(item_data(item, planted))) for item in scored],
        {item["id"]: item_key(item, planted) for item in scored},
        template,
        set(assignment.get("misconception", ())),
    )
