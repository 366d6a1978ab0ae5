"""XML with IC-ISM attributes (ODNI, Information Security Marking Metadata): attributes as marks, elements as blocks.

The attributes of the resource element make the banner and the authority block, those of any other element the mark in
front of its text. A text that begins with the same mark has it once; where the two differ both stand there, which no
redaction releases. Everything else in attributes is a hidden text. Public versions are plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msgspec.structs import replace

from markcheck.errors import Unreadable
from markcheck.formats.decode import SAME_LENGTH
from markcheck.formats.fielded import banner_of, certain, marked, notes_of
from markcheck.formats.paragraphs import Line, ParagraphMap, joined
from markcheck.formats.xml import parse
from markcheck.model.document import Document, Hidden

if TYPE_CHECKING:
    from lxml import etree

NAME = "ism"
_SPACE = "urn:us:gov:ic:ism"
_WITHIN = 64 << 10
_HOME = "USA"
# The attributes between level and dissemination controls, in the order of a mark; a blank parts their values.
_BEFORE = ("SCIcontrols", "SARIdentifier", "atomicEnergyMarkings")
_AUTHORITY = {
    "classifiedBy": "Classified By",
    "derivativelyClassifiedBy": "Classified By",
    "derivedFrom": "Derived From",
    "classificationReason": "Reason",
}
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def accepts(data: bytes) -> bool:
    """Whether the bytes are XML that uses the attributes."""
    return data.lstrip()[:1] == b"<" and _SPACE.encode() in data[:_WITHIN]


def read(path: str, data: bytes) -> Document:
    """The document of an XML text. Raises :class:`Unreadable`, also where the library for it is not installed."""
    if find_spec("lxml") is None:
        raise Unreadable("extra-missing", "IC-ISM XML needs more: pip install 'markcheck[xml]'")
    root = parse(data)
    reader = _Reader(root)
    lines = list(reader.lines())
    text, starts = joined(lines, _fields)
    if not text.strip():
        raise Unreadable("empty", "the document holds no text")
    hidden = tuple(Hidden(0, 0, item) for item in reader.hidden)
    source = ParagraphMap(text, lines, starts, "line")
    return Document(path, NAME, text, source, notes_of(source), None, hidden)


def _fields(above: Line, below: Line) -> bool:
    """Whether two lines are of one authority block."""
    return above.joined and below.joined


def _attribute(item: etree._Element, name: str) -> str:
    value = next((value for key, value in item.attrib.items() if _local(key) == name and _is_own(key)), "")
    return " ".join(str(value).split())


def _is_own(key: object) -> bool:
    return isinstance(key, str) and key.startswith(f"{{{_SPACE}")


def _local(key: object) -> str:
    return key.rpartition("}")[2] if isinstance(key, str) else ""


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.tree = root.getroottree()
        marked = [item for item in root.iter() if _attribute(item, "classification")]
        named = [item for item in marked if _attribute(item, "resourceElement") == "true"]
        self.resource = next(iter(named), root if root in marked else None)
        # What nothing nearer marks is as the whole is, and does not hang on the text before it.
        self.whole = certain(mark_of(self.resource), "/") if self.resource is not None else ""
        self.hidden = [
            str(value)
            for item in root.iter()
            for key, value in item.attrib.items()
            if not _is_own(key) and str(value).strip()
        ]

    def lines(self) -> Iterator[Line]:
        """The lines of the document in its order."""
        banner = self._banner()
        if banner:
            yield self._line(banner, self.root)
        day = _DATE.fullmatch(_attribute(self.resource, "createDate")) if self.resource is not None else None
        if day:
            yield self._line(f"DATE: {''.join(day.groups())}", self.root)
        yield from self._element(self.root, "")
        if self.resource is not None:
            yield from self._authority(self.resource)
        if banner:
            yield self._line(banner, self.root)

    def _line(self, text: str, item: etree._Element, *, field: bool = False) -> Line:
        return Line(text.translate(SAME_LENGTH), item, self.tree.getpath(item), item.sourceline or 0, joined=field)  # type: ignore[arg-type]

    def _banner(self) -> str:
        return banner_of(mark_of(self.resource)) if self.resource is not None else ""

    def _element(self, item: etree._Element, mark: str) -> Iterator[Line]:
        """The text of an element and of those in it; whatever has marked ones inside is parted at them."""
        own = "" if item is self.resource else certain(mark_of(item), self.tree.getpath(item)) or mark
        parts: list[str] = [item.text or ""]
        for child in item:
            if not isinstance(child.tag, str):
                parts.append(child.tail or "")
                continue
            if own and not any(_attribute(inner, "classification") for inner in child.iter()):
                parts.extend(map(str, child.itertext()))
            else:
                yield from self._said(parts, item, own)
                parts = []
                yield from self._element(child, own)
            parts.append(child.tail or "")
        yield from self._said(parts, item, own)

    def _said(self, parts: list[str], item: etree._Element, mark: str) -> Iterator[Line]:
        text = " ".join("".join(parts).split())
        if not text:
            return
        effective = mark or self.whole
        if not effective:
            raise Unreadable("field-mark", f"{self.tree.getpath(item)}: no mark stands at it or above it: not examined")
        said, own_mark = marked(effective, text)
        yield replace(self._line(said, item), own_mark=own_mark)

    def _authority(self, item: etree._Element) -> Iterator[Line]:
        for name, label in _AUTHORITY.items():
            if value := _attribute(item, name):
                yield self._line(f"{label}: {value}", item, field=True)
        day = _DATE.fullmatch(_attribute(item, "declassDate"))
        until = "".join(day.groups()) if day else ""
        said = ", ".join(filter(None, (_attribute(item, "declassException"), until, _attribute(item, "declassEvent"))))
        if said:
            yield self._line(f"Declassify On: {said}", item, field=True)


def mark_of(item: etree._Element) -> str:
    """The portion mark that an element's attributes stand for; empty where it has none."""
    level = _attribute(item, "classification")
    if not level:
        return ""
    owners = _attribute(item, "ownerProducer").split() or [_HOME]
    joint = len(owners) > 1
    lead = f"//JOINT {level} {' '.join(owners)}" if joint else level if owners == [_HOME] else f"//{owners[0]} {level}"
    categories = ["/".join(_attribute(item, name).split()) for name in _BEFORE]
    sources = _attribute(item, "FGIsourceOpen") or ("FGI" if _attribute(item, "FGIsourceProtected") else "")
    categories.append(f"FGI {sources}".replace("FGI FGI", "FGI") if sources and not joint and owners == [_HOME] else "")
    controls = []
    for control in _attribute(item, "disseminationControls").split():
        codes = ", ".join(_attribute(item, "displayOnlyTo" if control == "DISPLAYONLY" else "releasableTo").split())
        controls.append({"REL": f"REL TO {codes}", "DISPLAYONLY": f"DISPLAY ONLY {codes}"}.get(control, control))
    categories.append("/".join(controls))
    categories.append("/".join(_attribute(item, "nonICmarkings").split()))
    return f"({'//'.join([lead, *filter(None, categories)])})"
