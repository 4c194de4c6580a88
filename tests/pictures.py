"""Pictures of what a person sees: by the test, and, where it is asked for, into the guide."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

IN_THE_GUIDE = ("formgrader-memo", "formgrader-chart", "feedback-page", "feedback-page-phone")
"""Pictures that docs/instructors.md shows."""

COLOURS = 128
"""Of a picture in the guide: text on plain grounds has fewer, and the file is a third as large."""


def picture(page: Page, name: str, folder: Path, **how: Any) -> None:
    """
    Save a picture of a page in a folder; one for the guide where `ALIGNLIB_PICTURES` says.

    `how` is for Playwright's `screenshot`.
    """
    wanted = os.environ.get("ALIGNLIB_PICTURES")
    for_guide = bool(wanted) and name in IN_THE_GUIDE
    target = Path(wanted) if wanted and for_guide else folder
    target.mkdir(parents=True, exist_ok=True)
    path = target / f"{name}.png"
    page.screenshot(path=path, animations="disabled", **how)
    if for_guide:
        with Image.open(path) as drawn:
            few = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
