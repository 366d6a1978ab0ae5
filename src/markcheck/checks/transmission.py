"""``transmission`` and ``record``: the format lines of a telegram and the record beside it against the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from markcheck.checks.facts import Facts, is_telegram
from markcheck.checks.registry import check, defects, one_of
from markcheck.model.message import Kind, Place
from markcheck.model.rule import Hit

_URGENT = "ZOPR"
# Pages released before this day show the hour again in place of the minutes.
_MINUTES_FROM = date(2011, 8, 25)


def _at(place: Place, **fields: str) -> Hit:
    return Hit(place.start, place.end, None, fields)


@defects("transmission", "precedence", "serial", "day", "filed-early", "post", "efto", "corrected", given=is_telegram)
def transmission(facts: Facts) -> Iterator[tuple[str, Hit]]:
    """The format lines of a telegram against each other and the text.

    ``precedence``: format line 2 against the date-time group; ``serial`` and ``day``: format line 3 against the
    classification line and the date-time group; ``filed-early``: filed before it was written; ``post``: the FM line
    against the classification line; ``efto``: EFTO against the letters of format line 4; ``corrected``: a signal or
    notice that the copy corrects an earlier one.
    """
    for defect, find in _CHECKS.items():
        hit = find(facts)
        if hit is not None:
            yield defect, hit


def _precedence(facts: Facts) -> Hit | None:
    lines = facts.message.transmission
    if lines.precedence is None or lines.sent_precedence is None or lines.precedence.text[0] == lines.sent_precedence:
        return None
    return _at(lines.precedence, found=lines.precedence.text, expected=lines.sent_precedence * 2)


def _serial(facts: Facts) -> Hit | None:
    lines, number = facts.message.transmission, facts.message.number
    if lines.serial is None or number is None or int(lines.serial.text) == number[1] % 10000:
        return None
    return _at(lines.serial, found=lines.serial.text, expected=f"{number[1] % 10000:04}")


def _day(facts: Facts) -> Hit | None:
    lines = facts.message.transmission
    if lines.day is None or lines.sent is None:
        return None
    sent = date.fromisoformat(lines.sent.text[:10])
    day = int(lines.day.text)
    if day in (_day_of_year(sent), _day_of_year(sent + timedelta(days=1))):
        return None
    return _at(lines.day, found=lines.day.text, expected=f"{_day_of_year(sent):03}", date=sent.isoformat())


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _filed_early(facts: Facts) -> Hit | None:
    lines = facts.message.transmission
    if lines.day is None or lines.filed is None or lines.sent is None:
        return None
    written = lines.sent.text[11:].replace(":", "")
    if lines.filed.text >= written or int(lines.day.text) != _day_of_year(date.fromisoformat(lines.sent.text[:10])):
        return None
    return _at(lines.filed, found=lines.filed.text, expected=written)


def _post(facts: Facts) -> Hit | None:
    lines, number = facts.message.transmission, facts.message.number
    if lines.sender is None or number is None:
        return None
    sender, post = facts.post(lines.sender.text), facts.post(number[0])
    if not sender or not post or sender.startswith(post) or post.startswith(sender):
        return None
    return _at(lines.sender)


def _efto(facts: Facts) -> Hit | None:
    warning = next((item for item in facts.message.statements if item.place == "security-warning"), None)
    if warning is None or warning.marking is None:
        return None
    coded = warning.text.endswith("EEEEE")
    if coded == ("efto" in facts.message.elements):
        return None
    return Hit(warning.start, warning.end, None, {"letters": warning.text[-5:]})


def _corrected(facts: Facts) -> Hit | None:
    place = facts.message.transmission.corrects
    return _at(place) if place is not None else None


_CHECKS = {
    "precedence": _precedence,
    "serial": _serial,
    "day": _day,
    "filed-early": _filed_early,
    "post": _post,
    "efto": _efto,
    "corrected": _corrected,
}


@check("hidden-level", lambda facts: facts.document.hidden)
def hidden_level(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A title that a page hides behind a level and that names another one."""
    for hidden in facts.document.hidden:
        shown = facts.words.banner_marking(facts.document.text[hidden.start : hidden.end].strip())
        named = facts.words.banner_marking(hidden.text.split("//")[0].strip().upper())
        if shown is not None and named is not None and facts.language.rank(shown) != facts.language.rank(named):
            fields = {"shown": facts.language.level(shown).banner, "hidden": facts.language.level(named).banner}
            yield Hit(hidden.start, hidden.end, None, fields)


