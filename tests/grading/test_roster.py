"""The roster: what is read in it, and how its faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from alignlib.errors import InstructorError
from alignlib.grading.folder_names import unfit
from alignlib.grading.roster import LARGEST, Roster, read_roster

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (77)\r\n"
    "    Points Possible,,,,,10\r\n"
    '"Doe, Jane",12345,s-1,jdoe,One,5\r\n'
    '"O\'Neill, Zoë",12346,s-2,zoe,One,\r\n'
)


def roster(tmp_path: Path, text: str | bytes) -> Roster:
    """The roster in a file that holds this text."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_roster(path)


def fault(tmp_path: Path, text: str | bytes) -> str:
    """What is said about a roster that cannot be used."""
    with pytest.raises(InstructorError) as told:
        roster(tmp_path, text)
    return str(told.value)


def test_canvas_own_export_is_a_roster(tmp_path: Path) -> None:
    """The login is the learner's id; the line with the points is no learner's."""
    found = roster(tmp_path, CANVAS)
    assert [(entry.learner, entry.name, entry.line) for entry in found.entries] == [
        ("jdoe", "Doe, Jane", 3),
        ("zoe", "O'Neill, Zoë", 4),
    ]
    assert [found.of("JDOE")] == found.by("id", "12345")


def test_moodles_worksheet_with_a_learner_is_a_roster(tmp_path: Path) -> None:
    """The participant's number is taken out of its words."""
    found = roster(
        tmp_path, "Identifier,Full name,Email address,learner\nParticipant 9,Jane Doe,j@x.example,j"
    )
    assert [entry.learner for entry in found.by("identifier", "9")] == ["j"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_spreadsheets_habits_are_read(tmp_path: Path, delimiter: str, mark: bytes) -> None:
    """A semicolon or a tab between cells, and a mark at the start, make no difference."""
    text = delimiter.join(("LEARNER", "Last Name", "first name")) + "\r\n"
    text += delimiter.join(("ada", "Lovelace", "Ada")) + "\r\n\r\n"
    entry = roster(tmp_path, mark + text.encode()).entries[0]
    assert (entry.learner, entry.name) == ("ada", "Lovelace, Ada")


def test_a_name_is_found_by_its_letters(tmp_path: Path) -> None:
    """An LMS turns names round, and leaves out what is no letter."""
    found = roster(tmp_path, CANVAS)
    assert [entry.learner for entry in found.named("zoëoneill")] == ["zoe"]
    assert found.named("Jane Dow") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["has no column learner", "nothing"]),
        ("a,b\n1,2\n", ["has no column learner", "'a', 'b'"]),
        ("lerner,name\nada,A\n", ["has no column learner", "'lerner', 'name'"]),
        ("learner,learner\na,b\n", ["two columns 'learner'"]),
        ("learner\n", ["names no learner"]),
        ("learner,name\n,A\n", ["Line 2: the learner '' is empty"]),
        ("learner,name\nada,A\nbert,B,9\n", ["Line 3 has 3 cells, and the head 2"]),
        ("learner\nada\nbert\n ADA \n", ["Lines 2 and 4 have the same learner 'ADA'"]),
        ("learner,ID\nada,1\nbert,1\n", ["Lines 2 and 3 have the same id '1'"]),
        ("learner,ID\nada,1.2E+05\n", ["Line 2: the id '1.2E+05' is no whole number"]),
        ("learner\n../ada\n", ["Line 2: the learner '../ada' holds '/'"]),
        ("learner\nnul\n", ["is the name of a device in Windows"]),
        (f"learner\n{'é' * 300}\n", ["is longer than 200 bytes"]),
        ('learner\n"ada\n', ["cannot be read from line", "quotation mark"]),
        (b"learner\n\xff\xfe\n", ["is not text in UTF-8", "CSV UTF-8"]),
    ],
)
def test_a_fault_is_told_with_its_line_and_value(
    tmp_path: Path, text: str | bytes, said: list[str]
) -> None:
    """What is wrong, where it stands, and what was found there."""
    told = fault(tmp_path, text)
    assert [words for words in said if words not in told] == [], told
    assert "roster.csv" in told


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Whoever mends a list does not want to be told one line at a time; nor a thousand."""
    told = fault(tmp_path, "learner\n" + "a/b\n" * 3 + "c\nC\n")
    assert [n for n in (2, 3, 4) if f"Line {n}:" not in told] == []
    assert "Lines 5 and 6" in told
    assert len(fault(tmp_path, "learner\n" + "a/b\n" * 5_000)) < 3_000


def test_a_roster_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The path, and what to write; the same for a folder and for a file of a gigabyte."""
    with pytest.raises(InstructorError, match=r"There is no roster .*none\.csv\. Write one"):
        read_roster(tmp_path / "none.csv")
    with pytest.raises(InstructorError, match="cannot be read"):
        read_roster(tmp_path)
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InstructorError, match="it is no roster"):
        read_roster(path)


@pytest.mark.parametrize(
    "learner",
    ["a/b", "a\\b", "..", ".a", "a.", " a", "a ", "a:b", 'a"b', "a*", "a?b", "a|b", "<a>", "[a]",
     "COM1", "aux.txt", "a\nb", "a\u202eb", "a\u200bb", "a\x00", "\ud800", "x" * 201, ""],
)  # fmt: skip
def test_an_id_that_no_folder_can_have_is_unfit(learner: str) -> None:
    """On no system, in Windows, or in nbgrader's own search."""
    assert unfit(learner)


@pytest.mark.parametrize(
    "learner", ["ada", "o'neill", "zoë", "a b", "李", "🦊", "s-1.2_x", "con-1"]
)
def test_an_unusual_id_is_fit(learner: str) -> None:
    """Quotation marks, letters of every script and emoji are no reason to refuse anybody."""
    assert unfit(learner) == ""
