"""The body of a message: from lines to pieces.

One pass of one pattern finds every line that may open a block; all text between two such lines belongs to the block
that is open, or, after a blank line, to a new one. A mark counts only in mark position: right after a paragraph
number, or at the start of an item or of a passage that is set off.
"""

from __future__ import annotations

import re
from datetime import date

from msgspec.structs import replace

from markcheck.model.marking import Form, Marking, ParsedMark, Standing
from markcheck.model.message import Kind, Mark, Statement
from markcheck.structure.numbering import Opener, Verdict, accept, mangled
from markcheck.structure.pieces import BULLET, LETTERED, PARAGRAPH, Found, Piece, end_of_ink
from markcheck.structure.words import Words

_SMALL = re.compile(r"[ \t]+[a-z]")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_INK = re.compile(r"\S")
_SECOND_MARK = re.compile(r"[ \t]*(\([^()\n]{1,300}\))")
_THEN_ENTIRE_TEXT = re.compile(r"[ \t]*+[-\u2013]*[ \t]*ENTIRE[ \t]+TEXT\b", re.IGNORECASE)
_ENTIRE_TEXT = re.compile(
    r"[ \t]*(?P<level>[A-Za-z][A-Za-z /]{0,40}?)[ \t]*+[-\u2013]*[ \t]*ENTIRE[ \t]+TEXT\b", re.IGNORECASE
)
_ENTIRE = re.compile(r"\bENTIRE[ \t\n]+TEXT\b", re.IGNORECASE)
_STATEMENT_REACH = 80
_SIGNATURE = re.compile(r"[A-Z][A-Z'.\-]*[A-Z](?:[ ][A-Z][A-Z'.\-]*){0,2}")
_BRACKETED_CAPITALS = re.compile(r"[ \t]*[(\[{<][A-Z][A-Z0-9 /:,.-]{0,40}[)\]}>]")
_SENTENCE_END = frozenset('.:!?)]"”')
_HEADING_LENGTH = 70
_MOST_BLANKS = 2
_LOOK_BACK = 400
_CUT_SECTION = re.compile(r"(?i:reasons?|section)[ :.]*+\s*1[.,][ \t]*\n?\Z")
_FURNITURE = frozenset(("page", "old_page", "level", "section", "end"))


