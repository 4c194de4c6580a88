"""`alignlib build`: cases, releases and practice from the sources."""

from __future__ import annotations

import argparse
import json
import secrets
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alignlib.cases import FILE_NAME, KEYS, MOST_VARIANTS
from alignlib.cli.kit import kit_root, modules
from alignlib.cli.steps import nbgrader
from alignlib.errors import InstructorError
from alignlib.variants.build import OPEN_SEED, Refusal, build
from alignlib.variants.template import read_assignment

VARIANTS = 12
"""Variants of an assignment: in a class of thirty, two neighbours seldom share one."""

PRACTICE_VARIANTS = 3

PRACTICE_SEED = "practice"
"""Practice has draws of its own: with the exercise's seed it would show its first variants."""

PUBLIC_SEEDS = (OPEN_SEED, PRACTICE_SEED)
"""Seeds of what the repository ships: a sealed release drawn from one would be no secret."""


@dataclass(frozen=True)
class Plan:
    """
    What to build: how many variants, from which seed, with keys for all or for nobody.

    `explain` says of each refused draw why, and not only how many there were.
    """

    variants: int
    seed: str
    sealed: bool
    explain: bool = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to the command."""
    parser.add_argument("module", nargs="*", help="such as 01-two-strategies; all without one")
    parser.add_argument("--variants", type=int, default=VARIANTS, help=f"default {VARIANTS}")
    parser.add_argument(
        "--seed", help=f"the text that the draws come from; default {OPEN_SEED!r}, or a fresh one"
    )
    parser.add_argument(
        "--sealed", action="store_true", help="leave the keys out of what learners get"
    )
    parser.add_argument(
        "--explain", action="store_true", help="say of each refused draw why it was refused"
    )
    parser.add_argument("--into", type=Path, help="make a course folder of its own there")


def run(options: argparse.Namespace) -> int:
    """Build each module; 0 when all were built."""
    root = kit_root()
    if not 1 <= options.variants <= MOST_VARIANTS:
        raise InstructorError(f"--variants is {options.variants}; it must be 1 to {MOST_VARIANTS}.")
    if options.sealed and options.seed in PUBLIC_SEEDS:
        raise InstructorError(
            f"Everybody can draw the variants of the seed {options.seed!r}, with their keys. "
            "Leave --seed out, and a fresh one is drawn."
        )
    seed = options.seed or (secrets.token_hex(16) if options.sealed else OPEN_SEED)
    plan = Plan(options.variants, seed, options.sealed, options.explain)
    sources = modules(root, options.module)
    if options.into is None:
        for source in sources:
            build_module(root, source, plan)
            build_practice(root, source)
            release(root, source.name)
            print(f"  Release: exercises/{source.name}.")
    else:
        course = options.into.resolve()
        new_course(root, course)
        for source in sources:
            build_module(course, copied(source, course), plan)
            # In the course itself, so that its gradebook knows the assignment.
            generate(course, source.name)
            print(f"  Release: exercises/{source.name}.")
        print(f"The course is in {course}. Its gradebook is empty.")
    if options.sealed:
        print("The keys and the seed are in keys/. Keep that folder to yourself, and back it up.")
    return 0


def build_module(course: Path, source: Path, plan: Plan) -> None:
    """Make the `cases.zip` of one module (and put its keys aside, if sealed), and say so."""
    check_points(source)
    keys = course / KEYS / source.name
    with tempfile.TemporaryDirectory() as folder:
        # With the keys to one side first: other keys that stand there must not be lost.
        made = build(
            source / "case.yaml",
            source / "assignment.yaml",
            plan.variants,
            plan.seed,
            into=Path(folder) if plan.sealed else source,
            sealed_into=Path(folder) / "sealed" if plan.sealed else None,
        )
        if plan.sealed:
            seal(keys, made.paths[0], plan.seed)
            move_whole(made.paths[1], source)
    mark = "sealed" if plan.sealed else "open"
    print(f"{source.name}: {plan.variants} variants, {mark}.")
    _say_refused(made.refused, plan.explain)


def build_practice(root: Path, source: Path) -> None:
    """Make the open cases that a module's lesson practises on, where it has practice."""
    file = source / "practice.yaml"
    if not file.exists():
        return
    name = read_assignment(file)["assignment"]
    into = root / "notebooks" / "practice" / name
    build(source / "case.yaml", file, PRACTICE_VARIANTS, PRACTICE_SEED, into=into)
    print(f"  Practice: {PRACTICE_VARIANTS} variants in notebooks/practice/{name}.")


