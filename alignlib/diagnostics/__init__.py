"""
The sixteen diagnostics: pure measures on a case's tables, each in a module of its own name.

A new diagnostic is a new module here: `known()` finds it by looking. `profile(tables)` takes
every measure that the tables allow, as a profile and never as one index.
"""

from __future__ import annotations

from alignlib.diagnostics.base import Evidence, Measure
from alignlib.diagnostics.profiles import Profile, profile
from alignlib.diagnostics.registry import Diagnostic, known

__all__ = ["Diagnostic", "Evidence", "Measure", "Profile", "known", "profile"]
