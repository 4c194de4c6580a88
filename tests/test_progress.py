"""A learner's progress over all modules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import alignlib
from alignlib import Workbook, review
from alignlib.answers import FILE_NAME, Answers, write
from alignlib.cases import FILE_NAME as CASES
from alignlib.cases import Bundle
from alignlib.history import FILE_NAME as HISTORY
from alignlib.progress import Progress
from alignlib.standing import ItemStanding, Standing
from alignlib.variants.build import build
from tests.conftest import MODULE, plan_item, plan_key, write_cases, write_small

ROOT = Path(__file__).parents[1]
NUMBER, CHOOSE, CLASSIFY, MEMO = (
    "purposeful-spend",
    "the-tool-list",
    "sort-the-board-pack",
    "one-paragraph-two-readers",
)


@pytest.fixture
def course(desk: Path) -> Path:
    """A course with module 1 and a small module of every kind, in which nothing is answered."""
    write_small(desk.parent / "02-small")
    return desk.parent.parent


@pytest.fixture
def work(desk: Path, course: Path) -> Workbook:
    """Ada's workbook of module 1."""
    assert (course / "exercises" / desk.name) == desk
    return Workbook("two-strategies", learner="ada", folder=desk)


@pytest.fixture
def small(course: Path) -> Workbook:
    """Ada's workbook of the small module."""
    return Workbook("small", learner="ada", folder=course / "exercises" / "02-small")


def told(course: Path, learner: str = "ada") -> Progress:
    """Ada's progress."""
    return alignlib.progress(course, learner=learner)


def standing(found: Progress, folder: str) -> Standing:
    """One assignment of it."""
    return next(one for one in found.standings if one.folder == folder)


def item(found: Progress, name: str) -> ItemStanding:
    """One item of it."""
    return next(one for _, one in found.items if one.id == name)


def right(work: Workbook, larkfield: Bundle, name: str) -> None:
    """Answer an item as its key says."""
    key = larkfield.key(work.variant)[name]
    one = larkfield.variant(work.variant).items[name]
    work.record(name, one.reference(key))


# ---------------------------------------------------------------- what is done


def test_nothing_yet_is_said_without_a_picture(course: Path) -> None:
    """A learner who has not begun sees the parts of the course, and where to begin."""
    found = told(course)
    assert [(one.folder, one.answered) for one in found.standings] == [
        ("01-two-strategies", 0),
        ("02-small", 0),
    ]
    data, _ = found._repr_mimebundle_()
    assert "image/png" not in data
    assert "Nothing is answered yet" in data["text/plain"]
    assert "Nothing is answered yet" in data["text/html"]


def test_an_answer_counts_without_a_check(course: Path, work: Workbook, larkfield: Bundle) -> None:
    """A complete answer is scored from the file alone, on the day on which it was recorded."""
    right(work, larkfield, CLASSIFY)
    found = item(told(course), CLASSIFY)
    assert (found.answered, found.share, found.tries, found.known) == (True, 1.0, 1, True)
    assert found.day is not None
    assert found.due == found.day + timedelta(review.GAPS[1])


def test_what_is_begun_is_neither_done_nor_weak(course: Path, work: Workbook) -> None:
    """One statement of 21 is a beginning: no share, no day, no weak idea, no picture of it."""
    work.record(CLASSIFY, {"B01": "business"})
    found = told(course)
    one = item(found, CLASSIFY)
    assert (one.begun, one.answered, one.share, one.due) == (True, False, None, None)
    assert found.weak == ()
    assert standing(found, "01-two-strategies").sign == "◐"


def test_a_memo_is_done_and_has_no_share(course: Path, work: Workbook) -> None:
    """What a reader marks is done when it is written, and no day is set for it."""
    work.record(MEMO, "A text.")
    work.explain(MEMO)
    found = item(told(course), MEMO)
    assert (found.answered, found.share, found.due) == (True, None, None)
    assert standing(told(course), "01-two-strategies").unscored == 1


def test_every_kind_is_counted(course: Path, small: Workbook) -> None:
    """A right answer to an item of each kind is done; what can be scored went well."""
    key = Bundle(course / "exercises" / "02-small" / CASES).key(1)
    for name in small.items:
        one = Bundle(course / "exercises" / "02-small" / CASES).variant(1).items[name]
        small.record(name, one.reference(key[name]) or "A text.")
    found = standing(told(course), "02-small")
    assert (found.answered, found.known, found.unscored) == (7, 6, 1)
    assert (found.sign, len(found.items)) == ("✓", 7)


def test_corrected_answers_do_not_hide_a_weak_try(
    course: Path, work: Workbook, larkfield: Bundle
) -> None:
    """Who reads the feedback and corrects the answer is still told to come back tomorrow."""
    work.record(NUMBER, 1.0)
    work.explain(NUMBER)
    right(work, larkfield, NUMBER)
    found = item(told(course), NUMBER)
    assert (found.answered, found.share) == (True, 0.0)
    assert found.day is not None
    assert found.due == found.day + timedelta(review.GAPS[0])


