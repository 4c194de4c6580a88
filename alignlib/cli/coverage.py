"""`alignlib coverage`: the fifty claims, where each is taught, and which items test it."""

from __future__ import annotations

import argparse

from rich import box
from rich.console import Console
from rich.table import Table

from alignlib.claims import CLAIMS
from alignlib.cli.kit import kit_root, modules
from alignlib.coverage import as_table, asked_by, holes, read_lesson
from alignlib.variants.template import read_assignment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command: nothing."""


def run(options: argparse.Namespace) -> int:
    """Print the claims with their lessons, items and points; 1 where there is a hole."""
    root = kit_root()
    lessons = [read_lesson(path) for path in sorted((root / "notebooks").glob("0[1-9]-*.ipynb"))]
    items = [
        item
        for source in modules(root, [])
        for item in asked_by(read_assignment(source / "assignment.yaml"))
    ]
    there = {item.module for item in items}
    table = Table("claim", "idea", "lessons", box=box.SIMPLE)
    table.add_column("items", overflow="fold")
    table.add_column("points", justify="right")
    for row in as_table(lessons, items).itertuples():
        if CLAIMS[str(row.claim)].module in there:
            table.add_row(*(str(cell) for cell in row[1:-1]), f"{row.points:g}")
    console = Console()
    console.print(table)
    missing = sorted({claim.module for claim in CLAIMS.values()} - there)
    if missing:
        console.print(f"Not there yet: modules {', '.join(f'{m:02}' for m in missing)}.")
    found = holes(lessons, items)
    for hole in found:
        console.print(f"Hole: {hole}")
    if not found:
        console.print("No hole.")
    return 1 if found else 0
