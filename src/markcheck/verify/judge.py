"""What of an original may leave under a ceiling, judged from its marks alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from markcheck.marks.ceiling import Ceiling
from markcheck.model.marking import Marking, Standing
from markcheck.model.message import Block, Kind, MarkedDocument, Message, Statement
from markcheck.model.rolled import Policy

_BANNER = "banner"
# Lines that name the document and say nothing of its text.
_HEADER = frozenset(
    (
        Kind.PAGE_METADATA,
        Kind.TRANSMISSION_HEADER,
        Kind.CLASSIFICATION_LINE,
        Kind.CAPTION,
        Kind.ORDER_LINE,
        Kind.TAGS,
        Kind.REFERENCE,
        Kind.AUTHORITY,
        Kind.FIELD,
        Kind.STATEMENT,
        Kind.STAMP,
    )
)
_LONGEST_HEADING = 80
_NEUTRAL = frozenset((Kind.PAGE_BREAK_LINE,))


class Judge:
    """Tells releasable blocks of one original from the others.

    ``released`` and ``withheld`` are ids of blocks on which a reviewer decided.
    """

    def __init__(
        self,
        original: MarkedDocument,
        ceiling: Ceiling,
        structural: Collection[str] = (),
        released: Collection[str] = (),
        withheld: Collection[str] = (),
    ) -> None:
        self._original = original
        self._ceiling = ceiling
        self._structural = frozenset(structural)
        self._released = frozenset(released)
        self._withheld = frozenset(withheld)
        self._stated = self._highest()
        self._may_leave: dict[str, bool] = {}

    def blocks(self) -> Iterator[tuple[Block, bool | None]]:
        """Every block and whether its text may leave; ``None`` where it is furniture that says nothing."""
        for index, message in enumerate(self._original.messages):
            judged = [(block, self._judge(block, first=index == 0)) for block in message.blocks]
            for at, (block, may) in enumerate(judged):
                yield block, False if may and self._heads_withheld(judged, at) else may

    def _judge(self, block: Block, *, first: bool) -> bool | None:
        if block.kind in _NEUTRAL or self._says_nothing(block):
            return None
        may = self._may(block, first=first)
        self._may_leave[block.id] = may
        return may

    def _heads_withheld(self, judged: list[tuple[Block, bool | None]], at: int) -> bool:
        """Whether a line without a mark stands right above a portion that may not leave: it may be its heading."""
        block = judged[at][0]
        if block.kind not in (Kind.CONTINUATION, Kind.HEADING) or block.mark is not None:
            return False
        line = self._original.document.text[block.start : block.end].strip("-=_*~ \t\n")
        if len(line) > _LONGEST_HEADING or "\n" in line or line[-1:] in ".!?" or line[:1] in "*\u2022|":
            return False
        following = next((item for item in judged[at + 1 :] if item[0].kind not in _NEUTRAL), None)
        return following is not None and following[0].kind is Kind.PORTION and following[1] is False

    def _says_nothing(self, block: Block) -> bool:
        """A heading that stands over any text, and the stamp of an earlier redaction in place of a subject."""
        text = self._original.document.text[block.body or block.start : block.end].strip("-=_*~ \t\n")
        if block.kind is Kind.HEADING:
            return text.upper().rstrip(":.") in self._structural
        return block.kind is Kind.SUBJECT and text.startswith("[") and text.endswith("withheld]")

    def _may(self, block: Block, *, first: bool) -> bool:
        if block.id in self._withheld or block.inherited_from in self._withheld:
            return False
        if block.id in self._released or block.inherited_from in self._released:
            return True
        if block.kind in _HEADER and block.mark is None and block.number is None:
            return first and block.doubt is None
        if block.kind is Kind.PAGE_TEXT or block.doubt is not None:
            return False
        if block.mark is not None:
            valid = block.mark.parsed.standing is Standing.VALID
            return valid and self._fits(block.marking)
        if block.inherited_from in (None, _BANNER):
            return self._fits(self._stated)
        return self._may_leave.get(block.inherited_from or "", False) and self._fits(block.marking)

    def _fits(self, marking: Marking | None) -> bool:
        return marking is not None and self._ceiling.dominates(marking)

    def _highest(self) -> Marking | None:
        """What the original says of its whole, with all its marks; ``None`` where a message says nothing readable."""
        found: list[Marking] = []
        policy = Policy()
        for message in self._original.messages:
            if message.banner is None or any(item.marking is None for item in _overall(message)):
                return None
            found.append(message.banner)
            found.extend(item.marking for item in _overall(message) if item.marking is not None)
            found.extend(
                block.mark.parsed.marking
                for block in message.blocks
                if block.mark is not None and block.mark.parsed.marking is not None
            )
            policy = Policy(day=message.date.value if message.date else policy.day, banner=message.banner)
        rolled = self._ceiling.language.roll_up(found, policy)
        return rolled.marking if rolled else None


def _overall(message: Message) -> Iterator[Statement]:
    return (item for item in message.statements if item.place not in ("page-banner", "page-total"))
