"""Builds the passages of a public version from a plan.

Nothing is deleted from the original: the new text is put together from the text of released blocks, from header lines
written anew out of their parsed values, and from stamps whose form does not depend on what they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from markcheck import __version__
from markcheck.model.marking import Marking
from markcheck.model.message import Block, Kind, MarkedDocument, Message
from markcheck.model.plan import Decision, RedactionPlan, Unit
from markcheck.model.public import Passage
from markcheck.redact.planner import WITHHELD_BEFORE
from markcheck.redact.remade import authority_text, order_line, statement_level, tags_line
from markcheck.redact.stamps import Stamps, Style
from markcheck.structure.words import Words

_NUMBER = re.compile(r"(?:\([^()\n]*\)[ \t]*)?[\u00b6\ufffd]?[ \t]*\d{1,6}[ ]?\.")
_WARNING_LINE = re.compile(r"^[ \t]*ZN[RY][ \t]+[A-Z]+\b[^\n]*", re.MULTILINE)
_NO_BANNER = "a document without a banner as the original"
_STATEMENT = re.compile(
    r"\[Redacted version at (?P<result>[^\]\n]{1,200}?) of (?P<original>an? (?P<level>[A-Z][A-Z -]{0,40}) original|"
    rf"{_NO_BANNER}), made by markcheck [0-9a-z.]{{1,20}} with rules [0-9a-f]{{12}} on \d{{4}}-\d\d-\d\d\. "
    r"Withheld passages are (?:stamped|left out)\.\]"
)


def passages(
    marked: MarkedDocument, plan: RedactionPlan, words: Words, stamps: Stamps, day: date
) -> tuple[Passage, ...]:
    """The passages of the public version, with ``day`` as the day it was made."""
    return tuple(_Writer(marked, plan, words, stamps, day).passages())


def unit_texts(marked: MarkedDocument, plan: RedactionPlan, words: Words, stamps: Stamps, day: date) -> dict[str, str]:
    """What the version has for each unit, by the id of the unit's first block."""
    writer = _Writer(marked, plan, words, stamps, day)
    return {unit.first.id: writer.text_of(unit) for unit in plan.units}


