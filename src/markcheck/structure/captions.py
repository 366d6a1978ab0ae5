"""The lines between the classification line and the first header element: captions and directions."""

from __future__ import annotations

import re

from msgspec import Struct

from markcheck.model.marking import Entry, Form, Standing
from markcheck.model.message import Kind, Place
from markcheck.structure.pieces import Found, Piece
from markcheck.structure.words import Words

# Operating signals and series numbers behind the serial, a corrected copy.
_TAIL = re.compile(
    r"(?:(?:Z[A-Z]{2}[A-Z0-9]?|TOSEC|SECTO)(?:[ ]+\d{1,6})?[ ]*)+"
    r"|SENSITIVE BUT UNCLASSIFIED.*",
    re.DOTALL,
)
_CORRECTED = re.compile(r"C[ ]?O[ ]?R[ ]?R[ ]?E[ ]?C[ ]?T[ ]?E[ ]?D[ ]{1,4}C[ ]?O[ ]?P[ ]?Y")
_SEPARATORS = " \t,;/-\\"


class Captions(Struct):
    """The captions met, each with its span, and the controls they put into the banner."""

    spans: list[tuple[str, int, int]] = []
    entries: list[Entry] = []
    corrects: Place | None = None

    def read(self, text: str, start: int, end: int, words: Words, found: Found) -> None:
        """Read the lines of ``text[start:end]``."""
        at = start
        while at < end:
            stop = text.find("\n", at, end)
            stop = end if stop < 0 else stop
            if text[at:stop].strip():
                self._line(text, at, stop, words, found)
            at = stop + 1

    def _line(self, text: str, start: int, end: int, words: Words, found: Found) -> None:
        line = text[start:end]
        begin = start + len(line) - len(line.lstrip())
        piece = Piece(
            Kind.CAPTION, begin, start + len(line.rstrip()), gap=text[max(0, start - 2) : start].count("\n") > 1
        )
        found.pieces.append(piece)
        at = 0
        for match in words.caption.finditer(line):
            if line[at : match.start()].strip(_SEPARATORS):
                break
            self.add(match.group(), start + match.start(), start + match.end(), words)
            at = match.end()
        rest = line[at:].strip(_SEPARATORS)
        if rest:
            self._rest(rest, piece, words, found)

    def add(self, name: str, start: int, end: int, words: Words) -> None:
        """Record a caption that stands at ``text[start:end]``."""
        self.spans.append((name, start, end))
        control = words.captions[name].get("control")
        if control:
            self.entries.append(Entry(control))

    def _rest(self, rest: str, piece: Piece, words: Words, found: Found) -> None:
        """What follows the captions of a line: a control of the register, a direction, or something unknown."""
        entries = next(filter(None, (_listed(level.banner, rest, words) for level in words.system.own_levels)), None)
        if entries:
            self.entries.extend(entries)
            self.spans.append((rest, piece.start, piece.end))
        elif _CORRECTED.search(rest):
            self.corrects = Place("corrected copy", piece.start, piece.end)
        elif not words.attention.search(rest) and not _TAIL.fullmatch(rest):
            piece.doubt = "not a known caption"
            found.note("caption-unknown", piece.start, piece.end)


def _listed(level: str, rest: str, words: Words) -> tuple[Entry, ...]:
    """The controls that ``rest`` names, where they stand with ``level``."""
    parsed = words.language.parse(f"{level}//{rest}", Form.BANNER)
    return parsed.marking.entries if parsed.marking is not None and parsed.standing is Standing.VALID else ()


def end_of_captions(text: str, start: int, limit: int, words: Words) -> int:
    """Where the captions end in a telegram without any header element after them."""
    at = start
    while at < limit:
        end = text.find("\n", at)
        end = limit if end < 0 or end > limit else end
        line = text[at:end].strip()
        if line and not words.caption.match(line):
            return at
        at = end + 1
    return limit
