"""``noted``: what the readers saw on their way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts
from markcheck.checks.registry import Param, check
from markcheck.model.document import NOTE_CODES, Note
from markcheck.model.rule import Hit


class NoteCodes(Param, frozen=True):
    """A list of note codes, each of them alone or with a key behind a colon."""

    def problem(self, value: object) -> str | None:
        """What is wrong with ``value``, if anything."""
        if not isinstance(value, list):
            return "must be a list"
        return Param(NOTE_CODES, many=True).problem([str(item).partition(":")[0] for item in value])


@check("noted", notes=NoteCodes(many=True))
def noted(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A hit for each note whose code is among ``notes``; the code is the variant."""
    for note in facts.message.notes:
        if note.code in params["notes"] or f"{note.code}:{note.fields.get('key')}" in params["notes"]:
            yield hit_of(facts, note)


def hit_of(facts: Facts, note: Note) -> Hit:
    """The hit of one note."""
    return Hit(note.start, note.end, _portion_at(facts, note.start), note.fields, note.code)


def _portion_at(facts: Facts, offset: int) -> str | None:
    index = bisect_right(facts.portion_starts, offset) - 1
    if index < 0:
        return None
    portion = facts.portions[index]
    return portion.id if portion.end > offset else None
