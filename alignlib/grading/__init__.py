"""
Grading with nbgrader: plug-ins that its configuration names, and nothing of it replaced.

`nbgrader_config.py` of the course lists them. In the order in which a submission meets them:

- `receive.receive` (`Autograde.pre_convert_hook`) looks at the folder before a file is copied;
- `reading.SubmittedNotebook` (`exporter_class`) reads the notebook, however damaged it is, and
  looks at all folders once before nbgrader opens the first;
- `pour.Pour` (sanitise list) pours what the learner wrote, as plain text, into the released
  notebook, and takes down the recorded answers;
- `score.ScoreAnswers` (autograde list, in the place of `Execute`) scores the answers and puts
  the mark scheme above the memo;
- `flag.FlagForHuman` (autograde list, last) asks the instructor to look where that is due;
- `pages.exporter.FeedbackPage` (`GenerateFeedback.exporter_class`) makes the page that a learner
  gets back, as `alignlib feedback` does;
- `hide.HideMarkScheme` (feedback list) takes the marker's notes out of the notebook, for a course
  that gives the notebook back instead.

What these passes have in common with the bulk path (`alignlib.grading.bulk`) is `core`; it and all
that it needs import neither nbgrader nor nbformat.

No learner's code is run, and no learner's HTML, script or link reaches a page.
"""
