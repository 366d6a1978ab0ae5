"""The header elements of a telegram: E.O. line, TAGS, SUBJECT, REF, Classified By.

Their order varies and old copies run them together on one line, so each is found by its keyword and reaches to the
next one.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from markcheck.model.authority import Authority, InstructionKind, Order
from markcheck.model.marking import Form, Standing
from markcheck.model.message import DocumentDate, Kind, Mark
from markcheck.structure.captions import Captions, end_of_captions
from markcheck.structure.classifier import order_named, read_classifier, read_derived, read_reasons
from markcheck.structure.instruction import read_instruction
from markcheck.structure.pieces import Found, header_piece
from markcheck.structure.references import read_references
from markcheck.structure.words import Words

_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_TAG = re.compile(r"\((?P<person>[A-Z' .-]+,[A-Z' .-]+)\)|(?P<tag>[A-Z](?:[A-Z0-9/-]*[A-Z0-9]))")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# A repeated header repeats these; each belongs to the telegram.
_REPEATABLE = frozenset(("tags", "subject"))
_LEADING_MARK = re.compile(r"[ \t\n]*(?P<mark>\([^()\n]{1,40}\))")
_BROKEN_OFF = re.compile(r"[ \t\n]*(?:f?or[ ]+)?(?:reasons?\b|1\.[45])", re.IGNORECASE)
_EMPTY_INSTRUCTION = frozenset(("", "DECL"))
# A numbered Classified By paragraph is one of the first.
_LAST_AUTHORITY_NUMBER = 2
# No classifier paragraph is longer; what is has swallowed text.
_LONGEST_AUTHORITY = 1500


_NO_AUTHORITY = Authority()


class Elements:
    """Reads the header of one telegram into ``found``, and keeps what the elements say."""

    def __init__(self, text: str, padded: str, words: Words, found: Found, date: DocumentDate | None) -> None:
        self._text = text
        self._padded = padded
        self._words = words
        self._found = found
        self._date = date
        self.captions = Captions()
        self.authority = _NO_AUTHORITY
        self.tags: tuple[str, ...] = ()
        self.subject: str | None = None
        self.subject_mark: Mark | None = None
        self.refs: tuple[str, ...] = ()

    def read(self, start: int, limit: int) -> int:
        """Read captions and elements of ``text[start:limit]``; gives the offset where they end."""
        keywords = self._keywords(start, limit)
        first = (
            self._line_start(keywords[0][1], start)
            if keywords
            else end_of_captions(self._text, start, limit, self._words)
        )
        self.captions.read(self._text, start, first, self._words, self._found)
        end = first
        for index, (kind, match) in enumerate(keywords):
            stop = self._line_start(keywords[index + 1][1], start) if index + 1 < len(keywords) else limit
            end = self._element(kind, match, self._line_start(match, start), stop)
        return end

    def _keywords(self, start: int, limit: int) -> list[tuple[str, re.Match[str]]]:
        """The first keyword of each kind, in order; further E.O. lines of a repeated header too."""
        seen: set[str] = set()
        found = []
        for match in self._words.keywords.finditer(self._padded, start, limit + 1):
            kind = "order" if match.lastgroup == "number" else match.lastgroup or ""
            at_line_start = _starts_line(self._padded, match.start())
            if kind == "order":
                if "authority" in seen and not at_line_start:
                    continue
            elif kind in seen and not (at_line_start and kind in _REPEATABLE):
                continue
            seen.add(kind)
            found.append((kind, match))
        return found

    def _line_start(self, match: re.Match[str], least: int) -> int:
        """The keyword's offset, or that of the pilcrow (or what became of it) in front of it."""
        at = match.start() - 1
        while at > least and self._text[at - 1] in "\u00b6\ufffd":
            at -= 1
        return at

    def _element(self, kind: str, match: re.Match[str], start: int, stop: int) -> int:
        """One element from its keyword up to ``stop`` at most; gives the offset where it ends."""
        text = self._text
        after = match.end() - 1
        blank = _BLANK_LINE.search(text, after, stop)
        end = blank.start() if blank else stop
        if kind == "order":
            line_end = text.find("\n", after, end)
            if line_end >= 0 and text[after:line_end].strip(" :.").upper() not in _EMPTY_INSTRUCTION:
                end = line_end
            self._order(match, after, end)
            self._add(Kind.ORDER_LINE, start, end)
        elif kind == "tags":
            self._found.elements.add("tags")
            if match.group().rstrip() != "TAGS:":
                self._found.note("tags-keyword", match.start() - 1, match.end() - 1)
            halt = self._words.tags_stop.search(text, after, end)
            end = halt.start() if halt else end
            self.tags = tuple(dict.fromkeys((*self.tags, *read_tags(text[after:end]))))
            self._add(Kind.TAGS, start, end)
        elif kind == "subject":
            halt = self._words.subject_stop.search(text, after, end)
            end = halt.start() if halt else end
            if self.subject is None:
                self._subject(start, after, end)
            else:
                self._add(Kind.SUBJECT, start, end, self._leading_mark(after, end))
        elif kind == "reference":
            end, self.refs = read_references(text, start, after, stop, self._words, self._found)
        else:
            end = self._authority(start, end, stop)
        return end

    def _add(self, kind: Kind, start: int, end: int, mark: Mark | None = None) -> None:
        self._found.pieces.append(header_piece(self._text, kind, start, end, mark))

    # -- the elements -------------------------------------------------------------------------

    def _order(self, match: re.Match[str], after: int, end: int) -> None:
        found = self._found
        found.elements.add("order-line")
        number = match["number"].replace(" ", "")
        start, stop = match.start("order") - 1, match.end("order") - 1
        numbers = self._words.orders.numbers
        if number not in numbers:
            nearest = next((known for known in numbers if _near(known, number)), "")
            found.note("order-number-unknown", start, stop, number=number, suggestion=nearest)
        written = self._text[start:stop].removeprefix("1")
        if not written.startswith("E.O. ") or self._text[after : after + 2] != ": ":
            found.note("order-punctuation", start, stop)
        day = self._date.value if self._date else None
        instruction = read_instruction(self._text, after, end, day, self._words, found)
        named = (*self.authority.orders, Order(number, start, stop, instruction))
        if self.authority.order is None:
            self.authority = replace(
                self.authority, order=number, order_start=start, order_end=stop, instruction=instruction, orders=named
            )
        else:
            self.authority = replace(self.authority, orders=named)

    def _subject(self, start: int, after: int, end: int) -> None:
        self._found.elements.add("subject")
        at = after
        mark = self._leading_mark(after, end)
        if mark is not None:
            self.subject_mark, at = mark, mark.end
            self._found.faults(mark.parsed, mark.start, Form.PORTION, self._words.language)
        self.subject = " ".join(self._text[at:end].split()) or None
        piece = header_piece(self._text, Kind.SUBJECT, start, end, mark)
        piece.body = at
        self._found.pieces.append(piece)

    def _leading_mark(self, start: int, end: int) -> Mark | None:
        match = _LEADING_MARK.match(self._text, start, end)
        if match is None:
            return None
        parsed = self._words.language.parse_on(match["mark"], Form.PORTION, self._date.value if self._date else None)
        if parsed.marking is None or parsed.standing is Standing.PROSE:
            return None
        return Mark(match.start("mark"), match.end("mark"), parsed)

    def _authority(self, start: int, end: int, stop: int) -> int:
        if end < stop and not read_reasons(self._text[start:end].replace("\n", " "), start, Found()):
            following = self._text[end:stop].lstrip()[:40]
            if _BROKEN_OFF.match(following):
                more = _BLANK_LINE.search(self._text, end + 2, stop)
                end = more.start() if more else stop
        self._classified(start, end)
        if self.authority.reasons:
            # The block ends with its reasons: text on the lines behind them is the telegram's own.
            line_end = self._text.find("\n", self.authority.reasons[-1].end, end)
            end = line_end if line_end >= 0 else end
        self._add(Kind.AUTHORITY, start, end, self._leading_mark(start, end))
        return end

    def _classified(self, start: int, end: int) -> None:
        paragraph = self._text[start : min(end, start + _LONGEST_AUTHORITY)]
        joined = paragraph.replace("\n", " ")
        classifier = read_classifier(paragraph, start, self._words, self._found)
        reasons = read_reasons(joined, start, self._found)
        derived = read_derived(joined)
        self.authority = replace(
            self.authority,
            classifiers=(classifier,) if classifier else (),
            reasons=reasons,
            derived_from=derived,
            classified_start=start,
            classified_end=end,
        )
        named = order_named(joined)
        if named is not None:
            at, stop = start + named.start(), start + named.end()
            orders = (*self.authority.orders, Order(named[1], at, stop))
            self.authority = replace(self.authority, orders=orders)
            if self.authority.order is None:
                self.authority = replace(self.authority, order=named[1], order_start=at, order_end=stop)

    def numbered_authority(self) -> None:
        """``1. (U) CLASSIFIED BY ...``: a numbered paragraph that is the authority paragraph."""
        if self.authority.classified_start >= 0:
            return
        for piece in self._found.pieces:
            late = piece.kind is Kind.CONTINUATION and piece.gap
            early = piece.kind is Kind.PORTION and (piece.number or 0) <= _LAST_AUTHORITY_NUMBER
            if piece.kind is Kind.PORTION and (piece.number or 0) > _LAST_AUTHORITY_NUMBER:
                return
            if not late and not early:
                continue
            start = piece.body or piece.start
            opening = self._text[start : min(piece.end, start + 80)].lstrip(" .\t\n")
            if self._words.authority_opener.match(opening):
                piece.kind = Kind.AUTHORITY
                self._classified(start, piece.end)
                return


