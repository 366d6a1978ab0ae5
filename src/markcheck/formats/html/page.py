"""A page to the text that a reader would see."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from markcheck.errors import Unreadable
from markcheck.formats.runs import RunMap
from markcheck.model.document import Document, Hidden, Note, line_starts

_UNCLOSED = re.compile(r"<[A-Za-z/!?][^<>]*(?=<)")
# The standard parser rescans from each tag that is never closed; pages from the wild have a handful.
_UNCLOSED_LIMIT = 1000
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_LINK = "a"
_CELLS = frozenset(("td", "th"))
_HIDDEN = frozenset(("script", "style", "template", "noscript"))
_SPACE = re.compile(r"\s+")


def read_page(path: str, text: str, notes: tuple[Note, ...]) -> Document:
    """The document of a page. Raises :class:`Unreadable` for markup that cannot be read safely."""
    if sum(1 for _ in _UNCLOSED.finditer(text)) > _UNCLOSED_LIMIT:
        raise Unreadable("malformed", "the page's tags are not closed: not examined")
    page = _Page(text)
    try:
        page.feed(text)
        page.close()
    except (AssertionError, ValueError):
        raise Unreadable("malformed", "the page's markup is broken: not examined") from None
    visible = page.text()
    if not visible.strip():
        raise Unreadable("empty", "the page holds no text")
    return Document(path, "html", visible, page.map(), notes, page.preformatted_end, tuple(page.hidden))


class _Page(HTMLParser):
    """Collects visible text and, for each run of it, where it stood."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self._starts = line_starts(source)
        self._parts: list[str] = []
        self._length = 0
        self._offsets: list[int] = []
        self._sources: list[int] = []
        self._preformatted = 0
        self._hidden = 0
        self._at_line_start = True
        self._cells = 0
        self.preformatted_end: int | None = None
        self.hidden: list[Hidden] = []
        self._titled: tuple[int, str] | None = None

    def text(self) -> str:
        return "".join(self._parts)

    def map(self) -> RunMap:
        return RunMap(self._offsets, self._sources, self._starts)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _add(self, text: str, source: int) -> None:
        if not text:
            return
        self._offsets.append(self._length)
        self._sources.append(source)
        self._parts.append(text)
        self._length += len(text)
        self._at_line_start = text.endswith("\n")

    def _break(self) -> None:
        if not self._at_line_start:
            self._add("\n", self._here())
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            values = dict(attrs)
            if values.get("name") and values.get("content"):
                self.hidden.append(Hidden(0, 0, values["content"] or ""))
        if tag == _LINK:
            title = next((value for name, value in attrs if name == "title" and value), None)
            self._titled = (self._length, title) if title else None
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._add("\n", self._here())
        elif tag in _CELLS:
            if self._cells:
                self._add("\t", self._here())
            self._cells += 1
        elif tag in _BLOCKS:
            self._break()
            if tag == "pre":
                self._preformatted += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == _LINK and self._titled is not None:
            start, title = self._titled
            self.hidden.append(Hidden(start, self._length, title))
            self._titled = None
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self._break()
            if tag == "pre":
                self._preformatted = max(0, self._preformatted - 1)
                self.preformatted_end = self._length
            if tag in ("p", "pre", "table", "div"):
                self._add("\n", self._here())

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._preformatted:
            self._add(data, self._here())
            return
        here = self._here()
        for match in re.finditer(r"\S+|\s+", data):
            word = match.group()
            if not word.isspace():
                self._add(word, here + match.start())
            elif not self._at_line_start and not self._parts[-1].endswith((" ", "\t")):
                self._add(" ", here + match.start())

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, reference: str) -> None:
        if self._hidden:
            return
        char = unescape(reference).replace("\xa0", " ").replace("\r", "\n").replace("\0", "\ufffd")
        if not self._preformatted and char.isspace() and self._at_line_start:
            return
        self._add(char, self._here())
