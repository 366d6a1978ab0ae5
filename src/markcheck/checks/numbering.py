"""``numbering``: paragraph numbers that skip, repeat, or do not begin at 1."""

from __future__ import annotations

from collections.abc import Iterator

from markcheck.checks.facts import Facts
from markcheck.checks.registry import defects
from markcheck.model.message import Kind
from markcheck.model.rule import Hit


def _out_of_order(facts: Facts) -> bool:
    numbers = [block.number for block in facts.message.blocks if block.number is not None]
    return numbers != list(range(1, len(numbers) + 1))


@defects("numbering", "gap", "repeat", "first-not-one", "restart", given=_out_of_order)
def numbering(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """``gap``, ``repeat``, ``first-not-one`` or ``restart``; a withheld paragraph's stamp keeps its number."""
    previous: int | None = None
    for block in facts.message.blocks:
        number = block.number
        if number is None:
            continue
        if block.kind is Kind.STAMP:
            previous = number
            continue
        hit = Hit(block.start, block.body, block.id, {"number": str(number), "expected": str((previous or 0) + 1)})
        if previous is None and number != 1:
            yield "first-not-one", hit
        if previous is not None and number > previous + 1:
            yield "gap", hit
        if previous == number or (previous is not None and 0 < number <= previous and number != 1):
            yield "repeat", hit
        # Chapters of a report may well count anew.
        if facts.message.genre == "telegram" and number == 1 < (previous or 0):
            yield "restart", hit
        previous = number
