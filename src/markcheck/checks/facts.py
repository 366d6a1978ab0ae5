"""What the checks ask about one message, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from msgspec.structs import replace

from markcheck.marks.ceiling import Ceiling
from markcheck.marks.language import Language
from markcheck.model.document import Document
from markcheck.model.marking import Marking, Standing
from markcheck.model.message import Block, Kind, Message
from markcheck.model.rolled import Policy, RollUp
from markcheck.rulebook.orders import Order, Orders
from markcheck.structure.words import Words

T = TypeVar("T")

_LONGEST_BANNER = 300


class Facts:
    """One message of a document with the vocabulary it is judged by."""

    def __init__(
        self,
        document: Document,
        message: Message,
        words: Words,
        policy: Policy | None = None,
        limit: Ceiling | None = None,
    ) -> None:
        self.document = document
        self.message = message
        self.words = words
        self.language: Language = words.language
        self.orders: Orders = words.orders
        self.limit = limit
        self._policy = policy or Policy()
        self._places: dict[str, int] = {}
        self._once: dict[Callable[[Facts], Any], Any] = {}

    def once(self, work_out: Callable[[Facts], T]) -> T:
        """What ``work_out`` makes of the message, worked out when it is first asked for."""
        if work_out not in self._once:
            self._once[work_out] = work_out(self)
        found: T = self._once[work_out]
        return found

    @property
    def date(self) -> date | None:
        """The date the message is judged by."""
        return self.message.date.value if self.message.date else None

    @property
    def derivative(self) -> bool:
        """Whether the message derives its classification from others."""
        return self.message.authority is not None and self.message.authority.derivative

    @property
    def decision(self) -> str:
        """``original`` or ``derivative``."""
        return "derivative" if self.derivative else "original"

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
        blocks = self.message.blocks
        return tuple([block for block in blocks if block.mark is not None and block.mark.parsed.marking is not None])

    @cached_property
    def marked_portions(self) -> tuple[Block, ...]:
        """Every portion with a mark that has a meaning."""
        return tuple([block for block in self.marked if block.is_portion])

    @cached_property
    def forms(self) -> tuple[tuple[str, Marking], ...]:
        """The marks that have a meaning as they are written, each with its meaning once."""
        marks = [block.mark.parsed for block in self.marked if block.mark is not None]
        return tuple(dict.fromkeys([(mark.text, mark.marking) for mark in marks if mark.marking is not None]))

    @cached_property
    def first_of(self) -> dict[Kind, Block]:
        """The first block of every kind that there is."""
        found: dict[Kind, Block] = {}
        for block in self.message.blocks:
            if block.kind not in found:
                found[block.kind] = block
        return found

    @cached_property
    def upper(self) -> str:
        """The message's text in capitals, as long as it is: what it does not hold need not be looked for."""
        text = self.document.text[self.message.start : self.message.end]
        upper = text.upper()
        if len(upper) == len(text):
            return upper
        return "".join([capital if len(capital := char.upper()) == 1 else char for char in text])

    def find(self, word: str) -> int:
        """Where ``upper`` holds ``word`` first; -1 where it does not."""
        found = self._places.get(word)
        if found is None:
            found = self._places[word] = self.upper.find(word)
        return found

    def holds(self, word: str) -> bool:
        """Whether the text holds ``word``, which is written in capitals, in any case."""
        return self.find(word) >= 0

    def says(self, phrase: str) -> bool:
        """Whether the text holds ``phrase``, which is written in capitals, in any case and over any white space."""
        return self.holds(max(phrase.split(), key=len)) and phrase in self._capitals

    @cached_property
    def _capitals(self) -> str:
        return " ".join(self.upper.split())

    @cached_property
    def mark_meanings(self) -> tuple[Marking, ...]:
        """What the marks mean, each once."""
        return tuple(dict.fromkeys([own_marking(block) for block in self.marked]))

    @cached_property
    def markings(self) -> tuple[Marking, ...]:
        """What the marks and the banner mean, each once."""
        found = dict.fromkeys(self.mark_meanings)
        if self.message.banner is not None:
            found[self.message.banner] = None
        return tuple(found)

    @cached_property
    def controls(self) -> frozenset[str]:
        """Every control of a mark or of the banner."""
        return frozenset().union(*(self.language.controls(marking) for marking in self.markings))

    @property
    def captions(self) -> dict[str, dict[str, str]]:
        """The telegram captions that the rules know."""
        return self.words.captions

    def caption_kind(self, name: str) -> str | None:
        """``restrictive``, ``routing`` or ``channel``; ``None`` for one that carries a control, or none at all."""
        return self.captions.get(name, {}).get("kind")

    def caption_rank(self, name: str) -> int:
        """The place of a caption in the order of captions; 0 where it has none."""
        return int(self.captions.get(name, {}).get("rank", 0))

    @property
    def tag_codes(self) -> frozenset[str]:
        """The subject codes that may stand among the tags."""
        return self.words.tag_codes

    def post(self, text: str) -> str:
        """A post's name without the kind of mission, so that two spellings of it can be compared."""
        return self.words.post(text)

    @cached_property
    def portion_controls(self) -> frozenset[str]:
        """Every control of a mark."""
        return frozenset().union(*(self.language.controls(marking) for marking in self.mark_meanings))

    @cached_property
    def named(self) -> frozenset[str]:
        """The CUI categories of the marks and of the banner."""
        return frozenset(
            entry.name
            for marking in self.markings
            for entry in marking.entries
            if entry.name and self.language.system_of(marking).controls[entry.control].shape == "named"
        )

    @cached_property
    def bare(self) -> tuple[Block, ...]:
        """The portions without a mark."""
        return tuple([block for block in self.portions if block.mark is None and block.kind is Kind.PORTION])

    @cached_property
    def incomplete(self) -> bool:
        """Whether the roll-up is a lower bound: a portion is unmarked, unreadable, or was already withheld."""
        if self.bare or Kind.STAMP in self.first_of:
            return True
        marks = [block.mark for block in self.portions if block.kind is Kind.PORTION]
        return any(mark is not None and mark.parsed.standing is Standing.FAULTY for mark in marks)

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
        return self.language.join(banner, rolled.marking) if self.bare else rolled.marking

    @cached_property
    def elements(self) -> frozenset[str]:
        """What the message has, as rules name it; also what kind of document its marks make it."""
        banner = self.message.banner
        found = set(self.message.elements)
        if banner is not None and not self._home_decision(banner):
            found.add("foreign-document")
        if banner is not None and self.language.system_of(banner).leads[banner.lead].unclassified_only:
            found.add("cui-document")
        if self.message.authority is not None and self.message.authority.labelled:
            found.add("authority-block")
        if self.message.header.sender:
            found.add("sender")
        return frozenset(found)

    def _home_decision(self, banner: Marking) -> bool:
        """Whether the home country classified or co-owns what stands under ``banner``."""
        lead = self.language.system_of(banner).leads[banner.lead]
        return lead.owners_with_home or not (lead.sources or lead.owners != "none")

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of all marks and of the banner, as a declassify line calls them."""
        return frozenset().union(*(self.language.kinds(marking) for marking in self.markings))

    @cached_property
    def classified_portions(self) -> frozenset[Marking]:
        """What the marks of classified portions mean."""
        meanings = {own_marking(block) for block in self.marked_portions}
        return frozenset(filter(self.language.classified, meanings))

    def has_others(self, kinds: Sequence[str]) -> bool:
        """Whether there is a classified portion that is of none of ``kinds``."""
        return any(not self.language.kinds(marking).intersection(kinds) for marking in self.classified_portions)

    @cached_property
    def first_page_end(self) -> int | None:
        """Where the first page ends; ``None`` where the text shows no pages."""
        banner = self.message.banner_statement
        start = banner.end if banner is not None else self.message.start
        return next(
            (item.start for item in self.message.statements if item.place == "page-banner" and item.start > start), None
        )

    @cached_property
    def order(self) -> Order | None:
        """The order in force on the message's date."""
        return self.orders.in_force(self.date) if self.date else None

    def banner_text(self, marking: Marking | None) -> str:
        """A banner as text, for messages, which quote so many characters of it at most."""
        text = self.language.banner(marking) if marking else "no banner"
        return text if len(text) <= _LONGEST_BANNER else f"{text[:_LONGEST_BANNER]}\u2026"

    def place_of_absence(self) -> tuple[int, int]:
        """Where something that is absent is reported: the banner, else the first line."""
        statement = self.message.banner_statement
        if statement is not None:
            return statement.start, statement.end
        return self.message.start, self.message.start


# -- what a kind of check needs --------------------------------------------------------------------


def has_authority(facts: Facts) -> bool:
    """An order, a classifier or an authority block."""
    return facts.message.authority is not None


def has_instruction(facts: Facts) -> bool:
    """A declassification instruction."""
    return facts.message.authority is not None and facts.message.authority.instruction is not None


def has_labels(facts: Facts) -> bool:
    """Lines of an authority block or of a designation indicator."""
    return bool(facts.message.labelled)


def has_portions(facts: Facts) -> bool:
    """Portions."""
    return bool(facts.portions)


def is_telegram(facts: Facts) -> bool:
    """A telegram."""
    return facts.message.genre == "telegram"


def is_document(facts: Facts) -> bool:
    """Any genre but the telegram."""
    return not is_telegram(facts)


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
