"""Grade a class batch by batch: look what has changed, score it, write it down, and tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from alignlib.grading.bulk.files import Shelf
from alignlib.grading.bulk.form import Form, form_of
from alignlib.grading.bulk.gradebook import Gradebook
from alignlib.grading.bulk.judge import Judged, Result, Task, Unchanged, Ungraded, judge_all
from alignlib.grading.bulk.late import penalty_of
from alignlib.grading.bulk.rows import Assignment, Known
from alignlib.grading.bulk.settings import Settings
from alignlib.grading.course import expected_notebook
from alignlib.grading.receive import secret_in

T = TypeVar("T")

BATCH = 100
"""Submissions in one transaction, and in one parcel for a process."""

WORTH_A_PROCESS = 300
"""Submissions for which starting another process pays: it takes as long as scoring about 200."""

LONGEST_ID = 128
"""Characters of a learner's id that nbgrader's tables hold."""

STRANGER = (
    "The gradebook has no learner of this id, and Autograde.create_student is off. If the id is "
    "right, run: nbgrader db student add ID"
)


@dataclass(frozen=True)
class Change:
    """A score that counts, as it was and as it would be."""

    learner: str
    item: str
    old: float
    new: float


@dataclass
class Outcome:
    """What came of one assignment."""

    assignment: str
    graded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    ungraded: dict[str, str] = field(default_factory=dict)
    notices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    held: dict[str, list[Change]] = field(default_factory=dict)
    waiting: dict[str, list[str]] = field(default_factory=dict)

    @property
    def needs_human(self) -> bool:
        """Whether somebody must still do something before all is graded."""
        return bool(self.ungraded or self.held or self.waiting)


@dataclass(frozen=True)
class Class:
    """One assignment with everything that is needed to grade it."""

    settings: Settings
    gradebook: Gradebook
    form: Form
    rows: Assignment


def open_class(settings: Settings, gradebook: Gradebook, assignment: str) -> Class:
    """
    An assignment, ready to be graded.

    Raises `InstructorError` where the course lacks something that every submission needs.
    """
    rows = gradebook.assignment(assignment, expected_notebook(assignment).removesuffix(".ipynb"))
    return Class(settings, gradebook, form_of(settings, assignment, rows.cells), rows)


def grade(
    of: Class,
    learners: Sequence[str],
    *,
    jobs: int = 0,
    dry: bool = False,
    consent: bool = False,
    outcome: Outcome | None = None,
    tick: Callable[[int], None] = lambda _count: None,
) -> Outcome:
    """
    Grade these learners' submissions; what a learner has seen is changed with `consent` only.

    `jobs` is a number of processes, 0 as many as pay; `dry` writes nothing. `tick` is told how
    many submissions are done.
    """
    outcome = outcome or Outcome(of.form.assignment)
    penalty = None if dry else penalty_of(of.settings.late)
    with Shelf(of.settings) if not dry else _Nothing() as shelf:
        for results in _results(of, _tasks(of, learners, outcome), jobs, touch=not dry):
            judged = _sorted_out(of, results, outcome, consent=consent)
            if isinstance(shelf, Shelf):
                judged = list(_put(shelf, of, judged, outcome))
                of.gradebook.save(of.rows, judged, penalty)
            for one in judged:
                outcome.graded.append(one.learner)
                if one.notices:
                    outcome.notices[one.learner] = one.notices
            tick(len(results))
    for batch in batched(learners, BATCH):
        outcome.waiting |= of.gradebook.waiting(of.rows, batch)
    return outcome


class _Nothing:
    """What a dry run writes to."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def _tasks(of: Class, learners: Sequence[str], outcome: Outcome) -> list[Task]:
    """What is to be looked at; whom the gradebook cannot or shall not take up is left out."""
    fit = [name for name in learners if len(name) <= LONGEST_ID]
    for name in learners:
        if len(name) > LONGEST_ID:
            outcome.ungraded[name] = f"The id has more than {LONGEST_ID} characters."
    tasks = []
    for batch in batched(fit, BATCH):
        known = of.gradebook.known(of.rows, batch)
        strangers = set() if of.settings.create_student else of.gradebook.strangers(batch)
        for name in batch:
            if name in strangers:
                outcome.ungraded[name] = STRANGER
                continue
            one = known.get(name)
            tasks.append(Task(name, str(one.extension), one.stamp) if one else Task(name, "None"))
    return tasks


