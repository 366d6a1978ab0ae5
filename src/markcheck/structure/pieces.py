"""Pieces: blocks in the making, before anything is known of what governs what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markcheck.model.document import Note
from markcheck.model.message import Kind, Mark, Statement

# How deep a portion sits: a later passage of the same or a smaller rank ends its reach.
PARAGRAPH = 0
LETTERED = 1
BULLET = 2


@dataclass(slots=True)
class Piece:
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


@dataclass(slots=True)
class Found:
    """What a reader collects on its way through one message."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    elements: set[str] = field(default_factory=set)
    entire_text: Mark | None = None

    def note(self, code: str, start: int, end: int, **fields: str) -> None:
        """Record something odd for the rules to judge."""
        self.notes.append(Note(code, start, end, fields))


_STATEMENT = re.compile(r"\n\[Redacted version at [^\]\n]*\][ \t]*(?=\n|\Z)")


def find_statement(padded: str, start: int, end: int, found: Found) -> None:
    """The statement that a public version opens with, as a piece."""
    match = _STATEMENT.search(padded, start, end + 1)
    if match:
        found.pieces.append(Piece(Kind.STATEMENT, match.start(), match.end() - 1))
