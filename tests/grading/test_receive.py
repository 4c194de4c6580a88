"""Making a submission safe before nbgrader looks into it."""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from alignlib.grading.receive import (
    NOT_FOLLOWED,
    PLACEHOLDER,
    SET_ASIDE,
    make_safe,
    notices,
    receive,
    receive_all,
)
from tests.grading.kit import ASSIGNMENT, NOTEBOOK

BOOK = f"{NOTEBOOK}.ipynb"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission with a notebook and answers."""
    made = tmp_path / "submitted" / "ada" / ASSIGNMENT
    made.mkdir(parents=True)
    for name in (BOOK, "answers.json"):
        (made / name).write_text("{}", encoding="utf-8")
    return made


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    """A file outside of the submission."""
    path = tmp_path / "precious.txt"
    path.write_text("precious", encoding="utf-8")
    return path


def names(folder: Path) -> set[str]:
    """Everything below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_a_good_submission_is_left_alone(folder: Path) -> None:
    """Nothing is changed, and nothing noticed, where nothing is odd."""
    (folder / "data").mkdir()
    (folder / "data" / "own.csv").write_text("a,b\n", encoding="utf-8")
    before = names(folder)
    make_safe(folder, ASSIGNMENT)
    assert before == names(folder)
    assert notices(folder) == []


def a_link(path: Path, precious: Path) -> None:
    """A link to a file."""
    path.symlink_to(precious)


def a_link_to_a_folder(path: Path, precious: Path) -> None:
    """A link to a folder."""
    path.symlink_to(precious.parent, target_is_directory=True)


def a_broken_link(path: Path, precious: Path) -> None:
    """A link to nothing."""
    path.symlink_to(precious.with_name("nothing"))


def a_link_to_itself(path: Path, precious: Path) -> None:
    """A link in a circle."""
    path.symlink_to(path)


def a_pipe(path: Path, precious: Path) -> None:
    """A pipe, which blocks whoever reads it."""
    os.mkfifo(path)


def a_socket(path: Path, precious: Path) -> None:
    """A socket."""
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's address has 108 bytes at most
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


needs_unix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")


