"""The last confirmed answer is there, or a message says what is not saved: whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alignlib import Workbook, answers
from alignlib.answers import FILE_NAME, SCHEMA, Answers, read
from alignlib.errors import AnswerError
from tests.conftest import MODULE
from tests.grading.kit import with_receipt

NUMBER, CHOOSE, CLASSIFY, MEMO = (
    "purposeful-spend",
    "the-tool-list",
    "sort-the-board-pack",
    "one-paragraph-two-readers",
)

ROOT = Path(__file__).parents[1]

posix = pytest.mark.skipif(os.name == "nt", reason="Windows neither forks nor kills like this")


def saved(desk: Path) -> dict[str, Any]:
    """The values that are in the file, by item."""
    found = read(desk / FILE_NAME)
    assert found is not None
    return {item: answer.value for item, answer in found.items.items()}


def opened(folder: Path, learner: str | None = "ada") -> Workbook:
    """The workbook of a folder."""
    return Workbook("two-strategies", learner=learner, folder=folder)


# ---------------------------------------------------------------- another version of the file


def test_a_newer_file_is_refused_and_left_as_it_is(desk: Path) -> None:
    """A file that a newer alignlib wrote opens nothing, is not replaced, and is told in words."""
    opened(desk).record(NUMBER, 61.5)
    text = (desk / FILE_NAME).read_text(encoding="utf-8")
    newer = text.replace(f'"schema": {SCHEMA}', f'"schema": {SCHEMA + 1}')
    (desk / FILE_NAME).write_text(newer, encoding="utf-8")
    before = sorted(path.name for path in desk.iterdir())
    with pytest.raises(AnswerError) as caught:
        opened(desk)
    assert str(caught.value) == (
        f"answers.json in {desk.name} is of version {SCHEMA + 1}, and this alignlib reads version "
        f"{SCHEMA}. Update alignlib and run this cell again. The file was left as it is."
    )
    assert newer == (desk / FILE_NAME).read_text(encoding="utf-8")
    assert before == sorted(path.name for path in desk.iterdir())


def test_a_workbook_that_is_open_does_not_replace_a_newer_file(desk: Path) -> None:
    """Neither `record`, nor `identify`, nor the receipt takes a newer file for an empty one."""
    work = opened(desk)
    newer = f'{{"schema": {SCHEMA + 1}, "items": {{}}}}'
    (desk / FILE_NAME).write_text(newer, encoding="utf-8")
    calls: list[Callable[[], object]] = [
        lambda: work.record(NUMBER, 61.5),
        lambda: work.identify("ada"),
        lambda: work.ask(NUMBER),
        lambda: work.check(NUMBER),
        work.receipt,
    ]
    for call in calls:
        with pytest.raises(AnswerError, match="Update alignlib and run this cell again"):
            call()
    assert newer == (desk / FILE_NAME).read_text(encoding="utf-8")


def test_an_older_file_is_upgraded_and_kept(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade the answers are there, and the old file lies beside the new one."""
    opened(desk).record(NUMBER, 61.5)
    old = (desk / FILE_NAME).read_bytes()
    monkeypatch.setattr(answers, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(answers, "UPGRADES", {SCHEMA: lambda data: data})
    work = opened(desk)
    assert work.ask(NUMBER).value == 61.5
    assert old == (desk / FILE_NAME).read_bytes()  # looking changes nothing
    work.record(CHOOSE, ["P01"])
    assert saved(desk) == {NUMBER: 61.5, CHOOSE: ["P01"]}
    assert json.loads((desk / FILE_NAME).read_bytes())["schema"] == SCHEMA + 1
    assert (desk / f"answers.version-{SCHEMA}.json").read_bytes() == old
    work.record(CHOOSE, ["P02"])
    assert len(list(desk.glob("answers.version-*.json"))) == 1


# ---------------------------------------------------------------- a copy of the notebook


@pytest.fixture
def done(desk: Path) -> Path:
    """Ada's folder with two answers and a notebook that holds their receipt."""
    work = opened(desk)
    work.record(NUMBER, 61.5)
    work.record(MEMO, "Two readers.")
    release = MODULE.parents[1] / "exercises" / MODULE.name / "two-strategies.ipynb"
    notebook = json.loads(release.read_text(encoding="utf-8"))
    notebook = with_receipt(notebook, work.receipt().answers)
    (desk / release.name).write_text(json.dumps(notebook), encoding="utf-8")
    return desk


def test_a_copied_folder_goes_on_where_the_first_one_was(done: Path) -> None:
    """A folder that is copied with its answers has them, and the two are apart from then on."""
    copy = done.with_name("copy of 01-two-strategies")
    shutil.copytree(done, copy)
    work = opened(copy, None)
    assert (work.learner, work.ask(NUMBER).value) == ("ada", 61.5)
    work.record(NUMBER, 12.0)
    assert (saved(copy)[NUMBER], saved(done)[NUMBER]) == (12.0, 61.5)


def test_a_notebook_beside_its_folder_finds_the_answers(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the notebook alone, near its folder, works on the answers of that folder."""
    other = done.parent / "mine"
    other.mkdir()
    shutil.copy(done / "two-strategies.ipynb", other)
    monkeypatch.chdir(other)
    assert Workbook("two-strategies").ask(NUMBER).value == 61.5


def test_a_copy_without_answers_takes_them_from_its_receipt(done: Path) -> None:
    """Where answers.json was left behind, the receipt in the notebook brings the answers back."""
    variant = opened(done).variant
    copy = done.with_name("01-two-strategies (1)")
    shutil.copytree(done, copy, ignore=shutil.ignore_patterns("answers*", ".*"))
    work = opened(copy, None)
    assert (work.learner, work.variant) == ("ada", variant)
    assert saved(copy) == saved(done)
    assert read(copy / FILE_NAME) == read(done / FILE_NAME)  # the times too
    words = (
        "2 answers were brought back from the receipt in two-strategies.ipynb, because "
        "answers.json was missing or damaged."
    )
    assert f"! {words}" in repr(work).splitlines()
    assert words in work._overview()._repr_html_()
    assert set(work.receipt().answers.items) == {NUMBER, MEMO}


def test_a_receipt_fills_in_for_a_torn_file(done: Path) -> None:
    """Where answers.json cannot be read at all, it is kept, and the receipt's answers are back."""
    (done / FILE_NAME).write_text('{"schema": 1, "items": {"', encoding="utf-8")
    opened(done)
    assert saved(done) == {NUMBER: 61.5, MEMO: "Two readers."}
    assert len(list(done.glob("answers.damaged-*.json"))) == 1


def test_the_file_goes_before_the_receipt(done: Path) -> None:
    """An answers file that can be read is not mixed with an older receipt."""
    work = opened(done)
    work.record(NUMBER, 12.0)
    work.ask(MEMO).value = None
    opened(done)
    assert saved(done) == {NUMBER: 12.0}
    opened(done).ask(NUMBER).value = None  # an emptied file is an answer too
    opened(done)
    assert saved(done) == {}


def test_the_newest_receipt_counts(done: Path) -> None:
    """Of two notebooks in the folder the one with the later answers is used."""
    notebook = json.loads((done / "two-strategies.ipynb").read_text(encoding="utf-8"))
    newer = Answers(MODULE.name, "ada", opened(done).variant).with_answer(CHOOSE, ["P01"])
    later = json.dumps(with_receipt(notebook, newer)).replace(
        newer.items[CHOOSE].at, "2099-01-01T00:00:00Z"
    )
    (done / "a copy.ipynb").write_text(later, encoding="utf-8")
    (done / FILE_NAME).unlink()
    opened(done)
    assert saved(done) == {CHOOSE: ["P01"]}


def test_somebody_elses_receipt_is_not_used(done: Path) -> None:
    """A friend's notebook in the folder gives no answers, and the workbook says so."""
    (done / FILE_NAME).unlink()
    work = opened(done, "grace")
    assert not (done / FILE_NAME).exists()
    assert "is of 'ada', and you work as 'grace'. Its answers were not used." in repr(work)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "7",
        '{"cells": 5}',
        '{"cells": [{"outputs": [{"data": 5}, 6]}, 7]}',
        "[" * 99_999,
    ],
    ids=["empty", "list", "torn", "number", "no cells", "odd cells", "deep"],
)
def test_a_notebook_that_cannot_be_read_hinders_nobody(text: str, done: Path) -> None:
    """Whatever else lies in the folder under a notebook's name, the workbook opens."""
    (done / FILE_NAME).unlink()
    (done / "two-strategies.ipynb").write_text(text, encoding="utf-8")
    assert repr(opened(done)).count("○") == len(opened(done).items)


