"""A course that has its release and waits for submissions; each file of tests has its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alignlib.cases import Bundle
from tests.grading.kit import ASSIGNMENT, Course, new_course
from tests.grading.postgres import Server, find_server, require_server, running


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, larkfield: Bundle) -> Course:
    """A course after `nbgrader generate_assignment`."""
    folder = tmp_path_factory.mktemp("term") / "course"
    made = new_course(folder, larkfield)
    run = made.nbgrader("generate_assignment", ASSIGNMENT)
    assert run.code == 0, run.log
    return made


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of our own, where one is installed."""
    with running(require_server(find_server())) as server:
        yield server
