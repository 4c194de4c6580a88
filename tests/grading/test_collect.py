"""From an LMS's download into the course: what is placed, what is refused, and what is said."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from alignlib.cli import main
from alignlib.cli.steps import environment
from alignlib.grading.collect import archive as archives
from alignlib.grading.collect.placing import MAKING, REPLACED
from tests.grading.kit import ASSIGNMENT, NOTEBOOK, ROOT

BOOK = f"{NOTEBOOK}.ipynb"

ROSTER = (
    "learner,name,ID,Identifier\n"
    'ada,"Lovelace, Ada",11,Participant 901\n'
    "zoë,Zoë O'Neill,12,Participant 902\n"
    "jo1,Jo Smith,13,\n"
    "jo2,Jo Smith,14,\n"
)

JANE = "Ada Lovelace_901_assignsubmission_file"
ZOE = "Zoë O'Neill_902_assignsubmission_file_"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder with a release, and with a roster."""
    folder = tmp_path / "course"
    for name in (ASSIGNMENT, "02-another"):
        (folder / "exercises" / name).mkdir(parents=True)
    (folder / "exercises" / ASSIGNMENT / BOOK).write_text("{}", encoding="utf-8")
    (folder / "exercises" / "02-another" / "another.ipynb").write_text("{}", encoding="utf-8")
    (folder / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return folder


def collect(
    course: Path, capsys: pytest.CaptureFixture[str], path: Path, *options: str
) -> tuple[int, str]:
    """Run the command in this process: its exit code and what it said."""
    code = main(["collect", str(path), "--course", str(course), *options])
    said = capsys.readouterr()
    return code, said.out + said.err


def zipped(path: Path, files: Mapping[str, bytes | str], packed: bool = True) -> Path:
    """A zip with these files."""
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", kind) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


def placed(course: Path) -> dict[str, str]:
    """Every file below `submitted/`, by its path there."""
    folder = course / "submitted"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def everything(folder: Path) -> set[str]:
    """Every file and folder, but what a collection keeps for itself."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return {name for name in found if not name.startswith(MAKING)}


def test_canvas_names_are_understood(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The number tells the learner; LATE is told; of a file handed in again the last one counts."""
    path = zipped(
        tmp_path / "submissions.zip",
        {
            f"lovelaceada_11_5001_{BOOK}": "first",
            f"lovelaceada_11_5003_{NOTEBOOK}-1.ipynb": "second",
            "lovelaceada_11_5004_answers-1.json": "answers",
            "lovelaceada_11_5005_notes.pdf": "notes",
            f"oneillzoë_LATE_12_5002_{NOTEBOOK} (2).ipynb": "zoë",
        },
    )
    code, said = collect(course, capsys, path)
    assert (0, {
        f"ada/{ASSIGNMENT}/{BOOK}": "second",
        f"ada/{ASSIGNMENT}/answers.json": "answers",
        f"zoë/{ASSIGNMENT}/{BOOK}": "zoë",
    }) == (code, placed(course))  # fmt: skip
    assert "2 placed, 0 replaced, 0 there already; 0 not placed" in said
    assert "Late, as Canvas marks it:\n    zoë" in said
    assert "ada: 'two-strategies.ipynb', 'notes.pdf'" in said


@pytest.mark.parametrize(
    "names",
    [
        (f"{JANE}/{BOOK}", f"{JANE}/answers.json", f"{ZOE}/folder/{BOOK}"),
        (f"{JANE}_{BOOK}", f"{JANE}_answers.json", f"{ZOE}{BOOK}"),
        (f"Course-Task-7/{JANE}/{BOOK}", f"Course-Task-7/{JANE}/answers.json",
         f"Course-Task-7/{ZOE}/{BOOK}"),
    ],
)  # fmt: skip
def test_moodle_names_are_understood(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], names: tuple[str, ...]
) -> None:
    """In a folder for each learner, or in one for all; text typed into Moodle is passed over."""
    files = {name: str(number) for number, name in enumerate(names)}
    files["Ada Lovelace_901_assignsubmission_onlinetext_/onlinetext.html"] = "<p>hello</p>"
    code, said = collect(course, capsys, zipped(tmp_path / "moodle.zip", files))
    assert (0, {
        f"ada/{ASSIGNMENT}/{BOOK}": "0",
        f"ada/{ASSIGNMENT}/answers.json": "1",
        f"zoë/{ASSIGNMENT}/{BOOK}": "2",
    }) == (code, placed(course)), said  # fmt: skip


