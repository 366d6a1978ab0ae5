"""A public version as a new PDF: released lines one below the other, with fonts of this program's own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import reportlab
from msgspec import Struct
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from markcheck.formats.pdf.reader import PdfMap
from markcheck.model.document import Document
from markcheck.model.public import Passage, banner_of

_PLAIN = "Helvetica"
_WIDE = "Vera"
# Of a line's height: the size of its letters, and the way to the next line.
_SIZE = 0.85
_PITCH = 1.1
# In points: the edge of the page at the side and above, and the height of the lines that the original has not.
_MARGIN = 20.0
_EDGE = 36.0
_SMALL = 8.0
_USUAL = 12.0
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_pdf(document: Document, passages: tuple[Passage, ...]) -> bytes:
    """The bytes of a new PDF that is made of ``passages``; ``document`` is the original.

    Lines follow each other down the page, so that no gap tells how much was withheld.
    """
    source = document.source
    assert isinstance(source, PdfMap)
    width, height = source.sizes[0]
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(width, height), invariant=1, pageCompression=1)
    for set_property in (canvas.setAuthor, canvas.setTitle, canvas.setSubject, canvas.setCreator, canvas.setProducer):
        set_property("")
    at = height - _EDGE
    banner = banner_of(passages)
    for row in _rows(source, passages, width):
        room = row.height * (_PITCH + row.gap)
        if at - room < _EDGE:
            at = _turn(canvas, banner, width, height)
        at -= room
        for item in row.items:
            _draw(canvas, item, at, row.height * _SIZE)
    canvas.save()
    return target.getvalue()


def _turn(canvas: Canvas, banner: str | None, width: float, height: float) -> float:
    """Begin a page; the one before ends in the banner, and this one begins with it. Gives where its text begins."""
    item = _Item(banner or "", _MARGIN, width - 2 * _MARGIN)
    _draw(canvas, item, _EDGE / 3, _USUAL * _SIZE)
    canvas.showPage()
    _draw(canvas, item, height - _EDGE * 2 / 3, _USUAL * _SIZE)
    return height - 1.5 * _EDGE


class _Item(Struct, frozen=True):
    """A text, where it begins, and how wide it is at most."""

    text: str
    left: float
    room: float


class _Row(Struct, frozen=True):
    """A line: what stands in it, how high it is, and whether a blank line is above it."""

    items: tuple[_Item, ...]
    height: float
    gap: bool


def _rows(source: PdfMap, passages: tuple[Passage, ...], width: float) -> Iterator[_Row]:
    statement, *rest = passages
    yield _Row((_Item(statement.text, _MARGIN, width - 2 * _MARGIN),), _SMALL, gap=False)
    for passage in rest:
        make = _copied if passage.copied else _anew
        gap = "\n\n" in passage.before or passage is rest[0]
        for text, at in _texts(passage):
            if text.strip():
                yield make(source, text, at, width, gap=gap)
                gap = False
            else:
                gap = True


def _texts(passage: Passage) -> Iterator[tuple[str, int | None]]:
    """The lines of a passage, each with where the original has it, or the passage where it is written anew."""
    at = passage.start
    for text in passage.text.split("\n"):
        yield text, at
        if passage.copied and at is not None:
            at += len(text) + 1


def _copied(source: PdfMap, text: str, at: int | None, width: float, *, gap: bool) -> _Row:  # noqa: ARG001
    """A released line: each column of it as far to the right as it stood."""
    assert at is not None
    line = source.line(at)
    inside = at - line.start
    items = []
    for column in text.split("\t"):
        if column.strip():
            left, _, right, _ = line.box(inside, inside + len(column))
            items.append(_Item(column, round(left, 1), round(max(right - left, 1.0), 1)))
        inside += len(column) + 1
    # Heights in half points: how far down the page a line stood must not show in its last digits.
    return _Row(tuple(items), max(5.0, min(round(line.height * 2) / 2, 72.0)), gap)


def _anew(source: PdfMap, text: str, at: int | None, width: float, *, gap: bool) -> _Row:
    """A stamp, or a line that is written anew, in the place of what begins there; the last banner has none."""
    line = source.line(at) if at is not None else source.lines[0]
    left = round(line.box(0, 1)[0], 1)
    return _Row((_Item(text.replace("\t", "  "), left, max(width - left - _MARGIN, 1.0)),), _USUAL, gap)


def _draw(canvas: Canvas, item: _Item, base: float, size: float) -> None:
    """Draw a text no wider than its room."""
    text = _CONTROLS.sub(" ", item.text)
    font = _font_for(text)
    width = pdfmetrics.stringWidth(text, font, size)
    drawn = canvas.beginText(item.left, base)
    drawn.setFont(font, size)
    drawn.setHorizScale(min(100.0, 100 * item.room / width) if width else 100.0)
    drawn.textOut(text)
    canvas.drawText(drawn)


def _font_for(text: str) -> str:
    """The standard font where it has all letters, else one that is embedded."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        if _WIDE not in pdfmetrics.getRegisteredFontNames():
            folder = Path(reportlab.__file__).parent / "fonts"
            pdfmetrics.registerFont(TTFont(_WIDE, str(folder / "Vera.ttf")))
        return _WIDE
    return _PLAIN
