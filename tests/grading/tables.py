"""What a gradebook holds, in a form in which two can be compared."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from nbgrader.api import Base


def settled(value: Any) -> Any:
    """
    A number without its last bits.

    nbgrader makes a learner's grades in the order in which its database names the cells, and the
    names are random. So the same points are added in another order in each gradebook, and their
    sum may differ in the last bit, also between two runs of nbgrader itself.
    """
    return round(value, 9) if isinstance(value, float) else value


def content(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every table that nbgrader reads, its random ids replaced by what they stand for."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    names: dict[str, str] = {}
    order = ("assignment", "notebook", "base_cell", "submitted_assignment", "submitted_notebook")
    for table in order:
        for row in rows[table]:
            keys = ("name", "type", "assignment_id", "notebook_id", "student_id")
            parts = [f"{key}={names.get(str(row[key]), row[key])}" for key in keys if key in row]
            names[row["id"]] = f"{table}({', '.join(parts)})"
    for table, found in rows.items():
        for row in found:
            if table in {"grade", "comment", "source_cell"}:
                del row["id"]
            row |= {key: names.get(value, settled(value)) for key, value in row.items()}
        found.sort(key=repr)
    return rows
