"""What all tests share: the browser, Larkfield's variants, and small items with their keys."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from alignlib.answers import FILE_NAME as ANSWERS
from alignlib.cases import FILE_NAME, SCHEMA, Bundle
from alignlib.items import Item, read_item
from alignlib.variants.build import build
from alignlib.variants.template import read_assignment, read_template
from tests.serving import browsing

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
"""Chromium and its relatives, as Linux names them."""

PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
)
"""Where macOS and Windows put them, off the PATH."""

WITHOUT = (
    "no Chromium or Chrome on this machine: the browser tests did not run. "
    "Install one (on Debian: apt install chromium) to run them"
)


def find_chromium(
    which: Callable[[str], str | None] = shutil.which,
    environment: Mapping[str, str] = os.environ,
) -> Path | None:
    """The first browser of the Chromium family on this machine, or None."""
    for command in COMMANDS:
        if found := which(command):
            return Path(found)
    for place in PLACES:
        path = place
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
            path = path.replace(f"{{{name}}}", environment.get(name, "?"))
        if Path(path).is_file():
            return Path(path)
    return None


def require_chromium(found: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """
    The browser found; without one the test is skipped, and in CI it fails.

    A skipped test is easily overlooked in CI, where the browser is part of the machine.
    """
    if found is not None:
        return found
    if environment.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(WITHOUT, pytrace=False)
    pytest.skip(WITHOUT)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Chromium's executable, for Playwright's `executable_path`."""
    return require_chromium(find_chromium())


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """Headless Chromium. One at a time: Playwright does not start beside one that is running."""
    with browsing(chromium_path) as running:
        yield running


# ---------------------------------------------------------------- examples that hypothesis draws

# A slow machine is no fault of the library; in CI each run draws the same examples.
settings.register_profile("kit", deadline=None, max_examples=60)
settings.register_profile("kit-ci", settings.get_profile("kit"), derandomize=True, database=None)
settings.load_profile("kit-ci" if os.environ.get("CI") else "kit")

AWKWARD = ("", "\ud800", "T01", "parts", "answer", "tolerance", "band", "right", "feedback", "Z9")
"""Texts that a random draw would seldom find: ids and names that items and keys use."""

json_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(AWKWARD)
    | st.just(10**400)
)

json_values = st.recursive(
    json_scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4) | st.sampled_from(AWKWARD), inner, max_size=4)
    ),
    max_leaves=12,
)
"""Anything that a JSON reader may give, with NaN and infinity as Python's own reader gives them."""


# ---------------------------------------------------------------- Larkfield, as it is now

MODULE = Path(__file__).parent.parent / "solutions" / "01-two-strategies"


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """The template of Larkfield Stores. Copy it before you change it."""
    return read_template(MODULE / "case.yaml")


@pytest.fixture(scope="session")
def assignment() -> dict[str, Any]:
    """The declaration of module 1. Copy it before you change it."""
    return read_assignment(MODULE / "assignment.yaml")