class _Writer:
    def __init__(self, marked: MarkedDocument, plan: RedactionPlan, words: Words, stamps: Stamps, day: date) -> None:
        self.text = marked.document.text
        self.message: Message = marked.messages[0]
        self.plan = plan
        self.words = words
        self.stamps = stamps
        self.day = day

    def passages(self) -> Iterator[Passage]:
        yield Passage("", self._statement())
        previous: Unit | None = None
        furniture = False
        for unit in self.plan.units:
            if unit.first.kind is Kind.STATEMENT:
                continue
            if unit.decision is Decision.DROPPED:
                furniture = furniture or unit.first.kind is Kind.PAGE_BREAK_LINE
                continue
            text = self.text_of(unit)
            if text:
                start = unit.first.start
                copied = unit.decision is Decision.RELEASED and self.text.startswith(text, start)
                yield Passage(self._separator(previous, unit, furniture), text, start, copied)
                previous = unit
            furniture = False
        if self._needs_foot():
            yield Passage("\n\n", self.words.language.banner(self.plan.result))

    def _needs_foot(self) -> bool:
        """A version with a banner at its top ends in one, whatever the end of the original looks like."""
        return self.message.genre != "telegram" and self.message.banner_statement is not None

    def _separator(self, previous: Unit | None, unit: Unit, furniture: bool) -> str:
        """A blank line where the original has one; always one beside a stamp, whose surroundings are withheld text."""
        if previous is None or Decision.WITHHELD in (previous.decision, unit.decision):
            return "\n\n"
        if WITHHELD_BEFORE in (previous.ground, unit.ground):
            return "\n\n"
        block = unit.first
        if furniture and block.kind is Kind.CONTINUATION:
            return "\n"
        return "\n\n" if block.gap else "\n"

    def text_of(self, unit: Unit) -> str:
        """What stands for a unit; empty where nothing does."""
        block = unit.first
        if unit.decision is Decision.DROPPED:
            return ""
        if unit.decision is Decision.WITHHELD:
            return self.stamps.of(block)
        if unit.decision is Decision.REMADE:
            return self._remade(block)
        return "\n".join(self._released(block) for block in unit.blocks)

    def _released(self, block: Block) -> str:
        text = self._with_whole_mark(block)
        if block.number is not None and block.kind is not Kind.STAMP:
            number = _NUMBER.match(text)
            if number:
                return f"{block.number}.{text[number.end() :]}"
        return text

    def _with_whole_mark(self, block: Block) -> str:
        """The text of a block; a mark that leans on the banner is written out, since the banner changes."""
        mark, marking = block.mark, block.marking
        if block.id in self.plan.released:
            return self._decided(block)
        if mark is None or marking is None or marking == mark.parsed.marking:
            return self.text[block.start : block.end]
        return (
            self.text[block.start : mark.start] + self.words.language.portion(marking) + self.text[mark.end : block.end]
        )

    def _decided(self, block: Block) -> str:
        """The text of a portion that a reviewer released: it stands under the ceiling's mark now."""
        mark = self.words.language.portion(self.plan.ceiling)
        start = block.mark.start if block.mark else block.body
        end = block.mark.end if block.mark else block.body
        space = "" if block.mark else " "
        return f"{self.text[block.start : start]}{mark}{space}{self.text[end : block.end]}"

    # -- lines written anew -------------------------------------------------------------------

    def _statement(self) -> str:
        """What the version is, from what level it was made, by which rules and when.

        The statement of a version that is redacted again at the same level stays; of any other its origin stays.
        """
        language = self.words.language
        result = language.banner(self.plan.result)
        earlier = self._earlier_statement()
        if earlier is not None and earlier["result"] == result:
            return earlier.group()
        if earlier is not None:
            original = earlier["original"]
        else:
            stated = self.plan.original
            name = language.level(stated).banner if stated else ""
            original = f"{'an' if name[0] in 'AEIOU' else 'a'} {name} original" if name else _NO_BANNER
        made = f"made by markcheck {__version__} with rules {self.words.book.digest[:12]} on {self.day.isoformat()}"
        left = "left out" if self.stamps.style is Style.DROP else "stamped"
        return f"[Redacted version at {result} of {original}, {made}. Withheld passages are {left}.]"

    def _earlier_statement(self) -> re.Match[str] | None:
        """The statement of an earlier redaction, if every word of it is one of ours."""
        for block in self.message.blocks:
            if block.kind is Kind.STATEMENT:
                match = _STATEMENT.fullmatch(self.text[block.start : block.end].strip())
                if match and (match["level"] is None or statement_level(self.words.language, match["level"])):
                    return match
        return None

    def _remade(self, block: Block) -> str:
        text = self.text[block.start : block.end]
        kind = block.kind
        result = self.plan.result
        if kind is Kind.PAGE_METADATA:
            return self._page(result)
        if kind is Kind.TRANSMISSION_HEADER:
            return _WARNING_LINE.sub(self.words.warning_lines[result.level], text)
        if kind is Kind.CLASSIFICATION_LINE:
            return "\n".join([self._classification_line(result), *self._further_captions(result)])
        if kind is Kind.CAPTION:
            return self._captions(block, text)
        if kind is Kind.ORDER_LINE:
            return self._order(block, text)
        if kind is Kind.TAGS:
            return tags_line(text, self.words)
        if kind is Kind.AUTHORITY and self.message.authority is not None:
            return authority_text(self.text, block, self.message.authority, self.words, whole=self._whole())
        return text

    def _page(self, result: Marking) -> str:
        """The page's table out of its parsed values."""
        header = self.message.header
        times = ((value or "").replace("T", " ") for value in (header.created, header.released))
        level = self.words.language.banner(result)
        cells = (header.reference_id or "", *times, level, header.origin or "")
        return self.words.page_columns + "\n" + "\t".join(cells)

    def _classification_line(self, result: Marking) -> str:
        if self.message.genre != "telegram":
            return self.words.language.banner(result)
        level = self.words.language.level(result).roll_up_to
        line = self.words.written_lines[level]
        if level in self.words.written_spaced:
            line = "  ".join(" ".join(word) for word in line.split())
        line += self._without_captions(result)
        number = self.message.reference_number
        return f"{line} {number}" if number else line

    def _without_captions(self, result: Marking) -> str:
        """What of a telegram's marking no caption can say, as a banner writes it behind the level."""
        said = {caption.get("control") for caption in self.words.captions.values()}
        entries = tuple(entry for entry in result.entries if entry.control not in said)
        banner = self.words.language.banner(Marking(result.level, entries, result.lead, result.owners))
        return banner.removeprefix(self.words.language.level(result).banner)

    def _further_captions(self, result: Marking) -> list[str]:
        """Captions for controls of the public version that the original did not show."""
        if self.message.genre != "telegram":
            return []
        shown = {
            self.words.captions[name].get("control")
            for name, _, _ in self.message.caption_spans
            if name in self.words.captions
        }
        needed = self.words.language.controls(result) - shown
        return [name for name, caption in self.words.captions.items() if caption.get("control") in needed]

    def _captions(self, block: Block, text: str) -> str:
        """The line without the captions that restrict more than the public version's marking does."""
        kept_controls = self.words.language.controls(self.plan.result)
        for name, start, end in self.message.caption_spans:
            if not block.start <= start < block.end:
                continue
            caption = self.words.captions.get(name)
            control = caption.get("control") if caption else None
            if caption is None or (control and control not in kept_controls) or caption.get("kind") == "restrictive":
                if self._same_as_original():
                    continue
                text = text.replace(self.text[start:end], "", 1)
        return text.strip(" \t,;/-")

    def _order(self, block: Block, text: str) -> str:
        authority = self.message.authority
        if self._lowered():
            return f"E.O. {authority.order}: N/A" if authority and authority.order else ""
        orders = authority.orders if authority else ()
        own = next((order for order in orders if block.start <= order.start < block.end), None)
        return order_line(text, own, whole=self._whole())

    def _whole(self) -> bool:
        """Whether the whole original may leave, so that its unmarked header may."""
        original = self.plan.original
        return original is not None and self.words.language.dominates(self.plan.ceiling, original)

    def _lowered(self) -> bool:
        """Whether a classified original became an unclassified version."""
        language = self.words.language
        stated = self.plan.original
        return (stated is None or language.classified(stated)) and not language.classified(self.plan.result)

    def _same_as_original(self) -> bool:
        return self.plan.original == self.plan.result
