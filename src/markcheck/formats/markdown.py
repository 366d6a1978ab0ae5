"""Markdown: the text without the signs of its markup, each character tied to its place in the source.

Signs of headings, quotations, emphasis and tables are left out, so that marks stand where a reader sees them. The
values of a front matter are hidden texts. Public versions have the source's own signs again.
"""

from __future__ import annotations

import re

from markcheck.formats.runs import RunMap
from markcheck.model.document import Document, Hidden, Note, line_starts
from markcheck.model.public import Passage

NAME = "markdown"
# What a typed document does not have: a heading, a mark in bold type.
_TELLING = re.compile(r"(?:\A|\n[ \t]*\n)#{1,6}[ ][^\n#]|^[^\n]{0,8}(\*\*|__)\([A-Z][^()\n]{0,60}\)\1", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n(?P<values>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_VALUE = re.compile(r"^[\w -]+:[ \t]*(?P<value>\S[^\n]*)", re.MULTILINE)
_OPENING = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+)?", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|(?<!\w)__|__(?!\w)|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])")
_RULE = re.compile(r"^[ ]{0,3}\|?[ ]*:?-{3,}:?[ ]*\|[-| :]*$", re.MULTILINE)
# A row whose cells are marked one by one; others are read as they stand.
_ROW = re.compile(r"^[ ]{0,3}\|[ *_]*\([^\n]*\|[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^[ ]{0,3}(?:```|~~~)[^\n]*$", re.MULTILINE)
# What stands for a character that is left out; decoded texts have none.
_OUT = "\0"
_KEPT = re.compile("[^\0]+")
_INK = re.compile(r"[^\n]")
_SIGNS = "*_#> \t|"


def accepts(text: str) -> bool:
    """Whether the text has signs that only Markdown has."""
    signs = ("#" in text and "# " in text) or ("*" in text and "**(" in text) or ("_" in text and "__(" in text)
    return signs and _TELLING.search(text) is not None


def read(path: str, text: str, notes: tuple[Note, ...]) -> Document:
    """The document of a Markdown text."""
    hidden: tuple[Hidden, ...] = ()
    shown = text
    front = _FRONT.match(text)
    if front:
        values = (match["value"].strip("'\" ") for match in _VALUE.finditer(front["values"]))
        hidden = tuple(Hidden(0, 0, value) for value in values)
        shown = _left_out(front) + text[front.end() :]
    shown = _FENCE.sub(_left_out, _RULE.sub(_left_out, shown))
    shown = _ROW.sub(_cells, shown)
    shown = _EMPHASIS.sub(_left_out, _OPENING.sub(_left_out, shown))
    parts: list[str] = []
    offsets: list[int] = []
    sources: list[int] = []
    length = 0
    for run in _KEPT.finditer(shown):
        offsets.append(length)
        sources.append(run.start())
        parts.append(run.group())
        length += len(run.group())
    source = Source(text, offsets, sources)
    return Document(path, NAME, "".join(parts), source, notes, None, hidden)


class Source(RunMap):
    """The source map of Markdown, with the source, whose signs are still there."""

    __slots__ = ("raw",)

    def __init__(self, raw: str, offsets: list[int], sources: list[int]) -> None:
        super().__init__(offsets, sources, line_starts(raw))
        self.raw = raw

    def whole(self, start: int, end: int) -> str:
        """The source of ``text[start:end]``, with the signs that stand around it on its lines."""
        first, last = self.source(start), self.source(end - 1) + 1
        while first > 0 and self.raw[first - 1] in _SIGNS:
            first -= 1
        while last < len(self.raw) and self.raw[last] in _SIGNS:
            last += 1
        return self.raw[first:last].rstrip()


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


def _left_out(match: re.Match[str]) -> str:
    """Signs in the place of what is no text; the line ends stay."""
    return _INK.sub(_OUT, match.group())


def _cells(match: re.Match[str]) -> str:
    """A row of a table: what parts its cells is a tab."""
    row = match.group()
    first, last = row.index("|"), row.rindex("|")
    return f"{row[:first]}{_OUT}{row[first + 1 : last].replace('|', chr(9))}{_OUT}{row[last + 1 :]}"
