"""
Further submissions that try something, put on the list of `hostile`: code, forgeries, ids, files.

Whatever imports this module has them in `BAD`.
"""

from __future__ import annotations

import copy
import json
import random

from alignlib.answers import Answers, parse
from alignlib.cases import variant_of
from tests.grading.hostile import BAD, FRIEND, SCRIPT, Bad, Desk, bad
from tests.grading.kit import (
    ASSIGNMENT,
    NOTEBOOK,
    code,
    graded_cells,
    shows,
    with_receipt,
)

FULL_MARKS = "\n".join(
    (
        "import alignlib.scoring, alignlib.items, builtins",
        "alignlib.scoring.award = lambda item, *_: alignlib.scoring.Score(item.id, 1e6, 1e6)",
        "alignlib.scoring._points = lambda points, most: most",
        "builtins.min = builtins.max = lambda *_: 100.0",
        "class Always(str):",
        "    def __eq__(self, other): return True",
        "    def __hash__(self): return 0",
        "work.record = lambda item, value: Always(value)",
    )
)
"""Code that would give full marks wherever it were run."""


@bad(feedback_only=("Code cells that were added (1) are shown to the marker. No cell was run",))
def _patches_alignlib(desk: Desk) -> Answers:
    """A cell that patches the scoring, before the cells that are marked."""
    source = f"{FULL_MARKS}\nopen({str(desk.sentinel)!r}, 'w')"
    desk.notebook["cells"].insert(0, code(source, id="patch"))
    desk.hand_in()
    return desk.answers


@bad("Marked cells were changed and put back as they were: sort-the-board-pack")
def _patches_in_marked_cells(desk: Desk) -> Answers:
    """The same in each marked cell, with an output that claims full marks."""
    for cell in graded_cells(desk.notebook):
        cell["source"] = FULL_MARKS
        cell["outputs"] = [shows(text_plain="100.0", text_html=SCRIPT)]
    desk.hand_in()
    return desk.answers


