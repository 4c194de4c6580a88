"""The release is the source's, and neither it nor the feedback tells what it must not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from alignlib.cases import FILE_NAME as CASES
from alignlib.cases import Bundle
from alignlib.cli import build
from alignlib.defects import operators
from alignlib.feedback import policy_of
from alignlib.grading import record
from alignlib.items import Outcome
from tests.grading.kit import (
    ASSIGNMENT,
    MEMO,
    NOTEBOOK,
    ROOT,
    Course,
    new_course,
    source_of,
)

pytestmark = pytest.mark.cycle

RELEASED = {CASES, f"{NOTEBOOK}.ipynb"}

STALE = "exercises/ is not what solutions/ gives. Run: alignlib build"

POLICIES = ("verdicts", "evidence", "full")


def files(folder: Path) -> set[str]:
    """What a folder holds, without what a notebook server or a learner at work left there."""
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    return {name for name in found if not re.search(r"answers|\.ipynb_checkpoints", name)}


def texts(folder: Path) -> str:
    """Everything that the files of a folder say, the zipped ones too, each byte of it."""
    parts = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    parts += [name, archive.read(name).decode("utf-8")]
        else:
            parts.append(path.read_text(encoding="utf-8"))
    # JSON writes a quotation mark as \" and a page as &quot;: neither hides a word.
    return "\n".join(parts)


# ---------------------------------------------------------------- the release


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, larkfield: Bundle) -> Path:
    """The release made anew, by the kit's own command, from the sources as they are."""
    root = tmp_path_factory.mktemp("kit")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    ignored = shutil.ignore_patterns("answers*", ".*", CASES)
    shutil.copytree(ROOT / "solutions", root / "solutions", ignore=ignored)
    shutil.copy(larkfield.path, root / "solutions" / ASSIGNMENT / CASES)
    build.release(root, ASSIGNMENT)
    return root / "exercises" / ASSIGNMENT


@pytest.mark.parametrize("folder", ["solutions", "exercises"])
def test_the_committed_cases_are_current(larkfield: Bundle, folder: str) -> None:
    """Drawn again from the same seed, `cases.zip` has the same bytes as the one in the kit."""
    committed = (ROOT / folder / ASSIGNMENT / CASES).read_bytes()
    assert larkfield.path.read_bytes() == committed, STALE


def test_the_committed_exercise_is_current(fresh: Path) -> None:
    """Generated again, the exercise has the same cells as the one in the kit."""
    made = json.loads((fresh / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))
    path = ROOT / "exercises" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    committed = json.loads(path.read_text(encoding="utf-8"))
    for expected, found in zip(made["cells"], committed["cells"], strict=True):
        assert expected == found, STALE
    assert made == committed


def test_the_release_holds_two_files(fresh: Path) -> None:
    """Nothing but the notebook and the cases is released: no assignment.yaml, no case.yaml."""
    assert files(fresh) == RELEASED
    assert files(ROOT / "exercises" / ASSIGNMENT) == RELEASED


def solution_lines(notebook: dict[str, Any]) -> set[str]:
    """The lines of code that only the solution has."""
    found: set[str] = set()
    for cell in notebook["cells"]:
        for part in re.findall(r"(?s)### BEGIN SOLUTION\n(.*?)### END SOLUTION", source_of(cell)):
            found.update(line.strip() for line in part.splitlines() if line.strip())
    return found


