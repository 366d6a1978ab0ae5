"""Readers: bytes to :class:`~markcheck.model.document.Document`, one module a format.

A reader module has ``NAME``, ``accepts(text)`` and ``read(path, text, notes)``; it is listed in ``READERS``, most
particular first. What none can read is refused by name.
"""

from __future__ import annotations

from types import ModuleType

from markcheck.formats import html, plain
from markcheck.formats.decode import decode
from markcheck.model.document import Document

READERS: tuple[ModuleType, ...] = (html, plain)


def read_bytes(path: str, data: bytes) -> Document:
    """The document in ``data``. ``path`` names it in messages.

    Raises :class:`~markcheck.errors.Unreadable` where the bytes are no text this version reads.
    """
    text, notes = decode(data)
    reader = next(reader for reader in READERS if reader.accepts(text))
    document: Document = reader.read(path, text, notes)
    return document
