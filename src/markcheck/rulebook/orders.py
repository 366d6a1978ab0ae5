"""Executive orders: when each was in force, what a Reason line may cite, how long a date may run."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct


class Section(Struct, frozen=True):
    """A section that lists reasons, with its letters and their glosses."""

    name: str
    letters: dict[str, str]
    start: date
    until: date
    preferred: bool
    cite: str


class Code(Struct, frozen=True):
    """A code that may stand as a declassification instruction.

    ``strength`` is its place among the instructions of several sources, 1 being the strongest, and 0 where it is not
    carried over; ``carried_as`` is the code that takes its place in a new document, ``undated_years`` what is added to
    the source's date where it has none of its own.
    """

    name: str
    gloss: str
    kind: str
    start: date
    until: date
    needs_date: str
    cite: str
    written: tuple[str, ...]
    strength: int
    undated_years: int
    carried_as: str


class Limit(Struct, frozen=True):
    """A longest duration in whole years, for a code (or prefix of one) or a bare date, at a level or at any.

    ``usual`` is the duration beyond which a date is allowed but longer than the norm; 0 where there is none.
    """

    years: int
    usual: int
    code: str | None
    level: str | None
    year_end: bool


class Order(Struct, frozen=True):
    """One order, or one amended state of it. ``until`` is ``date.max`` for the order in force today."""

    id: str
    number: str
    title: str
    start: date
    until: date
    limits: tuple[Limit, ...]
    sections: tuple[Section, ...]
    codes: dict[str, Code]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


class Orders:
    """All orders, with look-ups by number and by day."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.by_id = {name: _order(name, content) for name, content in raw.items()}
        ordered = sorted(self.by_id.values(), key=lambda order: order.start)
        self.all = tuple(ordered)
        self.numbers = tuple(dict.fromkeys(order.number for order in ordered))
        self._changes = _changes(self.all)
        self.span = lru_cache(self._span)
        self.code = lru_cache(self._code)

    def period(self, day: date) -> int:
        """A number for the stretch of days around ``day`` on which all orders, and their sections, stand the same."""
        return bisect_right(self._changes, day)

    def in_force(self, day: date) -> Order | None:
        """The order in force on ``day``."""
        return next((order for order in self.all if order.start <= day <= order.until), None)

    def _span(self, number: str) -> tuple[date, date]:
        """First and last day of an order, all amended states together."""
        states = [order for order in self.all if order.number == number]
        return min(state.start for state in states), max(state.until for state in states)

    def sections(self, day: date) -> dict[str, Section]:
        """The sections a Reason line may cite on ``day``, by name."""
        order = self.in_force(day)
        if order is None:
            return {}
        return {section.name: section for section in order.sections if section.start <= day <= section.until}

    def _code(self, name: str) -> tuple[tuple[Order, Code], ...]:
        """Every order that has a code of that name."""
        key = name.upper()
        return tuple((order, order.codes[key]) for order in self.all if key in order.codes)

    @cached_property
    def codes(self) -> dict[str, Code]:
        """Every code by its name in capitals, in the latest order that has it."""
        return {key: code for order in self.all for key, code in order.codes.items()}

    def is_schedule(self, name: str) -> bool:
        """Whether a code is a schedule or an exemption from one (XGDS), rather than an exemption with its ground."""
        stem = _stem(name.upper())
        return any(stem.endswith(_stem(key)) for key, code in self.codes.items() if code.kind == "schedule")


def _stem(name: str) -> str:
    """A code without the number of its ground: ``XGDS`` of ``XGDS-2``."""
    return name.rstrip("0123456789- ")


def add_years(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes 1 March where it must, since either neighbour is accepted."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def _changes(orders: Iterable[Order]) -> list[date]:
    """The days on which an order or a section of one begins, or has ended the day before."""
    spans = [(order.start, order.until) for order in orders]
    spans += [(section.start, section.until) for order in orders for section in order.sections]
    ends = [until + timedelta(days=1) for _, until in spans if until < date.max]
    return sorted({*(start for start, _ in spans), *ends})


def _day(raw: dict[str, Any], key: str, fallback: date) -> date:
    return date.fromisoformat(raw[key]) if key in raw else fallback


def _order(name: str, raw: dict[str, Any]) -> Order:
    start, until = _day(raw, "from", date.min), _day(raw, "until", date.max)
    return Order(
        id=name,
        number=raw["number"],
        title=raw["title"],
        start=start,
        until=until,
        limits=tuple(
            Limit(item["years"], item.get("usual", 0), item.get("code"), item.get("level"), item.get("year_end", False))
            for item in raw.get("limit", ())
        ),
        sections=tuple(
            Section(
                item["name"],
                item["letters"],
                _day(item, "from", start),
                _day(item, "until", until),
                item.get("preferred", False),
                item.get("cite", ""),
            )
            for item in raw["section"]
        ),
        codes={
            item["name"].upper(): Code(
                item["name"],
                item["gloss"],
                item.get("kind", "exemption"),
                _day(item, "from", start),
                _day(item, "until", until),
                item.get("date", "optional"),
                item.get("cite", ""),
                tuple(item.get("written", ())),
                item.get("strength", 0),
                item.get("undated_years", 0),
                item.get("carried_as", ""),
            )
            for item in raw["code"]
        },
        notes=tuple(raw.get("notes", ())),
        sources=tuple(item["cite"] for item in raw["source"]),
    )
