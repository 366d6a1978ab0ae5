"""Plain text: the text is the source."""

from __future__ import annotations

from markcheck.model.document import Document, LineMap, Note

NAME = "text"


def accepts(text: str) -> bool:  # noqa: ARG001
    """Every text can be read as plain text."""
    return True


def read(path: str, text: str, notes: tuple[Note, ...]) -> Document:
    """The document of a decoded text."""
    return Document(path, NAME, text, LineMap(text), notes)
