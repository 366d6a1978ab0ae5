"""The REF list: its items, each with its own mark where it has one."""

from __future__ import annotations

import re
from itertools import pairwise

from markcheck.model.message import Kind, Mark
from markcheck.structure.pieces import Found, Piece, header_piece
from markcheck.structure.words import Words

_ITEM = re.compile(
    r"(?:(?<=^)|(?<=[\s:,;]))[\u00b61]?(?:\([A-Z]\)(?!\d)|(?P<letter>[A-Z])[).:\]]+|\[[A-Z]\])[ ]*"
    r"(?:(?P=letter)[).][ ]*)?(?P<mark>\([^()\n]{1,40}\))?"
)
_AND = re.compile(r"[,;]|[ ]AND[ ](?=[A-Z])")
_NOTAL = re.compile(r"\(?\bNOTAL\b\)?")
_TELEGRAM = re.compile(
    r"(?:\d{2,4}[ ]+)?[A-Z][A-Z .']{1,28}[ ]*\d{1,8}"
    r"(?:[ ]*[-/][ ]*\d{1,6}|[ ]+AND[ ]+\d{1,6})*(?:[ ]*\(\d\d\))?(?:[ ]*\(?NOTAL\)?)?$"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def read_references(
    text: str, start: int, after: int, stop: int, words: Words, found: Found
) -> tuple[int, tuple[str, ...]]:
    """The list that starts at ``start`` with its keyword up to ``after``: where it ends, and the items.

    One piece an item, so that an item's own mark decides on it alone.
    """
    end = _end(text, after, stop)
    items = [item for item in _ITEM.finditer(text[after:end]) if item.group().strip()]
    cuts = [after + item.start() for item in items]
    bounds = [start, *cuts[1:], end] if cuts else [start, end]
    values: list[str] = []
    for index, (left, right) in enumerate(pairwise(bounds)):
        item = items[index] if items else None
        piece, value = _item(text, left if index else after, right, after, item, words)
        piece.start = left
        piece.gap = index == 0 and piece_gap(text, left)
        found.pieces.append(piece)
        values.extend(_several(value) if item is None else filter(None, [value]))
    return end, tuple(values)


def piece_gap(text: str, start: int) -> bool:
    """Whether a blank line stands before ``start``."""
    return text[max(0, start - 2) : start].count("\n") > 1


def _end(text: str, after: int, stop: int) -> int:
    """The list goes on over a blank line as long as another lettered item follows."""
    end = after
    while end < stop:
        blank = _BLANK_LINE.search(text, end, stop)
        end = blank.start() if blank else stop
        if not blank:
            break
        ink = end
        while ink < stop and text[ink].isspace():
            ink += 1
        if not _ITEM.match(text[ink : ink + 60]):
            break
        end = ink
    return end


def _several(value: str) -> list[str]:
    """The telegrams of a list without letters."""
    parts = [part.strip() for part in _AND.split(value) if part.strip()]
    return parts if all(_TELEGRAM.match(part) for part in parts) else [value]


def _item(text: str, start: int, end: int, after: int, item: re.Match[str] | None, words: Words) -> tuple[Piece, str]:
    mark = None
    value_start = start
    if item is not None:
        value_start = after + item.end()
        if item["mark"]:
            parsed = words.language.parse(item["mark"])
            if parsed.marking is not None:
                mark = Mark(after + item.start("mark"), after + item.end("mark"), parsed)
            else:
                value_start = after + item.start("mark")
    joined = " ".join(text[value_start:end].split())
    piece = header_piece(text, Kind.REFERENCE, start, end, mark)
    if not _TELEGRAM.match(joined.strip(" ,;.")):
        piece.doubt = "not a telegram's number"
    return piece, " ".join(_NOTAL.sub("", joined).split()).strip(" ,;")
