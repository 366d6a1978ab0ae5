"""Marks of a declassification or release on a document, and public versions of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from markcheck.checks.facts import Facts, is_document
from markcheck.checks.registry import check, one_of
from markcheck.model.message import Kind
from markcheck.model.rule import Hit
from markcheck.structure.dates import find_date

_PIVOT = 66
_STAMP = re.compile(r"(?:\A|\n)[ \t]*(?P<stamp>(?i:declassified)\b[^\n]{0,160})(?P<next>\n[^\n]{0,60})?")
_IN_FULL = re.compile(r"\bin[ ]full\b", re.IGNORECASE)
_WITHHELD = re.compile(r"\[[^\]\n]{0,60}(?:withheld|not declassified|redacted)[^\]\n]{0,40}\]", re.IGNORECASE)
_STRUCK = re.compile(r"~~[^~\n]{1,60}~~")
# What it may begin with makes the search fast; what stands before it is looked at afterwards.
_CODE = re.compile(r"(?P<code>[123S](?:(?<=2)5X\d|(?<=S)TAT|(?<=[13])\.\d\([a-z]\)(?:\(\d\))?))[ \t]*(?=\n|\Z)")
_APART = re.compile(r"(?:\A|\n|[ ]{3}|\t)[ \t]*\Z")
_PROSE = 6
_DATE_LINE = 20


@check(
    "declassified",
    lambda facts: facts.holds("DECLASSIFIED"),
    defect=one_of("incomplete", "not-struck", "early", "in-full"),
)
def declassified(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A line that declares a document declassified.

    ``incomplete``: without authority or date; ``not-struck``: the old level still stands; ``early``: dated before the
    document; ``in-full``: it claims the whole, and text is withheld.
    """
    text = facts.document.text
    for match in _STAMP.finditer(text, facts.message.start, facts.message.end):
        # A stamp may run over two lines.
        rest = match["stamp"][len("declassified") :]
        read = find_date(rest, None, _PIVOT)
        following = (match["next"] or "").strip()
        if read is None and len(following) <= _DATE_LINE:
            rest += f" {following}"
            read = find_date(rest, None, _PIVOT)
        stated = read.value if read else None
        words = re.findall(r"[A-Za-z]{2,}", rest[: read.start] + rest[read.end :] if read else rest)
        if not stated and len(words) > _PROSE:
            continue
        hit = Hit(match.start("stamp"), match.end("stamp"), None, {"date": stated.isoformat() if stated else ""})
        if _defect(facts, params["defect"], rest, stated, complete=bool(words) and stated is not None):
            yield hit


def _defect(facts: Facts, defect: str, rest: str, stated: date | None, *, complete: bool) -> bool:
    text = facts.document.text
    if defect == "incomplete":
        return not complete
    if defect == "early":
        return stated is not None and facts.date is not None and stated < facts.date
    if defect == "not-struck":
        return complete and facts.banner_class == "classified" and _STRUCK.search(text) is None
    return _IN_FULL.search(rest) is not None and _WITHHELD.search(text) is not None


@check("release-codes", is_document)
def release_codes(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A release code alone on a line or in a margin: it justifies what was taken out and instructs nothing."""
    text = facts.document.text
    for match in _CODE.finditer(text, facts.message.start, facts.message.end):
        if _APART.search(text, max(0, match.start() - 8), match.start()):
            yield Hit(match.start("code"), match.end("code"), None, {"code": match["code"]})
            return


_BAR = re.compile(r"\u2588+")


def _tells_of_a_version(facts: Facts) -> bool:
    return bool(facts.document.hidden) or Kind.STATEMENT in facts.first_of or facts.holds("\u2588")


@check("public-version", _tells_of_a_version, defect=one_of("keeps-mark", "reveals-length", "hidden-text"))
def public_version(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A document that says it is a public version.

    ``keeps-mark``: a mark above its banner, or one without any text; ``reveals-length``: black bars of different
    lengths; ``hidden-text``: the source hides a text behind a stamp.
    """
    text = facts.document.text
    if params["defect"] == "hidden-text":
        for hidden in facts.document.hidden:
            if "WITHHELD" in text[hidden.start : hidden.end].upper():
                yield Hit(hidden.start, hidden.end)
        return
    if params["defect"] == "reveals-length":
        bars = list(_BAR.finditer(text, facts.message.start, facts.message.end)) if facts.holds("\u2588") else []
        if len({match.end() - match.start() for match in bars}) > 1:
            yield Hit(bars[0].start(), bars[0].end())
        return
    if Kind.STATEMENT not in facts.first_of or facts.message.banner is None:
        return
    for block in facts.marked:
        assert block.mark is not None
        marking = block.mark.parsed.marking
        above = marking is not None and facts.language.join(facts.message.banner, marking) != facts.message.banner
        empty = block.is_portion and not text[block.body : block.end].strip()
        if above or empty:
            yield Hit(
                block.mark.start,
                block.mark.end,
                block.id if block.is_portion else None,
                {"mark": block.mark.parsed.label},
            )
