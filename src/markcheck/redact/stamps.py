"""Stamps: what stands in a public version for what is withheld.

A stamp shows the paragraph's number and its mark, which are not withheld text, without the names and sources that a
mark may hold. It never depends on what it stands for.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from markcheck.marks.language import Language, conforms
from markcheck.model.authority import Authority
from markcheck.model.marking import Marking, ParsedMark, Standing
from markcheck.model.message import Block, Kind
from markcheck.redact.remade import reasons_text

BAR = "\u2588" * 10


class Style(StrEnum):
    """How a stamp looks: with number and mark, with the reasons too, a black bar, or nothing at all."""

    REASON = "reason"
    PLAIN = "plain"
    BAR = "bar"
    DROP = "drop"


class Stamps(Struct, frozen=True):
    """Makes the stamps of one version. ``reasons`` stand behind the word of every stamp of a classified portion."""

    language: Language
    style: Style = Style.PLAIN
    reasons: str = ""

    def of(self, block: Block) -> str:
        """The stamp of a withheld block; empty where the style leaves nothing."""
        if self.style is Style.DROP:
            return ""
        number = f"{block.number}. " if block.number is not None else ""
        subject = "SUBJECT: " if block.kind is Kind.SUBJECT else ""
        if self.style is Style.BAR:
            return f"{subject}{number}{BAR}"
        mark = f"{shown_mark(self.language, block.mark.parsed)} " if has_valid_mark(block) and block.mark else ""
        why = f": {self.reasons}" if self.style is Style.REASON and self.reasons else ""
        return f"{subject}[{number}{mark}withheld{why}]"


def reasons_of(authority: Authority | None, more: tuple[str, ...]) -> str:
    """Why classified text is withheld: the order and the reasons of the authority block, then codes from settings."""
    parts: list[str] = []
    if authority is not None and authority.order is not None:
        parts.append(" ".join(filter(None, (f"E.O. {authority.order}", reasons_text(authority.reasons)))))
    return "; ".join((*parts, *more))


def has_valid_mark(block: Block) -> bool:
    """Whether a block has a mark of its own that can be believed."""
    mark = block.mark
    return mark is not None and mark.parsed.standing is Standing.VALID and mark.parsed.marking is not None


def shown_mark(language: Language, parsed: ParsedMark) -> str:
    """A valid mark as a public version shows it.

    As written where it is right, else in its canonical form; names of programs and compartments, sources and foreign
    owners are left out.
    """
    marking = parsed.marking
    assert marking is not None
    system = language.system_of(marking)
    plain = tuple(
        entry
        for entry in marking.entries
        if not entry.name and not entry.tree and system.controls[entry.control].granted != "sources"
    )
    if not marking.owners and len(plain) == len(marking.entries):
        return parsed.text if conforms(parsed) else language.portion(marking)
    lead = system.lead.id if marking.owners else marking.lead
    return language.portion(Marking(marking.level, plain, lead))
