"""The text of office documents: paragraphs and table rows, each with where it came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from markcheck.model.document import Anchor, LineMap

if TYPE_CHECKING:
    from lxml import etree

HEADER, BODY, FOOTER = "header", "body", "footer"


class Line(Struct):
    """One paragraph or table row of the text, and where it came from.

    ``runs`` are the texts of a paragraph with the runs that they stood in; ``lead`` is how many of their characters the
    text leaves out at its beginning, less those that its list label adds. ``own_mark`` is where a mark of the text
    stands that differs from the one of its field; 0 where none does.
    """

    text: str
    source: etree._Element | None
    part: str
    number: int
    role: str = BODY
    table: int | None = None
    joined: bool = False
    runs: tuple[tuple[str, etree._Element], ...] = ()
    lead: int = 0
    own_mark: int = 0


class ParagraphMap:
    """The source map: lines and columns of the text, and the part and paragraph they came from."""

    def __init__(self, text: str, lines: list[Line], starts: list[int], unit: str = "paragraph") -> None:
        self._unit = unit
        self._lines = LineMap(text)
        self.lines = lines
        self.starts = starts
        self._start_of = {id(line): start for line, start in zip(lines, starts, strict=True)}

    def anchor(self, start: int, end: int) -> Anchor:
        """The anchor of ``text[start:end]``."""
        at = self._lines.anchor(start, end)
        line = self.line(start)
        address = f"{line.part}, {self._unit} {line.number}" if line else ""
        return Anchor(at.line, at.column, at.end_line, at.end_column, address)

    def line(self, offset: int) -> Line | None:
        """The line of the source that a character came from."""
        at = bisect_right(self.starts, offset) - 1
        return self.lines[at] if at >= 0 else None

    def start_of(self, line: Line) -> int:
        """The offset of a line in the text."""
        return self._start_of[id(line)]


def joined(lines: Iterable[Line], close: Callable[[Line, Line], bool]) -> tuple[str, list[int]]:
    """The text of lines with where each begins; a blank line parts them but where two are ``close``."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    previous: Line | None = None
    for line in lines:
        if previous is not None:
            gap = "\n" if close(previous, line) else "\n\n"
            parts.append(gap)
            length += len(gap)
        starts.append(length)
        parts.append(line.text)
        length += len(line.text)
        previous = line
    return "".join((*parts, "\n")), starts
