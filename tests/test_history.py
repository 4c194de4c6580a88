"""The file that keeps when a learner tried what, and how it went."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from alignlib.answers import Answer, Answers
from alignlib.errors import AnswerError
from alignlib.history import FILE_NAME, History, Try, tries_in
from alignlib.scoring import award
from tests.conftest import (
    choose_item,
    choose_key,
    classify_item,
    classify_key,
    json_values,
    memo_item,
    number_item,
    number_key,
)

RIGHT = {f"T{n:02}": ("business", "technology", "neither")[(n - 1) % 3] for n in range(1, 7)}


@pytest.fixture
def log(tmp_path: Path) -> History:
    """An empty history."""
    return History(tmp_path / FILE_NAME, "01-x")


def checked(before: Try, value: Any) -> Try:
    """The try after a check of the sorting."""
    item = classify_item()
    return before.after(item, value, award(item, value, classify_key()))


def test_a_try_is_there_again(log: History) -> None:
    """What was noted is read again, and the file names the assignment and the learner alone."""
    log.change("sort", 3, lambda one: checked(replace(one, sure=2), RIGHT), "ada")
    (found,) = log.tries()
    assert found == log.of("sort", 3)
    assert (found.sure, found.share, found.done, found.right, found.wrong) == (2, 1.0, True, 6, 0)
    data = json.loads(log.path.read_text(encoding="utf-8"))
    assert {"schema", "assignment", "learner", "variant", "items"} == set(data)
    assert (data["assignment"], data["learner"]) == ("01-x", "ada")


def test_only_what_was_said_first_counts() -> None:
    """A part that was told and then corrected stays wrong; a new part is added."""
    first = checked(Try("sort", 1), {"T01": "neither"})
    assert (first.done, first.parts) == (False, {"T01": (False, "S1")})
    then = checked(first, RIGHT)
    assert then.done
    assert then.parts["T01"] == (False, "S1")
    assert (then.right, then.wrong, then.share) == (5, 1, round(5 / 6, 4))
    assert checked(then, RIGHT) == then


def test_what_is_corrected_after_a_complete_check_is_worth_nothing() -> None:
    """The share is that of the first check at which nothing was open."""
    item, key = choose_item(), choose_key()
    first = Try("pick", 1).after(item, ["T01"], award(item, ["T01"], key))
    both = ["T01", "T02"]
    assert (first.done, first.share) == (True, 0.5)
    assert first.after(item, both, award(item, both, key)) == first


def test_no_attempt_and_no_score_are_no_try() -> None:
    """A blank answer, and a memo that a reader has to mark, are not noted."""
    assert not checked(Try("sort", 1), None).checked
    memo = memo_item()
    score = award(memo, "A text.", {"feedback": "full"})
    assert not Try("memo", 1).after(memo, "A text.", score).checked


def test_a_damaged_file_is_kept_and_a_new_one_begun(log: History) -> None:
    """The next try is noted, and what could not be read lies beside it under another name."""
    log.path.write_text("{broken", encoding="utf-8")
    assert log.tries() == ()
    log.change("sort", 1, lambda one: replace(one, sure=1), "ada")
    assert [one.sure for one in log.tries()] == [1]
    (kept,) = log.path.parent.glob("progress.damaged-*.json")
    assert kept.read_text(encoding="utf-8") == "{broken"


def test_a_newer_file_is_left_alone(log: History) -> None:
    """A file of a newer alignlib is not written over."""
    log.path.write_text('{"schema": 99, "items": {}}', encoding="utf-8")
    with pytest.raises(AnswerError, match="Update alignlib"):
        log.change("sort", 1, lambda one: replace(one, sure=1), "ada")
    assert "99" in log.path.read_text(encoding="utf-8")


def test_a_full_disk_costs_the_date_and_not_the_feedback(
    log: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a try cannot be noted, the learner reads it beside the feedback."""

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("alignlib.safe_file.replace", full)
    item = number_item()
    told, trouble = log.note(item, 1, 50.0, award(item, 50.0, number_key()), "ada")
    assert told == ""
    assert "could not be noted" in trouble
    assert "Delete what you no longer need" in trouble


def test_nothing_new_writes_nothing(log: History) -> None:
    """A change that changes nothing leaves no file behind."""
    log.change("sort", 1, lambda one: one, "ada")
    assert not log.path.exists()


@given(json_values)
def test_a_strangers_history_never_raises(value: Any) -> None:
    """Whatever stands in the place of a try, it is a try of ours or left out."""
    found = tries_in(Answers(items={"x": Answer(value)}))
    assert all(isinstance(one, Try) for one in found)


@given(json_values)
def test_a_field_of_another_type_leaves_the_try_out_or_whole(value: Any) -> None:
    """With anything in one of its fields a try is left out, or can be used."""
    whole = checked(Try("sort", 1, sure=2), RIGHT).to_data()
    for name in whole:
        for one in tries_in(Answers(items={"x": Answer(whole | {name: value})})):
            assert 0 <= one.share <= 1
            assert one.right + one.wrong == len(one.parts)
