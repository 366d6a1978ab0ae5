"""Dates as the field writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], start=1
    )
}
_MONTH = r"(?P<month>(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*)\.?"
_FORMS = (
    re.compile(r"(?P<y>\d{4})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<m>\d{1,2})[/-](?P<d>\d{1,2})[/-](?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    re.compile(rf"{_MONTH}[ ]+(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?,?[ ]+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?P<d>\d{{1,2}})[ ]+{_MONTH},?[ ]+(?P<y>\d{{4}}|\d{{2}})(?!\d)", re.IGNORECASE),
)
# No instruction runs longer than this, so a year beyond it is one of the past.
_LONGEST = 75
_LIKE = re.compile(r"\d{1,4}[/-]\d{1,4}[/-]\d{1,4}|\d{8}")
DTG = re.compile(
    r"\n[ \t]*(?P<dtg>(?:[ZOPR]{1,2}(?:[ ][ZOPR])?[ \t]+)?"
    r"(?P<day>[\dO]{2})(?P<hour>[\dO]{2})(?P<minute>[\dO]{2})Z[ \t]*"
    r"(?P<month>[A-Z]{3})[A-Z]{0,6}[ \t]*(?P<year>\d{4}|\d{2}))(?!\d)"
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date found in a text: its value (``None`` where no calendar has it), its span, and what was odd."""

    value: date | None
    start: int
    end: int
    text: str
    short_year: bool = False
    swapped: bool = False


def find_date(text: str, reference: date | None, pivot: int) -> ReadDate | None:
    """The first date in ``text``, month before day; ``None`` where nothing looks like one.

    A year of two digits lies between the year before ``reference`` and 75 years after it, else in the past; without
    a reference ``pivot`` parts the centuries.
    """
    found = min(
        (match for form in _FORMS if (match := form.search(text)) is not None),
        key=lambda match: (match.start(), -match.end()),
        default=None,
    )
    if found is None:
        like = _LIKE.search(text)
        return ReadDate(None, like.start(), like.end(), like.group()) if like else None
    groups = found.groupdict()
    short = len(groups["y"]) == 2
    year = full_year(int(groups["y"]), reference, pivot) if short else int(groups["y"])
    month = MONTHS[groups["month"][:3].upper()] if groups.get("month") else int(groups["m"])
    day = int(groups["d"])
    swapped = month > 12 >= day
    if swapped:
        month, day = day, month
    return ReadDate(calendar_date(year, month, day), found.start(), found.end(), found.group(), short, swapped)


def full_year(short: int, reference: date | None, pivot: int) -> int:
    """The four-digit year meant by two digits."""
    if reference is None:
        return short + (1900 if short >= pivot else 2000)
    first = reference.year - 1
    year = first + (short - first) % 100
    return year if year <= reference.year + _LONGEST else year - 100


def calendar_date(year: int, month: int, day: int) -> date | None:
    """The date, or ``None`` where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
