"""``roll-up``, ``release-list`` and ``page-roll-up``: banners against what the portions add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from markcheck.checks.facts import Facts, block_name, own_marking
from markcheck.checks.registry import check, one_of, some_of
from markcheck.marks.lattice import Lattice
from markcheck.marks.parts import deepest, part_name, parts, topmost
from markcheck.model.marking import Marking
from markcheck.model.message import Block, Kind, Statement
from markcheck.model.rolled import RollUp
from markcheck.model.rule import Hit

_MOST_NAMED = 3


def _comparable(facts: Facts) -> bool:
    """A banner and marks of one system: no order holds between the markings of two."""
    banner, rolled = facts.message.banner, facts.rolled_up
    if banner is None or rolled is None:
        return False
    return facts.language.system_of(banner) is facts.language.system_of(rolled.marking)


def _compared(facts: Facts) -> Hashable:
    return facts.message.banner, facts.rolled_up and facts.rolled_up.marking, bool(facts.marked_portions)


@check(
    "roll-up",
    _comparable,
    _compared,
    direction=one_of("below", "above"),
    of=one_of("level", "control", "kind"),
    controls=some_of(required=False),
    except_=some_of(required=False),
)
def roll_up(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``below``: the banner lacks a level or control that a portion has. ``above``: it has what no portion needs.

    The ``kind`` is the same or not, in either direction. The variant ``incomplete`` says that portions without a
    readable mark may change the answer, ``derived`` that a control follows from the portions together although none
    of them carries it, ``idle`` that no portion is of another kind: all are plainly unclassified.
    """
    banner, rolled = facts.message.banner, facts.rolled_up
    assert banner is not None
    assert rolled is not None
    if params["of"] == "level":
        yield from _level(facts, banner, rolled, params["direction"])
    elif params["of"] == "control":
        yield from _controls(facts, banner, rolled, params)
    else:
        yield from _kind(facts, banner, rolled.marking)


def _level(facts: Facts, banner: Marking, rolled: RollUp, direction: str) -> Iterable[Hit]:
    required = rolled.marking
    difference = facts.language.rank(required) - facts.language.rank(banner)
    if direction == "below" and difference > 0:
        yield _at_mark(facts, rolled.causes["level"], _fields(facts, banner, required))
    elif direction == "above" and difference < 0 and facts.marked_portions:
        start, end = facts.place_of_absence()
        yield Hit(start, end, None, _fields(facts, banner, required), "incomplete" if facts.incomplete else None)


def _kind(facts: Facts, banner: Marking, required: Marking) -> Iterable[Hit]:
    """US, JOINT, foreign, NATO or CUI; where one is classified and the other is not, the level says it already."""
    lattice = facts.language.lattice_of(banner)
    same = banner.lead == required.lead and set(banner.owners) == set(required.owners)
    if same or lattice.classified(banner) != lattice.classified(required):
        return
    variant = None
    if facts.incomplete and not lattice.system.leads[required.lead].unclassified_only:
        variant = "incomplete"
    elif all(lattice.plain(own_marking(block)) for block in facts.marked):
        variant = "idle"
    start, end = facts.place_of_absence()
    yield Hit(start, end, None, _fields(facts, banner, required), variant)


def _controls(facts: Facts, banner: Marking, rolled: RollUp, params: dict[str, Any]) -> Iterable[Hit]:
    lattice = facts.language.lattice_of(banner)
    required = rolled.marking
    has, needs = parts(lattice, banner), parts(lattice, required)
    below = params["direction"] == "below"
    if below:
        missing = {part: control for part, control in needs.items() if part not in has and _selected(control, params)}
        fields = _fields(facts, banner, required) if missing else {}
        for part in deepest(missing):
            if _covered(lattice, part, needs[part], banner):
                continue
            disclosure = lattice.system.controls[needs[part]].disclosure
            causes = rolled.causes.get(part, ()) or rolled.causes["disclosure" if disclosure else "level"]
            stated = disclosure and any(
                needs[part] in lattice.controls(own_marking(facts.marked[index])) for index in causes
            )
            variant = "derived" if disclosure and not stated else None
            yield _at_mark(facts, causes, {**fields, "control": part_name(lattice, part)}, variant)
    elif lattice.classified(banner) == lattice.classified(required):
        idle = {part: control for part, control in has.items() if part not in needs and _selected(control, params)}
        fields = _fields(facts, banner, required) if idle else {}
        for part in topmost(idle):
            start, end = _caption(facts, has[part])
            variant = "incomplete" if facts.incomplete else None
            yield Hit(start, end, None, {**fields, "control": part_name(lattice, part)}, variant)


def _covered(lattice: Lattice, part: str, control: str, banner: Marking) -> bool:
    """Whether the banner says as much in another way: a concealed source covers one that is named."""
    return lattice.system.controls[control].granted == "sources" and part != control and lattice.concealed(banner)


def _selected(control: str, params: dict[str, Any]) -> bool:
    chosen: Collection[str] = params.get("controls", ())
    return control in chosen if chosen else control not in params.get("except", ())