def test_a_receipt_that_cannot_be_saved_is_told(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk refuses to take the answers back, the workbook opens and says so."""
    (done / FILE_NAME).unlink()

    def full_disk(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    assert "could not be brought back. Not saved: the disk said “No space left" in repr(
        opened(done)
    )


def test_a_damaged_file_is_told_when_the_workbook_is_shown(desk: Path) -> None:
    """Whoever opens a workbook with a damaged file reads what is wrong and what happens to it."""
    (desk / FILE_NAME).write_text('{"schema": 1, "items": {"', encoding="utf-8")
    shown = repr(opened(desk)).splitlines()
    assert shown[-2].startswith("! The answers file could not be read: it is not valid JSON")
    assert shown[-1] == "! The file is kept under another name when you answer next."


# ---------------------------------------------------------------- kill -9

MOMENTS = 1_000
"""How many times a process is killed while it records."""

KILLED = """
import json, os, random, signal, sys, time
from pathlib import Path
from alignlib import Workbook
from alignlib.answers import FILE_NAME, parse

folder, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(seed)
work = Workbook("two-strategies", learner="ada", folder=folder)
things, options = [f"B{n:02}" for n in range(1, 9)], [f"P{n:02}" for n in range(1, 9)]
VALUES = {  # a different answer for each count, in the form that the file has
    "purposeful-spend": lambda count: count % 1000 / 10,
    "the-tool-list": lambda count: [
        option for bit, option in enumerate(options) if count % 255 + 1 >> bit & 1
    ],
    "sort-the-board-pack": lambda count: {
        thing: ("business", "technology", "neither")[count // 3**place % 3]
        for place, thing in enumerate(things)
    },
    "one-paragraph-two-readers": lambda count: f"{count} " + "word " * (count % 400),
}
ITEMS = list(VALUES)


def record(pipe, count):
    sys.stdout = open(os.devnull, "w")
    panels = {item: work.ask(item) for item in ITEMS}
    while True:
        count += 1
        item = ITEMS[count % len(ITEMS)]
        if count % 3:
            panels[item].value = VALUES[item](count)
            assert panels[item].status["state"] == "saved", panels[item].status
        else:
            work.record(item, VALUES[item](count))
        os.write(pipe, b"%d\\n" % count)  # the learner has read "Saved"


confirmed, count, wrong, unfinished, went_on = {}, 0, [], 0, 0
for _ in range(times):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            record(writing, count)
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(chance.uniform(0, 0.020))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        wrong.append(f"the child ended by itself with {status}")
    with os.fdopen(reading, "rb") as pipe:
        said = [int(line) for line in pipe.read().split()]
    for number in said:
        confirmed[ITEMS[number % len(ITEMS)]] = number
    count = said[-1] if said else count
    going_on = count + 1  # what may have been under way
    path = folder / FILE_NAME
    found = parse(path.read_bytes()) if path.exists() else parse('{"schema": 1, "items": {}}')
    wrong += found.problems
    for item, number in confirmed.items():
        allowed = [VALUES[item](number)]
        if item == ITEMS[going_on % len(ITEMS)]:
            allowed.append(VALUES[item](going_on))
        if item not in found.items or found.items[item].value not in allowed:
            wrong.append(f"{item}: {number} was confirmed and is not there")
        else:
            went_on += found.items[item].value != allowed[0]
    rest = folder / f".{FILE_NAME}.new"
    unfinished += rest.exists()
    if chance.random() < 0.5:  # half of the rests are left for the next child to find
        rest.unlink(missing_ok=True)
print("RESULT", json.dumps([count, wrong[:5], unfinished, went_on]))
"""


@posix
def test_a_thousand_kills_lose_no_confirmed_answer(desk: Path) -> None:
    """
    Killed at any moment, a process leaves a whole file with every answer that it confirmed.

    A warm process forks a thousand children one after the other. Each goes on recording in four
    items, by panel and by `record`, and says on a pipe what was confirmed; it is killed within
    20 ms, which is some five saves. The file may hold the one answer that was under way, and
    nothing else that was not confirmed. The next child has to get the lock at once.
    """
    command = [sys.executable, "-c", KILLED, str(desk), str(MOMENTS), "4"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    count, wrong, unfinished, went_on = json.loads(line.removeprefix("RESULT "))
    assert wrong == []
    # The kills did fall into the middle of saves. How many do depends on how busy the machine is.
    assert count > 0
    assert unfinished + went_on > 0
    assert [path.name for path in desk.glob("*.json")] == [FILE_NAME]


STEPWISE = """
import json, os, signal, sys
from pathlib import Path
import alignlib.logbook, alignlib.answers, alignlib.safe_file, filelock
from alignlib.answers import FILE_NAME, Answers, parse, write
from alignlib.logbook import Logbook

path = Path(sys.argv[1]) / FILE_NAME
log = Logbook(path, "01-two-strategies", 12)
FILES = (alignlib.logbook.__file__, alignlib.answers.__file__, alignlib.safe_file.__file__,
         os.path.dirname(filelock.__file__))


def killed_at(step):
    left = step

    def trace(frame, event, _):
        nonlocal left
        if not frame.f_code.co_filename.startswith(FILES):
            return None
        if event == "line":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    log.save("memo", "new", "ada", 1)
    sys.settrace(None)


log.save("memo", "old", "ada", 1)
old, step, seen, wrong = path.read_bytes(), 0, [], []
while True:
    step += 1
    path.write_bytes(old)
    child = os.fork()
    if not child:
        try:
            killed_at(step)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    found = parse(path.read_bytes())
    seen.append(found.items["memo"].value)
    wrong += found.problems
    if not os.WIFSIGNALED(status):
        break
print("RESULT", json.dumps([step, seen, wrong]))
"""


@posix
def test_a_kill_at_each_line_of_a_save_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """Killed before any one line of ours or of the lock's, a save is done wholly or not at all."""
    command = [sys.executable, "-c", STEPWISE, str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    steps, seen, wrong = json.loads(line.removeprefix("RESULT "))
    assert wrong == []
    assert steps > 100
    switch = seen.index("new")
    assert seen == ["old"] * switch + ["new"] * (steps - switch)
    assert 0 < switch < steps - 1
