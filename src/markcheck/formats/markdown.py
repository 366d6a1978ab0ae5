"""Markdown: the text without the signs of its markup, each character where it stands in the source.

Signs of headings, quotations, emphasis and tables become blanks, so that marks stand where a reader sees them. The
values of a front matter are hidden texts. Public versions have the source's own signs again.
"""

from __future__ import annotations

import re

from markcheck.model.document import Document, Hidden, LineMap, Note
from markcheck.model.public import Passage

NAME = "markdown"
# What a typed document does not have: a heading, a mark in bold type.
_TELLING = re.compile(r"(?:\A|\n[ \t]*\n)#{1,6}[ ][^\n#]|^[^\n]{0,8}(\*\*|__)\([A-Z][^()\n]{0,60}\)\1", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n(?P<values>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_VALUE = re.compile(r"^[\w -]+:[ \t]*(?P<value>\S[^\n]*)", re.MULTILINE)
_OPENING = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}(?=[ \t]))?", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|(?<!\w)__|__(?!\w)|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])")
_RULE = re.compile(r"^[ ]{0,3}\|?[ ]*:?-{3,}:?[ ]*\|[-| :]*$", re.MULTILINE)
# A row whose cells are marked one by one; others are read as they stand.
_ROW = re.compile(r"^[ ]{0,3}\|[ *_]*\([^\n]*\|[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^[ ]{0,3}(?:```|~~~)[^\n]*$", re.MULTILINE)
_SIGNS = "*_#> \t|"


def accepts(text: str) -> bool:
    """Whether the text has signs that only Markdown has."""
    return ("# " in text or "**(" in text or "__(" in text) and _TELLING.search(text) is not None


def read(path: str, text: str, notes: tuple[Note, ...]) -> Document:
    """The document of a Markdown text; its offsets are those of the source."""
    hidden: tuple[Hidden, ...] = ()
    shown = text
    front = _FRONT.match(text)
    if front:
        values = (match["value"].strip("'\" ") for match in _VALUE.finditer(front["values"]))
        hidden = tuple(Hidden(0, 0, value) for value in values)
        shown = _blanked(front) + text[front.end() :]
    shown = _FENCE.sub(_blanked, _RULE.sub(_blanked, shown))
    shown = _ROW.sub(_cells, shown)
    shown = _EMPHASIS.sub(_blanked, _OPENING.sub(_blanked, shown))
    return Document(path, NAME, shown, Source(text), notes, None, hidden)


class Source(LineMap):
    """The source map of Markdown: offsets are the source's, whose signs are still there."""

    __slots__ = ("raw",)

    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.raw = raw

    def whole(self, start: int, end: int) -> str:
        """The source of a stretch, with the signs that stand around it on its lines."""
        while start > 0 and self.raw[start - 1] in _SIGNS:
            start -= 1
        while end < len(self.raw) and self.raw[end] in _SIGNS:
            end += 1
        return self.raw[start:end].rstrip()


def write(document: Document, passages: tuple[Passage, ...]) -> bytes:
    """The public version as Markdown: what is copied has the signs of the source."""
    source = document.source
    assert isinstance(source, Source)
    parts: list[str] = []
    for passage in passages:
        text = passage.text
        if passage.copied and passage.start is not None:
            text = source.whole(passage.start, passage.start + len(text))
        parts.extend((passage.before, text))
    return ("".join(parts) + "\n").encode("utf-8", "replace")


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _cells(match: re.Match[str]) -> str:
    """A row of a table: what parts its cells is a tab, at its ends a blank."""
    row = match.group()
    first, last = row.index("|"), row.rindex("|")
    return f"{row[:first]} {row[first + 1 : last].replace('|', chr(9))} {row[last + 1 :]}"
