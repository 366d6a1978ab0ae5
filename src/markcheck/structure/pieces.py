"""Pieces: blocks in the making, before anything is known of what governs what."""

from __future__ import annotations

import re

from msgspec import Struct

from markcheck.marks.language import Language
from markcheck.model.document import NO_SUGGESTION, Note
from markcheck.model.marking import Form, ParsedMark, Standing
from markcheck.model.message import Kind, Mark, Statement

# How deep a portion sits: a later passage of the same or a smaller rank ends its reach.
PARAGRAPH = 0
LETTERED = 1
BULLET = 2


class Piece(Struct):
    """One stretch of text and what it looks like. ``end`` is set when the next piece begins."""

    kind: Kind
    start: int
    end: int = -1
    number: int | None = None
    mark: Mark | None = None
    rank: int = PARAGRAPH
    doubt: str | None = None
    gap: bool = True
    bullet: bool = False
    body: int = 0


class Found(Struct):
    """What a reader collects on its way through one message."""

    pieces: list[Piece] = []
    notes: list[Note] = []
    statements: list[Statement] = []
    elements: set[str] = set()
    entire_text: Mark | None = None

    def note(self, code: str, start: int, end: int, **fields: str) -> None:
        """Record something odd for the rules to judge."""
        self.notes.append(Note(code, start, end, fields))

    def faults(self, parsed: ParsedMark, start: int, form: Form, language: Language) -> None:
        """Record what is wrong with a mark that stands at ``start``."""
        if not parsed.faults:
            return
        certain = parsed.marking is not None and parsed.standing is Standing.VALID
        suggestion = language.written(parsed.marking, form) if certain and parsed.marking else NO_SUGGESTION
        for fault in parsed.faults:
            fields = {"mark": parsed.label, "suggestion": suggestion, **fault.fields}
            self.notes.append(Note(fault.code, start + fault.start, start + fault.end, fields))


_STATEMENT = re.compile(r"\n\[Redacted version at [^\]\n]*\][ \t]*(?=\n|\Z)")


def find_statement(padded: str, start: int, end: int, found: Found) -> None:
    """The statement that a public version opens with, as a piece."""
    match = _STATEMENT.search(padded, start, end + 1)
    if match:
        found.pieces.append(Piece(Kind.STATEMENT, match.start(), match.end() - 1))


def header_piece(text: str, kind: Kind, start: int, end: int, mark: Mark | None = None) -> Piece:
    """A header element as a piece, without the white space behind it."""
    stripped = start + len(text[start:end].rstrip())
    return Piece(kind, start, stripped, mark=mark, gap=text[max(0, start - 2) : start].count("\n") > 1)


def complete(text: str, start: int, end: int, pieces: list[Piece]) -> list[Piece]:
    """The pieces in order, with every stretch of ``text[start:end]`` that none covers as a piece of its own."""
    result: list[Piece] = []
    at = start
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if piece.start < at:
            _cut(text, piece, at)
        piece.end = end_of_ink(text, piece.start, piece.end)
        if piece.end <= piece.start:
            continue
        _loose(text, at, piece.start, result)
        result.append(piece)
        at = piece.end
    _loose(text, at, end, result)
    return result


def end_of_ink(text: str, start: int, end: int) -> int:
    """Where ``text[start:end]`` ends without the white space behind it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _cut(text: str, piece: Piece, at: int) -> None:
    """Take off what an earlier piece holds already; a mark in it goes with it."""
    at = min(at, piece.end)
    piece.start = at + len(text[at : piece.end]) - len(text[at : piece.end].lstrip())
    piece.body = max(piece.body, piece.start)
    if piece.mark is not None and piece.mark.start < piece.start:
        piece.mark = None
        piece.doubt = piece.doubt or "an earlier block holds its mark"


def _loose(text: str, start: int, end: int, into: list[Piece]) -> None:
    stretch = text[start:end]
    ink = stretch.strip()
    if ink:
        begin = start + len(stretch) - len(stretch.lstrip())
        into.append(Piece(Kind.PAGE_TEXT, begin, begin + len(ink)))