def test_a_better_try_on_another_variant_counts(
    course: Path, work: Workbook, larkfield: Bundle
) -> None:
    """The latest try is what one can do now; both tries of the day are counted for the day."""
    work.record(NUMBER, 1.0)
    work.explain(NUMBER)
    history = course / "exercises" / "01-two-strategies" / HISTORY
    days_ago = f"{datetime.now(UTC) - timedelta(5):%Y-%m-%d}"
    text = history.read_text(encoding="utf-8")
    at = json.loads(text)["items"][f"{NUMBER} {work.variant}"]["value"]["at"]
    history.write_text(text.replace(at, f"{days_ago}T12:00:00Z"), encoding="utf-8")
    again = work.another(NUMBER)
    right(again, larkfield, NUMBER)
    again.explain(NUMBER)
    found = item(told(course), NUMBER)
    assert (found.share, found.tries, found.known) == (1.0, 2, True)
    assert found.day is not None
    assert found.due == found.day + timedelta(review.GAPS[1])


def test_a_sealed_assignment_shows_only_what_is_done(
    desk: Path, course: Path, tmp_path: Path
) -> None:
    """Where the key is with an instructor there is no share, no idea and no day."""
    keys = tmp_path / "keys"
    build(MODULE / "case.yaml", MODULE / "assignment.yaml", 12, into=keys, sealed_into=desk)
    Workbook("two-strategies", learner="ada", folder=desk).record(NUMBER, 1.0)
    found = told(course)
    one = item(found, NUMBER)
    assert (one.answered, one.share, one.due, found.weak) == (True, None, None, ())
    assert "1 of 10 answered; your instructor has the key" in repr(found)


# ---------------------------------------------------------------- ideas and certainty


def test_weak_ideas_come_first(course: Path, work: Workbook, larkfield: Bundle) -> None:
    """Ideas of which less than 80 % was right are named, the weakest first, with their counts."""
    work.record(NUMBER, 1.0)
    right(work, larkfield, CLASSIFY)
    found = told(course)
    claim = larkfield.key(work.variant)[NUMBER]["claim"]
    assert [(one.claim, one.right) for one in found.weak] == [(claim, 0)]
    assert f"  {claim} | " in repr(found)
    assert "0 of 1 right" in found._repr_mimebundle_()[0]["text/html"]


def test_calibration_is_of_the_first_check(course: Path, work: Workbook, larkfield: Bundle) -> None:
    """What is corrected after the feedback does not make one look better calibrated."""
    panel = work.ask(NUMBER)
    panel.value = 1.0
    panel.set_state({"certainty": panel.certainty | {"chosen": 3}})
    panel.check_request += 1
    right(work, larkfield, NUMBER)
    panel.check_request += 1
    found = told(course)
    sure = found.calibration[3]
    assert (sure.right, sure.wrong) == (0, 1)
    assert "too few to say: 1 of at least 10 parts" in repr(found)
    assert "“certain” was right 0 of 1 times." in found.chart().alt


# ---------------------------------------------------------------- other people's files


def test_damage_in_one_folder_costs_that_folder_alone(
    desk: Path, course: Path, small: Workbook
) -> None:
    """A file that cannot be read is told by its module; everything else is counted."""
    small.record("share", 50.0)
    (desk / FILE_NAME).write_text("{broken", encoding="utf-8")
    found = told(course)
    assert item(found, "share").share == 1.0
    assert any("Two strategies: its answers.json could not be read" in r for r in found.remarks)
    assert (desk / FILE_NAME).read_text(encoding="utf-8") == "{broken"
    for name in ("01-two-strategies", "02-small"):
        (course / "exercises" / name / CASES).write_text("no zip", encoding="utf-8")
    found = told(course)
    assert found.standings == ()
    assert len([r for r in found.remarks if "damaged" in r]) == 2


def test_a_newer_file_is_told(desk: Path, course: Path, small: Workbook) -> None:
    """Answers of a newer alignlib are not counted, and the next step is said."""
    small.record("share", 50.0)
    (desk / FILE_NAME).write_text('{"schema": 99, "items": {}}', encoding="utf-8")
    found = told(course)
    assert [one.folder for one in found.standings] == ["02-small"]
    assert any("Update alignlib" in remark for remark in found.remarks)


def test_somebody_elses_answers_are_not_counted(course: Path, work: Workbook) -> None:
    """A file of another learner is named, not counted, and not changed."""
    work.record(NUMBER, 1.0)
    work.explain(NUMBER)
    found = told(course, "grace")
    assert not item(found, NUMBER).begun
    assert [remark for remark in found.remarks if "is of 'ada', not of grace" in remark] == [
        "Two strategies: its answers.json is of 'ada', not of grace. Not counted.",
        "Two strategies: its progress.json is of 'ada', not of grace. Not counted.",
    ]


def test_answers_of_another_assignment_are_not_counted(desk: Path, course: Path) -> None:
    """A file that was put into the wrong folder is told by the assignment that it names."""
    write(desk / FILE_NAME, Answers("07-other", "ada", 1).with_answer(NUMBER, 1.0))
    found = told(course)
    assert not item(found, NUMBER).begun
    assert any("of the assignment '07-other'" in remark for remark in found.remarks)


