"""Marks of parts: subjects, items under a paragraph, ENTIRE TEXT, separators."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts, has_portions, own_marking
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.marking import Standing
from markcheck.model.message import Block, Kind
from markcheck.model.rule import Hit

_TRAILING = re.compile(r"\((?P<mark>[^()\n]{1,40})\)[ \t]*\Z")
_SEPARATOR = re.compile(r"\((?P<level>[A-Z]{1,3})(?P<separator>/{1,2})(?P<next>[A-Z]+)")
_DASHES = "-*\u2022"


@check("subject-mark", lambda facts: "subject" in facts.elements, defect=one_of("unmarked", "trailing", "above"))
def subject_mark(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """The subject of a classified document without a mark, with one at its end, or with one above the banner."""
    block = next((block for block in facts.message.blocks if block.kind is Kind.SUBJECT), None)
    if block is None or (facts.banner_class != "classified" and params["defect"] != "trailing"):
        return
    trailing = _trailing_mark(facts, block)
    if params["defect"] == "above":
        yield from _above(facts, [block])
    elif block.mark is None and (trailing is not None) == (params["defect"] == "trailing"):
        place = trailing or (block.start, block.body)
        yield Hit(*place)


def _trailing_mark(facts: Facts, block: Block) -> tuple[int, int] | None:
    text = facts.document.text[block.start : block.end]
    match = _TRAILING.search(text)
    if match is None or match["mark"] != match["mark"].upper():
        return None
    parsed = facts.language.parse(f"({match['mark']})")
    if parsed.standing is not Standing.VALID:
        return None
    return block.start + match.start(), block.start + match.end() - (len(match.group()) - len(match.group().rstrip()))


@check("reference-mark", lambda facts: facts.message.header.refs)
def reference_mark(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """REF items whose mark is above the banner."""
    yield from _above(facts, [block for block in facts.message.blocks if block.kind is Kind.REFERENCE])


def _above(facts: Facts, blocks: Iterable[Block]) -> Iterable[Hit]:
    banner = facts.message.banner
    for block in blocks:
        marking = block.mark.parsed.marking if block.mark is not None else None
        if block.mark is None or marking is None or banner is None:
            continue
        if facts.language.rank(marking) > facts.language.rank(banner):
            fields = {"mark": block.mark.parsed.label, "banner": facts.banner_text(banner)}
            yield Hit(block.mark.start, block.mark.end, None, fields)


@check("authority-mark", lambda facts: facts.message.genre == "telegram" and facts.banner_class == "classified")
def authority_mark(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A Classified By paragraph without a mark."""
    authority = facts.message.authority
    block = next((block for block in facts.message.blocks if block.kind is Kind.AUTHORITY), None)
    if authority is None or block is None or block.mark is not None:
        return
    # The mark may stand behind the opener.
    if not re.match(r"[^()\n]{0,40}\([A-Z/]{1,6}\)", facts.document.text[block.start : block.end]):
        yield Hit(block.start, min(block.end, block.start + len("Classified By")))


