"""Finds the marks of a document that do not conform, and what each should have been.

A mend is applied when there is one right answer that changes no meaning; it never lowers a level and never drops a
control. Everything else is a suggestion for a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from markcheck.marks.judged import repair_mark
from markcheck.marks.language import Language, conforms
from markcheck.model.marking import Form, Standing
from markcheck.model.message import MarkedDocument, Message

_BANNERS = frozenset(("banner", "foot-banner", "page-banner"))
# What one document may cost: past this many different damaged marks the rest is left as it is.
MOST_REPAIRS = 2000


class Mend(Struct, frozen=True):
    """One mark that does not conform, ``text[start:end]`` of its document.

    ``label`` is the mark as it may be shown. ``right`` is the one right form, where there is one, and ``safe`` tells
    that it may be put in place without asking; ``candidates`` are the forms it may have been meant as.
    """

    start: int
    end: int
    form: Form
    label: str
    right: str | None
    safe: bool
    candidates: tuple[str, ...] = ()


def mends(marked: MarkedDocument, language: Language) -> tuple[Mend, ...]:
    """Every mark and banner of ``marked`` that does not conform, in the order of the text."""
    found: dict[tuple[int, int], Mend] = {}
    repaired: set[str] = set()
    for message in marked.messages:
        day = message.date.value if message.date else None
        for start, end, form, label in _places(message, marked):
            text = marked.document.text[start:end]
            parsed = language.parse_on(text, form, day)
            if (start, end) in found or conforms(parsed):
                continue
            repaired.add(text)
            mend = Mend(start, end, form, label, None, safe=False)
            if len(repaired) <= MOST_REPAIRS:
                mend = _mended(mend, language, text, day)
            if parsed.standing is Standing.VALID and parsed.marking is not None and mend.right is not None:
                # In mark position the meaning is certain, however short the mark.
                mend = replace(mend, safe=mend.right == language.written(parsed.marking, form) or mend.safe)
            found[start, end] = mend
    return tuple(sorted(found.values(), key=lambda mend: mend.start))


def _mended(mend: Mend, language: Language, text: str, day: date | None) -> Mend:
    repair = repair_mark(language, text, mend.form, day)
    answer = repair.answer
    candidates = tuple(candidate.text for candidate in repair.candidates)
    right, safe = (answer.text, answer.safe) if answer is not None else (None, False)
    return replace(mend, right=right, safe=safe, candidates=candidates)


def _places(message: Message, marked: MarkedDocument) -> Iterator[tuple[int, int, Form, str]]:
    """Where marks and banners stand, and each as it may be shown.

    A telegram's classification line has a form of its own and is left alone.
    """
    for block in message.blocks:
        # A mark that stands for two, or that a statement in words stands for, is no text that can be put right.
        if block.mark is not None and marked.document.text[block.mark.start : block.mark.end] == block.mark.parsed.text:
            yield block.mark.start, block.mark.end, Form.PORTION, block.mark.parsed.label
    for statement in message.statements:
        if statement.place in _BANNERS and "/" in statement.text:
            yield statement.start, statement.end, Form.BANNER, statement.text
