"""Reading and judging: the part of the api that every command needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from markcheck.checks.facts import own_marking
from markcheck.engine import Engine
from markcheck.errors import Unreadable
from markcheck.formats import read_bytes
from markcheck.marks.ceiling import read_ceiling, read_level
from markcheck.marks.judged import JudgedMark, judge_mark
from markcheck.model.examined import Examined, Required
from markcheck.model.json_fields import JsonFields
from markcheck.model.judging import PLAINLY, Judging
from markcheck.model.marking import Form, Marking
from markcheck.model.message import MarkedDocument
from markcheck.model.rolled import Policy
from markcheck.model.unexamined import Unexamined
from markcheck.rulebook.book import Rulebook, rulebook
from markcheck.structure import structure
from markcheck.structure.words import words_of
from markcheck.trace import listeners, tell


def engine(judging: Judging = PLAINLY) -> Engine:
    """The engine that judges as ``judging`` says, by the rulebook in use.

    Raises :class:`~markcheck.errors.UsageError` for a limit that is no marking.
    """
    return _engine(rulebook(), replace(judging, day=None, fallback=None, fields=None))


@lru_cache(maxsize=32)
def _engine(book: Rulebook, judging: Judging) -> Engine:
    language = words_of(book).language
    read = read_level if judging.limit_level else read_ceiling
    limit = read(judging.limit, language) if judging.limit is not None else None
    return Engine(book, judging.rules, dict(judging.severities), judging.policy, limit)


def inspect(path: str, data: bytes, day: date | None = None, fields: JsonFields | None = None) -> MarkedDocument:
    """The document in ``data`` as markcheck sees it.

    ``path`` only names it. ``day`` overrides the date to judge by; ``fields`` are those that JSON has its marks in.
    Raises :class:`~markcheck.errors.Unreadable`.
    """
    return read(path, data, rulebook(), day, fields=fields)


def validate(path: str, data: bytes, judging: Judging = PLAINLY) -> Examined:
    """The findings on the document in ``data``, judged as ``judging`` says.

    Never raises for what is in the document: what cannot be read comes back as unexamined.
    """
    judge = engine(judging)
    try:
        marked = read(path, data, judge.book, judging.day, judging.fallback, judging.fields)
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
    facts = judge.facts_of(marked)
    overall = _overall(judge, [item.required for item in facts])
    return Examined(path, marked, judge.judge(marked, facts), overall, (*marked.document.unexamined, *unread))


def _overall(judge: Engine, required: Sequence[Marking | None]) -> Marking | None:
    """The banner that several messages require together."""
    known = [marking for marking in required if marking is not None]
    if len(known) < 2:
        return next(iter(known), None)
    rolled = judge.language.roll_up(known)
    return rolled.marking if rolled else None


def judge(text: str, form: Form, day: date | None = None) -> JudgedMark:
    """One mark by itself: a portion mark with its parentheses, or a banner, by the register in force on ``day``."""
    return judge_mark(engine().language, text, form, day)


def long_title(text: str, form: Form) -> str | None:
    """The banner of long titles for a mark whose meaning is certain."""
    parsed = engine().language.parse(text, form)
    return engine().language.long_banner(parsed.marking) if parsed.marking else None


def require(
    path: str, data: bytes, policy: Policy, day: date | None = None, fields: JsonFields | None = None
) -> Required:
    """The banner that the portions of the document in ``data`` require, in the circumstances of ``policy``.

    Its date and banner come from the document itself. Raises :class:`~markcheck.errors.Unreadable`.
    """
    judging = engine(Judging(frozenset()))
    marked = read(path, data, judging.book, day, fields=fields)
    facts = [judging.facts(marked.document, message, policy) for message in marked.messages]
    blocks = [block for item in facts for block in item.marked]
    first = facts[0]
    rolled = judging.language.roll_up([own_marking(block) for block in blocks], first.policy)
    required = [item.required if item.marked else None for item in facts]
    unreadable = [
        block.id
        for message in marked.messages
        for block in message.blocks
        if block.mark is not None and block.mark.parsed.marking is None
    ]
    return Required(
        rolled,
        _overall(judging, required),
        marked.messages[0].banner,
        tuple(block.id for block in blocks),
        tuple(unreadable),
    )


def read(
    path: str,
    data: bytes,
    book: Rulebook,
    day: date | None,
    fallback: date | None = None,
    fields: JsonFields | None = None,
) -> MarkedDocument:
    """A document with its structure, told to whoever listens."""
    marked = structure(read_bytes(path, data, fields), book, day, fallback)
    if listeners:
        blocks = sum(len(message.blocks) for message in marked.messages)
        tell(f"{path}: {marked.document.format}, {marked.genre}, {len(marked.messages)} messages, {blocks} blocks")
    return marked
