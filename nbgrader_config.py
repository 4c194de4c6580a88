"""
nbgrader for this course: its folders, what never reaches a learner, and how answers are scored.

Copy this file into a course folder of your own and set `course_id`. Everything here is
nbgrader's own configuration; `nbgrader --help-all` explains each option.
"""

c = get_config()

c.CourseDirectory.course_id = "alignment"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# These lie beside an assignment's source. nbgrader copies every file that is not named here
# into the release, and over its namesake in every submission.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "assignment.yaml",
    "case.yaml",
    "practice.yaml",
    "answers.source*",
    ".answers*",
    "*.set-aside",  # what was in the way of grading, such as a file of gigabytes
]

# What stands in the release for a solution. Cells with a solution are a learner's own working
# space, no graded cells, so they need no mark of nbgrader's: with one, feedback would say "No
# response" under each working space that stayed empty.
c.ClearSolutions.enforce_metadata = False
c.ClearSolutions.code_stub = {"python": "# Your own work goes here."}
c.ClearSolutions.text_stub = (
    "*Your paragraph is put here when your work is graded. Write it in the panel above.*"
)

# nbgrader's own list, and one pass of ours before the last.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "alignlib.grading.release.ForgetMemoChecksum",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Grading: no learner's code is run. See ARCHITECTURE.md, "From a click to the gradebook".
c.Autograde.pre_convert_hook = "alignlib.grading.receive.receive"
c.Autograde.exporter_class = "alignlib.grading.reading.SubmittedNotebook"
c.Autograde.sanitize_preprocessors = [
    "alignlib.grading.pour.Pour",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "alignlib.grading.score.ScoreAnswers",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "alignlib.grading.flag.FlagForHuman",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Feedback: a page of our own for each learner, as `alignlib feedback` writes it. Without the first
# line nbgrader gives back the whole notebook; the passes below are for that, and keep what is for
# the marker out of it.
c.GenerateFeedback.exporter_class = "alignlib.grading.pages.exporter.FeedbackPage"
c.GenerateFeedback.preprocessors = [
    "alignlib.grading.hide.HideMarkScheme",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
