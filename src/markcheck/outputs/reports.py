"""Documents as markcheck sees them, as the JSON contract of ``inspect`` has them."""

from __future__ import annotations

from markcheck.model.examined import Examined
from markcheck.model.message import Block, MarkedDocument, Message
from markcheck.outputs import contract
from markcheck.outputs.results import authority_json, mark_text


def inspected(examined: Examined) -> contract.Inspected:
    """One document of an ``inspect`` report."""
    marked = examined.marked
    first = marked.messages[0] if marked else None
    date = first.date if first else None
    return contract.Inspected(
        path=examined.path,
        format=marked.document.format if marked else None,
        genre=marked.genre if marked else None,
        date=contract.Date(value=date.value.isoformat() if date else None, source=date.source if date else None),
        header=_header(first) if first else None,
        authority=authority(first) if first else None,
        blocks=[_block(marked, block) for message in marked.messages for block in message.blocks] if marked else [],
        unexamined=_unexamined(examined),
    )


def authority(message: Message) -> contract.Authority | None:
    """The authority block of a message."""
    found = authority_json(message)
    return contract.Authority(**found) if found is not None else None


def _block(marked: MarkedDocument, block: Block) -> contract.Block:
    anchor = marked.document.anchor(block.start, block.end)
    return contract.Block(
        id=block.id,
        kind=block.kind.value,
        number=block.number,
        mark=mark_text(block.mark),
        level=_level(block),
        inherited_from=block.inherited_from,
        line=anchor.line,
        end_line=anchor.end_line,
    )


def _level(block: Block) -> str | None:
    return block.marking.level if block.marking else None


def _header(message: Message) -> contract.Header:
    header = message.header
    return contract.Header(
        reference_id=header.reference_id,
        created=header.created,
        released=header.released,
        classification=header.classification,
        origin=header.origin,
        sender=header.sender,
        to=list(header.to),
        info=list(header.info),
        captions=list(header.captions),
        tags=list(header.tags),
        subject=header.subject,
        subject_mark=mark_text(header.subject_mark),
        refs=list(header.refs),
    )


def _unexamined(examined: Examined) -> list[contract.Unexamined]:
    return [
        contract.Unexamined(what=item.what, reason=item.reason, message=item.message) for item in examined.unexamined
    ]
