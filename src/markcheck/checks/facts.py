"""What the checks ask about one message, worked out once."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from markcheck.marks.lattice import Lattice
from markcheck.marks.render import render_banner
from markcheck.model.marking import Marking, Standing
from markcheck.model.message import Block, Kind, Message
from markcheck.rulebook.orders import Order, Orders
from markcheck.rulebook.systems import MarkingSystem


class Facts:
    """One message with the vocabulary it is judged by."""

    def __init__(self, message: Message, system: MarkingSystem, orders: Orders, lattice: Lattice) -> None:
        self.message = message
        self.system = system
        self.orders = orders
        self.lattice = lattice

    @property
    def date(self) -> date | None:
        """The date the message is judged by."""
        return self.message.date.value if self.message.date else None

    @cached_property
    def banner_class(self) -> str:
        """``classified``, ``unclassified`` or ``missing``."""
        if self.message.banner is None:
            return "missing"
        return "classified" if self.lattice.classified(self.message.banner) else "unclassified"

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
    def rolled_up(self) -> Marking | None:
        """What the marks add up to; ``None`` where nothing is marked."""
        return self.lattice.roll_up(
            block.mark.parsed.marking for block in self.marked if block.mark and block.mark.parsed.marking
        )

    @cached_property
    def required(self) -> Marking | None:
        """The banner that the portions require, where a portion without a mark counts with the banner's own."""
        banner, rolled = self.message.banner, self.rolled_up
        if rolled is None or banner is None:
            return rolled or banner
        bare = any(block.kind is Kind.PORTION and block.mark is None for block in self.portions)
        return self.lattice.roll_up((banner, rolled)) if bare else rolled

    @cached_property
    def order(self) -> Order | None:
        """The order in force on the message's date."""
        return self.orders.in_force(self.date) if self.date else None

    def banner_text(self, marking: Marking | None) -> str:
        """A banner as text, for messages."""
        return render_banner(self.system, marking) if marking else "no banner"

    def place_of_absence(self) -> tuple[int, int]:
        """Where something that is absent is reported: the banner, else the first line."""
        statement = self.message.banner_statement
        if statement is not None:
            return statement.start, statement.end
        return self.message.start, self.message.start


def portion_name(block: Block) -> str:
    """A portion as messages call it."""
    return f"paragraph {block.number}" if block.number is not None else f"portion {block.id}"
