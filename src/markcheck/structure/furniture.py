"""Page furniture in the middle of a header: page lines and the banners at the foot of each page.

Prints of the 1970s to 1990s break pages anywhere, inside a subject or a classifier's name too. The lines are taken out
by blanking them, so that every offset stays true and the element goes on over the break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markcheck.model.message import Kind, Statement
from markcheck.structure.pieces import Found, Piece
from markcheck.structure.words import Words

_PAGE_LINES = frozenset(("page", "old_page"))
_KINDS = frozenset((*_PAGE_LINES, "level"))


def without_furniture(
    text: str, start: int, end: int, events: Iterable[re.Match[str]], words: Words, found: Found
) -> str:
    """``text`` with the furniture of its header, ``text[start:end]``, blanked; each line of it becomes a piece.

    A bare level line is furniture only where there are page lines.
    """
    lines = [event for event in events if start <= event.start() < end and event.lastgroup in _KINDS]
    if not any(event.lastgroup in _PAGE_LINES for event in lines):
        return text
    parts: list[str] = []
    at = 0
    for event in lines:
        kind = event.lastgroup or ""
        first = event.start(kind) - 1
        last = text.find("\n", first)
        last = len(text) if last < 0 else last
        found.pieces.append(Piece(Kind.PAGE_BREAK_LINE, first, last))
        if kind == "old_page":
            found.elements.add("old-page-line")
        if kind == "level":
            level = event["level"]
            found.statements.append(
                Statement("page-banner", words.banner_marking(level), first, first + len(level.rstrip()), level)
            )
        left, right = len(text[:first].rstrip()), last
        while right < end and text[right].isspace():
            right += 1
        left = max(left, at)
        if right <= left:
            continue
        if left == at and parts:
            # Two lines of furniture in a row: one line end for both.
            parts[-1] = " "
        parts.extend((text[at:left], " " * (right - left - 1), "\n"))
        at = right
    parts.append(text[at:])
    return "".join(parts)
