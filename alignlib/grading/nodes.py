"""
Notebooks as plain data: what grading builds, without importing nbformat.

nbformat costs most of a second to import, over half of it for one grammar that checks addresses
in schemas. Whoever grades a class does without; nbgrader's plug-ins turn what is made here into
nbformat's own nodes, and a test holds that the two mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Node(dict[str, Any]):
    """
    Plain data of a notebook whose entries are attributes, too, as with nbformat's nodes.

    >>> Node(cell_type="code").cell_type
    'code'
    """

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


def node(data: Any) -> Any:
    """
    Plain data with every object in it a node; nothing of the given data is shared or changed.

    >>> node({"cells": [{"id": "a"}]}).cells[0].id
    'a'
    """
    if isinstance(data, dict):
        return Node((key, node(value)) for key, value in data.items())
    if isinstance(data, list):
        return [node(value) for value in data]
    return data


def notebook(cells: Iterable[Node] = (), **metadata: Any) -> Node:
    """A notebook of these cells."""
    return Node(nbformat=4, nbformat_minor=5, metadata=Node(metadata), cells=list(cells))


def markdown_cell(source: str, name: str, **metadata: Any) -> Node:
    """A text cell with an id."""
    return Node(id=name, cell_type="markdown", source=source, metadata=Node(metadata))


def code_cell(source: str, name: str, outputs: Iterable[Node] = ()) -> Node:
    """A code cell with an id; it was never run."""
    return Node(
        id=name,
        cell_type="code",
        metadata=Node(),
        execution_count=None,
        source=source,
        outputs=list(outputs),
    )


def stream(text: str) -> Node:
    """Printed text. On stderr nbgrader would take all points for it, so it is on stdout."""
    return Node(output_type="stream", name="stdout", text=text)


def display(**data: str) -> Node:
    """Something shown, such as a picture, as data by their media type."""
    return Node(output_type="display_data", metadata=Node(), data=Node(data))


def result(**data: str) -> Node:
    """The value of a cell's last line, as data by their media type."""
    return Node(
        output_type="execute_result", metadata=Node(), data=Node(data), execution_count=None
    )
