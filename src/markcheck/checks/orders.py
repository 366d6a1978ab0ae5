"""``order-in-force``: the order named against the document's date."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import timedelta
from typing import Any

from markcheck.checks.facts import Facts, has_authority
from markcheck.checks.registry import check, one_of
from markcheck.model.authority import InstructionKind
from markcheck.model.rule import Hit
from markcheck.rulebook.orders import add_years

_GRACE = timedelta(days=90)


def _named(facts: Facts) -> Hashable:
    authority = facts.message.authority
    assert authority is not None
    note = authority.instruction is not None and authority.instruction.kind is InstructionKind.DECLASSIFIED
    return authority.order, note, facts.orders.period(facts.date) if facts.date else None


@check("order-in-force", has_authority, _named, when=one_of("early", "late"))
def order_in_force(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``early``: the order begins after the date; ``late``: it ended before, by how much tells the variant.

    A note that the document was declassified names a later order rightly.
    """
    authority, day = facts.message.authority, facts.date
    if authority is None or authority.order is None or day is None or authority.order not in facts.orders.numbers:
        return
    if authority.instruction is not None and authority.instruction.kind is InstructionKind.DECLASSIFIED:
        return
    start, until = facts.orders.span(authority.order)
    fields = {
        "order": f"E.O. {authority.order}",
        "date": day.isoformat(),
        "from": start.isoformat(),
        "until": until.isoformat(),
    }
    span = (authority.order_start, authority.order_end)
    if params["when"] == "early" and day < start:
        yield Hit(*span, None, fields)
    elif params["when"] == "late" and day > until:
        grace_ends = until + _GRACE
        variant = "grace" if day <= grace_ends else "year" if day <= add_years(grace_ends, 1) else "long"
        yield Hit(*span, None, fields, variant)
