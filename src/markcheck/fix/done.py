"""A mended document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from markcheck.fix.mend import Mend
from markcheck.model.document import Document


class Fixed(Struct, frozen=True):
    """``data`` is the document with ``applied`` put in place; ``mends`` are all marks that do not conform.

    The spans tell, by line from 0, where the applied mends stand before and after.
    """

    document: Document
    data: bytes
    mends: tuple[Mend, ...]
    applied: tuple[Mend, ...]
    spans_before: Mapping[int, Sequence[tuple[int, int]]]
    spans_after: Mapping[int, Sequence[tuple[int, int]]]


def spans(document: Document, mends: Sequence[Mend], *, after: bool) -> dict[int, list[tuple[int, int]]]:
    """Where ``mends`` stand, by line from 0, with their old or their new length."""
    found: dict[int, list[tuple[int, int]]] = {}
    shift: dict[int, int] = {}
    for mend in mends:
        anchor = document.anchor(mend.start, mend.end)
        line, column = anchor.line - 1, anchor.column - 1
        old, new = mend.end - mend.start, len(mend.right or "")
        column += shift.get(line, 0) if after else 0
        found.setdefault(line, []).append((column, column + (new if after else old)))
        shift[line] = shift.get(line, 0) + new - old
    return found
