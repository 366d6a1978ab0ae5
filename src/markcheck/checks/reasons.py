"""``reasons``: the section and letters of a Reason line against the document's date."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from markcheck.checks.facts import Facts, has_authority
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.authority import Reasons
from markcheck.model.rule import Hit


def _cited(facts: Facts) -> Hashable:
    authority = facts.message.authority
    reasons = tuple([(cited.section, cited.letters) for cited in authority.reasons]) if authority else ()
    return reasons, facts.orders.period(facts.date) if facts.date else None


@check(
    "reasons",
    has_authority,
    _cited,
    defect=one_of("section-early", "section-old", "letter-unknown", "letter-repeated"),
    sections=some_of(required=False),
)
def reasons(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``section-early``, ``section-old``, ``letter-unknown`` or ``letter-repeated``, for ``sections`` or all of them.

    A section is early before the first day of its name, and old where another has taken its place.
    """
    authority, day = facts.message.authority, facts.date
    if authority is None or not authority.reasons:
        return
    defect = params["defect"]
    for cited in authority.reasons:
        if cited.section not in params.get("sections", (cited.section,)):
            continue
        if defect == "letter-repeated":
            yield from _repeated(cited)
            continue
        if day is None:
            continue
        valid = facts.orders.sections(day)
        fields = {
            "section": cited.section,
            "date": day.isoformat(),
            "letter": "",
            "order": f"E.O. {facts.order.number}" if facts.order else "",
            "expected": " or ".join(sorted(valid)) or "no section",
        }
        if cited.section not in valid:
            first = min(
                (
                    section.start
                    for order in facts.orders.all
                    for section in order.sections
                    if section.name == cited.section
                ),
                default=day,
            )
            if defect == ("section-early" if day < first else "section-old") and (valid or day < first):
                yield Hit(cited.start, cited.end, None, fields)
        if defect == "letter-unknown":
            known = _letters(facts, cited)
            for letter in dict.fromkeys(cited.letters):
                if known and letter not in known:
                    yield Hit(cited.start, cited.end, None, {**fields, "letter": letter})


def _letters(facts: Facts, cited: Reasons) -> set[str]:
    """The letters of the cited section on the day; of its last state where the section was not in force."""
    assert facts.date is not None
    section = facts.orders.sections(facts.date).get(cited.section)
    if section is not None:
        return set(section.letters)
    states = [section for order in facts.orders.all for section in order.sections if section.name == cited.section]
    return set().union(*(section.letters for section in states)) if states else set()


def _repeated(cited: Reasons) -> Iterable[Hit]:
    seen: set[str] = set()
    for letter in cited.letters:
        if letter in seen:
            yield Hit(cited.start, cited.end, None, {"section": cited.section, "letter": letter})
            return
        seen.add(letter)
