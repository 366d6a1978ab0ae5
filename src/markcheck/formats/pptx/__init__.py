"""Presentations (PPTX): read slide by slide from top to bottom, written anew from what is released.

What masters and layouts show on every slide stands once, before the first. Notes follow their slide.
"""

from __future__ import annotations

from importlib.util import find_spec

from markcheck.errors import Unreadable
from markcheck.formats.office import content_types
from markcheck.model.document import Document
from markcheck.model.public import Passage

NAME = "pptx"
_MAIN = (b"presentationml.presentation.main+xml", b"presentationml.slideshow.main+xml")


def accepts(data: bytes) -> bool:
    """Whether the bytes are a presentation's package."""
    types = content_types(data)
    return any(main in types for main in _MAIN)


def read(path: str, data: bytes) -> Document:
    """The document of a package. Raises :class:`Unreadable`, also where the library for it is not installed."""
    if find_spec("lxml") is None:
        raise Unreadable("extra-missing", "PPTX needs more: pip install 'markcheck[pptx]'")
    from markcheck.formats.pptx.reader import read_package

    return read_package(path, data)


def write(document: Document, passages: tuple[Passage, ...]) -> bytes:
    """A new package that is made of ``passages`` alone; ``document`` is the original that was read."""
    from markcheck.formats.pptx.writer import write_package

    return write_package(document, passages)
