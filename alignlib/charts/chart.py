"""What every chart function returns: a figure, and the same in words."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alignlib.charts.sheet import DPI, blank, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN_PER_INCH = 100
"""Pixels of a browser for an inch of the figure: 9 points come out as 12.5 pixels."""


@dataclass(frozen=True, eq=False)
class Chart:
    """
    A figure, and `alt`: two to four sentences that say what it shows, made from the same data.

    In a notebook the picture is shown with that text for those who cannot see it. `alt` is also
    the plain text of the output. `below` is HTML to show under the picture, where a chart has
    its numbers as a table too.
    """

    figure: Figure
    alt: str
    below: str = ""

    def png(self) -> bytes:
        """The picture. The same chart gives the same bytes."""
        buffer = io.BytesIO()
        with style():
            # matplotlib would write its version into the file.
            self.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
        return buffer.getvalue()

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        """
        The outputs that a notebook stores.

        JupyterLab shows a bare PNG without any alternative text, so there is an `<img>` too;
        nbconvert takes the text from the metadata, and a marker's page keeps the bare PNG.
        """
        png = base64.b64encode(self.png()).decode("ascii")
        width = round(self.figure.get_figwidth() * SHOWN_PER_INCH)
        image = (
            f'<img alt="{html.escape(self.alt)}" width="{width}" style="max-width: 100%" '
            f'src="data:image/png;base64,{png}">'
        )
        data = {"text/plain": self.alt, "text/html": image + self.below, "image/png": png}
        return data, {"image/png": {"alt": self.alt, "width": width}}


def nothing(title: str, why: str) -> Chart:
    """A chart that says why there is nothing to draw."""
    words = f"There is nothing to draw: {why}."
    return Chart(blank(title, words), f"{title}. {words}")