def test_moodle_without_numbers_goes_by_the_name(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that two learners have is nobody's, and both lines are told."""
    (course / "roster.csv").write_text(ROSTER.replace(",Identifier", ",Else"), encoding="utf-8")
    path = zipped(
        tmp_path / "moodle.zip",
        {f"{ZOE}/{BOOK}": "z", f"Jo Smith_77_assignsubmission_file_/{BOOK}": "?"},
    )
    code, said = collect(course, capsys, path)
    assert (1, {f"zoë/{ASSIGNMENT}/{BOOK}": "z"}) == (code, placed(course))
    assert "'Jo Smith' (77): lines 4 and 5 of roster.csv have this name." in said


@pytest.mark.parametrize("top", ["", "submitted/"])
def test_a_folder_for_each_learner_is_understood(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], top: str
) -> None:
    """Named by the learners' ids, with or without the assignment in between; times are real."""
    path = zipped(
        tmp_path / "folders.zip",
        {
            f"{top}ada/{ASSIGNMENT}/{BOOK}": "a",
            f"{top}ada/{ASSIGNMENT}/timestamp.txt": "2026-03-01 10:00:00 UTC",
            f"{top}ada/02-another/another.ipynb": "other",
            f"{top}zoë/{BOOK}": "z",
            f"{top}zoë/answers.json": "{}",
        },
    )
    code, said = collect(course, capsys, path, "--assignment", "two-strategies")
    found = placed(course)
    assert code == 0, said
    assert found.pop(f"ada/{ASSIGNMENT}/timestamp.txt") == "2026-03-01 10:00:00 UTC"
    assert found.pop(f"zoë/{ASSIGNMENT}/timestamp.txt").endswith(" UTC\n")
    assert {f"ada/{ASSIGNMENT}/{BOOK}", f"zoë/{ASSIGNMENT}/{BOOK}",
            f"zoë/{ASSIGNMENT}/answers.json"} == set(found)  # fmt: skip


