"""A document as read: one linear text, and the way back from each character to the source.

Every format becomes text plus a :class:`SourceMap`. The stages after reading know offsets in that text alone;
the map, made while the bytes are read, turns a pair of offsets into the format's own address. Nothing is ever
searched for again.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Protocol

from msgspec import Struct

from markcheck.model.unexamined import Unexamined


class Anchor(Struct, frozen=True):
    """Where a stretch of text lies in its source.

    Lines and columns count from 1; the end is the position behind the last character. ``address`` is the format's
    own address where lines mean little (a DOCX part and paragraph, a PDF page and box); for text it is empty.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    address: str = ""


class SourceMap(Protocol):
    """Turns offsets in a document's text into anchors in its source."""

    def anchor(self, start: int, end: int) -> Anchor:
        """The anchor of ``text[start:end]``."""
        ...


# A map that is asked no more often counts lines instead of knowing where each begins.
_FEW = 8


class LineMap:
    """The source map of plain text: the text is the source."""

    __slots__ = ("_asked", "_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None
        self._asked = 0

    def anchor(self, start: int, end: int) -> Anchor:
        """The anchor of ``text[start:end]``."""
        text = self._text
        if self._starts is None:
            self._asked += 1
            if self._asked <= _FEW:
                line = text.count("\n", 0, start) + 1
                end_line = line + text.count("\n", start, end)
                return Anchor(line, start - text.rfind("\n", 0, start), end_line, end - text.rfind("\n", 0, end))
            self._starts = line_starts(text)
        line, end_line = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return Anchor(line, start - self._starts[line - 1] + 1, end_line, end - self._starts[end_line - 1] + 1)


def line_starts(text: str) -> list[int]:
    """The offset of the first character of each line; lines end at LF."""
    starts = [0]
    find = text.find
    at = find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = find("\n", at + 1)
    return starts


# What the readers may note; a rule of the kind "noted" names some of them.
NOTE_CODES = frozenset(
    (
        "banner-abbreviated",
        "banner-unknown-level",
        "caption-unknown",
        "classified-by-doubled",
        "decl-day-month-swapped",
        "decl-malformed",
        "decl-two-digit-year",
        "declassification-note-undated",
        "dtg-invalid",
        "encoding-fallback",
        "encoding-suspect",
        "field-mark-differs",
        "mark-bare-lead",
        "mark-case",
        "mark-category-kind",
        "mark-category-unknown",
        "mark-code-retired",
        "mark-compartment-missing",
        "mark-compound",
        "mark-concealed-with-code",
        "mark-controls-order",
        "mark-displaced",
        "mark-display-with-home",
        "mark-doubled-different",
        "mark-doubled-same",
        "mark-duplicate",
        "mark-early",
        "mark-excludes",
        "mark-excludes-advised",
        "mark-eyes-code",
        "mark-form",
        "mark-indicator-repeated",
        "mark-legacy",
        "mark-level-control",
        "mark-level-word",
        "mark-list-and",
        "mark-list-empty",
        "mark-list-order",
        "mark-list-separator",
        "mark-lists-differ",
        "mark-lookalike",
        "mark-misplaced",
        "mark-named-level",
        "mark-order",
        "mark-owners",
        "mark-owners-unreleased",
        "mark-rel-bad-code",
        "mark-rel-without-usa",
        "mark-requires",
        "mark-requires-advised",
        "mark-restricted",
        "mark-retired",
        "mark-separator",
        "mark-separator-stray",
        "mark-spacing",
        "mark-superseded",
        "mark-unknown",
        "mark-unpublished",
        "order-number-unknown",
        "order-punctuation",
        "paragraph-false-number",
        "pdf-covered",
        "pdf-redaction-pending",
        "pdf-revision-left",
        "pilcrow-mangled",
        "reason-bracket-unbalanced",
        "reason-section-damaged",
        "second-telegram",
        "section-garbled",
        "section-impossible",
        "section-total-mismatch",
        "security-signal-mismatch",
        "security-warning-malformed",
        "tags-keyword",
        "transmission-id-damaged",
    )
)


# The field ``suggestion`` of a mark that nothing certain can be suggested for; messages say "write {suggestion}".
NO_SUGGESTION = "the register's form"


class Note(Struct, frozen=True):
    """Something odd that was seen while reading; a rule decides whether it matters.

    ``fields`` fill a rule's message: marks, numbers, dates and codes, never body text. The field ``key``, where there
    is one, tells notes of one code apart (``NOFORN+REL`` of two controls that exclude each other).
    """

    code: str
    start: int
    end: int
    fields: dict[str, str] = {}


class Hidden(Struct, frozen=True):
    """A text that the source hides behind ``text[start:end]``, such as a link's title. It is never read as text.

    What belongs to the document as a whole, such as its properties, stands behind the empty stretch at its beginning.
    """

    start: int
    end: int
    text: str


class Document(Struct, frozen=True):
    """Bytes made readable.

    ``text`` has LF line ends; form feeds and no-break spaces are blanks, so that offsets stay true. ``path`` is as
    the user gave it. From ``text_end`` on, where it is set, stands what the carrier added: the foot of a web page.
    ``unexamined`` are the parts of the source that are not in the text.
    """

    path: str
    format: str
    text: str
    source: SourceMap
    notes: tuple[Note, ...] = ()
    text_end: int | None = None
    hidden: tuple[Hidden, ...] = ()
    unexamined: tuple[Unexamined, ...] = ()

    @property
    def own_end(self) -> int:
        """Where the document's own text ends."""
        return len(self.text) if self.text_end is None else self.text_end

    def anchor(self, start: int, end: int) -> Anchor:
        """Where ``text[start:end]`` lies in the source."""
        return self.source.anchor(start, end)