@check("item-marks", has_portions, defect=one_of("partial", "redundant"))
def item_marks(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """Items under one paragraph: some with a mark and some without, or all with the paragraph's own."""
    items: dict[str, list[Block]] = {}
    paragraphs = {block.id: block for block in facts.portions if block.number is not None}
    for block in facts.message.blocks:
        parent = block.id.rpartition(".")[0] if block.is_portion and block.number is None else block.inherited_from
        is_item = block.mark is not None or facts.document.text[block.start] in _DASHES
        if is_item and parent in paragraphs and block.kind in (Kind.PORTION, Kind.CONTINUATION):
            items.setdefault(parent, []).append(block)
    for parent, blocks in items.items():
        marked = [block for block in blocks if block.mark is not None]
        if params["defect"] == "partial" and 0 < len(marked) < len(blocks):
            bare = next(block for block in blocks if block.mark is None)
            yield Hit(bare.start, bare.start + 1, parent, {"paragraph": str(paragraphs[parent].number)})
            continue
        same = len(marked) > 1 and all(block.marking == paragraphs[parent].marking for block in marked)
        if params["defect"] == "redundant" and same and len(marked) == len(blocks):
            mark = marked[0].mark
            assert mark is not None
            yield Hit(mark.start, mark.end, parent, {"paragraph": str(paragraphs[parent].number)})


@check("entire-text", lambda facts: facts.message.entire_text is not None, defect=one_of("banner", "conflict"))
def entire_text(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """ENTIRE TEXT against the banner's level, or against the marks of other paragraphs (variants higher, lower)."""
    entire = facts.message.entire_text
    banner = facts.message.banner
    assert entire is not None
    marking = entire.parsed.marking
    if marking is None:
        return
    if params["defect"] == "banner":
        if banner is not None and facts.language.rank(banner) != facts.language.rank(marking):
            fields = {"mark": facts.language.level(marking).banner, "banner": facts.language.level(banner).banner}
            yield Hit(entire.start, entire.end, None, fields)
        return
    for block in facts.portions:
        own = block.mark.parsed.marking if block.mark is not None else None
        if block.mark is None or own is None or block.mark.start == entire.start or own == marking:
            continue
        higher = facts.language.join(marking, own) != marking
        fields = {"mark": block.mark.parsed.label, "entire": facts.language.level(marking).banner}
        yield Hit(block.mark.start, block.mark.end, block.id, fields, "higher" if higher else "lower")


@check(
    "mark-forms",
    has_portions,
    defect=one_of("separators", "wording"),
    controls=some_of(required=False),
    forms=some_of(required=False),
)
def mark_forms(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """How marks are written.

    ``separators``: one pair of parts with one slash here and two there; ``wording``: a mark with ``controls`` that
    is written otherwise than one of ``forms``.
    """
    if params["defect"] == "wording":
        for block in facts.marked:
            assert block.mark is not None
            assert block.mark.parsed.marking is not None
            held = facts.language.controls(block.mark.parsed.marking)
            written = block.mark.parsed.text.strip("()").upper()
            if held.issuperset(params["controls"]) and written not in params["forms"]:
                fields = {"mark": block.mark.parsed.label, "forms": ", ".join(params["forms"])}
                yield Hit(block.mark.start, block.mark.end, block.id if block.is_portion else None, fields)
        return
    seen: dict[tuple[str, str], str] = {}
    for block in facts.marked:
        assert block.mark is not None
        match = _SEPARATOR.match(block.mark.parsed.text.upper())
        if match is None:
            continue
        pair = (match["level"], match["next"])
        if seen.setdefault(pair, match["separator"]) != match["separator"]:
            portion = block.id if block.is_portion else None
            yield Hit(block.mark.start, block.mark.end, portion, {"mark": block.mark.parsed.label})
            return


@check("roll-up-incomplete", has_portions)
def roll_up_incomplete(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """The portions that leave the roll-up undecided, beside others that are marked."""
    if facts.message.banner is None or not facts.incomplete or not any(block.is_portion for block in facts.marked):
        return
    open_ones = [
        block
        for block in facts.portions
        if block.kind is Kind.PORTION and (block.mark is None or block.mark.parsed.marking is None)
    ]
    if open_ones:
        first = open_ones[0]
        names = ", ".join(block.id for block in open_ones[:5]) + (", \u2026" if len(open_ones) > 5 else "")
        yield Hit(first.start, first.body, first.id, {"portions": names})


@check("compilation", has_portions, phrases=some_of())
def compilation(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A classified banner over portions that are all unclassified, without one of ``phrases`` that explains it."""
    marked = [block for block in facts.marked if block.is_portion]
    if facts.banner_class != "classified" or not marked or len(marked) < len(facts.portions) or facts.incomplete:
        return
    if any(facts.language.classified(own_marking(block)) for block in facts.marked):
        return
    if not any(phrase in facts.capitals for phrase in params["phrases"]):
        yield Hit(*facts.place_of_absence())
