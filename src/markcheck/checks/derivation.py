"""Derivative classification: the source list, and the instruction that the sources require."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from markcheck.checks.facts import Facts, has_instruction, has_labels
from markcheck.checks.instructions import instruction_of
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.authority import Authority, Instruction, InstructionKind, Labelled, Source
from markcheck.model.rule import Hit
from markcheck.rulebook.orders import Orders, add_years

_SEVERAL = "MULTIPLE SOURCES"
_CARRIED_YEARS = 25
# Places in the order of strength beside those of the codes, which the orders' data give.
_NOT_APPLICABLE, _DATE, _EVENT = 1, 7, 8


@check(
    "derivation", has_labels, defect=one_of("unlisted", "one-entry", "one-of-several", "past-sources", "not-strongest")
)
def derivation(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``Derived From`` and ``Declassify On`` against the source list.

    ``unlisted``: several sources without a list; ``one-entry``: a list of one for several; ``one-of-several``: a list
    of more where one is named; ``past-sources``: a bare date more than 25 years after the latest source;
    ``not-strongest``: another instruction than the strongest of the sources' (32 CFR 2001.22(e)).
    """
    authority = facts.message.authority
    if authority is None or not authority.derived_from or not authority.labelled:
        return
    line = next(item for item in authority.labelled if item.role == "derived-from")
    hit = _list_hit(params["defect"], authority, line)
    if hit is not None:
        yield hit
    elif params["defect"] in ("past-sources", "not-strongest") and authority.sources:
        yield from _instruction_hits(facts, params["defect"], authority.sources)


def _list_hit(defect: str, authority: Authority, line: Labelled) -> Hit | None:
    several = line.value.strip(" .").upper() == _SEVERAL
    sources = authority.sources
    found = (
        (defect == "unlisted" and several and sources is None)
        or (defect == "one-entry" and several and sources is not None and len(sources) == 1)
        or (defect == "one-of-several" and not several and sources is not None and len(sources) > 1)
    )
    return Hit(line.start, line.end, None, {"count": str(len(sources or ()))}) if found else None


def _instruction_hits(facts: Facts, defect: str, sources: Sequence[Source]) -> Iterable[Hit]:
    stated = instruction_of(facts)
    if stated is None:
        return
    if defect == "past-sources":
        dated = [source.date for source in sources]
        if stated.kind is InstructionKind.DATE and stated.date and None not in dated:
            limit = add_years(max(day for day in dated if day), _CARRIED_YEARS)
            own = [source.instruction.date for source in sources if source.instruction and source.instruction.date]
            if stated.date > max((limit, *own)):
                fields = {"declassify_on": stated.date.isoformat(), "limit": limit.isoformat()}
                yield Hit(stated.start, stated.end, None, fields)
        return
    required = strongest(sources, facts.orders)
    if required is not None and not required.same_as(stated):
        yield Hit(stated.start, stated.end, None, {"required": required.text})


class Carried(Struct, frozen=True):
    """An instruction as it is carried over from a source: smaller ranks are stronger (IC manual p32-33)."""

    rank: int
    code: str
    date: date | None

    @property
    def text(self) -> str:
        """As the line should have it."""
        day = f"{self.date:%Y%m%d}" if self.date else ""
        if self.rank == _NOT_APPLICABLE:
            return "an N/A text"
        if self.rank == _EVENT:
            return "the source's event"
        return ", ".join(filter(None, (self.code, day)))

    def same_as(self, stated: Instruction) -> bool:
        """Whether ``stated`` says it."""
        if self.rank == _NOT_APPLICABLE:
            return stated.kind is InstructionKind.NOT_APPLICABLE
        if self.rank == _EVENT:
            return stated.kind is InstructionKind.EVENT
        codes = (self.code,) if self.code else ()
        return stated.codes == codes and stated.date == self.date


def strongest(sources: Sequence[Source], orders: Orders) -> Carried | None:
    """The instruction that the sources require together; ``None`` where one of them decides on too little.

    The order is that of the IC manual p32-33; dates of rank 7 and dates worked out from a source's own (rank 9) are
    compared with each other, since the longest duration counts (32 CFR 2001.22(e)(2)).
    """
    carried = [_carried(source, orders) for source in sources]
    if any(item is None for item in carried):
        return None
    known = [item for item in carried if item is not None]
    rank = min(item.rank for item in known)
    best = [item for item in known if item.rank == rank]
    latest = max((item.date for item in best if item.date), default=None)
    return min((item for item in best if item.date == latest), key=lambda item: item.code)


