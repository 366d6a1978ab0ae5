"""``noted``: what the readers saw on their way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts
from markcheck.checks.registry import check, some_of
from markcheck.model.document import NOTE_CODES
from markcheck.model.rule import Hit


@check("noted", notes=some_of(NOTE_CODES))
def noted(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A hit for each note whose code is among ``notes``; the code is the variant."""
    notes = facts.message.notes
    if not notes:
        return
    codes = params["notes"]
    for note in notes:
        if note.code in codes:
            yield Hit(note.start, note.end, _portion_at(facts, note.start), note.fields, note.code)


def _portion_at(facts: Facts, offset: int) -> str | None:
    index = bisect_right(facts.portion_starts, offset) - 1
    if index < 0:
        return None
    portion = facts.portions[index]
    return portion.id if portion.end > offset else None
