"""The functions that programs call: read, judge, redact. Nothing here prints, exits or touches a file.

>>> from markcheck import api
>>> examined = api.validate("cable.txt", b"...")        # doctest: +SKIP
>>> [finding.rule for finding in examined.findings]     # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from markcheck.checks.facts import own_marking
from markcheck.engine import Engine
from markcheck.errors import RedactionRefused, Unreadable
from markcheck.fix.choose import apply, choose
from markcheck.fix.done import Fixed, spans
from markcheck.fix.edit import TextBytes
from markcheck.fix.mend import mends
from markcheck.formats import read_bytes
from markcheck.marks.ceiling import Ceiling, read_ceiling, read_level
from markcheck.marks.judged import JudgedMark, judge_mark
from markcheck.model.examined import Examined, Required, Unexamined
from markcheck.model.judging import PLAINLY, Judging
from markcheck.model.marking import Form, Marking
from markcheck.model.message import MarkedDocument
from markcheck.model.plan import RedactionPlan
from markcheck.model.review import Review
from markcheck.model.rolled import Policy
from markcheck.model.verified import Verified
from markcheck.redact.planner import Options, plan
from markcheck.redact.review import review as make_review
from markcheck.redact.stamps import Stamps, Style, reasons_of
from markcheck.redact.writer import unit_texts, write
from markcheck.rulebook.book import Rulebook, rulebook
from markcheck.structure import structure
from markcheck.structure.words import words_of
from markcheck.trace import tell
from markcheck.verify.look import look


def engine(judging: Judging = PLAINLY) -> Engine:
    """The engine that judges as ``judging`` says, by the rulebook in use.

    Raises :class:`~markcheck.errors.UsageError` for a limit that is no marking.
    """
    return _engine(rulebook(), replace(judging, day=None, fallback=None))


@lru_cache(maxsize=32)
def _engine(book: Rulebook, judging: Judging) -> Engine:
    language = words_of(book).language
    read = read_level if judging.limit_level else read_ceiling
    limit = read(judging.limit, language) if judging.limit is not None else None
    return Engine(book, judging.rules, dict(judging.severities), judging.policy, limit)


def inspect(path: str, data: bytes, day: date | None = None) -> MarkedDocument:
    """The document in ``data`` as markcheck sees it.

    ``path`` only names it. ``day`` overrides the date to judge by. Raises :class:`~markcheck.errors.Unreadable`.
    """
    return _read(path, data, rulebook(), day)


def validate(path: str, data: bytes, judging: Judging = PLAINLY) -> Examined:
    """The findings on the document in ``data``, judged as ``judging`` says.

    Never raises for what is in the document: what cannot be read comes back as unexamined.
    """
    judge = engine(judging)
    try:
        marked = _read(path, data, judge.book, judging.day, judging.fallback)
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
    return Examined(path, marked, judge.judge(marked, facts), overall, unread)


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


def require(path: str, data: bytes, policy: Policy, day: date | None = None) -> Required:
    """The banner that the portions of the document in ``data`` require, in the circumstances of ``policy``.

    Its date and banner come from the document itself. Raises :class:`~markcheck.errors.Unreadable`.
    """
    judging = engine(Judging(frozenset()))
    marked = _read(path, data, judging.book, day)
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


def fix(path: str, data: bytes, day: date | None = None) -> Fixed:
    """The document in ``data`` with every mark that has one right form put into it; nothing else is changed.

    No mend lowers a level, drops a control, or makes a rule find more than before. Raises
    :class:`~markcheck.errors.Unreadable`, also for formats that are not mended.
    """
    judging = engine()
    marked = _read(path, data, judging.book, day)
    document = marked.document
    if document.format != "text":
        raise Unreadable("format", f"{document.format} documents are not mended, only plain text")
    source = TextBytes(data, document.text)

    def count(content: bytes) -> Counter[str]:
        again = structure(read_bytes(path, content), judging.book, day)
        return Counter(finding.rule for finding in judging.judge(again))

    found = mends(marked, judging.language)
    applied = choose(source, found, Counter(finding.rule for finding in judging.judge(marked)), count) if found else ()
    before, after = (spans(document, applied, after=late) for late in (False, True))
    return Fixed(document, apply(source, applied), found, applied, before, after)


def verify(
    path: str, original: bytes, version: bytes, ceiling: Ceiling, manifest: bytes | None = None, day: date | None = None
) -> Verified:
    """A second look at ``version``, which was made from ``original`` for those cleared for ``ceiling``, by any means.

    Raises :class:`~markcheck.errors.Unreadable` where one of the two cannot be read.
    """
    book = rulebook()
    return look(_read(path, original, book, day), version, ceiling, book, manifest=manifest)


@dataclass(frozen=True, slots=True)
class Redaction:
    """A public version, the plan it was built from, and the original as it was read."""

    data: bytes
    plan: RedactionPlan
    book: Rulebook
    original: MarkedDocument
    stamps: Stamps
    made_on: date


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a public version should be: what decides where marks leave a choice, the stamps, the day it is made."""

    options: Options | None = None
    style: Style = Style.PLAIN
    codes: tuple[str, ...] = ()
    made_on: date | None = None


