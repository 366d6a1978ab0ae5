"""``declassify-date`` and ``instruction-code``: the declassification instruction against date and order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from markcheck.checks.facts import Facts
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.authority import Instruction, InstructionKind
from markcheck.model.rule import Hit
from markcheck.rulebook.orders import Limit, Order, add_years

_DATED = frozenset((InstructionKind.DATE, InstructionKind.SCHEDULE, InstructionKind.EXEMPTION))
_FOREIGN_INFORMATION_YEARS = 30


@check(
    "declassify-date",
    bound=one_of("document", "limit"),
    orders=some_of(required=False),
    codes=some_of(required=False),
)
def declassify_date(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``document``: the date is not after the document's own; ``limit``: it is later than the order allows."""
    day = facts.date
    instruction = _instruction(facts)
    if day is None or instruction is None or instruction.date is None or instruction.kind not in _DATED:
        return
    if params["bound"] == "document":
        if instruction.date <= day:
            yield _hit(instruction, day, {})
        return
    order = facts.order
    if order is None or order.id not in params["orders"]:
        return
    if not _codes_fit(instruction, params.get("codes")):
        return
    limit = _limit(order, instruction, facts.message.banner.level if facts.message.banner else None)
    if limit is None:
        return
    last = add_years(day, limit.years)
    if limit.year_end:
        last = last.replace(month=12, day=31)
    if instruction.date > last:
        fields = {"limit": last.isoformat(), "years": str(limit.years), "order": f"E.O. {order.number}"}
        to_thirty = instruction.date <= add_years(day, _FOREIGN_INFORMATION_YEARS)
        yield _hit(instruction, day, fields, "to-30-years" if to_thirty else None)


@check("instruction-code", defect=one_of("unknown", "out-of-period"))
def instruction_code(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``unknown``: a code no order has; ``out-of-period``: a code its order had at another time."""
    instruction, day = _instruction(facts), facts.date
    if instruction is None:
        return
    for code in instruction.codes:
        known = facts.orders.code(code)
        fields = {"code": code, "order": "", "date": day.isoformat() if day else ""}
        if not known:
            if params["defect"] == "unknown":
                yield Hit(instruction.start, instruction.end, None, fields)
            continue
        if params["defect"] != "out-of-period" or day is None:
            continue
        if not any(item.start <= day <= item.until for _, item in known):
            fields["order"] = f"E.O. {known[0][0].number}"
            yield Hit(instruction.start, instruction.end, None, fields)


def _instruction(facts: Facts) -> Instruction | None:
    authority = facts.message.authority
    return authority.instruction if authority is not None else None


def _codes_fit(instruction: Instruction, codes: list[str] | None) -> bool:
    if codes is None:
        return not instruction.codes
    return any(code.startswith(wanted) for code in instruction.codes for wanted in codes)


def _limit(order: Order, instruction: Instruction, level: str | None) -> Limit | None:
    code = instruction.codes[0] if instruction.codes else None
    for limit in order.limits:
        fits_code = limit.code is None if code is None else limit.code is not None and code.startswith(limit.code)
        if fits_code and limit.level in (None, level):
            return limit
    return None


def _hit(instruction: Instruction, day: date, fields: dict[str, str], variant: str | None = None) -> Hit:
    assert instruction.date is not None
    base = {"declassify_on": instruction.date.isoformat(), "date": day.isoformat()}
    return Hit(instruction.start, instruction.end, None, {**base, **fields}, variant)
