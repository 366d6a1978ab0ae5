"""Dates as the field writes them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

MONTHS = {
    name: number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], start=1
    )
}
_MONTH = r"(?P<month>(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6})\.?"
# What stands between the numbers: a stroke, typed twice or with a blank beside it.
_STROKE = r"[ ]?[/.-]{1,2}[ ]?"
_FORMS = (
    re.compile(rf"(?<!\d)(?P<y>\d{{4}}){_STROKE}(?P<m>\d{{1,2}}){_STROKE}(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(
        rf"(?<![\dO])(?P<m>[\dO]{{1,2}}){_STROKE}(?P<d>[\dO]{{1,2}}){_STROKE}(?P<y>[\dO]{{4}}|[\dO]{{2}})(?![\dO])"
    ),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"),
    # A stroke that was lost.
    re.compile(r"(?<!\d)(?P<m>\d\d)(?P<d>\d\d)/(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d\d)/(?P<d>\d\d)(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"\b{_MONTH}[ ]*(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?,?[ ]*(?<!\d)(?P<y>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}[ ]*(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?,[ ]*(?P<y>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:ST|ND|RD|TH)?[ -]?(?:OF[ ])?{_MONTH},?[ -]?(?P<y>\d{{4}}|\d{{2}})(?!\d)",
        re.IGNORECASE,
    ),
)
_MONTH_YEAR = re.compile(
    rf"\b{_MONTH},?[ ]+(?P<y>\d{{4}})(?!\d)|(?<!\d)(?P<m>\d{{1,2}})/(?P<y2>\d{{4}})(?!\d)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d/-])(?P<y>(?:19|20)\d\d)(?![\d/-])")
# No instruction runs longer than this, so a year beyond it is one of the past.
_LONGEST = 75
_LIKE = re.compile(r"(?<!\d)(?:\d{1,5}[/-]\d{1,5}[/-]\d{1,5}|\d{8})(?!\d)")
_DIGIT = re.compile(r"[\dO]")
_MOST = 8
DTG = re.compile(
    r"\n[ \t]*(?P<dtg>(?:[ZOPR]{1,2}(?:[ ][ZOPR])?[ \t]+)?"
    r"(?P<day>[\dO]{2})(?P<hour>[\dO]{2})(?P<minute>[\dO]{2})Z[ \t]*"
    r"(?P<month>[A-Z]{3})[A-Z]{0,6}[ \t]*(?P<year>\d{4}|\d{2}))(?!\d)"
)


class ReadDate(Struct, frozen=True):
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
    return _date_from(text, 0, reference, pivot)


def find_dates(text: str, reference: date | None, pivot: int) -> tuple[ReadDate, ...]:
    """Every date in ``text``, as :func:`find_date` reads each; at most a handful."""
    found: list[ReadDate] = []
    read = _date_from(text, 0, reference, pivot)
    while read is not None and len(found) < _MOST:
        found.append(read)
        read = _date_from(text, read.end, reference, pivot)
    return tuple(found)


def _date_from(text: str, at: int, reference: date | None, pivot: int) -> ReadDate | None:
    if _DIGIT.search(text, at) is None:
        return None
    matches = [match for form in _FORMS if (match := form.search(text, at)) is not None]
    found = min(matches, key=lambda match: (match.start(), -match.end())) if matches else None
    like = _LIKE.search(text, at)
    if found is None or (like is not None and like.start() < found.start()):
        return ReadDate(None, like.start(), like.end(), like.group()) if like else None
    groups = found.groupdict()
    written = groups["y"].replace("O", "0")
    short = len(written) == 2
    year = full_year(int(written), reference, pivot) if short else int(written)
    named = groups.get("month")
    month = MONTHS[named[:3].upper()] if named else int(groups["m"].replace("O", "0"))
    day = int(groups["d"].replace("O", "0"))
    swapped = month > 12 >= day
    if swapped:
        month, day = day, month
    return ReadDate(calendar_date(year, month, day), found.start(), found.end(), found.group(), short, swapped)


def last_day(text: str, pivot: int) -> date | None:
    """The last day of the period that ``text`` names first: a day, a month with its year, or a year."""
    read = find_date(text, None, pivot)
    if read is not None and read.value is not None:
        return read.value
    month = _MONTH_YEAR.search(text)
    if month is not None:
        number = MONTHS[month["month"][:3].upper()] if month["month"] else int(month["m"])
        year = int(month["y"] or month["y2"])
        following = calendar_date(year + number // 12, number % 12 + 1, 1) if number <= 12 else None
        return following - timedelta(days=1) if following else None
    alone = _YEAR.search(text)
    return date(int(alone["y"]), 12, 31) if alone else None


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
