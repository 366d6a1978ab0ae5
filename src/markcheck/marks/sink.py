"""Where one parse collects its faults and tokens, with spans in the mark's own text."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from markcheck.model.marking import Fault, Token


@cache
def _day(text: str) -> date:
    return date.fromisoformat(text)


def day_after(day: date | None) -> date | None:
    """The day from which something that ended on ``day`` is over."""
    return day + timedelta(days=1) if day is not None else None


class Sink:
    """Collects; ``shift`` is what lies between the text that is read and the mark as written."""

    __slots__ = ("faults", "shift", "tokens")

    def __init__(self, shift: int = 0) -> None:
        self.shift = shift
        self.faults: list[Fault] = []
        self.tokens: list[Token] = []

    def fault(
        self,
        code: str,
        start: int,
        end: int,
        /,
        since: date | str | None = None,
        before: date | None = None,
        **fields: str,
    ) -> None:
        """Record a fault at ``start:end`` of the text that is read."""
        day = _day(since) if isinstance(since, str) else since
        self.faults.append(Fault(code, start + self.shift, end + self.shift, fields, day, before))

    def token(self, start: int, end: int, kind: str, name: str) -> None:
        """Record what ``start:end`` of the text that is read is."""
        self.tokens.append(Token(start + self.shift, end + self.shift, kind, name))