@pytest.fixture(scope="session")
def larkfield(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The open `cases.zip` of module 1, built from the sources as they are now."""
    into = tmp_path_factory.mktemp("built") / MODULE.name
    build(MODULE / "case.yaml", MODULE / "assignment.yaml", 12, into=into)
    return Bundle(into / FILE_NAME)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer on which nobody has worked yet; the folder where alignlib remembers people."""
    memory = tmp_path / "memory"
    monkeypatch.setattr("alignlib.places.user_config_path", lambda *_, **__: memory)
    for name in ("JUPYTERHUB_USER", "NBGRADER_EXECUTION", "NBGRADER_VALIDATING"):
        monkeypatch.delenv(name, raising=False)
    return memory


@pytest.fixture
def desk(tmp_path: Path, larkfield: Bundle, alone: Path) -> Path:
    """A learner's folder of module 1 with its cases and no answers, on a new computer."""
    folder = tmp_path / "exercises" / MODULE.name
    folder.mkdir(parents=True)
    shutil.copyfile(larkfield.path, folder / FILE_NAME)
    assert not (folder / ANSWERS).exists()
    return folder


# ---------------------------------------------------------------- small items and their keys

CATEGORIES = ("business", "technology", "neither", "market", "value", "tools", "data", "growth")
"""Ids of categories for items that tests make."""


def classify_item(things: int = 6, categories: int = 3, points: float = 6.0) -> Item:
    """A classify item with things T01, T02 and so on."""
    return read_item(
        {
            "id": "sort",
            "kind": "classify",
            "title": "Sort",
            "prompt": "Give each a category.",
            "points": points,
            "claims": ["S1"],
            "lesson": "sorting",
            "categories": [
                {"id": c, "label": c.title(), "meaning": f"What is {c}."}
                for c in CATEGORIES[:categories]
            ],
            "things": [
                {"id": f"T{n:02}", "text": f"Statement {n}.", "note": f"page {n}"}
                for n in range(1, things + 1)
            ],
        }
    )


def classify_key(things: int = 6, categories: int = 3) -> dict[str, Any]:
    """Its key: the categories in turn, so that each is right equally often."""
    return {
        "feedback": "evidence",
        "parts": {
            f"T{n:02}": {
                "answer": CATEGORIES[(n - 1) % categories],
                "why": f"Reason {n}.",
                "claim": "S1",
                "lure": CATEGORIES[n % categories] if n % 2 else "",
            }
            for n in range(1, things + 1)
        },
    }


def choose_item(options: int = 6, points: float = 6.0) -> Item:
    """A choose item with options T01, T02 and so on."""
    return read_item(
        {
            "id": "pick",
            "kind": "choose",
            "title": "Pick",
            "prompt": "Select what fits.",
            "points": points,
            "claims": ["S7"],
            "lesson": "picking",
            "options": [
                {"id": f"T{n:02}", "text": f"Option {n}.", "note": f"row {n}"}
                for n in range(1, options + 1)
            ],
        }
    )


def choose_key(options: int = 6, right: int = 2) -> dict[str, Any]:
    """Its key: the first options are right."""
    return {
        "feedback": "evidence",
        "parts": {
            f"T{n:02}": {
                "right": n <= right,
                "why": f"Reason {n}.",
                "claim": "S7",
                "lure": "" if n % 2 else "closed",
            }
            for n in range(1, options + 1)
        },
    }


LINKED = ("T01/G1", "T01/G5", "T02/G2", "T03/G3", "T04/G4")
"""The right pairs of the link item that tests make."""


def link_item(left: int = 4, right: int = 5, points: float = 6.0) -> Item:
    """A link item with T01, T02 and so on at the left, and G1, G2 and so on at the right."""
    return read_item(
        {
            "id": "join",
            "kind": "link",
            "title": "Join",
            "prompt": "Join what belongs together.",
            "points": points,
            "claims": ["S16"],
            "lesson": "joining",
            "left_heading": "Initiative",
            "right_heading": "Objective",
            "left": [
                {"id": f"T{n:02}", "text": f"Initiative {n}.", "note": f"line {n}"}
                for n in range(1, left + 1)
            ],
            "right": [
                {"id": f"G{n}", "text": f"Objective {n}.", "note": ""} for n in range(1, right + 1)
            ],
        }
    )


def link_key(*right: str) -> dict[str, Any]:
    """Its key: these pairs are right (or LINKED); two wrong ones are named, and lure."""
    pairs = dict.fromkeys(right or LINKED, True) | {"T02/G1": False, "T03/G5": False}
    return {
        "feedback": "evidence",
        "parts": {
            pair: {
                "right": is_right,
                "why": f"Reason {pair}.",
                "claim": "S16",
                "lure": "" if is_right else "the same word",
            }
            for pair, is_right in pairs.items()
        },
    }


SETTLED = ("T03/T01", "T01/T02", "T02/T05", "T03/T06", "T06/T04")
"""The pairs that the key of the order item names: two lines that begin with T03."""


def order_item(things: int = 6, points: float = 6.0) -> Item:
    """An order item with things T01, T02 and so on."""
    return read_item(
        {
            "id": "rank",
            "kind": "order",
            "title": "Rank",
            "prompt": "Put what must come first on top.",
            "points": points,
            "claims": ["S38"],
            "lesson": "ranking",
            "things": [
                {"id": f"T{n:02}", "text": f"Step {n}.", "note": f"{n} weeks"}
                for n in range(1, things + 1)
            ],
        }
    )


def order_key(*settled: str) -> dict[str, Any]:
    """Its key: these pairs (or SETTLED), every second one with a lure."""
    return {
        "feedback": "evidence",
        "parts": {
            pair: {
                "why": f"Reason {pair}.",
                "claim": "S38",
                "lure": "" if number % 2 else "it sounds urgent",
            }
            for number, pair in enumerate(settled or SETTLED)
        },
    }


def number_item(points: float = 10.0, **changes: Any) -> Item:
    """A number item in per cent."""
    declared = {
        "id": "share",
        "kind": "number",
        "title": "Share",
        "prompt": "Compute it.",
        "points": points,
        "claims": ["S2"],
        "lesson": "shares",
        "unit": "%",
        "low": 0,
        "high": 100,
        "decimals": 1,
    }
    return read_item(declared | changes)


def number_key(**changes: Any) -> dict[str, Any]:
    """Its key: 50 ± 0.5, half within 2, and two named mistakes."""
    return {
        "feedback": "evidence",
        "answer": 50.0,
        "tolerance": 0.5,
        "band": 2.0,
        "claim": "S2",
        "mistakes": [
            {"name": "twice", "value": 70.0, "says": "Some payments count twice."},
            {"name": "rounded", "value": 30.0, "says": "Rounded too early.", "share": 0.25},
        ],
    } | changes


def memo_item(points: float = 20.0) -> Item:
    """A memo item."""
    return read_item(
        {
            "id": "memo",
            "kind": "memo",
            "title": "Memo",
            "prompt": "Write to the board.",
            "points": points,
            "claims": ["S8"],
            "lesson": "writing",
            "words": [80, 160],
            "criteria": [{"id": "clear", "label": "Clear", "meaning": "Both readers understand."}],
        }
    )


def plan_item(points: float = 40.0, **changes: Any) -> Item:
    """A plan item: seven candidates, three objectives, four quarters. CONTRIBUTING.md shows it."""
    declared = {
        "id": "plan",
        "kind": "plan",
        "title": "Plan",
        "prompt": "Fund what serves the objectives best.",
        "points": points,
        "claims": ["S38"],
        "lesson": "planning",
        "candidates": [
            {"id": "T01", "text": "Customer data platform", "cost": 80, "lasts": 1,
             "serves": {"O3": 1}},
            {"id": "T02", "text": "Privacy law update", "cost": 40, "lasts": 1,
             "serves": {}, "mandated": True, "note": "Data act"},
            {"id": "T03", "text": "Loyalty service", "cost": 100, "lasts": 2,
             "serves": {"O1": 3}, "needs": ["T01"]},
            {"id": "T04", "text": "Queue app", "cost": 60, "lasts": 1,
             "serves": {"O2": 2}},
            {"id": "T05", "text": "New call centre", "cost": 120, "lasts": 2,
             "serves": {"O1": 1, "O2": 3}},
            {"id": "T06", "text": "Partner portal", "cost": 150, "lasts": 2,
             "serves": {"O1": 1, "O2": 1, "O3": 3}},
            {"id": "T07", "text": "Longer phone hours", "cost": 50, "lasts": 1,
             "serves": {"O2": 1}},
        ],
        "objectives": [
            {"id": "O1", "text": "Customers stay", "weight": 50},
            {"id": "O2", "text": "Nobody waits long", "weight": 30, "by": "Q3 2027"},
            {"id": "O3", "text": "A second market opens", "weight": 20},
        ],
        "periods": ["Q1 2027", "Q2 2027", "Q3 2027", "Q4 2027"],
        "period": "quarter",
        "budget": 300,
        "unit": "thousand pounds",
        "limits": [{"label": "the first half", "periods": ["Q1 2027", "Q2 2027"], "most": 200}],
        "most_at_once": 2,
    }  # fmt: skip
    return read_item(declared | changes)


def plan_key(**changes: Any) -> dict[str, Any]:
    """Its key, as `alignlib.variants.best_plan` writes it; a test holds that."""
    return {
        "feedback": "evidence",
        "claim": "S38",
        "best": {"T01": "Q1 2027", "T02": "Q1 2027", "T03": "Q3 2027", "T04": "Q2 2027"},
        "best_value": 230,
        "baseline": 170,
    } | changes


SAMPLES: dict[str, tuple[Item, dict[str, Any]]] = {
    "classify": (classify_item(), classify_key()),
    "choose": (choose_item(), choose_key()),
    "link": (link_item(), link_key()),
    "number": (number_item(), number_key()),
    "order": (order_item(), order_key()),
    "memo": (memo_item(), {"feedback": "evidence"}),
    "plan": (plan_item(), plan_key()),
}
"""One item of each kind, with its key."""


# ---------------------------------------------------------------- an assignment of a test's own

Sample = tuple[Item, Mapping[str, Any]]
"""An item and its key."""


def write_cases(folder: Path, name: str, samples: list[Sample]) -> None:
    """The cases.zip of an open assignment of one variant with these items, in a new folder."""
    folder.mkdir(parents=True)
    table = {"columns": ["initiative"], "rows": [["I01"]]}
    case = {"firm": "Larkfield Stores", "notice": "Larkfield is fictional.", "brief": "A retailer."}
    files = {
        "manifest.json": {
            "schema": SCHEMA,
            "assignment": name,
            "title": "A test of panels",
            "notebook": name,
            "minutes": 5,
            "variants": 1,
            "mark": "open",
        },
        "variant-001.json": {
            "case": case | {"tables": {"initiatives": table}},
            "items": [item.to_data() for item, _ in samples],
        },
        "key-001.json": {"items": {item.id: key for item, key in samples}},
    }
    with zipfile.ZipFile(folder / FILE_NAME, "w") as archive:
        for file, content in files.items():
            archive.writestr(file, json.dumps(content))


def write_small(folder: Path) -> None:
    """An open assignment of one variant with one item of each kind."""
    write_cases(folder, folder.name, list(SAMPLES.values()))
