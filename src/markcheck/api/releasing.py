"""Public versions: made, looked at again, shown to their reviewer."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from markcheck.api.judging import read
from markcheck.days import today
from markcheck.errors import RedactionRefused
from markcheck.formats import write_bytes
from markcheck.marks.ceiling import Ceiling, read_ceiling
from markcheck.model.json_fields import JsonFields
from markcheck.model.message import MarkedDocument
from markcheck.model.plan import RedactionPlan
from markcheck.model.review import Review
from markcheck.model.verified import Verified
from markcheck.redact.planner import Options, plan
from markcheck.redact.review import review as make_review
from markcheck.redact.stamps import Stamps, Style, reasons_of
from markcheck.redact.writer import passages, unit_texts
from markcheck.rulebook.book import Rulebook, rulebook
from markcheck.structure.words import words_of
from markcheck.trace import tell
from markcheck.verify.look import look


def verify(
    path: str,
    original: bytes,
    version: bytes,
    ceiling: Ceiling,
    manifest: bytes | None = None,
    day: date | None = None,
    fields: JsonFields | None = None,
) -> Verified:
    """A second look at ``version``, which was made from ``original`` for those cleared for ``ceiling``, by any means.

    Raises :class:`~markcheck.errors.Unreadable` where one of the two cannot be read.
    """
    book = rulebook()
    return look(read(path, original, book, day, fields=fields), version, ceiling, book, manifest=manifest)


class Redaction(Struct, frozen=True):
    """A public version, the plan it was built from, and the original as it was read."""

    data: bytes
    plan: RedactionPlan
    book: Rulebook
    original: MarkedDocument
    stamps: Stamps
    made_on: date


class Wishes(Struct, frozen=True):
    """How a public version should be: what decides where marks leave a choice, the stamps, the day, JSON's fields."""

    options: Options | None = None
    style: Style = Style.PLAIN
    codes: tuple[str, ...] = ()
    made_on: date | None = None
    fields: JsonFields | None = None


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
    marked = read(path, data, book, day, fields=wishes.fields)
    decided = plan(marked, limit, words, wishes.options)
    result = limit.language.banner(decided.result)
    tell(f"{path}: {len(decided.units)} units decided for {limit.text}, the version is {result}")
    stamps = Stamps(words.language, wishes.style, reasons_of(marked.messages[0].authority, wishes.codes))
    made_on = wishes.made_on or today()
    public = write_bytes(marked.document, passages(marked, decided, words, stamps, made_on))
    found = look(marked, public, limit, book, decided.released, decided.withheld)
    if not found.holds or found.unexamined:
        cause = next((problem for problem in found.problems if not problem.doubt), None)
        why = cause.message if cause else found.unexamined
        tell(f"{path}: the second look found {len(found.problems)} problems", debug=False)
        raise RedactionRefused(f"the public version does not stand a second look ({why}): nothing was written")
    tell(f"{path}: {len(public)} bytes stand the second look over {found.words} words", debug=False)
    return Redaction(public, decided, book, marked, stamps, made_on)


def review(path: str, redaction: Redaction, ceiling: Ceiling, *, show_text: bool = False) -> Review:
    """The reviewer's view of a redaction: every block with its decision and its cause. It is not releasable."""
    texts = unit_texts(
        redaction.original, redaction.plan, words_of(redaction.book), redaction.stamps, redaction.made_on
    )
    return make_review(path, redaction.original, redaction.plan, ceiling, texts, show_text=show_text)
