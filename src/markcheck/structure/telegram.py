"""State Department telegrams: bare, or on a web page, alone or several in one file.

The order of blocks varies in real telegrams and old copies run them together on one line, so the header is read by
keyword and not by line: an element reaches from its keyword to the next one. The telegram is split off from what
follows it at each further classification line with another message reference number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as Day

from markcheck.model.authority import Authority, Classifier, Reasons
from markcheck.model.document import Document
from markcheck.model.marking import Form, Marking, Standing
from markcheck.model.message import Block, DocumentDate, Header, Kind, Mark, Message, Statement
from markcheck.structure.body import BodyReader
from markcheck.structure.classifier import order_named, read_classifier, read_derived, read_reasons
from markcheck.structure.govern import govern
from markcheck.structure.instruction import read_instruction
from markcheck.structure.pieces import PARAGRAPH, Found, Piece, find_statement
from markcheck.structure.transmission import Page, Transmission, read_page, read_transmission
from markcheck.structure.words import Words

_SECTION = re.compile(r"[ \t]*SECTION[ \t]+(?P<section>\d{1,2})[ \t]+OF[ \t]+(?P<total>\d{1,2})(?!\d)")
_EFTO = re.compile(r"[ \t]*E[ ]?F[ ]?T[ ]?O(?![A-Z])")
_REFERENCE_NUMBER = re.compile(
    r"[ \t]*(?:(?P<year>\d\d)[ \t]+)?(?P<post>[A-Za-z][A-Za-z0-9 .'/-]{0,40}?)[ \t]+(?P<serial>\d{1,8})(?!\d)"
)
_UNKNOWN_LEVEL = re.compile(r"\n[ \t]*(?P<line>(?P<level>[A-Z]{4,14})[ \t]+[A-Z][A-Z ]{1,30}?[ \t]+\d{6})[ \t]*(?=\n|\Z)")
_SENDER_LINE = re.compile(r"\n[ \t]*FM[ \t]+[A-Z]")
_DATA_ROW = re.compile(r"\n[ \t]*\d+[ \t,]+[^\n]{0,40}\d{4}[^\n]{0,80}(?:CONFIDENTIAL|SECRET|UNCLASSIFIED)[^\n]*")
_TITLE = re.compile(r"\nViewing cable[ \t]+(?P<id>\w+),[ \t]*(?P<subject>[^\n]*)")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_TAG = re.compile(r"[A-Z][A-Z0-9]+")
_REF_ITEM = re.compile(
    r"(?:(?<=^)|(?<=[\s:,;]))[\u00b61]?(?:\(?(?P<letter>[A-Z])[).:\]]+|\[[A-Z]\])[ ]*(?:(?P=letter)[).][ ]*)?(?P<mark>\([^()\n]{1,40}\))?"
)
_NOTAL = re.compile(r"\(?\bNOTAL\b\)?")
_TELEGRAM_REF = re.compile(
    r"(?:\d{2,4}[ ]+)?[A-Z][A-Z .']{1,28}[ ]*\d{1,8}(?:[ ]*[-/][ ]*\d{1,6}|[ ]+AND[ ]+\d{1,6})*(?:[ ]*\(\d\d\))?(?:[ ]*\(?NOTAL\)?)?$"
)
_PARAGRAPH_GAP = re.compile(r"\n[ \t]*\n")
_SUBJECT_STOP = re.compile(r"\n[ \t]*(?:[-=]{4,}|SENSITIVE BUT UNCLASSIFIED|(?i:this is an action request))")
_SUBJECT_MARK = re.compile(r"[ \t\n]*(?P<mark>\([^()\n]{1,40}\))")
_BROKEN_OFF = re.compile(r"[ \t\n]*(?:f?or[ ]+)?(?:reasons?\b|1\.[45])", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A classification line: its level, its section, and the telegram's number."""

    start: int
    end: int
    level_start: int
    level_end: int
    marking: Marking
    post: str
    serial: str
    number_end: int
    section: tuple[int, int] | None
    written: str

    @property
    def number(self) -> tuple[str, int]:
        """The message reference number, comparable."""
        return (self.post.replace(" ", "").upper(), int(self.serial))


