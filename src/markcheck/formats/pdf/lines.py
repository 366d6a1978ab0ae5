"""The lines of a PDF's pages, and their text: which are parted by a blank line, and what runs on over a page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from math import inf

from msgspec import Struct

from markcheck.formats.decode import SAME_LENGTH

# In heights of a line: from where on the space above a line is a blank line.
_BLANK_LINE = 1.55
# How many lines at either end of a page may be its furniture: banners, running titles, page numbers.
_FURNITURE = 4
_FIGURES = re.compile(r"\d+")
_SENTENCE_END = re.compile("[.:!?\u2026][)\\]\"'\u201d\u2019]*$")
# A line that opens a paragraph: a number, a letter, a bullet, a mark.
_OPENER = re.compile("(?:\\(|[-*\u2022\u2013\u2014]|\\w{1,3}[.)])")
_PAGE_NUMBER = re.compile(r"(?:page[ ])?[-\u2013 ]*\d{1,5}[-\u2013 ]*(?:(?:of|/)[ ]*\d{1,5})?", re.IGNORECASE)
# The part of the page's widest line that a line reaches which its paragraph goes on behind.
_FULL = 0.75


class Line(Struct):
    """One line of a page: its text, the left and right edge of each character in points, its lower edge and height.

    ``covered`` are the stretches where a bar stands for text that the page does not show. What ``runs_on`` goes on with
    the paragraph of the line before it, wherever the two stand.
    """

    text: str
    page: int
    edges: list[tuple[float, float]]
    bottom: float
    height: float
    start: int = 0
    covered: tuple[tuple[int, int], ...] = ()
    runs_on: bool = False

    @property
    def right(self) -> float:
        """The right edge of the line."""
        return self.edges[-1][1]

    def box(self, start: int, end: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of ``text[start:end]``."""
        edges = self.edges[start:end] or self.edges[-1:]
        left, right = min(edge[0] for edge in edges), max(edge[1] for edge in edges)
        return left, self.bottom, right, self.bottom + self.height


def parted(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """The lines of text, and the page numbers at the ends of pages.

    Their count tells how long a document is, which no public version may say of what it withholds.
    """
    numbers = [
        line
        for of_page in _pages(lines)
        for line in {id(line): line for line in (*of_page[:_FURNITURE], *of_page[-_FURNITURE:])}.values()
        if _PAGE_NUMBER.fullmatch(line.text)
    ]
    out = set(map(id, numbers))
    return [line for line in lines if id(line) not in out], [line.text for line in numbers]


def in_reading_order(lines: list[Line]) -> list[Line]:
    """The lines with paragraphs whole that run on over a page or column: the furniture between comes behind them."""
    seen = Counter(map(_looks, lines))
    ordered: list[Line] = []
    # Behind the last line that is no furniture, and how far to the right the lines of its page reach.
    behind, width = 0, 0.0
    for of_page in _pages(lines):
        first = _furniture(of_page, seen)
        end = len(of_page) - _furniture(of_page[first:][::-1], seen)
        own = of_page[first:end]
        for above, below in pairwise(own):
            below.runs_on = below.bottom >= above.bottom and _runs_on(above, below, inf)
        moved = 0
        if own and behind and _runs_on(ordered[behind - 1], own[0], width):
            own[0].runs_on = True
            moved = 1 + next((at for at, pair in enumerate(pairwise(own)) if _parted(*pair)), len(own) - 1)
            ordered[behind:behind] = own[:moved]
            behind += moved
        ordered.extend((*of_page[:first], *own[moved:]))
        if own[moved:]:
            behind = len(ordered)
        if own:
            width = max(line.right for line in own)
        ordered.extend(of_page[end:])
    return ordered


def _furniture(lines: list[Line], seen: Counter[tuple[str, int]]) -> int:
    """How many lines from the edge of a page inwards are its furniture: other pages have them, a space ends them."""
    count = 0
    for at, (outer, inner) in enumerate(pairwise(lines[: _FURNITURE + 1]), 1):
        if seen[_looks(outer)] < 2:
            break
        if abs(outer.bottom - inner.bottom) > _BLANK_LINE * max(outer.height, inner.height):
            count = at
    return count


def _parted(above: Line, below: Line) -> bool:
    return not below.runs_on and _apart(above, below)


def joined(lines: list[Line]) -> str:
    """The text of lines in their order, each of which learns where it begins in it."""
    parts: list[str] = []
    length = 0
    previous: Line | None = None
    for line in lines:
        if previous is not None:
            gap = "\n\n" if _parted(previous, line) else "\n"
            parts.append(gap)
            length += len(gap)
        line.text = line.text.translate(SAME_LENGTH).replace("\n", " ")
        line.start = length
        parts.append(line.text)
        length += len(line.text)
        previous = line
    return "".join((*parts, "\n"))


def _apart(above: Line, below: Line) -> bool:
    """Whether a blank line stands between two lines: another page, another column, or a wider space."""
    if above.page != below.page:
        return True
    pitch = above.bottom - below.bottom
    return pitch <= 0 or pitch > _BLANK_LINE * max(above.height, below.height)


def _pages(lines: list[Line]) -> list[list[Line]]:
    return [list(of_page) for _, of_page in groupby(lines, lambda line: line.page)]


def _looks(line: Line) -> tuple[str, int]:
    """What the furniture of pages has in common: its text but for figures, and its height on the page."""
    return _FIGURES.sub("0", line.text), round(line.bottom)


def _runs_on(above: Line, below: Line, width: float) -> bool:
    """Whether the paragraph of ``above`` goes on with ``below``: with a small letter, or where a line is cut short.

    A line that ends no sentence is cut where it reaches over most of ``width``.
    """
    if _OPENER.match(below.text):
        return False
    if below.text[0].islower():
        return True
    return not _SENTENCE_END.search(above.text) and above.right >= _FULL * width
