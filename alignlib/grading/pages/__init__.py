"""
Feedback: for each learner one page that says what was right, what was not, and where to look.

- `marks` reads scores and comments from nbgrader's gradebook;
- `view` decides what a page says, by the policy of each item and no further;
- `sections` holds the pieces of a page as plain data;
- `render` makes HTML of that, with one template and one style sheet;
- `returned` writes the pages of a class into `feedback/`, for `alignlib feedback`;
- `exporter` is the same page for `nbgrader generate_feedback` and formgrader's button.

A page is one file. It runs no script and asks no other computer for anything.
"""
