"""Mending marks."""

from __future__ import annotations

from collections import Counter
from datetime import date

from markcheck.api.judging import engine, read
from markcheck.errors import Unreadable
from markcheck.fix.choose import apply, choose
from markcheck.fix.done import Fixed, spans
from markcheck.fix.edit import TextBytes
from markcheck.fix.mend import mends
from markcheck.formats import read_bytes
from markcheck.model.json_fields import JsonFields
from markcheck.structure import structure


def fix(path: str, data: bytes, day: date | None = None, fields: JsonFields | None = None) -> Fixed:
    """The document in ``data`` with every mark that has one right form put into it; nothing else is changed.

    No mend lowers a level, drops a control, or makes a rule find more than before. Raises
    :class:`~markcheck.errors.Unreadable`, also for formats that are not mended.
    """
    judging = engine()
    marked = read(path, data, judging.book, day, fields=fields)
    document = marked.document
    if document.format != "text":
        raise Unreadable("format", f"{document.format} documents are not mended, only plain text")
    source = TextBytes(data, document.text)

    def count(content: bytes) -> Counter[str]:
        again = structure(read_bytes(path, content), judging.book, day)
        return Counter(finding.rule for finding in judging.judge(again))

    found = mends(marked, judging.language)
    applied = choose(source, found, Counter(finding.rule for finding in judging.judge(marked)), count) if found else ()
    before, after = (spans(document, applied, after=late) for late in (False, True))
    return Fixed(document, apply(source, applied), found, applied, before, after)
