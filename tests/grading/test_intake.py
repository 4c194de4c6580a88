"""Taking down the recorded answers of a submission."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.notebooknode import NotebookNode

from alignlib.answers import RECEIPT_TYPE, Answers, parse
from alignlib.grading.course import canonical
from alignlib.grading.intake import Intake, take_down
from alignlib.receipts import newest_receipt
from tests.conftest import json_values

ITEMS = ("sort", "pick", "share", "memo")


def answers(learner: str = "ada", variant: int = 3, **values: Any) -> Answers:
    """Answers to some items."""
    made = Answers("01-two-strategies", learner, variant)
    for name, value in values.items():
        made = made.with_answer(name, value)
    return made


def receipts(*found: Any) -> NotebookNode:
    """A notebook with an output for each of these."""
    outputs = [{"output_type": "execute_result", "data": {RECEIPT_TYPE: one}} for one in found]
    return NotebookNode(cells=[NotebookNode(cell_type="code", outputs=outputs)])


def receipt(made: Answers) -> dict[str, Any]:
    """A receipt as the workbook embeds it."""
    return {"digest": "", "answers": made.to_data()}


def take(folder: Path, file: Answers | None, *found: Any) -> Intake:
    """What is taken down of a file and some receipts."""
    if file is not None:
        (folder / "answers.json").write_text(json.dumps(file.to_data()), encoding="utf-8")
    return take_down(folder, receipts(*found), ITEMS)


def values(intake: Intake) -> dict[str, Any]:
    """The values that were taken down."""
    return {name: entry["value"] for name, entry in intake.answers["items"].items()}


def test_a_good_file_needs_no_notice(tmp_path: Path) -> None:
    """The answers are taken as they are."""
    made = answers(share=61.5, memo="Plain words.")
    assert take(tmp_path, made, receipt(made)) == Intake(made.to_data())


def test_the_file_goes_before_the_receipt(tmp_path: Path) -> None:
    """A receipt may be old, or forged; what the file has counts."""
    found = take(tmp_path, answers(share=1.0), receipt(answers(share=100.0)))
    assert (values(found), found.notices) == ({"share": 1.0}, ())


def test_what_the_file_lacks_is_taken_from_the_receipt(tmp_path: Path) -> None:
    """And it is said what that was."""
    found = take(tmp_path, answers(share=1.0), receipt(answers(share=2.0, memo="Text.")))
    assert values(found) == {"share": 1.0, "memo": "Text."}
    assert found.notices == ("Taken from the receipt in the notebook: 'memo'",)


@pytest.mark.parametrize(
    ("changes", "strange"),
    [({"learner": "bert"}, "learner"), ({"variant": 4}, "variant")],
)
def test_answers_of_two_are_not_mixed(
    tmp_path: Path, changes: dict[str, Any], strange: str
) -> None:
    """A receipt of somebody else, or for another case, fills no gap of the file."""
    found = take(tmp_path, answers(share=1.0), receipt(answers(memo="Text.", **changes)))
    assert values(found) == {"share": 1.0}
    assert f"for another {strange} than the answers file" in found.notices[0]


def test_a_receipt_alone_says_whose_it_is(tmp_path: Path) -> None:
    """Without a file the receipt's own learner and variant hold, also when they are another's."""
    found = take(tmp_path, None, receipt(answers("bert", 9, share=1.0)))
    assert (found.answers["learner"], found.answers["variant"]) == ("bert", 9)
    assert len(found.notices) == 2


def test_a_damaged_file_and_a_receipt_of_another(tmp_path: Path) -> None:
    """Where nothing of the file can be read, the receipt counts as it is."""
    (tmp_path / "answers.json").write_text("{", encoding="utf-8")
    found = take(tmp_path, None, receipt(answers("bert", 9, share=1.0)))
    assert (found.answers["learner"], values(found)) == ("bert", {"share": 1.0})


def test_the_last_receipt_with_answers_counts() -> None:
    """An empty or broken receipt after a good one takes nothing away."""
    good, empty = receipt(answers(share=2.0)), receipt(answers())
    found = newest_receipt(receipts(receipt(answers(share=1.0)), good, empty, {"answers": 5}))
    assert found is not None
    assert found.items["share"].value == 2.0


@given(found=st.lists(json_values | st.fixed_dictionaries({"answers": json_values}), max_size=3))
def test_no_receipt_makes_it_raise(
    tmp_path_factory: pytest.TempPathFactory, found: list[Any]
) -> None:
    """Anything may stand in a receipt's place; what comes out can be written to a file."""
    intake = take(tmp_path_factory.mktemp("any"), answers(share=1.0), *found)
    assert values(intake) == {"share": 1.0}


@given(value=json_values, name=st.sampled_from(ITEMS) | st.text(max_size=5))
def test_any_value_can_be_written_and_read(
    tmp_path_factory: pytest.TempPathFactory, value: Any, name: str
) -> None:
    """What is taken down is plain data that the scoring pass reads back as it was."""
    folder = tmp_path_factory.mktemp("any")
    data = answers(memo="Text.").to_data()
    data["items"][name] = {"value": value, "at": "\ud800"}
    (folder / "answers.json").write_text(json.dumps(data), encoding="utf-8")
    intake = take_down(folder, receipts(), ITEMS)
    text = canonical(intake.answers)
    text.encode("utf-8")
    again = parse(text)
    assert again.problems == ()
    assert set(again.items) <= set(ITEMS)


def test_an_item_that_is_none_is_named(tmp_path: Path) -> None:
    """An unknown item is left out, and said."""
    found = take(tmp_path, answers(share=1.0, bonus=100))
    assert values(found) == {"share": 1.0}
    assert found.notices == ("There is no item 'bonus' in this assignment. It was left out.",)


def test_a_nested_answer_costs_no_other(tmp_path: Path) -> None:
    """A value nested deeper than any answer is left out; the others stay."""
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]
    found = take(tmp_path, answers(share=1.0, pick=deep))
    assert values(found) == {"share": 1.0}
    assert "The answer to 'pick' is nested too deeply" in found.notices[0]


def test_a_notice_is_one_line(tmp_path: Path) -> None:
    """A name with line breaks makes no second line in a log, and no paragraph in a page."""
    found = take(tmp_path, answers(**{"a\n\n[b](http://c)\u2028x": 1}))
    assert len(found.notices[0].splitlines()) == 1
