"""
Grades as an LMS or a statistics program reads them: plug-ins for `nbgrader export`.

    nbgrader export --exporter=alignlib.grading.export.CanvasExport --to canvas.csv
    nbgrader export --exporter=alignlib.grading.export.MoodleExport --to moodle.csv
    nbgrader export --exporter=alignlib.grading.export.LongExport --to long.csv

nbgrader's own `--assignment` and `--student` choose what is exported. Or name one of them in
`nbgrader_config.py`: `c.ExportApp.plugin_class = "alignlib.grading.export.CanvasExport"`.
"""

from alignlib.grading.export.canvas import CanvasExport
from alignlib.grading.export.long import LongExport
from alignlib.grading.export.moodle import MoodleExport

__all__ = ["CanvasExport", "LongExport", "MoodleExport"]
