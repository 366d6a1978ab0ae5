"""Document to messages: where the header, the marks and the paragraphs are, and what governs what.

Each genre is a module with one function from a document to messages; :func:`structure` picks the genre.
"""

from __future__ import annotations

from datetime import date

from markcheck.model.document import Document
from markcheck.model.message import DocumentDate, MarkedDocument
from markcheck.rulebook.book import Rulebook
from markcheck.structure import memo, telegram
from markcheck.structure.words import words_of


def structure(document: Document, book: Rulebook, day: date | None = None) -> MarkedDocument:
    """The messages of ``document``, with their blocks, marks and authority.

    ``day``, where given, is the date to judge by, whatever the document says of itself.
    """
    words = words_of(book)
    given = DocumentDate(day, "flag") if day else None
    messages = telegram.read(document, words, given) or memo.read(document, words, given)
    return MarkedDocument(document, messages)
