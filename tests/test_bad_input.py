"""What a learner may hand over by mistake: one sentence with the next step, and no traceback."""

from __future__ import annotations

import contextlib
import datetime as dt
import decimal
import fractions
import io
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from alignlib import Workbook
from alignlib.answers import FILE_NAME, read
from alignlib.errors import AnswerError, WorkbookError
from alignlib.given import hint, plain
from tests.conftest import json_values

NUMBER, CHOOSE, CLASSIFY, MEMO = (
    "purposeful-spend",
    "the-tool-list",
    "sort-the-board-pack",
    "one-paragraph-two-readers",
)
ITEMS = (NUMBER, CHOOSE, CLASSIFY, MEMO)

ROOT = Path(__file__).parents[1]


@pytest.fixture
def work(desk: Path) -> Workbook:
    """Ada's workbook, with nothing answered."""
    return Workbook("two-strategies", learner="ada", folder=desk)


def saved(desk: Path) -> dict[str, Any]:
    """The values that are in the file, by item."""
    found = read(desk / FILE_NAME)
    return {item: answer.value for item, answer in found.items.items()} if found else {}


# ---------------------------------------------------------------- what is meant is plain

TABLE = pd.DataFrame({"paragraph": ["P02", "P01"], "share": [61.5, 12.0]})


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        (NUMBER, np.float64(61.5), 61.5),
        (NUMBER, np.float32(61.5), 61.5),
        (NUMBER, np.int64(61), 61.0),
        (NUMBER, np.array(61.5), 61.5),
        (NUMBER, TABLE["share"].max(), 61.5),
        (NUMBER, TABLE["share"].iloc[0], 61.5),
        (NUMBER, fractions.Fraction(123, 2), 61.5),
        (CHOOSE, TABLE["paragraph"], ["P01", "P02"]),
        (CHOOSE, TABLE["paragraph"].unique(), ["P01", "P02"]),
        (CHOOSE, ("P02", "P01"), ["P01", "P02"]),
        (CHOOSE, frozenset({"P02"}), ["P02"]),
        (CHOOSE, np.array(["P02"]), ["P02"]),
        (CLASSIFY, {np.str_("B01"): np.str_("business")}, {"B01": "business"}),
        (MEMO, np.str_("Two readers."), "Two readers."),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_one_computes_can_be_recorded(
    item: str, value: Any, expected: Any, desk: Path, work: Workbook
) -> None:
    """What pandas and NumPy give, and what Python takes for the same, is saved as plain JSON."""
    work.record(item, value)
    assert saved(desk) == {item: expected}
    assert type(saved(desk)[item]) is type(expected)


@pytest.mark.parametrize(
    "value",
    [np.timedelta64(50, "ns"), np.datetime64(50, "ns"), np.complex128(50), pd.Timedelta(50)],
)
def test_a_span_of_time_is_no_number(value: Any, desk: Path, work: Workbook) -> None:
    """A value that NumPy could turn into a count of nanoseconds is not taken for a number."""
    assert not isinstance(plain(value), int | float)
    with pytest.raises(AnswerError, match="must be a number in %"):
        work.record(NUMBER, value)
    assert saved(desk) == {}


# ---------------------------------------------------------------- what is no answer

