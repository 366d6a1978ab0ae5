"""The classification authority: the order, who classified, why, and until when."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from markcheck.model.word import Word


class InstructionKind(Word):
    """What a declassification instruction is made of."""

    DATE = "date"
    EVENT = "event"
    EXEMPTION = "exemption"
    SCHEDULE = "schedule"
    NOT_APPLICABLE = "not-applicable"
    DECLASSIFIED = "declassified"
    UNKNOWN = "unknown"


class Instruction(Struct, frozen=True):
    """A declassification instruction: its kind, what it holds, and its text as written.

    ``dates`` are all the dates it names, ``date_text`` is the first as written. ``not_applicable_to`` are the kinds of
    portions that an N/A text names (``RD``, ``NATO``), and ``source_list`` tells whether it refers to a source list.
    """

    kind: InstructionKind
    text: str
    start: int
    end: int
    dates: tuple[date, ...] = ()
    date_text: str = ""
    event: str | None = None
    codes: tuple[str, ...] = ()
    not_applicable_to: tuple[str, ...] = ()
    source_list: bool = False

    @property
    def date(self) -> date | None:
        """The first date it names."""
        return self.dates[0] if self.dates else None


class Classifier(Struct, frozen=True):
    """Who classified: a name and a position, either of which may be missing."""

    name: str | None
    position: str | None
    start: int
    end: int


class Reasons(Struct, frozen=True):
    """One cited section with its letters (lower case, in the order given)."""

    section: str
    letters: tuple[str, ...]
    start: int
    end: int


class Order(Struct, frozen=True):
    """A place that names an order: an E.O. line with what it instructs, or a word in the classifier paragraph."""

    number: str
    start: int
    end: int
    instruction: Instruction | None = None


class Labelled(Struct, frozen=True):
    """A line of a block with a label: its role (``derived-from``, ``controlled-by``), its value and their spans."""

    role: str
    start: int
    end: int
    value_start: int
    value: str


class Source(Struct, frozen=True):
    """An entry of a source list, with the last day of the date it gives and its declassification instruction."""

    start: int
    end: int
    date: date | None
    instruction: Instruction | None


class Authority(Struct, frozen=True):
    """Everything found of the authority block; each part keeps its span in the document's text.

    ``orders`` are all the places that name one, ``order`` is the first's number. ``sources`` is ``None`` where the
    document holds no source list.
    """

    order: str | None = None
    order_start: int = 0
    order_end: int = 0
    instruction: Instruction | None = None
    classifiers: tuple[Classifier, ...] = ()
    reasons: tuple[Reasons, ...] = ()
    derived_from: tuple[str, ...] = ()
    classified_start: int = -1
    classified_end: int = -1
    orders: tuple[Order, ...] = ()
    labelled: tuple[Labelled, ...] = ()
    sources: tuple[Source, ...] | None = None

    @property
    def derivative(self) -> bool:
        """Whether the document derives its classification from others."""
        return bool(self.derived_from)