def _say_refused(refused: Sequence[Refusal], explain: bool) -> None:
    """Say how many draws were refused by which rule, or of each draw why."""
    if explain:
        for refusal in refused:
            print(f"  Refused: {refusal}")
    elif refused:
        counts = sorted(Counter(refusal.rule for refusal in refused).items())
        rules = ", ".join(f"{rule}: {times}" for rule, times in counts)
        print(f"  The checker refused {len(refused)} draws ({rules}).")


def seal(folder: Path, bundle: Path, seed: str) -> None:
    """
    Keep the cases with their keys, and the seed, in the instructor's `keys/` folder.

    Raises `InstructorError` rather than replace other keys: submissions that were made with
    them could then never be graded.
    """
    before = folder / FILE_NAME
    if before.exists() and before.read_bytes() != bundle.read_bytes():
        raise InstructorError(
            f"{folder} already holds the keys of another draw. Build into a new folder "
            "(--into), or move these keys away if no learner has this draw."
        )
    move_whole(bundle, folder)
    (folder / "seed.txt").write_text(seed + "\n", encoding="utf-8")


def move_whole(bundle: Path, folder: Path) -> None:
    """Put a bundle into a folder, on another disk too, wholly or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{FILE_NAME}.new"
    shutil.copyfile(bundle, temporary)
    temporary.replace(folder / FILE_NAME)


def new_course(root: Path, course: Path) -> None:
    """
    A course folder with this kit's configuration.

    Raises `InstructorError` for a folder that holds something else already.
    """
    if course.exists() and any(course.iterdir()) and not (course / "nbgrader_config.py").exists():
        raise InstructorError(
            f"{course} is there already and is no course folder. Name a new or an empty one."
        )
    course.mkdir(parents=True, exist_ok=True)
    if not (course / "nbgrader_config.py").exists():
        shutil.copy(root / "nbgrader_config.py", course)


def copied(source: Path, course: Path) -> Path:
    """A copy of a module's source in the course, without what anybody recorded in it."""
    target = course / "solutions" / source.name
    ignored = shutil.ignore_patterns("answers*", "cases.zip", ".*", "__pycache__")
    shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)
    return target


def release(root: Path, assignment: str) -> None:
    """
    Generate the release of an assignment into the kit's `exercises/`.

    It is done in a throw-away course, so that building leaves no gradebook behind here.
    """
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        shutil.copy(root / "nbgrader_config.py", course)
        shutil.copytree(root / "solutions" / assignment, course / "solutions" / assignment)
        generate(course, assignment)
        target = root / "exercises" / assignment
        target.mkdir(parents=True, exist_ok=True)
        for made in sorted((course / "exercises" / assignment).iterdir()):
            shutil.copyfile(made, target / made.name)


def generate(course: Path, assignment: str) -> None:
    """Run nbgrader's own `generate_assignment` in a course, and pass on its errors."""
    for line in nbgrader(course, "generate_assignment", assignment, "--force"):
        if "| ERROR]" in line:
            print(f"  {line}", file=sys.stderr)


def check_points(source: Path) -> None:
    """
    Hold the notebook's grade cells against the items of `assignment.yaml`.

    Raises `InstructorError` naming the first item whose cell is missing or gives other points,
    or the notebook that is missing or damaged.
    """
    assignment = read_assignment(source / "assignment.yaml")
    path = source / f"{assignment['notebook']}.ipynb"
    points = _points_in(path)
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


def _points_in(path: Path) -> dict[str, float]:
    """The points of each grade cell of a notebook, by its id."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
        # A cell of 0 points only makes `nbgrader validate` look at an item: a memo's, say.
        return {m["grade_id"]: m["points"] for m in marks if m.get("grade") and m["points"]}
    except FileNotFoundError:
        raise InstructorError(f"There is no {path.name} in {path.parent}. Write one.") from None
    except (OSError, AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise InstructorError(
            f"{path.name} in {path.parent} cannot be read as a notebook ({error}). Open it in "
            "JupyterLab, or take it from an earlier version."
        ) from None
