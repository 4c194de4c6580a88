"""Another variant, to try again: nothing of the own one is lost, and only that is handed in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alignlib import Workbook
from alignlib.answers import FILE_NAME, read
from alignlib.cases import Bundle, variant_of
from alignlib.errors import WorkbookError
from alignlib.history import FILE_NAME as HISTORY
from alignlib.history import History
from alignlib.panels import Panel
from alignlib.variants.build import build
from tests.conftest import MODULE, write_small

ADA = 10
NUMBER, CHOOSE, CLASSIFY, MEMO = (
    "purposeful-spend",
    "the-tool-list",
    "sort-the-board-pack",
    "one-paragraph-two-readers",
)


@pytest.fixture
def work(desk: Path) -> Workbook:
    """Ada's workbook, with nothing answered."""
    return Workbook("two-strategies", learner="ada", folder=desk)


@pytest.fixture
def sealed(desk: Path, tmp_path: Path) -> Workbook:
    """Ada's workbook of a sealed assignment."""
    keys = tmp_path / "keys"
    build(MODULE / "case.yaml", MODULE / "assignment.yaml", 12, into=keys, sealed_into=desk)
    return Workbook("two-strategies", learner="ada", folder=desk)


def saved(path: Path) -> dict[str, Any]:
    """The values in a file, by item; nothing where there is no file."""
    found = read(path)
    return {item: answer.value for item, answer in found.items.items()} if found else {}


def go(panel: Panel, to: str = "another") -> None:
    """What the browser does when the button is pressed."""
    panel.set_state({"go": {"to": to, "count": panel.go.get("count", 0) + 1}})


# ---------------------------------------------------------------- by a call


