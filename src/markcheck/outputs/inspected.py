"""A document as markcheck sees it, for people."""

from __future__ import annotations

from collections.abc import Iterator

from markcheck.model.authority import Instruction
from markcheck.model.examined import Examined
from markcheck.model.message import MarkedDocument, Message
from markcheck.report.interface import Paint, plain
from markcheck.rulebook.book import Rulebook
from markcheck.structure.words import words_of


def inspect_text(examined: Examined, book: Rulebook, paint: Paint = plain, *, show_text: bool = False) -> str:
    """One document as markcheck sees it: header, authority, blocks."""
    if examined.marked is None:
        return "\n".join(f"{examined.path}: not examined: {item.message}" for item in examined.unexamined)
    lines = [paint(examined.path, "bold")]
    for index, message in enumerate(examined.marked.messages, start=1):
        if len(examined.marked.messages) > 1:
            lines.append(f"message {index} of {len(examined.marked.messages)}")
        lines.extend(_message_lines(message, examined, book))
        lines.extend(_block_lines(message, examined.marked, show_text=show_text))
    return "\n".join(lines) + "\n"


def _message_lines(message: Message, examined: Examined, book: Rulebook) -> Iterator[str]:
    header, authority = message.header, message.authority
    language = words_of(book).language
    date = f"{message.date.value.isoformat()} ({message.date.source})" if message.date else None
    shown = {
        "genre": f"{message.genre} ({message.form})",
        "date": date,
        "banner": language.banner(message.banner) if message.banner else None,
        "portions need": language.banner(examined.required) if examined.required else None,
        "reference": header.reference_id,
        "created": header.created,
        "released": header.released,
        "classification": header.classification,
        "origin": header.origin,
        "from": header.sender,
        "to": ", ".join(header.to),
        "info": ", ".join(header.info),
        "captions": ", ".join(header.captions),
        "tags": ", ".join(header.tags),
        "subject mark": header.subject_mark.parsed.label if header.subject_mark else None,
        "refs": "; ".join(header.refs),
    }
    if authority is not None:
        shown["order"] = f"E.O. {authority.order}" if authority.order else None
        shown["declassify on"] = _instruction_text(authority.instruction)
        shown["classified by"] = "; ".join(
            ", ".join(filter(None, (item.name, item.position))) for item in authority.classifiers
        )
        shown["reasons"] = "; ".join(
            f"{item.section} {', '.join(f'({letter})' for letter in item.letters)}" for item in authority.reasons
        )
        shown["derived from"] = "; ".join(authority.derived_from)
    for name, value in shown.items():
        if value:
            yield f"  {name + ':':<16} {value}"


def _instruction_text(instruction: Instruction | None) -> str | None:
    if instruction is None:
        return None
    value = instruction.date.isoformat() if instruction.date else instruction.text
    return f"{', '.join(instruction.codes)} {value}".strip() + f" ({instruction.kind.value})"


def _block_lines(message: Message, marked: MarkedDocument, *, show_text: bool) -> Iterator[str]:
    yield f"  {'block':<8} {'kind':<20} {'lines':<9} {'no.':<5} {'mark':<12} {'level':<6} inherited from"
    for block in message.blocks:
        anchor = marked.document.anchor(block.start, block.end)
        lines = f"{anchor.line}" if anchor.line == anchor.end_line else f"{anchor.line}-{anchor.end_line}"
        mark = block.mark.parsed.label if block.mark else ""
        level = block.marking.level if block.marking else ""
        number = "" if block.number is None else str(block.number)
        source = block.inherited_from or ""
        row = f"  {block.id:<8} {block.kind.value:<20} {lines:<9} {number:<5} {mark:<12} {level:<6} {source}"
        if block.doubt:
            row += f" [{block.doubt}]"
        yield row.rstrip()
        if show_text:
            for line in marked.document.text[block.start : block.end].split("\n"):
                yield f"      {line}"
