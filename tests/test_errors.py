"""Messages for people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignlib import errors
from alignlib.errors import LearnerError, nearest, shown


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


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.zeros((3, 2)), "a whole ndarray (3 rows, 2 columns)"),
        (np.zeros(4), "a whole ndarray (4 values)"),
        (pd.DataFrame({"a": [1]}), "a whole DataFrame (1 rows, 1 columns)"),
        (pd.Series([1, 2]), "a whole Series (2 values)"),
        (np.float64(1.5), "np.float64(1.5)"),
        (np.zeros((1, 1, 1)), "array([[[0.]]])"),
    ],
)
def test_a_table_is_shown_by_its_size(value: object, expected: str) -> None:
    """What holds many values is told by how many; a page of numbers says less."""
    assert expected == shown(value)


def test_a_shown_value_is_one_line() -> None:
    """A value whose repr has several lines is shown in one."""
    assert shown(np.zeros((1, 2, 2))).count("\n") == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("B1", "Did you mean 'B01'?"),
        ("b02", "Did you mean 'B02'?"),
        ("tool-list", "Did you mean 'the-tool-list'?"),
        ("B01", "Did you mean 'B01'?"),
        (2, "Did you mean 'B02'?"),
        ("", ""),
        ("zzz", ""),
        (None, ""),
        (Broken(), ""),
    ],
)
def test_the_nearest_name_is_suggested(name: object, expected: str) -> None:
    """The first of the names that are most alike is suggested, and none where none is."""
    assert expected == nearest(name, ["B01", "B02", "B11", "the-tool-list"])


@given(st.text(), st.lists(st.text()))
def test_a_suggestion_is_one_of_the_names(name: str, names: list[str]) -> None:
    """Nothing is suggested that there is not."""
    found = nearest(name, names)
    assert not found or found in [f"Did you mean {one!r}?" for one in names]
