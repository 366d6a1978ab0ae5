"""What governs what: from pieces to blocks with their effective markings.

A mark governs its paragraph and what follows under it until the next portion of the same or a higher rank (32 CFR
2001.21(c)(3) lets one mark serve a paragraph and its parts). A portion without a mark takes the banner's marking;
what follows a higher item of its paragraph is in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from markcheck.marks.language import Language
from markcheck.model.marking import Marking, Standing
from markcheck.model.message import Block, Kind, Mark
from markcheck.structure.pieces import PARAGRAPH, Piece

BANNER = "banner"
_UNDER = frozenset((Kind.CONTINUATION, Kind.SIGNATURE))
_OWN = frozenset((Kind.PORTION, Kind.SUBJECT, Kind.AUTHORITY, Kind.REFERENCE, Kind.HEADING))


def govern(
    pieces: Sequence[Piece],
    banner: Marking | None,
    language: Language,
    entire_text: Mark | None = None,
    prefix: str = "",
) -> tuple[Block, ...]:
    """The blocks of ``pieces``, in order. ``prefix`` goes before each id where a document has several messages."""
    numbered = any(piece.number is not None and piece.kind is not Kind.STAMP for piece in pieces)
    governor = _Governor(
        banner, language, entire_text.parsed.marking if entire_text else None, numbered, _Names(prefix)
    )
    return tuple([governor.block(piece) for piece in pieces])


class _Governor:
    """Goes through the pieces and keeps which portion, and which item under it, governs the next one."""

    __slots__ = ("_banner", "_entire_text", "_language", "_names", "_numbered", "_paragraph", "_sub", "_sub_rank")

    def __init__(
        self, banner: Marking | None, language: Language, entire_text: Marking | None, numbered: bool, names: _Names
    ) -> None:
        self._banner = banner
        self._language = language
        self._entire_text = entire_text
        self._numbered = numbered
        self._names = names
        self._paragraph: Block | None = None
        self._sub: Block | None = None
        self._sub_rank = 0

    def block(self, piece: Piece) -> Block:
        """The block of one piece."""
        kind = piece.kind
        is_sub = (
            kind is Kind.PORTION
            and piece.mark is not None
            and piece.number is None
            and piece.rank > PARAGRAPH
            and self._numbered
            and self._paragraph is not None
        )
        if kind in _UNDER:
            marking, source, doubt = self._inherited(piece)
        elif kind in _OWN:
            marking, source, doubt = self._own(piece)
        else:
            marking, source, doubt = None, None, piece.doubt
        block = Block(
            self._names.of(piece, self._paragraph if is_sub else None),
            kind, piece.start, piece.end, piece.number, piece.mark, marking, source, doubt, piece.gap,
            piece.body or piece.start,
        )  # fmt: skip
        if is_sub:
            self._sub, self._sub_rank = block, piece.rank
        elif kind is Kind.PORTION:
            self._paragraph, self._sub = block, None
        elif kind is Kind.STAMP or (kind is Kind.AUTHORITY and piece.number is not None):
            self._paragraph, self._sub = None, None
        return block

    def _own(self, piece: Piece) -> tuple[Marking | None, str | None, str | None]:
        mark = piece.mark
        if mark is not None:
            doubt = piece.doubt or ("its mark is not valid" if mark.parsed.standing is not Standing.VALID else None)
            if mark.parsed.marking is None:
                return None, None, doubt
            marking, complete = self._language.whole(mark.parsed.marking, self._banner)
            return marking, None, doubt or (None if complete else "its mark leans on a list that the banner has not")
        if piece.kind is Kind.PORTION and self._entire_text is not None:
            return self._entire_text, BANNER, piece.doubt
        return self._from_banner(piece)

    def _inherited(self, piece: Piece) -> tuple[Marking | None, str | None, str | None]:
        """What hangs on a paragraph takes its marking; behind a higher item of it, it may hang on that as well."""
        paragraph, sub = self._paragraph, self._sub
        if paragraph is None:
            return self._from_banner(piece)
        if sub is not None and piece.bullet and piece.rank > self._sub_rank:
            return sub.marking, sub.id, piece.doubt or sub.doubt
        doubt = piece.doubt or paragraph.doubt
        if sub is not None and doubt is None:
            higher = self._language.join(paragraph.marking, sub.marking) != paragraph.marking
            doubt = sub.doubt or ("a higher item before it may govern it" if higher else None)
        return paragraph.marking, paragraph.id, doubt

    def _from_banner(self, piece: Piece) -> tuple[Marking | None, str | None, str | None]:
        return (self._banner, BANNER, piece.doubt) if self._banner is not None else (None, None, piece.doubt)


class _Names:
    """Block ids: ``p3`` for paragraph 3, ``p3.1`` for a marked item under it, ``b7`` for the rest."""

    __slots__ = ("_count", "_prefix", "_subs", "_used")

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._used: dict[str, int] = {}
        self._subs: dict[str, int] = {}
        self._count = 0

    def of(self, piece: Piece, paragraph: Block | None) -> str:
        """The id of ``piece``, an item under ``paragraph`` where one is given."""
        if piece.number is not None:
            return self._unique(f"{self._prefix}p{piece.number}")
        if paragraph is not None:
            count = self._subs.get(paragraph.id, 0) + 1
            self._subs[paragraph.id] = count
            return f"{paragraph.id}.{count}"
        self._count += 1
        return f"{self._prefix}b{self._count}"

    def _unique(self, name: str) -> str:
        count = self._used.get(name, 0) + 1
        self._used[name] = count
        return name if count == 1 else f"{name}-{count}"
