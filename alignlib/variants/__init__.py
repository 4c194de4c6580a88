"""
Variants: a template and a seed give a case, its items and its key.

The key is the log of what was planted (`plant`), confirmed by a checker that shares no code
with the planting (`checker`). This is the instructor's side: a learner's notebook reads the
finished `cases.zip` and never imports this package.
"""
