"""Formats: bytes to :class:`~markcheck.model.document.Document` and public versions to bytes, one module a format.

A reader module has ``NAME``, ``accepts`` and ``read``. Those in ``BINARY`` tell and read bytes: ``accepts(data)``,
``read(path, data)``. Those in ``READERS`` are for text: ``accepts(text)``, ``read(path, text, notes)``, most particular
first. JSON is read as :mod:`~markcheck.formats.json` does where settings name its fields. What none can read is refused
by name.
"""

from __future__ import annotations

from types import ModuleType

from markcheck.formats import docx, html, ism, json, mail, markdown, pdf, plain, pptx
from markcheck.formats.decode import decode
from markcheck.model.document import Document
from markcheck.model.json_fields import JsonFields
from markcheck.model.public import Passage, text_of

BINARY: tuple[ModuleType, ...] = (docx, pptx, pdf, ism, mail)
READERS: tuple[ModuleType, ...] = (html, markdown, plain)


def read_bytes(path: str, data: bytes, fields: JsonFields | None = None) -> Document:
    """The document in ``data``. ``path`` names it in messages; ``fields`` are those of JSON that has its marks in some.

    Raises :class:`~markcheck.errors.Unreadable` where the bytes are nothing that this version reads.
    """
    document: Document
    for reader in BINARY:
        if reader.accepts(data):
            document = reader.read(path, data)
            return document
    if fields is not None and json.accepts(data):
        return json.read(path, data, fields)
    text, notes = decode(data)
    reader = next(reader for reader in READERS if reader.accepts(text))
    document = reader.read(path, text, notes)
    return document


def write_bytes(document: Document, passages: tuple[Passage, ...]) -> bytes:
    """The bytes of the public version of ``document`` that is made of ``passages``."""
    writer = next(
        (module for module in (*BINARY, *READERS) if document.format == module.NAME and hasattr(module, "write")), None
    )
    if writer is None:
        return text_of(passages).encode("utf-8", "replace")
    public: bytes = writer.write(document, passages)
    return public
