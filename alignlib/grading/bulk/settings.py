"""What a course's nbgrader configuration says, read as nbgrader reads it but without nbgrader."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import (
    ConfigFileNotFound,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)

from alignlib.errors import InstructorError

NAME = "nbgrader_config"

PASSES = {
    "pre_convert_hook": "alignlib.grading.receive.receive",
    "exporter_class": "alignlib.grading.reading.SubmittedNotebook",
    "sanitize_preprocessors": [
        "alignlib.grading.pour.Pour",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        "nbgrader.preprocessors.CheckCellMetadata",
    ],
    "autograde_preprocessors": [
        "alignlib.grading.score.ScoreAnswers",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "alignlib.grading.flag.FlagForHuman",
        "nbgrader.preprocessors.CheckCellMetadata",
    ],
}
"""What this path does, as `nbgrader_config.py` names it. Another list means other grades."""


EXCHANGE = "/usr/local/share/nbgrader/exchange"
"""Where nbgrader has its exchange, unless it is told another place."""


@dataclass(frozen=True)
class Settings:
    """The folders of a course and how it is graded; a `Directory` for `grading.course.Course`."""

    root: str
    db_url: str
    course_id: str = ""
    exchange: str = EXCHANGE
    directory_structure: str = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")  # noqa: PTH118 - as nbgrader has it
    source_directory: str = "source"
    release_directory: str = "release"
    submitted_directory: str = "submitted"
    autograded_directory: str = "autograded"
    feedback_directory: str = "feedback"
    student_id_exclude: str = ""
    groupshared: bool = False
    permissions: int = 0o444
    create_student: bool = True
    late: Config | None = None

    def format_path(self, nbgrader_step: str, student_id: str, assignment_id: str) -> str:
        """The folder of a learner's assignment at one step."""
        inside = self.directory_structure.format(
            nbgrader_step=nbgrader_step, student_id=student_id, assignment_id=assignment_id
        )
        return str(Path(self.root, inside))

    def learners(self, assignment: str) -> list[str]:
        """Who handed in an assignment, in nbgrader's order: by the names of the folders."""
        found = self.format_path(self.submitted_directory, "\0", assignment)
        before, after = (re.escape(part) for part in found.split("\0"))
        folders = self._folders(assignment)
        matches = (re.fullmatch(f"{before}(.*){after}", name, re.DOTALL) for name in folders)
        excluded = self.student_id_exclude.split(",")
        return [m[1] for m in matches if m and m[1] not in excluded]

    def assignments(self) -> list[str]:
        """Every assignment that somebody handed in."""
        return sorted({Path(name).name for name in self._folders("*")})

    def _folders(self, assignment: str) -> list[str]:
        pattern = self.format_path(self.submitted_directory, "*", assignment)
        found = glob.glob(pattern)  # noqa: PTH207 - nbgrader's way passes over names with a dot
        return sorted(name for name in found if Path(name).is_dir())

    def page(self, assignment: str, learner: str, notebook: str) -> Path:
        """Where nbgrader puts a learner's feedback."""
        folder = self.format_path(self.feedback_directory, learner, assignment)
        return Path(folder, f"{notebook}.html")

    def released_page(self, notebook: str, secret: bytes) -> Path:
        """Where nbgrader's exchange puts a page, once it is released."""
        name = hashlib.md5(secret + notebook.encode(), usedforsecurity=False).hexdigest()
        return Path(self.exchange, self.course_id, "feedback", f"{name}.html")


def read_settings(root: Path) -> Settings:
    """
    The settings of the course in a folder.

    Raises `InstructorError` where there is no course, where its configuration cannot be read,
    and where it grades in another way than this path does.
    """
    root = root.resolve()
    if not (root / f"{NAME}.py").is_file() and not (root / f"{NAME}.json").is_file():
        raise InstructorError(
            f"{root} is no course folder: it holds no {NAME}.py. Go into your course folder, or "
            "name it: alignlib grade --course DIR."
        )
    config = _config(root)
    _check_passes(config.Autograde)
    own = config.CourseDirectory
    known = {
        name: own[name]
        for name in Settings.__dataclass_fields__
        if name in own and isinstance(own[name], str | bool)
    }
    known["root"] = str(Path(own.get("root") or root).resolve())
    known["db_url"] = own.get("db_url") or f"sqlite:///{Path(known['root'], 'gradebook.db')}"
    known["course_id"] = str(own.get("course_id", "")).strip()
    exchanges = (config.ExchangeReleaseFeedback, config.Exchange)
    known["exchange"] = next((str(one.root) for one in exchanges if "root" in one), EXCHANGE)
    shared = bool(own.get("groupshared"))
    mode = config.Autograde.get("permissions", config.BaseConverter.get("permissions"))
    return Settings(
        **known,
        permissions=int(str(mode or (664 if shared else 444)), 8),
        create_student=bool(config.Autograde.get("create_student", True)),
        late=_late(config),
    )


def _config(root: Path) -> Config:
    """Everything that is configured: of this machine, of this person, and last of the course."""
    config = Config()
    for folder in (*reversed(jupyter_config_path()), str(root)):
        for kind, loader in (("py", PyFileConfigLoader), ("json", JSONFileConfigLoader)):
            try:
                config.merge(loader(f"{NAME}.{kind}", path=folder).load_config())
            except ConfigFileNotFound:
                continue
            except Exception as error:  # noqa: BLE001 - a configuration is a program
                raise InstructorError(
                    f"{Path(folder, NAME)}.{kind} could not be read: {type(error).__name__}: "
                    f"{error}."
                ) from None
    return config


def _check_passes(autograde: Config) -> None:
    for name, ours in PASSES.items():
        if autograde.get(name) != ours:
            raise InstructorError(
                f"{NAME}.py has another Autograde.{name} than the course kit. What it asks for is "
                "done by `nbgrader autograde` alone; or copy the kit's own list."
            )


def _late(config: Config) -> Config | None:
    """How late submissions lose points, where they do."""
    late: Config = config.LateSubmissionPlugin
    if "plugin_class" not in config.AssignLatePenalties and _method(late) == "none":
        return None
    return config


def _method(late: Config) -> Any:
    return late.get("penalty_method", "none")
