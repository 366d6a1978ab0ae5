"""What a version says of itself: statement, stamps, banners. It is no text of the original, whatever that holds.

Each of these has a closed form, so that nothing can hide in it; a line that has not the form is text like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from markcheck.marks.language import Language
from markcheck.model.marking import Standing
from markcheck.model.message import Block, Kind, MarkedDocument
from markcheck.verify.words import words_of_text

_STATEMENT = re.compile(
    r"\[Redacted version at (?P<result>[A-Z0-9 ,/:-]{1,300}) of (?:an? (?P<level>[A-Z -]{1,40}) original"
    r"|a document without a banner as the original), made by markcheck [0-9a-z.]{1,20} with rules [0-9a-f]{12}"
    r" on \d{4}-\d\d-\d\d\. Withheld passages are (?:stamped|left out)\.\]"
)
_STAMP = re.compile(
    r"(?:SUBJECT: )?\[(?:\d{1,6}\. )?(?P<mark>\([^()\n]{1,300}\) )?withheld"
    r"(?:: (?:E\.O\. \d{5}|FOIA|MDR|CUI|PA|[1-4]\.\d|\([a-z0-9]{1,2}\)|[,; ]){1,60})?\]"
)
_ORDER = re.compile(r"E\.O\. (?P<number>\d{5}): N/A")
_OWN = words_of_text(
    "Redacted version of an original document without a banner, made by markcheck with rules. Withheld passages are"
    " stamped, left out. Page text. Portion, portions withheld under E.O., FOIA, MDR. Unclas, Subject."
)


def own_spans(version: MarkedDocument, original: MarkedDocument, language: Language) -> list[tuple[int, int]]:
    """Where the text of ``version`` has what it says of itself."""
    text = version.document.text
    numbers = {message.number for message in original.messages}
    orders = {message.authority.order for message in original.messages if message.authority is not None}
    return [
        (block.start, block.end)
        for message in version.messages
        for block in message.blocks
        if _is_own(
            text[block.start : block.end],
            block,
            language,
            orders,
            known_number=message.number is None or message.number in numbers,
        )
    ]


def without_own_lines(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text of a version with a blank in place of each line that it says of itself."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        # The line ends stay, so that lines can still be counted.
        parts.extend((text[at:start], " " * (end - start)))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _is_own(text: str, block: Block, language: Language, orders: set[str | None], *, known_number: bool) -> bool:
    line = text.strip()
    if "\n" in line and block.kind is not Kind.CLASSIFICATION_LINE:
        return False
    if block.kind is Kind.STATEMENT:
        match = _STATEMENT.fullmatch(line)
        return match is not None and vocabulary(language).issuperset(words_of_text(match["result"]))
    if block.kind in (Kind.STAMP, Kind.SUBJECT):
        match = _STAMP.fullmatch(line)
        return match is not None and (
            match["mark"] is None or language.parse(match["mark"].strip()).standing is Standing.VALID
        )
    if block.kind is Kind.ORDER_LINE:
        match = _ORDER.fullmatch(line)
        return match is not None and match["number"] in orders
    if block.kind is Kind.CLASSIFICATION_LINE:
        # The post and the serial behind the level are the original's.
        return known_number
    return False


@lru_cache(maxsize=4)
def vocabulary(language: Language) -> frozenset[str]:
    """The words that marks, banners, stamps and the statement are made of."""
    found: set[str] = set(_OWN)
    for system in language.systems.values():
        for level in system.levels.values():
            found.update(words_of_text(" ".join((level.banner, level.portion, *level.words))))
        for control in system.controls.values():
            found.update(words_of_text(" ".join((control.title, *control.banner, *control.portion))))
        for code in system.organisations:
            found.update(words_of_text(code))
        found.update(code.casefold() for code in system.countries)
    return frozenset(found)
