"""The declassification instruction: its form, its codes and its dates against the order of the document's date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from markcheck.checks.facts import Facts, has_instruction
from markcheck.checks.registry import Param, check, defects, one_of, some_of
from markcheck.model.authority import Instruction, InstructionKind
from markcheck.model.rule import Hit
from markcheck.rulebook.orders import Limit, Order, add_years

_DATED = frozenset((InstructionKind.DATE, InstructionKind.SCHEDULE, InstructionKind.EXEMPTION))
_FOREIGN_INFORMATION_YEARS = 30
_BASIC_DATE = re.compile(r"\d{8}")
_GROUND = re.compile(r"X\d")
DERIVATIVE, ORIGINAL = "derivative", "original"


def _goes_far(facts: Facts) -> bool:
    """Whether the instruction has a date that is not plainly within what every bound allows."""
    day, instruction = facts.date, instruction_of(facts)
    if day is None or instruction is None or instruction.date is None or instruction.kind not in _DATED:
        return False
    if instruction.date <= day:
        return True
    limit = _limit(facts.order, instruction, _level(facts)) if facts.order is not None else None
    return limit is not None and instruction.date > add_years(day, min(limit.years, limit.usual or limit.years))


@check(
    "declassify-date",
    _goes_far,
    bound=one_of("document", "usual", "limit"),
    years=Param(required=False),
    codes=some_of(required=False),
)
def declassify_date(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A date against the document's own (``document``), what its order holds usual, or the longest that allows.

    ``years`` is the longest duration that a rule of ``limit`` is about.

    Variants of ``limit``: ``derivative`` where the date may be carried over from a source, ``year-end`` where it is
    the last day of the limit's year, ``to-30-years`` where foreign government information could be kept so long.
    """
    day = facts.date
    instruction = instruction_of(facts)
    if day is None or instruction is None or instruction.date is None or instruction.kind not in _DATED:
        return
    if params["bound"] == "document":
        if instruction.date <= day:
            yield _hit(instruction, day, {})
        return
    order = facts.order
    if order is None or not _codes_fit(instruction, params.get("codes")):
        return
    limit = _limit(order, instruction, _level(facts))
    if limit is None or params.get("years", str(limit.years)) != str(limit.years):
        return
    years = limit.years if params["bound"] == "limit" else limit.usual
    last = add_years(day, years)
    if limit.year_end:
        last = last.replace(month=12, day=31)
    if params["bound"] == "usual" and instruction.date > add_years(day, limit.years):
        return
    if years and instruction.date > last:
        fields = {"limit": last.isoformat(), "years": str(years), "order": f"E.O. {order.number}"}
        yield _hit(instruction, day, fields, _beyond(facts, instruction, day, last))


def _level(facts: Facts) -> str | None:
    return facts.message.banner.level if facts.message.banner else None


def _beyond(facts: Facts, instruction: Instruction, day: date, last: date) -> str | None:
    assert instruction.date is not None
    if facts.derivative:
        return DERIVATIVE
    if instruction.date == last.replace(month=12, day=31):
        return "year-end"
    return "to-30-years" if instruction.date <= add_years(day, _FOREIGN_INFORMATION_YEARS) else None


def _has_codes(facts: Facts) -> bool:
    instruction = instruction_of(facts)
    return instruction is not None and bool(instruction.codes)


@check(
    "instruction-code",
    _has_codes,
    defect=one_of("unknown", "out-of-period", "named", "dated", "undated"),
    codes=some_of(required=False),
    authority=one_of(ORIGINAL, DERIVATIVE, required=False),
)
def instruction_code(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """The codes of an instruction that are among ``codes`` (``25X?`` stands for any ground), or all of them.

    ``unknown``: no order has it (the variant ``numbered`` belongs to a family whose grounds are a closed list);
    ``out-of-period``: its order had it at another time; ``dated``: it stands without a date but has one; ``undated``:
    it needs a date or event; ``named``: it is there at all.
    """
    instruction, day = instruction_of(facts), facts.date
    if instruction is None or params.get("authority", facts.decision) != facts.decision:
        return
    for code in instruction.codes:
        if not _among(code, params.get("codes", ("*",))):
            continue
        known = facts.orders.code(code)
        fields = {"code": code, "order": "", "date": day.isoformat() if day else ""}
        if _has_defect(params["defect"], instruction, [item for _, item in known], day):
            if known:
                fields["order"] = f"E.O. {known[0][0].number}"
            yield Hit(instruction.start, instruction.end, None, fields, _variant(facts, code, known=bool(known)))


def _has_defect(defect: str, instruction: Instruction, known: list[Any], day: date | None) -> bool:
    if defect == "named":
        return True
    if not known or defect == "unknown":
        return not known and defect == "unknown"
    if defect == "out-of-period":
        return day is not None and not any(item.start <= day <= item.until for item in known)
    given = bool(instruction.dates)
    if defect == "dated":
        return given and all(item.needs_date == "forbidden" for item in known)
    return not given and not _names_event(instruction) and all(item.needs_date == "required" for item in known)


def _names_event(instruction: Instruction) -> bool:
    """Whether words stand behind the codes: an event."""
    rest = instruction.text
    for code in instruction.codes:
        rest = rest.replace(code, " ")
    return sum(char.isalpha() for char in rest) > len("on or at")


def _variant(facts: Facts, code: str, *, known: bool) -> str | None:
    if not known:
        return "numbered" if code[0].isdigit() else None
    return DERIVATIVE if facts.derivative else None


@defects("instruction-form", "date-form", "several", given=has_instruction)
def instruction_form(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """``date-form``: a date written otherwise than YYYYMMDD; ``several``: more than one value."""
    instruction = instruction_of(facts)
    if instruction is None or instruction.kind not in _DATED:
        return
    alone = [code for code in instruction.codes if not _GROUND.fullmatch(code)]
    count = max(len(instruction.dates), len(alone))
    if count > 1:
        yield "several", Hit(instruction.start, instruction.end, None, {"count": str(count)})
    if instruction.date is not None and not _BASIC_DATE.fullmatch(instruction.date_text):
        day = instruction.date.isoformat()
        yield (
            "date-form",
            Hit(instruction.start, instruction.end, None, {"declassify_on": day, "form": day.replace("-", "")}),
        )


def _is_in_words(facts: Facts) -> bool:
    instruction = instruction_of(facts)
    return instruction is not None and instruction.kind in (InstructionKind.EVENT, InstructionKind.UNKNOWN)


@check("instruction-words", _is_in_words, phrases=some_of())
def instruction_words(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """An instruction in words that holds one of ``phrases``, whole words in any case."""
    instruction = instruction_of(facts)
    assert instruction is not None
    words = f" {' '.join(re.findall(r'[A-Z]+', instruction.text.upper()))} "
    phrase = next((phrase for phrase in params["phrases"] if f" {phrase.upper()} " in words), None)
    if phrase is not None:
        yield Hit(instruction.start, instruction.end, None, {"phrase": phrase})


def instruction_of(facts: Facts) -> Instruction | None:
    """The message's declassification instruction."""
    authority = facts.message.authority
    return authority.instruction if authority is not None else None


def _codes_fit(instruction: Instruction, codes: list[str] | None) -> bool:
    if codes is None:
        return not instruction.codes
    return any(_among(code, codes) for code in instruction.codes)


def _among(code: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(code.upper(), pattern.upper()) for pattern in patterns)


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
