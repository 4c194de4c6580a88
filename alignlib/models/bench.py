"""
Play with a text: rewrite it, and see at each key what a formula makes of it.

The bench measures readability, and not understanding. It says so wherever it shows a figure.
"""

from __future__ import annotations

import html
from typing import Any

from ipywidgets import HTML, Button, HBox, Layout, Textarea, VBox

from alignlib.charts.words import count, listing, sentences
from alignlib.errors import LearnerError
from alignlib.models.plain_words import LISTS, LONG_SENTENCE, Jargon, Reading

UNSEEN = "[Controls: run this cell to use them]"
"""What a reader without a kernel sees in their place, as for the other models."""

TEXTS = {
    "A notice to the wards": (
        "Please be advised that, following the successful deployment of the new authentication "
        "module, all end users will be required to migrate their legacy credentials via the "
        "self-service portal prior to Monday's cutover window at 06:00, in order to avoid any "
        "loss of functionality. Unresolved issues should be escalated to the service desk (4411) "
        "through the standard ticket workflow."
    ),
    "A mail from a ward": (
        "Obs on the new tablets cannot be done on a late with this skill mix and acuity. By the "
        "time SSO has thrown us out twice, the TTOs are waiting, the bed state is wrong, and the "
        "night staff get all of it at six."
    ),
    "Easy and empty": (
        "All is well. The new tool is here. It is good and it is quick. You will like it. We all "
        "do. Ask us if you need help. We are glad to help you."
    ),
    "One way to say it": (
        "On Monday at six in the morning your old password stops. Before then, choose a new one: "
        "tap the blue key on the tablet. It takes two minutes. If it does not work, call 4411, by "
        "day or night. Until it works, write on paper as before."
    ),
}
"""What can be laid on the bench, by the words of its button."""

NOT_MEASURED = (
    "These are counts of words and syllables. They measure how easily the text <b>reads</b>, and "
    "not whether anybody <b>understands</b> it, whether it is true, or whether the reader could "
    "act on it. For that, ask a reader: what changes for you, when, and what will you do?"
)

FULL = 100.0
"""Where the bar of the reading ease ends. Very short texts can score more."""


NAME_STYLE = "text-align: left; white-space: nowrap; padding: 0 1em 0 0"


class RewritingBench(VBox):  # type: ignore[misc]
    """A text to rewrite, buttons that lay another one on the bench, and its figures, live."""

    def __init__(self) -> None:
        self.text = Textarea(
            value=next(iter(TEXTS.values())),
            description="Your text",
            tooltip="Your text",
            continuous_update=True,
            rows=7,
            style={"description_width": "5em"},
            layout=Layout(width="52em", max_width="98%"),
        )
        self.samples = [self._sample(name) for name in TEXTS]
        self.figures = HTML(layout=Layout(max_width="52em"))
        super().__init__(
            [
                HTML("<b>Rewrite the text in the box.</b> The figures follow each key."),
                HBox(self.samples, layout=Layout(flex_flow="row wrap")),
                self.text,
                self.figures,
            ]
        )
        self.text.observe(self.weigh, names="value")
        self.weigh()

    def _sample(self, name: str) -> Button:
        made = Button(description=name, layout=Layout(width="auto"))
        made.on_click(lambda _: setattr(self.text, "value", TEXTS[name]))
        return made

    def weigh(self, _change: Any = None) -> None:
        """Show the figures of the text as it stands, or why it has none."""
        try:
            self.figures.value = Weighed(self.text.value)._repr_html_()
        except LearnerError as error:
            self.figures.value = f"<p>{html.escape(str(error))}</p>"

    def __repr__(self) -> str:
        return UNSEEN


class Weighed:
    """
    A text on the bench, for who would rather type than use the box: `Weighed("...")`.

    As the last line of a cell it shows its figures, in a table and in a sentence.
    """

    def __init__(self, text: str) -> None:
        self.reading = Reading(text)

    def __repr__(self) -> str:
        reading = self.reading
        if not reading.words:
            return "There is no word on the bench yet."
        sides = [
            f"{count(number, f'word from the {side} side', f'words from the {side} side')}"
            for side in LISTS
            if (number := sum(each.side == side for each in reading.jargon))
        ]
        return sentences(
            f"Reading ease {reading.ease:.0f}: {reading.band}.",
            f"{count(reading.words, 'word')} in {count(reading.sentences, 'sentence')}; the "
            f"longest sentence has {reading.longest}.",
            f"For insiders: {listing(sides)}." if sides else "No word of the bench's two lists.",
            "This measures how it reads, and not whether it is understood.",
        )

    def _repr_html_(self) -> str:
        reading = self.reading
        if not reading.words:
            return f"<p>{self!r} Write one.</p>"
        return (
            f'<div style="line-height: 1.5">{_table(reading)}<p>{_marked(reading)}</p>'
            f"{_advice(reading.advice)}<p>{NOT_MEASURED}</p></div>"
        )


def _table(reading: Reading) -> str:
    long = reading.longest >= LONG_SENTENCE
    said = f"“{html.escape(reading.longest_sentence)}”" if long else "short enough to keep in mind"
    rows = (
        ("Reading ease", f"{reading.ease:.0f}", f"{_bar(reading.ease)} {reading.band}"),
        ("Words in a sentence", f"{reading.words / reading.sentences:.0f}",
         f"on average: {count(reading.words, 'word')} in "
         f"{count(reading.sentences, 'sentence')}"),
        ("Longest sentence", f"{reading.longest}", said),
        ("Words for insiders", f"{len(reading.jargon)}", _sides(reading)),
    )  # fmt: skip
    cells = "".join(
        f'<tr><th scope="row" style="{NAME_STYLE}">{name}</th>'
        f'<td style="text-align: right; padding: 0 1em 0 0"><b>{value}</b></td>'
        f'<td style="text-align: left">{words}</td></tr>'
        for name, value, words in rows
    )
    return f"<table>{cells}</table>"


def _bar(ease: float) -> str:
    """How far the ease is on its way to 100; the number and a word say the same beside it."""
    share = min(max(ease, 0.0), FULL)
    return (
        '<span aria-hidden="true" style="display: inline-block; width: 10em; height: 0.7em; '
        'border: 1px solid currentColor; margin-right: 0.4em">'
        f'<span style="display: block; width: {share:.0f}%; height: 100%; '
        'background: currentColor"></span></span>'
    )


def _sides(reading: Reading) -> str:
    if not reading.jargon:
        return "none that stands in the bench's two lists"
    return listing(
        f"{number} from the {side} side"
        for side in LISTS
        if (number := sum(each.side == side for each in reading.jargon))
    )


def _marked(reading: Reading) -> str:
    """The text with its words for insiders in bold and underlined."""
    parts, place = [], 0
    for each in reading.jargon:
        parts.append(html.escape(reading.text[place : each.start]))
        parts.append(f"<b><u>{html.escape(each.word)}</u></b>")
        place = each.end
    parts.append(html.escape(reading.text[place:]))
    return "".join(parts).replace("\n", "<br>")


def _advice(words: tuple[Jargon, ...]) -> str:
    if not words:
        return ""
    told = "".join(
        f"<li><b>{html.escape(each.word)}</b> ({each.side}): {html.escape(each.plain)}</li>"
        for each in words
    )
    return (
        f'<p>Others would understand:</p><ul style="columns: 2 16em; column-gap: 2.5em">{told}</ul>'
    )
