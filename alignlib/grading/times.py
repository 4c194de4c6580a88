"""Read a time as nbgrader reads it, without importing nbgrader."""

from __future__ import annotations

import re
from datetime import datetime

import dateutil.parser
import dateutil.tz

_PLAIN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})? UTC", re.ASCII)
"""How nbgrader itself writes a time; reading this one alone is ten times as fast."""


def parse_utc(text: str) -> datetime:
    """
    A time as people and programs write it, in UTC and without a zone.

    It is nbgrader's own rule, and a test holds that the two agree. Raises what dateutil raises
    where the text is no time.

    >>> parse_utc("2026-03-20T12:00:00+01:00")
    datetime.datetime(2026, 3, 20, 11, 0)
    """
    if _PLAIN.fullmatch(text):
        return datetime.fromisoformat(text.removesuffix(" UTC"))
    parts = text.split(" ")
    if len(parts) == 3:
        text, zones = " ".join((*parts[:2], "TZ")), {"TZ": _zone(parts[2])}
    else:
        zones = None
    found: datetime = dateutil.parser.parse(text, tzinfos=zones)
    offset = found.utcoffset()
    return found if offset is None else (found - offset).replace(tzinfo=None)


def _zone(name: str) -> int | None:
    try:
        return int(name)
    except ValueError:
        zone: int | None = dateutil.tz.gettz(name)
        return zone
