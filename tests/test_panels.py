"""The panels without a browser: their registry, their traits, and what their files hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alignlib import items, panels
from alignlib.errors import CaseError
from alignlib.panels import Panel, base, kinds, panel_for
from tests.conftest import plan_item, plan_key

FOLDER = Path(panels.__file__).parent

THING = {"id": "B01", "text": "We win the market towns.", "note": "Chair's letter"}
CATEGORY = {"id": "business", "label": "Business strategy", "meaning": "Where to compete."}

SAMPLES: dict[str, tuple[dict[str, Any], Any]] = {
    "classify": ({"categories": [CATEGORY], "things": [THING]}, {"B01": "business"}),
    "choose": ({"options": [THING]}, ["B01"]),
    "link": (
        {
            "left": [THING],
            "right": [THING | {"id": "O1"}],
            "left_heading": "Initiative",
            "right_heading": "Objective",
        },
        [["B01", "O1"]],
    ),
    "order": ({"things": [THING]}, ["B01"]),
    "number": ({"unit": "%", "low": 0, "high": 100, "decimals": 1}, 61.5),
    "memo": ({"words": [80, 160], "criteria": [CATEGORY]}, "Larkfield wants trust."),
    "plan": (plan_item().to_data(), plan_key()["best"]),
    "identify": ({}, "ada"),
}


@pytest.fixture(params=sorted(SAMPLES))
def item(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One item of each kind, as its panel gets it."""
    kind = request.param
    common = {"id": "one", "kind": kind, "title": "The title", "prompt": "Do it.", "points": 10.0}
    return SAMPLES[kind][0] | common


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """The state that panels send to the browser."""
    sent: list[dict[str, Any]] = []

    def send(self: Panel, key: Any = None) -> None:
        names = [key] if isinstance(key, str) else list(key or ())
        sent.append({name: getattr(self, name) for name in names})

    monkeypatch.setattr(Panel, "send_state", send)
    return iter([sent])


def test_every_item_kind_has_a_panel() -> None:
    """Whoever adds a kind of item adds a panel of the same name."""
    assert set(items.kinds()) <= set(kinds())


def test_the_registry_finds_every_module() -> None:
    """A module of the package, `base` apart, is a kind; nothing lists them by hand."""
    modules = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "base"}
    assert modules == set(kinds()) == set(SAMPLES)


def test_a_panel_made_elsewhere_is_no_kind() -> None:
    """A subclass of a panel, such as ipywidgets makes for each widget, changes nothing."""
    before = dict(kinds())
    panel_for({"kind": "number", "title": "One"}, None, can_check=False)
    kinds.cache_clear()
    assert before == dict(kinds())


@pytest.mark.parametrize("kind", ["nosuch", "base", "", None, 3, ["memo"], "../memo"])
def test_an_unknown_kind_says_what_to_do(kind: Any) -> None:
    """The error names the item and the kind, and gives the next step."""
    with pytest.raises(CaseError, match=r"no panel for item 'x' of kind .*Update alignlib"):
        panel_for({"id": "x", "kind": kind}, None, can_check=False)


def test_a_panel_shows_what_it_was_given(item: dict[str, Any]) -> None:
    """Item, value and the right to check arrive unchanged; nothing is checked yet."""
    value = SAMPLES[item["kind"]][1]
    panel = panel_for(item, value, can_check=True)
    assert type(panel).__mro__[1] is kinds()[item["kind"]]
    assert (item, value, True) == (panel.item, panel.value, panel.can_check)
    assert (panel.feedback, panel.check_request, panel.status) == (None, 0, {})


def test_state_goes_to_the_browser_as_json(item: dict[str, Any]) -> None:
    """Every trait that the browser reads survives the way through JSON."""
    panel = panel_for(item, SAMPLES[item["kind"]][1], can_check=False)
    panel.status = {"state": "saved", "message": "", "open": 0, "parts": 1}
    panel.feedback = {"summary": "10 of 10 points.", "verdicts": [{"part": "one"}]}
    names = ("item", "value", "status", "feedback", "can_check", "check_request")
    state = panel.get_state(names)
    assert state == json.loads(json.dumps(state))
    assert set(names) == set(state)


