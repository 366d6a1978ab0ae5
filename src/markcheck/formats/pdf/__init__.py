"""PDF documents: read line by line with boxes, public versions drawn anew.

A line is what stands at one height; a wider space between two lines than within a paragraph is a blank line. Nothing of
the original file is in a public version: released lines are drawn one below the other, with stamps between them.
"""

from __future__ import annotations

from importlib.util import find_spec

from markcheck.errors import Unreadable
from markcheck.model.document import Document
from markcheck.model.public import Passage

NAME = "pdf"
# Readers look for the header within the first kilobyte.
_MAGIC = b"%PDF-"
_WITHIN = 1024


def accepts(data: bytes) -> bool:
    """Whether the bytes are a PDF."""
    return data.startswith(_MAGIC) or (b"\0" in data[:4096] and _MAGIC in data[:_WITHIN])


def read(path: str, data: bytes) -> Document:
    """The document of a PDF. Raises :class:`Unreadable`, also where the libraries for it are not installed."""
    _needed()
    from markcheck.formats.pdf.reader import read_pdf

    return read_pdf(path, data)


def write(document: Document, passages: tuple[Passage, ...]) -> bytes:
    """A new PDF that is made of ``passages`` alone; ``document`` is the original that was read."""
    from markcheck.formats.pdf.writer import write_pdf

    return write_pdf(document, passages)


def _needed() -> None:
    if any(find_spec(name) is None for name in ("pikepdf", "pypdfium2", "reportlab")):
        raise Unreadable("extra-missing", "PDF needs more: pip install 'markcheck[pdf]'")
