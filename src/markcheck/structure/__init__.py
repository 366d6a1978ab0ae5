"""Document to messages: where the header, the marks and the paragraphs are, and what governs what.

Each genre is a module with one function from a document to messages; :func:`structure` picks the genre.
"""

from __future__ import annotations

from datetime import date

from markcheck.model.document import Document
from markcheck.model.message import DocumentDate, MarkedDocument, Message
from markcheck.rulebook.book import Rulebook
from markcheck.structure import telegram
from markcheck.structure.words import Words, words_of


def structure(
    document: Document, book: Rulebook, day: date | None = None, fallback: date | None = None
) -> MarkedDocument:
    """The messages of ``document``, with their blocks, marks and authority.

    ``day``, where given, is the date to judge by, whatever the document says of itself; ``fallback`` is the one for
    messages that say none.
    """
    words = words_of(book)
    messages = _messages(document, words, DocumentDate(day, "flag") if day else None)
    if fallback is not None and any(message.date is None for message in messages):
        dated = _messages(document, words, DocumentDate(fallback, "settings"))
        messages = tuple(message if message.date else again for message, again in zip(messages, dated, strict=True))
    return MarkedDocument(document, messages)


def _messages(document: Document, words: Words, given: DocumentDate | None) -> tuple[Message, ...]:
    found = telegram.read(document, words, given)
    if found:
        return found
    from markcheck.structure import memo

    return memo.read(document, words, given)
