"""What holds for each of the seven charts."""

from __future__ import annotations

import base64
import re
import subprocess
import sys

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from matplotlib.text import Text

from alignlib.charts import Chart
from alignlib.charts.sheet import SMALL
from alignlib.errors import LearnerError
from tests.charts.drawing import (
    DRAW,
    Frames,
    clean,
    drawn,
    faulty,
    large,
    outside,
    overlaps,
    told,
    without_rows,
)
from tests.diagnostics.plans import Rows, frames, plans

PLANS = {
    "clean": clean,
    "faulty": faulty,
    "other": lambda: drawn("other", {"uncovered_objective": 1, "linked_to_everything": 1}),
    "large 1": lambda: large(1),
    "large 2": lambda: large(2),
    "large 3": lambda: large(3),
    "large 4": lambda: large(4),
    "large 5": lambda: large(5),
}


@pytest.fixture(scope="module", params=PLANS)
def tables(request: pytest.FixtureRequest) -> Frames:
    """The tables of one plan."""
    return PLANS[request.param]()


@pytest.fixture(scope="module")
def faults() -> Frames:
    """The tables of a plan with faults."""
    return faulty()


@pytest.fixture(params=DRAW)
def name(request: pytest.FixtureRequest) -> str:
    """Each chart's name."""
    return str(request.param)


def test_no_text_hides_another(name: str, tables: Frames) -> None:
    """Every text can be read: no two of them share a place, and none leaves the sheet."""
    chart = DRAW[name](tables)
    assert (overlaps(chart), outside(chart)) == ([], [])


def test_no_text_is_small(name: str, tables: Frames) -> None:
    """At its own size a chart has no letter below nine points."""
    sizes = [text.get_fontsize() for text in DRAW[name](tables).figure.findobj(Text)]
    assert min(sizes) >= SMALL >= 9


def test_the_words_are_few_and_whole(name: str, tables: Frames) -> None:
    """The alternative text has two to four sentences, and no gap in any of them."""
    alt = DRAW[name](tables).alt
    sentences = re.findall(r"\.(?: |$)", alt)
    assert 2 <= len(sentences) <= 4
    assert not re.search(r"\bnan\b|NaT|None\b(?! runs| is)|<|>|  |\.\.", alt)


def test_a_chart_leaves_its_tables_alone(name: str, faults: Frames) -> None:
    """Drawing changes nothing in the tables."""
    before = {key: table.copy(deep=True) for key, table in faults.items()}
    DRAW[name](faults)
    for key, table in faults.items():
        pd.testing.assert_frame_equal(before[key], table)


def test_the_same_tables_give_the_same_picture(name: str, faults: Frames) -> None:
    """Two drawings are equal to the byte, also after the first was shown."""
    first, second = DRAW[name](faults), DRAW[name](faults)
    assert first.png() == first.png() == second.png()
    assert first.alt == second.alt


def test_a_notebook_s_style_changes_nothing(name: str, faults: Frames) -> None:
    """What a learner has set for figures of their own is neither used nor lost."""
    expected = DRAW[name](faults).png()
    loud = {
        "font.size": 25,
        "hatch.color": "red",
        "savefig.facecolor": "black",
        "xtick.major.pad": 30,
        "legend.handletextpad": 9,
    }
    with mpl.rc_context(loud):
        assert DRAW[name](faults).png() == expected
        assert mpl.rcParams["font.size"] == 25


def test_a_chart_stays_on_paper(name: str, faults: Frames) -> None:
    """A chart for a case is as wide as a notebook and no longer than a page or two."""
    width, height = DRAW[name](faults).figure.get_size_inches()
    assert width == 9
    assert 3 < height < 16


def test_without_rows_a_chart_says_so(name: str, faults: Frames) -> None:
    """Empty tables give a sheet that says why, or what is undefined; never a traceback."""
    chart = DRAW[name](without_rows(faults))
    assert (overlaps(chart), outside(chart)) == ([], [])
    reason = "undefined" if name == "diagnostic_profile" else "There is nothing to draw"
    assert reason in chart.alt
    assert reason in told(chart)


