"""List numbers: Word keeps them out of the text and counts on display, so reading counts them too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from markcheck.formats.docx.names import w

if TYPE_CHECKING:
    from lxml import etree

_PLACE = re.compile(r"%(\d)")
_BULLET = "-"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class _Level(Struct):
    start: int
    form: str
    text: str


class Numbering(Struct):
    """The lists of a document and how far each has been counted."""

    lists: dict[str, tuple[str, dict[int, _Level]]] = {}
    counts: dict[str, dict[int, int]] = {}

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph of a list at a level; empty where it has none."""
        if number not in self.lists:
            return ""
        family, levels = self.lists[number]
        own = levels.get(level)
        if own is None or own.form == "none":
            return ""
        counts = self.counts.setdefault(family, {})
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [item for item in counts if item > level]:
            del counts[deeper]
        if own.form == "bullet":
            return _BULLET

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, own)
            return _written(counts.get(at, other.start), other.form)

        return _PLACE.sub(counted, own.text)


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists of ``numbering.xml``."""
    found = Numbering()
    if root is None:
        return found
    abstract = {item.get(w("abstractNumId")): dict(_levels(item)) for item in root.iter(w("abstractNum"))}
    for item in root.iter(w("num")):
        name = item.get(w("numId"))
        base = item.find(w("abstractNumId"))
        family = base.get(w("val")) if base is not None else None
        if name is None or family is None:
            continue
        levels = dict(abstract.get(family, {}))
        overridden = False
        for override in item.iter(w("lvlOverride")):
            levels.update(_levels(override))
            start = override.find(w("startOverride"))
            at = _number(override.get(w("ilvl")))
            if start is not None and at in levels:
                overridden = True
                levels[at] = _Level(_number(start.get(w("val")), 1), levels[at].form, levels[at].text)
        # Lists of one family are counted on, but for one that begins anew.
        found.lists[name] = (f"{family}/{name}" if overridden else family, levels)
    return found


def _levels(parent: etree._Element) -> Iterator[tuple[int, _Level]]:
    for item in parent.iter(w("lvl")):
        values = {
            name: (child.get(w("val")) or "") if (child := item.find(w(name))) is not None else ""
            for name in ("start", "numFmt", "lvlText")
        }
        yield (
            _number(item.get(w("ilvl"))),
            _Level(_number(values["start"], 1), values["numFmt"] or "decimal", values["lvlText"]),
        )


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        times, letter = divmod(max(number, 1) - 1, 26)
        text = chr(ord("a") + letter) * min(times + 1, 20)
        return text.upper() if form == "upperLetter" else text
    if form in ("lowerRoman", "upperRoman"):
        text, rest = "", min(number, 3999)
        for value, letters in _ROMAN:
            while rest >= value:
                text += letters
                rest -= value
        return text.upper() if form == "upperRoman" else text
    return f"{number:02}" if form == "decimalZero" else str(number)
