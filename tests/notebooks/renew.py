"""
Run a lesson from top to bottom and store its outputs, the way lessons are committed.

    python -m tests.notebooks.renew notebooks/01-two-strategies.ipynb

No counts, no widget ids, no receipts: nothing that would differ the next time.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.notebooknode import NotebookNode

from alignlib.answers import FILE_NAME, RECEIPT_TYPE

VOLATILE = ("application/vnd.jupyter.widget-view+json", RECEIPT_TYPE)

METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def renew(path: Path) -> None:
    """Execute the lesson with nothing recorded, clean its outputs, and write it back."""
    course = path.parent.parent
    for recorded in (*path.parent.glob(f"practice/*/{FILE_NAME}"),
                     *course.glob(f"exercises/*/{FILE_NAME}")):  # fmt: skip
        raise SystemExit(f"{recorded} holds answers of yours. Move it away and try again.")
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as home:
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            resources={"metadata": {"path": str(path.parent)}},
            store_widget_state=False,
            timeout=120,
        )
        client.comm_open_handlers.clear()  # a control's text goes to the cell, as nbval sees it
        client.execute(env=os.environ | {"HOME": home, "XDG_CONFIG_HOME": home})
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            clean(cell)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def clean(cell: NotebookNode) -> None:
    """Take out of a cell what differs between two runs."""
    cell.execution_count = None
    cell.metadata.pop("execution", None)
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = None
        if "data" not in output:
            continue
        output.metadata = {}
        for kind in VOLATILE:
            output.data.pop(kind, None)
        if output.data.get("text/plain", "").startswith("interactive("):
            output.data["text/plain"] = "[Controls: run this cell to use them]"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        renew(Path(name))