def test_a_notebook_gets_the_picture_with_its_words(faults: Frames) -> None:
    """JupyterLab reads the <img>, nbconvert the metadata, a plain reader the text."""
    chart = DRAW["meeting_seats"](faults)
    data, metadata = chart._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == chart.png()
    assert chart.png().startswith(b"\x89PNG")
    assert data["text/plain"] == chart.alt == metadata["image/png"]["alt"]
    assert f'alt="{chart.alt}"' in data["text/html"]
    assert data["image/png"] in data["text/html"]


def test_a_text_cannot_leave_its_attribute(faults: Frames) -> None:
    """A title with quotation marks and tags stays text, in the page too."""
    work = faults["initiatives"].assign(title='"><script>alert(1)</script>')
    chart = DRAW["horizon_timeline"](faults | {"initiatives": work})
    assert "<script>" in chart.alt
    assert "<script>" not in chart._repr_mimebundle_()[0]["text/html"]


def test_a_chart_is_frozen(faults: Frames) -> None:
    """Figure and words belong together and stay together."""
    chart = DRAW["meeting_seats"](faults)
    with pytest.raises(AttributeError):
        chart.alt = "something else"  # type: ignore[misc]
    assert repr(chart) == chart.alt


NEEDED = {
    "objective_initiative_map": ("links", "strength"),
    "horizon_timeline": ("objectives", "due"),
    "budget_against_priority": ("objectives", "weight"),
    "metric_over_time": ("metric_series", "phase"),
    "meeting_seats": ("attendees", "side"),
    "perception_gap": ("survey", "score"),
}


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_column_is_named(name: str, faults: Frames) -> None:
    """A learner who hands in another table reads which column the chart looks for."""
    table, column = NEEDED[name]
    with pytest.raises(LearnerError, match=f"the column '{column}' in the table {table}"):
        DRAW[name](faults | {table: faults[table].drop(columns=column)})


def test_too_many_rows_are_refused(faults: Frames) -> None:
    """A chart that nobody could read is not drawn; the message says what to do."""
    row = faults["initiatives"].iloc[:1]
    many = pd.concat([row.assign(initiative=f"I{n}") for n in range(1000)])
    for name in ("objective_initiative_map", "horizon_timeline"):
        with pytest.raises(LearnerError, match=r"has room for 60 .* there are 1,000"):
            DRAW[name](faults | {"initiatives": many})


def run(code: str) -> str:
    """What a fresh Python prints."""
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("module", ["alignlib", "alignlib.charts"])
def test_an_import_does_not_load_matplotlib(module: str) -> None:
    """A notebook that draws nothing does not wait for matplotlib."""
    code = f"import sys, {module}; print('matplotlib' in sys.modules)"
    assert run(code) == "False"


def test_a_chart_needs_no_pyplot() -> None:
    """Drawing leaves no global state: pyplot is not even loaded, nor is a window opened."""
    code = (
        "import sys, pandas as pd\n"
        "from alignlib.charts import meeting_seats\n"
        "m = pd.DataFrame({'meeting': ['T1'], 'date': ['2026-01-05'], 'title': ['Plan'],"
        " 'kind': ['strategy']})\n"
        "a = pd.DataFrame({'meeting': ['T1'], 'person': ['Ada'], 'side': ['business'],"
        " 'attended': ['yes']})\n"
        "print(len(meeting_seats(m, a).png()) > 1000, 'matplotlib.pyplot' in sys.modules)"
    )
    assert run(code) == "True False"


def test_chart_of_another_figure_is_not_equal(faults: Frames) -> None:
    """Two charts are two things, even with equal pictures."""
    one = DRAW["meeting_seats"](faults)
    assert one != Chart(one.figure, one.alt)


# Without shrinking, which would draw for minutes: the failing tables are small as they are.
@settings(max_examples=10, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(plans)
def test_whatever_the_tables_hold_a_chart_can_be_read(plan: Rows) -> None:
    """Blank dates, closed goals, doubled links, ends before starts: no error, no hidden text."""
    tables = frames(plan)
    for name, draw in DRAW.items():
        chart = draw(tables)
        assert (name, overlaps(chart), outside(chart)) == (name, [], [])