def test_answers_without_their_cases_are_told(course: Path) -> None:
    """A folder with answers and no cases.zip is named."""
    folder = course / "exercises" / "05-lost"
    folder.mkdir()
    (folder / FILE_NAME).write_text("{}", encoding="utf-8")
    assert (
        "05-lost: answers without their cases.zip. They were not counted." in told(course).remarks
    )


def test_the_practice_of_lessons_is_everybodys(
    course: Path, larkfield: Bundle, alone: Path
) -> None:
    """Lessons open their practice under one id for all; it is the learner's all the same."""
    practice = course / "notebooks" / "practice" / "01-two-strategies-practice"
    practice.mkdir(parents=True)
    shutil.copyfile(larkfield.path, practice / CASES)
    Workbook("two-strategies", learner="lesson", folder=practice).record(NUMBER, 1.0)
    found = told(course)
    assert standing(found, practice.name).answered == 1
    assert found.remarks == ()


def test_a_broken_rule_costs_one_item(course: Path) -> None:
    """An item whose key is broken is done without a share; nothing raises."""
    write_cases(
        course / "exercises" / "03-broken", "03-broken",
        [(plan_item(), plan_key(best_value="many"))],
    )  # fmt: skip
    work = Workbook("broken", learner="ada", folder=course / "exercises" / "03-broken")
    work.record("plan", plan_key()["best"])
    (found,) = standing(told(course), "03-broken").items
    assert (found.answered, found.share) == (True, None)


# ---------------------------------------------------------------- where it is called, how it shows


def test_the_course_is_found_from_every_notebook(
    course: Path, small: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From an exercise, from the lessons and from the course's own folder it is the same."""
    small.record("share", 50.0)
    (course / "notebooks").mkdir()
    for place in (course, course / "notebooks", course / "exercises" / "02-small"):
        monkeypatch.chdir(place)
        assert [one.folder for one in alignlib.progress(learner="ada").standings] == [
            "01-two-strategies",
            "02-small",
        ]


def test_a_folder_without_a_course_says_so(tmp_path: Path, alone: Path) -> None:
    """Called outside a course, it says where to call it."""
    lonely = tmp_path / "a" / "b" / "c" / "d" / "e"
    lonely.mkdir(parents=True)
    found = alignlib.progress(lonely)
    assert found.standings == ()
    assert "Run this in a notebook of the course" in repr(found)


def test_assignments_that_were_fetched_are_found(tmp_path: Path, alone: Path) -> None:
    """Assignments that lie side by side, as nbgrader fetches them, are a course too."""
    for name in ("01-small", "02-small"):
        write_small(tmp_path / "course" / name)
    found = alignlib.progress(tmp_path / "course" / "01-small")
    assert [one.folder for one in found.standings] == ["01-small", "02-small"]


def test_looking_changes_nothing(course: Path, work: Workbook, larkfield: Bundle) -> None:
    """Progress reads: no file is written, renamed or removed."""
    right(work, larkfield, CHOOSE)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    found = told(course)
    repr(found), found.chart(), found._repr_mimebundle_()
    assert before == {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}


def test_it_shows_as_a_picture_with_words_and_tables(course: Path, work: Workbook) -> None:
    """A notebook gets a PNG with alternative text, the tables below it, and plain text."""
    work.record(NUMBER, 1.0)
    data, metadata = told(course)._repr_mimebundle_()
    assert data["text/html"].startswith('<img alt="1 item of 17 in 2 parts')
    assert metadata["image/png"]["alt"].startswith("1 item of 17")
    for head in ("What is done", "What was weak", "What to revisit, and when", "How sure"):
        assert f"<h4>{head}" in data["text/html"]
        assert head in data["text/plain"]
    assert "tomorrow | Money with a purpose | Two strategies | 0 %" in data["text/plain"]
    assert "rule of thumb" in data["text/plain"]


def test_what_a_stranger_wrote_is_escaped(course: Path, small: Workbook) -> None:
    """A learner's id and a file's words are shown as text."""
    small.record("share", 1.0)
    write(course / "exercises/02-small" / FILE_NAME, Answers("<b>x</b>", "ada", 1))
    page = told(course)._repr_mimebundle_()[0]["text/html"]
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


def test_it_is_also_a_table(course: Path, work: Workbook) -> None:
    """Every item is a row of a DataFrame, to sort and to filter."""
    work.record(NUMBER, 1.0)
    table = told(course).table
    assert len(table) == 17
    row = table.set_index("item").loc[NUMBER]
    assert (row["answered"], row["tries"], row["share"]) == (True, 1, 0.0)


LIGHT = """
import sys
from alignlib import progress
found = progress(sys.argv[1], learner="ada")
print([name for name in ("matplotlib", "pandas") if name in sys.modules])
"""


def test_nothing_heavy_is_imported_before_it_is_needed(course: Path) -> None:
    """Counting needs neither pandas nor matplotlib; they come with the picture."""
    environment = {k: v for k, v in os.environ.items() if k != "JUPYTERHUB_USER"}
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, str(course)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