def test_another_variant_is_another_case(
    work: Workbook, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has its own tables and items, and says which one it is and what is handed in."""
    again = work.another()
    assert (again.variant, again.learner) == (ADA + 1, "ada")
    assert again.case.brief != work.case.brief
    assert capsys.readouterr().out == (
        "Variant 11 of 12, to try again. Your own is variant 10: its answers are kept, and only "
        "they are handed in.\n"
    )


def test_each_variant_has_a_file_of_its_own(desk: Path, work: Workbook) -> None:
    """What is answered on another variant leaves answers.json as it was, to the byte."""
    work.record(NUMBER, 61.5)
    own = (desk / FILE_NAME).read_bytes()
    again = work.another()
    again.record(NUMBER, 12.0)
    again.ask(CHOOSE).value = ["P01"]
    assert own == (desk / FILE_NAME).read_bytes()
    other = read(desk / "answers.variant-011.json")
    assert other is not None
    assert (other.variant, other.learner) == (11, "ada")
    assert saved(desk / "answers.variant-011.json") == {NUMBER: 12.0, CHOOSE: ["P01"]}


def test_what_was_begun_comes_back(work: Workbook) -> None:
    """After a restart the same call gives the same variant, until it is complete."""
    work.another().record(NUMBER, 12.0)
    assert work.another().ask(NUMBER).value == 12.0
    assert work.another(NUMBER).variant == ADA + 2
    assert work.on(11).ask(NUMBER).value == 12.0


def test_going_back_is_the_workbook_one_came_from(work: Workbook) -> None:
    """The first workbook stays on its variant, and its number leads back to it."""
    work.record(NUMBER, 61.5)
    again = work.another()
    assert work.variant == ADA
    assert (again.on(ADA).variant, again.on(ADA).ask(NUMBER).value) == (ADA, 61.5)
    assert again.another().variant == ADA + 2


def test_the_round_ends_in_words(work: Workbook) -> None:
    """Who has answered an item on every variant reads so, and how to open one again."""
    for number in range(1, 13):
        work.on(number).record(NUMBER, 50.0)
    with pytest.raises(WorkbookError, match=r"on each of the 12 variants.*work\.on\(11\)"):
        work.another(NUMBER)


@pytest.mark.parametrize("number", [0, 13, -1, "7", 2.0, True, None])
def test_a_variant_that_there_is_not(number: Any, work: Workbook) -> None:
    """A number out of range is refused with the range and the own one."""
    with pytest.raises(WorkbookError, match=r"There are 1 to 12; your own is 10\."):
        work.on(number)


def test_a_sealed_assignment_has_one_variant_for_each(sealed: Workbook) -> None:
    """Where the key is with an instructor, nobody looks at other variants; the own one opens."""
    for call in (lambda: sealed.on(3), sealed.another):
        with pytest.raises(WorkbookError, match="graded, and you work on variant 10"):
            call()
    assert sealed.on(ADA).variant == ADA
    panel = sealed.ask(NUMBER)
    assert (panel.variant, panel.certainty) == ({}, {})
    go(panel)
    panel.certainty = {"chosen": 3}
    assert (panel.variant, panel.certainty) == ({}, {"chosen": 3})


def test_the_receipt_is_of_the_own_variant(work: Workbook) -> None:
    """Wherever it is taken, the receipt holds what is handed in."""
    work.record(NUMBER, 61.5)
    again = work.another()
    again.record(NUMBER, 12.0)
    receipt = again.receipt().answers
    assert receipt == work.receipt().answers
    assert (receipt.variant, receipt.items[NUMBER].value) == (ADA, 61.5)


def test_validating_looks_at_the_own_variant(
    work: Workbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who called the other variant `work` too is still told what is open of what is handed in."""
    again = work.another()
    again.record(NUMBER, 12.0)
    again.check(NUMBER)
    assert "complete and saved" in capsys.readouterr().out
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(WorkbookError, match="still open"):
        again.check(NUMBER)


def test_the_grader_scores_the_own_variant(desk: Path, work: Workbook, larkfield: Bundle) -> None:
    """A submission with better answers on another variant is scored on its own alone."""
    from alignlib.grading.marking import prepare

    key = larkfield.key(ADA + 1)[NUMBER]
    work.record(NUMBER, 0.0)
    work.another().record(NUMBER, key["answer"])
    found = read(desk / FILE_NAME)
    assert found is not None
    marking = prepare(found, larkfield, "ada", larkfield.assignment)
    assert marking.variant is not None
    assert (marking.variant.number, marking.suspect) == (ADA, False)
    assert marking.answers.items[NUMBER].value == 0.0


def test_the_overview_says_where_one_is(work: Workbook) -> None:
    """The other variant's overview says that it is not handed in; the own one says nothing."""
    assert "variant 11, to try again. It is not handed in" in repr(work.on(11))
    assert "to try again" not in repr(work)


# ---------------------------------------------------------------- in a panel


def test_a_panel_goes_to_another_variant_and_back(desk: Path, work: Workbook) -> None:
    """The same panel shows the item anew, and later the answer of before."""
    panel = work.ask(CLASSIFY)
    panel.value = {"B01": "business"}
    panel.check_request += 1
    mine = dict(panel.item)
    go(panel)
    assert (panel.value, panel.feedback, panel.status["state"]) == (None, None, "empty")
    assert panel.variant == {"number": 11, "own": 10, "of": 12, "message": ""}
    assert panel.item["things"] != mine["things"]
    panel.value = {"B02": "neither"}
    go(panel, "own")
    assert (panel.item, panel.value) == (mine, {"B01": "business"})
    assert saved(desk / FILE_NAME) == {CLASSIFY: {"B01": "business"}}
    assert saved(desk / "answers.variant-011.json") == {CLASSIFY: {"B02": "neither"}}


def test_a_panel_that_moved_explains_its_own_variant(work: Workbook, larkfield: Bundle) -> None:
    """A check on another variant is by that variant's key."""
    panel = work.ask(NUMBER)
    panel.value = 1.0
    go(panel)
    panel.value = larkfield.key(ADA + 1)[NUMBER]["answer"]
    panel.check_request += 1
    assert [verdict["outcome"] for verdict in panel.feedback["verdicts"]] == ["met"]


def test_panels_follow_what_is_saved_on_their_own_variant(work: Workbook) -> None:
    """A panel on another variant shows nothing of the own one, and the other way round."""
    moved, stayed = work.ask(NUMBER), work.ask(NUMBER)
    go(moved)
    moved.value = 5.0
    work.record(NUMBER, 61.5)
    assert (moved.value, stayed.value) == (5.0, 61.5)
    work.on(11).record(NUMBER, 6.0)
    assert (moved.value, stayed.value) == (6.0, 61.5)


def test_what_is_typed_last_is_saved_before_the_panel_goes(desk: Path, work: Workbook) -> None:
    """An answer that comes in one message with the wish is of the variant it was typed on."""
    panel = work.ask(NUMBER)
    wish = {"to": "another", "count": 1}
    panel.set_state({"status": {"state": "saving"}, "value": 61.5, "go": wish})
    assert saved(desk / FILE_NAME) == {NUMBER: 61.5}
    assert (panel.variant["number"], panel.value) == (11, None)
    other = work.ask(CHOOSE)
    other.set_state({"go": wish, "status": {"state": "saving"}, "value": ["P01"]})
    assert saved(desk / FILE_NAME) == {NUMBER: 61.5, CHOOSE: ["P01"]}
    assert not (desk / "answers.variant-011.json").exists()


def test_a_panel_with_something_unsaved_stays(work: Workbook) -> None:
    """What could not be saved is not left behind: the panel says so, and stays where it is."""
    panel = work.ask(NUMBER)
    panel.value = 615
    go(panel)
    assert (panel.variant["number"], panel.value) == (ADA, 615)
    assert "not saved yet" in panel.variant["message"]


def test_a_panel_says_when_there_is_no_other_variant(work: Workbook) -> None:
    """At the end of the round the panel stays and tells why."""
    for number in range(1, 13):
        work.on(number).record(NUMBER, 50.0)
    panel = work.ask(NUMBER)
    go(panel)
    assert panel.variant["number"] == ADA
    assert "on each of the 12 variants" in panel.variant["message"]


def test_an_assignment_of_one_variant_says_so(tmp_path: Path, alone: Path) -> None:
    """Where there is one variant, a call and a panel say what to do instead."""
    write_small(tmp_path / "01-small")
    work = Workbook("small", learner="ada", folder=tmp_path / "01-small")
    with pytest.raises(WorkbookError, match="only one variant"):
        work.another()
    panel = work.ask("pick")
    assert panel.variant["of"] == 1


def test_a_name_said_later_moves_no_panel_that_tries_again(desk: Path) -> None:
    """A panel on another variant goes on saving there when the learner's own variant changes."""
    work = Workbook("two-strategies", folder=desk)
    panel = work.ask(NUMBER)
    go(panel)
    number = panel.variant["number"]
    work.identify("ada")
    panel.value = 5.0
    assert panel.status["state"] == "saved"
    assert saved(desk / f"answers.variant-{number:03}.json") == {NUMBER: 5.0}
    assert work.variant == variant_of("ada", "01-two-strategies", 12)


# ---------------------------------------------------------------- nothing is given away


def everything(panel: Panel) -> str:
    """All that the browser is sent, apart from the panels' own code."""
    state = panel.get_state()
    return json.dumps({name: v for name, v in state.items() if name not in ("_esm", "_css")})


@pytest.mark.parametrize("item", [NUMBER, CHOOSE, CLASSIFY, MEMO])
def test_no_panel_holds_the_key_before_an_attempt(
    item: str, work: Workbook, larkfield: Bundle
) -> None:
    """On the own variant and on another one, nothing of the key reaches the browser."""
    panel = work.ask(item)
    for number in (ADA, ADA + 1):
        panel.check_request += 1
        told = everything(panel)
        key = larkfield.key(number)[item]
        for part in key.get("parts", {}).values():
            assert part["why"] not in told
        for name in ("why", "lure", "answer", "mistakes", "tolerance"):
            assert f'"{name}"' not in told
        if "answer" in key:
            assert str(key["answer"]) not in told
        go(panel)


def test_a_part_that_is_open_keeps_its_answer(work: Workbook, larkfield: Bundle) -> None:
    """Who sorts one statement of 21 reads about that one; the others stay to be tried."""
    panel = work.ask(CLASSIFY)
    panel.value = {"B01": "business"}
    panel.check_request += 1
    assert "20 still open" in panel.feedback["summary"]
    for verdict in panel.feedback["verdicts"]:
        tried = verdict["part"] == "B01"
        assert (
            tried == bool(verdict["right"]) == bool(verdict["evidence"]) == bool(verdict["claim"])
        )
    told = everything(panel)
    parts = larkfield.key(ADA)[CLASSIFY]["parts"]
    assert not [part for part in parts if part != "B01" and parts[part]["why"] in told]
    page = work.explain(CLASSIFY)
    assert parts["B02"]["why"] not in repr(page) + page._repr_html_()


# ---------------------------------------------------------------- certainty


def tries(desk: Path) -> History:
    """The history in a folder."""
    return History(desk / HISTORY, "01-two-strategies")


def test_certainty_is_asked_where_one_can_be_right(work: Workbook) -> None:
    """A panel asks how sure one is, but not of a memo, which a reader marks."""
    assert work.ask(NUMBER).certainty == {"chosen": None, "closed": False, "message": ""}
    assert work.ask(MEMO).certainty == {}


def test_certainty_is_noted_at_once_and_told_after_the_check(desk: Path, work: Workbook) -> None:
    """It is on disk when said, may be changed until the check, and then says what it counts."""
    panel = work.ask(NUMBER)
    panel.value = 1.0
    panel.set_state({"certainty": panel.certainty | {"chosen": 2}})
    assert tries(desk).of(NUMBER, ADA).sure == 2
    panel.set_state({"certainty": panel.certainty | {"chosen": 3}})
    panel.check_request += 1
    assert panel.certainty == {
        "chosen": 3,
        "closed": True,
        "message": "You said “certain”. For practice, 0 right and 1 wrong count "
        "0 × 3 − 1 × 6 = −6.",
    }
    panel.set_state({"certainty": panel.certainty | {"chosen": 1}})
    assert (panel.certainty["chosen"], tries(desk).of(NUMBER, ADA).sure) == (3, 3)
    assert "“certain”" in repr(work.explain(NUMBER))
    assert "“certain”" in work.explain(NUMBER)._repr_html_()


@pytest.mark.parametrize("chosen", [0, 4, -1, 2.0, True, "2", None, [2], {"a": 1}])
def test_what_is_no_certainty_is_not_noted(chosen: Any, desk: Path, work: Workbook) -> None:
    """Anything but 1, 2 or 3 leaves no trace."""
    panel = work.ask(NUMBER)
    panel.set_state({"certainty": {"chosen": chosen, "closed": False, "message": ""}})
    assert panel.certainty["chosen"] is None
    assert not (desk / HISTORY).exists()


def test_certainty_touches_no_graded_score(desk: Path, work: Workbook) -> None:
    """Answers, receipt and points are the same with any certainty and with none."""
    work.record(NUMBER, 1.0)
    before = (desk / FILE_NAME).read_bytes(), work.receipt().digest
    panel = work.ask(NUMBER)
    panel.set_state({"certainty": panel.certainty | {"chosen": 3}})
    points = work.explain(NUMBER).points
    assert before == ((desk / FILE_NAME).read_bytes(), work.receipt().digest)
    assert points == 0.0


def test_each_variant_is_said_anew(work: Workbook) -> None:
    """On another variant one is asked again; back on the own one what was said is still said."""
    panel = work.ask(NUMBER)
    panel.value = 1.0
    panel.set_state({"certainty": panel.certainty | {"chosen": 1}})
    panel.check_request += 1
    go(panel)
    assert panel.certainty == {"chosen": None, "closed": False, "message": ""}
    go(panel, "own")
    assert (panel.certainty["chosen"], panel.certainty["closed"]) == (1, True)


def test_a_folder_that_takes_no_note_says_so(
    desk: Path, work: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a certainty cannot be kept, the panel says why and shows none."""

    def refused(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    panel = work.ask(NUMBER)
    monkeypatch.setattr("alignlib.safe_file.replace", refused)
    panel.set_state({"certainty": panel.certainty | {"chosen": 2}})
    assert panel.certainty["chosen"] is None
    assert "Permission denied" in panel.certainty["message"]


def test_looking_at_an_explanation_notes_the_try_once(desk: Path, work: Workbook) -> None:
    """The first complete check is kept, however often one looks and corrects afterwards."""
    work.record(NUMBER, 1.0)
    work.explain(NUMBER)
    noted = (desk / HISTORY).read_bytes()
    work.record(NUMBER, 2.0)
    work.explain(NUMBER)
    assert noted == (desk / HISTORY).read_bytes()


def test_the_source_of_an_assignment_keeps_no_history(desk: Path) -> None:
    """An instructor's checks leave no progress.json: nbgrader would copy it to every learner."""
    (desk / "assignment.yaml").write_text("", encoding="utf-8")
    source = Workbook("two-strategies", learner="ada", folder=desk)
    source.record(NUMBER, 1.0)
    source.explain(NUMBER)
    source.on(3).record(NUMBER, 1.0)
    assert not (desk / HISTORY).exists()
    assert sorted(path.name for path in desk.glob("answers*")) == [
        "answers.source.json",
        "answers.source.variant-003.json",
    ]
