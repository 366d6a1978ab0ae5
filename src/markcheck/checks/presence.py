"""``presence``: an element that must be there, or must not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.rule import Hit

_ELEMENTS = (
    "banner", "foot-banner", "transmission-header", "date-time-group", "order-line", "instruction", "instruction-na",
    "declassification-note", "classified-by", "derived-from", "reasons", "reason-letters", "tags", "subject", "marks",
    "declassify-on", "downgrade-to", "source-list", "foreign-document", "controlled-by", "cui-category", "ldc",
    "distribution-statement", "poc", "decontrol-on", "authority-block",
    "cui-document", "sender", "transmittal", "efto",
)  # fmt: skip
# A text without any of these is no marked document, and nothing is asked of it.
_MARKED_DOCUMENT = frozenset(("banner", "marks", "order-line", "transmission-header", "classified-by", "page-metadata"))


@check(
    "presence",
    turns_on=lambda facts: (facts.elements, facts.banner_class, facts.message.genre),
    element=one_of(*_ELEMENTS),
    expect=one_of("present", "absent"),
    banner=one_of("classified", "unclassified", "any", required=False),
    genre=one_of("telegram", "document", "any", required=False),
    needs=some_of(_ELEMENTS, required=False),
    unless=some_of(_ELEMENTS, required=False),
)
def presence(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``element`` present or absent, for a banner class and genre, given ``needs`` and not ``unless`` elements.

    The genre ``document`` is every one but the telegram.
    """
    message = facts.message
    elements = facts.elements
    element = params["element"]
    if (element in elements) == (params["expect"] == "present"):
        return
    if params.get("banner", "any") not in ("any", facts.banner_class):
        return
    genre = "telegram" if message.genre == "telegram" else "document"
    if params.get("genre", "any") not in ("any", genre):
        return
    if not elements & _MARKED_DOCUMENT:
        return
    if not elements.issuperset(params.get("needs", ())) or elements.intersection(params.get("unless", ())):
        return
    start, end = _place(facts, element, params["expect"])
    yield Hit(start, end, None, {"banner": facts.banner_text(message.banner)})


def _place(facts: Facts, element: str, expect: str) -> tuple[int, int]:
    authority = facts.message.authority
    if authority is not None:
        if element in ("reasons", "reason-letters") and authority.classified_start >= 0:
            if authority.reasons:
                return authority.reasons[0].start, authority.reasons[0].end
            return authority.classified_start, authority.classified_end
        if expect == "absent":
            instruction = authority.instruction
            if element.startswith("instruction") and instruction is not None:
                return instruction.start, instruction.end
            if element in ("classified-by", "derived-from"):
                return authority.classified_start, authority.classified_end
    return facts.place_of_absence()
