"""The answers file of one learner: changed under a lock, and never moved to another variant."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from alignlib.answers import Answer, Answers, write
from alignlib.cases import variant_of
from alignlib.errors import AnswerError
from alignlib.logbook import Logbook

ASSIGNMENT = "01-two-strategies"
ADA = variant_of("ada", ASSIGNMENT, 12)


@pytest.fixture
def log(tmp_path: Path) -> Logbook:
    """A logbook without a file."""
    return Logbook(tmp_path / "answers.json", ASSIGNMENT, 12)


def test_where_nothing_is_recorded_nothing_is_read(log: Logbook) -> None:
    """Without a file there are no answers, and looking writes none."""
    assert log.read() == Answers()
    assert list(log.path.parent.iterdir()) == []


def test_answers_are_saved_one_by_one(log: Logbook) -> None:
    """Each answer is put beside the others, and None takes it out again."""
    log.save("a", 1.0, "ada", 7)
    log.save("b", 2.0, "ada", 7)
    log.save("a", None, "ada", 7)
    found = log.read()
    assert {item: answer.value for item, answer in found.items.items()} == {"b": 2.0}
    assert (found.assignment, found.learner, found.variant) == (ASSIGNMENT, "ada", 7)


def test_answers_are_not_moved_to_another_variant(log: Logbook) -> None:
    """An answer that was made for another variant than those there is refused."""
    log.save("a", 1.0, "ada", 7)
    before = log.path.read_bytes()
    with pytest.raises(AnswerError, match=r"variant 3 of the case.*for variant 7"):
        log.save("b", 2.0, "ada", 3)
    assert before == log.path.read_bytes()


@pytest.mark.parametrize("variant", [None, 0, -3, 13])
def test_a_variant_that_there_is_not_hinders_nobody(variant: int | None, log: Logbook) -> None:
    """Where the file's variant cannot be, the answers are taken for those of the window."""
    write(log.path, Answers(ASSIGNMENT, "ada", variant, {"a": Answer(1.0)}))
    log.save("b", 2.0, "ada", 3)
    assert log.read().variant == 3


def test_an_emptied_file_is_free(log: Logbook) -> None:
    """Where no answer is left, the next one may be for any variant."""
    log.save("a", 1.0, "ada", 7)
    log.save("a", None, "ada", 7)
    log.save("a", 1.0, "ada", 3)
    assert log.read().variant == 3


def test_signing_gives_the_own_variant_while_nothing_is_answered(log: Logbook) -> None:
    """The name decides the variant of an empty logbook, and of no other."""
    assert log.sign("ada", 3) == ADA
    assert log.read().learner == "ada"
    log.save("a", 1.0, "ada", ADA)
    assert log.sign("grace.hopper", 3) == ADA
    found = log.read()
    assert (found.learner, found.variant, set(found.items)) == ("grace.hopper", ADA, {"a"})


def test_signing_waits_for_what_another_window_saves(log: Logbook) -> None:
    """What is recorded between opening and signing is read under the lock, and stays."""
    log.save("a", 1.0, "", 7)
    code = (
        "import sys; from pathlib import Path; from alignlib.logbook import Logbook; "
        f"Logbook(Path(sys.argv[1]), {ASSIGNMENT!r}, 12).save('b', 2.0, '', 7)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(log.path)])
    for _ in range(50):
        log.sign("ada", 7)
    assert other.wait(60) == 0
    log.sign("ada", 7)
    assert set(log.read().items) == {"a", "b"}


def test_a_damaged_file_is_put_aside_by_every_change(log: Logbook) -> None:
    """Whether one saves or signs, a damaged file is kept under another name."""
    for number, change in enumerate((lambda: log.save("a", 1.0, "", 7), lambda: log.sign("x", 7))):
        log.path.write_text("{", encoding="utf-8")
        change()
        assert len(list(log.path.parent.glob("answers.damaged-*.json"))) == number + 1
