"""Messages for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib import errors
from alignlib.errors import LearnerError, shown


class Broken:
    """A value whose own `repr` raises."""

    def __repr__(self) -> str:
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    "kind", [errors.AnswerError, errors.CaseError, errors.NoSuchTable, errors.WorkbookError]
)
def test_what_a_learner_can_put_right_is_a_learner_error(kind: type[Exception]) -> None:
    """Every error on the learner's path is a LearnerError."""
    assert issubclass(kind, LearnerError)


def test_an_instructors_error_is_no_learners_error() -> None:
    """An InstructorError keeps its traceback: it is for the instructor's side."""
    assert not issubclass(errors.InstructorError, LearnerError)


def test_a_learner_error_renders_as_its_sentence() -> None:
    """IPython gets the sentence and no traceback."""
    assert LearnerError("Choose another one.")._render_traceback_() == ["Choose another one."]


def test_a_missing_table_is_an_attribute_error_too() -> None:
    """`hasattr` and Tab work on a case, because NoSuchTable is an AttributeError."""
    assert issubclass(errors.NoSuchTable, AttributeError)


@given(value=st.text() | st.lists(st.integers()), limit=st.integers(1, 80))
def test_a_shown_value_fits(value: object, limit: int) -> None:
    """A shown value has at most as many characters as asked for."""
    assert len(shown(value, limit)) <= limit


def test_a_short_value_is_shown_whole() -> None:
    """A value that fits is shown as its repr."""
    assert shown(["B01"]) == "['B01']"


def test_a_value_without_words_is_shown_by_its_type() -> None:
    """A value whose repr raises is shown by the name of its type."""
    assert shown(Broken()) == "a Broken"


def test_a_number_too_long_to_print_is_shown_by_its_type() -> None:
    """A whole number that Python refuses to print is shown by its type."""
    assert shown(10**10_000) == "a int"


def test_a_list_too_deep_to_print_is_shown_by_its_type() -> None:
    """A list nested 100,000 deep is shown by its type."""
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert shown(deep) == "a list"
