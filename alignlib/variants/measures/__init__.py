"""
Measures that only keys are made with: what an item asks and no diagnostic of the course gives.

Each module has the form of a diagnostic (see `alignlib.diagnostics.registry`) and is found by
looking. They stand here, and not with the diagnostics, because a learner who could call them
would have the answer of an item for nothing.
"""
