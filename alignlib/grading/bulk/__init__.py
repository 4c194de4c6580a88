"""
Grading a whole class at once: `alignlib grade`, beside nbgrader's own `autograde`.

Both call the same two functions of `alignlib.grading.core`. What differs is the way around them:
nbgrader opens the gradebook nine times for each submission and checks a notebook against its
schema again and again; here a batch of submissions is one transaction, written with SQLAlchemy's
Core on nbgrader's own tables, and neither nbgrader nor nbformat is imported.

- `settings` reads `nbgrader_config.py` as nbgrader does;
- `schema` and `gradebook` know nbgrader's tables;
- `form` is what is the same for all submissions of an assignment;
- `judge` turns one submission into scores and a notebook, and writes nothing;
- `batches` decides what has changed, and writes.

Why a killed run loses and doubles nothing: a submission's notebook is put in place whole, then its
scores and the digest of what they were made of are committed together. A run that finds no digest,
or another one, grades that submission again; all rows have one place, found by nbgrader's own
unique columns.
"""
