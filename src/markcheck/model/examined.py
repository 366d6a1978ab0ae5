"""What examining one document gave."""

from __future__ import annotations

from dataclasses import dataclass

from markcheck.model.marking import Marking
from markcheck.model.message import MarkedDocument
from markcheck.model.rule import Finding


@dataclass(frozen=True, slots=True)
class Unexamined:
    """Something that could not be looked at: what it is, a stable reason, and a sentence for people."""

    what: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Examined:
    """One document with its findings; ``marked`` is ``None`` where nothing of it could be read."""

    path: str
    marked: MarkedDocument | None
    findings: tuple[Finding, ...] = ()
    required: Marking | None = None
    unexamined: tuple[Unexamined, ...] = ()
