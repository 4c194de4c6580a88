"""Where the kit's own folders lie."""

from __future__ import annotations

from pathlib import Path

from alignlib.errors import InstructorError
from alignlib.places import fitting


def kit_root() -> Path:
    """
    The folder of the kit: the present one or one above it, else the one alignlib lies in.

    Raises `InstructorError` where none of them holds `solutions/` and `exercises/`.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / "exercises").is_dir() and (folder / "notebooks").is_dir():
            return folder
    raise InstructorError(
        f"There is no course kit in {here} or above it. Go into the folder that holds "
        "exercises/ and notebooks/, and try again."
    )


def modules(root: Path, named: list[str]) -> list[Path]:
    """
    The source folders of the modules named (all without names), such as `01-two-strategies`.

    Raises `InstructorError` for a name that fits none: see `fitting`.
    """
    every = sorted(path.parent for path in (root / "solutions").glob("*/assignment.yaml"))
    if not named:
        return every
    found = []
    folders = {folder.name: folder for folder in every}
    for name in named:
        fits = fitting(name, folders)
        if not fits:
            raise InstructorError(f"There is no module {name!r}. There are {', '.join(folders)}.")
        found += [folders[one] for one in fits]
    return found
