"""Where an assignment lies, and who is working."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignlib.cases import FILE_NAME, Bundle
from alignlib.errors import WorkbookError
from alignlib.places import find_assignment, remember, who_works

pytestmark = pytest.mark.usefixtures("alone")


def assignment(folder: Path) -> Path:
    """A folder that holds an assignment."""
    folder.mkdir(parents=True)
    (folder / FILE_NAME).touch()
    return folder


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A kit with two exercises, one practice and a page beside it."""
    root = tmp_path / "kit"
    for name in (
        "exercises/01-two-strategies",
        "exercises/02-goals",
        "notebooks/practice/01-try-it",
    ):
        assignment(root / name)
    return root


@pytest.mark.parametrize("name", ["two-strategies", "01-two-strategies"])
@pytest.mark.parametrize(
    "start",
    ["exercises/01-two-strategies", "exercises", "notebooks", "."],
)
def test_an_assignment_is_found_from_near_it(name: str, start: str, kit: Path) -> None:
    """The assignment is found from its folder, from beside it and from the kit's other folders."""
    assert kit / "exercises/01-two-strategies" == find_assignment(name, kit / start)


def test_practice_is_found_from_a_lesson(kit: Path) -> None:
    """A lesson in notebooks/ finds its practice."""
    assert kit / "notebooks/practice/01-try-it" == find_assignment("try-it", kit / "notebooks")


def test_the_own_folder_may_have_any_name(kit: Path) -> None:
    """Who renames the assignment's folder can still work in it."""
    renamed = (kit / "exercises/01-two-strategies").rename(kit / "exercises/my homework")
    assert renamed == find_assignment("two-strategies", renamed)


@pytest.fixture
def copied(tmp_path: Path, larkfield: Bundle) -> Path:
    """A learner's folder with the name that a second download gets."""
    folder = tmp_path / "downloads" / "01-two-strategies (1)"
    folder.mkdir(parents=True)
    shutil.copy(larkfield.path, folder / FILE_NAME)
    return folder


@pytest.mark.parametrize("name", ["two-strategies", "01-two-strategies", "01-two-strategies (1)"])
def test_a_renamed_folder_is_known_by_its_cases(name: str, copied: Path) -> None:
    """In a renamed folder the names that the assignment itself bears are enough."""
    assert copied == find_assignment(name, copied)


@pytest.mark.parametrize("name", ["any-name", "two-stratgies", "goals", ""])
def test_a_name_that_fits_nothing_opens_nothing(name: str, copied: Path) -> None:
    """Inside an assignment another name is refused, with the nearest one that there is."""
    with pytest.raises(WorkbookError, match=r"Did you mean '(01-)?two-strategies'\?"):
        find_assignment(name, copied)


def test_the_own_folder_does_not_hide_another_assignment(kit: Path, larkfield: Bundle) -> None:
    """From inside one assignment, another one is found by its name."""
    shutil.copy(larkfield.path, kit / "exercises/01-two-strategies" / FILE_NAME)
    found = find_assignment("goals", kit / "exercises/01-two-strategies")
    assert found == kit / "exercises/02-goals"


def test_a_folder_of_another_name_is_not_taken_from_outside(kit: Path) -> None:
    """From outside only a folder of the right name is taken."""
    (kit / "exercises/01-two-strategies").rename(kit / "exercises/my homework")
    with pytest.raises(WorkbookError):
        find_assignment("two-strategies", kit)


def test_an_unknown_assignment_suggests_the_nearest(kit: Path) -> None:
    """A misspelt name is answered with the nearest one."""
    with pytest.raises(WorkbookError, match=r"'two-stratgies'.*Did you mean '01-two-strategies'"):
        find_assignment("two-stratgies", kit)


def test_where_nothing_is_near_the_next_step_is_told(tmp_path: Path) -> None:
    """Where there is no assignment at all, the learner is told where to open the notebook."""
    empty = tmp_path / "a/b/c/d"
    empty.mkdir(parents=True)
    with pytest.raises(WorkbookError, match="Open the notebook in its own folder"):
        find_assignment("two-strategies", empty)


def test_a_folder_without_its_cases_is_still_the_right_one(tmp_path: Path) -> None:
    """Where cases.zip is missing beside the notebook, the folder is found and Bundle says why."""
    folder = tmp_path / "01-two-strategies"
    folder.mkdir()
    (folder / "two-strategies.ipynb").touch()
    assert folder == find_assignment("two-strategies", folder)


@pytest.mark.parametrize("start", ["/", "/nowhere/at/all"])
def test_any_place_to_start_will_do(start: str) -> None:
    """Starting at the top of the disk or in a folder that is gone raises only in words."""
    with pytest.raises(WorkbookError):
        find_assignment("no-such-assignment-anywhere", Path(start))


# ---------------------------------------------------------------- who is working


def test_nobody_is_known_on_a_new_computer() -> None:
    """Where nothing tells who is working, the id is empty."""
    assert who_works(None, "") == ""


def test_the_order_of_who_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """First what is given, then the hub, then the answers, then what was remembered."""
    remember("remembered")
    assert who_works(None, "") == "remembered"
    assert who_works(None, "recorded") == "recorded"
    monkeypatch.setenv("JUPYTERHUB_USER", "hub")
    assert who_works(None, "recorded") == "hub"
    assert who_works("given", "recorded") == "given"


@pytest.mark.parametrize("told", [" Ada ", "ADA", "ada\n"])
def test_an_id_is_spelled_in_one_way(told: str) -> None:
    """However the id is typed, the same learner is meant."""
    assert who_works(told, "") == "ada"


def test_a_learner_is_remembered_in_the_users_own_folder(alone: Path) -> None:
    """What is remembered lies in one small file of the user's settings."""
    remember("ünal")
    assert [path.name for path in alone.iterdir()] == ["learner"]
    assert who_works(None, "") == "ünal"


def test_where_nothing_can_be_remembered_nothing_is_lost(alone: Path) -> None:
    """A settings folder that cannot be made is no error: the id is in the answers too."""
    alone.write_text("a file in the folder's place", encoding="utf-8")
    remember("ada")
    assert who_works(None, "") == ""


def test_half_a_character_is_not_remembered() -> None:
    """An id that cannot be written to a file is no error: it is only not remembered."""
    remember("\ud800")
    assert who_works(None, "") == ""


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"\n"])
def test_a_damaged_memory_is_no_memory(content: bytes, alone: Path) -> None:
    """A memory that cannot be read is as if nobody had worked here."""
    alone.mkdir()
    (alone / "learner").write_bytes(content)
    assert who_works(None, "") == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=150))
def test_what_is_remembered_is_the_same_learner(name: str) -> None:
    """An id that was remembered comes back as the same id."""
    remember(who_works(name, ""))
    expected = who_works(name, "x") if name else ""
    assert expected == who_works(None, "") or not name.strip()
