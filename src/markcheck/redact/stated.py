"""What a document says of its whole: the marking that text without a mark of its own counts with."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from markcheck.marks.language import Language
from markcheck.model.marking import Marking
from markcheck.model.message import Kind, MarkedDocument, Message, Statement
from markcheck.model.rolled import Policy, RollUp

# Statements that speak of less than the whole.
_PARTIAL = frozenset(("page-banner", "page-total"))


def policy_of(marked: MarkedDocument) -> Policy:
    """The circumstances that a roll-up of the first message depends on."""
    message = marked.messages[0]
    return Policy(day=message.date.value if message.date else None, banner=message.banner)


def stated(marked: MarkedDocument, language: Language, pages: Collection[Statement] = ()) -> Marking | None:
    """The highest that any message says of its whole or of a part; ``None`` where one says nothing that can be read.

    A banner below its own portions is proven wrong, so the portions' marks count too, and so do ``pages``, banners of
    pages that are not inside withheld text. An unreadable statement may say anything.
    """
    found: list[Marking] = [page.marking for page in pages if page.marking is not None]
    if len(found) < len(pages):
        return None
    for message in marked.messages:
        if message.banner is None or _unreadable(message):
            return None
        found.append(message.banner)
        found.extend(_own_marks(message))
        found.extend(item.marking for item in _overall(message) if item.marking is not None)
    return _sum(language.roll_up(found, policy_of(marked)))


def original(marked: MarkedDocument, language: Language) -> Marking | None:
    """What the first message's banner and valid marks say: nothing that the text of a portion could add to."""
    message = marked.messages[0]
    if message.banner is None:
        return None
    return _sum(language.roll_up([message.banner, *_own_marks(message)], policy_of(marked))) or message.banner


def compiled(marked: MarkedDocument, language: Language) -> bool:
    """Whether the first message's banner is above all its portions, each of which has a mark that can be read."""
    message = marked.messages[0]
    marks = list(_own_marks(message))
    bare = any(
        block.kind is Kind.PORTION and (block.mark is None or block.mark.parsed.marking is None)
        for block in message.portions
    )
    rolled = _sum(language.roll_up(marks)) if marks and not bare else None
    return rolled is not None and message.banner is not None and language.rank(message.banner) > language.rank(rolled)


def _unreadable(message: Message) -> bool:
    captions = any(block.kind is Kind.CAPTION and block.doubt is not None for block in message.blocks)
    statements = any(item.marking is None for item in _overall(message))
    return captions or statements or "entire-text-unread" in message.elements


def _overall(message: Message) -> Iterator[Statement]:
    return (item for item in message.statements if item.place not in _PARTIAL)


def _own_marks(message: Message) -> Iterator[Marking]:
    marks = (block.mark.parsed.marking for block in message.blocks if block.mark is not None)
    return (marking for marking in marks if marking is not None)


def _sum(rolled: RollUp | None) -> Marking | None:
    return rolled.marking if rolled else None
