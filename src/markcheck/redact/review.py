"""The reviewer's view of a redaction: every block with its decision, its cause, and the digest to decide on it."""

from __future__ import annotations

from markcheck.marks.ceiling import Ceiling
from markcheck.model.message import Block, MarkedDocument
from markcheck.model.plan import RedactionPlan, Unit
from markcheck.model.review import Review, Reviewed
from markcheck.redact.decisions import digest, portions_of


def review(
    path: str, marked: MarkedDocument, plan: RedactionPlan, ceiling: Ceiling, texts: dict[str, str], *, show_text: bool
) -> Review:
    """The review of ``plan``; ``texts`` are the version's texts by the id of each unit's first block."""
    language = ceiling.language
    blocks = [block for message in marked.messages for block in message.blocks]
    digests = {name: digest(marked.document.text, items) for name, items in portions_of(blocks).items()}
    reviewed = [
        _reviewed(marked, plan, unit, block, digests.get(block.id), texts, show_text=show_text)
        for unit in plan.units
        for block in unit.blocks
    ]
    unexamined = tuple(
        f"line {marked.document.anchor(start, end).line}: paragraphs run on behind the header"
        for message in marked.messages
        for start, end in message.unread
    )
    return Review(
        path,
        ceiling.text,
        language.banner(plan.result),
        language.level(plan.original).banner if plan.original else None,
        plan.compilation,
        tuple(reviewed),
        plan.echoes,
        unexamined,
    )


def _reviewed(
    marked: MarkedDocument,
    plan: RedactionPlan,
    unit: Unit,
    block: Block,
    sha256: str | None,
    texts: dict[str, str],
    *,
    show_text: bool,
) -> Reviewed:
    anchor = marked.document.anchor(block.start, block.end)
    first = block is unit.first
    cause = plan.causes.get(block.id, unit.ground)
    return Reviewed(
        block.id,
        block.kind.value,
        block.number,
        block.mark.parsed.label if block.mark else None,
        unit.decision,
        cause.text if first else f"{cause.text}; goes with {unit.first.id}",
        cause.doubt,
        anchor.line,
        anchor.end_line,
        sha256,
        marked.document.text[block.start : block.end] if show_text else None,
        (texts.get(block.id, "") if first else "") if show_text else None,
    )