@needs_unix
@pytest.mark.parametrize(
    "make", [a_link, a_link_to_a_folder, a_broken_link, a_link_to_itself, a_pipe, a_socket]
)
@pytest.mark.parametrize("name", ["answers.json", BOOK, "timestamp.txt", "data/deep/odd"])
def test_an_odd_thing_becomes_a_note(
    folder: Path, precious: Path, make: Callable[[Path, Path], None], name: str
) -> None:
    """What is no plain file is gone, a note says so, and what a link led to is untouched."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    make(path, precious)
    make_safe(folder, ASSIGNMENT)
    assert not path.is_symlink()
    assert not path.exists() or name == BOOK
    assert path.with_name(path.name + NOT_FOLLOWED).is_file()
    assert notices(folder) == [
        f"{path.name!r} was a link or a device, not a file. It was not followed."
    ]
    assert precious.read_text(encoding="utf-8") == "precious"


@needs_unix
def test_no_note_is_written_through_a_link(folder: Path, precious: Path) -> None:
    """A link in the place of a note leads the note nowhere."""
    (folder / "a").symlink_to(precious)
    (folder / f"a{NOT_FOLLOWED}").symlink_to(precious)
    make_safe(folder, ASSIGNMENT)
    assert precious.read_text(encoding="utf-8") == "precious"
    assert [path for path in folder.rglob("*") if path.is_symlink()] == []


@needs_unix
def test_one_failure_leaves_no_other_link(folder: Path, precious: Path) -> None:
    """Where a note cannot be written, all other links are gone all the same."""
    (folder / "a").symlink_to(precious)
    (folder / f"a{NOT_FOLLOWED}").mkdir()
    (folder / ("x" * 255)).symlink_to(precious)
    (folder / "z").symlink_to(precious)
    make_safe(folder, ASSIGNMENT)
    assert [path for path in folder.rglob("*") if path.is_symlink()] == []


@needs_unix
def test_a_submission_that_is_a_link_is_not_entered(tmp_path: Path, precious: Path) -> None:
    """Where the whole submission is a link, nothing behind it is looked at or removed."""
    goal = tmp_path / "goal"
    goal.mkdir()
    (goal / BOOK).write_text("{}", encoding="utf-8")
    (goal / "link").symlink_to(precious)
    before = names(goal)
    folder = tmp_path / "submitted" / "eve" / ASSIGNMENT
    folder.parent.mkdir(parents=True)
    folder.symlink_to(goal, target_is_directory=True)
    make_safe(folder, ASSIGNMENT)
    assert not folder.is_symlink()
    assert before == names(goal)
    assert len(notices(folder)) == 1


@pytest.mark.parametrize("name", [BOOK, "cases.zip", f"{NOTEBOOK}.html", "timestamp.txt"])
def test_a_folder_in_the_way_is_set_aside(folder: Path, name: str) -> None:
    """A folder with a name that grading needs gets another one; what is in it stays."""
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    (folder / name / "inside.txt").write_text("kept", encoding="utf-8")
    (folder / f"{name}~1{SET_ASIDE}").mkdir()
    make_safe(folder, ASSIGNMENT)
    assert not (folder / name).is_dir()
    aside = folder / f"{name}~2{SET_ASIDE}" / "inside.txt"
    assert aside.read_text(encoding="utf-8") == "kept"
    assert f"{name!r} was in the way of grading" in notices(folder)[0]


def test_a_page_with_the_name_of_the_feedback_is_set_aside(folder: Path) -> None:
    """Nbgrader copies it read-only, and could not write the feedback over it."""
    (folder / f"{NOTEBOOK}.html").write_text("full marks", encoding="utf-8")
    make_safe(folder, ASSIGNMENT)
    assert not (folder / f"{NOTEBOOK}.html").exists()


@pytest.mark.parametrize(
    "content",
    [b"just before midnight", b"2026-99-99 25:61", b"\xff\xfe", b"1" * 10_000, b"9" * 150],
)
def test_a_timestamp_without_a_time_is_set_aside(folder: Path, content: bytes) -> None:
    """Nbgrader would drop a submission whose time it cannot read."""
    (folder / "timestamp.txt").write_bytes(content)
    make_safe(folder, ASSIGNMENT)
    assert not (folder / "timestamp.txt").exists()
    assert "It held no time that can be read" in notices(folder)[0]


@pytest.mark.parametrize("content", ["2026-03-20 12:00:00 UTC", "2026-03-20 12:00:00.5 +0100", ""])
def test_a_time_is_left_alone(folder: Path, content: str) -> None:
    """What nbgrader writes itself, and an empty file, stay."""
    (folder / "timestamp.txt").write_text(content, encoding="utf-8")
    make_safe(folder, ASSIGNMENT)
    assert (folder / "timestamp.txt").read_text(encoding="utf-8") == content


@needs_unix
def test_what_may_not_be_read_is_made_readable(folder: Path) -> None:
    """Nbgrader stops at a file that it may not read, and sees no file behind a closed folder."""
    (folder / "closed").mkdir()
    (folder / "closed" / "file.txt").write_text("x", encoding="utf-8")
    (folder / "closed" / "file.txt").chmod(0)
    (folder / "closed").chmod(0)
    make_safe(folder, ASSIGNMENT)
    assert stat.S_IMODE((folder / "closed").stat().st_mode) == stat.S_IRWXU
    assert (folder / "closed" / "file.txt").stat().st_mode & stat.S_IRUSR


def test_a_submission_without_a_notebook_gets_a_placeholder(folder: Path) -> None:
    """Nbgrader grades no folder without a notebook; the one put there says that it is none."""
    (folder / BOOK).unlink()
    make_safe(folder, ASSIGNMENT)
    placed = json.loads((folder / BOOK).read_text(encoding="utf-8"))
    assert placed["cells"] == []
    assert "There was no notebook" in placed["metadata"][PLACEHOLDER]


def test_a_misnamed_notebook_gets_no_placeholder(folder: Path) -> None:
    """The learner's own notebook is the one to read, whatever it is called."""
    (folder / BOOK).rename(folder / "mine.ipynb")
    make_safe(folder, ASSIGNMENT)
    assert not (folder / BOOK).exists()


def test_the_hook_names_the_notebook_that_nbgrader_expects(folder: Path) -> None:
    """Nbgrader skips a notebook that it does not know; the known name is put on its list."""
    found = [str(folder / "mine.ipynb")]
    receive(ASSIGNMENT, "ada", found)
    receive(ASSIGNMENT, "ada", found)
    assert found == [str(folder / "mine.ipynb"), str(folder / BOOK)]


def converter(folder: Path, found: dict[str, list[str]]) -> SimpleNamespace:
    """As much of nbgrader's converter as is asked for here."""
    pattern = str(folder.parents[1] / "*" / ASSIGNMENT)
    course = SimpleNamespace(
        submitted_directory="submitted",
        student_id="*",
        assignment_id=ASSIGNMENT,
        format_path=lambda *_: pattern,
    )
    return SimpleNamespace(coursedir=course, assignments=found)


def test_answers_without_a_notebook_are_put_on_the_list(folder: Path) -> None:
    """A learner who handed in the answers file alone is graded; an empty folder is not."""
    (folder / BOOK).unlink()
    empty = folder.parents[1] / "nobody" / ASSIGNMENT
    empty.mkdir(parents=True)
    one = converter(folder, {})
    receive_all(one)
    assert one.assignments == {str(folder): [str(folder / BOOK)]}


def test_what_nbgrader_found_stays_as_it_is(folder: Path) -> None:
    """A submission with a notebook is on the list already."""
    found = {str(folder): [str(folder / BOOK)]}
    one = converter(folder, dict(found))
    receive_all(one)
    assert found == one.assignments


@pytest.mark.parametrize("parent", [None, SimpleNamespace(), SimpleNamespace(coursedir=None)])
def test_another_user_of_the_exporter_is_left_alone(parent: object) -> None:
    """The exporter can be made without a class to grade."""
    receive_all(parent)


def test_there_is_an_end_to_notices(folder: Path) -> None:
    """A thousand odd things are ten sentences."""
    for number in range(1_000):
        (folder / f"{number}{NOT_FOLLOWED}").touch()
    assert len(notices(folder)) == 10
