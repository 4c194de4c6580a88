"""What a learner's notebook calls."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config, PyFileConfigLoader

from alignlib import LearnerError, Workbook, logbook
from alignlib.answers import FILE_NAME, RECEIPT_TYPE, parse, read
from alignlib.cases import Bundle, variant_of
from alignlib.errors import AnswerError, CaseError, WorkbookError
from alignlib.identifying import identify_panel
from alignlib.variants.build import build
from tests.conftest import MODULE

ADA = 10
"""Ada's variant of module 1; test_cases.py holds that it never changes."""

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


def saved(desk: Path) -> dict[str, Any]:
    """The values that are in the file, by item."""
    found = read(desk / FILE_NAME)
    assert found is not None
    return {item: answer.value for item, answer in found.items.items()}


def full_disk(*_: Any, **__: Any) -> None:
    """What a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


# ---------------------------------------------------------------- opening


def test_a_workbook_opens_the_learners_variant(work: Workbook) -> None:
    """A learner gets the variant that belongs to the id."""
    assert (work.learner, work.variant) == ("ada", ADA)
    assert work.case.firm == "Larkfield Stores"
    assert work.items[0] == CLASSIFY


def test_a_workbook_is_found_by_its_name(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the assignment's folder, and beside it, the name alone is enough."""
    for place in (desk, desk.parent, desk.parent.parent):
        monkeypatch.chdir(place)
        assert Workbook("two-strategies", learner="ada").variant == ADA


def test_opening_writes_nothing(desk: Path, work: Workbook) -> None:
    """Opening a workbook and looking around leaves no file behind."""
    repr(work)
    work.receipt()
    work.ask(CHOOSE)
    assert [path.name for path in desk.iterdir()] == ["cases.zip"]


def test_a_workbook_without_its_cases_says_so(desk: Path) -> None:
    """Where cases.zip is missing, the sentence names the folder."""
    (desk / "cases.zip").unlink()
    with pytest.raises(CaseError, match=r"missing from the folder 01-two-strategies"):
        Workbook("two-strategies", folder=desk)


def test_an_unknown_item_suggests_the_nearest(work: Workbook) -> None:
    """A misspelt item is answered with the nearest one, whatever was asked of it."""
    for call in (work.ask, work.check, work.explain, work.reference, lambda i: work.record(i, 1)):
        with pytest.raises(WorkbookError, match=r"no item 'purposful-spend'\. Did you mean 'pur"):
            call("purposful-spend")
    with pytest.raises(WorkbookError, match="There are sort-the-board-pack, "):
        work.ask("xyz")


# ---------------------------------------------------------------- recording

VALUES = [
    (NUMBER, 61.5, 61.5),
    (NUMBER, np.float64(61.5), 61.5),
    (NUMBER, 61, 61.0),
    (CHOOSE, {"P03", "P01"}, ["P01", "P03"]),
    (CLASSIFY, {"B02": "business", "B01": "neither"}, {"B01": "neither", "B02": "business"}),
    (MEMO, "Two readers – “one” paragraph.\n", "Two readers – “one” paragraph.\n"),
]


@pytest.mark.parametrize(("item", "value", "expected"), VALUES)
def test_what_is_recorded_survives(
    item: str, value: Any, expected: Any, desk: Path, work: Workbook
) -> None:
    """A recorded value is in the file at once, and in the next workbook."""
    work.record(item, value)
    assert saved(desk) == {item: expected}
    again = Workbook("two-strategies", learner="ada", folder=desk)
    assert expected == again.ask(item).value
    assert again.variant == work.variant


def test_recording_says_what_was_saved(work: Workbook, capsys: pytest.CaptureFixture[str]) -> None:
    """The learner reads which item was saved, and its value in a few words."""
    work.record(NUMBER, 61.54)
    work.record(CHOOSE, ["P01"])
    assert capsys.readouterr().out.splitlines() == [
        "Recorded and saved: Money with a purpose, 61.5 %.",
        "Recorded and saved: The tool list, 1 chosen.",
    ]


def test_a_refused_value_leaves_the_old_one(desk: Path, work: Workbook) -> None:
    """What is no answer is refused in words, and what was saved before is still there."""
    work.record(NUMBER, 61.5)
    with pytest.raises(AnswerError, match=r"^Not recorded\. Money with a purpose: .*nan"):
        work.record(NUMBER, float("nan"))
    assert saved(desk) == {NUMBER: 61.5}


