"""What tests of lessons share."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.notebooks.worked import Run


@pytest.fixture
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run cells of the module's LESSON on a variant, as a learner of whom nothing is known."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return partial(request.module.LESSON.run, tmp_path)
