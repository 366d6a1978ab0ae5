"""Memoranda and every other text: banners at top and foot, fields, an authority block, marked passages."""

from __future__ import annotations

import re

from markcheck.model.document import Document
from markcheck.model.marking import Form, ParsedMark, Standing
from markcheck.model.message import DocumentDate, Header, Kind, Mark, Message, Statement
from markcheck.structure.block import labels_of, read_block, read_sources
from markcheck.structure.body import BodyReader
from markcheck.structure.dates import find_date
from markcheck.structure.elements import authority_elements
from markcheck.structure.govern import govern
from markcheck.structure.numbering import Verdict
from markcheck.structure.pieces import PARAGRAPH, Found, Piece, complete, find_statement
from markcheck.structure.words import Words

_TOP_LINES = 8
_FOOT_LINES = 3
_BANNER_LENGTH = 160
_LONGEST_DATE = 40
_SHORTEST_PROSE = 40
_LONGEST_HEAD_LINE = 120
_ORNAMENTS = "-*.=~_ "
_LINE = re.compile(r"\n[ \t]*(?P<line>\S[^\n]*)")
_MARK_FIRST = re.compile(r"[ \t]*(?P<mark>\([^()\n]{1,60}\))")
_FIELD_LIKE = re.compile(r"[ \t]*[A-Z][A-Za-z ]{1,20}:")
_REFERENCE_LINE = re.compile(r"[ \t]+\S")


def read(document: Document, words: Words, given: DocumentDate | None = None) -> tuple[Message, ...]:
    """The one message of ``document``: a memo, or a text of no known genre. ``given`` overrides its own date."""
    return (_Memo(document, words, given).read(),)


