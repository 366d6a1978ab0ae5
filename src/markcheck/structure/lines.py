"""Classification lines of telegrams, and where one telegram of a file ends and the next begins."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from markcheck.model.marking import Form, Marking, Standing
from markcheck.structure.words import Words

_SECTION = re.compile(r"[ \t]*SECTION[ \t]+(?P<section>\d{1,2})[ \t]+OF[ \t]+(?P<total>\d{1,2})(?!\d)")
# Line noise in the word SECTION or the numbers; the numbers themselves cannot be trusted then.
_GARBLED_SECTION = re.compile(r"[ \t]*S?ECTI?O?N?[ \t]*[\dOQ]{1,2}[ \t]*[O0]?[FQ][ \t]*[\dOQ]{1,2}(?![\dA-Z])")
_BEFORE_POST = re.compile(r"[ \t]+(?:AMEMBASSY|AMCONSUL|AMCONGEN|USMISSION)(?=[ \t]+[A-Z])")
_EFTO = re.compile(r"[ \t]*E[ ]?F[ ]?T[ ]?O(?![A-Z])")
_REFERENCE_NUMBER = re.compile(
    r"[ \t]*(?:(?P<year>\d\d)[ \t]+)?(?P<post>[A-Za-z][A-Za-z0-9 .'/-]{0,40}?)[ \t]+(?P<serial>\d{1,8})(?!\d)"
)
_DATA_ROW = re.compile(r"\n[ \t]*\d+[ \t,]+[^\n]{0,40}\d{4}[^\n]{0,80}(?:CONFIDENTIAL|SECRET|UNCLASSIFIED)[^\n]*")
_SLASHES = re.compile(r"[ \t]*//?[ ]?(?=[A-Z])")
_BLANK = re.compile(r"[ \t]+")
_LONGEST_CONTROLS = 200
_BLANKS = re.compile(r"[ \t]*")
_HEADER_REACH = 1500


class Line(Struct, frozen=True):
    """A classification line: its level, its section, and the telegram's number.

    ``efto`` tells that the level is for transmission in code only, ``garbled`` that the section cannot be read.
    """

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
    captions: tuple[str, ...]
    efto: bool
    garbled: bool

    @property
    def number(self) -> tuple[str, int]:
        """The message reference number, comparable."""
        return (self.post.replace(" ", "").upper(), int(self.serial))


def classification_lines(text: str, padded: str, words: Words) -> list[Line]:
    """Every line of the form level, section, post, serial that opens a telegram or a further section of one."""
    lines: list[Line] = []
    for match in words.line_level.finditer(padded):
        line = _line(match, words)
        if line is None:
            continue
        if not lines or line.number == lines[0].number or _opens_header(text, line, words):
            lines.append(line)
    return lines


def _line(match: re.Match[str], words: Words) -> Line | None:
    marking = words.line_marking(match["level"])
    rest = match["rest"]
    if marking is None or not rest.strip():
        return None
    at, marking = _controls(rest, marking, words)
    efto = _EFTO.match(rest, at)
    at = efto.end() if efto else at
    section = _SECTION.match(rest, at)
    garbled = None if section else _GARBLED_SECTION.match(rest, at)
    at = section.end() if section else garbled.end() if garbled else at
    captions = []
    while (blanks := _BLANKS.match(rest, at)) and (caption := words.caption.match(rest, blanks.end())):
        captions.append(caption.group())
        at = caption.end()
    post = _BEFORE_POST.match(rest, at)
    number = _REFERENCE_NUMBER.match(rest, post.end() if post else at)
    if number is None or (match["level"].isupper() and not number["post"].isupper()):
        return None
    if words.restricting.intersection(number["post"].upper().split()):
        # A control or caption that nothing sets apart from the post: the line says more than can be read.
        return None
    return Line(
        start=match.start(),
        end=match.end() - 1,
        level_start=match.start("level") - 1,
        level_end=match.end("level") - 1,
        marking=marking,
        post=number["post"],
        serial=number["serial"],
        number_end=match.start("rest") - 1 + number.end(),
        section=(int(section["section"]), int(section["total"])) if section else None,
        written=" ".join(number.group().split()),
        captions=tuple(captions),
        efto=efto is not None,
        garbled=garbled is not None,
    )


def _controls(rest: str, marking: Marking, words: Words) -> tuple[int, Marking]:
    """Controls behind the level, as a banner writes them, and where they end: what of the line reads as such."""
    slashes = _SLASHES.match(rest)
    if slashes is None:
        return 0, marking
    level = words.system.levels[marking.level].banner
    ends = [blank.start() for blank in _BLANK.finditer(rest, slashes.end(), slashes.end() + _LONGEST_CONTROLS)]
    parsed = [
        (end, words.language.parse(f"{level}//{rest[slashes.end() : end].replace('/ ', '/')}", Form.BANNER))
        for end in reversed(ends)
    ]
    read = [(end, mark) for end, mark in parsed if mark.marking is not None]
    best = next((item for item in read if item[1].standing is Standing.VALID), read[-1] if read else None)
    return (best[0], best[1].marking or marking) if best else (0, marking)


def _opens_header(text: str, line: Line, words: Words) -> bool:
    """Whether a header follows a further classification line: prose that happens to look like one has none."""
    following = "\n" + text[line.number_end : line.number_end + _HEADER_REACH]
    return words.order_keyword.search(following) is not None or words.tags_keyword.search(following) is not None


def message_starts(padded: str, lines: list[Line]) -> list[int]:
    """Where each message starts: at its own transmission header or data row, else at its classification line."""
    starts = [0]
    for before, line in pairwise(lines):
        if line.number == before.number:
            continue
        header = padded.find("\nVZCZC", before.end, line.start + 1)
        row = _DATA_ROW.search(padded, before.end, line.start + 1)
        candidates = [at for at in (header, row.start() if row else -1) if at >= 0]
        starts.append(min(candidates, default=line.start))
    return starts
