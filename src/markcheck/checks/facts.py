"""What the checks ask about one message, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from markcheck.marks.language import Language
from markcheck.model.marking import Marking, Standing
from markcheck.model.message import Block, Kind, Message
from markcheck.model.rolled import Policy, RollUp
from markcheck.rulebook.orders import Order, Orders


class Facts:
    """One message with the vocabulary it is judged by."""

    def __init__(self, message: Message, language: Language, orders: Orders, policy: Policy | None = None) -> None:
        self.message = message
        self.language = language
        self.orders = orders
        self._policy = policy or Policy()

    @property
    def date(self) -> date | None:
        """The date the message is judged by."""
        return self.message.date.value if self.message.date else None

    @cached_property
    def banner_class(self) -> str:
        """``classified``, ``unclassified`` or ``missing``."""
        if self.message.banner is None:
            return "missing"
        return "classified" if self.language.classified(self.message.banner) else "unclassified"

    @cached_property
    def portions(self) -> tuple[Block, ...]:
        """The blocks that open portions."""
        return self.message.portions

    @cached_property
    def portion_starts(self) -> list[int]:
        """Where each portion starts."""
        return [block.start for block in self.portions]

    @cached_property
    def marked(self) -> tuple[Block, ...]:
        """Every block with a mark of its own that has a meaning: portions, subject, references, authority."""
        return tuple(
            block for block in self.message.blocks if block.mark is not None and block.mark.parsed.marking is not None
        )

    @cached_property
    def incomplete(self) -> bool:
        """Whether the roll-up is a lower bound: a portion is unmarked, unreadable, or was already withheld."""
        return any(
            (block.kind is Kind.PORTION and (block.mark is None or block.mark.parsed.standing is Standing.FAULTY))
            or block.kind is Kind.STAMP
            for block in self.message.blocks
        )

    @cached_property
    def policy(self) -> Policy:
        """The circumstances that a roll-up of this message depends on."""
        return replace(self._policy, day=self._policy.day or self.date, banner=self.message.banner)

    def roll_up(self, blocks: Sequence[Block]) -> RollUp | None:
        """What the marks of ``blocks`` add up to; causes are indexes into ``blocks``."""
        return self.language.roll_up([own_marking(block) for block in blocks], self.policy)

    @cached_property
    def rolled_up(self) -> RollUp | None:
        """What the marks add up to, with indexes into ``marked``; ``None`` where nothing is marked."""
        return self.roll_up(self.marked)

    @cached_property
    def required(self) -> Marking | None:
        """The banner that the portions require, where a portion without a mark counts with the banner's own."""
        banner, rolled = self.message.banner, self.rolled_up
        if rolled is None or banner is None:
            return rolled.marking if rolled else banner
        bare = any(block.kind is Kind.PORTION and block.mark is None for block in self.portions)
        return self.language.join(banner, rolled.marking) if bare else rolled.marking

    @cached_property
    def order(self) -> Order | None:
        """The order in force on the message's date."""
        return self.orders.in_force(self.date) if self.date else None

    def banner_text(self, marking: Marking | None) -> str:
        """A banner as text, for messages."""
        return self.language.banner(marking) if marking else "no banner"

    def place_of_absence(self) -> tuple[int, int]:
        """Where something that is absent is reported: the banner, else the first line."""
        statement = self.message.banner_statement
        if statement is not None:
            return statement.start, statement.end
        return self.message.start, self.message.start


def own_marking(block: Block) -> Marking:
    """The meaning of a block's own mark, which it must have."""
    assert block.mark is not None
    assert block.mark.parsed.marking is not None
    return block.mark.parsed.marking


def portion_name(block: Block) -> str:
    """A portion as messages call it."""
    return f"paragraph {block.number}" if block.number is not None else f"portion {block.id}"


def block_name(block: Block) -> str:
    """A block with a mark as messages call it."""
    return portion_name(block) if block.is_portion else f"the {block.kind.value}"
