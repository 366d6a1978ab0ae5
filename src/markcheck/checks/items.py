"""Marks of parts: subjects, items under a paragraph, ENTIRE TEXT, separators."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from markcheck.checks.facts import Facts, has_portions, is_telegram
from markcheck.checks.registry import check, defects, one_of, some_of
from markcheck.model.marking import Standing
from markcheck.model.message import Block, Kind
from markcheck.model.rule import Hit

_TRAILING = re.compile(r"\((?P<mark>[^()\n]{1,40})\)[ \t]*\Z")
_SEPARATOR = re.compile(r"\((?P<level>[A-Z]{1,3})(?P<separator>/{1,2})(?P<next>[A-Z]+)")
_LATE_MARK = re.compile(r"[^()\n]{0,40}\([A-Z/]{1,6}\)")
_DASHES = "-*\u2022"


@defects("subject-mark", "unmarked", "trailing", "above", given=lambda facts: "subject" in facts.elements)
def subject_mark(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """The subject of a classified document without a mark, with one at its end, or with one above the banner."""
    block = facts.first_of.get(Kind.SUBJECT)
    if block is None:
        return
    classified = facts.banner_class == "classified"
    if block.mark is None:
        trailing = _trailing_mark(facts, block)
        if trailing is not None:
            yield "trailing", Hit(*trailing)
        elif classified:
            yield "unmarked", Hit(block.start, block.body)
    elif classified:
        for hit in _above(facts, [block]):
            yield "above", hit


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
    yield from _above(facts, [block for block in facts.marked if block.kind is Kind.REFERENCE])


def _above(facts: Facts, blocks: Iterable[Block]) -> Iterable[Hit]:
    banner = facts.message.banner
    for block in blocks:
        marking = block.mark.parsed.marking if block.mark is not None else None
        if block.mark is None or marking is None or banner is None:
            continue
        if facts.language.rank(marking) > facts.language.rank(banner):
            fields = {"mark": block.mark.parsed.label, "banner": facts.banner_text(banner)}
            yield Hit(block.mark.start, block.mark.end, None, fields)


@check("authority-mark", lambda facts: is_telegram(facts) and facts.banner_class == "classified")
def authority_mark(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A Classified By paragraph without a mark."""
    authority = facts.message.authority
    block = facts.first_of.get(Kind.AUTHORITY)
    if authority is None or block is None or block.mark is not None:
        return
    # The mark may stand behind the opener.
    if not _LATE_MARK.match(facts.document.text, block.start, block.end):
        yield Hit(block.start, min(block.end, block.start + len("Classified By")))


@defects("item-marks", "partial", "redundant", given=has_portions)
def item_marks(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """Items under one paragraph: some with a mark and some without, or all with the paragraph's own."""
    paragraphs = {block.id: block for block in facts.portions if block.number is not None}
    for parent, blocks in _items(facts, paragraphs).items():
        marked = [block for block in blocks if block.mark is not None]
        fields = {"paragraph": str(paragraphs[parent].number)}
        if 0 < len(marked) < len(blocks):
            bare = next(block for block in blocks if block.mark is None)
            yield "partial", Hit(bare.start, bare.start + 1, parent, fields)
        elif len(marked) > 1 and all(block.marking == paragraphs[parent].marking for block in marked):
            mark = marked[0].mark
            assert mark is not None
            yield "redundant", Hit(mark.start, mark.end, parent, fields)


def _items(facts: Facts, paragraphs: Collection[str]) -> dict[str, list[Block]]:
    """The items under every paragraph that has some: what has a mark of its own, or begins with a dash."""
    text = facts.document.text
    items: dict[str, list[Block]] = {}
    for block in facts.message.blocks:
        if block.kind is Kind.PORTION:
            if block.number is not None:
                continue
            parent: str | None = block.id.rpartition(".")[0]
        elif block.kind is Kind.CONTINUATION:
            parent = block.inherited_from
        else:
            continue
        if parent is not None and parent in paragraphs and (block.mark is not None or text[block.start] in _DASHES):
            items.setdefault(parent, []).append(block)
    return items


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
    lambda facts: facts.forms,
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


@check("roll-up-incomplete", lambda facts: facts.incomplete and facts.message.banner is not None)
def roll_up_incomplete(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """The portions that leave the roll-up undecided, beside others that are marked."""
    if not facts.marked_portions:
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
    marked = facts.marked_portions
    if facts.banner_class != "classified" or not marked or any(map(facts.language.classified, facts.mark_meanings)):
        return
    if len(marked) < len(facts.portions) or facts.incomplete:
        return
    if not any(map(facts.says, params["phrases"])):
        yield Hit(*facts.place_of_absence())
