"""Declassification instructions: dates, codes, events, N/A, and notes that the document was declassified since."""

from __future__ import annotations

import re
from datetime import date

from markcheck.model.authority import Instruction, InstructionKind
from markcheck.structure.dates import ReadDate, find_date
from markcheck.structure.pieces import Found
from markcheck.structure.words import Words

_PREFIX = re.compile(r"[\s:;.,]*(?:DECL(?:AS|ASSIFY)?(?:[ ]?ON)?[ ]?[:.;]?)?[\s:]*", re.IGNORECASE)
_NOT_APPLICABLE = re.compile(r"N[ ]?[/.]?[ ]?A\b\.?|NOT APPLICABLE\b", re.IGNORECASE)
_DECLASSIFIED = re.compile(r"\bDECLASSIFIED\b", re.IGNORECASE)
_CODE = re.compile(
    r"(?<![A-Z0-9])(?:50X1-HUM|50X2-WMD|25X1-HUMAN|(?:25|50|75)X\d{1,2}|X[1-9]\d?|XGDS(?:-?\d)?|RDS(?:-?\d)?|NGDS|GDS|ADS|OADR|MR|GP-?\d)(?![A-Z0-9])",
    re.IGNORECASE,
)
_SCHEDULES = ("GDS", "XGDS", "RDS", "ADS", "NGDS", "OADR", "MR", "GP")


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
    if _NOT_APPLICABLE.match(value) and len(value) < 12:
        return Instruction(InstructionKind.NOT_APPLICABLE, value, start, end)
    read = find_date(value, reference, words.pivot)
    if _DECLASSIFIED.search(value):
        if read is None or read.value is None:
            found.note("declassification-note-undated", start, end)
        return Instruction(InstructionKind.DECLASSIFIED, value, start, end, date=read.value if read else None)
    codes = tuple(_canonical(code) for code in _CODE.findall(value))
    if read is not None:
        _note_date(read, start, codes, found)
    if codes:
        schedule = any(codes[0].startswith(name) for name in _SCHEDULES)
        kind = InstructionKind.SCHEDULE if schedule else InstructionKind.EXEMPTION
        return Instruction(kind, value, start, end, date=read.value if read else None, codes=codes)
    if read is not None:
        kind = InstructionKind.DATE if read.value else InstructionKind.UNKNOWN
        return Instruction(kind, value if read.value is None else read.text, start, end, date=read.value)
    if sum(char.isalpha() for char in value) > 2 and not any(char.isdigit() for char in value[:4]):
        return Instruction(InstructionKind.EVENT, value, start, end, event=value)
    found.note("decl-malformed", start, end)
    return Instruction(InstructionKind.UNKNOWN, value, start, end)


def _canonical(code: str) -> str:
    upper = code.upper()
    match = re.fullmatch(r"(XGDS|RDS|GP)-?(\d)", upper)
    return f"{match[1]}-{match[2]}" if match else upper


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
