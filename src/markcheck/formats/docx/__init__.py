"""Word documents (DOCX): read paragraph by paragraph, written anew from what is released.

The text has headers first and footers last, and each footnote, endnote and text box behind the paragraph that it
belongs to. What has no place in the text is a hidden text or is not examined.
"""

from __future__ import annotations

from importlib.util import find_spec

from markcheck.errors import Unreadable
from markcheck.formats.office import content_types
from markcheck.model.document import Document
from markcheck.model.public import Passage

NAME = "docx"
_MAIN = b"wordprocessingml.document.main+xml"
_MACRO = b"ms-word.document.macroEnabled.main+xml"


def accepts(data: bytes) -> bool:
    """Whether the bytes are a Word document's package."""
    types = content_types(data)
    return _MAIN in types or _MACRO in types


def read(path: str, data: bytes) -> Document:
    """The document of a package. Raises :class:`Unreadable`, also where the library for it is not installed."""
    if find_spec("lxml") is None:
        raise Unreadable("extra-missing", "DOCX needs more: pip install 'markcheck[docx]'")
    from markcheck.formats.docx.reader import read_package

    return read_package(path, data)


def write(document: Document, passages: tuple[Passage, ...]) -> bytes:
    """A new package that is made of ``passages`` alone; ``document`` is the original that was read."""
    from markcheck.formats.docx.writer import write_package

    return write_package(document, passages)
