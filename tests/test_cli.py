"""The command `alignlib`, without the runs of nbgrader."""

from __future__ import annotations

import argparse
import errno
import importlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

from alignlib import cli
from alignlib.cases import Bundle
from alignlib.cli import build as building
from alignlib.cli import doctor, kit, lab, steps
from alignlib.errors import InstructorError, LearnerError
from alignlib.variants.build import build
from tests.conftest import MODULE

# ---------------------------------------------------------------- the command line


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_a_command_is_a_module(name: str) -> None:
    """Every subcommand is a module of its name that adds its arguments and runs."""
    module = importlib.import_module(f"alignlib.cli.{name}")
    module.add_arguments(argparse.ArgumentParser())
    assert callable(module.run)


@pytest.mark.parametrize("words", [["--help"], ["-h"]])
def test_help_names_every_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The help names each subcommand and what it does, and ends well."""
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for name, purpose in cli.COMMANDS.items():
        assert name in said
        assert purpose.split()[0] in said


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_has_its_own_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`alignlib COMMAND --help` tells what can be said to it, and ends well."""
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: alignlib {name}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["grade-everything"], ["--fast"], ["doctor", "--now"]])
def test_what_cannot_be_understood_is_said(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """No command, an unknown one, or an unknown option ends with code 2 and a usage line."""
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert "usage: alignlib" in capsys.readouterr().err


@pytest.mark.parametrize("error", [InstructorError, LearnerError])
def test_an_expected_error_is_one_sentence(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What somebody can put right is told on one line, without a traceback, with code 2."""

    def fail(options: argparse.Namespace) -> int:
        raise error("There is no course kit here.")

    monkeypatch.setattr(doctor, "run", fail)
    assert cli.main(["doctor"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "alignlib doctor: There is no course kit here.\n"
    assert captured.out == ""


@pytest.mark.parametrize("code", [0, 1, 7])
def test_the_exit_code_is_that_of_the_command(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command returns is the exit code."""
    monkeypatch.setattr(doctor, "run", lambda options: code)
    assert code == cli.main(["doctor"])


def test_the_words_of_the_shell_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without arguments the command line of the process is used."""
    monkeypatch.setattr(sys, "argv", ["alignlib", "doctor"])
    monkeypatch.setattr(doctor, "run", lambda options: 3)
    assert cli.main() == 3


def test_the_package_runs_as_a_module() -> None:
    """`python -m alignlib` is the same command."""
    done = subprocess.run(
        [sys.executable, "-m", "alignlib", "--help"], capture_output=True, text=True, check=True
    )
    assert "usage: alignlib" in done.stdout


# ---------------------------------------------------------------- the kit


@pytest.fixture
def course_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small kit with the sources of module 1 and a second module; we stand in it."""
    root = tmp_path / "kit"
    for name in ("exercises", "notebooks", "solutions/02-goals"):
        (root / name).mkdir(parents=True)
    shutil.copytree(
        MODULE, root / "solutions" / MODULE.name, ignore=shutil.ignore_patterns("*.zip", "answers*")
    )
    shutil.copy(MODULE / "assignment.yaml", root / "solutions/02-goals")
    shutil.copy(MODULE.parents[1] / "nbgrader_config.py", root)
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("place", [".", "exercises", "solutions/01-two-strategies"])
def test_the_kit_is_found_from_inside(
    place: str, course_kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the kit's folder and from any folder in it, the kit is found."""
    monkeypatch.chdir(course_kit / place)
    assert course_kit == kit.kit_root()


def test_elsewhere_the_kit_is_the_one_that_alignlib_lies_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside every kit, the kit that this alignlib belongs to is meant."""
    monkeypatch.chdir(tmp_path)
    assert MODULE.parents[1] == kit.kit_root()


def test_without_a_kit_the_next_step_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An alignlib installed without the kit says where to go."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(kit, "__file__", str(tmp_path / "site-packages/alignlib/cli/kit.py"))
    with pytest.raises(InstructorError, match=r"no course kit in .*Go into the folder"):
        kit.kit_root()


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([], ["01-two-strategies", "02-goals"]),
        (["01-two-strategies"], ["01-two-strategies"]),
        (["01"], ["01-two-strategies"]),
        (["two-strategies"], ["01-two-strategies"]),
        (["goals", "01"], ["02-goals", "01-two-strategies"]),
    ],
)
def test_a_module_is_named_by_number_or_words(
    named: list[str], expected: list[str], course_kit: Path
) -> None:
    """A module may be named whole, by its number or by its words; without a name all are meant."""
    assert expected == [folder.name for folder in kit.modules(course_kit, named)]


@pytest.mark.parametrize("name", ["03", "two", "strategies", ""])
def test_an_unknown_module_is_named(name: str, course_kit: Path) -> None:
    """A name that fits no module is refused with those that there are."""
    with pytest.raises(InstructorError, match="There are 01-two-strategies, 02-goals"):
        kit.modules(course_kit, [name])


# ---------------------------------------------------------------- lab

Started = list[SimpleNamespace]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, course_kit: Path) -> Started:
    """What `alignlib lab` would have started."""
    calls: Started = []

    def start(command: list[str], **options: Any) -> SimpleNamespace:
        calls.append(SimpleNamespace(command=command, **options))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(lab.subprocess, "run", start)
    monkeypatch.setattr(lab.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    return calls


def test_lab_opens_the_first_page_of_the_kit(started: Started, course_kit: Path) -> None:
    """JupyterLab is run by this very Python, in the kit, at the first page."""
    assert cli.main(["lab"]) == 0
    (call,) = started
    assert call.command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={course_kit}" in call.command
    assert "--LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb" in call.command
    assert call.cwd == course_kit
    assert "--no-browser" not in call.command
    assert "--allow-root" not in call.command


def test_the_first_page_is_there() -> None:
    """The page that lab opens is in the repository."""
    assert (MODULE.parents[1] / lab.FIRST_PAGE).is_file()


def test_lab_takes_a_port_and_no_browser(started: Started) -> None:
    """Port and browser are passed on."""
    cli.main(["lab", "--no-browser", "--port", "8890"])
    assert {"--no-browser", "--port=8890"} <= set(started[0].command)


def test_lab_opens_a_course_to_grade_in(started: Started, tmp_path: Path) -> None:
    """With --course, JupyterLab starts in that folder, where Formgrader finds its course."""
    (tmp_path / "nbgrader_config.py").touch()
    assert cli.main(["lab", "--course", str(tmp_path)]) == 0
    (call,) = started
    assert f"--ServerApp.root_dir={tmp_path.resolve()}" in call.command
    assert "--LabApp.default_url=/lab" in call.command


def test_lab_refuses_a_folder_that_is_no_course(
    started: Started, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without nbgrader's configuration is named, with the next step."""
    assert cli.main(["lab", "--course", str(tmp_path)]) == 2
    assert started == []
    assert f"{tmp_path} is no course folder" in capsys.readouterr().err


def test_lab_fetches_no_news(started: Started) -> None:
    """JupyterLab is told not to look for news and updates."""
    cli.main(["lab"])
    assert "--LabApp.news_url=None" in started[0].command
    settings = Path(started[0].env["JUPYTER_CONFIG_PATH"]) / "labconfig" / "page_config.json"
    assert json.loads(settings.read_text(encoding="utf-8"))["disabledExtensions"]


def test_lab_keeps_the_users_own_settings_first(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A configuration path that is set already stays, before ours."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "mine")
    cli.main(["lab"])
    assert started[0].env["JUPYTER_CONFIG_PATH"].split(os.pathsep) == ["mine", str(lab.SETTINGS)]


def test_lab_runs_for_root_too(
    started: Started, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Root, as in a container, is told so, and JupyterLab is allowed to start."""
    monkeypatch.setattr(lab.os, "geteuid", lambda: 0, raising=False)
    cli.main(["lab"])
    assert "--allow-root" in started[0].command
    assert "You are root" in capsys.readouterr().out


def test_lab_ends_quietly_on_ctrl_c(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C is how one stops it: no traceback, code 0."""

    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(lab.subprocess, "run", interrupt)
    assert cli.main(["lab"]) == 0


def test_lab_passes_other_words_to_jupyterlab(started: Started) -> None:
    """What lab does not know goes to JupyterLab as it is."""
    cli.main(["lab", "--ip=0.0.0.0"])
    assert "--ip=0.0.0.0" in started[0].command


# ---------------------------------------------------------------- build


@pytest.fixture
def generated(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str]]:
    """The releases that nbgrader would have been asked for."""
    calls: list[tuple[Path, str]] = []
    monkeypatch.setattr(building, "release", lambda root, name: calls.append((root, name)))
    monkeypatch.setattr(building, "generate", lambda course, name: calls.append((course, name)))
    return calls


Generated = list[tuple[Path, str]]


def test_build_makes_cases_practice_and_release(course_kit: Path, generated: Generated) -> None:
    """Without options a module gets its open cases, its practice and its release."""
    assert cli.main(["build", "01", "--variants", "2"]) == 0
    bundle = Bundle(course_kit / "solutions" / MODULE.name / "cases.zip")
    assert (bundle.variants, bundle.open) == (2, True)
    (practice,) = (course_kit / "notebooks/practice").glob("*/cases.zip")
    assert Bundle(practice).open
    assert generated == [(course_kit, MODULE.name)]
    assert not (course_kit / "keys").exists()


def test_the_open_cases_are_always_the_same(
    course_kit: Path, generated: Generated, tmp_path: Path
) -> None:
    """What build makes is what the library makes of the open seed."""
    cli.main(["build", "01", "--variants", "2"])
    (expected,) = build(MODULE / "case.yaml", MODULE / "assignment.yaml", 2, into=tmp_path).paths
    made = course_kit / "solutions" / MODULE.name / "cases.zip"
    assert expected.read_bytes() == made.read_bytes()


def test_practice_shows_none_of_the_exercises_variants(
    course_kit: Path, generated: Generated
) -> None:
    """The draws of the practice are other ones than the exercise's."""
    cli.main(["build", "01", "--variants", "3"])
    (practice,) = (course_kit / "notebooks/practice").glob("*/cases.zip")
    exercise = Bundle(course_kit / "solutions" / MODULE.name / "cases.zip")
    ledgers = {
        json.dumps(exercise.variant(number).case.rows("budget_lines")) for number in (1, 2, 3)
    }
    for number in (1, 2, 3):
        shown = Bundle(practice).variant(number).case.rows("budget_lines")
        assert json.dumps(shown) not in ledgers


def test_a_sealed_build_puts_the_keys_aside(
    course_kit: Path, tmp_path: Path, generated: Generated
) -> None:
    """Sealed cases hold no key; the same cases with their keys, and the seed, lie in keys/."""
    course = tmp_path / "course"
    assert cli.main(["build", "01", "--variants", "2", "--sealed", "--into", str(course)]) == 0
    sealed = Bundle(course / "solutions" / MODULE.name / "cases.zip")
    kept = Bundle(course / "keys" / MODULE.name / "cases.zip")
    assert not sealed.open
    assert kept.open
    assert kept.variant(1).items == sealed.variant(1).items
    seed = (course / "keys" / MODULE.name / "seed.txt").read_text(encoding="utf-8").strip()
    assert len(seed) == 32
    assert seed.encode() not in sealed.path.read_bytes()
    assert generated == [(course, MODULE.name)]


def test_two_sealed_builds_have_two_seeds(
    course_kit: Path, tmp_path: Path, generated: Generated
) -> None:
    """Without a seed each sealed build draws other variants."""
    keys = []
    for name in ("one", "two"):
        cli.main(["build", "01", "--variants", "1", "--sealed", "--into", str(tmp_path / name)])
        keys.append((tmp_path / name / "keys" / MODULE.name / "cases.zip").read_bytes())
    assert keys[0] != keys[1]


def test_keys_are_never_written_over(
    course_kit: Path, tmp_path: Path, generated: Generated, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second draw does not replace the keys that submissions may need."""
    words = ["build", "01", "--variants", "1", "--sealed", "--into", str(tmp_path / "course")]
    assert cli.main(words) == 0
    kept = tmp_path / "course" / "keys" / MODULE.name
    before = [(kept / name).read_bytes() for name in ("cases.zip", "seed.txt")]
    assert cli.main(words) == 2
    assert "already holds the keys of another draw" in capsys.readouterr().err
    assert before == [(kept / name).read_bytes() for name in ("cases.zip", "seed.txt")]


def test_the_same_seed_can_be_built_again(
    course_kit: Path, tmp_path: Path, generated: Generated
) -> None:
    """With the seed that was kept, the same course can be built again."""
    words = ["build", "01", "--variants", "1", "--sealed", "--seed", "s", "--into"]
    for _ in range(2):
        assert cli.main([*words, str(tmp_path / "course")]) == 0


@pytest.mark.parametrize("seed", ["open", "practice"])
def test_the_open_seed_cannot_be_sealed(
    seed: str, course_kit: Path, tmp_path: Path, generated: Generated
) -> None:
    """A sealed build refuses the seeds whose keys everybody has, and makes nothing."""
    words = ["build", "01", "--variants", "1", "--sealed", "--seed", seed, "--into"]
    assert cli.main([*words, str(tmp_path / "course")]) == 2
    assert not (tmp_path / "course").exists()
    assert generated == []


def test_a_course_of_its_own_leaves_the_kit_alone(
    course_kit: Path, tmp_path: Path, generated: Generated
) -> None:
    """Built into a folder of its own, a course gets copies; nothing in the kit changes."""

    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in course_kit.rglob("*") if path.is_file()}

    source = course_kit / "solutions" / MODULE.name
    (source / "answers.source.json").write_text("{}", encoding="utf-8")
    before = state()
    cli.main(["build", "01", "--variants", "1", "--into", str(tmp_path / "course")])
    assert before == state()
    made = tmp_path / "course" / "solutions" / MODULE.name
    assert (tmp_path / "course" / "nbgrader_config.py").is_file()
    assert not (made / "answers.source.json").exists()
    assert Bundle(made / "cases.zip").open


def test_a_folder_with_something_else_in_it_is_left_alone(
    course_kit: Path, tmp_path: Path, generated: Generated, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is no course is refused, and stays as it is."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/cat.png").touch()
    assert cli.main(["build", "01", "--into", str(tmp_path / "photos")]) == 2
    assert "is no course folder" in capsys.readouterr().err
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["cat.png"]


@pytest.mark.parametrize("variants", ["0", "-1", "1000"])
def test_a_number_of_variants_out_of_range_is_refused(
    variants: str, course_kit: Path, generated: Generated, capsys: pytest.CaptureFixture[str]
) -> None:
    """Variants are numbered with three digits, and there is at least one."""
    assert cli.main(["build", f"--variants={variants}"]) == 2
    assert "it must be 1 to 999" in capsys.readouterr().err
    assert generated == []


def source_with(course_kit: Path, edit: Callable[[list[dict[str, Any]]], Any]) -> Path:
    """The source of module 1 with its grade cells changed."""
    source = course_kit / "solutions" / MODULE.name
    path = source / "two-strategies.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    edit(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return source


def graded(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The marks of the cells that give points."""
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    return [mark for mark in marks if mark.get("grade") and mark["points"]]


def test_the_grade_cells_of_module_1_give_its_points(course_kit: Path) -> None:
    """The notebook's grade cells are the items of assignment.yaml, with the same points."""
    building.check_points(source_with(course_kit, lambda cells: None))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda cells: graded(cells)[0].update(points=99), "'sort-the-board-pack' has 10 points"),
        (lambda cells: graded(cells)[1].update(grade=False), "'the-tool-list'.* and None in its"),
        (lambda cells: graded(cells)[3].update(grade_id="who"), "'whose-question'.* and None"),
        (
            lambda cells: cells.append(
                {
                    "cell_type": "code",
                    "metadata": {"nbgrader": {"grade": True, "grade_id": "more", "points": 5}},
                    "source": "",
                }
            ),
            "grade cell 'more' has no item",
        ),
    ],
    ids=["points", "no grade", "other id", "one more"],
)
def test_grade_cells_that_do_not_fit_are_named(
    edit: Callable[[list[dict[str, Any]]], Any], words: str, course_kit: Path
) -> None:
    """A grade cell that is missing, is too many or gives other points is named."""
    with pytest.raises(InstructorError, match=words):
        building.check_points(source_with(course_kit, edit))


@pytest.mark.parametrize(
    "edit",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("{", encoding="utf-8"),
        lambda path: path.write_text('{"cells": [7]}', encoding="utf-8"),
        lambda path: path.write_text("{}", encoding="utf-8"),
        lambda path: path.write_bytes(b"caf\xe9"),
    ],
    ids=["missing", "torn", "cells", "empty", "latin-1"],
)
def test_a_notebook_that_cannot_be_read_is_named(
    edit: Callable[[Path], Any], course_kit: Path
) -> None:
    """A source whose notebook is missing or damaged is an InstructorError."""
    source = course_kit / "solutions" / MODULE.name
    edit(source / "two-strategies.ipynb")
    with pytest.raises(InstructorError, match=r"two-strategies\.ipynb"):
        building.check_points(source)


def test_points_are_checked_before_anything_is_written(
    course_kit: Path, generated: Generated, capsys: pytest.CaptureFixture[str]
) -> None:
    """A source that does not fit is refused before its cases are replaced."""
    path = course_kit / "solutions" / MODULE.name / "assignment.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["items"][0]["points"] = 15
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    assert cli.main(["build", "01"]) == 2
    assert "Give both the same" in capsys.readouterr().err
    assert not path.with_name("cases.zip").exists()
    assert generated == []


# ---------------------------------------------------------------- nbgrader's words


@pytest.fixture
def speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a program in nbgrader's place."""

    def put(code: str) -> None:
        program = tmp_path / "python"
        program.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(steps, "sys", SimpleNamespace(executable=str(program)))

    return put


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a #! line")
def test_nbgraders_lines_are_passed_on(speaker: Callable[[str], None], tmp_path: Path) -> None:
    """What nbgrader says comes line by line, both streams, from its course folder."""
    speaker(
        "import os, sys\nprint(*sys.argv[1:])\nprint(os.getcwd(), flush=True)\n"
        "print(os.environ['PATH'].split(os.pathsep)[0], file=sys.stderr)"
    )
    said = list(steps.nbgrader(tmp_path, "autograde", "01"))
    assert said == ["-m nbgrader autograde 01", str(tmp_path), str(tmp_path)]


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a #! line")
def test_nbgraders_failure_shows_its_last_words(
    speaker: Callable[[str], None], tmp_path: Path
) -> None:
    """A failing nbgrader becomes an InstructorError with its last lines, not with all of them."""
    speaker("for n in range(100): print(f'line {n}')\nraise SystemExit(3)")
    with pytest.raises(InstructorError, match=r"autograde failed \(exit code 3\)") as caught:
        list(steps.nbgrader(tmp_path, "autograde", "01"))
    assert "line 99" in str(caught.value)
    assert "line 50" not in str(caught.value)


def test_errors_of_a_release_are_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """While a release is made, nbgrader's errors are shown and its other words are not."""
    lines = ["[GenerateApp | INFO] Converting", "[GenerateApp | ERROR] No cell"]
    monkeypatch.setattr(building, "nbgrader", lambda *_: iter(lines))
    building.generate(tmp_path, "01")
    captured = capsys.readouterr()
    assert captured.err == "  [GenerateApp | ERROR] No cell\n"
    assert captured.out == ""


# ---------------------------------------------------------------- doctor

Look = Callable[[], Iterator[doctor.Finding]]


def bad(look: Look) -> list[str]:
    """What a look finds wrong."""
    return [finding.words for finding in look() if not finding.well]


@pytest.mark.parametrize(
    "look",
    [
        doctor.look_at_python,
        doctor.look_at_packages,
        doctor.look_at_widgets,
        doctor.look_at_nbgrader,
    ],
    ids=lambda look: look.__name__,
)
def test_this_installation_is_well(look: Look) -> None:
    """In the environment that runs the tests, nothing is wrong."""
    assert bad(look) == []


def findings(*found: tuple[bool, str]) -> tuple[Look, ...]:
    """Looks that find this."""
    return (lambda: iter(doctor.Finding(*one) for one in found),)


def test_the_doctor_counts_what_needs_attention(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Findings are listed with a sign; one that is not well makes the exit code 1."""
    monkeypatch.setattr(doctor, "LOOKS", findings((True, "Python 3.11"), (False, "pandas is old")))
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().out == (
        "✓ Python 3.11\n✗ pandas is old\n\n1 of 2 things need attention.\n"
    )


def test_the_doctor_says_when_all_is_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing is wrong the exit code is 0."""
    monkeypatch.setattr(doctor, "LOOKS", findings((True, "Python 3.11")))
    assert cli.main(["doctor"]) == 0
    assert capsys.readouterr().out.endswith("Everything is well.\n")


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python before 3.11 is too old."""
    monkeypatch.setattr(doctor, "sys", SimpleNamespace(version_info=(3, 10, 4, "final", 0)))
    assert bad(doctor.look_at_python) == ["Python 3.10.4 is too old: install 3.11 or later."]


def packages(monkeypatch: pytest.MonkeyPatch, **changes: str | None) -> None:
    """Let the installed versions be other ones; None takes a package away."""
    real = importlib.metadata.version

    def version(name: str) -> str:
        found = changes.get(name, real(name) if name not in changes else None)
        if found is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(importlib.metadata, "version", version)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that learners need and that is not there is named with the command that helps."""
    packages(monkeypatch, pandas=None)
    assert bad(doctor.look_at_packages) == [
        "pandas is missing. Run: pip install -r requirements.lock"
    ]


@pytest.mark.parametrize("version", ["0.1", "999.0"])
def test_a_package_of_another_version_is_named(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package out of the range that alignlib asks for is named with both versions."""
    packages(monkeypatch, pandas=version)
    (said,) = bad(doctor.look_at_packages)
    assert said.startswith(f"pandas {version} is installed, ")
    assert ">=3" in said


def test_a_learner_needs_no_instructors_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without nbgrader and the others a learner's installation is well."""
    packages(monkeypatch, **dict.fromkeys(doctor.FOR_INSTRUCTORS))
    found = list(doctor.look_at_packages())
    assert all(finding.well for finding in found)
    assert "nbgrader is not installed. Only instructors need it." in [f.words for f in found]
    assert list(doctor.look_at_nbgrader()) == []


def test_an_alignlib_that_is_not_installed_asks_for_no_range(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Run from its folder alone, alignlib has no metadata; the packages are still listed."""

    def requires(name: str) -> list[str]:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", requires)
    assert bad(doctor.look_at_packages) == []


def kernel(monkeypatch: pytest.MonkeyPatch, program: str | None) -> None:
    """Let the kernel run this program; None: there is no kernel."""

    def get(self: KernelSpecManager, name: str) -> KernelSpec:
        if program is None:
            raise NoSuchKernel(name)
        return KernelSpec(argv=[program, "-m", "ipykernel_launcher"])

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", get)


@pytest.mark.parametrize("program", ["python", "python3", sys.executable])
def test_the_kernel_of_this_python_is_well(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel of this Python, by its path or as a bare name, is well."""
    kernel(monkeypatch, program)
    assert bad(doctor.look_at_kernel) == []


def test_a_kernel_of_another_python_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A kernel that runs another Python is named with its path: alignlib may not be there."""
    kernel(monkeypatch, str(tmp_path / "python"))
    (said,) = bad(doctor.look_at_kernel)
    assert str(tmp_path) in said
    assert "ipykernel install" in said


def test_a_missing_kernel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a kernel no notebook runs."""
    kernel(monkeypatch, None)
    assert bad(doctor.look_at_kernel) == [
        "There is no kernel python3. Run: python -m ipykernel install --sys-prefix"
    ]


def test_missing_extensions_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the extensions of JupyterLab no panel shows."""
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [str(tmp_path)])
    said = bad(doctor.look_at_widgets)
    assert len(said) == 2
    assert all("is missing. Run: pip install" in words for words in said)


def test_a_missing_alembic_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the command alembic nbgrader cannot make a gradebook."""
    monkeypatch.setattr(doctor.shutil, "which", lambda *_, **__: None)
    assert "alembic" in bad(doctor.look_at_nbgrader)[0]


@pytest.fixture
def exercise(course_kit: Path, larkfield: Bundle) -> Path:
    """An exercise of the kit that is in order."""
    folder = course_kit / "exercises" / MODULE.name
    folder.mkdir()
    (folder / "two-strategies.ipynb").touch()
    shutil.copy(larkfield.path, folder)
    return folder


def test_an_exercise_in_order_is_well(exercise: Path) -> None:
    """An exercise with its cases and no answers yet is well, and its variants are counted."""
    found = list(doctor.look_at_assignments())
    assert [f.words for f in found] == ["01-two-strategies: 12 variants, open"]
    assert found[0].well


def test_recorded_answers_are_counted(exercise: Path) -> None:
    """How many answers are recorded is said."""
    text = '{"schema": 1, "items": {"a": {"value": 1}}}'
    (exercise / "answers.json").write_text(text, encoding="utf-8")
    assert "01-two-strategies: 1 answers recorded" in [
        finding.words for finding in doctor.look_at_assignments()
    ]


def test_missing_cases_are_named(exercise: Path) -> None:
    """An exercise without its cases is named with what to do."""
    (exercise / "cases.zip").unlink()
    (said,) = bad(doctor.look_at_assignments)
    assert "cases.zip is missing" in said


def test_damaged_cases_are_named(exercise: Path) -> None:
    """An exercise with damaged cases is named with what to do."""
    (exercise / "cases.zip").write_bytes(b"PK")
    (said,) = bad(doctor.look_at_assignments)
    assert "is damaged" in said


def test_incomplete_cases_are_named(exercise: Path) -> None:
    """Cases with a field missing do not stop the doctor: they are one of its findings."""
    with zipfile.ZipFile(exercise / "cases.zip", "w") as archive:
        archive.writestr("manifest.json", '{"schema": 1}')
    (said,) = bad(doctor.look_at_assignments)
    assert "is damaged ('assignment' is missing)" in said


def test_damaged_answers_are_named(exercise: Path) -> None:
    """Answers that cannot be read are named with the reason."""
    (exercise / "answers.json").write_text("{", encoding="utf-8")
    (said,) = bad(doctor.look_at_assignments)
    assert "not valid JSON" in said


def test_a_folder_that_cannot_be_written_to_is_named(
    exercise: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder in which no answer can be saved is named with what to do."""

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    (said,) = bad(doctor.look_at_assignments)
    assert "answers cannot be saved here (Permission denied)" in said


def test_without_a_kit_the_doctor_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Outside a kit the doctor reports it as a finding and goes on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(kit, "__file__", str(tmp_path / "a/b/c.py"))
    assert "no course kit" in bad(doctor.look_at_assignments)[0]
