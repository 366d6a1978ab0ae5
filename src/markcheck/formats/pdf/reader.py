"""A PDF's pages to text: lines with boxes in the order in which the file draws them."""

from __future__ import annotations

import re
from bisect import bisect_right

import pypdfium2
import pypdfium2.raw as pdfium

from markcheck.errors import Unreadable
from markcheck.formats.pdf.covers import Covers
from markcheck.formats.pdf.extras import extras_of
from markcheck.formats.pdf.lines import Line, in_reading_order, joined, parted
from markcheck.model.document import Anchor, Document, Hidden, LineMap, Note
from markcheck.model.unexamined import Unexamined

_MOST_PAGES = 20_000
_MOST_CHARACTERS = 100 << 20
# What PDFium gives for a hyphen at the end of a line, where it joins the two halves of a word.
_HYPHENS = frozenset("\x02\ufffe")
# Bullets as symbol fonts have them.
_BULLETS = dict.fromkeys("\uf0a7\uf0b7\uf0d8\uf076\uf0fc\u25aa\u25cf\u25e6", "\u2022")
# In heights of a line: from where on a blank within one is the next column.
_COLUMN = 2.0
# How many blocks stand for text that is not shown, however long it is.
_BAR = 10
_BARS = re.compile("\u2588+")
_IMAGE = pdfium.FPDF_PAGEOBJ_IMAGE


class PdfMap:
    """The source map: lines and columns of the text, and the page and box they came from."""

    def __init__(self, text: str, lines: list[Line], sizes: list[tuple[float, float]]) -> None:
        self._lines = LineMap(text)
        self.lines = lines
        self.sizes = sizes
        self._starts = [line.start for line in lines]

    def line(self, offset: int) -> Line:
        """The line that a character stands on."""
        return self.lines[max(0, bisect_right(self._starts, offset) - 1)]

    def anchor(self, start: int, end: int) -> Anchor:
        """The anchor of ``text[start:end]``."""
        at = self._lines.anchor(start, end)
        line = self.line(start)
        box = line.box(start - line.start, end - line.start)
        numbers = " ".join(f"{number:.1f}" for number in box)
        return Anchor(at.line, at.column, at.end_line, at.end_column, f"page {line.page + 1}, box {numbers}")


def read_pdf(path: str, data: bytes) -> Document:
    """The document of a PDF's bytes. Raises :class:`Unreadable`."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted", "the PDF is encrypted: not examined") from None
        raise Unreadable("malformed", "the PDF is broken: not examined") from None
    try:
        if len(pdf) > _MOST_PAGES:
            raise Unreadable("too-large", f"the PDF has more than {_MOST_PAGES} pages: not examined")
        lines: list[Line] = []
        sizes: list[tuple[float, float]] = []
        unexamined: list[Unexamined] = []
        characters = 0
        for number in range(len(pdf)):
            page = pdf[number]
            sizes.append(page.get_size())
            found = _page(page, number)
            characters += sum(len(line.text) for line in found)
            if characters > _MOST_CHARACTERS:
                raise Unreadable("too-large", "the PDF holds more text than a document has: not examined")
            images = sum(1 for _ in page.get_objects(filter=[_IMAGE], max_depth=5))
            if images:
                reason = "image" if found else "image-only"
                says = f"pictures are not read ({images})" if found else "the page is a picture without text"
                unexamined.append(Unexamined("page", reason, f"page {number + 1}: {says}"))
            lines.extend(found)
            page.close()
    except pypdfium2.PdfiumError:
        raise Unreadable("malformed", "a page of the PDF is broken: not examined") from None
    finally:
        pdf.close()
    extras = extras_of(data)
    unexamined.extend(extras.unexamined)
    lines, numbers = parted(lines)
    if not lines:
        raise Unreadable("image-only" if unexamined else "empty", "the PDF holds no text: not examined")
    lines = in_reading_order(lines)
    text = joined(lines)
    hidden = tuple(Hidden(0, 0, item) for item in (*extras.hidden, *numbers))
    notes = [Note("pdf-covered", line.start + start, line.start + end) for line in lines for start, end in line.covered]
    notes.extend(extras.notes)
    return Document(path, "pdf", text, PdfMap(text, lines, sizes), tuple(notes), None, hidden, tuple(unexamined))


def _page(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """The lines of a page that are not blank."""
    text_page = page.get_textpage()
    reading = _Reading(number)
    covers = Covers(page, text_page)
    box = pdfium.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page.raw, index)
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char in "\r\n":
            reading.end()
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, box)
        middle = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        hidden = not char.isspace() and covers.hides(index, *middle)
        reading.add(char, box.left, box.bottom, box.right, box.top, hidden=hidden)
    reading.end()
    text_page.close()
    return reading.lines


class _Reading:
    """The lines of a page so far, and the characters of the one that is being read."""

    def __init__(self, page: int) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._begin()

    def _begin(self) -> None:
        self._characters: list[str] = []
        self._edges: list[tuple[float, float]] = []
        self._bottom, self._top = float("inf"), float("-inf")
        # The right edge of the last character that is no blank.
        self._inked: float | None = None
        self._behind_bar = False

    def add(self, char: str, left: float, bottom: float, right: float, top: float, *, hidden: bool) -> None:
        """Add a character with its box. A bar of one length stands for any run of ``hidden`` ones."""
        if hidden:
            self._bottom, self._top = min(self._bottom, bottom), max(self._top, top)
            self._inked = right
            if not self._behind_bar:
                self._behind_bar = True
                for _ in range(_BAR):
                    self._put("\u2588", left, right)
            return
        if self._behind_bar and (char.isspace() or char in _HYPHENS):
            # Blanks inside of what is hidden are part of it.
            return
        self._behind_bar = False
        if char in _HYPHENS:
            self._put("-", left, right)
            self.end()
            return
        char = _BULLETS.get(char, char)
        if char.isspace():
            self._put(" ", left, right)
            return
        if self._inked is not None and left - self._inked > _COLUMN * (top - bottom):
            if self._characters[-1] == " ":
                self._characters[-1] = "\t"
            else:
                self._put("\t", self._inked, left)
        self._put(char, left, right)
        self._inked = right
        self._bottom, self._top = min(self._bottom, bottom), max(self._top, top)

    def _put(self, char: str, left: float, right: float) -> None:
        self._characters.append(char)
        self._edges.append((left, right))

    def end(self) -> None:
        """End the line. Blanks at either end are no text of it."""
        line = "".join(self._characters)
        text = line.strip()
        if text and self._inked is not None:
            lead = len(line) - len(line.lstrip())
            height = max(self._top - self._bottom, 1.0)
            line_edges = self._edges[lead : lead + len(text)]
            covered = tuple(match.span() for match in _BARS.finditer(text))
            self.lines.append(Line(text, self._page, line_edges, self._bottom, height, covered=covered))
        self._begin()
