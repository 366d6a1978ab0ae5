"""Rules and findings."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from msgspec import Struct

from markcheck.model.word import Word


class Severity(Word):
    """How bad a finding is. ``OFF`` is never reported."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    @property
    def weight(self) -> int:
        """Larger is worse."""
        return {"off": 0, "info": 1, "warning": 2, "error": 3}[self.value]


class Applies(Struct, frozen=True):
    """A severity for a circumstance; every condition that is set must hold."""

    severity: Severity
    start: date | None = None
    until: date | None = None
    banner: str | None = None
    form: str | None = None
    variant: str | None = None


class Rule(Struct, frozen=True):
    """One rule as the engine needs it; the prose stays in its file."""

    name: str
    group: str
    summary: str
    check: str
    severity: Severity
    message: str
    params: dict[str, Any]
    applies: tuple[Applies, ...]


class Hit(Struct, frozen=True):
    """What a check found: a span of the document's text, the portion it belongs to, and message fields."""

    start: int
    end: int
    portion: str | None = None
    fields: dict[str, str] = {}
    variant: str | None = None


class Finding(NamedTuple):
    """A rule that fired at a place.

    Lines and columns count from 1; ``fix`` is the right form of the whole mark; ``address`` is the format's own
    address, where it has one.
    """

    rule: str
    severity: Severity
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    portion: str | None
    start: int
    end: int
    fix: str | None = None
    address: str = ""
