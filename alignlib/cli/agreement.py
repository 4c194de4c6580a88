"""`alignlib agreement`: how far two markers of the same memos agree."""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from alignlib.errors import InstructorError
from alignlib.grading.markers.agreement import FEW, STEP, Comparison, Estimate, Talk, compare
from alignlib.grading.markers.sheet import FORM, read_sheet

HELP = f"""
Each marker fills in a sheet of their own, a CSV file as any spreadsheet saves it. {FORM}

    memo,purpose,part-without-goal,next-step,plain-words
    01,5,3.5,4,5
    02,2,0,1,3

`alignlib sample` makes empty sheets, with memos under neutral numbers. Save a copy for each marker
and compare the two. What is left open counts for neither. The numbers must be the same in both.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.epilog = HELP
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("first", type=Path, metavar="A.csv", help="the sheet of one marker")
    parser.add_argument("second", type=Path, metavar="B.csv", help="the sheet of the other")
    parser.add_argument(
        "--step",
        type=float,
        default=STEP,
        help=f"points apart that still count as adjacent; default {STEP:g}",
    )


def run(options: argparse.Namespace) -> int:
    """Print how far the two agree, and the memos to talk about."""
    if not (math.isfinite(options.step) and options.step >= 0):
        raise InstructorError(f"--step is {options.step:g}; it must be 0 or more.")
    first, second = read_sheet(options.first), read_sheet(options.second)
    found = compare(first, second, options.step)
    report(Console(), found, options.step)
    return 0


def report(console: Console, found: Comparison, step: float) -> None:
    """Print a comparison as a table with its words."""
    for remark in found.remarks:
        console.print(remark, markup=False)
    console.print(_table(found, step))
    console.print(
        "kappa: Cohen's, with quadratic weights. alpha: Krippendorff's, for intervals. Both are 1 "
        "where two markers always agree, and 0 where they agree as by chance. Krippendorff asks "
        "for an alpha of 0.8, or of 0.667 where a conclusion may be tentative. 95 %: from 9,999 "
        "bootstrap draws of the memos.",
        markup=False,
    )
    if any(a.kappa.value is None for a in found.agreements):
        console.print("A dash: all marks are the same, so nothing can be said.", markup=False)
    if min(a.memos for a in found.agreements) < FEW:
        console.print(
            f"There are fewer than {FEW} memos: look at the intervals, not at the numbers.",
            markup=False,
        )
    if not found.talks:
        console.print(f"No memo is more than {step:g} apart on a criterion.", markup=False)
        return
    console.print(f"\n[bold]Memos to talk about[/bold], more than {step:g} apart:")
    for talk in found.talks:
        console.print(f"  {talk.memo}: {_apart(talk)}", markup=False)


def _table(found: Comparison, step: float) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("criterion", overflow="fold")
    table.add_column("memos", justify="right")
    table.add_column("same", justify="right")
    table.add_column(f"within {step:g}", justify="right")
    for measure in ("kappa", "alpha"):
        table.add_column(measure, justify="right")
        table.add_column("95 %", no_wrap=True)
    for one in found.agreements:
        table.add_row(
            one.criterion,
            str(one.memos),
            f"{one.exact:.0%}",
            f"{one.adjacent:.0%}",
            *_estimate(one.kappa),
            *_estimate(one.alpha),
        )
    return table


def _estimate(estimate: Estimate) -> tuple[str, str]:
    if estimate.value is None:
        return "–", ""
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}", ""
    return f"{estimate.value:.2f}", f"{estimate.low:.2f}, {estimate.high:.2f}"


def _apart(talk: Talk) -> str:
    return "; ".join(f"{name} {one:g} and {other:g}" for name, (one, other) in talk.apart.items())