def test_the_file_names_learner_and_variant(desk: Path, work: Workbook) -> None:
    """The file says which assignment, whose answers and which variant they are."""
    work.record(NUMBER, 61.5)
    found = read(desk / FILE_NAME)
    assert found is not None
    assert (found.assignment, found.learner, found.variant) == (MODULE.name, "ada", ADA)


def test_two_windows_lose_nothing(desk: Path, work: Workbook) -> None:
    """What one window records, another does not overwrite with what it knew before."""
    other = Workbook("two-strategies", learner="ada", folder=desk)
    work.record(NUMBER, 61.5)
    other.record(CHOOSE, ["P01"])
    work.record(MEMO, "Text.")
    assert saved(desk).keys() == {NUMBER, CHOOSE, MEMO}


def test_a_full_disk_is_told_in_words(
    desk: Path, work: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk is full, the learner reads it, and the old answer stays."""
    work.record(NUMBER, 61.5)
    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(AnswerError, match=r"Not saved.*No space left on device.*still there"):
        work.record(NUMBER, 12.0)
    assert saved(desk) == {NUMBER: 61.5}


# ---------------------------------------------------------------- panels


def test_a_panel_saves_each_change_at_once(desk: Path, work: Workbook) -> None:
    """Each change of a panel's value is in the file before anything else happens."""
    panel = work.ask(CLASSIFY)
    assert panel.status == {"state": "empty", "message": "", "open": 21, "parts": 21}
    for number, category in enumerate(("business", "technology", "neither"), start=1):
        panel.value = {**(panel.value or {}), f"B{number:02}": category}
        assert len(saved(desk)[CLASSIFY]) == number
    assert panel.status == {"state": "saved", "message": "", "open": 18, "parts": 21}


def test_a_panel_shows_what_was_recorded(work: Workbook) -> None:
    """A panel opens with the answer of before."""
    work.record(CHOOSE, ["P02"])
    panel = work.ask(CHOOSE)
    assert panel.value == ["P02"]
    assert panel.status == {"state": "saved", "message": "", "open": 0, "parts": 1}


def test_an_emptied_panel_empties_the_file(desk: Path, work: Workbook) -> None:
    """A panel set back to nothing takes the answer out of the file."""
    panel = work.ask(NUMBER)
    panel.value = 61.5
    panel.value = None
    assert saved(desk) == {}
    assert panel.status["state"] == "empty"


def test_a_wrong_value_is_not_saved_and_told(desk: Path, work: Workbook) -> None:
    """A value that is no answer is not saved; the panel says why, the old value stays."""
    panel = work.ask(NUMBER)
    panel.value = 61.5
    panel.value = 615
    assert panel.status["state"] == "not saved"
    assert "outside 0 to 100 %" in panel.status["message"]
    assert saved(desk) == {NUMBER: 61.5}
    panel.value = 62.5
    assert panel.status["state"] == "saved"
    assert panel.status["message"] == ""


def test_a_full_disk_shows_in_the_panel(
    desk: Path, work: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk is full the panel says “not saved” and why; saving works again later."""
    panel = work.ask(CHOOSE)
    panel.value = ["P01"]
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full_disk)
        panel.value = ["P01", "P02"]
        assert panel.status["state"] == "not saved"
        assert "No space left on device" in panel.status["message"]
    assert saved(desk) == {CHOOSE: ["P01"]}
    panel.value = ["P01", "P02", "P03"]
    assert panel.status["state"] == "saved"
    assert saved(desk) == {CHOOSE: ["P01", "P02", "P03"]}


def test_a_read_only_folder_shows_in_the_panel(
    work: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder may not be written to, the panel says “not saved” and why."""

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    panel = work.ask(CHOOSE)
    monkeypatch.setattr("filelock.FileLock._acquire", refuse)
    panel.value = ["P01"]
    assert panel.status["state"] == "not saved"
    assert "Permission denied" in panel.status["message"]


def test_two_panels_of_one_item_save_both(desk: Path, work: Workbook) -> None:
    """The last change counts, in whichever panel it was made, and the other one shows it."""
    one, other = work.ask(NUMBER), work.ask(NUMBER)
    one.value = 10.0
    assert (other.value, other.status["state"]) == (10.0, "saved")
    other.value = 20.0
    assert saved(desk) == {NUMBER: 20.0}
    assert one.value == 20.0
    one.value = None
    assert (other.value, other.status["state"]) == (None, "empty")


def test_an_open_panel_shows_what_is_recorded(work: Workbook) -> None:
    """A recorded answer appears in the panels of its item that are open, and in no other."""
    panel, other = work.ask(CHOOSE), work.ask(NUMBER)
    work.record(CHOOSE, {"P03", "P01"})
    assert panel.value == ["P01", "P03"]
    assert panel.status == {"state": "saved", "message": "", "open": 0, "parts": 1}
    assert (other.value, other.status["state"]) == (None, "empty")


def test_a_panel_that_follows_saves_nothing(
    work: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a panel shows because it was recorded is not recorded a second time."""
    panels = [work.ask(NUMBER) for _ in range(3)]
    writes: list[Any] = []
    real = logbook.recorded.write
    monkeypatch.setattr(
        logbook.recorded, "write", lambda *words: writes.append(words) or real(*words)
    )
    work.record(NUMBER, 61.5)
    assert len(writes) == 1
    panels[0].value = 62.5
    assert len(writes) == 2
    assert [panel.value for panel in panels] == [62.5] * 3


def test_a_panels_own_value_stays_as_it_was_given(desk: Path, work: Workbook) -> None:
    """The file holds the answer in its own form; the panel it came from is left alone."""
    panel = work.ask(CHOOSE)
    panel.value = ["P03", "P01"]
    assert saved(desk) == {CHOOSE: ["P01", "P03"]}
    assert panel.value == ["P03", "P01"]


def test_a_refused_value_reaches_no_other_panel(work: Workbook) -> None:
    """A value that was not saved stays in the panel where it was typed."""
    one, other = work.ask(NUMBER), work.ask(NUMBER)
    one.value = 615
    assert one.status["state"] == "not saved"
    assert other.value is None


# ---------------------------------------------------------------- nothing is given away


def test_a_panel_holds_nothing_of_the_key(work: Workbook, larkfield: Bundle) -> None:
    """What is sent to the browser holds no reason, no lure and no right answer."""
    for item in work.items:
        state = work.ask(item).get_state(("item", "value", "status", "feedback"))
        state["item"].pop("right", None)  # of a link: a side of it, no verdict
        told = json.dumps(state)
        for name in ("why", "lure", "right", "answer", "mistakes", "tolerance"):
            assert f'"{name}"' not in told
        for part in larkfield.key(ADA)[item].get("parts", {}).values():
            assert part["why"] not in told


@pytest.mark.parametrize("item", [NUMBER, CHOOSE, CLASSIFY, MEMO])
def test_nothing_is_explained_before_an_attempt(item: str, work: Workbook) -> None:
    """Before an attempt an open key explains nothing, neither to a call nor to a panel."""
    with pytest.raises(WorkbookError, match="Make an attempt first"):
        work.explain(item)
    panel = work.ask(item)
    panel.check_request += 1
    assert panel.feedback["verdicts"] == []
    assert "Make an attempt first" in panel.feedback["summary"]


def test_after_an_attempt_everything_is_explained(work: Workbook, larkfield: Bundle) -> None:
    """After an attempt an open key shows the verdict, the reason and the right answer."""
    key = larkfield.key(ADA)[CHOOSE]["parts"]
    work.record(CHOOSE, ["P01"])
    told = work.explain(CHOOSE)
    shown = told.data["verdicts"]
    assert [part["why"] for part in key.values()] == [v["evidence"] for v in shown]
    assert all(v["right"] for v in shown)
    assert "points" in repr(told)
    assert told._repr_html_().startswith("<section")


def test_a_panel_is_checked_on_request(work: Workbook) -> None:
    """A request for a check puts the verdicts into the panel."""
    panel = work.ask(NUMBER)
    panel.value = 1.0
    panel.check_request += 1
    assert [v["outcome"] for v in panel.feedback["verdicts"]] == ["not met"]


def test_a_sealed_assignment_explains_nothing(sealed: Workbook) -> None:
    """With a sealed key nothing is explained, and no panel offers to check."""
    sealed.record(CHOOSE, ["P01"])
    with pytest.raises(WorkbookError, match="with your instructor"):
        sealed.explain(CHOOSE)
    panel = sealed.ask(CHOOSE)
    assert not panel.can_check
    panel.check_request += 1
    assert panel.feedback["verdicts"] == []


def test_the_reference_is_for_the_source_alone(work: Workbook, sealed: Workbook) -> None:
    """A learner cannot ask for the right answer, whether the key is open or sealed."""
    for one in (work, sealed):
        with pytest.raises(WorkbookError, match="reference answer is with the instructor"):
            one.reference(NUMBER)


def test_a_check_does_not_say_whether_it_is_right(
    work: Workbook, larkfield: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    """A right and a wrong answer of the same size are checked in the same words."""
    parts = larkfield.key(ADA)[CHOOSE]["parts"]
    right = [part for part, entry in parts.items() if entry["right"]]
    wrong = [part for part, entry in parts.items() if not entry["right"]][: len(right)]
    said = []
    for value in (right, wrong):
        work.record(CHOOSE, value)
        capsys.readouterr()
        work.check(CHOOSE)
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


# ---------------------------------------------------------------- checking


def test_a_check_says_what_is_open(work: Workbook, capsys: pytest.CaptureFixture[str]) -> None:
    """In an ordinary run an open item is told with the next step, and nothing fails."""
    work.record(CLASSIFY, {"B01": "business"})
    capsys.readouterr()
    work.check(CLASSIFY)
    work.check(NUMBER)
    said = capsys.readouterr().out
    assert "○ Sort the board pack: 20 of 21 still open (B02, B03, B04, B05, B06 …)." in said
    assert "○ Money with a purpose: still open." in said
    assert f'work.ask("{NUMBER}")' in said


@pytest.mark.parametrize("item", [NUMBER, CHOOSE, CLASSIFY, MEMO])
@pytest.mark.parametrize("name", ["NBGRADER_EXECUTION=validate", "NBGRADER_VALIDATING=1"])
def test_validating_an_open_item_fails_its_cell(
    item: str, name: str, work: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under `nbgrader validate` an open item raises, so that validation sees it."""
    monkeypatch.setenv(*name.split("="))
    with pytest.raises(LearnerError, match="still open"):
        work.check(item)


def test_validating_a_complete_item_passes(
    work: Workbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under `nbgrader validate` a complete item passes, right or wrong."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    work.record(NUMBER, 1.0)
    work.check(NUMBER)
    assert capsys.readouterr().out.endswith("✓ Money with a purpose: complete and saved (1.0 %).\n")


@pytest.mark.parametrize("answered", [True, False])
def test_a_grader_that_runs_the_cell_gets_no_points(
    work: Workbook, monkeypatch: pytest.MonkeyPatch, *, answered: bool
) -> None:
    """Run by nbgrader's own autograder, a grade cell fails: no error would mean full marks."""
    if answered:
        work.record(NUMBER, 61.5)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(WorkbookError, match="ScoreAnswers"):
        work.check(NUMBER)


def test_lines_of_a_check_are_short(work: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line of a check is longer than the 87 characters that nbgrader's validate shows."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    for item in work.items:
        with pytest.raises(LearnerError) as caught:
            work.check(item)
        assert all(len(line) <= 87 for line in str(caught.value).splitlines()), item


# ---------------------------------------------------------------- who is working


def test_identifying_gives_the_learners_variant(desk: Path, alone: Path) -> None:
    """While nothing is answered, saying who you are gives the variant that belongs to you."""
    work = Workbook("two-strategies", folder=desk)
    assert work.learner == ""
    work.identify(" Ada ")
    assert (work.learner, work.variant) == ("ada", ADA)
    again = Workbook("two-strategies", folder=desk)
    assert (again.learner, again.variant) == ("ada", ADA)
    assert (alone / "learner").read_text(encoding="utf-8") == "ada"


def test_identifying_keeps_what_is_answered(desk: Path) -> None:
    """Once something is answered the variant stays, and the answers are the new name's."""
    work = Workbook("two-strategies", folder=desk)
    before = work.variant
    assert before != variant_of("ada", MODULE.name, 12)
    work.record(NUMBER, 61.5)
    work.identify("ada")
    assert work.variant == before
    found = read(desk / FILE_NAME)
    assert found is not None
    assert (found.learner, found.variant) == ("ada", before)
    assert saved(desk) == {NUMBER: 61.5}
    assert Workbook("two-strategies", folder=desk).variant == before


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_an_empty_name_is_refused(name: str, work: Workbook) -> None:
    """An id of spaces is refused with the next step."""
    with pytest.raises(WorkbookError, match="The id is empty"):
        work.identify(name)


def test_the_panel_that_asks_who_works(desk: Path) -> None:
    """The panel saves the name, and refuses an empty one in words."""
    work = Workbook("two-strategies", folder=desk)
    panel = identify_panel(work.identify, lambda: work.learner)
    panel.value = " "
    assert panel.status["state"] == "not saved"
    panel.value = "ada"
    assert panel.status["state"] == "saved"
    assert work.variant == ADA


def test_answers_of_another_learner_stay_on_their_variant(desk: Path) -> None:
    """A file that came from somebody else is shown on the variant it was made for."""
    Workbook("two-strategies", learner="grace.hopper", folder=desk).record(NUMBER, 61.5)
    mine = Workbook("two-strategies", learner="ada", folder=desk)
    assert mine.variant == variant_of("grace.hopper", MODULE.name, 12)


@pytest.mark.parametrize(
    "variant",
    [
        0,
        13,
        99,
        -3,
    ],
)
def test_a_variant_that_there_is_not_is_not_believed(variant: int, desk: Path) -> None:
    """A file that names a variant out of range opens on the learner's own."""
    Workbook("two-strategies", learner="ada", folder=desk).record(NUMBER, 61.5)
    text = (desk / FILE_NAME).read_text(encoding="utf-8")
    (desk / FILE_NAME).write_text(
        text.replace(f'"variant": {ADA}', f'"variant": {variant}'), encoding="utf-8"
    )
    assert Workbook("two-strategies", learner="ada", folder=desk).variant == ADA


def test_a_window_from_before_does_not_move_the_answers(desk: Path) -> None:
    """A window that was opened before the name was said does not change the answers' variant."""
    older = Workbook("two-strategies", folder=desk)
    newer = Workbook("two-strategies", folder=desk)
    newer.identify("ada")
    newer.record(NUMBER, 61.5)
    with contextlib.suppress(LearnerError):  # to refuse it in words would do as well
        older.record(MEMO, "Written in the older window.")
    found = read(desk / FILE_NAME)
    assert found is not None
    assert (found.learner, found.variant) == ("ada", ADA)


@pytest.fixture
def windows(desk: Path) -> tuple[Workbook, Workbook]:
    """A window from before the name was said, and a newer one in which Ada has answered."""
    older, newer = (Workbook("two-strategies", folder=desk) for _ in range(2))
    newer.identify("ada")
    newer.record(NUMBER, 61.5)
    assert older.variant != newer.variant
    return older, newer


def test_an_older_window_says_what_to_do(desk: Path, windows: tuple[Workbook, Workbook]) -> None:
    """What an older window would save is refused with both variants and the next step."""
    older, _ = windows
    words = rf"variant {older.variant} of the case.*for variant {ADA}\. Restart the kernel"
    with pytest.raises(AnswerError, match=words):
        older.record(MEMO, "Written in the older window.")
    panel = older.ask(CHOOSE)
    panel.value = ["P01"]
    assert panel.status["state"] == "not saved"
    assert "Restart the kernel" in panel.status["message"]
    assert saved(desk) == {NUMBER: 61.5}


def test_an_older_windows_receipt_is_of_the_answers_variant(
    windows: tuple[Workbook, Workbook],
) -> None:
    """A receipt names the learner and the variant that the answers were made for."""
    held = windows[0].receipt().answers
    assert (held.learner, held.variant) == ("ada", ADA)


def test_saying_the_name_in_an_older_window_moves_nothing(
    desk: Path, windows: tuple[Workbook, Workbook]
) -> None:
    """Who says the name in the older window too works on the answers' variant from then on."""
    older, _ = windows
    stale = older.ask(CLASSIFY)
    older.identify("ada")
    assert older.variant == ADA
    stale.value = {"B01": "business"}
    assert stale.status["state"] == "not saved"
    stale.check_request += 1
    assert stale.feedback["verdicts"] == []
    older.ask(CLASSIFY).value = {"B01": "business"}
    found = read(desk / FILE_NAME)
    assert found is not None
    assert (found.variant, set(found.items)) == (ADA, {NUMBER, CLASSIFY})


def test_a_panel_from_before_the_name_is_not_believed(desk: Path) -> None:
    """A click in a panel of another variant is refused, also while nothing else is answered."""
    work = Workbook("two-strategies", folder=desk)
    stale = work.ask(CLASSIFY)
    work.identify("ada")
    stale.value = {"B01": "business"}
    assert stale.status["state"] == "not saved"
    assert saved(desk) == {}


def test_a_name_that_was_said_is_kept(desk: Path) -> None:
    """A window that does not know the name yet does not take it out of the file."""
    older = Workbook("two-strategies", folder=desk)
    Workbook("two-strategies", learner="x", folder=desk).identify("ada")
    older.record(NUMBER, 61.5)
    found = read(desk / FILE_NAME)
    assert found is not None
    assert (found.learner, found.variant) == ("ada", older.variant)


# ---------------------------------------------------------------- damaged files

TORN = '{"schema": 1, "items": {"the-tool-list": {"value": ["P01"'


def kept(desk: Path) -> list[str]:
    """The contents of the files that were put aside."""
    return sorted(p.read_text(encoding="utf-8") for p in desk.glob("answers.damaged-*.json"))


def test_a_damaged_file_is_put_aside_before_it_is_replaced(desk: Path, work: Workbook) -> None:
    """The next answer is saved, and the damaged file is kept under another name."""
    (desk / FILE_NAME).write_text(TORN, encoding="utf-8")
    work.record(NUMBER, 61.5)
    assert saved(desk) == {NUMBER: 61.5}
    assert kept(desk) == [TORN]


def test_the_readable_answers_of_a_damaged_file_stay(desk: Path, work: Workbook) -> None:
    """What can be read of a damaged file stays in the new one."""
    work.record(CHOOSE, ["P01"])
    work.record(NUMBER, 61.5)
    data = json.loads((desk / FILE_NAME).read_text(encoding="utf-8"))
    data["items"][NUMBER] = "damaged"
    text = json.dumps(data)
    (desk / FILE_NAME).write_text(text, encoding="utf-8")
    work.record(MEMO, "Text.")
    assert saved(desk).keys() == {CHOOSE, MEMO}
    assert kept(desk) == [text]


def test_a_panel_puts_a_damaged_file_aside_too(desk: Path, work: Workbook) -> None:
    """A click does not lose a damaged file either."""
    (desk / FILE_NAME).write_text(TORN, encoding="utf-8")
    work.ask(CHOOSE).value = ["P02"]
    assert kept(desk) == [TORN]


def test_looking_at_a_damaged_file_changes_nothing(desk: Path, work: Workbook) -> None:
    """Opening, showing, checking and the receipt leave a damaged file as it is."""
    (desk / FILE_NAME).write_text(TORN, encoding="utf-8")
    again = Workbook("two-strategies", learner="ada", folder=desk)
    repr(again)
    again.receipt()
    again.check(CHOOSE)
    assert (desk / FILE_NAME).read_text(encoding="utf-8") == TORN
    assert kept(desk) == []


def test_identifying_puts_a_damaged_file_aside(desk: Path) -> None:
    """A damaged file hides who works, so the name is asked: saying it must not lose the file."""
    (desk / FILE_NAME).write_text(TORN, encoding="utf-8")
    Workbook("two-strategies", folder=desk).identify("ada")
    assert kept(desk) == [TORN]


def test_one_doubled_thing_costs_one_thing(desk: Path, work: Workbook) -> None:
    """Of an answer with a thing in it twice the rest is shown, and stays when one saves."""
    work.record(CLASSIFY, {"B01": "business", "B02": "neither"})
    text = (desk / FILE_NAME).read_text(encoding="utf-8")
    (desk / FILE_NAME).write_text(
        text.replace('"B01": "business"', '"B01": "business", "B01": "neither"'), encoding="utf-8"
    )
    assert work.ask(CLASSIFY).value == {"B02": "neither"}
    work.record(NUMBER, 61.5)
    assert saved(desk) == {CLASSIFY: {"B02": "neither"}, NUMBER: 61.5}
    assert len(kept(desk)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows needs a right to make links")
def test_a_link_in_the_files_place_is_put_aside_unread(desk: Path, work: Workbook) -> None:
    """A link is renamed, not read: what it points to stays, and the answer is saved."""
    other = desk.parent / "other.json"
    other.write_text("mine", encoding="utf-8")
    (desk / FILE_NAME).symlink_to(other)
    work.record(NUMBER, 61.5)
    assert saved(desk) == {NUMBER: 61.5}
    assert [path.is_symlink() for path in desk.glob("answers.damaged-*.json")] == [True]
    assert other.read_text(encoding="utf-8") == "mine"


def test_two_damaged_files_are_both_kept(
    desk: Path, work: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is damaged twice within a second is kept twice."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2026, 3, 12, 9, 0, 0, tzinfo=UTC)

    monkeypatch.setattr(logbook, "datetime", Clock)
    for text in (TORN, TORN[:-5]):
        (desk / FILE_NAME).write_text(text, encoding="utf-8")
        work.record(NUMBER, 61.5)
    assert kept(desk) == sorted([TORN, TORN[:-5]])


def test_a_damaged_file_that_cannot_be_put_aside_is_not_replaced(
    desk: Path, work: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the damaged file cannot be put aside, nothing is saved and the learner reads why."""
    (desk / FILE_NAME).write_text(TORN, encoding="utf-8")
    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(AnswerError, match=r"answers\.json could not be kept under another name"):
        work.record(NUMBER, 61.5)
    assert (desk / FILE_NAME).read_text(encoding="utf-8") == TORN


def test_an_answer_of_another_kind_counts_as_open(desk: Path, work: Workbook) -> None:
    """A recorded value that is no answer to its item is shown as open and can be answered."""
    work.record(NUMBER, 61.5)
    data = json.loads((desk / FILE_NAME).read_text(encoding="utf-8"))
    data["items"][NUMBER]["value"] = "61.5"
    data["items"][CLASSIFY] = {"value": {"B01": "business", "B99": "neither"}}
    (desk / FILE_NAME).write_text(json.dumps(data), encoding="utf-8")
    assert "○ Money with a purpose (10 points): still open" in repr(work)
    assert work.ask(CLASSIFY).value == {"B01": "business"}


# ---------------------------------------------------------------- the instructor's source


@pytest.fixture
def source(desk: Path) -> Workbook:
    """The workbook of an instructor who runs the source of the assignment."""
    (desk / "assignment.yaml").touch()
    return Workbook("two-strategies", learner="teacher", folder=desk)


def test_the_source_never_writes_answers_json(desk: Path, source: Workbook) -> None:
    """In a source folder the answers have another name: nbgrader would copy answers.json."""
    source.record(NUMBER, 61.5)
    source.ask(CHOOSE).value = ["P01"]
    source.identify("somebody else")
    assert (desk / "answers.source.json").exists()
    assert not (desk / FILE_NAME).exists()


def test_no_file_of_the_source_reaches_a_learner(desk: Path, source: Workbook) -> None:
    """Whatever the source's workbook writes, nbgrader is told to leave it out of the release."""
    (desk / "answers.source.json").write_text(TORN, encoding="utf-8")
    source.record(NUMBER, 61.5)
    loader = PyFileConfigLoader("nbgrader_config.py", path=str(MODULE.parents[1]))
    ignored = loader.load_config().CourseDirectory.ignore
    written = [path.name for path in desk.iterdir() if "answers" in path.name]
    assert len(written) >= 2
    assert [n for n in written if not any(fnmatch(n, pattern) for pattern in ignored)] == []


def test_the_source_gives_the_reference(source: Workbook, larkfield: Bundle) -> None:
    """In a source folder the reference of every item can be recorded, and earns its points."""
    for item in source.items:
        value = source.reference(item)
        if value is not None:
            source.record(item, value)
            assert source.explain(item).points == larkfield.variant(1).items[item].points


# ---------------------------------------------------------------- what a notebook shows


def test_a_receipt_is_of_what_is_recorded(work: Workbook) -> None:
    """The receipt holds the answers, whose they are, and what is still open."""
    work.record(NUMBER, 61.5)
    receipt = work.receipt()
    held = parse(json.dumps(receipt._repr_mimebundle_()[RECEIPT_TYPE]["answers"]))
    assert (held.learner, held.variant, held.items[NUMBER].value) == ("ada", ADA, 61.5)
    assert "✓ Money with a purpose (10 points): 61.5 %" in repr(receipt)
    assert "○ The tool list (10 points): still open" in repr(receipt)


def test_a_workbook_shows_its_state(work: Workbook) -> None:
    """A workbook shows each item with its points and what is open, as text and as a table."""
    work.record(MEMO, "One two three.")
    shown = repr(work)
    assert shown.startswith("Two strategies (Larkfield Stores), about 80 minutes")
    assert "✓ One paragraph, two readers (20 points): 3 words" in shown
    table = work._overview()._repr_html_()
    assert table.count("<tr>") == 1 + len(work.items)
    assert "<script" not in table


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> InteractiveShell:
    """A real IPython, as in a notebook's kernel, without a history file."""
    config = Config({"HistoryManager": {"enabled": False}})
    return InteractiveShell(config=config, ipython_dir=str(tmp_path_factory.mktemp("ipython")))


@pytest.fixture
def run(shell: InteractiveShell, work: Workbook) -> Callable[[str], tuple[bool, str]]:
    """Run a cell in which `work` is Ada's workbook: whether it succeeded, and what it showed."""
    shell.user_ns["work"] = work

    def run(cell: str) -> tuple[bool, str]:
        with capture_output() as captured:
            result = shell.run_cell(cell)
        return bool(result.success), captured.stdout + captured.stderr

    return run


FAILING = [
    (f'work.record("{NUMBER}", "61.5")', "Not recorded. Money with a purpose: "),
    (f'work.record("{NUMBER}", 1 / 3 * 1000)', "outside 0 to 100 %"),
    ('work.ask("the-tool-lst")', "Did you mean 'the-tool-list'?"),
    ("work.case.budget", "has no table 'budget'"),
    ('work.case.document("diary")', "There is no document 'diary'"),
    (f'work.explain("{CHOOSE}")', "Make an attempt first"),
    (f'work.reference("{CHOOSE}")', "with the instructor"),
    ('work.identify("")', "The id is empty"),
    ('from alignlib import Workbook; Workbook("nothing-like-it")', "There is no assignment"),
]


@pytest.mark.parametrize(("cell", "words"), FAILING, ids=[words for _, words in FAILING])
def test_no_traceback_reaches_a_learner(
    cell: str, words: str, run: Callable[[str], tuple[bool, str]]
) -> None:
    """A mistake shows one plain sentence in a real notebook, and the cell still fails."""
    success, shown = run(cell)
    assert not success
    assert words in shown
    assert "Traceback" not in shown
    assert "Error" not in shown
    assert len(shown.strip().splitlines()) == 1


def test_a_fault_of_ones_own_keeps_its_traceback(run: Callable[[str], tuple[bool, str]]) -> None:
    """Errors in a learner's own code show as they always do."""
    success, shown = run("1 / 0")
    assert not success
    assert "ZeroDivisionError" in shown


def test_a_notebook_shows_the_overview(run: Callable[[str], tuple[bool, str]]) -> None:
    """A cell that ends in the workbook or the receipt shows what is open."""
    for cell in ("work", "work.receipt()"):
        success, shown = run(cell)
        assert success
        assert "21 of 21 still open" in shown


# ---------------------------------------------------------------- what importing costs

INSTRUCTORS = (
    "nbgrader",
    "nbconvert",
    "yaml",
    "jsonschema",
    "rich",
    "alignlib.cli",
    "alignlib.grading",
    "alignlib.simulate",
    "alignlib.variants",
)

LEARNING = """
import json, sys
from pathlib import Path
from alignlib import Workbook
before = sorted(sys.modules)
work = Workbook("two-strategies", learner="ada", folder=Path(sys.argv[1]))
work.ask("the-tool-list").value = ["P01"]
work.explain("the-tool-list"), work.receipt(), repr(work)
without_tables = sorted(sys.modules)
work.case.decisions
print("MODULES", json.dumps([before, without_tables, sorted(sys.modules)]))
"""


def test_a_learners_path_imports_nothing_of_the_instructors(desk: Path) -> None:
    """Importing and using alignlib needs nothing of grading; pandas comes with the first table."""
    command = [sys.executable, "-W", "error", "-c", LEARNING, str(desk)]
    environment = {"PATH": "", "HOME": str(desk), "XDG_CONFIG_HOME": str(desk)}
    done = subprocess.run(
        command, env=environment, cwd=MODULE.parents[1], capture_output=True, text=True, check=True
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("MODULES "))
    imported, without_tables, used = json.loads(line.removeprefix("MODULES "))
    for module in INSTRUCTORS:
        assert module not in used
    assert "pandas" not in imported
    assert "pandas" not in without_tables
    assert "pandas" in used
