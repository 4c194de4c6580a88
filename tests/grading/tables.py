"""What a gradebook holds, in a form in which two can be compared."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from nbgrader.api import Base


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
            row |= {key: names.get(value, value) for key, value in row.items() if value in names}
        found.sort(key=repr)
    return rows
