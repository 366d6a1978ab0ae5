"""Lines of a document as they may be shown: marks, numbers and headers, but no body."""

from __future__ import annotations

from bisect import bisect_right

from markcheck.model.message import Block, Kind, MarkedDocument
from markcheck.model.result import Excerpt
from markcheck.model.rule import Finding

# Header lines hold no body text, so they may be shown whole.
_SHOWN_WHOLE = frozenset(
    (
        Kind.PAGE_METADATA,
        Kind.TRANSMISSION_HEADER,
        Kind.CLASSIFICATION_LINE,
        Kind.CAPTION,
        Kind.ORDER_LINE,
        Kind.TAGS,
        Kind.AUTHORITY,
        Kind.PAGE_BREAK_LINE,
        Kind.STAMP,
        Kind.STATEMENT,
    )
)
_WIDTH = 100


class Excerpts:
    """The lines of one document; with ``show_text`` they are shown whole."""

    def __init__(self, marked: MarkedDocument, *, show_text: bool) -> None:
        self._text = marked.document.text
        self._blocks = sorted(
            (block for message in marked.messages for block in message.blocks), key=lambda block: block.start
        )
        self._starts = [block.start for block in self._blocks]
        self._show_text = show_text

    def of(self, finding: Finding) -> Excerpt:
        """The line that ``finding`` begins on, and where on it to point."""
        start = self._text.rfind("\n", 0, finding.start) + 1
        end = self._text.find("\n", start)
        end = min(len(self._text) if end < 0 else end, start + _WIDTH)
        if self._show_text:
            text = self._text[start:end]
        else:
            index = bisect_right(self._starts, max(finding.start, start)) - 1
            text = self._visible(start, end, self._blocks[index] if index >= 0 else None)
        caret = finding.start - start
        visible = len(text.removesuffix("…").rstrip())
        if caret >= max(visible, 1):
            return Excerpt(text, 0, 0)
        return Excerpt(text, caret, max(1, min(finding.end - finding.start, visible - caret)))

    def _visible(self, start: int, end: int, block: Block | None) -> str:
        if block is None or block.end <= start:
            return "…"
        if block.kind in _SHOWN_WHOLE:
            return self._text[start:end].rstrip()
        if block.start < start:
            return "…"
        head = self._text[start : min(block.body, end)]
        if block.mark is not None and block.mark.start >= start:
            mark = block.mark
            label = mark.parsed.label
            head = self._text[start : mark.start] + label
            if mark.end > block.body:
                return "…"
        # What stands in brackets before a number may be prose.
        if "(" in self._text[start : block.mark.start if block.mark else block.body]:
            return "…"
        return f"{head.rstrip()} …"
