"""
What a learner waits for: importing, opening, showing, one click, a run of all cells.

    python -m benchmarks.learner

Times depend on the machine and on what else it does. So each stands beside a peer, measured in
the same run, and beside the goal; where a goal is missed, what the time is made of follows.
"""

from __future__ import annotations

import base64
import cProfile
import io
import os
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import ipywidgets
import nbformat
from nbclient import NotebookClient

from alignlib import Workbook
from alignlib.cases import FILE_NAME as CASES
from alignlib.items import read_item
from alignlib.panels import panel_for

ROOT = Path(__file__).parents[1]
EXERCISE = ROOT / "exercises" / "01-two-strategies"
REPEATS = 15
STATEMENTS = 40
LINES = 12
"""Lines of a profile, or of the imports, that are shown."""

PEERS = "import pandas, ipywidgets"


class Measured(NamedTuple):
    """One thing a learner waits for, with its goal in seconds, and what else costs how much."""

    name: str
    goal: float
    took: float
    peer: str
    peers: float
    made_of: Callable[[], str]

    def lines(self) -> Iterator[str]:
        """The result in words; for a missed goal what the time is made of, too."""
        verdict = "met" if self.took <= self.goal else "MISSED"
        yield (
            f"{self.name:30}{1e3 * self.took:>9.1f} ms {verdict:6} (goal {1e3 * self.goal:.0f} ms)"
            f"{self.took / self.peers:>9.2f} times {self.peer} ({1e3 * self.peers:.1f} ms)"
        )
        if self.took > self.goal:
            yield from (f"    {line}" for line in self.made_of().splitlines())


