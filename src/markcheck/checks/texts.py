"""What the text of a message says of itself: summaries, quotations, paragraphs it points to, damage, cuts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from markcheck.checks.facts import Facts, has_portions, is_telegram
from markcheck.checks.registry import check, defects, one_of
from markcheck.model.message import Block, Kind
from markcheck.model.rule import Hit

_TEXT = frozenset((Kind.PORTION, Kind.CONTINUATION))
_SENTENCE_END = frozenset(".:!?)]\"'\u201d")
_LONG = 150
# The paragraph and one that is the authority's.
_MOST_BESIDE = 2


def _telegram_portions(facts: Facts) -> bool:
    return is_telegram(facts) and bool(facts.portions)


# -- parts that are opened and closed ----------------------------------------------------------------

_BOUND_WORDS = ("BEGIN ", "END ")
_BOUNDS = re.compile(r"\b(?:BEGIN|END) (?:OF )?(?P<what>SUMMARY|COMMENT|POINTS?|TEXT|QUOTE|TRANSLATION)\b")
_OPENING = re.compile(r"\s*(?P<what>summary|comment)(?:[ ]and[ ]comment)?[ \t]*[:.-]", re.IGNORECASE)


@check("bounds", _telegram_portions)
def bounds(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A part (summary, quoted text) that is opened and not closed, or closed and not opened: a hit for each kind."""
    opened, closed = (_bounds(facts, word) for word in _BOUND_WORDS)
    if facts.holds("SUMMARY") or facts.holds("COMMENT"):
        for block in facts.portions:
            opening = _OPENING.match(facts.document.text, block.body, block.end)
            if opening:
                what = opening["what"].lower()
                opened.setdefault(what, Hit(opening.start("what"), opening.end("what"), block.id, {"part": what}))
    for what in sorted(opened.keys() ^ closed.keys()):
        hit = opened.get(what) or closed[what]
        yield Hit(hit.start, hit.end, hit.portion, hit.fields, "open" if what in opened else "closed")


def _bounds(facts: Facts, word: str) -> dict[str, Hit]:
    """The first place for every part where ``word`` stands before its name."""
    found: dict[str, Hit] = {}
    upper, offset = facts.upper, facts.message.start
    at = facts.find(word)
    while at >= 0:
        match = _BOUNDS.match(upper, at)
        if match:
            what = match["what"].lower().rstrip("s")
            found.setdefault(what, Hit(match.start() + offset, match.end() + offset, None, {"part": what}))
        at = upper.find(word, at + 1)
    return found


_QUOTED = re.compile(r"\bbegin[ ](?:quoted[ ])?(?:text|quote|translation)\b", re.IGNORECASE)
_QUOTE_END = re.compile(r"\bend[ ](?:of[ ])?(?:quoted[ ])?(?:text|quote|translation)\b", re.IGNORECASE)