NO_ANSWERS: dict[str, tuple[str, Any, str]] = {
    "text": (NUMBER, "61.5", "must be a number in %, such as 50.0; found '61.5'"),
    "truth": (NUMBER, True, "found True"),
    "NumPy's truth": (NUMBER, np.bool_(True), "found True"),
    "nothing": (NUMBER, None, "found None"),
    "nan": (NUMBER, float("nan"), "nan is not a number one can score. Look for an empty table"),
    "NumPy's nan": (NUMBER, np.float64("nan"), "nan is not a number one can score"),
    "infinity": (NUMBER, np.inf, "inf is not a number one can score"),
    "pandas's nothing": (NUMBER, pd.NA, "found <NA>"),
    "no date": (NUMBER, pd.NaT, "found NaT"),
    "too large": (NUMBER, np.float64(615), "615.0 lies outside 0 to 100 %. Check the unit"),
    "complex": (NUMBER, 1j, "found 1j"),
    "set": (NUMBER, {61.5}, "found {61.5}"),
    "list": (NUMBER, [61.5], "found [61.5]"),
    "function": (NUMBER, TABLE["share"].sum, "found <bound method"),
    "table": (NUMBER, TABLE, "found a whole DataFrame (2 rows, 2 columns). Take one column"),
    "column": (NUMBER, TABLE["share"], "found a whole Series (2 values). Take one value out"),
    "one in a column": (NUMBER, TABLE["share"][:1], "a whole Series (1 values). Take one value"),
    "array": (NUMBER, np.array([61.5]), "found a whole ndarray (1 values). Take one value"),
    "table of options": (CHOOSE, TABLE, "there is no option 'paragraph'. Use the ids P01 to P09."),
    "wrong column": (CHOOSE, TABLE["share"], "there is no option 61.5"),
    "one option": (CHOOSE, "P01", "must be a list of ids, such as"),
    "number of options": (CHOOSE, 3, "must be a list of ids, such as"),
    "small letter": (CHOOSE, ["p02"], "there is no option 'p02'. Did you mean 'P02'?"),
    "near option": (CHOOSE, ["P2"], "there is no option 'P2'. Did you mean 'P02'?"),
    "far option": (CHOOSE, ["tools"], "there is no option 'tools'. Use the ids P01 to P09."),
    "twice": (CHOOSE, ["P01", "P02", "P01"], "P01 is in the list twice. Name each option once."),
    "set of things": (CLASSIFY, {"B01"}, "must give a category for each thing, such as"),
    "pairs": (CLASSIFY, [("B01", "business")], "must give a category for each thing"),
    "column of things": (CLASSIFY, pd.Series({"B01": "business"}), "a whole Series (1 values)"),
    "near thing": (CLASSIFY, {"b1": "business"}, "no 'b1' here. Did you mean 'B01'?"),
    "number of a thing": (CLASSIFY, {1: "business"}, "there is no 1 here. Did you mean 'B01'?"),
    "far thing": (CLASSIFY, {"x": "neither"}, "no 'x' here. Use the ids B01 to B21."),
    "category": (CLASSIFY, {"B01": "Business"}, "B01 has the category 'Business'. Choose one of"),
    "no category": (CLASSIFY, {"B01": pd.NA}, "B01 has the category <NA>. Choose one of"),
    "number as text": (MEMO, 61.5, "must be text in quotation marks; found 61.5"),
    "bytes": (MEMO, b"Two readers.", "must be text in quotation marks"),
    "far too long": (MEMO, "x" * 20_001, "has 20,001 characters; at most 20,000 fit. Shorten it"),
}