def _results(of: Class, tasks: Sequence[Task], jobs: int, *, touch: bool) -> Iterator[list[Result]]:
    """The results, a parcel at a time and in order, from as many processes as it takes."""
    jobs = jobs or _worth(len(tasks))
    parcels = batched(tasks, BATCH)
    if jobs == 1:
        for parcel in parcels:
            yield judge_all(of.form, parcel, touch=touch)
        return
    from joblib import Parallel, delayed

    work = Parallel(n_jobs=jobs, return_as="generator", pre_dispatch="2*n_jobs")
    yield from work(delayed(judge_all)(of.form, parcel, touch=touch) for parcel in parcels)


def _worth(count: int) -> int:
    """How many processes pay for this many submissions."""
    most = count // WORTH_A_PROCESS
    if most < 2:
        return 1
    from joblib import cpu_count

    return min(most, int(cpu_count()))


def _sorted_out(
    of: Class, results: Sequence[Result], outcome: Outcome, *, consent: bool
) -> list[Judged]:
    """The results that may be written."""
    judged = []
    for result in results:
        if isinstance(result, Unchanged):
            outcome.unchanged.append(result.learner)
        elif isinstance(result, Ungraded):
            outcome.ungraded[result.learner] = result.reason
        else:
            judged.append(result)
    known = of.gradebook.known(of.rows, [one.learner for one in judged]) if judged else {}
    free = []
    for one in judged:
        changes = list(_changes(one, known.get(one.learner)))
        if changes and not consent and _released(of, one.learner):
            outcome.held[one.learner] = changes
            continue
        outcome.held.pop(one.learner, None)
        outcome.changes += changes
        free.append(one)
    return free


def _released(of: Class, learner: str) -> bool:
    """
    Whether the learner may have seen a score; in doubt they may.

    So it is where the page with it has been written, handed out or not, and where nbgrader's
    exchange holds the page, though the course's own copy is gone: its name there is made of the
    secret of what was graded. What was shown in another way leaves no trace here, such as a table
    in an LMS, or a page in an exchange that is not nbgrader's own.
    """
    notebook = of.form.notebook
    if of.settings.page(of.form.assignment, learner, notebook).exists():
        return True
    graded = of.form.graded_notebook(learner).parent
    secrets = map(secret_in, (graded, of.form.submission(learner)))
    return any(_there(of.settings.released_page(notebook, one)) for one in secrets if one)


def _there(path: Path) -> bool:
    """Whether there is such a file; where that cannot be seen, too."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _changes(judged: Judged, known: Known | None) -> Iterator[Change]:
    """Scores that were given and would be others; what a human gave stays as it is."""
    if known is None:
        return
    for item, new in judged.scores.items():
        old = known.scores.get(item)
        if old is not None and item not in known.manual and old != (new or 0.0):
            yield Change(judged.learner, item, old, new or 0.0)


def _put(shelf: Shelf, of: Class, judged: Sequence[Judged], outcome: Outcome) -> Iterator[Judged]:
    """Put the notebooks in place; those that could be."""
    for one in judged:
        try:
            shelf.put(of.form, one)
        except OSError as error:
            said = error.strerror or type(error).__name__
            outcome.ungraded[one.learner] = (
                f"Its notebook could not be written: the disk said “{said}”."
            )
        else:
            yield one


def batched(values: Sequence[T], size: int) -> Iterator[list[T]]:
    """The values in lists of `size`, the last one shorter."""
    left = iter(values)
    while batch := list(islice(left, size)):
        yield batch
