"""The bench: its figures follow the text, and say what they do not measure."""

from __future__ import annotations

import subprocess
import sys

import pytest

from alignlib.models.bench import NOT_MEASURED, TEXTS, UNSEEN, RewritingBench, Weighed
from alignlib.models.plain_words import MOST_CHARACTERS


def test_the_figures_follow_the_text() -> None:
    """A change of the text changes them at once; the box tells of each key."""
    bench = RewritingBench()
    assert "very hard" in bench.figures.value
    bench.text.value = "Your old password stops on Monday."
    assert "very hard" not in bench.figures.value
    assert "none that stands in the bench's two lists" in bench.figures.value
    assert bench.text.continuous_update


@pytest.mark.parametrize("name", TEXTS)
def test_each_button_lays_its_text_on_the_bench(name: str) -> None:
    """The button is named after the text, and its figures come with it."""
    bench = RewritingBench()
    next(button for button in bench.samples if button.description == name).click()
    assert TEXTS[name] == bench.text.value
    assert NOT_MEASURED in bench.figures.value


def test_a_text_cannot_become_a_page() -> None:
    """What somebody types is shown as text, also inside a word that is marked."""
    shown = Weighed("<script>alert(1)</script> & <b>latency</b>")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;b&gt;<b><u>latency</u></b>&lt;/b&gt;" in shown


def test_no_text_and_too_much_of_it_are_told() -> None:
    """An empty box asks for a word, a whole book is refused in a sentence, and neither fails."""
    bench = RewritingBench()
    bench.text.value = "  "
    assert "no word on the bench yet" in bench.figures.value
    bench.text.value = "word " * MOST_CHARACTERS
    assert "The bench reads up to 6,000" in bench.figures.value


def test_the_words_tell_what_the_table_shows() -> None:
    """In plain text as well: the ease, the counts, the jargon, and the warning."""
    assert repr(Weighed("The SSO is slow. Obs are late.")) == (
        "Reading ease 119: very easy. 7 words in 2 sentences; the longest sentence has 4. "
        "For insiders: 1 word from the technology side and 1 word from the ward side. "
        "This measures how it reads, and not whether it is understood."
    )
    assert "No word of the bench's two lists." in repr(Weighed("Call Ruth."))
    assert repr(Weighed("")) == "There is no word on the bench yet."


def test_a_long_sentence_is_quoted() -> None:
    """Whoever wrote it sees which one it is."""
    assert "“Please be advised that" in Weighed(TEXTS["A notice to the wards"])._repr_html_()
    assert "“" not in Weighed("Call Ruth.")._repr_html_()


def test_a_reader_without_a_kernel_sees_one_sentence() -> None:
    """What a notebook stores of the bench does not change from one version to the next."""
    assert repr(RewritingBench()) == UNSEEN


def test_nothing_heavy_is_imported() -> None:
    """The bench needs no drawing library."""
    code = "import sys, alignlib.models.bench; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
