"""
One set of pins: pyproject.toml gives ranges, requirements.lock what fits, environment.yml the same.

Each check is a function from texts to a list of faults, so that a test can show it a bad example.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENVIRONMENT = (ROOT / "environment.yml").read_text(encoding="utf-8")

RUN_BUT_NOT_IMPORTED = {
    "jupyterlab": "`alignlib lab` starts it",
    "notebook": "for learners who prefer one document to a desk; nbgrader asks for it too",
    "psycopg": "SQLAlchemy loads it for an address that begins with postgresql+psycopg",
}

EXTRAS = ("instructor", "postgresql")
"""What an instructor installs; `dev` holds these and what tests need."""


def required(project: Mapping[str, Any], *extras: str) -> list[Requirement]:
    """What the project asks for: its base, and with it these extras."""
    texts = list(project["project"]["dependencies"])
    for extra in extras:
        texts += project["project"]["optional-dependencies"][extra]
    requirements = [Requirement(text) for text in texts]
    return [r for r in requirements if canonicalize_name(r.name) != project["project"]["name"]]


def pins(lock: str) -> list[Requirement]:
    """The lines of a lock that are requirements; a line that is none is left to `loose_lines`."""
    found = []
    for line in lock.splitlines():
        try:
            found.append(Requirement(line))
        except InvalidRequirement:
            continue
    return found


def pinned_version(pin: Requirement) -> str:
    """The one version a pin allows; "" where it allows others."""
    only = list(pin.specifier)
    exact = len(only) == 1 and only[0].operator == "==" and not only[0].version.endswith("*")
    return only[0].version if exact else ""


def holds_here(requirement: Requirement, extra: str = "") -> bool:
    """Whether this machine is one that the requirement is for."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def loose_lines(lock: str) -> list[str]:
    """Lines of a lock that are neither a comment nor one exact version of one package."""
    faults = []
    for line in lock.splitlines():
        if not line or line.startswith("#"):
            continue
        try:
            pin = Requirement(line)
        except InvalidRequirement:
            faults.append(line)
            continue
        if pin.url or pin.extras or not pinned_version(pin):
            faults.append(line)
    return faults


def outside_their_range(requirements: Iterable[Requirement], lock: str) -> list[str]:
    """Requirements that no pin satisfies."""
    versions = {canonicalize_name(pin.name): pinned_version(pin) for pin in pins(lock)}
    faults = []
    for requirement in requirements:
        version = versions.get(canonicalize_name(requirement.name))
        if version is None:
            faults.append(f"{requirement}: not in the lock")
        elif not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"{requirement}: the lock has {version}")
    return faults


def unbounded(requirements: Iterable[Requirement]) -> list[str]:
    """Requirements that are no range: without a lowest version that is known to work."""
    return [str(r) for r in requirements if not any(s.operator == ">=" for s in r.specifier)]


def needed(requirements: Iterable[Requirement]) -> set[str]:
    """Every package that these bring along on this machine, as the installed ones declare it."""
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    open_ones = [(r, extra) for r in requirements for extra in ("", *r.extras)]
    while open_ones:
        requirement, extra = open_ones.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found.add(name)
        for text in metadata.requires(name) or ():
            child = Requirement(text)
            if holds_here(child, extra):
                open_ones += [(child, e) for e in ("", *child.extras)]
    return found


def environment_faults(environment: str, requires_python: str) -> list[str]:
    """What keeps a conda environment from having the lock's pins and a Python we support."""
    dependencies = yaml.safe_load(environment)["dependencies"]
    plain = [d for d in dependencies if isinstance(d, str)]
    from_pip = [line for d in dependencies if isinstance(d, dict) for line in d.get("pip", ())]
    faults = []
    if from_pip != ["-r requirements.lock"]:
        faults.append(f"pip section is {from_pip}, not the lock alone")
    if sorted(d.partition("=")[0] for d in plain) != ["pip", "python"]:
        faults.append(f"{plain}: a package from conda's side would have a pin of its own")
    python = next((d.partition("=")[2] for d in plain if d.startswith("python=")), "")
    if not python or not SpecifierSet(requires_python).contains(f"{python}.0"):
        faults.append(f"Python {python or 'of no version'} is outside {requires_python}")
    return faults


def imported_packages(source: str) -> set[str]:
    """The top-level names that a module imports, also inside its functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def undeclared(source: str, declared: set[str]) -> list[str]:
    """Packages that a module imports and the project does not ask for."""
    owners = metadata.packages_distributions()
    return [
        name
        for name in sorted(imported_packages(source) - sys.stdlib_module_names - {"alignlib"})
        if not declared & {canonicalize_name(owner) for owner in owners.get(name, [])}
    ]


def names(requirements: Iterable[Requirement]) -> set[str]:
    """The names alone, spelt as one spelling."""
    return {canonicalize_name(r.name) for r in requirements}


def learners_path() -> list[Path]:
    """The files of the modules that a learner's notebook may load."""
    contract = next(
        c for c in PROJECT["tool"]["importlinter"]["contracts"] if "alignlib.workbook" in str(c)
    )
    files = [ROOT / "alignlib" / "__init__.py"]
    for module in contract["source_modules"]:
        path = ROOT.joinpath(*module.split("."))
        files += path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]
    return [file for file in files if file.exists()]


def test_every_line_of_the_lock_is_one_exact_version() -> None:
    """The lock has no range, no address, no local path and no option of pip's."""
    assert loose_lines(LOCK) == []


