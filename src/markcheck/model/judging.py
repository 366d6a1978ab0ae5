"""By what a document is judged, besides the rules themselves."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from markcheck.model.json_fields import JsonFields
from markcheck.model.rolled import Policy
from markcheck.model.rule import Severity

_PLAIN = Policy()


class Judging(Struct, frozen=True):
    """What settings and flags say of how to judge.

    ``rules`` are the chosen ones, ``None`` for all; ``severities`` replace those of the rules' files, where the rule
    applies at all. ``day`` is the date to judge by, ``fallback`` the one for documents that do not say theirs.
    ``limit`` is the marking that a document may have here at most; with ``limit_level`` its level alone counts.
    ``fields`` are those that JSON documents have their marks in.
    """

    rules: frozenset[str] | None = None
    severities: tuple[tuple[str, Severity], ...] = ()
    day: date | None = None
    fallback: date | None = None
    limit: str | None = None
    limit_level: bool = False
    policy: Policy = _PLAIN
    fields: JsonFields | None = None


PLAINLY = Judging()
