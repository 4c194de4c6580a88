"""
Learn, and be assessed on, how technology strategy and business strategy are brought into line.

A learner's notebook needs one name:

    from alignlib import Workbook
    work = Workbook("two-strategies")
"""

from alignlib.errors import LearnerError
from alignlib.progress import progress
from alignlib.workbook import Workbook

__all__ = ["LearnerError", "Workbook", "progress"]
