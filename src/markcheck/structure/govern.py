"""What governs what: from pieces to blocks with their effective markings.

A mark governs its paragraph and what follows under it until the next portion of the same or a higher rank (32 CFR
2001.21(c)(3) lets one mark serve a paragraph and its parts). A portion without a mark takes the banner's marking;
where two marks might govern a passage, it takes what both add up to.
"""

from __future__ import annotations

from collections.abc import Sequence

from markcheck.marks.lattice import Lattice
from markcheck.model.marking import Marking, Standing
from markcheck.model.message import Block, Kind, Mark
from markcheck.structure.pieces import BULLET, PARAGRAPH, Piece

BANNER = "banner"
_UNDER = frozenset((Kind.CONTINUATION, Kind.SIGNATURE))
_OWN = frozenset((Kind.PORTION, Kind.SUBJECT, Kind.AUTHORITY, Kind.REFERENCE, Kind.HEADING))


def govern(
    pieces: Sequence[Piece], banner: Marking | None, lattice: Lattice, entire_text: Mark | None = None, prefix: str = ""
) -> tuple[Block, ...]:
    """The blocks of ``pieces``, in order. ``prefix`` goes before each id where a document has several messages."""
    numbered = any(piece.number is not None and piece.kind is not Kind.STAMP for piece in pieces)
    names = _Names(prefix)
    blocks: list[Block] = []
    paragraph: Block | None = None
    sub: Block | None = None
    sub_rank = 0
    for piece in pieces:
        kind, mark = piece.kind, piece.mark
        marking: Marking | None = None
        source: str | None = None
        doubt = piece.doubt
        is_sub = False
        if kind in _UNDER:
            if sub is not None and piece.bullet and piece.rank <= sub_rank:
                sub = None
            if sub is not None and not piece.bullet and paragraph is not None and kind is Kind.CONTINUATION:
                marking, source = lattice.join(paragraph.marking, sub.marking), paragraph.id
                doubt = doubt or paragraph.doubt or sub.doubt
            elif sub is not None and piece.bullet:
                marking, source, doubt = sub.marking, sub.id, doubt or sub.doubt
            elif paragraph is not None:
                marking, source, doubt = paragraph.marking, paragraph.id, doubt or paragraph.doubt
            elif banner is not None:
                marking, source = banner, BANNER
        elif mark is not None and kind in _OWN:
            marking = mark.parsed.marking
            if mark.parsed.standing is not Standing.VALID:
                doubt = doubt or "its mark is not valid"
            is_sub = kind is Kind.PORTION and piece.number is None and piece.rank > PARAGRAPH and numbered
        elif kind is Kind.PORTION and entire_text is not None and entire_text.parsed.marking is not None:
            marking, source = entire_text.parsed.marking, BANNER
        elif kind in _OWN and banner is not None:
            marking, source = banner, BANNER
        name = names.of(piece, paragraph, is_sub)
        block = Block(
            name, kind, piece.start, piece.end, piece.number, mark, marking, source, doubt, piece.gap,
            piece.body or piece.start,
        )
        blocks.append(block)
        if kind is Kind.PORTION:
            if is_sub and paragraph is not None:
                sub, sub_rank = block, piece.rank
            else:
                paragraph, sub = block, None
                sub_rank = BULLET
        elif kind is Kind.STAMP or (kind is Kind.AUTHORITY and piece.number is not None):
            paragraph, sub = None, None
    return tuple(blocks)


class _Names:
    """Block ids: ``p3`` for paragraph 3, ``p3.1`` for a marked item under it, ``b7`` for the rest."""

    __slots__ = ("_count", "_prefix", "_subs", "_used")

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._used: dict[str, int] = {}
        self._subs: dict[str, int] = {}
        self._count = 0

    def of(self, piece: Piece, paragraph: Block | None, is_sub: bool) -> str:
        if piece.number is not None:
            return self._unique(f"{self._prefix}p{piece.number}")
        if is_sub and paragraph is not None:
            count = self._subs.get(paragraph.id, 0) + 1
            self._subs[paragraph.id] = count
            return f"{paragraph.id}.{count}"
        self._count += 1
        return f"{self._prefix}b{self._count}"

    def _unique(self, name: str) -> str:
        count = self._used.get(name, 0) + 1
        self._used[name] = count
        return name if count == 1 else f"{name}-{count}"
