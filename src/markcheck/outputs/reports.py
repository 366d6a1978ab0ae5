"""Examined documents to the models of the JSON contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from markcheck.model import authority as inside
from markcheck.model.examined import Examined, count
from markcheck.model.message import Block, Kind, Mark, MarkedDocument, Message
from markcheck.model.rule import Finding
from markcheck.outputs import contract
from markcheck.rulebook.book import Rulebook
from markcheck.structure.words import words_of


def validate_report(documents: Sequence[Examined], book: Rulebook) -> contract.ValidateReport:
    """The report of a ``validate`` run."""
    return contract.ValidateReport(
        documents=[validated(examined, book) for examined in documents],
        summary=contract.Summary(**asdict(count(documents))),
    )


def validated(examined: Examined, book: Rulebook) -> contract.Document:
    """One document of a ``validate`` report."""
    marked = examined.marked
    first = marked.messages[0] if marked else None
    required = words_of(book).language.banner(examined.required) if examined.required else None
    return contract.Document(
        path=examined.path,
        format=marked.document.format if marked else None,
        genre=marked.genre if marked else None,
        date=first.date.value.isoformat() if first and first.date else None,
        banner=_banner(marked, book) if marked else None,
        required_banner=required,
        portions=_portions(marked) if marked else [],
        authority=authority(first) if first else None,
        findings=[finding_model(finding) for finding in examined.findings],
        unexamined=_unexamined(examined),
    )


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
    found = message.authority
    if found is None:
        return None
    return contract.Authority(
        order=found.order,
        classified_by=[name for item in found.classifiers if (name := item.name or item.position)],
        reasons=[contract.Reason(section=item.section, letters=list(item.letters)) for item in found.reasons],
        derived_from=list(found.derived_from),
        declassify_on=_instruction(found.instruction),
    )


def _instruction(instruction: inside.Instruction | None) -> contract.DeclassifyOn | None:
    if instruction is None:
        return None
    return contract.DeclassifyOn(
        kind=instruction.kind.value,
        date=instruction.date.isoformat() if instruction.date else None,
        event=instruction.event,
        exemption=", ".join(instruction.codes) or None,
        text=instruction.text,
    )


def _banner(marked: MarkedDocument, book: Rulebook) -> contract.Banner | None:
    """The highest banner of the document's messages."""
    words = words_of(book)
    stated = [message for message in marked.messages if message.banner_statement is not None]
    if not stated:
        return None
    message = max(stated, key=lambda item: words.language.rank(item.banner) if item.banner else -1)
    statement = message.banner_statement
    assert statement is not None
    return contract.Banner(
        text=words.language.banner(message.banner) if message.banner else statement.text,
        level=message.banner.level if message.banner else None,
        line=marked.document.anchor(statement.start, statement.end).line,
    )


def _portions(marked: MarkedDocument) -> list[contract.Portion]:
    """The portions, each reaching to the end of what hangs on it."""
    ends = {
        block.inherited_from: block.end
        for message in marked.messages
        for block in message.blocks
        if block.kind is Kind.CONTINUATION and block.inherited_from
    }
    result = []
    for message in marked.messages:
        for block in message.portions:
            anchor = marked.document.anchor(block.start, max(block.end, ends.get(block.id, 0)))
            result.append(
                contract.Portion(
                    id=block.id,
                    number=block.number,
                    mark=mark_text(block.mark),
                    level=_level(block),
                    inherited=block.mark is None,
                    line=anchor.line,
                    end_line=anchor.end_line,
                )
            )
    return result


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


def mark_text(mark: Mark | None) -> str | None:
    """A mark as it may be shown."""
    return mark.parsed.label if mark else None


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


def finding_model(finding: Finding) -> contract.Finding:
    """One finding."""
    return contract.Finding(
        rule=finding.rule,
        severity=finding.severity.value,
        message=finding.message,
        line=finding.line,
        column=finding.column,
        end_line=finding.end_line,
        end_column=finding.end_column,
        portion=finding.portion,
        fix=finding.fix,
    )


def _unexamined(examined: Examined) -> list[contract.Unexamined]:
    return [
        contract.Unexamined(what=item.what, reason=item.reason, message=item.message) for item in examined.unexamined
    ]