@bad("The submission brings code of its own", "'alignlib/__init__.py'")
def _brings_its_own_alignlib(desk: Desk) -> Answers:
    """A package with the grader's name, and every file that Python or Jupyter reads by itself."""
    folder = desk.hand_in()
    (folder / "alignlib" / "grading").mkdir(parents=True)
    text = f"open({str(desk.sentinel)!r}, 'w')\n{FULL_MARKS}\n"
    names = ("alignlib/__init__", "alignlib/grading/__init__", "alignlib/grading/score",
             "usercustomize", "conftest", "ipython_config", "jupyter_config")  # fmt: skip
    for name in names:
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    (folder / "evil.pth").write_text(f"import os; open({str(desk.sentinel)!r}, 'w')", "utf-8")
    (folder / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")
    return desk.answers


@bad("found {'py/object'", "found {'__eq__'")
def _an_eq_that_is_always_true(desk: Desk) -> Answers:
    """What a careless reader would make an object of whose comparison is always true."""
    data = desk.data
    data["items"]["purposeful-spend"]["value"] = {"py/object": "unittest.mock.ANY"}
    data["items"]["the-tool-list"]["value"] = {"__eq__": "lambda self, other: True"}
    desk.hand_in(data)
    return desk.without("purposeful-spend", "the-tool-list")


@bad()
def _two_receipts(desk: Desk) -> Answers:
    """Without a file the last receipt counts, however good an earlier one is."""
    better = with_receipt(desk.notebook, desk.course.answers(desk.learner, "expert"))
    book = with_receipt(desk.notebook, desk.answers)
    book["cells"].insert(0, copy.deepcopy(better["cells"][-1]) | {"id": "forged-receipt"})
    desk.hand_in(None, book)
    return desk.answers


@bad("The answers were made for no variant", flagged=True)
def _a_variant_that_is_true(desk: Desk) -> Answers:
    desk.hand_in(desk.data | {"variant": True})
    return desk.answers


@bad("The answers were made for no variant", flagged=True)
def _a_variant_with_a_point(desk: Desk) -> Answers:
    desk.hand_in(desk.data | {"variant": variant_of(desk.learner, ASSIGNMENT, 12) + 0.5})
    return desk.answers


@bad("There is no variant", flagged=True)
def _a_huge_variant(desk: Desk) -> Answers:
    desk.hand_in(desk.data | {"variant": 10**1000})
    return desk.memo_alone()


@bad("The answers were made for variant", "were recorded by 'ada'", flagged=True)
def _a_forged_variant(desk: Desk) -> Answers:
    """Full marks on the variant of a friend: they count there, and a human is told."""
    number = variant_of(FRIEND, ASSIGNMENT, 12)
    assert number != variant_of(desk.learner, ASSIGNMENT, 12)
    made = desk.course.answers(FRIEND, "expert", variant=number)
    desk.hand_in(made)
    return made


@bad("its schema version is 7, not 1", "Taken from the receipt")
def _from_a_later_alignlib(desk: Desk) -> Answers:
    later = {"schema": 7, "course": {"answers": desk.data["items"]}}
    desk.hand_in(later, with_receipt(desk.notebook, desk.answers))
    return desk.answers


@bad()
def _from_the_year_9999(desk: Desk) -> Answers:
    """Times in the future change nothing: they are never compared when a class is graded."""
    data = desk.data
    for entry in data["items"].values():
        entry["at"] = "9999-12-31T23:59:59Z"
    desk.hand_in(data)
    return desk.answers


for _number, (_id, _words) in enumerate(
    (
        ("../../../outside/precious.txt", "'../../../outside/precious.txt'"),
        ("'; DROP TABLE student; --", '"\'; DROP TABLE student; --"'),
        ("🦊" * 60, "'🦊🦊"),
        ("x" * 300, "…"),
        (SCRIPT, "<script>"),
    )
):

    def _named(desk: Desk, learner: str = _id) -> Answers:
        """Answers that name a learner who is a path, a statement, a page or a book."""
        desk.hand_in(desk.data | {"learner": learner})
        return desk.answers

    BAD[f"named-{_number}"] = Bad(_named, ("were recorded by", _words), flagged=True)


ODD_IDS = (
    "o'neill",
    "🦊 fox",
    "zoë",
    "é" * 100,
    "a--b'; DROP TABLE student",
    "%2e%2e",
    "$HOME",
    "-rf",
)
"""Learners' own ids that are odd, and fit for a folder: they get what anybody would get."""


def _an_odd_id(desk: Desk) -> Answers:
    desk.hand_in()
    return desk.answers


for _id in ODD_IDS:
    BAD[_id] = Bad(_an_odd_id, ())


SPARSE = 2_000_000_000


def _sparse(desk: Desk, name: str) -> None:
    path = desk.course.submitted(desk.learner) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.truncate(SPARSE)


@bad("'answers.json' was in the way of grading", "It is larger than 50,000,000 bytes")
def _two_gigabytes_of_answers(desk: Desk) -> Answers:
    desk.hand_in(None, with_receipt(desk.notebook, desk.answers))
    _sparse(desk, "answers.json")
    return desk.answers


@bad("could not be read as a notebook: it has more than 50,000,000 bytes")
def _two_gigabytes_of_notebook(desk: Desk) -> Answers:
    desk.hand_in()
    _sparse(desk, f"{NOTEBOOK}.ipynb")
    return desk.answers


@bad("'data.bin' was in the way of grading", "It is larger than 50,000,000 bytes")
def _two_gigabytes_of_data(desk: Desk) -> Answers:
    """A file that is nothing to grading: copied for marker and feedback, it would fill a disk."""
    desk.hand_in()
    _sparse(desk, "data.bin")
    _sparse(desk, "deep/in/a/folder/data.bin")
    return desk.answers


def mutated(text: str, chance: random.Random) -> str:
    """The text with a few of its characters changed, lost, doubled or moved, inside the items."""
    start = text.index('"items"')
    letters = list(text)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(start + 10, len(letters))
        match chance.randrange(4):
            case 0:
                letters[place] = chance.choice('{}[]",:0123456789eE-+.truefalsn\\ué\ud800 ')
            case 1:
                del letters[place]
            case 2:
                letters[place:place] = letters[place : place + chance.randint(1, 40)]
            case _:
                other = chance.randrange(start + 10, len(letters))
                letters[place], letters[other] = letters[other], letters[place]
    return "".join(letters)


def _mutated(desk: Desk) -> Answers | None:
    """What can still be read in a mutated file counts, and no more."""
    text = mutated(json.dumps(desk.data, indent=1), random.Random(desk.learner))
    raw = text.encode("utf-8", "surrogatepass")
    desk.hand_in(raw)
    read = parse(raw)
    return read if read.items else None


for _number in range(12):
    BAD[f"mutated-{_number}"] = Bad(_mutated, ())
