"""Where the kit's own folders lie."""

from __future__ import annotations

from pathlib import Path

from alignlib.errors import InstructorError


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

    A name may be the whole one, the number, or the words. Raises `InstructorError` for a name
    that fits none.
    """
    every = sorted(path.parent for path in (root / "solutions").glob("*/assignment.yaml"))
    if not named:
        return every
    found = []
    for name in named:
        fits = [f for f in every if name in (f.name, *f.name.split("-", 1))]
        if not fits:
            raise InstructorError(
                f"There is no module {name!r}. There are {', '.join(f.name for f in every)}."
            )
        found += fits
    return found
