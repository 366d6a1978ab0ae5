"""Declassification instructions: dates, codes, events, N/A, and notes that the document was declassified since."""

from __future__ import annotations

import re
from datetime import date

from markcheck.model.authority import Instruction, InstructionKind
from markcheck.structure.dates import ReadDate, find_dates
from markcheck.structure.pieces import Found
from markcheck.structure.words import Words

_PREFIX = re.compile(r"[\s:;.,]*+(?:DECL(?:AS|ASSIFY)?(?:[ ]?ON)?[ ]?[:.;]?)?[\s:]*+", re.IGNORECASE)
_NOT_APPLICABLE = re.compile(
    r"(?:N[ ]?[/.]?[ ]?A\b\.?|NOT APPLICABLE\b)"
    r"(?:[ ]+TO[ ]+(?P<kinds>[A-Z]{2,6}(?:(?:[ ]?[/,&][ ]?|,?[ ]AND[ ]|[ ])[A-Z]{2,6}){0,6}?)[ ]+PORTIONS?\b)?"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SOURCE_LIST = re.compile(r"\bSOURCE[ ]LIST\b", re.IGNORECASE)
_KIND = re.compile(r"\b(?!AND\b)[A-Z]{2,6}\b")
_DECLASSIFIED = re.compile(r"\bDECLASSIFIED\b", re.IGNORECASE)
# Longer remarks behind a plain N/A are events or noise.
_LONGEST_REMARK = 8


def read_instruction(
    text: str, start: int, end: int, reference: date | None, words: Words, found: Found
) -> Instruction | None:
    """The instruction in ``text[start:end]``, what follows the order's number or a ``Declassify On`` label.

    ``reference`` is the document's date, by which years of two digits are read. ``None`` where nothing is given.
    """
    prefix = _PREFIX.match(text, start, end)
    start = prefix.end() if prefix else start
    raw = text[start:end].replace("\n", " ")
    value = raw.strip()
    if not value:
        return None
    end = start + len(raw.rstrip())
    not_applicable = _not_applicable(value, start, end)
    if not_applicable is not None:
        return not_applicable
    read = find_dates(value, reference, words.pivot)
    dates = tuple(item.value for item in read if item.value is not None)
    first = next((item.text for item in read if item.value is not None), "")
    if _DECLASSIFIED.search(value):
        if not dates:
            found.note("declassification-note-undated", start, end)
        return Instruction(InstructionKind.DECLASSIFIED, value, start, end, dates, first)
    codes = tuple(words.instruction_codes(value))
    for item in read:
        _note_date(item, start, codes, found)
    if codes:
        kind = InstructionKind.SCHEDULE if words.orders.is_schedule(codes[0]) else InstructionKind.EXEMPTION
        return Instruction(kind, value, start, end, dates, first, codes=codes)
    if read:
        kind = InstructionKind.DATE if dates else InstructionKind.UNKNOWN
        return Instruction(kind, first if dates else value, start, end, dates, first)
    if sum(char.isalpha() for char in value) > 2 and not any(char.isdigit() for char in value[:4]):
        return Instruction(InstructionKind.EVENT, value, start, end, event=value)
    found.note("decl-malformed", start, end)
    return Instruction(InstructionKind.UNKNOWN, value, start, end)


def _not_applicable(value: str, start: int, end: int) -> Instruction | None:
    """N/A, alone or to the portions it names (32 CFR 2001.24(h)(3))."""
    match = _NOT_APPLICABLE.match(value)
    if match is None or (match["kinds"] is None and len(match["rest"].strip()) > _LONGEST_REMARK):
        return None
    kinds = tuple(dict.fromkeys(_KIND.findall((match["kinds"] or "").upper())))
    listed = _SOURCE_LIST.search(match["rest"]) is not None
    dates = tuple(item.value for item in find_dates(match["rest"], None, 0) if item.value) if match["kinds"] else ()
    return Instruction(
        InstructionKind.NOT_APPLICABLE, value, start, end, dates, not_applicable_to=kinds, source_list=listed
    )


def _note_date(read: ReadDate, start: int, codes: tuple[str, ...], found: Found) -> None:
    at = start + read.start
    end = start + read.end
    if read.value is None:
        found.note("decl-malformed", at, end)
        return
    shown = read.value.isoformat()
    if read.swapped:
        found.note("decl-day-month-swapped", at, end, declassify_on=shown)
    if read.short_year and not codes:
        found.note("decl-two-digit-year", at, end, declassify_on=shown)