def _caption(facts: Facts, control: str) -> tuple[int, int]:
    written = facts.language.control(control).banner[:1]
    for name, start, end in facts.message.caption_spans:
        if control in (name, "SBU" if name == "SENSITIVE" else "") or any(word in name for word in written):
            return start, end
    return facts.place_of_absence()


def _fields(facts: Facts, banner: Marking, required: Marking) -> dict[str, str]:
    return {"banner": facts.banner_text(banner), "required": facts.banner_text(required), "control": ""}


def _at_mark(facts: Facts, causes: Sequence[int], fields: Mapping[str, str], variant: str | None = None) -> Hit:
    """A hit at the first portion that causes it, which names the others."""
    blocks = [facts.marked[index] for index in causes] or list(facts.marked[:1])
    block = blocks[0]
    assert block.mark is not None
    names = [block_name(item) for item in blocks[:_MOST_NAMED]]
    more = f" and {len(blocks) - _MOST_NAMED} more" if len(blocks) > _MOST_NAMED else ""
    said = {"portion": block_name(block), "mark": block.mark.parsed.label, "causes": ", ".join(names) + more}
    return Hit(block.mark.start, block.mark.end, block.id if block.is_portion else None, {**fields, **said}, variant)


# -- release lists -----------------------------------------------------------------------------------


@check("release-list", _comparable, _compared, defect=one_of("wide", "narrow"), list=one_of("release", "display"))
def release_list(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """The banner's release or display list against what all portions share.

    ``wide``: it names somebody whom a portion leaves out; ``narrow``: it leaves out somebody whom every portion names.
    The variant ``incomplete`` says that portions without a readable mark may change the answer.
    """
    banner, rolled = facts.message.banner, facts.rolled_up
    assert banner is not None
    assert rolled is not None
    lattice = facts.language.lattice_of(banner)
    required = rolled.marking
    if params["list"] == "release":
        has, needs = _released(lattice, banner), _released(lattice, required)
    else:
        has, needs = lattice.displayed(banner), lattice.displayed(required)
    # Whoever may have it may see it.
    if params["defect"] == "wide":
        wrong = lattice.system.beyond(has, needs | _released(lattice, required))
    else:
        wrong = lattice.system.beyond(needs, has | _released(lattice, banner))
    codes = sorted(wrong - {lattice.system.home}, key=lattice.system.code_key)
    if has and codes:
        start, end = facts.place_of_absence()
        fields = {**_fields(facts, banner, required), "codes": ", ".join(codes)}
        yield Hit(start, end, None, fields, "incomplete" if facts.incomplete else None)


def _released(lattice: Lattice, marking: Marking) -> frozenset[str]:
    return lattice.released(marking) or frozenset()


# -- pages -------------------------------------------------------------------------------------------

_TEXT = frozenset((Kind.PORTION, Kind.CONTINUATION))


def _page_banners(facts: Facts) -> list[Statement]:
    return [item for item in facts.message.statements if item.place == "page-banner" and item.marking is not None]


@check("page-roll-up", _page_banners, direction=one_of("below", "above"))
def page_roll_up(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """Page banners whose level is neither the document's own nor what the text of their page adds up to.

    A page may show its own highest marking or the document's (32 CFR 2001.21(b)(3)). ``below`` is a banner lower than
    its page's text, ``above`` one that is higher. Text without a mark counts with the marking that governs it; a page
    without any, such as one that holds the header alone, needs the document's.
    """
    overall = facts.message.banner
    if overall is None:
        return
    portions = {portion.id for portion in facts.portions}
    for statement, blocks in _pages(facts):
        stated = statement.marking
        assert stated is not None
        found = [(block, block.marking) for block in blocks if block.marking is not None]
        rolled = facts.language.roll_up([marking for _, marking in found], facts.policy)
        if blocks and rolled is None:
            continue
        required = rolled.marking if rolled else overall
        rank, needed = facts.language.rank(stated), facts.language.rank(required)
        # An unreadable mark may stand for more.
        wrong = rank < needed if params["direction"] == "below" else rank > needed and len(found) == len(blocks)
        if wrong and rank != facts.language.rank(overall):
            cause = found[rolled.causes["level"][0]][0] if rolled else None
            names = (cause.id, cause.inherited_from) if cause else ()
            portion = next((name for name in names if name in portions), None)
            fields = {**_fields(facts, stated, required), "overall": facts.banner_text(overall)}
            yield Hit(statement.start, statement.end, portion, fields)


def _pages(facts: Facts) -> Iterator[tuple[Statement, Sequence[Block]]]:
    """Each page banner with the text of its page: paragraphs, and whatever has a mark of its own.

    A banner belongs to the page above it. With no text between it and the banner before it, the two are the foot of
    one page and the top of the next.
    """
    banners = _page_banners(facts)
    blocks = [block for block in facts.message.blocks if block.kind in _TEXT or block.mark is not None]
    starts = [block.start for block in blocks]
    edges = [0, *(bisect_left(starts, banner.start) for banner in banners), len(blocks)]
    header = facts.message.banner_statement
    for index, banner in enumerate(banners):
        above, below = blocks[edges[index] : edges[index + 1]], blocks[edges[index + 1] : edges[index + 2]]
        first = index == 0 and header is not None and header.start < banner.start
        if above or below or first:
            yield banner, above if above or first else below
