"""Document to messages: where the header, the marks and the paragraphs are, and what governs what.

Each genre is a module with one function from a document to messages; :func:`structure` picks the genre.
"""

from __future__ import annotations

from markcheck.model.document import Document
from markcheck.model.message import MarkedDocument
from markcheck.rulebook.book import Rulebook
from markcheck.structure import memo, telegram
from markcheck.structure.words import words_of


def structure(document: Document, book: Rulebook) -> MarkedDocument:
    """The messages of ``document``, with their blocks, marks and authority."""
    words = words_of(book)
    messages = telegram.read(document, words) or memo.read(document, words)
    return MarkedDocument(document, messages)
