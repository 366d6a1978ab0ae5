"""State Department telegrams: bare, or on a web page, alone or several in one file."""

from __future__ import annotations

import datetime
import re

from msgspec.structs import replace

from markcheck.marks.order import with_entries
from markcheck.model.document import Document
from markcheck.model.marking import Marking
from markcheck.model.message import Block, DocumentDate, Header, Kind, Message, Statement
from markcheck.structure.body import BodyReader
from markcheck.structure.elements import Elements, authority_elements
from markcheck.structure.furniture import without_furniture
from markcheck.structure.govern import govern
from markcheck.structure.lines import Line, classification_lines, message_starts
from markcheck.structure.numbering import Verdict
from markcheck.structure.pieces import PARAGRAPH, Found, Piece, complete, find_statement
from markcheck.structure.transmission import Lines, Page, read_archive_line, read_page, read_transmission
from markcheck.structure.words import Words

_SENDER_LINE = re.compile(r"\n[ \t]*FM[ \t]+[A-Z]")
_UNKNOWN_LEVEL = re.compile(
    r"\n[ \t]*(?P<line>(?P<level>[A-Z]{4,14})[ \t]+[A-Z][A-Z ]{1,30}?[ \t]+\d{6})[ \t]*(?=\n|\Z)"
)
_HEADER_LINE = re.compile(r"\n[ \t]*(?:VZCZC|ZN[RY][ ]+[A-Z]{5}\b|[ZOPR]{1,2}[ ]+\d{6}Z[ ]*[A-Z]{3})")
_HEAD = 20000
_BANNER_REACH = 2000


def read(document: Document, words: Words, given: DocumentDate | None = None) -> tuple[Message, ...]:
    """The telegrams of ``document``; empty where it is none. ``given`` is a date that overrides the document's own."""
    text = document.text
    padded = "\n" + text
    lines = classification_lines(text, padded, words)
    # What a portion says must not make a telegram out of a memo.
    mark = words.first_mark.search(padded)
    header_end = mark.start() if mark else len(text)
    if mark and words.element_line.match(padded, mark.start()):
        # The first mark is the classifier paragraph's own.
        header_end = padded.find("\n", mark.end())
        header_end = len(text) if header_end < 0 else header_end
    if not (lines and lines[0].start < header_end) and not _looks_like_telegram(
        padded[: min(header_end, _HEAD) + 1], words
    ):
        return ()
    starts = message_starts(padded, lines)
    messages = []
    for index, start in enumerate(starts):
        last = index + 1 == len(starts)
        end = max(document.own_end, start) if last else starts[index + 1]
        own = [line for line in lines if start <= line.start < end]
        messages.append(_Telegram(text, padded, start, end, words, given, index).read(own, len(text) if last else end))
    return tuple(messages)


def _looks_like_telegram(head: str, words: Words) -> bool:
    """Whether the part above the first mark holds what only telegrams have, or an element and nothing of a memo.

    What a memo says below its opening is no header.
    """
    opening = words.memo_opening.search(head)
    if opening is not None:
        head = head[: opening.start() + 1]
    if (
        words.order_keyword.search(head) is not None
        or _SENDER_LINE.search(head) is not None
        or words.tags_keyword.search(head) is not None
        or words.page_head.search(head) is not None
        or _HEADER_LINE.search(head) is not None
    ):
        return True
    if opening is not None or words.correspondent.search(head) or words.memo_block.search(head):
        return False
    return words.element_line.search(head) is not None