class _Memo:
    def __init__(self, document: Document, words: Words, given: DocumentDate | None) -> None:
        self.text = document.text
        self.padded = "\n" + document.text
        self.words = words
        self.found = Found()
        self.fields: dict[str, list[str]] = {}
        self.subject_mark: Mark | None = None
        self.date = given

    def read(self) -> Message:
        found, words = self.found, self.words
        body = BodyReader(self.text, self.padded, words, found, mark_first=True)
        listed = read_sources(self.text, self.padded, None, words, found)
        events = body.events(0, len(self.text))
        if listed is not None:
            found.elements.add("source-list")
            events = [event for event in events if not listed[0][0] <= event.start() < listed[0][1]]
        numbers = body.numbers(events)
        first = next((at for at, verdict in numbers.items() if verdict.number is not None), len(self.text))
        mark = words.first_mark.search(self.padded)
        first = min(first, mark.start()) if mark else first
        find_statement(self.padded, 0, first, found)
        after_fields = self._fields(first)
        body.day = self.date.value if self.date else None
        top = self._top(first) or self._labelled_top(first) or self._top_below(after_fields, first)
        foot = self._foot(top)
        pages = self._page_banners(top, foot)
        last = self._last_portion(events, numbers)
        labels = labels_of(
            self.text, self.padded, words, first, last, pages[0] if pages else 0, self._open_until(events)
        )
        day = self.date.value if self.date else None
        authority, labelled = read_block(
            self.text, self.padded, labels, day, words, found, listed[1] if listed else None
        )
        found.elements.update(line.role for line in labelled if line.value)
        if labelled:
            upper = self.text.upper()
            if any(phrase in upper for phrase in words.transmittal):
                found.elements.add("transmittal")
        taken = sorted((piece.start, piece.end) for piece in found.pieces)
        count = len(found.pieces)
        self._body(body, events, numbers, taken)
        body.finish(count)
        self._top_portions(after_fields)
        banner = top.marking if top else None
        if any(piece.mark for piece in found.pieces):
            found.elements.add("marks")
        pieces = complete(self.text, 0, len(self.text), found.pieces)
        blocks = govern(pieces, banner, words.language, found.entire_text)
        form = "memo" if top or foot or words.memo_opening.search(self.padded, 0, first + 1) else "text"
        genre = self._genre(first, len(pages)) if form == "memo" else "text"
        header = Header(
            classification=top.text if top else None,
            sender=next(iter(self.fields.get("from", ())), None),
            to=tuple(self.fields.get("to", ())),
            subject=next(iter(self.fields.get("subject", ())), None),
            subject_mark=self.subject_mark,
            refs=tuple(self.fields.get("reference", ())),
        )
        return Message(
            genre=genre,
            form=form,
            start=0,
            end=len(self.text),
            blocks=blocks,
            header=header,
            authority=authority,
            date=self.date,
            banner=banner,
            banner_statement=top,
            statements=tuple(found.statements),
            notes=tuple(found.notes),
            elements=frozenset(found.elements | (authority_elements(authority) if authority else set())),
            entire_text=found.entire_text,
            labelled=labelled,
        )

    def _genre(self, limit: int, pages: int) -> str:
        """The first genre that a sign of its own tells: an opening, the label of a field, a salutation, its pages."""
        for sign in self.words.genre_signs:
            if (
                any(role in self.fields for role in sign.fields)
                or (sign.line is not None and sign.line.search(self.padded, 0, limit + 1))
                or (sign.pages and pages >= sign.pages and not self.fields)
            ):
                return sign.genre
        return "memo"

    # -- banners ------------------------------------------------------------------------------

    def _labelled_top(self, limit: int) -> Statement | None:
        """The banner behind the label that mail programs put above a message."""
        match = self.words.banner_label.search(self.padded, 0, limit + 1)
        if match is None:
            return None
        start, line = match.start("line") - 1, match["line"].rstrip()
        marking = self.words.banner_marking(line) or self.words.language.parse(line, Form.BANNER).marking
        if marking is None:
            return None
        self.found.elements.add("banner")
        statement = Statement("banner", marking, start, start + len(line), line)
        self.found.statements.append(statement)
        self.found.pieces.append(Piece(Kind.CLASSIFICATION_LINE, match.start("label") - 1, start + len(line)))
        return statement

    def _top_below(self, fields: int, limit: int) -> Statement | None:
        """The banner of an e-mail, which is the first line of the message (32 CFR 2001.23(b)) and not of its head."""
        match = _LINE.search(self.padded, fields, limit + 1) if "sent" in self.fields else None
        statement = self._banner("banner", match) if match else None
        if statement is not None:
            self.found.elements.add("banner")
        return statement

    def _page_banners(self, top: Statement | None, foot: Statement | None) -> list[int]:
        """The banners between the first and the last, where the first is of a kind that other lines do not show.

        Gives the offsets of all page banners, those included that open a line of their own anyway.
        """
        if top is None:
            return []
        words = self.words
        end = foot.start if foot else len(self.text)
        found = []
        for match in words.page_banner(top.text).finditer(self.padded, top.end + 1, end + 1):
            start, line = match.start("line") - 1, match["line"].rstrip()
            found.append(start)
            event = words.events.match(self.padded, match.start())
            if event is not None and event.lastgroup == "level":
                continue
            marking = words.banner_marking(line) or words.language.parse(line, Form.BANNER).marking
            self.found.statements.append(Statement("page-banner", marking, start, start + len(line), line))
            self.found.pieces.append(Piece(Kind.PAGE_BREAK_LINE, start, start + len(line)))
        return found

    def _top(self, limit: int) -> Statement | None:
        """The first banner of the head; further lines that are meant as one state the whole too."""
        top: Statement | None = None
        for count, match in enumerate(_LINE.finditer(self.padded, 0, limit + 1)):
            if count >= _TOP_LINES or self.words.memo_opening.match(self.padded, match.start()):
                break
            statement = self._banner("banner" if top is None else "banner-line", match)
            if top is None and statement is not None:
                self.found.elements.add("banner")
                top = statement
        return top

    def _foot(self, top: Statement | None) -> Statement | None:
        """The last banner; the lines above it count as well."""
        end = len(self.padded)
        foot: Statement | None = None
        for _ in range(_FOOT_LINES):
            start = self._last_line(end)
            match = _LINE.match(self.padded, start) if start >= 0 else None
            if match is None or (top is not None and match.start("line") - 1 <= top.end):
                break
            statement = self._banner("foot-banner" if foot is None else "foot-line", match)
            if foot is None and statement is not None:
                self.found.elements.add("foot-banner")
                foot = statement
            elif statement is None and foot is not None:
                break
            end = start
        return foot

    def _last_line(self, end: int) -> int:
        """The line feed before the last line with ink that ends at or before ``end``; -1 where there is none."""
        while end > 0:
            start = self.padded.rfind("\n", 0, end)
            if start < 0 or not self.padded[start:end].isspace():
                return start
            end = start
        return -1

    def _banner(self, place: str, match: re.Match[str]) -> Statement | None:
        whole = match["line"].rstrip()
        line = whole.strip(_ORNAMENTS)
        if not line or len(line) > _BANNER_LENGTH:
            return None
        first = match.start("line") - 1
        start = first + len(whole) - len(whole.lstrip(_ORNAMENTS))
        marking = self.words.line_marking(line)
        if marking is None:
            parsed = self.words.language.parse_on(line, Form.BANNER, self.date.value if self.date else None)
            marking = parsed.marking
            meant = line == line.upper() and (
                ("/" in line and self._starts_like_a_banner(line, parsed)) or self.words.says_banner(line)
            )
            # A line that would be one on another day is one.
            dated = all(fault.since is not None or fault.before is not None for fault in parsed.faults)
            known = marking is not None and (
                dated or "//" in line or line.upper() in self.words.system.level_by_portion
            )
            if not known and not meant:
                return None
            self.found.faults(parsed, start, Form.BANNER, self.words.language)
            # What is no marking may be words of the text.
            line = line if marking is not None else parsed.label
        statement = Statement(place, marking, start, first + len(whole.rstrip(_ORNAMENTS)), line)
        self.found.statements.append(statement)
        gap = self.text[max(0, first - 2) : first].strip(" \t") in ("\n\n", "")
        self.found.pieces.append(Piece(Kind.CLASSIFICATION_LINE, first, first + len(whole), gap=gap))
        return statement

    def _starts_like_a_banner(self, line: str, parsed: ParsedMark) -> bool:
        """Whether a line that is no banner was meant as one: a level, then slashes."""
        if parsed.standing is not Standing.PROSE and "//" in line:
            return True
        return line.partition("/")[0].strip() in self.words.system.level_by_banner

    # -- fields -------------------------------------------------------------------------------

    def _fields(self, limit: int) -> int:
        end = 0
        for match in self.words.memo_field.finditer(self.padded, 0, limit + 1):
            role = self.words.memo_roles[match["label"].upper()]
            start = match.start("label") - 1
            if self._has_prose(end, start):
                # The fields are over: what the text says is no field.
                break
            stop = end = self._continued(match.end() - 1, limit)
            value = " ".join(self.text[match.start("value") - 1 : stop].split())
            if role == "subject":
                self._subject(start, match.start("value") - 1, stop)
                continue
            if role in ("date", "sent"):
                read = find_date(value, None, self.words.pivot)
                if read and read.value and self.date is None:
                    self.date = DocumentDate(read.value, "date-line")
            self.fields.setdefault(role, []).append(value)
            kind = Kind.REFERENCE if role == "reference" else Kind.FIELD
            self.found.pieces.append(Piece(kind, start, stop, gap=False))
        opening = self.words.memo_opening.search(self.padded, 0, limit + 1)
        if opening:
            start, stop = opening.start("opening") - 1, opening.end("opening") - 1
            if not any(piece.start <= start < piece.end for piece in self.found.pieces):
                self.found.pieces.append(
                    Piece(Kind.FIELD, start, start + len(self.text[start:stop].rstrip()), gap=False)
                )
                end = max(end, stop)
        if self.date is None:
            self._dated_line(limit)
        if self.date is not None:
            self.found.elements.add("date-time-group")
        return end

    def _has_prose(self, start: int, end: int) -> bool:
        """Whether anything but a letterhead, banners and fields of other names stands between two offsets."""
        lines = [line.strip() for line in self.text[start:end].split("\n") if line.strip()]
        if start == 0:
            long = any(len(line) > _LONGEST_HEAD_LINE and line[0] != "[" for line in lines)
            return long or len(lines) > 2 * _TOP_LINES
        return not all(
            _FIELD_LIKE.match(line) or line[0] == "[" or self.words.line_level.match("\n" + line) for line in lines
        )

    def _continued(self, end: int, limit: int) -> int:
        """Where a field's value ends: indented lines go on with it."""
        while end < limit:
            stop = self.text.find("\n", end + 1)
            stop = len(self.text) if stop < 0 else stop
            line = self.text[end + 1 : stop]
            if not _REFERENCE_LINE.match(line) or _FIELD_LIKE.match(line) or stop > limit:
                break
            end = stop
        return end

    def _dated_line(self, limit: int) -> None:
        """A date alone on one of the first lines; below a mark it is read where that releases the text anyway."""
        for count, match in enumerate(_LINE.finditer(self.padded, 0)):
            line = match["line"].strip()
            start = match.start("line") - 1
            marked = _MARK_FIRST.match(line)
            prose = not marked and len(line) > _SHORTEST_PROSE and line.endswith((".", "!", "?"))
            if prose or (marked and not self._open_to_all(marked["mark"])):
                return
            read = find_date(line, None, self.words.pivot) if len(line) < _LONGEST_DATE else None
            if read and read.value and read.end - read.start >= len(line) - 2:
                self.date = DocumentDate(read.value, "date-line")
                if start < limit:
                    self.found.pieces.append(Piece(Kind.FIELD, start, start + len(match["line"].rstrip())))
                return
            if count > 2 * _TOP_LINES:
                return

    def _open_until(self, events: list[re.Match[str]]) -> int:
        """Where the first mark stands that is not plainly unclassified."""
        for event in events:
            mark = event["bare"] or event["mark"] or event["before"] or event["item_mark"]
            if mark and not self._open_to_all(mark):
                return event.start()
        return len(self.text) if any(event["bare"] or event["mark"] for event in events) else 0

    def _open_to_all(self, mark: str) -> bool:
        marking = self.words.language.parse(mark).marking
        return marking is not None and self.words.language.lattice_of(marking).plain(marking)

    def _subject(self, start: int, at: int, end: int) -> None:
        self.found.elements.add("subject")
        match = _MARK_FIRST.match(self.text, at, end)
        if match:
            parsed = self.words.language.parse(match["mark"])
            if parsed.marking is not None:
                self.subject_mark = Mark(match.start("mark"), match.end("mark"), parsed)
                at = match.end()
        self.fields.setdefault("subject", []).append(" ".join(self.text[at:end].split()))
        self.found.pieces.append(Piece(Kind.SUBJECT, start, end, mark=self.subject_mark, gap=False, body=at))

    # -- the text -----------------------------------------------------------------------------

    def _last_portion(self, events: list[re.Match[str]], numbers: dict[int, Verdict]) -> int:
        """The offset of the last line that opens a portion; -1 where there is none."""
        numbered = [at for at, verdict in numbers.items() if verdict.number is not None]
        marked = [
            event.start()
            for event in events
            if event.lastgroup == "bare" and self.words.language.parse(event["bare"]).standing is Standing.VALID
        ]
        return max((*numbered, *marked), default=-1)

    def _body(
        self, body: BodyReader, events: list[re.Match[str]], numbers: dict[int, Verdict], taken: list[tuple[int, int]]
    ) -> None:
        at = 0
        for start, end in [*taken, (len(self.text), len(self.text))]:
            line = self.padded.rfind("\n", 0, start + 1)
            if line > at and self.text[at:line].strip():
                body.read(at, line, events, numbers)
            at = max(at, end)

    def _top_portions(self, after: int) -> None:
        """Prose before any marked or numbered passage: bracketed notices above the fields are not portions.

        Nor is a letterhead, an address or a salutation above marked text.
        """
        marked = any(piece.mark is not None for piece in self.found.pieces if piece.kind is Kind.PORTION)
        for piece in sorted(self.found.pieces, key=lambda piece: piece.start):
            if piece.kind is Kind.PORTION:
                return
            if piece.kind is Kind.CONTINUATION:
                if piece.start < after:
                    piece.kind = Kind.PAGE_TEXT
                elif not marked or self._is_prose(piece):
                    piece.kind, piece.rank = Kind.PORTION, PARAGRAPH
                    return

    def _is_prose(self, piece: Piece) -> bool:
        text = self.text[piece.start : piece.end].rstrip()
        return len(text) > _SHORTEST_PROSE and text.endswith((".", "!", "?"))