@pytest.mark.parametrize(
    "line",
    [
        "pandas",
        "pandas>=3",
        "pandas==3.*",
        "pandas @ file:///somewhere/pandas.whl",
        "-e .",
        "--find-links wheels",
        "./wheels/pandas.whl",
    ],
)
def test_a_loose_line_is_found(line: str) -> None:
    """Each thing that would make two installations differ is a fault."""
    assert loose_lines(f"# pins\nfilelock==4.2.11\n{line}\n") == [line]


def test_the_lock_names_a_package_once() -> None:
    """One version of a package holds for all Pythons and all systems."""
    locked = [canonicalize_name(pin.name) for pin in pins(LOCK)]
    assert sorted(set(locked)) == sorted(locked)


def test_every_range_has_its_pin() -> None:
    """What pyproject.toml asks for, build system and extras included, the lock has."""
    build = [Requirement(text) for text in PROJECT["build-system"]["requires"]]
    assert outside_their_range(build + required(PROJECT, *EXTRAS, "dev"), LOCK) == []


@pytest.mark.parametrize("lock", ["", "pandas==2.3.1\n", "Pandas-Stubs==3.0\n"])
def test_a_pin_outside_its_range_is_found(lock: str) -> None:
    """A pin that is missing or too old is a fault."""
    assert len(outside_their_range([Requirement("pandas>=3,<4")], lock)) == 1


def test_every_requirement_is_a_range() -> None:
    """Each dependency says from which version on it is known to work."""
    assert unbounded(required(PROJECT, *EXTRAS, "dev")) == []
    assert unbounded([Requirement("pandas"), Requirement("rich<16")]) == ["pandas", "rich<16"]


def test_the_lock_has_what_is_needed_and_nothing_else() -> None:
    """What our requirements bring along on this machine are the pins meant for it."""
    expected = needed(required(PROJECT, *EXTRAS, "dev"))
    assert expected == {canonicalize_name(pin.name) for pin in pins(LOCK) if holds_here(pin)}


def test_packages_of_one_system_are_marked_as_such() -> None:
    """A pin without a marker is installed everywhere, so these must have one."""
    marked = {canonicalize_name(pin.name) for pin in pins(LOCK) if pin.marker}
    assert {"appnope", "colorama", "pexpect", "ptyprocess", "pywinpty"} <= marked


def test_what_is_installed_is_what_is_pinned() -> None:
    """The environment was built from the lock of today, not from an older one."""
    differing = {
        pin.name: metadata.version(pin.name)
        for pin in pins(LOCK)
        if holds_here(pin) and metadata.version(pin.name) != pinned_version(pin)
    }
    assert differing == {}


def test_conda_users_get_the_same_pins() -> None:
    """environment.yml takes its pins from the lock, and a Python that we support."""
    assert environment_faults(ENVIRONMENT, PROJECT["project"]["requires-python"]) == []


@pytest.mark.parametrize(
    "dependencies",
    [
        "[python=3.13, pip, {pip: [pandas==3.1.1]}]",
        "[python=3.13, pip, pandas=3.1.1, {pip: [-r requirements.lock]}]",
        "[python=3.10, pip, {pip: [-r requirements.lock]}]",
        "[python, pip, {pip: [-r requirements.lock]}]",
    ],
)
def test_an_environment_with_pins_of_its_own_is_found(dependencies: str) -> None:
    """A second list of pins, or a Python outside our range, is a fault."""
    assert len(environment_faults(f"dependencies: {dependencies}", ">=3.11,<3.15")) == 1


def test_every_supported_python_is_named() -> None:
    """The classifiers are the versions that requires-python lets in, and no others."""
    within = SpecifierSet(PROJECT["project"]["requires-python"])
    expected = [f"3.{minor}" for minor in range(100) if within.contains(f"3.{minor}.0")]
    lead = "Programming Language :: Python :: "
    classifiers = PROJECT["project"]["classifiers"]
    assert expected == [c.removeprefix(lead) for c in classifiers if c.startswith(lead)]


def test_every_import_is_declared() -> None:
    """A module imports only packages that the project asks for, not what others bring along."""
    declared = names(required(PROJECT, *EXTRAS))
    faults = {
        path.name: missing
        for path in sorted((ROOT / "alignlib").rglob("*.py"))
        if (missing := undeclared(path.read_text(encoding="utf-8"), declared))
    }
    assert faults == {}


def test_a_learner_needs_no_extra() -> None:
    """The modules of the learner's path import only what the base installs."""
    declared = names(required(PROJECT))
    faults = {
        path.name: missing
        for path in learners_path()
        if (missing := undeclared(path.read_text(encoding="utf-8"), declared))
    }
    assert faults == {}


def test_an_undeclared_import_is_found() -> None:
    """An import inside a function counts too, and one that nobody provides."""
    source = (
        "import json\nimport pandas as pd\ndef f():\n    from jinja2.ext import x\n    import nix\n"
    )
    assert undeclared(source, {"pandas"}) == ["jinja2", "nix"]


def test_every_dependency_is_used() -> None:
    """What the project asks for is imported somewhere, or is run, with a reason given above."""
    owners = metadata.packages_distributions()
    used = {
        canonicalize_name(owner)
        for path in [*(ROOT / "alignlib").rglob("*.py"), ROOT / "nbgrader_config.py"]
        if path.exists()
        for name in imported_packages(path.read_text(encoding="utf-8"))
        for owner in owners.get(name, [])
    }
    assert names(required(PROJECT, *EXTRAS)) - used - RUN_BUT_NOT_IMPORTED.keys() == set()


def test_every_dependency_has_its_reason_in_the_architecture() -> None:
    """ARCHITECTURE.md says what each is for."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").lower()
    unmentioned = [n for n in sorted(names(required(PROJECT, *EXTRAS))) if n not in text]
    assert unmentioned == []