def _carried(source: Source, orders: Orders) -> Carried | None:
    instruction = source.instruction
    if instruction is not None and instruction.kind is InstructionKind.NOT_APPLICABLE:
        return Carried(_NOT_APPLICABLE, "", None)
    name = instruction.codes[0] if instruction and instruction.codes else ""
    day = instruction.date if instruction else None
    known = orders.codes.get(name.upper())
    code = orders.codes.get(known.carried_as.upper(), known) if known and known.carried_as else known
    if code is not None and code.strength:
        if code.needs_date == "forbidden":
            return Carried(code.strength, code.name, None)
        if day is not None or not code.undated_years:
            return Carried(code.strength, code.name, day)
        return (
            Carried(code.strength + 1, code.name, add_years(source.date, code.undated_years)) if source.date else None
        )
    if day is not None and not name:
        return Carried(_DATE, "", day)
    if instruction is not None and instruction.kind is InstructionKind.EVENT:
        return Carried(_EVENT, "", None)
    return Carried(_DATE, "", add_years(source.date, _CARRIED_YEARS)) if source.date else None


@check("source-entry", has_labels, defect=one_of("no-instruction", "on-first-page"))
def source_entry(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """The list of a document whose line refers to it: entries without instruction, or a list on its first page."""
    authority, instruction = facts.message.authority, instruction_of(facts)
    if authority is None or not authority.sources or instruction is None or not instruction.source_list:
        return
    if params["defect"] == "no-instruction":
        for source in authority.sources:
            if source.instruction is None:
                yield Hit(source.start, source.end)
        return
    first_page = facts.first_page_end
    if first_page is not None and authority.sources[0].start < first_page:
        yield Hit(authority.sources[0].start, authority.sources[0].end)


# -- N/A texts ---------------------------------------------------------------------------------------


def _kinds_and_text(facts: Facts) -> Hashable:
    instruction, authority = instruction_of(facts), facts.message.authority
    assert instruction is not None
    assert authority is not None
    event = instruction.kind is InstructionKind.EVENT
    return (
        instruction.kind is InstructionKind.NOT_APPLICABLE and instruction.not_applicable_to,
        bool(instruction.dates or instruction.codes or event),
        instruction.source_list,
        authority.sources is None,
        facts.message.banner,
        facts.mark_meanings,
        facts.classified_portions,
    )


@check(
    "not-applicable",
    has_instruction,
    _kinds_and_text,
    defect=one_of("dated", "kind-absent", "kind-missing", "no-sentence", "no-list", "wording"),
    kinds=some_of(),
    others=one_of("needed", required=False),
)
def not_applicable(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """The N/A text against the kinds of portions that have no instruction under the order (32 CFR 2001.24(h)(3)).

    ``dated``: there are portions of ``kinds`` and the line gives a date, an event or an exemption; ``kind-absent``:
    the text names a kind that no portion has; ``kind-missing``: it leaves one out; ``no-sentence``: other classified
    portions exist and it does not refer to the source list; ``no-list``: it does, and there is none; ``wording``:
    more than the first sentence where no other classified portion exists.
    """
    instruction = instruction_of(facts)
    if instruction is None:
        return
    plain = instruction.kind is not InstructionKind.NOT_APPLICABLE or not instruction.not_applicable_to
    if plain != (params["defect"] == "dated"):
        return
    kinds = [kind for kind in params["kinds"] if kind in facts.kinds]
    if params["defect"] == "dated":
        others = "others" not in params or facts.has_others(params["kinds"])
        given = instruction.dates or instruction.codes or instruction.kind is InstructionKind.EVENT
        if kinds and given and others:
            yield Hit(instruction.start, instruction.end, None, {"kinds": "/".join(kinds)})
        return
    named = instruction.not_applicable_to
    if params["defect"] == "kind-absent":
        wrong = [kind for kind in named if kind not in kinds]
    elif params["defect"] == "kind-missing":
        wrong = [kind for kind in kinds if kind not in named]
    else:
        wrong = ["text"] if _sentence_defect(facts, params, instruction) else []
    if wrong:
        yield Hit(instruction.start, instruction.end, None, {"kinds": "/".join(wrong)})


def _sentence_defect(facts: Facts, params: dict[str, Any], instruction: Instruction) -> bool:
    others = facts.has_others(params["kinds"])
    authority = facts.message.authority
    if params["defect"] == "no-sentence":
        return others and not instruction.source_list
    if params["defect"] == "no-list":
        return instruction.source_list and authority is not None and authority.sources is None
    return not others and instruction.source_list
