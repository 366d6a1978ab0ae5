"""``captions``: the captions of a telegram against each other, its level and its portions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from markcheck.checks.facts import Facts, is_telegram
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.message import Kind
from markcheck.model.rule import Hit

Span = tuple[str, int, int]


def _has_captions(facts: Facts) -> bool:
    return bool(facts.message.caption_spans)


def _has_several(facts: Facts) -> bool:
    return len(facts.message.caption_spans) > 1


def _setting(facts: Facts) -> Hashable:
    names = tuple([name for name, _, _ in facts.message.caption_spans])
    return names, facts.message.banner, facts.portion_controls


@check("captions-clash", _has_several, names=some_of(), others=some_of(required=False), kinds=some_of(required=False))
def captions_clash(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A caption of ``names`` together with one of ``others`` or of a kind out of ``kinds``; a hit at the later one."""
    spans = facts.message.caption_spans
    names = [span for span in spans if span[0] in params["names"]]
    others = [
        span
        for span in spans
        if span[0] in params.get("others", ()) or facts.caption_kind(span[0]) in params.get("kinds", ())
    ]
    for span in names[:1]:
        for other in others:
            if other[0] != span[0]:
                later = max(span, other, key=lambda item: item[1])
                yield Hit(later[1], later[2], None, {"caption": span[0], "other": other[0]})
                return


@check(
    "caption-setting",
    _has_captions,
    _setting,
    names=some_of(),
    levels=some_of(required=False),
    banner=one_of("classified", "unclassified", required=False),
    without=some_of(required=False),
    unless_portions=some_of(required=False),
)
def caption_setting(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A caption of ``names`` on a telegram of such a level or banner class.

    Not where a caption of ``without`` stands beside it, or a portion has one of the controls ``unless_portions``.
    """
    spans = facts.message.caption_spans
    present = {name for name, _, _ in spans}
    banner = facts.message.banner
    if banner is None or present.intersection(params.get("without", ())):
        return
    if banner.level not in params.get("levels", (banner.level,)):
        return
    if params.get("banner", facts.banner_class) != facts.banner_class:
        return
    if facts.portion_controls.intersection(params.get("unless_portions", ())):
        return
    for name, start, end in spans:
        if name in params["names"]:
            yield Hit(start, end, None, {"caption": name, "level": facts.language.level(banner).banner})
            return


@check(
    "caption-series",
    _has_several,
    defect=one_of("repeated", "order", "several-of-kind"),
    kind=one_of("channel", required=False),
)
def caption_series(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``repeated``: the same again; ``order``: behind a less restrictive one, or on its line; ``several-of-kind``."""
    spans = facts.message.caption_spans
    if params["defect"] == "repeated":
        seen: set[str] = set()
        for name, start, end in spans:
            if name in seen:
                yield Hit(start, end, None, {"caption": name})
                return
            seen.add(name)
    elif params["defect"] == "several-of-kind":
        chosen = [span for span in spans if facts.caption_kind(span[0]) == params["kind"]]
        if len({name for name, _, _ in chosen}) > 1:
            yield Hit(chosen[1][1], chosen[1][2], None, {"caption": chosen[0][0], "other": chosen[1][0]})
    else:
        yield from _out_of_order(facts, spans)


def _out_of_order(facts: Facts, spans: Sequence[Span]) -> Iterable[Hit]:
    ranked = [(facts.caption_rank(name), name, start, end) for name, start, end in spans if facts.caption_rank(name)]
    for left, right in pairwise(ranked):
        same_line = "\n" not in facts.document.text[left[3] : right[2]]
        if right[0] < left[0] or (same_line and right[1] != left[1]):
            yield Hit(right[2], right[3], None, {"caption": right[1], "other": left[1]})
            return


@check(
    "control-used",
    None,
    lambda facts: (facts.message.banner, facts.portion_controls),
    place=one_of("banner", "portion"),
    controls=some_of(),
)
def control_used(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A control of ``controls`` in the banner, or in a mark: the rule says when that is wrong."""
    if params["place"] == "banner":
        banner = facts.message.banner
        for name in params["controls"]:
            if banner is not None and name in facts.language.controls(banner):
                start, end = facts.place_of_absence()
                yield Hit(start, end, None, {"control": name})
        return
    if not facts.portion_controls.intersection(params["controls"]):
        return
    for block in facts.marked:
        assert block.mark is not None
        assert block.mark.parsed.marking is not None
        held = facts.language.controls(block.mark.parsed.marking)
        name = next((name for name in params["controls"] if name in held), None)
        if name is not None:
            portion = block.id if block.is_portion else None
            yield Hit(block.mark.start, block.mark.end, portion, {"control": name, "mark": block.mark.parsed.label})


_ORDER = (
    Kind.CLASSIFICATION_LINE, Kind.CAPTION, Kind.ORDER_LINE, Kind.TAGS, Kind.SUBJECT, Kind.REFERENCE, Kind.AUTHORITY,
    Kind.PORTION,
)  # fmt: skip


@check("header-order", is_telegram)
def header_order(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """An element of a telegram's header that stands before one it should follow."""
    first = facts.first_of
    placed = [first[kind] for kind in _ORDER if kind in first]
    for left, right in pairwise(placed):
        if right.start < left.start:
            fields = {"element": right.kind.value.replace("-", " "), "other": left.kind.value.replace("-", " ")}
            yield Hit(right.start, right.end, None, fields)
            return


@check(
    "tags",
    lambda facts: facts.message.header.tags and is_telegram(facts),
    lambda facts: (facts.message.header.tags, Kind.TAGS in facts.first_of),
    defect=one_of("glued", "caption"),
)
def tags(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``glued``: codes typed without a blank between them; ``caption``: a caption among them."""
    words = facts.message.header.tags
    if params["defect"] == "caption":
        wrong = next((word for word in words if word in facts.captions), None)
    else:
        wrong = next((word for word in words if len(word) > _LONGEST_TAG and _splits(word, facts.tag_codes)), None)
    block = facts.first_of.get(Kind.TAGS)
    if wrong is not None and block is not None:
        yield Hit(
            block.start, block.end, None, {"tag": wrong if params["defect"] == "caption" else f"{len(wrong)} letters"}
        )


_LONGEST_TAG = 7


def _splits(word: str, codes: frozenset[str]) -> bool:
    """Whether a word is made of two or more known codes, and a country's two letters at most."""
    found = 0
    while len(word) >= 4 and word[:4] in codes:
        word, found = word[4:], found + 1
    return found > 0 and (found > 1 or len(word) > 0) and (not word or (len(word) in (2, 4) and word.isalpha()))