@check("property-level", lambda facts: facts.document.hidden and facts.message.banner)
def property_level(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A property of the file that is a level, and not the banner's."""
    banner = facts.message.banner
    assert banner is not None
    for hidden in facts.document.hidden:
        text = hidden.text.strip()
        named = (
            facts.words.banner_marking(text.split("//")[0].upper()) if hidden.end == 0 and text[:1].isupper() else None
        )
        if named is not None and facts.language.rank(named) != facts.language.rank(banner):
            start, end = facts.place_of_absence()
            fields = {"property": facts.language.level(named).banner, "banner": facts.language.level(banner).banner}
            yield Hit(start, end, None, fields)
            return


@check("pages", lambda facts: "old-page-line" in facts.message.elements)
def pages(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A page line without a banner near it, on a print that has banners at other page lines."""
    text = facts.document.text
    banners = [item for item in facts.message.statements if item.place == "page-banner"]
    lines = [
        block
        for block in facts.message.blocks
        if block.kind is Kind.PAGE_BREAK_LINE and text.startswith("PAGE", block.start)
    ]
    bare = [
        line
        for line in lines
        if not any(item.end <= line.start and not text[item.end : line.start].strip(" \t\n-") for item in banners)
    ]
    if banners and len(lines) > len(bare):
        # The first page begins without the foot of another.
        for line in bare[1:] if lines and bare and bare[0] is lines[0] else bare:
            yield Hit(line.start, line.end)


# -- the record beside the text -----------------------------------------------------------------------


def _has_record(facts: Facts) -> bool:
    return facts.message.form == "page"


@check("record", _has_record, defect=one_of("created", "origin", "id", "id-form", "noforn", "released", "title"))
def record(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """The record of a web page against the telegram on it.

    ``created``: against the date-time group; ``origin``: against the FM line; ``id``: against year, post and serial;
    ``id-form``: words in it that are no post; ``noforn``: on one side alone; ``released``: a day of release without
    any stamp of a declassification; ``title``: the page's heading against the subject.
    """
    page = next((item for item in facts.message.statements if item.place == "page-metadata"), None)
    fields = _RECORD[params["defect"]](facts)
    if page is not None and fields is not None:
        yield Hit(page.start, page.end, None, fields)


def _created(facts: Facts) -> dict[str, str] | None:
    sent, created = facts.message.transmission.sent, facts.message.header.created
    if sent is None or created is None:
        return None
    released = facts.message.header.released
    to_minute = released is not None and date.fromisoformat(released[:10]) >= _MINUTES_FROM
    length = len("2007-09-11T09:44") if to_minute else len("2007-09-11T09")
    if created[:length] == sent.text[: min(length, len(created))]:
        return None
    return {"created": created, "sent": sent.text}


def _origin(facts: Facts) -> dict[str, str] | None:
    sender, origin = facts.message.transmission.sender, facts.message.header.origin
    if sender is None or origin is None:
        return None
    left, right = facts.post(origin), facts.post(sender.text)
    if not left or not right or left.startswith(right) or right.startswith(left):
        return None
    return {}


_FOREIGN_WORD = re.compile(r"EFTO|SECTION|AMEMBASSY|AMCONSUL|USMISSION|NOFORN|SIPDIS|Z[A-Z]{2}\d|\dOF\d|^(\d\d)\1[A-Z]")


def _id_form(facts: Facts) -> dict[str, str] | None:
    name = facts.message.header.reference_id
    return {} if name is not None and _FOREIGN_WORD.search(name.upper()) else None


def _id(facts: Facts) -> dict[str, str] | None:
    name, number, sent = facts.message.header.reference_id, facts.message.number, facts.message.transmission.sent
    if name is None or number is None or sent is None or _id_form(facts) is not None:
        return None
    expected = f"{sent.text[2:4]}{number[0]}{number[1]}"
    return None if name.upper() == expected else {}


def _noforn(facts: Facts) -> dict[str, str] | None:
    page = next((item for item in facts.message.statements if item.place == "page-metadata"), None)
    banner = facts.message.banner
    if page is None or page.marking is None or banner is None:
        return None
    stated, said = (facts.language.controls(marking) for marking in (page.marking, banner))
    alone = {"NOFORN"} & (stated ^ said)
    return {"where": "record" if "NOFORN" in stated else "caption"} if alone else None


def _released(facts: Facts) -> dict[str, str] | None:
    released = facts.message.header.released
    if released is None or facts.banner_class != "classified" or facts.says("DECLASSIFIED/RELEASED"):
        return None
    authority = facts.message.authority
    if authority is not None and "declassification-note" in facts.elements:
        return None
    return {"released": released[:10]}


_HEADING = re.compile(r"\bViewing cable \w+,[ ]*(?P<subject>[^\n]*)")


def _title(facts: Facts) -> dict[str, str] | None:
    message = facts.message
    heading = _HEADING.search(facts.document.text, message.start, min(message.end, message.start + 20000))
    if heading is None:
        return None
    left, right = (_words(text) for text in (heading["subject"], message.header.subject or ""))
    return None if left == right else {}


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.upper()))


_RECORD = {
    "created": _created,
    "origin": _origin,
    "id": _id,
    "id-form": _id_form,
    "noforn": _noforn,
    "released": _released,
    "title": _title,
}