def test_the_release_has_no_solution(fresh: Path) -> None:
    """No line of a solution, no hidden test, no mark of one, and no output is released."""
    path = ROOT / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    source = json.loads(path.read_text(encoding="utf-8"))
    secret = solution_lines(source)
    assert len(secret) > 10
    released = json.loads((fresh / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8"))
    lines = {line.strip() for c in released["cells"] for line in source_of(c).splitlines()}
    assert secret & lines == set()
    text = (fresh / f"{NOTEBOOK}.ipynb").read_text(encoding="utf-8")
    for mark in ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "work.reference"):
        assert mark not in text
    assert [c["id"] for c in released["cells"] if c.get("outputs") or c.get("attachments")] == []
    memo = next(c for c in source["cells"] if c["id"] == "memo-for-the-marker")
    assert source_of(memo)[:60] not in text


def test_the_release_has_no_mark_scheme(fresh: Path, assignment: dict[str, Any]) -> None:
    """The rubric's descriptors and the exemplars are in no file of the release, zipped or not."""
    memo = next(item for item in assignment["items"] if item["id"] == MEMO)
    said = json.dumps(texts(fresh), ensure_ascii=False)
    for criterion in memo["criteria"]:
        assert [level for level in criterion["levels"] if level[:40] in said] == []
    assert [e["level"] for e in memo["exemplars"] if e["text"][:40] in said] == []


def test_a_sealed_release_has_no_keys(tmp_path: Path) -> None:
    """
    A sealed course gives learners cases without keys, and can still be graded and say nothing.

    The keys stay in the instructor's own folder.
    """
    course = tmp_path / "course"
    command = [sys.executable, "-m", "alignlib", "build", ASSIGNMENT, "--sealed", "--into"]
    done = subprocess.run(
        [*command, str(course), "--variants", "3"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    bundle = Bundle(course / "keys" / ASSIGNMENT / CASES)
    release = course / "exercises" / ASSIGNMENT
    assert files(release) == RELEASED
    assert not Bundle(release / CASES).open
    assert_sealed(release, bundle)
    graded = Course(course, bundle)
    answers = graded.answers("ada", "average", variant=None)
    graded.hand_in("ada", answers)
    assert graded.nbgrader("autograde", ASSIGNMENT).code == 0
    assert graded.nbgrader("generate_feedback", ASSIGNMENT).code == 0
    found = {item: grade.auto for item, grade in graded.grades()["ada"].items()}
    expected = {i: p for i, p in graded.points(answers).items() if i != MEMO}
    assert expected == {item: found[item] for item in expected}
    for step in ("autograded", "feedback"):
        for path in (course / step).rglob(CASES):
            assert not Bundle(path).open
            assert_sealed(path.parent, bundle, but=(f"{NOTEBOOK}.html", f"{NOTEBOOK}.ipynb"))


def assert_sealed(folder: Path, bundle: Bundle, but: tuple[str, ...] = ()) -> None:
    """No seed, no operator and no reason of any key is in a folder's files, save those named."""
    seed = (bundle.path.parent / "seed.txt").read_text(encoding="utf-8").strip()
    for path in folder.iterdir():
        if path.name in but:
            continue
        said = texts_of(path)
        assert "key-" not in said
        assert [name for name in (seed, *operators()) if name in said] == []
        for number in range(1, bundle.variants + 1):
            for key in bundle.key(number).values():
                reasons = [part.get("why", "") for part in key.get("parts", {}).values()]
                assert [r for r in reasons if r and json.dumps(r)[1:-1] in said] == []


def texts_of(path: Path) -> str:
    """What one file says, in the spelling of JSON."""
    if path.suffix != ".zip":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        data = [json.dumps(json.loads(archive.read(name))) for name in names]
    return "\n".join([*names, *data])


# ---------------------------------------------------------------- the feedback


@dataclass(frozen=True)
class Planted:
    """A graded class of a course whose every reason and every mark carries a word of its own."""

    course: Course
    policies: dict[str, str]


def marked_words(text: str) -> set[str]:
    """The planted words in a text."""
    return set(re.findall(r"zq[a-z]+[0-9]+x", text))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, larkfield: Bundle) -> Planted:
    """Plant the words, release, let an average and a blank learner hand in, and grade."""
    folder = tmp_path_factory.mktemp("planted") / "course"
    course = new_course(folder, larkfield)
    plant_in_cases(course.source / CASES)
    plant_in_mark_scheme(course.source / "assignment.yaml")
    course = Course(folder, Bundle(course.source / CASES))
    for words in (("generate_assignment", ASSIGNMENT),):
        run = course.nbgrader(*words)
        assert run.code == 0, run.log
    course.hand_in("average", course.answers("average", "average"))
    course.hand_in("blank", None)
    for step in ("autograde", "generate_feedback"):
        run = course.nbgrader(step, ASSIGNMENT)
        assert run.code == 0, run.log
    number = course.answers("average").variant or 0
    key = course.bundle.key(number)
    return Planted(course, {item: policy_of(key[item]) for item in key})


def plant_in_cases(path: Path) -> None:
    """Put a word of its own into every reason of every key, and give the items policies in turn."""
    with zipfile.ZipFile(path) as archive:
        members = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    for name, data in members.items():
        if not name.startswith("key-"):
            continue
        variant = int(re.sub(r"\D", "", name))
        for place, key in enumerate(data["items"].values()):
            key["feedback"] = POLICIES[place % len(POLICIES)]
            for number, part in enumerate(key.get("parts", {}).values()):
                part["why"] = f"{part['why']} zqwhy{variant * 10_000 + place * 100 + number}x"
            for number, mistake in enumerate(key.get("mistakes", ())):
                mistake["says"] += f" zqsays{variant * 100 + number}x"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, json.dumps(data, ensure_ascii=False))


def plant_in_mark_scheme(path: Path) -> None:
    """Put a word of its own into every descriptor and every exemplar."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    memo = next(item for item in data["items"] if item["id"] == MEMO)
    for row, criterion in enumerate(memo["criteria"]):
        criterion["levels"] = [f"{t} zqlevel{row}{n}x" for n, t in enumerate(criterion["levels"])]
    for exemplar in memo["exemplars"]:
        exemplar["text"] += f" zqexemplar{exemplar['level']}x"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def test_feedback_tells_what_its_policy_allows_and_no_more(planted: Planted) -> None:
    """
    Reasons stand in the feedback only where the item's policy lets them.

    Under `verdicts` none does, under `evidence` those of the parts that were attempted and
    lost, under `full` all.
    """
    course = planted.course
    page = course.feedback("average")
    answers = course.answers("average", "average")
    allowed: set[str] = set()
    for item, score in course.awards(answers).items():
        for verdict in score.verdicts:
            lost = verdict.outcome is Outcome.NOT_MET
            policy = planted.policies[item]
            if policy == "full" or (policy == "evidence" and lost):
                allowed |= marked_words(verdict.evidence)
    assert set(POLICIES) <= set(planted.policies.values())
    assert len(allowed) > 5
    assert allowed == {word for word in marked_words(page) if "why" in word or "says" in word}


def test_a_blank_learner_is_told_no_reason(planted: Planted) -> None:
    """Who attempts nothing learns nothing of the key, unless the policy is `full`."""
    page = planted.course.feedback("blank")
    blank = planted.course.answers("blank", "blank")
    allowed: set[str] = set()
    for item, score in planted.course.awards(blank).items():
        if planted.policies[item] == "full":
            allowed |= {w for v in score.verdicts for w in marked_words(v.evidence)}
    assert marked_words(page) == allowed


def test_the_right_answer_is_shown_under_full_alone(planted: Planted) -> None:
    """The column of right answers stands under items with the policy `full` only."""
    page = planted.course.feedback("average")
    sections = dict(
        re.findall(r'(?s)<section class="item" aria-labelledby="item-(.*?)">(.*?)</section>', page)
    )
    variant = planted.course.bundle.variant(planted.course.answers("average").variant or 0)
    shown = {
        item.id: "Right answer" in sections[item.id]
        for item in variant.items.values()
        if item.id != MEMO
    }
    full = {item: planted.policies[item] == "full" for item in shown}
    assert full == shown


@pytest.mark.parametrize("learner", ["average", "blank"])
def test_the_mark_scheme_is_for_the_marker_alone(planted: Planted, learner: str) -> None:
    """The rubric and its exemplars stand in formgrader's notebook, and nowhere in the feedback."""
    cells = planted.course.autograded(learner)["cells"]
    scheme = [c for c in cells if record.MARKER_ONLY in c["metadata"].get("tags", ())]
    assert len(scheme) == 1
    words = marked_words(source_of(scheme[0]))
    assert len([word for word in words if "level" in word]) == 16
    assert len([word for word in words if "exemplar" in word]) == 4
    folder = planted.course.folder / "feedback" / learner
    for path in folder.rglob("*"):
        if path.is_file():
            said = texts_of(path)
            assert [w for w in marked_words(said) if "level" in w or "exemplar" in w] == []
            assert "Learners never see this box" not in said


def test_the_released_files_have_no_planted_mark(planted: Planted) -> None:
    """What is planted in the mark scheme does not come out in the release either."""
    words = marked_words("".join(texts_of(p) for p in planted.course.release.iterdir()))
    assert [word for word in words if "level" in word or "exemplar" in word] == []


def test_feedback_holds_no_record(planted: Planted) -> None:
    """The grading record, with the answers and the flags in it, stays with the instructor."""
    assert planted.course.autograded("average")["metadata"][record.NAME]
    page = planted.course.feedback("average")
    assert '"flags"' not in page
    assert '"answers"' not in page
