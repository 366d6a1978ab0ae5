"""``references``: the REF list against the text, the telegram itself and its date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from markcheck.checks.facts import Facts, is_telegram
from markcheck.checks.registry import check, defects, one_of
from markcheck.model.message import Block, Kind
from markcheck.model.rule import Hit

# The literal beginning makes the search fast; what stands before it is looked at afterwards.
_CITED = re.compile(r"REF(?:TELS?\b|S?[ ](?P<letter>[A-Z])\b(?![.)]))")
_ITEM = re.compile(
    r"(?:(?P<year>\d{2}|\d{4})[ ]+)?(?P<post>[A-Z][A-Z0-9 .']{1,28}?)[ ]*(?P<serial>\d{1,8})(?:-(?P<short>\d\d))?(?!\d)"
)
_LETTER = re.compile(r"^\W*[A-Z1]{0,2}[.):\]]\s*")
_SIGNS = re.compile(r"[^A-Z0-9]")
_ZERO = re.compile(r"[A-Z]0[A-Z]")
_LEAST_POST = 6


class _Cited(Struct, frozen=True):
    """A telegram of the REF list: its year in four figures where given, its post and its serial."""

    block: Block
    year: int | None
    post: str
    serial: int


def _items(facts: Facts) -> list[_Cited]:
    found = []
    blocks = [block for block in facts.message.blocks if block.kind is Kind.REFERENCE]
    for block in blocks:
        whole = facts.document.text[block.body : block.end]
        text = whole.partition(":")[2] or whole
        match = _ITEM.search(_LETTER.sub("", text))
        if match is None:
            continue
        short = match["year"] or match["short"]
        year = None
        if short:
            sent = facts.date.year if facts.date else 2000
            year = (
                int(short)
                if len(short) == 4
                else min((int(short) + century for century in (1900, 2000)), key=lambda year: abs(year - sent))
            )
        found.append(_Cited(block, year, match["post"], int(match["serial"])))
    return found


def _has_refs(facts: Facts) -> bool:
    return bool(facts.message.header.refs)


@check("reference-cited", lambda facts: facts.holds("REF"), defect=one_of("no-list", "letter"))
def reference_cited(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``no-list``: the text cites a reference and there is no list; ``letter``: it cites one that the list has not."""
    if not is_telegram(facts) or not facts.portions:
        return
    count = len(facts.message.header.refs)
    if (count == 0) != (params["defect"] == "no-list"):
        return
    if Kind.REFERENCE in facts.first_of and params["defect"] == "no-list":
        return
    for start, end, letter in facts.once(_citations):
        if params["defect"] == "no-list":
            yield Hit(start, end)
            return
        if letter and ord(letter) - ord("A") >= count:
            yield Hit(start, end, None, {"letter": letter, "count": str(count)})
            return


def _citations(facts: Facts) -> list[tuple[int, int, str]]:
    """Where the text cites references, each with its letter."""
    offset = facts.message.start
    found = []
    for match in _CITED.finditer(facts.upper, facts.portions[0].body - offset):
        start, end, letter = match.start() + offset, match.end() + offset, match["letter"] or ""
        if facts.document.text[start - 1 : start].isalnum():
            continue
        # A word of small letters behind it is no letter of the list.
        if not letter or facts.document.text[start:end].endswith(letter):
            found.append((start, end, letter))
    return found


@defects("reference-item", "future", "itself", "post", "marked", given=_has_refs)
def reference_item(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """The items of the REF list.

    ``future``: an item of a later year, or of the own post with a higher serial; ``itself``: the telegram cites
    itself; ``post``: a post's name with a zero, or nearly the own one; ``marked``: an item with a mark of its own.
    """
    for block in facts.message.blocks:
        if block.kind is Kind.REFERENCE and block.mark is not None:
            yield "marked", Hit(block.mark.start, block.mark.end, None, {"mark": block.mark.parsed.label})
    own, day = facts.message.number, facts.date
    for item in _items(facts):
        post = _SIGNS.sub("", item.post.upper())
        same = own is not None and post == own[0] and (item.year is None or (day is not None and item.year == day.year))
        hit = Hit(item.block.start, item.block.end)
        if (day is not None and item.year is not None and item.year > day.year) or (
            same and own is not None and item.serial > own[1]
        ):
            yield "future", hit
        if same and own is not None and item.serial == own[1]:
            yield "itself", hit
        if _ZERO.search(item.post) is not None or (own is not None and _nearly(post, own[0])):
            yield "post", hit


def _nearly(post: str, own: str) -> bool:
    if len(post) != len(own) or len(post) < _LEAST_POST or post == own:
        return False
    return sum(left != right for left, right in zip(post, own, strict=True)) <= 2
