"""The lines of an authority block or designation indicator, the classifier, and the orders that are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts, has_authority, has_labels
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.authority import Classifier, InstructionKind, Labelled
from markcheck.model.rule import Hit
from markcheck.structure.dates import last_day

_BRACKETED = re.compile(r"\[[^\]]*\]|<[^>]*>|\{[^}]*\}|_{3,}|\.{4,}")
_PIVOT = 66


@check(
    "block-line",
    has_labels,
    role=one_of("classified-by", "derived-from", "reasons", "declassify-on", "controlled-by", "distribution-statement"),
    defect=one_of("empty", "placeholder", "undated", "wording", "begins", "unread", "repeated"),
    words=some_of(required=False),
)
def block_line(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """The labelled lines of one role.

    ``empty``: no value; ``begins``: its first word is one of ``words``;
    ``placeholder``: one of ``words``, or brackets left to be filled in; ``undated``: no date
    although it is none of ``words``; ``wording``: one of ``words``, which have a set form; ``unread``: a reason that
    cites no section; ``repeated``: another line of the role has another value.
    """
    lines = [line for line in facts.message.labelled if line.role == params["role"]]
    words = {word.upper() for word in params.get("words", ())}
    for line in lines:
        if _line_defect(facts, line, lines[0], params["defect"], words):
            yield Hit(line.start, line.end, None, {"label": line.role.replace("-", " ").title()})


def _line_defect(facts: Facts, line: Labelled, first: Labelled, defect: str, words: set[str]) -> bool:
    value = line.value.strip(" .").upper()
    if defect == "empty":
        return not value
    if not value:
        return False
    if defect == "placeholder":
        return value in words or _BRACKETED.fullmatch(line.value.strip(" .")) is not None
    if defect == "wording":
        return value in words and line.value.strip(" .") not in words and line.value.strip(" .") != "Multiple Sources"
    if defect == "begins":
        return value.removeprefix("STATEMENT ").split()[0].strip(".:,") in words
    if defect == "undated":
        return value not in words and last_day(line.value, _PIVOT) is None
    if defect == "unread":
        authority = facts.message.authority
        return authority is not None and not authority.reasons
    return value != first.value.strip(" .").upper()


@check("classifier", has_authority, defect=one_of("no-position", "unreadable"))
def classifier(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``no-position``: a name without title, office or identifier; ``unreadable``: a paragraph that names nobody."""
    authority = facts.message.authority
    if authority is None or authority.classified_start < 0:
        return
    if params["defect"] == "no-position":
        for item in authority.classifiers:
            if item.name is not None and item.position is None and not _identifier(item):
                yield Hit(item.start, item.end)
    elif not authority.classifiers and not authority.derived_from and not authority.labelled:
        yield Hit(authority.classified_start, authority.classified_end)


def _identifier(item: Classifier) -> bool:
    return any(char.isdigit() or char == "#" for char in item.name or "")


@check("orders-differ", has_authority)
def orders_differ(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A place that names another order than the first does, or an E.O. line with another instruction."""
    authority = facts.message.authority
    if authority is None or len(authority.orders) < 2:
        return
    first, *others = authority.orders
    for other in others:
        if other.instruction is not None and other.instruction.kind is InstructionKind.DECLASSIFIED:
            # A note that was added later, beside the line as it was sent.
            continue
        # A damaged number is another rule's.
        differs = other.number != first.number and {other.number, first.number} <= set(facts.orders.numbers)
        instructions = [item.instruction for item in (first, other)]
        if not differs and all(item is not None and _comparable(item.kind) for item in instructions):
            left, right = instructions
            assert left is not None
            assert right is not None
            differs = (left.kind, left.dates, left.codes) != (right.kind, right.dates, right.codes)
        if differs:
            yield Hit(other.start, other.end, None, {"order": f"E.O. {first.number}", "other": f"E.O. {other.number}"})
            return


def _comparable(kind: InstructionKind) -> bool:
    """Whether two instructions of the kind say the same or not."""
    return kind not in (InstructionKind.DECLASSIFIED, InstructionKind.UNKNOWN, InstructionKind.EVENT)


@check("authority-out-of-place", has_labels, document=one_of("unclassified", "foreign"))
def authority_out_of_place(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """An authority block on a document that is wholly unclassified, or that is no decision of the home country.

    The variant ``transmittal`` says that the text refers to what becomes of it without its enclosures.
    """
    message = facts.message
    labelled = [line for line in message.authority.labelled if line.value] if message.authority else []
    if not labelled:
        return
    foreign = "foreign-document" in facts.elements
    wanted = params["document"] == "foreign"
    if foreign != wanted or (not wanted and facts.banner_class != "unclassified"):
        return
    if not wanted and any(facts.language.classified(block.marking) for block in facts.portions if block.marking):
        return
    variant = "transmittal" if "transmittal" in facts.elements else None
    yield Hit(labelled[0].start, labelled[-1].end, None, {"banner": facts.banner_text(message.banner)}, variant)


def _names_category(facts: Facts) -> bool:
    return any(line.role == "cui-category" for line in facts.message.labelled)


@check("designation-category", _names_category)
def designation_category(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A ``CUI category`` line without a category that a mark or the banner has; silent on words it does not know."""
    system = facts.language.system
    sets = {control.named_set for control in system.by_shape.get("named", ())}
    known = {name.upper(): code.upper() for item in sets for code, name in _names(system.named[item])}
    for line in facts.message.labelled:
        if line.role != "cui-category":
            continue
        words = [
            word.strip(" .").upper().removeprefix("SP-") for word in re.split(r"[,;/]", line.value) if word.strip()
        ]
        if not all(word in known for word in words):
            continue
        stated = {known[word] for word in words}
        for name in sorted(facts.named - stated):
            yield Hit(line.start, line.end, None, {"category": name})


def _names(members: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for code, item in members.items():
        yield code, code
        yield code, item.title


@check("downgrade", has_labels)
def downgrade(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A ``Downgrade To`` line whose level is not below the document's, or that names none."""
    banner = facts.message.banner
    for line in facts.message.labelled:
        if line.role != "downgrade-to" or banner is None:
            continue
        level = facts.language.level_named(line.value.split(" on")[0].strip(" :.").upper())
        if level is None or level.rank >= facts.language.rank(banner):
            yield Hit(line.start, line.end, None, {"banner": facts.language.level(banner).banner})


@check("authority-block-place", has_labels)
def authority_block_place(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """An authority block behind the first page of a document of several pages."""
    authority, first_page = facts.message.authority, facts.first_page_end
    if authority is not None and authority.labelled and first_page is not None:
        line = authority.labelled[0]
        if line.start > first_page:
            yield Hit(line.start, line.end)


@check("level-spacing", lambda facts: facts.message.level_text and facts.banner_class == "classified")
def level_spacing(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A classified level that a telegram's classification line spells without the blanks between its letters."""
    statement = facts.message.banner_statement
    written = facts.message.level_text or ""
    if statement is not None and " " not in written.replace("TOP SECRET", "TOPSECRET"):
        yield Hit(statement.start, statement.end)
