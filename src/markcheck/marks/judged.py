"""One mark by itself, judged by the register of a day: what it means, whether it conforms, what it should have been."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from markcheck.marks.language import Language, conforms
from markcheck.model.marking import Fault, Form, ParsedMark, Standing

if TYPE_CHECKING:
    from markcheck.marks.repair import Repair, Repairer


class JudgedMark(Struct, frozen=True):
    """``canonical``, ``banner`` and ``portion`` are there where the meaning is certain, ``level`` where it was read."""

    form: Form
    parsed: ParsedMark
    valid: bool
    level: str | None
    canonical: str | None
    banner: str | None
    portion: str | None


def judge_mark(language: Language, text: str, form: Form, day: date | None = None) -> JudgedMark:
    """Judge ``text`` as a portion mark with its parentheses, or as a banner. Never raises."""
    parsed = language.parse_on(text, form, day)
    valid = conforms(parsed)
    marking = parsed.marking
    if not valid and not parsed.faults:
        # A string that is no mark at all, asked about as one.
        parsed = replace(parsed, faults=(Fault("mark-unknown", 0, len(text), {}),))
    if marking is None:
        return JudgedMark(form, parsed, valid, None, None, None, None)
    if parsed.standing is not Standing.VALID:
        return JudgedMark(form, parsed, valid, marking.level, None, None, None)
    banner, portion = language.banner(marking), language.portion(marking)
    return JudgedMark(form, parsed, valid, marking.level, portion if form is Form.PORTION else banner, banner, portion)


def repair_mark(language: Language, text: str, form: Form, day: date | None = None) -> Repair:
    """The nearest marks that conform, for one that does not; see :class:`markcheck.marks.repair.Repairer`."""
    return _repairer(language).repair(text, form, day)


def form_of(text: str) -> Form:
    """The form that a text is meant as: what stands in brackets is a portion mark."""
    return Form.PORTION if text.strip()[:1] in ("(", "[", "{", "\uff08") else Form.BANNER


@lru_cache(maxsize=4)
def _repairer(language: Language) -> Repairer:
    """Made at the first repair: its library is not needed for anything else."""
    from markcheck.marks.repair import Repairer

    return Repairer(language)