def test_a_value_from_the_browser_is_observed(item: dict[str, Any]) -> None:
    """What the browser sends reaches an observer once, and an emptied answer is None."""
    panel = panel_for(item, None, can_check=False)
    seen: list[Any] = []
    panel.observe(lambda change: seen.append(change["new"]), names="value")
    value = SAMPLES[item["kind"]][1]
    panel.set_state({"status": {"state": "saving"}, "value": value})
    panel.set_state({"status": {"state": "saving"}, "value": None})
    assert [value, None] == seen


def test_saved_twice_in_a_row_is_told_twice(messages: Iterator[list[dict[str, Any]]]) -> None:
    """The browser's "saving" makes the same answer of Python a change that is sent."""
    sent = next(messages)
    panel = panel_for({"id": "n", "kind": "number", "title": "N"}, None, can_check=False)
    saved = {"state": "saved", "message": "", "open": 0, "parts": 1}
    panel.observe(lambda change: setattr(panel, "status", saved), names="value")
    for value in (1.0, 2.0):
        sent.clear()
        panel.set_state({"status": {"state": "saving"}, "value": value})
        assert saved in [message.get("status") for message in sent]


def test_a_second_check_with_the_same_outcome_is_told_again() -> None:
    """The browser empties the feedback when it asks; Python's answer is then a change."""
    panel = panel_for({"id": "n", "kind": "number", "title": "N"}, 1.0, can_check=True)
    told = {"summary": "0 of 10 points.", "verdicts": []}
    seen: list[Any] = []
    panel.observe(lambda change: setattr(panel, "feedback", told), names="check_request")
    panel.observe(lambda change: seen.append(change["new"]), names="feedback")
    for count in (1, 2):
        panel.set_state({"feedback": None, "check_request": count})
    assert seen.count(told) == 2
    assert told == panel.feedback


def test_a_panel_without_a_kernel_reads_as_a_sentence() -> None:
    """A saved notebook shows words that are the same at each run, not an address."""
    panel = panel_for({"kind": "memo", "title": "Two readers"}, None, can_check=False)
    assert repr(panel) == "[Two readers: run this cell to answer here]"


def test_a_panel_comes_with_a_hint_for_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hint in plain HTML goes before the panel; the panel's own styles hide it."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(base, "display", lambda data, **_: shown.append(data))
    panel = panel_for({"kind": "memo", "title": "Two readers"}, None, can_check=False)
    panel._ipython_display_()
    hint, view = shown
    assert set(hint) == {"text/html"}
    assert "<em>Run All Cells</em>" in hint["text/html"]
    assert view["text/plain"] == repr(panel)
    assert view["application/vnd.jupyter.widget-view+json"]["model_id"] == panel.model_id
    (name,) = re.findall(r'class="([\w-]+)"', hint["text/html"])
    assert re.search(rf"(?m)^\.{name},$(?s:[^}}]*)display: none", panel._css)
    assert name not in panel._esm  # no part of a panel is hidden with it


def test_the_browser_gets_one_module_a_kind(item: dict[str, Any]) -> None:
    """Shared helpers come first, the kind after them, and one `render` is exported."""
    panel = panel_for(item, None, can_check=False)
    script = panel._esm
    exports = [match.start() for match in re.finditer("^export default", script, re.MULTILINE)]
    assert len(exports) == 1
    assert script.index("function buildView") < exports[0]
    assert f'name: "{item["kind"]}"' in script
    assert ".al-panel" in panel._css


def test_two_kinds_do_not_mix() -> None:
    """Each kind carries its own script and the name that its styles are loaded under."""
    made = [panel_for({"kind": kind, "title": kind}, None, can_check=False) for kind in kinds()]
    assert len(made) == len({panel._esm for panel in made})
    assert len(made) == len({panel._anywidget_id for panel in made})


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_no_text_is_read_as_html(path: Path) -> None:
    """What a case or a learner writes can never become markup or code."""
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|on\w+="
    )
    assert re.findall(forbidden, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.[cj]*s")), ids=lambda path: path.name)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    """A panel works without a network: no address, no import."""
    assert re.findall(r"https?:|url\(|@import|^\s*import\b", path.read_text(encoding="utf-8")) == []


def test_the_panels_need_nothing_of_the_instructor() -> None:
    """The package asks for neither nbgrader nor pandas: only `alignlib.errors` and anywidget."""
    found = {
        line.split()[1]
        for path in FOLDER.glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("import ", "from "))
    }
    own = {name for name in found if name.startswith("alignlib")}
    assert own <= {"alignlib.errors", "alignlib.panels.base"}
    assert not {name for name in found if name.startswith(("nbgrader", "pandas"))}
