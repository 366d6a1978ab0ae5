"""Puts new text into the bytes of a plain text document and leaves every other byte as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from markcheck.model.document import line_starts

_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_BOM = "\ufeff"


class TextBytes:
    """The bytes of a document beside the text that was read from them.

    Reading changes line ends and blanks alone, and never the number of characters within a line, so a place in the
    text is a line and a column of the bytes.
    """

    def __init__(self, data: bytes, text: str) -> None:
        # A byte that is no UTF-8 stays the one character that reading made of it.
        self._source = data.decode("utf-8", "surrogateescape")
        first = len(_BOM) if self._source.startswith(_BOM) else 0
        self._lines = [first, *(match.end() for match in _LINE_END.finditer(self._source, first))]
        self._starts = line_starts(text)

    def edited(self, edits: Sequence[tuple[int, int, str]]) -> bytes:
        """The bytes with each ``(start, end, new)`` of the text put in place; edits do not overlap."""
        parts: list[str] = []
        at = 0
        for start, end, new in sorted(edits):
            begin = self._offset(start)
            parts += [self._source[at:begin], new]
            at = self._offset(end)
        parts.append(self._source[at:])
        return "".join(parts).encode("utf-8", "surrogateescape")

    def _offset(self, offset: int) -> int:
        line = bisect_right(self._starts, offset) - 1
        return self._lines[line] + offset - self._starts[line]
