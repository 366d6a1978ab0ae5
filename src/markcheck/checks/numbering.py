"""``numbering``: paragraph numbers that skip, repeat, or do not begin at 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts
from markcheck.checks.registry import check, one_of
from markcheck.model.message import Kind
from markcheck.model.rule import Hit


@check("numbering", defect=one_of("gap", "repeat", "first-not-one", "restart"))
def numbering(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``gap``, ``repeat``, ``first-not-one`` or ``restart``; a withheld paragraph's stamp keeps its number."""
    defect = params["defect"]
    previous: int | None = None
    for block in facts.message.blocks:
        number = block.number
        if number is None:
            continue
        if block.kind is Kind.STAMP:
            previous = number
            continue
        found = (
            (defect == "first-not-one" and previous is None and number != 1)
            or (defect == "gap" and previous is not None and number > previous + 1)
            or (defect == "repeat" and previous is not None and 0 < number <= previous and number != 1)
            or (defect == "repeat" and previous == number)
            # Chapters of a report may well count anew.
            or (defect == "restart" and facts.message.genre == "telegram" and number == 1 < (previous or 0))
        )
        if found:
            fields = {"number": str(number), "expected": str((previous or 0) + 1)}
            yield Hit(block.start, block.body, block.id, fields)
        previous = number
