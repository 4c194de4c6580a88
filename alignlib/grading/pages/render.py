"""A feedback page as HTML: one file that runs no script and asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from alignlib.grading.pages.sections import View

FOLDER = Path(__file__).parent


def render(view: View) -> str:
    """The page as text. Every word in it is escaped by the template's own machinery."""
    return _template().render(view=view)


@cache
def _template() -> Template:
    """
    The template, with its style sheet and the policy that lets the page do nothing else.

    The policy allows this one style sheet, by its hash, and no script, no picture, no font and
    no form. Should a text ever get through unescaped, it could still do nothing.
    """
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(FOLDER, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = points
    environment.globals["style"] = style
    environment.globals["policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "form-action 'none'; base-uri 'none'"
    )
    return environment.get_template("page.html.j2")


def points(value: float) -> str:
    """
    Points as people write them: two decimals at most, and none where they are whole.

    >>> points(7.0), points(7.466666), points(0.1 + 0.2)
    ('7', '7.47', '0.3')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