class _Telegram:
    """Reads one telegram, ``text[start:end]``, the ``index``-th of its document."""

    def __init__(
        self, text: str, padded: str, start: int, end: int, words: Words, given: DocumentDate | None, index: int
    ) -> None:
        self.text = text
        self.padded = padded
        self.start = start
        self.end = end
        self.words = words
        self.given = given
        self.index = index
        self.found = Found()
        self.body = BodyReader(text, padded, words, self.found)

    def read(self, lines: list[Line], covered: int) -> Message:
        """The message; what stands between its end and ``covered`` belongs to the page around it."""
        found, words = self.found, self.words
        line = lines[0] if lines else None
        if self.index:
            at = line.level_start if line else self.start
            found.note("second-telegram", at, line.level_end if line else at)
        events = self.body.events(line.start if line else self.start, self.end)
        numbers = self.body.numbers(events)
        body_start = next((at for at, verdict in numbers.items() if verdict.number is not None), None)
        # Marked passages without a number are text too: no element of the header lies behind the first.
        marked = self.body.first_marked(events)
        limit = min((at for at in (body_start, marked) if at is not None), default=self.end)

        page = read_page(self.padded, self.start, line.start if line else limit, words, found)
        above_end = line.start if line else self._first_keyword(limit)
        find_statement(self.padded, self.start, above_end, found)
        read_archive_line(self.padded, self.start, above_end, words, found)
        above_start = found.pieces[0].end if page else self.start
        transmission = read_transmission(
            self.text, self.padded, above_start, above_end, words, found, to_blank=line is None
        )
        date = self._date(transmission, page)
        self.body.day = date.value if date else None
        banner = self._classification_line(line, above_end, limit)

        header_from = line.number_end if line else above_end
        header = without_furniture(self.text, header_from, limit, events, words, found)
        padded = self.padded if header is self.text else "\n" + header
        elements = Elements(header, padded, words, found, date)
        for name in line.captions if line else ():
            elements.captions.add(name, line.level_start if line else 0, line.number_end if line else 0, words)
        header_end = elements.read(header_from, limit)
        # Paragraphs behind the header on one line: a flattened copy.
        run_on = words.run_on.search(self.text, header_from, header_end)
        self._section_lines(lines[1:])
        first = len(found.pieces)
        self._text_from(header_end, body_start, events, numbers)
        if self.body.unread_statement(header_end):
            found.elements.add("entire-text-unread")
        self.body.finish(first)
        elements.numbered_authority()
        self._unnumbered_portions(first)
        self._section_totals(line)

        marking = self._banner(banner, elements)
        pieces = complete(self.text, self.start, covered, found.pieces)
        prefix = f"m{self.index + 1}:" if self.index else ""
        blocks = govern(pieces, marking, words.language, found.entire_text, prefix)
        message = self._message(blocks, elements, page, transmission, date, marking, banner, line)
        return replace(message, unread=((run_on.start("head"), header_end),)) if run_on else message

    # -- above the classification line --------------------------------------------------------

    def _first_keyword(self, end: int) -> int:
        match = self.words.keywords.search(self.padded, self.start, end + 1)
        return match.start() - 1 if match else end

    def _date(self, transmission: Lines, page: Page | None) -> DocumentDate | None:
        if self.given is not None:
            return self.given
        if transmission.sent is not None:
            return DocumentDate(transmission.sent, "date-time-group")
        if page is not None and page.created:
            try:
                return DocumentDate(datetime.date.fromisoformat(page.created[:10]), "page-metadata")
            except ValueError:
                return None
        return None

    # -- the classification line --------------------------------------------------------------

    def _classification_line(self, line: Line | None, header_end: int, limit: int) -> Statement | None:
        """The place that states the level; a line without post and serial, or with an unknown level, will do.

        It stands above the text, ``limit``, and not behind a line that has the form but cannot be read.
        """
        if line is not None:
            if line.section and not 1 <= line.section[0] <= line.section[1]:
                self.found.note(
                    "section-impossible", line.level_start, line.number_end,
                    section=str(line.section[0]), total=str(line.section[1]),
                )  # fmt: skip
            if line.garbled:
                self.found.note("section-garbled", line.level_start, line.number_end)
            if line.efto:
                self.found.elements.add("efto")
            return self._stated(line.marking, line.level_start, line.level_end, line.number_end)
        unknown = _UNKNOWN_LEVEL.search(self.padded, self.start, self.end + 1)
        reach = min(header_end + _BANNER_REACH, limit, unknown.start() if unknown else self.end)
        for bare in self.words.line_level.finditer(self.padded, self.start, self.end + 1):
            if bare.start() > reach:
                break
            marking = self.words.line_marking(bare["level"])
            if marking is not None and not bare["rest"].strip():
                start, end = bare.start("level") - 1, bare.end("level") - 1
                return self._stated(marking, start, end, end)
        if unknown and "transmission-header" in self.found.elements and unknown.start() <= header_end + _BANNER_REACH:
            start, end = unknown.start("level") - 1, unknown.end("level") - 1
            self.found.note("banner-unknown-level", start, end)
            return self._stated(None, start, end, unknown.end("line") - 1)
        return None

    def _stated(self, marking: Marking | None, start: int, end: int, line_end: int) -> Statement:
        self.found.pieces.append(Piece(Kind.CLASSIFICATION_LINE, start, line_end))
        self.found.elements.add("banner")
        statement = Statement("classification-line", marking, start, end, self.text[start:end])
        self.found.statements.append(statement)
        return statement

    def _section_lines(self, lines: list[Line]) -> None:
        """Classification lines of the later transmission sections of the same telegram."""
        for line in lines:
            text = self.text[line.level_start : line.level_end]
            self.found.statements.append(
                Statement("section-line", line.marking, line.level_start, line.level_end, text)
            )

    def _section_totals(self, line: Line | None) -> None:
        if line is None or line.section is None:
            return
        total = str(line.section[1])
        for statement in self.found.statements:
            if statement.place == "page-total" and statement.text != total:
                self.found.note(
                    "section-total-mismatch", statement.start, statement.end,
                    section_total=total, page_total=statement.text,
                )  # fmt: skip
                return

    def _banner(self, statement: Statement | None, elements: Elements) -> Marking | None:
        """The level of the classification line with the controls of the captions."""
        if statement is None or statement.marking is None:
            return None
        return with_entries(self.words.system, statement.marking, elements.captions.entries)

    # -- the text -----------------------------------------------------------------------------

    def _text_from(
        self, header_end: int, body_start: int | None, events: list[re.Match[str]], numbers: dict[int, Verdict]
    ) -> None:
        """Headings or an unnumbered summary between the header and the first paragraph, then the paragraphs."""
        start = header_end if body_start is None else body_start
        if header_end < start:
            between = [event for event in events if header_end <= event.start() < start]
            self.body.read(header_end, start, between, numbers)
        self.body.read(start, self.end, events, numbers)

    def _unnumbered_portions(self, first: int) -> None:
        """Prose that no paragraph governs is a portion without a mark of its own."""
        for piece in self.found.pieces[first:]:
            if piece.kind in (Kind.PORTION, Kind.STAMP) or piece.number is not None:
                return
            if piece.kind is Kind.CONTINUATION:
                piece.kind, piece.rank = Kind.PORTION, PARAGRAPH

    # -- putting it together ------------------------------------------------------------------

    def _message(
        self,
        blocks: tuple[Block, ...],
        elements: Elements,
        page: Page | None,
        transmission: Lines,
        date: DocumentDate | None,
        marking: Marking | None,
        banner: Statement | None,
        line: Line | None,
    ) -> Message:
        found, captions = self.found, elements.captions
        known = {*found.elements, *authority_elements(elements.authority)}
        if any(block.mark is not None for block in blocks):
            known.add("marks")
        level = self.words.system.levels[banner.marking.level].banner if banner and banner.marking else None
        header = Header(
            reference_id=page.reference_id if page else _reference_id(line, date),
            created=page.created if page else transmission.created,
            released=page.released if page else None,
            classification=page.classification.text if page else level,
            origin=page.origin if page else None,
            sender=transmission.sender,
            to=transmission.to,
            info=transmission.info,
            captions=tuple(dict.fromkeys(name for name, _, _ in captions.spans)),
            tags=elements.tags,
            subject=elements.subject,
            subject_mark=elements.subject_mark,
            refs=elements.refs,
        )
        authority = elements.authority
        return Message(
            genre="telegram",
            form="page" if page else "telegram",
            start=self.start,
            end=self.end,
            blocks=blocks,
            header=header,
            authority=authority if authority.order or authority.classified_end >= 0 else None,
            date=date,
            banner=marking,
            banner_statement=banner,
            statements=tuple(found.statements),
            notes=tuple(found.notes),
            caption_spans=tuple(captions.spans),
            elements=frozenset(known),
            entire_text=found.entire_text,
            reference_number=line.written if line else None,
            transmission=replace(transmission.lines, corrects=transmission.lines.corrects or captions.corrects),
            number=line.number if line else None,
            level_text=self.text[line.level_start : line.level_end] if line else None,
        )


def _reference_id(line: Line | None, date: DocumentDate | None) -> str | None:
    if line is None or date is None:
        return None
    return f"{date.value.year % 100:02}{line.post.replace(' ', '').upper()}{int(line.serial)}"
