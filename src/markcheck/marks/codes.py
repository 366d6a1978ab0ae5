"""Lists of country and organisation codes inside a mark."""

from __future__ import annotations

import re

from markcheck.marks.sink import Sink, day_after
from markcheck.rulebook.systems import MarkingSystem

_CODE = re.compile(r"[^\s,/]+")
_LAST_DAY_OF_AND = "2005-07-01"


def read_codes(
    system: MarkingSystem, text: str, start: int, joiner: str, sink: Sink, *, home: str = "refused"
) -> tuple[str, ...]:
    """The known codes of ``text``, in their order, each once; faults go to ``sink``.

    ``text`` begins behind the word that opens the list and its blank; ``joiner`` is what stands between two codes.
    ``home`` says whether the home country stands ``first``, in its alphabetical ``place``, or is ``refused``. An
    unknown word may be prose: it is neither kept nor shown.
    """
    known: list[str] = []
    last_end = 0
    spoiled = False
    for match in _CODE.finditer(text):
        code = match.group()
        at, end = start + match.start(), start + match.end()
        between = text[last_end : match.start()]
        # Behind a comma it is Andorra.
        if code == "AND" and last_end and between != joiner:
            sink.fault("mark-list-and", at, end, since=_LAST_DAY_OF_AND)
            last_end = match.end()
            spoiled = True
            continue
        if (between != joiner if known or last_end else between) and not spoiled:
            sink.fault("mark-list-separator", start + last_end, max(at, start + last_end + 1))
            spoiled = True
        last_end = match.end()
        if code not in system.codes:
            alias = system.aliases.get(code, "")
            sink.fault("mark-rel-bad-code", at, end, means=alias)
            continue
        organisation = system.organisations.get(code)
        if organisation is not None and organisation.until is not None:
            sink.fault("mark-code-retired", at, end, since=day_after(organisation.until), code=code)
        if code in known:
            sink.fault("mark-duplicate", at, end, value=code)
            continue
        sink.token(at, end, "code", code)
        known.append(code)
    if last_end != len(text) and not spoiled:
        sink.fault("mark-list-separator", start + last_end, start + len(text))
    ordered = in_order(system, known, home=home)
    if ordered != known and not (home == "first" and known[:1] != [system.home]):
        sink.fault("mark-list-order", start, start + len(text))
    return tuple(ordered)


def in_order(system: MarkingSystem, codes: list[str] | tuple[str, ...], *, home: str = "first") -> list[str]:
    """Codes as a list writes them: the home country first where ``home`` says so, countries, then organisations."""
    first = [system.home] if home == "first" and system.home in codes else []
    rest = [code for code in codes if code not in first]
    return [*first, *sorted(rest, key=system.code_key)]