@check("quoted-text", has_portions)
def quoted_text(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A quoted text of several paragraphs in a marked message without a mark inside it."""
    if not facts.marked or not facts.holds("BEGIN "):
        return
    text, at, end = facts.document.text, facts.message.start, facts.message.end
    starts = [block.start for block in facts.marked]
    while (opening := _QUOTED.search(text, at, end)) and (closing := _QUOTE_END.search(text, opening.end(), end)):
        at = closing.end()
        inside = bisect_left(starts, opening.end()) < bisect_left(starts, closing.start())
        lines = [line for line in text[opening.end() : closing.start()].split("\n") if line.strip(" :.")]
        if len(lines) > 1 and not inside:
            yield Hit(opening.start(), opening.end())


# -- headings and summaries --------------------------------------------------------------------------

_SUMMARY = re.compile(r"\s*(?:begin[ ])?summary\b", re.IGNORECASE)


@defects("summary", "unmarked", "missing", given=_telegram_portions)
def summary(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """``unmarked``: a summary without number and mark among marked portions; ``missing``: none in a long text."""
    if not facts.holds("SUMMARY"):
        first, last = facts.portions[0], facts.portions[-1]
        if facts.document.text.count("\n", first.start, last.end) > _LONG:
            yield "missing", Hit(first.start, first.body, first.id)
    elif facts.marked_portions:
        for block in facts.message.blocks:
            bare = block.mark is None and block.number is None and block.gap and block.kind in _TEXT
            if bare and _SUMMARY.match(facts.document.text, block.start, block.end):
                end = min(block.end, block.start + len("SUMMARY"))
                yield "unmarked", Hit(block.start, end, block.id if block.is_portion else None)
                return


_LETTERED = re.compile(r"\n[ \t]*(?P<heading>[A-Z][A-Z '-]{3,60})[ ]\((?P<letter>[A-K])\)[ \t]*(?=\n|\Z)")


@check("lettered-headings")
def lettered_headings(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A heading that ends in a bracketed letter that is a mark too, among headings with other letters."""
    if not facts.holds("(A)") and not facts.holds("(B)"):
        return
    found = list(_LETTERED.finditer(facts.document.text, facts.message.start, facts.message.end))
    if len({match["letter"] for match in found}) < 2:
        return
    for match in found:
        if facts.language.level_named(match["letter"]) is not None:
            yield Hit(match.start("letter") - 1, match.end("letter") + 1, None, {"mark": f"({match['letter']})"})


# -- paragraphs --------------------------------------------------------------------------------------

_SEE = re.compile(r"\bsee[ ]para(?:graph)?s?\.?[ ](?P<number>\d{1,2})\b(?![ ](?:of|in|to)\b|[ ]ref)", re.IGNORECASE)


@check("paragraph-references", _telegram_portions)
def paragraph_references(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A reference to a paragraph of the telegram that it has not."""
    if not facts.holds("SEE PARA"):
        return
    last = max((block.number for block in facts.message.blocks if block.number is not None), default=0)
    if not last:
        return
    for match in _SEE.finditer(facts.document.text, facts.message.start, facts.message.end):
        if int(match["number"]) > last:
            yield Hit(match.start(), match.end(), None, {"number": match["number"], "last": str(last)})


@check("single-paragraph", lambda facts: _telegram_portions(facts) and len(facts.portions) <= _MOST_BESIDE)
def single_paragraph(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """The only paragraph of a telegram, with a number."""
    portions = [block for block in facts.portions if block.kind is Kind.PORTION]
    if len(portions) == 1 and portions[0].number is not None and Kind.STAMP not in facts.first_of:
        yield Hit(portions[0].start, portions[0].body, portions[0].id)


@check("unnumbered-block", lambda facts: facts.portions and Kind.CONTINUATION in facts.first_of)
def unnumbered_block(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """Prose without number and mark behind a marked paragraph, once for each: which mark it was taken to have."""
    names = {block.id: block for block in facts.portions}
    for block in facts.message.blocks:
        if block.kind is not Kind.CONTINUATION or not block.gap:
            continue
        governor = names.get(block.inherited_from or "")
        if governor is None or governor.mark is None:
            continue
        if facts.document.text[block.start] in "-*\u2022|" or not _is_prose(facts, block):
            continue
        del names[governor.id]
        yield Hit(block.start, block.start, governor.id, {"mark": governor.mark.parsed.label})


def _is_prose(facts: Facts, block: Block) -> bool:
    text = facts.document.text[block.start : block.end]
    return len(text) > 3 and text.rstrip()[-1:] in _SENTENCE_END and text.upper() != text


# -- pages and ends ----------------------------------------------------------------------------------

_PAGE_LINE = re.compile(r"(?P<post>[A-Z][A-Z .]{0,24}?)[ \t]+(?P<serial>\d{8})[ \t]+\d{3}")


@check("page-lines", lambda facts: "page-line" in facts.message.elements, defect=one_of("in-text", "other-telegram"))
def page_lines(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """Page-break lines that cut a sentence in two, or bear another telegram's post or serial."""
    text, blocks = facts.document.text, facts.message.blocks
    for index, block in enumerate(blocks):
        if block.kind is not Kind.PAGE_BREAK_LINE:
            continue
        if params["defect"] == "other-telegram":
            yield from _other_telegram(facts, block)
        elif 0 < index < len(blocks) - 1:
            before, after = blocks[index - 1], blocks[index + 1]
            cut = before.kind in _TEXT and text[before.start : before.end].rstrip()[-1:] not in _SENTENCE_END
            if cut and after.kind is Kind.CONTINUATION:
                yield Hit(block.start, block.end)


def _other_telegram(facts: Facts, block: Block) -> Iterator[Hit]:
    match = _PAGE_LINE.match(facts.document.text, block.start, block.end)
    number = facts.message.number
    if match is None or number is None:
        return
    # The line cuts the post to ten letters.
    post = "".join(match["post"].split())
    if int(match["serial"]) != number[1] or not (number[0].startswith(post) or post.startswith(number[0][:10])):
        yield Hit(block.start, block.end)


@defects("text-end", "truncated", "unsigned", given=is_telegram)
def text_end(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """``truncated``: the text ends in an ellipsis, or the header has none; ``unsigned``: no surname ends it."""
    message = facts.message
    if facts.portions and Kind.SIGNATURE not in facts.first_of:
        last = facts.portions[-1]
        yield "unsigned", Hit(last.start, last.body, last.id)
    text = next((block for block in reversed(message.blocks) if block.kind in _TEXT), None)
    if text is not None:
        end = facts.document.text[text.start : text.end].rstrip()
        if end.endswith(("...", "\u2026")):
            at = text.start + len(end)
            yield "truncated", Hit(at - 1, at, None)
    elif {"banner", "order-line"} <= message.elements and Kind.STAMP not in facts.first_of:
        yield "truncated", Hit(*facts.place_of_absence())


# -- damage ------------------------------------------------------------------------------------------

_ODD = "#$%^=@~{}<>*|\\"
_RUN = re.compile(r"\S{12,400}")
_LEAST_ODD = 4
_REMOVED_SIGNS = ("[", "\u2588", "\u25a0", "\u2587", "XXXX")
_REMOVED = re.compile(
    r"(?<![A-Za-z])[xX]{4,}(?![A-Za-z])|[\u2588\u2587\u25a0]{3,}"
    r"|\[(?:25X\d|STAT|[13]\.\d[ ]?\([a-z]\)(?:\(\d\))?|\(b\)[ ]?\(\d\))\]"
)


@defects("damage", "garbled", "removed")
def damage(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """``garbled``: a run of signs that no language has; ``removed``: text that was taken out before."""
    text, start, end = facts.document.text, facts.message.start, facts.message.end
    if any(map(facts.holds, _REMOVED_SIGNS)):
        match = _REMOVED.search(text, start, end)
        if match:
            yield "removed", Hit(match.start(), match.end())
    if sum(map(facts.upper.__contains__, _ODD)) < _LEAST_ODD - 1:
        return
    for match in _RUN.finditer(text, start, end):
        run = match.group()
        odd = sum(sign in run for sign in _ODD)
        letters = sum(char.isalpha() for char in run)
        if (
            odd >= _LEAST_ODD - 1
            and letters < 0.6 * len(run)
            and "://" not in run
            and any(char.isalnum() for char in run)
        ):
            yield "garbled", Hit(match.start(), match.end())
            return
