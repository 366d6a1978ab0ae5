"""HTML pages: the text a reader would see, each character tied to its place in the page's source.

Preformatted text keeps its line ends, table cells become tab-separated lines, other white space folds. Attributes are
no text: on the pages of the field the hidden titles name wrong levels. Scripts, styles and comments are not text.
"""

from __future__ import annotations

import re

from markcheck.model.document import Document, Note

NAME = "html"
_OPENING = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|pre|div|title|meta)\b", re.I | re.S
)


def accepts(text: str) -> bool:
    """Whether the text opens like an HTML page."""
    return text.lstrip()[:1] == "<" and _OPENING.match(text[:4096]) is not None


def read(path: str, text: str, notes: tuple[Note, ...]) -> Document:
    """The document of a page. Raises :class:`~markcheck.errors.Unreadable` for markup that cannot be read safely."""
    from markcheck.formats.html.page import read_page

    return read_page(path, text, notes)
