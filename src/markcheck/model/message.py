"""A document with its structure: messages, blocks, marks, authority.

A *message* is one telegram or memo; a page may hold several. Its blocks partition its text: each character that is
not white space between blocks belongs to exactly one block.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from markcheck.model.authority import Authority, Labelled
from markcheck.model.document import Document, Note
from markcheck.model.marking import Marking, ParsedMark
from markcheck.model.word import Word


class Kind(Word):
    """What a block is."""

    PAGE_TEXT = "page-text"
    PAGE_METADATA = "page-metadata"
    TRANSMISSION_HEADER = "transmission-header"
    CLASSIFICATION_LINE = "classification-line"
    CAPTION = "caption"
    ORDER_LINE = "order-line"
    TAGS = "tags"
    SUBJECT = "subject"
    REFERENCE = "reference"
    AUTHORITY = "authority"
    FIELD = "field"
    HEADING = "heading"
    PORTION = "portion"
    CONTINUATION = "continuation"
    PAGE_BREAK_LINE = "page-break-line"
    SIGNATURE = "signature"
    STAMP = "stamp"
    STATEMENT = "statement"


class Mark(Struct, frozen=True):
    """A mark where it stands: its span in the document's text and the grammar's answer."""

    start: int
    end: int
    parsed: ParsedMark


class Block(Struct, frozen=True):
    """One stretch of a message, ``text[start:end]``.

    ``marking`` is the effective one: its own, the governing portion's (``inherited_from`` is that block's id), or the
    banner's (``inherited_from`` is ``"banner"``); ``None`` where nothing decides. ``doubt`` says why the marking must
    not be trusted to release the block. ``gap`` tells whether a blank line stands before it, ``number`` is the
    paragraph's number after repair.
    """

    id: str
    kind: Kind
    start: int
    end: int
    number: int | None = None
    mark: Mark | None = None
    marking: Marking | None = None
    inherited_from: str | None = None
    doubt: str | None = None
    gap: bool = True
    body: int = 0

    @property
    def is_portion(self) -> bool:
        """Whether the block opens a portion: a numbered paragraph, or a passage that leans on no other."""
        return self.kind is Kind.PORTION or (self.kind is Kind.AUTHORITY and self.number is not None)


class Statement(Struct, frozen=True):
    """One place that states the level of the whole message (a banner, ZNY letters, a page's table)."""

    place: str
    marking: Marking | None
    start: int
    end: int
    text: str


class DocumentDate(Struct, frozen=True):
    """The date a message is judged by, and where it was found."""

    value: date
    source: str


class Place(Struct, frozen=True):
    """A short text of the transmission header, such as a serial, and where it stands."""

    text: str
    start: int
    end: int


class Transmission(Struct, frozen=True):
    """What the format lines of a telegram say; absent parts are ``None``.

    ``precedence`` is format line 2's digraph, ``serial``, ``day`` (of the year) and ``filed`` (time) stand on format
    line 3, ``sent`` is the date-time group as an ISO time with ``sent_precedence`` before it, ``sender`` the FM line's
    post, ``corrects`` an operating signal or notice of a corrected copy.
    """

    precedence: Place | None = None
    serial: Place | None = None
    day: Place | None = None
    filed: Place | None = None
    sent: Place | None = None
    sent_precedence: str | None = None
    sender: Place | None = None
    corrects: Place | None = None


NO_TRANSMISSION = Transmission()


class Header(Struct, frozen=True):
    """What the header says, cleaned of its punctuation; absent parts are ``None`` or empty."""

    reference_id: str | None = None
    created: str | None = None
    released: str | None = None
    classification: str | None = None
    origin: str | None = None
    sender: str | None = None
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    subject: str | None = None
    subject_mark: Mark | None = None
    refs: tuple[str, ...] = ()


class Message(Struct, frozen=True):
    """One telegram or memo.

    ``form`` tells how it came: ``telegram`` (bare), ``page`` (with a web page's table), ``memo`` or ``text``.
    ``banner`` is what the page says of the whole, captions included; ``banner_statement`` is the place it stands.
    ``elements`` names the parts that were found, ``reference_number`` is a telegram's post and serial;
    ``transmission`` is what its format lines say, ``number`` its post without blanks and its serial, ``level_text``
    the level as its classification line spells it; ``labelled`` are the lines of its authority block and designation
    indicator; ``unread`` are stretches of text that hold paragraphs which could not be told apart.
    """

    genre: str
    form: str
    start: int
    end: int
    blocks: tuple[Block, ...]
    header: Header
    authority: Authority | None
    date: DocumentDate | None
    banner: Marking | None
    banner_statement: Statement | None
    statements: tuple[Statement, ...]
    notes: tuple[Note, ...]
    caption_spans: tuple[tuple[str, int, int], ...] = ()
    elements: frozenset[str] = frozenset()
    entire_text: Mark | None = None
    reference_number: str | None = None
    unread: tuple[tuple[int, int], ...] = ()
    labelled: tuple[Labelled, ...] = ()
    transmission: Transmission = NO_TRANSMISSION
    number: tuple[str, int] | None = None
    level_text: str | None = None

    @property
    def portions(self) -> tuple[Block, ...]:
        """The blocks that open portions, in order."""
        return tuple([block for block in self.blocks if block.is_portion])


class MarkedDocument(Struct, frozen=True):
    """A document and the messages found in it, in order; at least one."""

    document: Document
    messages: tuple[Message, ...]

    @property
    def genre(self) -> str:
        """The genre of the first message."""
        return self.messages[0].genre
