"""What a PDF holds beside its pages: properties and outlines as hidden texts, everything else as not examined."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator

import pikepdf
from msgspec import Struct, field

from markcheck.errors import Unreadable
from markcheck.formats.xml import parse
from markcheck.model.document import Note
from markcheck.model.unexamined import Unexamined

_SAYS = {
    "annotation": "notes and other annotations are not read",
    "form": "form fields are not read",
    "attachment": "attached files are not read",
    "layer": "layers that can be hidden are read as if they were shown",
    "metadata": "the file's XMP is broken and not read",
    "revision": "earlier revisions that the file still holds are not read",
    "damaged": "the file is damaged and was read as far as it could be repaired",
}
_NO_TEXT = frozenset(("/Link", "/Popup", "/Widget"))
# What the library says of broken files quotes them.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)
_MOST_OUTLINES = 10_000


class Extras(Struct):
    """What is behind the text, what is not examined, and how many redactions are marked and not carried out."""

    hidden: list[str] = []
    found: Counter[str] = field(default_factory=Counter)
    redactions: int = 0

    @property
    def unexamined(self) -> Iterator[Unexamined]:
        """The parts that are in no text."""
        for reason, count in self.found.items():
            yield Unexamined("part", reason, f"{_SAYS[reason]} ({count})")

    @property
    def notes(self) -> Iterator[Note]:
        """What rules are about."""
        if self.redactions:
            yield Note("pdf-redaction-pending", 0, 0, {"number": str(self.redactions)})
        if self.found["revision"]:
            yield Note("pdf-revision-left", 0, 0, {"number": str(self.found["revision"])})


def extras_of(data: bytes) -> Extras:
    """What the bytes of a PDF hold beside its pages."""
    extras = Extras()
    try:
        with _opened(data, extras) as pdf:
            _properties(pdf, extras)
            _outlines(pdf, extras)
            _rest(pdf, extras)
            # A file made for the web has two tables of its objects.
            extras.found["revision"] += data.count(b"startxref") - (2 if pdf.is_linearized else 1)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        extras.found["damaged"] += 1
    extras.found = +extras.found
    return extras


def _opened(data: bytes, extras: Extras) -> pikepdf.Pdf:
    """The file, repaired where it has to be."""
    try:
        return pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PdfError:
        extras.found["damaged"] += 1
        return pikepdf.open(io.BytesIO(data), suppress_warnings=True)


def _properties(pdf: pikepdf.Pdf, extras: Extras) -> None:
    extras.hidden.extend(str(value) for value in pdf.docinfo.values() if isinstance(value, pikepdf.String))
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        try:
            root = parse(metadata.read_bytes())
        except Unreadable:
            extras.found["metadata"] += 1
            return
        extras.hidden.extend(str(text).strip() for text in root.itertext() if text.strip())
        extras.hidden.extend(str(value) for item in root.iter() for value in item.attrib.values())


def _outlines(pdf: pikepdf.Pdf, extras: Extras) -> None:
    waiting = [pdf.Root.get("/Outlines")]
    seen = 0
    while waiting and seen < _MOST_OUTLINES:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary):
            continue
        seen += 1
        if "/Title" in item:
            extras.hidden.append(str(item["/Title"]))
        waiting.extend((item.get("/Next"), item.get("/First")))


def _rest(pdf: pikepdf.Pdf, extras: Extras) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            kind = str(annotation.get("/Subtype", ""))
            if kind == "/FileAttachment":
                extras.found["attachment"] += 1
            elif kind == "/Redact":
                extras.redactions += 1
            elif kind == "/Widget":
                extras.found["form"] += 1
            elif kind not in _NO_TEXT:
                extras.found["annotation"] += 1
    extras.found["attachment"] += len(pdf.attachments)
    if "/OCProperties" in pdf.Root:
        extras.found["layer"] += len(pdf.Root["/OCProperties"].get("/OCGs", ()))
