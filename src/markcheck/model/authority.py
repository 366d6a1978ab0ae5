"""The classification authority: the order, who classified, why, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class InstructionKind(StrEnum):
    """What a declassification instruction is made of."""

    DATE = "date"
    EVENT = "event"
    EXEMPTION = "exemption"
    SCHEDULE = "schedule"
    NOT_APPLICABLE = "not-applicable"
    DECLASSIFIED = "declassified"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Instruction:
    """A declassification instruction: one kind, with the date, event or codes it holds, and its text as written."""

    kind: InstructionKind
    text: str
    start: int
    end: int
    date: date | None = None
    event: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classifier:
    """Who classified: a name and a position, either of which may be missing."""

    name: str | None
    position: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """One cited section with its letters (lower case, in the order given)."""

    section: str
    letters: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Authority:
    """Everything found of the authority block; each part keeps its span in the document's text."""

    order: str | None = None
    order_start: int = 0
    order_end: int = 0
    instruction: Instruction | None = None
    classifiers: tuple[Classifier, ...] = ()
    reasons: tuple[Reasons, ...] = ()
    derived_from: tuple[str, ...] = ()
    classified_start: int = -1
    classified_end: int = -1
