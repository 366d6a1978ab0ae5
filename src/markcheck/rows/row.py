"""One document of a set, as a row of plain values: what it is, what it should be, what was found."""

from __future__ import annotations

from typing import Any

from markcheck.api import validate
from markcheck.model.examined import Examined
from markcheck.model.judging import Judging
from markcheck.model.result import DEFECT
from markcheck.model.rule import Severity
from markcheck.outputs.results import highest_level
from markcheck.rulebook.book import rulebook
from markcheck.structure.words import words_of
from markcheck.trace import place_of

# The columns of a row, in their order; `findings` and `unexamined` are lists of structures.
COLUMNS = (
    "id", "format", "genre", "date", "level", "banner", "required_banner", "declassify_on", "errors", "warnings",
    "infos", "findings", "unexamined",
)  # fmt: skip
FINDING = ("rule", "severity", "message", "line", "column", "end_line", "end_column", "portion", "fix")
UNEXAMINED = ("what", "reason", "message")
Row = dict[str, Any]


def row_of(name: str | None, text: str | bytes | None, judging: Judging) -> Row:
    """The row of the document ``text`` that the set calls ``name``.

    It never raises for what is in the document, and quotes none of it: what cannot be examined, an absent text among
    it, says so in ``unexamined``.
    """
    if text is None:
        return unread(name, "empty", "the row has no text")
    data = text if isinstance(text, bytes) else encoded(text)
    try:
        return _row(name, validate(name or "", data, judging))
    except Exception as error:
        return unread(name, DEFECT, f"a defect in markcheck: {place_of(error)}")


def unread(name: str | None, reason: str, message: str) -> Row:
    """The row of a document that was not examined."""
    row: Row = dict.fromkeys(COLUMNS)
    left = {"what": "document", "reason": reason, "message": message}
    return {**row, "id": name, "errors": 0, "warnings": 0, "infos": 0, "findings": [], "unexamined": [left]}


def encoded(text: str) -> bytes:
    """The bytes that a text was read from; what no encoding has is replaced."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        try:
            return text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")


def _row(name: str | None, examined: Examined) -> Row:
    marked = examined.marked
    counts = dict.fromkeys(Severity, 0)
    findings = []
    for found in examined.findings:
        counts[found.severity] += 1
        findings.append({
            "rule": found.rule, "severity": found.severity.value, "message": found.message, "line": found.line,
            "column": found.column, "end_line": found.end_line, "end_column": found.end_column,
            "portion": found.portion, "fix": found.fix,
        })  # fmt: skip
    left = [{"what": item.what, "reason": item.reason, "message": item.message} for item in examined.unexamined]
    row: Row = dict.fromkeys(COLUMNS)
    row |= {
        "id": name, "errors": counts[Severity.ERROR], "warnings": counts[Severity.WARNING],
        "infos": counts[Severity.INFO], "findings": findings, "unexamined": left,
    }  # fmt: skip
    if marked is None:
        return row
    language = words_of(rulebook()).language
    first = marked.messages[0]
    until = first.authority.instruction if first.authority else None
    return row | {
        "format": marked.document.format,
        "genre": marked.genre,
        "date": first.date.value.isoformat() if first.date else None,
        "level": highest_level(marked, language),
        "banner": language.banner(first.banner) if first.banner else None,
        "required_banner": language.banner(examined.required) if examined.required else None,
        "declassify_on": until.date.isoformat() if until and until.date else None,
    }