def _starts_line(padded: str, at: int) -> bool:
    while at > 0 and padded[at - 1] in " \t\u00b6\ufffd":
        at -= 1
    return at == 0 or padded[at - 1] == "\n"


def read_tags(text: str) -> tuple[str, ...]:
    """The tags of a TAGS line, each once; a person in brackets is one tag."""
    plain = _LINK.sub(r"\1", text)
    plain = plain.upper() if plain.islower() else plain
    found = (" ".join((match["person"] or match["tag"]).split()) for match in _TAG.finditer(plain))
    return tuple(dict.fromkeys(found))


def authority_elements(authority: Authority) -> set[str]:
    """The names, as rules use them, of the parts that an authority block has."""
    elements = set()
    if authority.classified_start >= 0 and (authority.classifiers or not authority.derived_from):
        elements.add("classified-by")
    if authority.derived_from:
        elements.add("derived-from")
    if authority.reasons:
        elements.add("reasons")
    if any(reason.letters for reason in authority.reasons):
        elements.add("reason-letters")
    if authority.instruction is not None:
        names = {
            InstructionKind.NOT_APPLICABLE: "instruction-na",
            InstructionKind.DECLASSIFIED: "declassification-note",
        }
        elements.add(names.get(authority.instruction.kind, "instruction"))
    return elements


def _near(known: str, number: str) -> bool:
    """One digit lost, added or changed."""
    if len(known) == len(number):
        return sum(left != right for left, right in zip(known, number, strict=True)) == 1
    longer, shorter = (known, number) if len(known) > len(number) else (number, known)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