@pytest.mark.parametrize(("item", "value", "words"), NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_what_is_no_answer_is_refused_with_the_next_step(
    item: str, value: Any, words: str, desk: Path, work: Workbook
) -> None:
    """The message names the item and the value found, in one line; nothing is saved."""
    with pytest.raises(AnswerError) as caught:
        work.record(item, value)
    message = str(caught.value)
    assert message.startswith("Not recorded. ")
    assert words in message
    assert len(message.splitlines()) == 1
    assert len(message) < 300
    assert saved(desk) == {}


class Hostile:
    """A value each of whose methods breaks, also those that nobody thinks of."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __repr__(self) -> str:
        raise RuntimeError("no words")

    def __iter__(self) -> Iterator[Any]:
        raise RuntimeError("no parts")

    def __hash__(self) -> int:
        raise RuntimeError("no hash")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("equal to nothing")


def endless_list() -> list[Any]:
    """A list that holds itself."""
    made: list[Any] = []
    made.append(made)
    return made


odd_values: st.SearchStrategy[Any] = st.one_of(
    json_values,
    st.sets(st.sampled_from(["P01", "P02", "B01", "x"])),
    st.binary(max_size=5),
    st.complex_numbers(),
    st.decimals(),
    st.fractions(),
    st.dates(),
    st.timedeltas(),
    st.sampled_from([np.float64, np.float32, np.longdouble, np.bool_, np.str_]).flatmap(
        lambda kind: st.sampled_from(["61.5", "nan", "inf", "-0.0"]).map(kind)
    ),
    st.integers(0, 2**63 - 1).map(np.uint64),
    st.lists(st.floats(), max_size=3).map(np.array),
    st.lists(st.floats(), max_size=3).map(lambda values: pd.Series(values, dtype="float64")),
    st.lists(st.text(max_size=3), max_size=3).map(lambda names: pd.DataFrame(columns=names)),
    st.builds(Hostile),
    st.builds(endless_list),
    st.builds(object),
    st.builds(lambda: (1 / 0 for _ in "x")),
    st.builds(lambda: itertools.cycle(["P01", "P02"])),
    st.builds(itertools.count),
    st.sampled_from([int, len, ..., NotImplemented, Ellipsis, dt, decimal.Decimal("61.5")]),
    st.dictionaries(st.sampled_from(["B01", "B02", "x"]), st.builds(Hostile), max_size=2),
    st.lists(st.sampled_from(["P01", "P02", "P03"]) | st.builds(Hostile), max_size=3),
)
"""Anything that Python has, and a few things that nobody should have."""


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400, deadline=None
)
@given(item=st.sampled_from(ITEMS), value=odd_values)
def test_record_raises_nothing_but_an_answer_error(item: str, value: Any, work: Workbook) -> None:
    """Whatever is recorded is saved, or refused in one sentence of moderate length."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            work.record(item, value)
            told = out.getvalue()
        except AnswerError as error:
            told = str(error)
    assert told.startswith(("Recorded and saved: ", "Not recorded. "))
    assert len(told.splitlines()) == 1
    assert len(told) < 400


def test_a_value_that_breaks_is_told_by_its_type() -> None:
    """Nothing is asked of a value that cannot answer, not even its shape."""
    assert hint(Hostile()) == ""


@pytest.mark.parametrize("name", [None, 3, 2.5, [], {}, ["tools"], object(), b"x", ""])
def test_an_item_is_a_text(name: Any, work: Workbook) -> None:
    """Whatever stands in the place of an item's id is told, with the ids that there are."""
    with pytest.raises(WorkbookError, match=r"has no item .*There are sort-the-board-pack, "):
        work.ask(name)


def test_a_number_is_an_id_of_a_learner_too(desk: Path) -> None:
    """A learner whose id is a number may say it as one."""
    work = Workbook("two-strategies", learner=1234567, folder=desk)  # type: ignore[arg-type]
    assert work.learner == "1234567"
    work.identify(7654321)  # type: ignore[arg-type]
    assert work.learner == "7654321"


# ---------------------------------------------------------------- in a real kernel


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BlockingKernelClient]:
    """A running IPython kernel, as JupyterLab starts it."""
    home = tmp_path_factory.mktemp("home")
    manager = KernelManager(kernel_name="python3")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NBGRADER", "JUPYTERHUB"))}
    manager.start_kernel(
        cwd=str(home),
        env=kept | {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def run(kernel: BlockingKernelClient, desk: Path) -> Callable[[str], list[str]]:
    """Run a cell in Ada's folder and give what it shows: text, and of an error each line."""

    def cell(code: str) -> list[str]:
        shown: list[str] = []

        def take(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "error":
                shown.extend("\n".join(content["traceback"]).splitlines())
            elif message["msg_type"] == "stream":
                shown.append(content["text"])
            elif "data" in content:
                shown.append(content["data"]["text/plain"])

        kernel.execute_interactive(code, output_hook=take, timeout=60)
        return shown

    first = f"import os\nos.chdir({str(desk)!r})\nfrom alignlib import Workbook\n"
    assert cell(first + 'work = Workbook("two-strategies", learner="ada")') == []
    assert cell("import numpy as np, pandas as pd") == []
    return cell


MISTAKES = [
    ('work.record("purposeful-spend", "61.5")', "must be a number in %"),
    ('work.record("purposeful-spend", np.float64("nan"))', "Look for an empty table"),
    ('work.record("purposeful-spend", pd.DataFrame({"a": [1]}))', "Take one column out of it"),
    ('work.record("purposeful-spend", pd.Series([1, 2]))', "Take one value out of it"),
    ('work.record("purposeful-spend", {61.5})', "must be a number in %"),
    ('work.record("the-tool-list", ["P01", "P01"])', "Name each option once"),
    ('work.record("the-tool-list", ["P1"])', "Did you mean 'P01'?"),
    ('work.record("the-tool-list", (1 / 0 for _ in "x"))', "could not be read"),
    ('work.record("sort-the-board-pack", {"B1": "business"})', "Did you mean 'B01'?"),
    ('work.ask("the-tool-lists")', "Did you mean 'the-tool-list'?"),
    ('work.check("tool-list")', "Did you mean 'the-tool-list'?"),
    ('work.record("The-Tool-List", [])', "Did you mean 'the-tool-list'?"),
    ("work.ask(3)", "There are sort-the-board-pack, "),
    ('Workbook("two-strategy")', "Did you mean 'two-strategies'?"),
    ('Workbook("")', "There is no assignment ''"),
    ("Workbook(None)", "There is no assignment None"),
    ('os.chdir("/"); Workbook("two-strategies")', "Open the notebook in its own folder."),
    (
        'open("a.ipynb", "w").close(); os.remove("cases.zip"); Workbook("two-strategies")',
        "Get a fresh copy of the assignment",
    ),
    ('os.truncate("cases.zip", 5000); Workbook("two-strategies")', "is damaged"),
    (
        "import json, zipfile\n"
        'manifest = json.loads(zipfile.ZipFile("cases.zip").read("manifest.json"))\n'
        'with zipfile.ZipFile("cases.zip", "w") as made:\n'
        '    made.writestr("manifest.json", json.dumps(manifest | {"schema": 99}))\n'
        'Workbook("two-strategies")',
        "Update alignlib",
    ),
    (
        'open("answers.json", "w").write(\'{"schema": 99, "items": {}}\'); '
        'Workbook("two-strategies")',
        "Update alignlib and run this cell again.",
    ),
    (
        'os.mkdir("../gone"); os.chdir("../gone"); os.rmdir("../gone")\nWorkbook("two-strategies")',
        "Open the notebook where it is now",
    ),
    (
        'os.rename(os.getcwd(), os.getcwd() + "-2"); work.record("purposeful-spend", 61.5)',
        "Open the notebook where it is now",
    ),
]


@pytest.mark.parametrize(("code", "words"), MISTAKES, ids=[words for _, words in MISTAKES])
def test_a_real_notebook_shows_one_sentence(
    code: str, words: str, run: Callable[[str], list[str]], desk: Path
) -> None:
    """In a real kernel a mistake shows one line, which names the next step, and nothing else."""
    if os.name == "nt" and "gone" in code:
        pytest.skip("Windows removes no folder in which somebody works")
    shown = run(code)
    assert len(shown) == 1, shown
    assert words in shown[0]
    assert "Traceback" not in shown[0]
    assert "\x1b" not in shown[0]
    shutil.rmtree(desk, ignore_errors=True)


def test_a_real_notebook_shows_a_failed_cell(kernel: BlockingKernelClient, run: Any) -> None:
    """The cell of a mistake counts as failed, so that a run of all cells stops there."""
    assert run('work.record("purposeful-spend", 61.5)') == [
        "Recorded and saved: Money with a purpose, 61.5 %.\n"
    ]
    reply = kernel.execute_interactive(
        'work.record("purposeful-spend", "x")', output_hook=lambda _: None, timeout=60
    )
    assert reply["content"]["status"] == "error"


def test_answers_survive_a_restart_of_the_kernel(desk: Path, tmp_path: Path) -> None:
    """What was recorded before a kernel was restarted is in the panels after it."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(
        cwd=str(desk), env=dict(os.environ) | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    )
    client = manager.blocking_client()
    client.start_channels()
    opening = 'from alignlib import Workbook\nwork = Workbook("two-strategies", learner="ada")\n'
    seen: list[str] = []
    try:
        for code in (
            'work.ask("the-tool-list").value = ["P02"]\nwork.record("purposeful-spend", 61.5)',
            'print([work.ask(i).value for i in ("the-tool-list", "purposeful-spend")])',
        ):
            client.wait_for_ready(timeout=60)
            client.execute_interactive(
                opening + code,
                output_hook=lambda message: seen.append(str(message["content"].get("text", ""))),
                timeout=60,
            )
            manager.restart_kernel(now=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert "[['P02'], 61.5]\n" in seen