class BodyReader:
    """Reads one body, ``text[start:end]``, into ``found``.

    With ``mark_first`` a mark may stand before the paragraph's number as well as behind it.
    """

    def __init__(self, text: str, padded: str, words: Words, found: Found, *, mark_first: bool = False) -> None:
        self.text = text
        self.padded = padded
        self.words = words
        self.found = found
        self.day: date | None = None
        self._known: dict[tuple[str, date | None], ParsedMark] = {}
        self._mark_first = mark_first
        self._open: Piece | None = None
        self._resume = 0
        self._gap = True

    def _parse(self, text: str) -> ParsedMark:
        """A portion mark by the register of the document's day; a line end inside it is a blank."""
        known = self._known.get((text, self.day))
        if known is None:
            joined = _LINE_END.sub(" ", text) if "\n" in text else text
            known = self._known[text, self.day] = self.words.language.parse_on(joined, Form.PORTION, self.day)
        return known

    def events(self, start: int, end: int) -> list[re.Match[str]]:
        """The lines of ``text[start:end]`` that may open a block; ``start`` is the start of a line."""
        found = self.words.events.finditer(self.padded, start, end + 1)
        return [event for event in found if event.lastgroup != "head" or not self._is_wrapped_section(event)]

    def _is_wrapped_section(self, event: re.Match[str]) -> bool:
        """Whether a line begins with the second half of 1.4 or 1.5, which the line before it ends in."""
        if event["number"] not in ("4", "5"):
            return False
        line = event.start()
        if not self.text[max(0, line - _LOOK_BACK) : line].rstrip().endswith(("1.", "1,")):
            return False
        return _CUT_SECTION.search(self.text, max(0, event.start() - _LOOK_BACK), line) is not None

    def numbers(self, events: list[re.Match[str]]) -> dict[int, Verdict]:
        """The verdict on each line that starts with a number, by the line's offset; notes a mangled pilcrow."""
        heads = [event for event in events if event.lastgroup == "head"]
        openers = [self._opener(head) for head in heads]
        shifted = mangled(openers)
        accepted = accept(openers, shifted, marks_elsewhere=self._marks_elsewhere(events))
        if shifted:
            self.found.note("pilcrow-mangled", heads[0].start("number") - 1, heads[0].end("number") - 1)
        return {head.start(): verdict for head, verdict in zip(heads, accepted, strict=True)}

    def _marks_elsewhere(self, events: list[re.Match[str]]) -> bool:
        """Whether unnumbered passages carry marks, so that a bare number proves nothing."""
        return any(
            event.lastgroup == "bare" and self._parse(event["bare"]).standing is Standing.VALID for event in events
        )

    def first_marked(self, events: list[re.Match[str]]) -> int | None:
        """The line of the first passage that begins with a valid mark and is no Classified By paragraph."""
        for event in events:
            if event.lastgroup != "bare" or self._parse(event["bare"]).standing is not Standing.VALID:
                continue
            following = self.text[event.end() - 1 : event.end() + 40].lstrip(" \t\n.:")
            if not self.words.authority_opener.match(following) and self._set_off(event.start())[1]:
                return event.start()
        return None

    def _opener(self, head: re.Match[str]) -> Opener:
        number, after, before = head.group("number", "mark", "before")
        marked = self._is_mark(after) or self._is_mark(before)
        blank, apart = self._set_off(head.start())
        return Opener(number, marked, apart, blank)

    def _is_mark(self, text: str | None) -> bool:
        return text is not None and self._parse(text).standing is not Standing.PROSE

    def _set_off(self, line: int) -> tuple[bool, bool]:
        """Whether a blank line stands before the line, and whether it is set off from the text before at all.

        A page break may cut a sentence in two: behind its line the text before it decides.
        """
        if self.text.startswith("\n\n", line - 2):
            return True, True
        before = self.text[max(0, line - _LOOK_BACK) : line]
        blank = before[len(before.rstrip()) :].count("\n") > 1
        while True:
            stripped = before.rstrip()
            if not stripped or blank:
                return True, True
            last = stripped[stripped.rfind("\n") + 1 :]
            event = self.words.events.match("\n" + last)
            if event is None or event.lastgroup not in _FURNITURE:
                return False, stripped[-1] in _SENTENCE_END or self._is_structural(last)
            before = stripped[: len(stripped) - len(last)]

    def _is_structural(self, line: str) -> bool:
        return line.strip().upper().rstrip(":.") in self.words.structural or not line.strip("-=_*~ \t")

    def read(self, start: int, end: int, events: list[re.Match[str]], numbers: dict[int, Verdict]) -> None:
        """Append the pieces of ``text[start:end]``."""
        self._resume = start
        handlers = {
            "item": self._item,
            "bare": self._bare,
            "rule": self._rule,
            "page": self._page,
            "old_page": self._furniture,
            "level": self._level,
            "end": self._furniture,
            "section": self._furniture,
            "stamp": self._stamp,
            "closer": self._closer,
        }
        for event in events:
            line = event.start()
            if line < start:
                continue
            if line >= end:
                break
            if self._open is None:
                self._text_until(line)
            kind = event.lastgroup
            if kind == "blank":
                self._close(line)
                self._gap = True
                self._resume = line
            elif kind == "head":
                self._head(event, numbers[line])
            else:
                handlers[kind or "bare"](event)
        self._text_until(end)
        self._close(end)

    # -- opening and closing ------------------------------------------------------------------

    def _text_until(self, line: int) -> None:
        """Text between the last blank line and ``line`` opens a piece of its own."""
        if self._open is None and line > self._resume:
            ink = _INK.search(self.text, self._resume, line)
            if ink:
                self._begin(Piece(Kind.CONTINUATION, ink.start()))

    def _begin(self, piece: Piece) -> Piece:
        self._close(piece.start)
        piece.gap = self._gap
        self._gap = False
        self.found.pieces.append(piece)
        self._open = piece
        return piece

    def _close(self, at: int) -> None:
        if self._open is not None:
            self._open.end = at
            self._open = None

    def _single_line(self, kind: Kind, event: re.Match[str]) -> Piece:
        """A piece of this line alone; what stood around it goes on after it."""
        piece = self._begin(Piece(kind, self._ink(event)))
        end = self.text.find("\n", piece.start)
        piece.end = len(self.text) if end < 0 else end
        self._open = None
        self._resume = piece.end
        return piece

    def _ink(self, event: re.Match[str]) -> int:
        """The offset of the first visible character of the line, the bar of a table's row included."""
        line, at = event.start(), event.start(event.lastgroup or 0) - 1
        bar = self.text.find("|", line, at) if line < at else -1
        return bar if bar >= 0 else at

    # -- what a line may be -------------------------------------------------------------------

    def _paragraph(self, event: re.Match[str], number: int) -> None:
        piece = self._begin(Piece(Kind.PORTION, self._ink(event), number=number, rank=PARAGRAPH))
        piece.body = event.end() - 1
        space, mark = event.group("space", "mark")
        before = self._mark(event, "before")
        after = self._marked(mark, event.start("mark") - 1) if mark else None
        if before is not None:
            piece.mark = before
            if not self._mark_first:
                piece.doubt = "the mark stands before the number"
                self.found.note("mark-misplaced", before.start, before.end, mark=before.parsed.label)
        if after is not None:
            piece.mark = after
            if before is not None:
                self._doubled(piece, before, after)
            if not 1 <= len(space) <= _MOST_BLANKS and "|" not in space:
                self.found.note("mark-spacing", event.start("number") - 1, after.end, mark=after.parsed.label)
            self._second(piece, after)
            if _THEN_ENTIRE_TEXT.match(self.text, after.end) and self.found.entire_text is None:
                self.found.entire_text = after
        elif before is None:
            piece.body = event.start("bare_space") - 1 if mark is None else event.end("space") - 1
            self._elsewhere(piece, piece.body)

    def _mark(self, event: re.Match[str], group: str) -> Mark | None:
        text = event[group]
        if not text:
            return None
        return self._marked(text, event.start(group) - 1)

    def _marked(self, text: str, start: int) -> Mark | None:
        parsed = self._parse(text)
        if parsed.standing is Standing.PROSE:
            return None
        self.found.faults(parsed, start, Form.PORTION, self.words.language)
        mark = Mark(start, start + len(text), parsed)
        if parsed.entire_text and self.found.entire_text is None:
            self.found.entire_text = mark
        return mark

    def _second(self, piece: Piece, first: Mark) -> None:
        match = _SECOND_MARK.match(self.text, first.end)
        if match is None:
            return
        parsed = self._parse(match[1])
        if parsed.standing is Standing.PROSE:
            return
        second = Mark(match.start(1), match.end(1), parsed)
        piece.body = match.end()
        self._doubled(piece, first, second)

    def _doubled(self, piece: Piece, first: Mark, second: Mark) -> None:
        same = first.parsed.marking == second.parsed.marking
        code = "mark-doubled-same" if same else "mark-doubled-different"
        self.found.note(code, second.start, second.end, mark=second.parsed.label)
        if not same:
            both = self.words.language.join(first.parsed.marking, second.parsed.marking)
            piece.mark = Mark(first.start, second.end, replace(first.parsed, standing=Standing.FAULTY, marking=both))
            piece.doubt = "two different marks stand at it"

    def _elsewhere(self, piece: Piece, at: int) -> None:
        """A paragraph without a mark after its number: an ENTIRE TEXT statement, or a mark after its first word."""
        entire = _ENTIRE_TEXT.match(self.text, at)
        if entire:
            parsed = self._whole_level(entire["level"])
            if parsed is not None:
                piece.mark = Mark(entire.start("level"), entire.end(), parsed)
                piece.body = entire.end()
                self.found.entire_text = self.found.entire_text or piece.mark
                return
        damaged = self.words.damaged_mark.match(self.text, at)
        if damaged:
            text = damaged.group().strip()
            parsed = self.words.language.grammar.damaged(text)
            piece.mark = Mark(damaged.end() - len(text), damaged.end(), parsed)
            piece.body = damaged.end()
            self.found.note("mark-unknown", piece.mark.start, piece.mark.end, mark=parsed.label, suggestion="")
            return
        if _BRACKETED_CAPITALS.match(self.text, at):
            piece.doubt = "it starts with what may be a mark"
        late = self.words.misplaced.match(self.text, at)
        if late:
            mark = self._marked(late["mark"], late.start("mark"))
            if mark is not None:
                piece.mark = mark
                piece.doubt = "the mark stands after the first word"
                self.found.note("mark-misplaced", mark.start, mark.end, mark=mark.parsed.label)

    def _whole_level(self, text: str) -> ParsedMark | None:
        """What is said of an entire text: a level in words, a banner or what stands in a portion mark."""
        words = " ".join(text.upper().split())
        marking = self.words.line_marking(words) or self.words.language.parse(words, Form.BANNER).marking
        marking = marking or self._parse(f"({words})").marking
        if marking is None:
            return None
        parsed = self._parse(self.words.language.portion(marking))
        return replace(parsed, entire_text=True)

    def unread_statement(self, start: int) -> bool:
        """Whether the text from ``start`` on begins with an ENTIRE TEXT that was not read."""
        match = _ENTIRE.search(self.text, start, start + _STATEMENT_REACH)
        return match is not None and self.found.entire_text is None

    def _head(self, event: re.Match[str], verdict: Verdict) -> None:
        if verdict.number is not None:
            self._paragraph(event, verdict.number)
        elif verdict.doubtful:
            self._begin(Piece(Kind.CONTINUATION, self._ink(event), doubt="it starts like a paragraph of its own"))
        else:
            self.found.note("paragraph-false-number", event.start("number") - 1, event.end("number") - 1)
            self._plain(event)

    def _plain(self, event: re.Match[str]) -> None:
        """A line that only looks like an opener: text."""
        if self._open is None:
            self._begin(Piece(Kind.CONTINUATION, self._ink(event)))

    def _item(self, event: re.Match[str]) -> None:
        bullet = event["bullet"]
        dash = bullet[0] in "-*•"
        mark = self._item_mark(event) if event["item_mark"] else None
        listed = self._open is not None and self._open.bullet
        if mark is not None and not dash and not listed and not self._set_off(event.start())[1]:
            mark = None
        rank = BULLET if dash else LETTERED
        if mark is not None and mark.parsed.marking is None:
            self._begin(
                Piece(
                    Kind.CONTINUATION,
                    self._ink(event),
                    rank=rank,
                    bullet=True,
                    doubt="it starts with what may be a mark",
                )
            )
        elif mark is not None:
            piece = self._begin(Piece(Kind.PORTION, self._ink(event), mark=mark, rank=rank, bullet=True))
            piece.body = mark.end
            self._second(piece, mark)
        elif dash or self._open is None or self._under_item():
            self._begin(Piece(Kind.CONTINUATION, self._ink(event), rank=rank, bullet=True))

    def _item_mark(self, event: re.Match[str]) -> Mark | None:
        """The mark of an item; a word of the language that begins a sentence and has no level is only a doubt."""
        start = event.start("item_mark") - 1
        parsed = self._parse(event["item_mark"])
        if parsed.standing is Standing.FAULTY and parsed.marking is None and self._goes_on(event.end("item_mark") - 1):
            return Mark(start, start + len(event["item_mark"]), parsed)
        return self._mark(event, "item_mark")

    def _goes_on(self, at: int) -> bool:
        """Whether a sentence goes on at ``at``: a portion's text begins with a capital, a figure or a quotation."""
        return _SMALL.match(self.text, at) is not None

    def _under_item(self) -> bool:
        return self._open is not None and self._open.bullet and self._open.kind is Kind.PORTION

    def _bare(self, event: re.Match[str]) -> None:
        """A mark at the start of a line without a number: a portion when the line is set off."""
        text, at = event["bare"], event.start("bare") - 1
        parsed = self._parse(text)
        meant = parsed.marking is not None or self.words.level_and_more.match(text)
        if parsed.standing is Standing.PROSE or not meant:
            self._plain(event)
            return
        blank, apart = self._set_off(event.start())
        prose = not blank and "/" not in text and self._goes_on(event.end("bare") - 1)
        if not apart or prose:
            self._uncertain(event, parsed.marking)
            return
        mark = self._marked(text, at)
        piece = self._begin(Piece(Kind.PORTION, at, mark=mark, rank=BULLET))
        piece.body = at + len(text)
        if mark is not None:
            self._second(piece, mark)

    def _uncertain(self, event: re.Match[str], marking: Marking | None) -> None:
        """A bracketed letter at the start of a wrapped line: text, but it must not release what follows it."""
        self._plain(event)
        assert self._open is not None
        if (marking is None or self.words.language.classified(marking)) and self._open.doubt is None:
            self._open.doubt = "a line of it starts with what may be a mark"

    def _rule(self, event: re.Match[str]) -> None:
        """A rule of dashes under or over a short line makes it a heading."""
        current = self._open
        if (
            current is not None
            and current.kind is Kind.CONTINUATION
            and current.gap
            and self._short(current, event.start())
        ):
            current.kind = Kind.HEADING
            current.end = event.end() - 1
            self._open = None
            self._resume = event.end() - 1
            return
        self._single_line(Kind.HEADING, event)
        self._gap = True

    def _short(self, piece: Piece, end: int) -> bool:
        lines = self.text[piece.start : end].strip().split("\n")
        return len(lines) <= 3 and all(len(line) <= _HEADING_LENGTH for line in lines)

    def _page(self, event: re.Match[str]) -> None:
        self.found.elements.add("page-line")
        piece = self._single_line(Kind.PAGE_BREAK_LINE, event)
        self.found.statements.append(
            Statement("page-total", None, piece.start, piece.end, str(int(event["page_total"])))
        )

    def _furniture(self, event: re.Match[str]) -> None:
        if event.lastgroup == "old_page":
            self.found.elements.add("old-page-line")
        self._single_line(Kind.PAGE_BREAK_LINE, event)

    def _level(self, event: re.Match[str]) -> None:
        """A bare level line: the banner of a page."""
        piece = self._single_line(Kind.PAGE_BREAK_LINE, event)
        self.found.statements.append(
            Statement(
                "page-banner",
                self.words.banner_marking(event["level"]),
                piece.start,
                event.end("level") - 1,
                event["level"],
            )
        )

    def _stamp(self, event: re.Match[str]) -> None:
        piece = self._single_line(Kind.STAMP, event)
        number = event["stamp_number"] or event["bar_number"]
        if number:
            piece.number = int(number)

    def _closer(self, event: re.Match[str]) -> None:
        """``End text`` and the like close a marked item; elsewhere they are text."""
        if self._open is None or self._open.rank != PARAGRAPH:
            self._begin(Piece(Kind.CONTINUATION, self._ink(event)))

    # -- after the last line ------------------------------------------------------------------

    def finish(self, first: int) -> None:
        """Trim the pieces from index ``first`` on, and tell headings and the signature from text."""
        pieces = self.found.pieces
        kept = pieces[:first]
        for piece in pieces[first:]:
            piece.end = end_of_ink(self.text, piece.start, piece.end)
            if piece.end > piece.start:
                kept.append(piece)
                if piece.kind is Kind.CONTINUATION and piece.gap and not piece.bullet and self._is_heading(piece):
                    piece.kind = Kind.HEADING
        self.found.pieces = kept
        self._signature(first)

    def _is_heading(self, piece: Piece) -> bool:
        if piece.end - piece.start > _HEADING_LENGTH:
            return False
        line = self.text[piece.start : piece.end]
        if "\n" in line:
            return False
        return line.upper().rstrip(":.") in self.words.structural

    def _signature(self, first: int) -> None:
        for index in range(len(self.found.pieces) - 1, first - 1, -1):
            piece = self.found.pieces[index]
            if piece.kind in (Kind.PAGE_BREAK_LINE, Kind.STAMP):
                continue
            if piece.kind not in (Kind.CONTINUATION, Kind.PORTION):
                return
            last = self.text.rfind("\n", piece.start, piece.end) + 1
            line = self.text[max(last, piece.start) : piece.end].strip()
            if len(line) > 40 or not _SIGNATURE.fullmatch(line):
                return
            if last <= piece.start:
                if piece.kind is Kind.CONTINUATION and not piece.bullet:
                    piece.kind = Kind.SIGNATURE
                return
            if self.text[piece.start : last].rstrip()[-1:] in _SENTENCE_END:
                signature = Piece(
                    Kind.SIGNATURE,
                    last + len(self.text[last : piece.end]) - len(self.text[last : piece.end].lstrip()),
                    piece.end,
                    gap=False,
                )
                piece.end = piece.start + len(self.text[piece.start : last].rstrip())
                self.found.pieces.insert(index + 1, signature)
            return
