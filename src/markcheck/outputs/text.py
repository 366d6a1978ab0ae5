"""Reports for people: each finding under the line it is about, with the mark and not the body."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from markcheck.model.authority import Instruction
from markcheck.model.examined import Counts, Examined
from markcheck.model.message import Block, Kind, MarkedDocument, Message
from markcheck.model.rule import Finding, Severity
from markcheck.rulebook.book import Rulebook
from markcheck.structure.words import words_of

Paint = Callable[[str, str], str]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
# Header lines hold no body text, so they may be shown whole.
_SHOWN_WHOLE = frozenset(
    (
        Kind.PAGE_METADATA,
        Kind.TRANSMISSION_HEADER,
        Kind.CLASSIFICATION_LINE,
        Kind.CAPTION,
        Kind.ORDER_LINE,
        Kind.TAGS,
        Kind.AUTHORITY,
        Kind.PAGE_BREAK_LINE,
        Kind.STAMP,
        Kind.STATEMENT,
    )
)
_WIDTH = 100


def plain(text: str, _colour: str) -> str:
    """No colours."""
    return text


def coloured(text: str, colour: str) -> str:
    """ANSI colours."""
    import typer

    return typer.style(text, bold=True) if colour == "bold" else typer.style(text, fg=colour)


def document_text(examined: Examined, book: Rulebook, paint: Paint = plain, *, show_text: bool = False) -> str:
    """One document's findings; empty where there is nothing to say."""
    lines: list[str] = []
    for item in examined.unexamined:
        lines.append(f"{paint(examined.path, 'bold')}: {paint('not examined', 'red')}: {item.message}")
    if examined.marked is not None and examined.findings:
        lines.append(f"{paint(examined.path, 'bold')}  {_headline(examined, book)}")
        lines.extend(_findings(examined.marked, examined.findings, paint, show_text=show_text))
        lines.append("")
    return "\n".join(lines)


def _headline(examined: Examined, book: Rulebook) -> str:
    assert examined.marked is not None
    message = examined.marked.messages[0]
    language = words_of(book).language
    banner = language.banner(message.banner) if message.banner else "no banner"
    parts = [message.genre]
    if message.date:
        parts.append(f"of {message.date.value.isoformat()}")
    text = f"{' '.join(parts)}, {banner}"
    if examined.required and examined.required != message.banner:
        text += f" (its portions need {language.banner(examined.required)})"
    return text


def _findings(marked: MarkedDocument, findings: Sequence[Finding], paint: Paint, *, show_text: bool) -> Iterator[str]:
    width = len(str(max(finding.line for finding in findings)))
    excerpts = _Excerpts(marked, show_text=show_text)
    shown = None
    for finding in findings:
        line = excerpts.line(finding)
        if line.start != shown:
            shown = line.start
            yield f"  {finding.line:>{width}} | {line.text}"
        caret = line.caret(finding)
        label = paint(f"{finding.severity.value} {finding.rule}", _COLOURS[finding.severity])
        yield f"  {'':>{width}} | {caret}{label}: {finding.message}"


class _Line:
    """The visible part of one line of a document."""

    def __init__(self, start: int, text: str) -> None:
        self.start = start
        self.text = text

    def caret(self, finding: Finding) -> str:
        left = finding.start - self.start
        visible = len(self.text.removesuffix("…").rstrip())
        if left < 0 or left >= max(visible, 1):
            return ""
        width = max(1, min(finding.end - finding.start, visible - left))
        return " " * left + "^" * width + " "


class _Excerpts:
    """Lines of a document as they may be shown: marks, numbers and headers, but no body."""

    def __init__(self, marked: MarkedDocument, *, show_text: bool) -> None:
        self._text = marked.document.text
        self._blocks = sorted(
            (block for message in marked.messages for block in message.blocks), key=lambda block: block.start
        )
        self._starts = [block.start for block in self._blocks]
        self._show_text = show_text

    def line(self, finding: Finding) -> _Line:
        start = self._text.rfind("\n", 0, finding.start) + 1
        end = self._text.find("\n", start)
        end = min(len(self._text) if end < 0 else end, start + _WIDTH)
        if self._show_text:
            return _Line(start, self._text[start:end])
        index = bisect_right(self._starts, max(finding.start, start)) - 1
        return _Line(start, self._visible(start, end, self._blocks[index] if index >= 0 else None))

    def _visible(self, start: int, end: int, block: Block | None) -> str:
        if block is None or block.end <= start:
            return "…"
        if block.kind in _SHOWN_WHOLE:
            return self._text[start:end].rstrip()
        if block.start < start:
            return "…"
        head = self._text[start : min(block.body, end)]
        if block.mark is not None and block.mark.start >= start:
            mark = block.mark
            label = mark.parsed.label
            head = self._text[start : mark.start] + label
            if mark.end > block.body:
                return "…"
        # What stands in brackets before a number may be prose.
        if "(" in self._text[start : block.mark.start if block.mark else block.body]:
            return "…"
        return f"{head.rstrip()} …"


def summary_text(summary: Counts, paint: Paint = plain) -> str:
    """The last line: what was looked at and what was found."""
    documents = _count(summary.documents, "document")
    counts = [
        paint(_count(number, name), colour)
        for number, name, colour in (
            (summary.errors, "error", "red"),
            (summary.warnings, "warning", "yellow"),
            (summary.infos, "note", "cyan"),
        )
        if number
    ]
    text = f"{documents}: {', '.join(counts) if counts else paint('no findings', 'green')}"
    if summary.unexamined:
        text += f"; {paint(f'{summary.unexamined} not examined', 'red')}"
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def inspect_text(examined: Examined, book: Rulebook, paint: Paint = plain, *, show_text: bool = False) -> str:
    """One document as markcheck sees it: header, authority, blocks."""
    if examined.marked is None:
        return document_text(examined, book, paint)
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
