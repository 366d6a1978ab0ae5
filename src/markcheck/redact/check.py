"""A second look at a public version before it is written: it is read again as any document is."""

from __future__ import annotations

from markcheck.errors import MarkcheckError, RedactionRefused
from markcheck.formats import read_bytes
from markcheck.model.message import Kind
from markcheck.model.plan import RedactionPlan
from markcheck.rulebook.book import Rulebook
from markcheck.structure import structure
from markcheck.structure.words import words_of


def check(data: bytes, plan: RedactionPlan, book: Rulebook) -> None:
    """Raise :class:`RedactionRefused` unless every mark and the banner of ``data`` are under the ceiling."""
    language = words_of(book).language
    try:
        marked = structure(read_bytes("public version", data), book)
    except MarkcheckError:
        raise RedactionRefused("the public version cannot be read again: nothing was written") from None
    for message in marked.messages:
        if message.banner is not None and not language.dominates(plan.ceiling, message.banner):
            raise RedactionRefused("the public version's banner is above the ceiling: nothing was written")
        for block in message.blocks:
            if block.kind is Kind.STAMP or block.mark is None or block.mark.parsed.marking is None:
                continue
            if not language.dominates(plan.ceiling, block.mark.parsed.marking):
                raise RedactionRefused("a mark in the public version is above the ceiling: nothing was written")
