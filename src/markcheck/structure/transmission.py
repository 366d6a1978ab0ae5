"""The transmission header: format lines 1 to 8 above the classification line, and the web page's table over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from markcheck.model.marking import Form, Marking
from markcheck.model.message import NO_TRANSMISSION, Kind, Place, Statement, Transmission
from markcheck.structure.dates import DTG, MONTHS, calendar_date, full_year
from markcheck.structure.pieces import Found, Piece
from markcheck.structure.words import Words

_ROUTE = r"R[A-Z]{3,7}"
_LINE = re.compile(
    r"\n[ \t]*(?:"
    r"(?P<id>VZCZC[A-Z0-9]{3,9}[ \t]*(?=\n|\Z))"
    rf"|(?P<precedence>(?:ZZ|OO|PP|RR)(?:[ \t]+{_ROUTE})*[ \t]*(?=\n|\Z))"
    rf"|(?P<origin>DE[ \t]+{_ROUTE}[ \t]*#\d{{4}}(?:/\d+)?[ \t]+\d{{7}}[ \t]*(?=\n|\Z))"
    r"|(?P<warning>(?P<signal>ZN[RY])[ \t]+(?P<letters>[A-Z]+)\b[^\n]{0,40}(?=\n|\Z))"
    r"|(?P<dtg>(?:[ZOPR]{1,2}(?:[ ][ZOPR])?[ \t]+)?[\dO]{6}Z[ \t]*[A-Z]{3,9}[ \t]*\d{2,4}"
    r"(?:[ \t]+(?:Z[A-Z]{2}|CCY)[^\n]{0,60})?[ \t]*(?=\n|\Z))"
    r"|(?P<from>FM[ \t]+(?P<sender>[^\n]+))"
    r"|(?P<paged_to>TO[ \t]+PAGE[ \t]+\d+[^\n]*)"
    r"|(?P<to>TO:?[ \t]+(?P<to_name>[^\n]+))"
    r"|(?P<log>INFO[ \t]+[A-Z]{2,5}-\d\d[^\n]*|(?:[A-Z]{2,5}-\d\d[ \t]+)+[^\n]*)"
    r"|(?P<info>INFO:?[ \t]+(?P<info_name>[^\n]+))"
    r"|(?P<excluded>XMT[ \t]+[^\n]+)"
    r"|(?P<paged>PAGE[ \t]+\d+[ \t]+[A-Z][^\n]*|ACTION[ \t]+[A-Z]+-\d\d[^\n]*|-{4,}[ \t0-9A-Z]*(?=\n|\Z))"
    rf"|(?P<address>(?:{_ROUTE}/)?[A-Z][A-Z0-9 .,'&/()-]{{2,78}}(?=\n|\Z))"
    rf"|(?P<routing>{_ROUTE}(?:[ \t]+{_ROUTE})*[ \t]*(?=\n|\Z))"
    r")"
)
# The row under the column names: tabs as on the page, or what a copy made of them.
_PAGE_ROW = re.compile(
    r"\s*\n[ \t|]*(?P<id>\w+)[ \t|]+(?P<created>\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?)[ \t|]+"
    r"(?P<released>\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?)?[ \t|]+"
    r"(?P<level>[A-Z]+(?:[ ][A-Z]+)*(?://[A-Z, ]+)?)(?![a-z])[ \t|]*(?P<origin>[^\n|]*)[^\n]*"
)
_ORIGIN = re.compile(r"#(?P<serial>\d{4})(?:/\d+)?[ \t]+(?P<day>\d{3})(?P<time>\d{4})")
_CORRECTING = re.compile(r"\bZD[SK]\b")
_PRECEDENCE_ORDER = "ZOPR"
_ARCHIVE_LINE = re.compile(
    r"\n[ \t]*(?:19|20)\d\d[A-Z]{3,20}\d{3,6}[ ]-[ ](?P<level>[A-Z][A-Z ]{4,24}[A-Z])[ \t]*(?=\n)"
)
_DAMAGED_ID = re.compile(r"VZCZC[A-Z]{2}0\d{4}$")
_ADDRESSEE_ROUTE = re.compile(r"R[A-Z]{3,7}[ ]?/[ ]?")
_ADDRESSEE_END = re.compile(r"(?:[ ](?:FLASH|IMMEDIATE|PRIORITY|ROUTINE|NIACT))*(?:[ ]\d{1,4})?\Z")


class Lines(Struct):
    """What the header lines say."""

    sender: str | None = None
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    sent: date | None = None
    created: str | None = None
    warning: Statement | None = None
    lines: Transmission = NO_TRANSMISSION


class Page(Struct):
    """What the web page's table says."""

    reference_id: str | None
    created: str | None
    released: str | None
    classification: Statement
    origin: str | None