def seconds(task: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median time of a task, after one run that is not counted."""
    task()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def profile_of(task: Callable[[], object]) -> str:
    """Where the time of a task goes, the most costly function first."""
    profile = cProfile.Profile()
    profile.runcall(task)
    out = io.StringIO()
    pstats.Stats(profile, stream=out).sort_stats("cumulative").print_stats(LINES)
    return out.getvalue()


def in_a_process(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run code in an interpreter of its own."""
    command = [sys.executable, *options, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - ours


def medians(code: str) -> tuple[float, float]:
    """The medians of the two numbers that code prints, each time in a new interpreter."""
    runs = [[float(word) for word in in_a_process(code).stdout.split()] for _ in range(REPEATS)]
    first, second = (statistics.median(column) for column in zip(*runs, strict=True))
    return first, second


def importing() -> Measured:
    """`import alignlib` on top of what a notebook of data has imported anyway."""
    code = (
        f"import time; a = time.perf_counter(); {PEERS}; b = time.perf_counter(); "
        "import alignlib; print(b - a, time.perf_counter() - b)"
    )
    peers, took = medians(code)
    return Measured("import alignlib", 0.15, took, "pandas and ipywidgets", peers, imports)


def imports() -> str:
    """The modules that take longest, themselves and with what they import."""
    told = in_a_process(f"{PEERS}; print(); import alignlib", "-X", "importtime").stderr
    lines = told[told.rindex("ipywidgets") :].splitlines()[1:]
    lines.sort(key=lambda line: int(line.split("|")[1]), reverse=True)
    return "\n".join(lines[:LINES])


def opening(desk: Path) -> Measured:
    """The first `Workbook(...)` of a kernel, against unzipping the whole file once."""
    peer = (
        f"import zipfile; z = zipfile.ZipFile({str(desk / CASES)!r}); [*map(z.read, z.namelist())]"
    )
    task = f"Workbook('two-strategies', learner='ada', folder={str(desk)!r})"
    code = (
        f"import time; {PEERS}; from alignlib import Workbook; a = time.perf_counter(); {peer}; "
        f"b = time.perf_counter(); {task}; print(b - a, time.perf_counter() - b)"
    )
    peers, took = medians(code)
    again = partial(Workbook, "two-strategies", learner="ada", folder=desk)
    return Measured("open a workbook", 0.3, took, "unzipping", peers, partial(profile_of, again))


def forty_statements() -> dict[str, Any]:
    """A classify item as large as the course has them."""
    return {
        "id": "sort",
        "kind": "classify",
        "title": "Sort",
        "prompt": "Give each statement a category.",
        "points": 10,
        "categories": [
            {"id": name, "label": name, "meaning": f"What {name} means."}
            for name in ("business", "technology", "neither")
        ],
        "things": [
            {"id": f"B{n:02}", "text": f"Statement {n} of the board pack. " * 4, "note": "minutes"}
            for n in range(STATEMENTS)
        ],
    }


def showing() -> Measured:
    """A panel of forty statements in Python, until its state is ready for the browser."""
    item = read_item(forty_statements())

    def task() -> None:
        panel = panel_for(item.to_data(), None, can_check=True)
        panel.get_state()
        panel._repr_mimebundle_()

    def peer() -> None:
        ipywidgets.VBox([ipywidgets.ToggleButtons(options=["a", "b", "c"]) for _ in range(40)])

    return Measured(
        "40 statements, in Python",
        0.3,
        seconds(task),
        "40 ToggleButtons",
        seconds(peer),
        partial(profile_of, task),
    )


DRAW = """
async ([script, css, item]) => {
  const module = await import("data:text/javascript;base64," + script);
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  const median = (task) => {
    const times = [];
    for (let n = 0; n < 11; n += 1) {
      const el = document.createElement("div");
      const start = performance.now();
      document.body.replaceChildren(el);
      task(el);
      el.getBoundingClientRect(); // lays it out
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[5] / 1000;
  };
  const state = { item, value: null, status: {}, feedback: null, can_check: true };
  const model = { get: (name) => state[name], set() {}, save_changes() {}, on() {}, off() {} };
  const plain = (el) => {
    for (const thing of item.things) {
      el.append(Object.assign(document.createElement("p"), { textContent: thing.text }));
      for (const category of item.categories) {
        const input = Object.assign(document.createElement("input"), { type: "radio" });
        el.append(input, category.label);
      }
    }
  };
  return [median((el) => module.default.render({ model, el })), median(plain)];
}
"""


def drawing() -> Measured | None:
    """The same panel in a browser that is four times slower than this machine; None without one."""
    from tests.conftest import find_chromium
    from tests.serving import browsing

    chromium = find_chromium()
    if chromium is None:
        return None
    panel = panel_for(forty_statements(), None, can_check=True)
    state = panel.get_state(("_esm", "_css", "item"))
    script = base64.b64encode(state["_esm"].encode()).decode()
    with browsing(chromium) as browser:
        page = browser.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        took, peer = page.evaluate(DRAW, [script, state["_css"], state["item"]])
    words = "the browser's own profiler tells more (Performance, in its developer tools)"
    return Measured("40 statements, slow browser", 0.3, took, "bare inputs", peer, lambda: words)


def clicking(desk: Path) -> Measured:
    """One click, until it is on the disk and the panel says so; against the disk's own flush."""
    panel = Workbook("two-strategies", learner="ada", folder=desk).ask("sort-the-board-pack")
    numbers = count()

    def task() -> None:
        number = next(numbers)
        thing, category = f"B{number % 21 + 1:02}", ("business", "technology")[number // 21 % 2]
        state = {"status": {"state": "saving"}, "value": {**(panel.value or {}), thing: category}}
        panel.set_state(state)
        assert panel.status["state"] == "saved"

    def peer() -> None:
        with (desk / "flushed").open("wb") as file:
            file.write(b"x" * 4_000)
            file.flush()
            os.fsync(file.fileno())

    took, flush = seconds(task, 10 * REPEATS), seconds(peer, 10 * REPEATS)
    return Measured("one click to disk", 0.02, took, "one flush", flush, partial(profile_of, task))


def running(desk: Path) -> Measured:
    """All cells of the exercise in a new kernel; against starting a kernel and importing pandas."""
    notebook = nbformat.read(desk / "two-strategies.ipynb", as_version=4)
    bare = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PEERS)])

    def task(book: Any) -> None:
        client = NotebookClient(book, timeout=120, resources={"metadata": {"path": str(desk)}})
        environment = {**os.environ, "JUPYTERHUB_USER": "ada", "PYTHONPATH": str(ROOT)}
        client.execute(env=environment, stderr=subprocess.DEVNULL)

    def made_of() -> str:
        took = {}
        for cell in notebook.cells:
            times = cell.metadata.get("execution", {})
            if times:
                ends = (times["iopub.status.busy"], times["iopub.status.idle"])
                start, end = (datetime.fromisoformat(time) for time in ends)
                took[cell.id] = (end - start).total_seconds()
        slowest = sorted(took, key=lambda cell: took[cell], reverse=True)[:LINES]
        return "\n".join(f"{took[cell]:7.3f} s  {cell}" for cell in slowest)

    took = seconds(partial(task, notebook), 3)
    peer = seconds(partial(task, bare), 3)
    return Measured("run all cells", 5.0, took, "a kernel with pandas", peer, made_of)


def main() -> None:
    """Measure everything and print it."""
    with tempfile.TemporaryDirectory() as made:
        desk = Path(made) / EXERCISE.name
        shutil.copytree(EXERCISE, desk, ignore=shutil.ignore_patterns("answers*", ".*"))
        of_desk = (partial(part, desk) for part in (opening, clicking, running))
        for part in (importing, showing, drawing, *of_desk):
            measured = part()
            for line in measured.lines() if measured else ["(no Chromium here to draw in)"]:
                print(line, flush=True)


if __name__ == "__main__":
    main()