def test_a_learner_cannot_tell_the_time(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A `timestamp.txt` among the files of an LMS is the learner's own, and is left out."""
    path = zipped(
        tmp_path / "moodle.zip",
        {f"{JANE}/{BOOK}": "a", f"{JANE}/timestamp.txt": "2020-01-01 00:00:00 UTC"},
    )
    code, said = collect(course, capsys, path)
    assert (0, {f"ada/{ASSIGNMENT}/{BOOK}": "a"}) == (code, placed(course))
    assert "timestamp.txt" in said


def test_the_times_of_a_zip_count_where_they_are_said_to(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With `--times` the file's time in the zip, which has no zone, is written in UTC."""
    path = tmp_path / "canvas.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(zipfile.ZipInfo(f"lovelaceada_11_1_{BOOK}", (2026, 3, 20, 12, 0, 0)), "a")
        made.writestr(zipfile.ZipInfo(f"oneillzoë_12_2_{BOOK}", (1980, 1, 1, 0, 0, 0)), "z")
    assert collect(course, capsys, path, "--times")[0] == 0
    found = placed(course)
    local = time.mktime((2026, 3, 20, 12, 0, 0, 0, 0, -1))
    told = time.strftime("%Y-%m-%d %H:%M:%S UTC\n", time.gmtime(local))
    assert found[f"ada/{ASSIGNMENT}/timestamp.txt"] == told
    assert f"zoë/{ASSIGNMENT}/timestamp.txt" not in found


def test_the_same_zip_twice_changes_nothing(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is there already is seen to be the same."""
    path = zipped(tmp_path / "canvas.zip", {f"lovelaceada_11_1_{BOOK}": "a"})
    collect(course, capsys, path)
    before = everything(course)
    code, said = collect(course, capsys, path)
    assert code == 0
    assert "0 placed, 0 replaced, 1 there already" in said
    assert before == everything(course)


def test_what_is_there_stays_unless_the_zip_is_newer(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never over a newer submission, nor over one of which nobody knows; what goes is kept."""
    old, new = (tmp_path / f"{name}.zip" for name in ("old", "new"))
    for path, day in ((old, 1), (new, 2)):
        with zipfile.ZipFile(path, "w") as made:
            made.writestr(zipfile.ZipInfo(f"ada/{BOOK}", (2026, 3, day, 12, 0, 0)), str(day))
    assert collect(course, capsys, new)[0] == 0
    code, said = collect(course, capsys, old)
    assert code == 2
    assert "ada: the one that is there is of 2026-03-02" in said
    assert "--replace" in said
    assert placed(course)[f"ada/{ASSIGNMENT}/{BOOK}"] == "2"
    code, said = collect(course, capsys, old, "--replace")
    assert (code, placed(course)[f"ada/{ASSIGNMENT}/{BOOK}"]) == (0, "1")
    kept = course / REPLACED / "ada" / f"{ASSIGNMENT}~1" / BOOK
    assert kept.read_text(encoding="utf-8") == "2"
    assert f"what was there before is in {REPLACED}/ada/{ASSIGNMENT}~1" in said
    assert f"nbgrader autograde {ASSIGNMENT} --force" in said
    assert collect(course, capsys, new)[0] == 0
    assert placed(course)[f"ada/{ASSIGNMENT}/{BOOK}"] == "2"


def test_a_canvas_download_does_not_tell_which_is_newer(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its times are those of the download; so another submission that is there stays."""
    collect(course, capsys, zipped(tmp_path / "a.zip", {f"lovelaceada_11_1_{BOOK}": "a"}))
    path = zipped(tmp_path / "b.zip", {f"lovelaceada_11_2_{BOOK}": "b"})
    code, said = collect(course, capsys, path)
    assert (2, {f"ada/{ASSIGNMENT}/{BOOK}": "a"}) == (code, placed(course))
    assert "ada: another one is there, and nothing tells which is newer" in said


def test_without_a_roster_one_is_drafted(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is placed by what a learner wrote; the draft puts it beside the LMS's own name."""
    (course / "roster.csv").unlink()
    path = zipped(
        tmp_path / "canvas.zip",
        {
            f"lovelaceada_11_1_{BOOK}": "a",
            "lovelaceada_11_2_answers.json": json.dumps(
                {"schema": 1, "learner": "ada", "items": {}}
            ),
            f"=evil_12_3_{BOOK}": "e",
            "=evil_12_4_answers.json": json.dumps({"schema": 1, "learner": "=1+1", "items": {}}),
        },
    )
    code, said = collect(course, capsys, path)
    assert (code, placed(course)) == (2, {})
    assert "--draft-roster roster.csv" in said
    draft = course / "roster.csv"
    assert collect(course, capsys, path, "--draft-roster", str(draft))[0] == 0
    text = "learner,name,ID\r\nada,lovelaceada,11\r\n,'=evil,12\r\n"
    assert draft.read_bytes().decode() == text
    assert collect(course, capsys, path, "--draft-roster", str(draft))[0] == 2
    draft.write_text(text.replace("\r\n,", "\r\neve,").replace("'=", ""), encoding="utf-8")
    assert collect(course, capsys, path)[0] == 0
    assert {"ada", "eve"} == {path.name for path in (course / "submitted").iterdir()}


def test_a_name_cannot_hold_another_learners_number(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In Canvas one may be able to choose a name, such as one that ends with a number."""
    path = zipped(
        tmp_path / "canvas.zip",
        {
            f"evil_11_12_6001_{BOOK}": "from 12, made to look like 11",
            f"lovelaceada_99_11_6002_{BOOK}": "from 11 by the name, from 99 by the first number",
            f"jo_13_6003_{BOOK}": "by another name than the roster's",
            f"smithjo_14_6004_week_1_2_{BOOK}": "a file's own numbers",
        },
    )
    code, said = collect(course, capsys, path)
    assert (1, {f"jo2/{ASSIGNMENT}/{BOOK}"}) == (code, set(placed(course))), said
    assert "roster.csv calls ID 11 'Lovelace, Ada' (line 2), and the zip 'evil'" in said
    assert "roster.csv has no ID 99" in said
    assert "roster.csv calls ID 13 'Jo Smith' (line 4), and the zip 'jo'" in said


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({f"nobody_55_1_{BOOK}": "x"}, "'nobody' (55): roster.csv has no ID 55."),
        ({"lovelaceada_11_1_report.pdf": "x"}, "ada: handed in 'report.pdf'; no notebook"),
        ({"lovelaceada_11_1_work.zip": "x"}, "a zip inside a zip is not opened"),
        ({f"anon_x1y2z_1_{BOOK}": "x"}, "Are submissions anonymous?"),
        ({f"LATE_anon_x1y2z_1_{BOOK}": "x"}, "Are submissions anonymous?"),
        ({f"{JANE}/a/{BOOK}": "x", f"{JANE}/b/{BOOK}": "y"}, "which one counts"),
        ({"someone.ipynb": "x"}, "'someone.ipynb': the name does not tell whose it is."),
        ({f"nul/{BOOK}": "x"}, "'nul': roster.csv has no such learner"),
    ],
)
def test_what_cannot_be_placed_is_told(
    course: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str],
    said: str,
) -> None:
    """Whose file it is, what is wrong, and that nothing could be done."""
    path = zipped(tmp_path / "lms.zip", files)
    code, told = collect(course, capsys, path, "--assignment", ASSIGNMENT)
    assert (code, placed(course)) == (2, {})
    assert said in told


LINK = stat.S_IFLNK << 16
PIPE = stat.S_IFIFO << 16
DEVICE = stat.S_IFCHR << 16


@pytest.mark.parametrize(
    ("name", "attributes", "said"),
    [
        (f"/ada_11_1_{BOOK}", 0, "has an absolute path"),
        (f"C:\\x\\lovelaceada_11_1_{BOOK}", 0, "has an absolute path"),
        (f"c:lovelaceada_11_1_{BOOK}", 0, "has an absolute path"),
        (f"\\\\host\\share\\lovelaceada_11_1_{BOOK}", 0, "has an absolute path"),
        (f"../lovelaceada_11_1_{BOOK}", 0, "leads out of its folder"),
        (f"a/../../lovelaceada_11_1_{BOOK}", 0, "leads out of its folder"),
        (f"..\\..\\lovelaceada_11_1_{BOOK}", 0, "leads out of its folder"),
        (f"lovelaceada_11_1_{BOOK}", LINK, "is a link or a device"),
        (f"lovelaceada_11_1_{BOOK}", PIPE, "is a link or a device"),
        (f"lovelaceada_11_1_{BOOK}", DEVICE, "is a link or a device"),
        (f"lovelaceada_11_1_\u202e{BOOK}", 0, "the character U+202E"),
        (f"lovelaceada_11_1_\u200b{BOOK}", 0, "the character U+200B"),
        (f"lovelaceada_11_1_\n{BOOK}", 0, "the character U+000A"),
    ],
)
def test_a_dangerous_file_is_refused(
    course: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    attributes: int,
    said: str,
) -> None:
    """It is named and not read; whoever else is in the zip is placed; nothing lies elsewhere."""
    path = tmp_path / "canvas.zip"
    info = zipfile.ZipInfo("x")
    info.filename, info.external_attr, info.create_system = name, attributes, 3
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(info, "../../roster.csv")
        made.writestr(f"oneillzoë_12_2_{BOOK}", "z")
    before = everything(tmp_path)
    code, told = collect(course, capsys, path)
    assert (1, {f"zoë/{ASSIGNMENT}/{BOOK}": "z"}) == (code, placed(course))
    assert said in told
    new = {f"course/submitted{rest}" for rest in
           ("", "/zoë", f"/zoë/{ASSIGNMENT}", f"/zoë/{ASSIGNMENT}/{BOOK}")}  # fmt: skip
    assert new == everything(tmp_path) - before - {f"course/{MAKING}", f"course/{MAKING}/.lock"}


def test_a_name_twice_is_nobodys(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where only capitals, or the forms of one letter, differ."""
    path = tmp_path / "moodle.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in (f"{JANE}/{BOOK}", f"{JANE}/{BOOK.upper()}", f"{ZOE}/é", f"{ZOE}/e\u0301"):
            made.writestr(name, name)
        made.writestr(f"{ZOE}/{BOOK}", "z")
    code, said = collect(course, capsys, path, "--assignment", ASSIGNMENT)
    assert (1, {f"zoë/{ASSIGNMENT}/{BOOK}": "z"}) == (code, placed(course))
    assert said.count("is in the zip more than once") == 4


def test_a_zip_bomb_is_not_unpacked(
    course: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By its ratio, by its size, and where it lies about its size; the others are placed."""
    path = tmp_path / "canvas.zip"
    monkeypatch.setattr(archives, "LARGEST", 3_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(f"lovelaceada_11_1_{BOOK}", b"\0" * 2_000_000)
        made.writestr(f"smithjo_13_2_{BOOK}", os.urandom(3_000_001))
        made.writestr(f"smithjo_14_3_{BOOK}", os.urandom(3_000_001))
        made.writestr(f"oneillzoë_12_4_{BOOK}", "z")
        made.filelist[2].file_size = 10
    code, said = collect(course, capsys, path)
    assert (1, {f"zoë/{ASSIGNMENT}/{BOOK}": "z"}) == (code, placed(course))
    assert "as only a zip bomb does" in said
    assert "at most 3,000,000 are read" in said
    assert "jo2: a file of the submission" in said


def test_too_many_files_or_bytes_stop_it(
    course: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The whole download is refused, or read no further, in a sentence."""
    files = {f"lovelaceada_11_1_{BOOK}": "a" * 900, f"oneillzoë_12_2_{BOOK}": "z" * 900}
    path = zipped(tmp_path / "canvas.zip", files)
    monkeypatch.setattr(archives, "MOST_TOTAL", 1_000)
    code, said = collect(course, capsys, path)
    assert code == 2
    assert "unpacks to more than 1,000 bytes" in said
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    assert "at most 1 are read" in collect(course, capsys, path)[1]


@pytest.mark.parametrize("damage", ["cut", "bits", "text", "empty"])
def test_a_damaged_zip_is_told(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    """No traceback, and nothing of a damaged file is placed."""
    data = zipped(
        tmp_path / "lms.zip", {f"lovelaceada_11_1_{BOOK}": os.urandom(9_000)}
    ).read_bytes()
    middle = bytes(255 - byte for byte in data[4_000:4_010])
    made = {"cut": data[:5_000], "bits": data[:4_000] + middle + data[4_010:],
            "text": b"<html>Log in first</html>", "empty": b""}  # fmt: skip
    (tmp_path / "lms.zip").write_bytes(made[damage])
    code, said = collect(course, capsys, tmp_path / "lms.zip")
    assert (2, set()) == (code, set(placed(course)))
    assert "is no zip that can be read" in said or "is damaged in the zip" in said


def test_an_encrypted_file_is_told(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It cannot be read, and is named."""
    path = zipped(tmp_path / "lms.zip", {f"lovelaceada_11_1_{BOOK}": "a"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    code, said = collect(course, capsys, path, "--assignment", ASSIGNMENT)
    assert (code, placed(course)) == (2, {})
    assert "it is encrypted" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--assignment", "two"], "There is no assignment 'two'"),
        (["--roster", "none.csv"], "There is no roster"),
        (["--course", "nowhere"], "is no course folder"),
    ],
)
def test_a_wrong_option_is_told(
    course: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    """The value, and what there is instead."""
    path = zipped(tmp_path / "lms.zip", {f"lovelaceada_11_1_{BOOK}": "a"})
    code, told = collect(course, capsys, path, *options)
    assert code == 2
    assert said in told


def test_the_assignment_is_found_by_its_notebook(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without `--assignment`; where the zip holds none or two, it has to be said."""
    names = [f"lovelaceada_11_1_{BOOK}", "oneillzoë_12_2_another-3.ipynb"]
    for chosen, code in (([], 2), (names[:1], 0), (names[1:], 0), (names, 2)):
        path = zipped(tmp_path / "lms.zip", dict.fromkeys([*chosen, "a_1_2_b.txt"], "x"))
        (course / "roster.csv").write_text(ROSTER + "b,a,1,\n", encoding="utf-8")
        found, said = collect(course, capsys, path)
        assert code == found or (found == 1 and "b: handed in 'b.txt'" in said), said
    assert {f"ada/{ASSIGNMENT}/{BOOK}", "zoë/02-another/another.ipynb"} == set(placed(course))


def test_a_rehearsal_does_nothing(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--dry-run` says the same and places nothing."""
    path = zipped(tmp_path / "lms.zip", {f"lovelaceada_11_1_{BOOK}": "a"})
    code, said = collect(course, capsys, path, "--dry-run")
    assert (code, placed(course)) == (0, {})
    assert "It would be: 1 placed" in said


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_killed_at_any_moment_a_second_run_completes_it(course: Path, tmp_path: Path) -> None:
    """Each submission is whole or not there, and the second run places what was missing."""
    learners = [f"learner-{number:03}" for number in range(300)]
    files: dict[str, bytes | str] = {}
    for name in learners:
        files[f"{name}/{BOOK}"] = name * 2_000
        files[f"{name}/answers.json"] = name
    path = zipped(tmp_path / "class.zip", files)
    (course / "roster.csv").unlink()
    command = [sys.executable, "-m", "alignlib", "collect", str(path), "--course", str(course)]
    submitted = course / "submitted"
    seen = []
    for goal in (1, 60, 150, 290):
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while process.poll() is None and len(list(submitted.glob("*/*"))) < goal:
            time.sleep(0.002)
        process.kill()
        process.wait()
        there = list(submitted.glob(f"*/{ASSIGNMENT}"))
        seen.append(len(there))
        assert [f for f in there if len(list(f.iterdir())) != 3] == []
    assert seen[0] < 300
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr
    found = {name: data for name, data in placed(course).items() if "timestamp" not in name}
    assert {
        f"{name}/{ASSIGNMENT}/{file}": name * times
        for name in learners
        for file, times in ((BOOK, 2_000), ("answers.json", 1))
    } == found


def test_two_at_once_do_not_mix(course: Path, tmp_path: Path) -> None:
    """The second one says that the first is still at work, or finds all done."""
    files = {f"learner-{number:03}/{BOOK}": "x" * 50_000 for number in range(300)}
    path = zipped(tmp_path / "class.zip", files)
    (course / "roster.csv").unlink()
    command = [sys.executable, "-m", "alignlib", "collect", str(path), "--course", str(course)]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT)
        for _ in range(2)
    ]  # fmt: skip
    said = [process.communicate()[0].decode() for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes == [0, 0] or (codes == [0, 2] and "already" in "".join(said)), said
    assert len(list((course / "submitted").glob(f"*/{ASSIGNMENT}/{BOOK}"))) == 300