def read(document: Document, words: Words, given: DocumentDate | None = None) -> tuple[Message, ...]:
    """The telegrams of ``document``; empty where it is none. ``given`` is a date that overrides the document's own."""
    text = document.text
    padded = "\n" + text
    lines = _classification_lines(text, padded, words)
    if not lines and not _looks_like_telegram(padded, words):
        return ()
    starts = _splits(text, padded, lines)
    messages = []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(text)
        own = [line for line in lines if start <= line.start < end]
        reader = _Telegram(document, padded, start, end, words, f"m{index + 1}:" if index else "", given)
        messages.append(reader.read(own, second=index > 0))
    return tuple(messages)


def _looks_like_telegram(padded: str, words: Words) -> bool:
    head = padded[:20000]
    return (
        words.order_keyword.search(head) is not None
        or _SENDER_LINE.search(head) is not None
        or (words.tags_keyword.search(head) is not None)
        or "\n" + words.page_columns in head
    )


def _classification_lines(text: str, padded: str, words: Words) -> list[Line]:
    """Every line of the form level, section, post, serial."""
    lines = []
    for match in words.line_level.finditer(padded):
        marking = words.line_marking(match["level"])
        rest = match["rest"]
        if marking is None or not rest.strip():
            continue
        at = 0
        efto = _EFTO.match(rest)
        if efto:
            at = efto.end()
        section = _SECTION.match(rest, at)
        if section:
            at = section.end()
        number = _REFERENCE_NUMBER.match(rest, at)
        if number is None or not (number["post"].isupper() or match["level"].islower() or not match["level"].isupper()):
            continue
        offset = match.start("rest") - 1
        lines.append(
            Line(
                match.start(), match.end() - 1, match.start("level") - 1, match.end("level") - 1, marking, number["post"],
                number["serial"], offset + number.end(),
                (int(section["section"]), int(section["total"])) if section else None,
                " ".join(number.group().split()),
            )
        )
    if len(lines) > 1:
        first = lines[0]
        lines = [first, *(line for line in lines[1:] if line.number == first.number or _opens_header(text, line, words))]
    return lines


def _opens_header(text: str, line: Line, words: Words) -> bool:
    """Whether a header follows a further classification line: prose that happens to look like one has none."""
    following = "\n" + text[line.number_end : line.number_end + 1500]
    return words.order_keyword.search(following) is not None or words.tags_keyword.search(following) is not None


def _splits(text: str, padded: str, lines: list[Line]) -> list[int]:
    """Where each message starts: at its own transmission header or data row, else at its classification line."""
    starts = [0]
    for before, line in zip(lines, lines[1:], strict=False):
        if line.number == before.number:
            continue
        header = padded.find("\nVZCZC", before.end, line.start + 1)
        row = _DATA_ROW.search(padded, before.end, line.start + 1)
        candidates = [at for at in (header, row.start() if row else -1) if at >= 0]
        starts.append(min(candidates, default=line.start))
    return starts


