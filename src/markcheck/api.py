"""The functions that programs call: read, judge, redact. Nothing here prints, exits or touches a file.

>>> from markcheck import api
>>> examined = api.validate("cable.txt", b"...")        # doctest: +SKIP
>>> [finding.rule for finding in examined.findings]     # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markcheck.engine import Engine
from markcheck.errors import Unreadable
from markcheck.formats import read_bytes
from markcheck.model.examined import Examined, Unexamined
from markcheck.model.message import MarkedDocument
from markcheck.model.plan import RedactionPlan
from markcheck.redact.check import check
from markcheck.redact.planner import plan, read_ceiling
from markcheck.redact.writer import write
from markcheck.rulebook.book import Rulebook, rulebook
from markcheck.structure import structure
from markcheck.structure.words import words_of


@lru_cache(maxsize=8)
def engine(chosen: frozenset[str] | None = None) -> Engine:
    """The engine for the rules called ``chosen``, or for all of them."""
    return Engine(rulebook(), chosen)


def inspect(path: str, data: bytes, day: date | None = None) -> MarkedDocument:
    """The document in ``data`` as markcheck sees it.

    ``path`` only names it. ``day`` overrides the date to judge by. Raises :class:`~markcheck.errors.Unreadable`.
    """
    return structure(read_bytes(path, data), rulebook(), day)


def validate(path: str, data: bytes, day: date | None = None, rules: frozenset[str] | None = None) -> Examined:
    """The findings on the document in ``data``, by all rules or those named.

    Never raises for what is in the document: what cannot be read comes back as unexamined.
    """
    judge = engine(rules)
    try:
        marked = structure(read_bytes(path, data), judge.book, day)
    except Unreadable as error:
        return Examined(path, None, unexamined=(Unexamined("document", error.reason, str(error)),))
    unread = tuple(
        Unexamined(
            "text",
            "run-on",
            f"line {marked.document.anchor(start, end).line}: paragraphs run on behind the header, not told apart",
        )
        for message in marked.messages
        for start, end in message.unread
    )
    required = [facts.required for facts in map(judge.facts, marked.messages) if facts.required is not None]
    whole = words_of(judge.book).language.roll_up(required) if len(required) > 1 else None
    overall = whole.marking if whole else next(iter(required), None)
    return Examined(path, marked, judge.judge(marked), overall, unread)


@dataclass(frozen=True, slots=True)
class Redaction:
    """A public version and the plan it was built from."""

    data: bytes
    plan: RedactionPlan
    book: Rulebook


def redact(path: str, data: bytes, ceiling: str, day: date | None = None) -> Redaction:
    """The public version of the document in ``data`` for those cleared for ``ceiling`` (``U``, ``S//NF``).

    Raises :class:`~markcheck.errors.UsageError` for a ceiling that is no marking,
    :class:`~markcheck.errors.Unreadable`, and :class:`~markcheck.errors.RedactionRefused` when the result does
    not stand a second look.
    """
    book = rulebook()
    words = words_of(book)
    limit = read_ceiling(ceiling, words)
    marked = structure(read_bytes(path, data), book, day)
    decided = plan(marked, limit, words)
    public = write(marked, decided, words).encode("utf-8", "replace")
    check(public, decided, book)
    return Redaction(public, decided, book)