def redact(
    path: str, data: bytes, ceiling: str | Ceiling, day: date | None = None, wishes: Wishes | None = None
) -> Redaction:
    """The public version of the document in ``data`` for those cleared for ``ceiling`` (``U``, ``S//NF``).

    It is looked at a second time before it is given. Raises :class:`~markcheck.errors.UsageError` for a ceiling that
    is no marking, :class:`~markcheck.errors.Unreadable`, and :class:`~markcheck.errors.RedactionRefused` when the
    result does not stand the second look or the wishes ask for a refusal.
    """
    book = rulebook()
    words = words_of(book)
    wishes = wishes or Wishes()
    limit = read_ceiling(ceiling, words.language) if isinstance(ceiling, str) else ceiling
    marked = _read(path, data, book, day)
    decided = plan(marked, limit, words, wishes.options)
    result = limit.language.banner(decided.result)
    tell(f"{path}: {len(decided.units)} units decided for {limit.text}, the version is {result}")
    stamps = Stamps(words.language, wishes.style, reasons_of(marked.messages[0].authority, wishes.codes))
    made_on = wishes.made_on or _today()
    public = write(marked, decided, words, stamps, made_on).encode("utf-8", "replace")
    found = look(marked, public, limit, book, decided.released, decided.withheld)
    if not found.holds or found.unexamined:
        cause = next((problem for problem in found.problems if not problem.doubt), None)
        why = cause.message if cause else found.unexamined
        tell(f"{path}: the second look found {len(found.problems)} problems", debug=False)
        raise RedactionRefused(f"the public version does not stand a second look ({why}): nothing was written")
    tell(f"{path}: {len(public)} bytes stand the second look over {found.words} words", debug=False)
    return Redaction(public, decided, book, marked, stamps, made_on)


def _read(
    path: str, data: bytes, book: Rulebook, day: date | None, fallback: date | None = None
) -> MarkedDocument:
    """A document with its structure, told to whoever listens."""
    marked = structure(read_bytes(path, data), book, day, fallback)
    blocks = sum(len(message.blocks) for message in marked.messages)
    tell(f"{path}: {marked.document.format}, {marked.genre}, {len(marked.messages)} messages, {blocks} blocks")
    return marked


def review(path: str, redaction: Redaction, ceiling: Ceiling, *, show_text: bool = False) -> Review:
    """The reviewer's view of a redaction: every block with its decision and its cause. It is not releasable."""
    texts = unit_texts(
        redaction.original, redaction.plan, words_of(redaction.book), redaction.stamps, redaction.made_on
    )
    return make_review(path, redaction.original, redaction.plan, ceiling, texts, show_text=show_text)


def _today() -> date:
    """Today in UTC, or the day that ``SOURCE_DATE_EPOCH`` names, so that a version can be made again to the byte."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.date()
