"""The source map of a text that leaves out some of its source: runs of it, each with where it came from."""

from __future__ import annotations

from bisect import bisect_right

from markcheck.model.document import Anchor


class RunMap:
    """Runs of text, each with the place in the source that its first character came from.

    ``lines`` are the offsets of the source's lines.
    """

    __slots__ = ("_lines", "_offsets", "_sources")

    def __init__(self, offsets: list[int], sources: list[int], lines: list[int]) -> None:
        self._offsets = offsets
        self._sources = sources
        self._lines = lines

    def source(self, offset: int) -> int:
        """Where a character stands in the source."""
        run = max(0, bisect_right(self._offsets, offset) - 1)
        return self._sources[run] + offset - self._offsets[run]

    def _position(self, offset: int) -> tuple[int, int]:
        source = self.source(offset)
        line = bisect_right(self._lines, source)
        return line, source - self._lines[line - 1] + 1

    def anchor(self, start: int, end: int) -> Anchor:
        """Where ``text[start:end]`` stands in the source."""
        line, column = self._position(start)
        end_line, end_column = self._position(max(start, end - 1))
        return Anchor(line, column, end_line, end_column + (end > start))
