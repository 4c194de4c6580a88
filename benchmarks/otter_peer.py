"""
otter-grader on notebooks of a class, as one more peer. It is no part of this kit.

otter takes a notebook alone, runs it, and then runs tests in it. So here each notebook carries its
answers in a cell, and there is a test for each item, which scores the answer as the kit does. As in
a term, every submission has a process of its own; otter would put a container around it.
"""

from __future__ import annotations

import json
from importlib import metadata, util
from pathlib import Path
from typing import Any

from alignlib.cases import Bundle
from alignlib.grading.course import expected_notebook
from benchmarks.term import Term

TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = {item!r}
points = {points!r}


@test_case(points={points!r})
def scored(ANSWERS):
    from pathlib import Path
    from alignlib.cases import Bundle
    from alignlib.scoring import award

    bundle = Bundle(Path("cases.zip"))
    item = bundle.variant(ANSWERS["variant"]).items[{item!r}]
    answer = ANSWERS["items"].get({item!r}, {{}}).get("value")
    key = bundle.key(ANSWERS["variant"])[{item!r}]
    assert award(item, answer, key).points == item.points
"""

RUN = ("otter", "run", "--no-logo", "-a", "autograder.zip", "-o", "out")


def version() -> str:
    """Which otter-grader is installed; "" where there is none."""
    return metadata.version("otter-grader") if util.find_spec("otter") else ""


def cpu_of_one(term: Term, place: Path, count: int) -> float:
    """
    Seconds of CPU that otter takes for one submission, the mean of `count` of the first module.

    The class must have handed in. Raises `SystemExit` where otter does not score all items: then
    it has not done the same work.
    """
    module = term.modules[0]
    bundle = Bundle(term.folder / "solutions" / module / "cases.zip")
    items = bundle.variant(1).items
    desk = Term(place, term.modules)
    (place / "tests").mkdir(parents=True)
    (place / "out").mkdir()
    for number, item in enumerate(items.values()):
        text = TEST.format(item=item.id, points=item.points)
        (place / "tests" / f"q{number:02}.py").write_text(text, encoding="utf-8")
    (place / "cases.zip").write_bytes(bundle.path.read_bytes())
    words = ("-t", "tests", "-o", "autograder.zip", "--no-requirements", "--no-environment")
    desk.run("otter", "generate", *words, "cases.zip")
    took = []
    for path in sorted((term.folder / "submitted").glob(f"*/{module}/answers.json"))[:count]:
        _carry_answers(path.parent, place / expected_notebook(module))
        took.append(desk.run(*RUN, expected_notebook(module)).cpu)
        results = json.loads((place / "out" / "results.json").read_text(encoding="utf-8"))
        if len([test for test in results["tests"] if "score" in test]) != len(items):
            raise SystemExit("otter did not score every item; so its time is that of other work.")
    return sum(took) / len(took)


def _carry_answers(folder: Path, path: Path) -> None:
    """A learner's notebook with the answers in its first cell."""
    notebook = json.loads((folder / path.name).read_text(encoding="utf-8"))
    answers = (folder / "answers.json").read_text(encoding="utf-8")
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "answers-for-otter",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": f"import json\nANSWERS = json.loads({answers!r})",
    }
    notebook["cells"].insert(0, cell)
    path.write_text(json.dumps(notebook), encoding="utf-8")