class _Telegram:
    """Reads one telegram, ``text[start:end]``."""

    def __init__(
        self, document: Document, padded: str, start: int, end: int, words: Words, prefix: str, given: DocumentDate | None
    ) -> None:
        self.document = document
        self.text = document.text
        self.padded = padded
        self.start = start
        self.end = end
        self.words = words
        self.prefix = prefix
        self.given = given
        self.found = Found()
        self.captions: list[tuple[str, int, int]] = []
        self.controls: list[str] = []
        self.codes: tuple[str, ...] = ()
        self.authority = Authority()
        self.tags: list[str] = []
        self.subject: str | None = None
        self.subject_mark: Mark | None = None
        self.refs: list[str] = []

    def read(self, lines: list[Line], second: bool) -> Message:
        text, found = self.text, self.found
        if second:
            found.note("second-telegram", self.start, min(self.end, self.start + 1))
        line = lines[0] if lines else None
        body = BodyReader(text, self.padded, self.words, found)
        header_from = line.number_end if line else self.start
        events = body.events(line.start if line else self.start, self.end)
        numbers = body.numbers([event for event in events if event.start() >= header_from or line is None])
        body_start = next((at for at, verdict in numbers.items() if verdict.number is not None), None)
        page = read_page(text, self.padded, self.start, line.start if line else body_start or self.end, self.words, found)
        find_statement(self.padded, self.start, line.start if line else self.end, found)
        above_end = line.start if line else self._first_keyword(body_start or self.end)
        above_start = found.pieces[-1].end if page else self.start
        transmission = read_transmission(text, self.padded, above_start, above_end, self.words, found)
        date = self._date(transmission, page)
        banner = self._classification_line(line, above_end)
        if line is None:
            header_from = above_end
        elements_end = self._header(header_from, body_start, date)
        self._further_lines(lines[1:], elements_end if body_start is None else body_start)
        first = len(found.pieces)
        start = body_start if body_start is not None else elements_end
        if body_start is not None and elements_end < body_start:
            self._between(elements_end, body_start, events, numbers, body)
        body.read(start, self.end, events, numbers)
        body.finish(first)
        self._numbered_authority(date)
        self._unnumbered_portions(first)
        marking = self._banner(banner)
        pieces = self._complete(page)
        blocks = govern(pieces, marking, self.words.lattice, found.entire_text, self.prefix)
        return self._message(blocks, page, transmission, date, marking, banner, line)

    # -- above the classification line --------------------------------------------------------

    def _first_keyword(self, end: int) -> int:
        match = self.words.keywords.search(self.padded, self.start, end + 1)
        return match.start() - 1 if match else end

    def _date(self, transmission: Transmission, page: Page | None) -> DocumentDate | None:
        if self.given is not None:
            return self.given
        if transmission.sent is not None:
            return DocumentDate(transmission.sent, "date-time-group")
        if page is not None and page.created:
            try:
                return DocumentDate(Day.fromisoformat(page.created[:10]), "page-metadata")
            except ValueError:
                return None
        return None

    # -- the classification line --------------------------------------------------------------

    def _classification_line(self, line: Line | None, header_end: int) -> Statement | None:
        text, found = self.text, self.found
        if line is not None:
            found.pieces.append(Piece(Kind.CLASSIFICATION_LINE, line.level_start, line.number_end))
            statement = Statement(
                "classification-line", line.marking, line.level_start, line.level_end, text[line.level_start : line.level_end]
            )
            found.statements.append(statement)
            found.elements.add("banner")
            if line.section:
                section, total = line.section
                if section < 1 or section > total:
                    found.note(
                        "section-impossible", line.level_start, line.number_end, section=str(section), total=str(total)
                    )
            return statement
        for bare in self.words.line_level.finditer(self.padded, self.start, self.end + 1):
            marking = self.words.line_marking(bare["level"])
            if marking is None or bare["rest"].strip() or bare.start() > header_end + 2000:
                continue
            start, end = bare.start("level") - 1, bare.end("level") - 1
            found.pieces.append(Piece(Kind.CLASSIFICATION_LINE, start, end))
            found.elements.add("banner")
            statement = Statement("classification-line", marking, start, end, bare["level"])
            found.statements.append(statement)
            return statement
        unknown = _UNKNOWN_LEVEL.search(self.padded, self.start, self.end + 1)
        if unknown and "transmission-header" in found.elements and unknown.start() <= header_end + 200:
            start, end = unknown.start("line") - 1, unknown.end("line") - 1
            found.note("banner-unknown-level", start, unknown.end("level") - 1)
            found.pieces.append(Piece(Kind.CLASSIFICATION_LINE, start, end))
            found.elements.add("banner")
            return Statement("classification-line", None, start, end, "")
        return None

    def _further_lines(self, lines: list[Line], body_start: int) -> None:
        """Classification lines of the later transmission sections of the same telegram."""
        for line in lines:
            self.found.statements.append(
                Statement(
                    "section-line", line.marking, line.level_start, line.level_end,
                    self.text[line.level_start : line.level_end],
                )
            )

    # -- between the classification line and the text -----------------------------------------

    def _header(self, start: int, body_start: int | None, date: DocumentDate | None) -> int:
        """Read the header's elements; gives the offset where they end."""
        limit = body_start if body_start is not None else self.end
        seen: dict[str, re.Match[str]] = {}
        matches = []
        for match in self.words.keywords.finditer(self.padded, start, limit + 1):
            kind = match.lastgroup or ""
            kind = "order" if kind == "number" else kind
            if kind == "authority" and "authority" in seen:
                continue
            if kind in seen and kind != "order":
                continue
            if kind == "order" and "authority" in seen:
                continue
            seen[kind] = match
            matches.append((kind, match))
        matches.sort(key=lambda pair: pair[1].start())
        first = self._line_start(matches[0][1]) if matches else self._end_of_captions(start, limit)
        self._captions(start, first)
        end = first
        for index, (kind, match) in enumerate(matches):
            at = self._line_start(match)
            stop = self._line_start(matches[index + 1][1]) if index + 1 < len(matches) else limit
            end = self._element(kind, match, at, stop, date)
        return end

    def _line_start(self, match: re.Match[str]) -> int:
        """The keyword's offset, or that of the pilcrow (or what became of it) in front of it."""
        at = match.start() - 1
        while at > self.start and self.text[at - 1] in " \t\u00b6\ufffd" and self.text[at - 1] != "\n":
            at -= 1
        return at + len(self.text[at : match.start() - 1]) - len(self.text[at : match.start() - 1].lstrip())

    def _end_of_captions(self, start: int, limit: int) -> int:
        at = start
        while at < limit:
            end = self.text.find("\n", at)
            end = limit if end < 0 or end > limit else end
            line = self.text[at:end].strip()
            if line and not self.words.caption.match(line):
                return at
            at = end + 1
        return limit

    def _captions(self, start: int, end: int) -> None:
        at = start
        while at < end:
            stop = self.text.find("\n", at, end)
            stop = end if stop < 0 else stop
            self._caption_line(at, stop)
            at = stop + 1

    def _caption_line(self, start: int, end: int) -> None:
        line = self.text[start:end]
        if not line.strip():
            return
        begin = start + len(line) - len(line.lstrip())
        piece = Piece(Kind.CAPTION, begin, start + len(line.rstrip()), gap=False)
        self.found.pieces.append(piece)
        rest = line
        for match in self.words.caption.finditer(line):
            if line[: match.start()].strip(" \t,;/-") and not self.words.caption.match(line.lstrip()):
                break
            name = match.group()
            self.captions.append((name, start + match.start(), start + match.end()))
            control = self.words.captions[name].get("control")
            if control:
                self.controls.append(control)
            rest = rest.replace(name, "", 1)
        rest = rest.strip(" \t,;/-\\")
        if not rest:
            return
        listed = self.words.grammar.parse(f"{self.words.system.lowest.banner}//{rest}", Form.BANNER)
        if listed.marking is not None and listed.standing is Standing.VALID:
            self.controls.extend(listed.marking.controls)
            self.codes = listed.marking.codes or self.codes
            self.captions.append((rest, piece.start, piece.end))
        elif not self.words.attention.search(rest):
            piece.doubt = "not a known caption"

    def _element(self, kind: str, match: re.Match[str], start: int, stop: int, date: DocumentDate | None) -> int:
        """One header element from its keyword up to ``stop`` at most; gives the offset where it ends."""
        text = self.text
        after = match.end() - 1
        blank = _PARAGRAPH_GAP.search(text, after, stop)
        end = blank.start() if blank else stop
        if kind == "order":
            line_end = text.find("\n", after, end)
            if line_end >= 0 and text[after:line_end].strip(" :.").upper() not in ("", "DECL", "DECL:"):
                end = line_end
            self._order(match, after, end, date)
            self._add(Kind.ORDER_LINE, start, end)
        elif kind == "tags":
            self.found.elements.add("tags")
            self.tags = _TAG.findall(_LINK.sub(r"\1", text[after:end]).upper())
            self._add(Kind.TAGS, start, end)
        elif kind == "subject":
            halt = _SUBJECT_STOP.search(text, after, end)
            end = halt.start() if halt else end
            self._subject(start, after, end)
        elif kind == "reference":
            end = self._references(start, after, stop)
        else:
            end = self._authority(start, end, stop, date)
        return end

    def _add(self, kind: Kind, start: int, end: int, mark: Mark | None = None) -> Piece:
        stripped = start + len(self.text[start:end].rstrip())
        piece = Piece(kind, start, stripped, mark=mark, gap=self.text[max(0, start - 2) : start].count("\n") > 1)
        self.found.pieces.append(piece)
        return piece

    def _order(self, match: re.Match[str], after: int, end: int, date: DocumentDate | None) -> None:
        found = self.found
        found.elements.add("order-line")
        number = match["number"]
        start, stop = match.start("order") - 1, match.end("order") - 1
        if number not in self.words.orders.numbers:
            nearest = next((known for known in self.words.orders.numbers if _near(known, number)), "")
            found.note("order-number-unknown", start, stop, number=number, suggestion=nearest)
        written = self.text[start:stop].removeprefix("1")
        if not written.startswith("E.O. ") or self.text[after : after + 2] != ": ":
            found.note("order-punctuation", start, stop)
        instruction = read_instruction(
            self.text, after, end, date.value if date else None, self.words, found
        )
        if self.authority.order is not None:
            return
        self.authority = Authority(number, start, stop, instruction)

    def _subject(self, start: int, after: int, end: int) -> None:
        self.found.elements.add("subject")
        match = _SUBJECT_MARK.match(self.text, after, end)
        at = after
        if match:
            parsed = self.words.grammar.parse(match["mark"])
            if parsed.marking is not None and parsed.standing is not Standing.PROSE:
                self.subject_mark = Mark(match.start("mark"), match.end("mark"), parsed)
                for fault in parsed.faults:
                    self.found.note(
                        fault.code, match.start("mark") + fault.start, match.start("mark") + fault.end, **fault.fields
                    )
                at = match.end()
        self.subject = " ".join(self.text[at:end].split()) or None
        piece = self._add(Kind.SUBJECT, start, end, self.subject_mark)
        piece.body = at

    def _references(self, start: int, after: int, stop: int) -> int:
        """The REF list, one piece an item, so that an item's own mark decides on it alone."""
        text = self.text
        end = after
        while end < stop:
            blank = _PARAGRAPH_GAP.search(text, end, stop)
            end = blank.start() if blank else stop
            following = text[end:stop].lstrip()
            if not blank or not _REF_ITEM.match(following[:60]):
                break
            end = stop - len(text[end:stop].lstrip())
        items = [item for item in _REF_ITEM.finditer(text[after:end]) if item.group().strip()]
        cuts = [after + item.start() for item in items]
        bounds = [start, *cuts[1:], end] if cuts else [start, end]
        for index, (left, right) in enumerate(zip(bounds, bounds[1:], strict=False)):
            item = items[index] if index < len(items) else None
            mark = None
            value_start = after if index == 0 else left
            if item is not None:
                value_start = after + item.end()
                if item["mark"]:
                    parsed = self.words.grammar.parse(item["mark"])
                    if parsed.marking is not None:
                        mark = Mark(after + item.start("mark"), after + item.end("mark"), parsed)
                    else:
                        value_start = after + item.start("mark")
            value = " ".join(_NOTAL.sub("", text[value_start:right]).split()).strip(" ,;")
            piece = self._add(Kind.REFERENCE, left, right, mark)
            piece.gap = piece.gap and index == 0
            if not _TELEGRAM_REF.match(" ".join(text[value_start:right].split()).strip(" ,;.")):
                piece.doubt = "not a telegram's number"
            if value:
                self.refs.append(value)
        return end

    def _authority(self, start: int, end: int, stop: int, date: DocumentDate | None) -> int:
        joined = self.text[start:end]
        if end < stop and not read_reasons(joined.replace("\n", " "), start, Found()):
            more = _PARAGRAPH_GAP.search(self.text, end + 2, stop)
            following = self.text[end:stop].lstrip()
            if _BROKEN_OFF.match(following):
                end = more.start() if more else stop
        self._classified(start, end)
        self._add(Kind.AUTHORITY, start, end, self._leading_mark(start))
        return end

    def _leading_mark(self, start: int) -> Mark | None:
        match = _SUBJECT_MARK.match(self.text, start, start + 60)
        if match is None:
            return None
        parsed = self.words.grammar.parse(match["mark"])
        return Mark(match.start("mark"), match.end("mark"), parsed) if parsed.marking else None

    def _classified(self, start: int, end: int) -> None:
        joined = self.text[start:end].replace("\n", " ")
        classifier = read_classifier(joined, start, self.words, self.found)
        reasons = read_reasons(joined, start, self.found)
        derived = read_derived(joined)
        named = order_named(joined)
        classifiers: tuple[Classifier, ...] = (classifier,) if classifier else ()
        self.authority = Authority(
            self.authority.order or (named[1] if named else None),
            self.authority.order_start if self.authority.order else start + (named.start() if named else 0),
            self.authority.order_end if self.authority.order else start + (named.end() if named else 0),
            self.authority.instruction, classifiers, reasons, derived, start, end,
        )
        self._authority_elements(classifiers, reasons, derived)

    def _authority_elements(
        self, classifiers: tuple[Classifier, ...], reasons: tuple[Reasons, ...], derived: tuple[str, ...]
    ) -> None:
        elements = self.found.elements
        if classifiers or not derived:
            elements.add("classified-by")
        if derived:
            elements.add("derived-from")
        if reasons:
            elements.add("reasons")
        if any(reason.letters for reason in reasons):
            elements.add("reason-letters")

    def _numbered_authority(self, date: DocumentDate | None) -> None:
        """``1. (U) CLASSIFIED BY ...``: a numbered paragraph that is the authority paragraph."""
        if "classified-by" in self.found.elements or "derived-from" in self.found.elements:
            return
        for piece in self.found.pieces:
            if piece.number is None or piece.number > 2 or piece.kind is not Kind.PORTION:
                continue
            if self.words.authority_opener.match(self.text[piece.body : piece.end].lstrip(" .\t\n")):
                piece.kind = Kind.AUTHORITY
                self._classified(piece.body, piece.end)
                return

    # -- the text -----------------------------------------------------------------------------

    def _between(
        self, start: int, end: int, events: list[re.Match[str]], numbers: dict[int, object], body: BodyReader
    ) -> None:
        """Text between the last header element and the first paragraph: headings, or an unnumbered summary."""
        body.read(start, end, [event for event in events if start <= event.start() < end], {})

    def _unnumbered_portions(self, first: int) -> None:
        """Prose that no paragraph governs is a portion without a mark of its own."""
        for piece in self.found.pieces[first:]:
            if piece.kind is Kind.PORTION or (piece.kind is Kind.AUTHORITY and piece.number is not None):
                return
            if piece.kind is Kind.STAMP:
                return
            if piece.kind is Kind.CONTINUATION:
                piece.kind = Kind.PORTION
                piece.rank = PARAGRAPH

    # -- putting it together ------------------------------------------------------------------

    def _banner(self, statement: Statement | None) -> Marking | None:
        if statement is None or statement.marking is None:
            return None
        stated = statement.marking
        system = self.words.system
        names = dict.fromkeys((*stated.controls, *self.controls))
        controls = tuple(sorted(names, key=lambda name: system.controls[name].order))
        return Marking(stated.level, controls, self.codes)

    def _complete(self, page: Page | None) -> list[Piece]:
        """The pieces in order, with every stretch of text that none covers as a piece of its own."""
        pieces = sorted(self.found.pieces, key=lambda piece: piece.start)
        complete: list[Piece] = []
        at = self.start
        for piece in pieces:
            if piece.start > at:
                self._loose(at, piece.start, complete)
            if piece.end > at:
                piece.start = max(piece.start, at)
                complete.append(piece)
                at = piece.end
        self._loose(at, self.end, complete)
        return complete

    def _loose(self, start: int, end: int, into: list[Piece]) -> None:
        stretch = self.text[start:end]
        ink = stretch.strip()
        if ink:
            begin = start + stretch.index(ink[0])
            into.append(Piece(Kind.PAGE_TEXT, begin, begin + len(ink)))

    def _message(
        self, blocks: tuple[Block, ...], page: Page | None, transmission: Transmission, date: DocumentDate | None,
        marking: Marking | None, banner: Statement | None, line: Line | None,
    ) -> Message:
        found = self.found
        if any(block.mark is not None for block in blocks):
            found.elements.add("marks")
        self._instruction_elements()
        self._section_totals(line)
        header = Header(
            reference_id=page.reference_id if page else _reference_id(line, date),
            created=page.created if page else transmission.created,
            released=page.released if page else None,
            classification=page.classification.text if page else self._level_name(banner),
            origin=page.origin if page else None,
            sender=transmission.sender,
            to=transmission.to,
            info=transmission.info,
            captions=tuple(dict.fromkeys(name for name, _, _ in self.captions)),
            tags=tuple(dict.fromkeys(self.tags)),
            subject=self.subject,
            subject_mark=self.subject_mark,
            refs=tuple(self.refs),
        )
        authority = self.authority
        known = authority.order or authority.classified_end >= 0
        return Message(
            genre="telegram", form="page" if page else "telegram", start=self.start, end=self.end, blocks=blocks,
            header=header, authority=authority if known else None, date=date, banner=marking,
            banner_statement=banner, statements=tuple(found.statements), notes=tuple(found.notes),
            caption_spans=tuple(self.captions), elements=frozenset(found.elements), entire_text=found.entire_text,
            reference_number=line.written if line else None,
        )

    def _level_name(self, banner: Statement | None) -> str | None:
        if banner is None or banner.marking is None:
            return None
        return self.words.system.levels[banner.marking.level].banner

    def _instruction_elements(self) -> None:
        instruction = self.authority.instruction
        if instruction is None:
            return
        kind = instruction.kind.value
        names = {"not-applicable": "instruction-na", "declassified": "declassification-note"}
        self.found.elements.add(names.get(kind, "instruction"))

    def _section_totals(self, line: Line | None) -> None:
        if line is None or line.section is None:
            return
        for statement in self.found.statements:
            if statement.place == "page-total" and int(statement.text) != line.section[1]:
                self.found.note(
                    "section-total-mismatch", statement.start, statement.end,
                    section_total=str(line.section[1]), page_total=statement.text,
                )
                return


def _reference_id(line: Line | None, date: DocumentDate | None) -> str | None:
    if line is None or date is None:
        return None
    return f"{date.value.year % 100:02}{line.post.replace(' ', '').upper()}{int(line.serial)}"


def _near(known: str, number: str) -> bool:
    """One digit lost, added or changed."""
    if len(known) == len(number):
        return sum(left != right for left, right in zip(known, number, strict=True)) == 1
    longer, shorter = (known, number) if len(known) > len(number) else (number, known)
    return len(longer) - len(shorter) == 1 and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