def read_page(padded: str, start: int, end: int, words: Words, found: Found) -> Page | None:
    """The page's table between the offsets: a line of column names, and the line of values under it."""
    head = words.page_head.search(padded, start, end + 1)
    row = _PAGE_ROW.match(padded, head.end()) if head else None
    if head is None or row is None or row.end() > end + 1:
        return None
    at = head.start("columns") - 1
    row_end = row.end() - 1
    found.pieces.append(Piece(Kind.PAGE_METADATA, at, row_end))
    found.elements.add("page-metadata")
    stated = row["level"].strip()
    known = words.page_equivalents.get(stated, stated)
    marking = words.language.parse(known, Form.BANNER).marking
    level_start = row.start("level") - 1
    statement = Statement("page-metadata", marking, level_start, level_start + len(stated), stated)
    found.statements.append(statement)
    return Page(row["id"], _iso(row["created"]), _iso(row["released"]), statement, row["origin"].strip() or None)


def read_archive_line(padded: str, start: int, end: int, words: Words, found: Found) -> None:
    """The line that an archive put above a telegram: year, post and serial, then the level."""
    match = _ARCHIVE_LINE.search(padded, start, end + 1)
    if match is None:
        return
    level = match["level"]
    at = match.start("level") - 1
    found.statements.append(Statement("archive-line", words.banner_marking(level.upper()), at, at + len(level), level))


def _iso(text: str | None) -> str | None:
    stripped = (text or "").strip()
    return stripped.replace(" ", "T") or None


def read_transmission(
    text: str, padded: str, start: int, end: int, words: Words, found: Found, *, to_blank: bool = False
) -> Lines:
    """The header lines of ``text[start:end]``; known lines become header pieces, others are left for the caller.

    With ``to_blank`` they end at the first blank line with other text behind it: where no classification line closes
    the header, nothing else tells it from what follows.
    """
    result = Lines()
    to: list[str] = []
    info: list[str] = []
    current: list[str] | None = None
    started = False
    piece: Piece | None = None
    for match in _lines_of(text, padded, start, end, to_blank=to_blank):
        kind = match.lastgroup or ""
        if kind in ("address", "routing", "paged") and not started:
            continue
        started = True
        blank = piece is not None and text.count("\n", piece.end, match.start()) > 1
        if kind == "address" and (blank or words.line_level.match(padded, match.start())):
            # Capitals that no TO or INFO line leads up to may be anything.
            current = None
            continue
        if kind == "address" and current is None:
            continue
        at, line_end = match.start(kind) - 1, match.end() - 1
        if kind == "id" and _DAMAGED_ID.match(match["id"].strip()):
            found.note("transmission-id-damaged", at, line_end)
        elif kind == "warning":
            result.warning = _warning(match, words, found)
        elif kind == "dtg":
            found.elements.add("date-time-group")
            result.sent, result.created = _sent(padded, match, words, found)
        elif kind == "from":
            result.sender = " ".join(match["sender"].split())
        elif kind == "paged_to":
            current = to
        elif kind in ("to", "info"):
            current = to if kind == "to" else info
            current.append(_addressee(match[f"{kind}_name"]))
        elif kind == "address" and current is not None:
            current.append(_addressee(match["address"]))
        result.lines = _with(result.lines, kind, match, padded, result)
        if kind != "address":
            found.elements.add("transmission-header")
        if piece is not None and not text[piece.end : at].strip() and text.count("\n", piece.end, at) < 2:
            piece.end = line_end
        else:
            piece = Piece(Kind.TRANSMISSION_HEADER, at, line_end)
            found.pieces.append(piece)
    result.to, result.info = tuple(filter(None, to)), tuple(filter(None, info))
    return result


