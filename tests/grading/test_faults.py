"""What a machine does to whoever grades: a full disk, a held gradebook, files that change."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alignlib.answers import Answers
from tests.grading.graders import GRADERS, Grader
from tests.grading.kit import MEMO, NOTEBOOK, Course, snapshot, with_receipt

pytestmark = [
    pytest.mark.cycle,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links, and limits on files"),
]

LEARNERS = ("ada", "bert", "chris", "dora")

SEEN = 30.0
"""Seconds to wait until grading has begun."""


@pytest.fixture(params=GRADERS, ids=lambda grader: str(grader.name))
def grader(request: pytest.FixtureRequest) -> Grader:
    """Each way of grading."""
    made: Grader = request.param
    return made


@pytest.fixture
def klass(course: Course, tmp_path: Path) -> Course:
    """A fresh course in which four learners have handed in."""
    made = course.copied(tmp_path / "course")
    for learner in LEARNERS:
        made.hand_in(learner, made.answers(learner))
    return made


def assert_graded(course: Course, *learners: str) -> None:
    """Each of these learners has exactly the points of their answers, and nothing was doubled."""
    found = course.grades()
    for learner in learners:
        expected = course.points(course.answers(learner))
        assert {item: points for item, points in expected.items() if item != MEMO} == {
            item: grade.auto
            for item, grade in found[learner].items()
            if grade.most and item != MEMO
        }
    for submission in found.values():
        assert sum(bool(grade.most) for grade in submission.values()) == 10


@pytest.mark.parametrize("room", ["none", "a little"])
def test_a_full_disk_costs_nothing(klass: Course, grader: Grader, room: str) -> None:
    """
    Without room grading fails and says so; with room again, a second run grades everybody rightly.

    With a little room it may fail at any place, or succeed: then the second run finds all done.
    """
    kept = snapshot((klass.source, klass.release, klass.folder / "submitted"))
    size = (klass.folder / "gradebook.db").stat().st_size
    run = grader.grade(klass, largest=20_000 if room == "none" else size + 20_000)
    if room == "none":
        assert run.code != 0
        assert any(word in run.log.casefold() for word in ("disk", "full", "too large", "i/o"))
    assert kept == snapshot((klass.source, klass.release, klass.folder / "submitted"))
    again = grader.grade(klass)
    assert again.code in grader.fine, again.log[-3000:]
    assert_graded(klass, *LEARNERS)


def test_a_held_gradebook_costs_nothing(klass: Course, grader: Grader) -> None:
    """While another program holds the gradebook nothing is graded by halves; then all is."""
    held = sqlite3.connect(klass.folder / "gradebook.db", isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(25, held.interrupt)
    timer.start()
    try:
        run = grader.grade(klass)
    finally:
        timer.cancel()
        held.execute("ROLLBACK")
        held.close()
    assert run.code != 0
    assert "lock" in run.log.casefold() or "busy" in run.log.casefold() or "database" in run.log
    again = grader.grade(klass)
    assert again.code in grader.fine, again.log[-3000:]
    assert_graded(klass, *LEARNERS)


@contextmanager
def changing(change: Callable[[int], None]) -> Iterator[None]:
    """Change something over and over, in a thread, while grading goes on."""
    stop = threading.Event()

    def run() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                change(number)
            except OSError:
                time.sleep(0.001)  # whoever grades is just moving it

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_submission_that_changes_while_it_is_read(klass: Course, grader: Grader) -> None:
    """It earns what one of its versions earns, item by item; the class earns what it did."""
    folder = klass.hand_in("eve", klass.answers("eve", "careful"))
    versions = [klass.answers("eve", kind) for kind in ("careful", "blank", "expert")]
    texts = [json.dumps(version.to_data()) for version in versions]

    def change(number: int) -> None:
        new = folder.parent / "new.json"
        new.write_text(texts[number % 3], encoding="utf-8")
        new.replace(folder / "answers.json")

    with changing(change):
        run = grader.grade(klass)
    assert run.code in grader.fine, run.log[-3000:]
    assert_graded(klass, *LEARNERS)
    found = {i: g.auto for i, g in klass.grades()["eve"].items() if g.most and i != MEMO}
    assert found in [_automatic(klass, version) for version in versions]


def test_a_submission_that_is_torn_while_it_is_read(klass: Course, grader: Grader) -> None:
    """Written in place, a file can be read by halves; what is unreadable is taken from nowhere."""
    own = klass.answers("eve")
    folder = klass.hand_in("eve", own, with_receipt(klass.blank(), own))
    text = json.dumps(own.to_data()).encode()
    book = (folder / f"{NOTEBOOK}.ipynb").read_bytes()
    chance = random.Random(1)

    def change(_: int) -> None:
        (folder / "answers.json").write_bytes(text[: chance.randrange(len(text))])
        (folder / f"{NOTEBOOK}.ipynb").write_bytes(book[: chance.randrange(len(book))])

    with changing(change):
        run = grader.grade(klass)
    assert run.code in grader.fine, run.log[-3000:]
    assert_graded(klass, *LEARNERS)
    most = _automatic(klass, own)
    for item, grade in klass.grades()["eve"].items():
        if grade.most and item != MEMO:
            assert grade.auto in (0.0, most[item])


def test_a_file_that_becomes_a_link_while_it_is_read(
    klass: Course, grader: Grader, tmp_path: Path
) -> None:
    """A link to the key, or out of the course, earns nothing, and nothing behind it changes."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("do not touch", encoding="utf-8")
    folder = klass.hand_in("eve", klass.answers("eve"))
    text = json.dumps(klass.answers("eve").to_data())
    goals = (klass.source / "cases.zip", outside / "precious.txt", Path("/dev/null"))
    before = snapshot((klass.source, klass.release, outside))

    def change(number: int) -> None:
        new = folder.parent / "new"
        if number % 2:
            new.write_text(text, encoding="utf-8")
        else:
            new.symlink_to(goals[number // 2 % 3])
        new.replace(folder / "answers.json")

    with changing(change):
        grader.grade(klass)
    assert before == snapshot((klass.source, klass.release, outside))
    assert_graded(klass, *LEARNERS)
    (folder / "answers.json").unlink(missing_ok=True)
    (folder / "answers.json").write_text(text, encoding="utf-8")
    again = grader.grade_again(klass, "eve")
    assert again.code in grader.fine, again.log[-3000:]
    assert_graded(klass, "eve", *LEARNERS)


def _automatic(course: Course, answers: Answers) -> dict[str, float]:
    return {item: points for item, points in course.points(answers).items() if item != MEMO}