def _lines_of(text: str, padded: str, start: int, end: int, *, to_blank: bool) -> Iterator[re.Match[str]]:
    last: int | None = None
    for match in _LINE.finditer(padded, start, end + 1):
        if to_blank and last is not None and _other_text(text, last, match.start()):
            return
        # Capitals alone may be anything until a line of the header is met.
        if last is not None or match.lastgroup not in ("address", "routing", "paged"):
            last = match.end() - 1
        yield match


def _other_text(text: str, start: int, end: int) -> bool:
    """Whether a blank line with other text behind it stands between two header lines."""
    between = text[start:end]
    blank = between.find("\n\n")
    return blank >= 0 and bool(between[blank:].strip())


def _with(lines: Transmission, kind: str, match: re.Match[str], padded: str, read: Lines) -> Transmission:
    """``lines`` with what one more header line says."""
    at = match.start(kind) - 1
    if kind == "dtg":
        return _dated(lines, padded, match, read.created)
    if kind == "from" and read.sender:
        return replace(lines, sender=Place(read.sender, at, match.end() - 1))
    if kind == "precedence" and lines.precedence is None:
        return replace(lines, precedence=Place(match["precedence"][:2], at, at + 2))
    if kind == "origin" and lines.serial is None:
        return _filed(lines, match["origin"], at)
    return lines


def _filed(lines: Transmission, text: str, at: int) -> Transmission:
    """Serial, day of the year and time out of format line 3."""
    match = _ORIGIN.search(text)
    if match is None:
        return lines
    serial, day, filed = (
        Place(match[name], at + match.start(name), at + match.end(name)) for name in ("serial", "day", "time")
    )
    return replace(lines, serial=serial, day=day, filed=filed)


def _dated(lines: Transmission, padded: str, match: re.Match[str], created: str | None) -> Transmission:
    """The date-time group with the highest of its precedences, and a signal that corrects an earlier copy."""
    start, end = match.start("dtg") - 1, match.end("dtg") - 1
    group = DTG.match(padded, match.start())
    if group is not None and created is not None:
        letters = [letter for letter in _PRECEDENCE_ORDER if letter in padded[match.start() : group.start("day")]]
        sent = Place(created, group.start("dtg") - 1, group.end("dtg") - 1)
        lines = replace(lines, sent=sent, sent_precedence=letters[0] if letters else None)
    signal = _CORRECTING.search(match["dtg"])
    if signal is not None:
        lines = replace(lines, corrects=Place(signal.group(), start + signal.start(), min(end, start + signal.end())))
    return lines


def _addressee(text: str) -> str:
    line = " ".join(text.split())
    route = _ADDRESSEE_ROUTE.match(line)
    start = route.end() if route else 0
    end = _ADDRESSEE_END.search(line, start)
    return line[start : end.start() if end else len(line)].strip()


def _warning(match: re.Match[str], words: Words, found: Found) -> Statement:
    start, end = match.start("warning") - 1, match.end("warning") - 1
    letters = match["letters"]
    marking: Marking | None = None
    if len(letters) != 5 or len(set(letters)) != 1 or letters[0] not in words.warning_letters:
        found.note("security-warning-malformed", start, end)
    else:
        marking = Marking(words.warning_letters[letters[0]])
        if letters[0] not in words.warning_signals[match["signal"]]:
            found.note("security-signal-mismatch", start, end, signal=match["signal"], letter=letters[0])
    statement = Statement("security-warning", marking, start, match.end("letters") - 1, f"{match['signal']} {letters}")
    found.statements.append(statement)
    return statement


def _sent(padded: str, match: re.Match[str], words: Words, found: Found) -> tuple[date | None, str | None]:
    """The date of the date-time group and its ISO time."""
    group = DTG.match(padded, match.start())
    if group is None:
        return None, None
    start, end = group.start("dtg") - 1, group.end("dtg") - 1
    month = MONTHS.get(group["month"])
    day, hour, minute = (int(group[name].replace("O", "0")) for name in ("day", "hour", "minute"))
    year = int(group["year"])
    if year < 100:
        year = full_year(year, None, words.pivot)
    sent = calendar_date(year, month, day) if month else None
    if sent is None or hour > 23 or minute > 59:
        found.note("dtg-invalid", start, end)
        return None, None
    return sent, f"{sent.isoformat()}T{hour:02}:{minute:02}"
