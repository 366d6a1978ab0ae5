"""A Word document's package to text: every part that can hold text is read, hidden behind it, or not examined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markcheck.errors import Unreadable
from markcheck.formats.decode import SAME_LENGTH
from markcheck.formats.docx.names import COMPATIBILITY, OFFICE, STRICT, local, w
from markcheck.formats.docx.numbering import read_numbering
from markcheck.formats.package import Package
from markcheck.formats.paragraphs import FOOTER, HEADER, Line, ParagraphMap, joined
from markcheck.model.document import Document, Hidden
from markcheck.model.unexamined import Unexamined

if TYPE_CHECKING:
    from lxml import etree

# Lines of a memo's head, which Word users put into paragraphs of their own.
_FIELD = re.compile(r"[A-Z][A-Za-z ()/.-]{1,30}:")
_LONGEST_FIELD = 120
_PAGE_NUMBER = re.compile(r"(?:page|of|[-/|\s]|\d{1,4})*", re.IGNORECASE)
_PLAIN_FIELDS = frozenset(
    (
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "PAGEREF",
        "REF",
        "NOTEREF",
        "SEQ",
        "TOC",
        "STYLEREF",
        "DATE",
        "TIME",
        "SYMBOL",
    )
)
# What a part's markup may hold that has no place in the text.
_COUNTED = {
    **dict.fromkeys(("del", "moveFrom"), "deleted"),
    **dict.fromkeys(("oMath", "oMathPara"), "equations"),
    **dict.fromkeys(
        ("OLEObject", "control", "chart", "relIds", "altChunk", "subDoc", "contentPart", "movie"), "objects"
    ),
}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\u2022"}
_NO_TEXT = frozenset(("pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblGrid", "commentReference", "delText",
                      "delInstrText"))  # fmt: skip
_SAYS = {
    "comments": ("comment", "comments on the text are not read"),
    "deleted": ("deleted-text", "deletions under tracked changes are not read"),
    "pictures": ("image", "pictures are not read"),
    "objects": ("embedded-object", "embedded objects, charts and diagrams are not read"),
    "fields": ("field-code", "codes of fields are not read"),
    "equations": ("equation", "equations are not read"),
    "parts": ("part", "parts of the package are not read"),
}
_READ_KINDS = frozenset(
    ("officeDocument", "styles", "settings", "fontTable", "theme", "webSettings", "numbering", "header", "footer",
     "footnotes", "endnotes", "core-properties", "extended-properties", "custom-properties", "hyperlink",
     "stylesWithEffects")
)  # fmt: skip


def read_package(path: str, data: bytes) -> Document:
    """The document of a package's bytes. Raises :class:`Unreadable`."""
    reader = _Reader(Package(data))
    lines = reader.lines()
    text, starts = joined(lines, _close)
    if not text.strip():
        raise Unreadable("empty", "the document holds no text")
    hidden = tuple(Hidden(0, 0, item) for item in reader.hidden)
    return Document(path, "docx", text, ParagraphMap(text, lines, starts), (), None, hidden, tuple(reader.unexamined()))


def _close(above: Line, below: Line) -> bool:
    """Whether two lines stand together: notes behind their paragraph, the fields of a head."""
    if below.joined:
        return True
    fields = (above.text, below.text)
    return above.role == below.role and all(_FIELD.match(text) and len(text) <= _LONGEST_FIELD for text in fields)


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.found: Counter[str] = Counter()
        self.hidden: list[str] = []
        self.tables = 0
        # Where the next paragraph stands.
        self.part, self.number, self.depth = "", 0, 0
        self.main = package.main
        self.relations = package.relations(self.main)
        by_kind = {relation.kind: relation.target for relation in self.relations.values() if not relation.external}
        numbering = by_kind.get("numbering", "")
        self.numbering = read_numbering(self._root(numbering) if numbering in package.names else None)
        self.styled = self._styled(by_kind.get("styles"))
        self.notes = {
            kind: self._notes(by_kind.get(kind), item)
            for kind, item in (("footnotes", "footnote"), ("endnotes", "endnote"))
        }
        self._metadata()

    def lines(self) -> list[Line]:
        """The lines of the document in reading order."""
        body = self._root(self.main).find(w("body"))
        if body is None:
            raise Unreadable("malformed", "the document has no body: not examined")
        found: list[Line] = []
        foot: list[Line] = []
        head_of_next: list[Line] = []
        sections = self._sections(body)
        head, foot = self._edges(sections[0]) if sections else ([], [])
        found.extend(head)
        self.part, self.number = self.main, 0
        at = 0
        for child in body:
            if local(child.tag) == "sectPr":
                continue
            found.extend(self._block(child))
            if child.find(f"{w('pPr')}/{w('sectPr')}") is not None and at + 1 < len(sections):
                at += 1
                head_of_next, foot_of_next = self._edges(sections[at])
                if head_of_next or foot_of_next:
                    found.extend((*foot, *head_of_next))
                    foot = foot_of_next or foot
                    self.part = self.main
        found.extend(foot)
        return [line for line in found if line.text.strip()]

    def unexamined(self) -> Iterator[Unexamined]:
        """What of the package is in no text."""
        for name, count in self.found.items():
            reason, says = _SAYS[name]
            yield Unexamined("part", reason, f"{says} ({count})")

    # -- parts ----------------------------------------------------------------------------------

    def _root(self, part: str) -> etree._Element:
        root = self.package.xml(part)
        if any(namespace in STRICT for namespace in root.nsmap.values()):
            for item in root.iter():
                if isinstance(item.tag, str):
                    item.tag = _transitional(item.tag)
                    for name, value in list(item.attrib.items()):
                        if _transitional(str(name)) != name:
                            del item.attrib[name]
                            item.set(_transitional(str(name)), value)
        return root

    def _styled(self, part: str | None) -> dict[str, tuple[str, int]]:
        """The list that a style puts its paragraphs in."""
        if part not in self.package.names or part is None:
            return {}
        found = {}
        for style in self._root(part).iter(w("style")):
            place = style.find(f"{w('pPr')}/{w('numPr')}")
            name = style.get(w("styleId"))
            if place is not None and name:
                found[name] = _list_of(place)
        return {name: (number, level) for name, (number, level) in found.items() if number}

    def _notes(self, part: str | None, name: str) -> dict[str, etree._Element]:
        if part not in self.package.names or part is None:
            return {}
        return {
            item.get(w("id"), ""): item
            for item in self._root(part).iter(w(name))
            if item.get(w("type")) in (None, "normal")
        }

    def _metadata(self) -> None:
        """Properties and custom XML are hidden texts; every part of another kind is not examined."""
        known = {"[Content_Types].xml", self.main}
        for part in ("", self.main):
            for relation in self.package.relations(part).values():
                if relation.external:
                    self.hidden.append(relation.target)
                elif relation.kind in _READ_KINDS:
                    known.add(relation.target)
                elif relation.kind == "comments":
                    self.found["comments"] += 1
                    known.add(relation.target)
                elif relation.kind == "thumbnail":
                    # A preview of the first page, which shows what the text says.
                    known.add(relation.target)
                if relation.kind.endswith("-properties") and relation.target in self.package.names:
                    self.hidden.extend(str(text) for text in self._root(relation.target).itertext() if text.strip())
        for name in self.package.names:
            if name.endswith(("/", ".rels")) or name in known:
                continue
            if "/media/" in name:
                self.found["pictures"] += 1
            elif name.startswith("customXml/") and name.endswith(".xml"):
                root = self._root(name)
                self.hidden.extend(str(text) for text in root.itertext() if text.strip())
                self.hidden.extend(str(value) for item in root.iter() for value in item.attrib.values())
            else:
                self.found["parts"] += 1
        self.found = +self.found

    # -- sections -------------------------------------------------------------------------------

    def _sections(self, body: etree._Element) -> list[etree._Element]:
        return [item for item in body.iter(w("sectPr")) if local(item.getparent().tag) in ("pPr", "body")]  # type: ignore[union-attr]

    def _edges(self, section: etree._Element) -> tuple[list[Line], list[Line]]:
        """The headers and footers that a section names, each text once."""
        edges: dict[str, list[Line]] = {HEADER: [], FOOTER: []}
        for role, name in ((HEADER, "headerReference"), (FOOTER, "footerReference")):
            seen: set[str] = set()
            references = sorted(section.iterchildren(w(name)), key=lambda item: item.get(w("type")) != "first")
            for reference in references:
                relation = self.relations.get(reference.get(f"{{{OFFICE}}}id", ""))
                if relation is None or relation.target not in self.package.names:
                    continue
                self.part, self.number = relation.target, 0
                for line in self._blocks(self._root(relation.target)):
                    text = line.text.strip()
                    if text and text not in seen and not _PAGE_NUMBER.fullmatch(text):
                        seen.add(text)
                        line.role = role
                        edges[role].append(line)
        return edges[HEADER], edges[FOOTER]

    # -- blocks ---------------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element) -> Iterator[Line]:
        for child in parent:
            yield from self._block(child)

    def _block(self, item: etree._Element) -> Iterator[Line]:
        name = local(item.tag)
        if name == "p":
            yield from self._paragraph(item)
        elif name == "tbl":
            yield from self._table(item)
        elif name == "AlternateContent":
            yield from self._blocks(_chosen(item))
        elif name in _COUNTED:
            self.found[_COUNTED[name]] += 1
        elif name not in _NO_TEXT:
            # A content control, a custom element, a tracked insertion: what is inside is text.
            yield from self._blocks(item)

    def _paragraph(self, item: etree._Element) -> Iterator[Line]:
        self.number += 1
        number, part = self.number, self.part
        runs: list[tuple[str, etree._Element]] = []
        behind: list[etree._Element] = []
        for text, run, inner in self._runs(item):
            runs.append((text, run))
            if inner is not None:
                behind.append(inner)
        whole = "".join(text for text, _ in runs).translate(SAME_LENGTH)
        text = whole.strip()
        if text:
            label = f"{label} " if (label := self._label(item)) else ""
            lead = len(whole) - len(whole.lstrip()) - len(label)
            yield Line(f"{label}{text}", item, part, number, runs=tuple(runs), lead=lead)
        self.depth += 1
        if self.depth > 50:
            raise Unreadable("too-deep", "text boxes inside text boxes: not examined")
        for inner in behind:
            for line in self._blocks(inner):
                line.joined = bool(text)
                yield line
        self.depth -= 1

    def _table(self, item: etree._Element) -> Iterator[Line]:
        self.tables += 1
        table = self.tables
        for row in item.iter(w("tr")):
            if next((above for above in row.iterancestors(w("tbl"))), None) is not item:
                continue
            cells = [list(self._blocks(cell)) for cell in row.iter(w("tc")) if _row_of(cell) is row]
            if len(cells) <= 1:
                yield from cells[0] if cells else ()
                continue
            if any(cells):
                texts = ["\t".join(line.text.replace("\n", " ") for line in cell) for cell in cells]
                first = next(line for cell in cells for line in cell)
                yield Line("\t".join(texts), row, first.part, first.number, table=table)

    def _label(self, item: etree._Element) -> str:
        properties = item.find(w("pPr"))
        if properties is None:
            return ""
        place = properties.find(w("numPr"))
        style = properties.find(w("pStyle"))
        number, level = self.styled.get(style.get(w("val"), ""), ("", 0)) if style is not None else ("", 0)
        if place is not None:
            own, own_level = _list_of(place)
            number, level = own or number, own_level
        return self.numbering.label(number, level) if number else ""

    # -- runs -----------------------------------------------------------------------------------

    def _runs(self, parent: etree._Element) -> Iterator[tuple[str, etree._Element, etree._Element | None]]:
        """The texts of a paragraph, each with its run, and whatever has paragraphs of its own and hangs on it."""
        for child in parent:
            name = local(child.tag)
            if name == "t":
                yield (child.text or "").replace("\n", " "), parent, None
            elif name in _SIGNS:
                yield _SIGNS[name], parent, None
            elif name in ("footnoteReference", "endnoteReference"):
                yield "", parent, self.notes[f"{name[:-9]}s"].get(child.get(w("id"), ""))
            elif name == "txbxContent":
                yield "", parent, child
            elif name == "AlternateContent":
                yield from self._runs(_chosen(child))
            elif name == "instrText":
                self._code(child.text or "")
            elif name in _COUNTED:
                self.found[_COUNTED[name]] += 1
            elif name not in _NO_TEXT:
                self._attributes(child, name)
                yield from self._runs(child)

    def _attributes(self, item: etree._Element, name: str) -> None:
        """Texts in attributes: alternative texts, tooltips, simple fields."""
        if name == "fldSimple":
            self._code(item.get(w("instr"), ""))
        for attribute in ("descr", "title", "alt", w("tooltip"), "string"):
            text = item.get(attribute)
            if text and text.strip():
                self.hidden.append(text)

    def _code(self, code: str) -> None:
        words = code.split()
        if not words or words[0].upper() in _PLAIN_FIELDS:
            return
        if words[0].upper() == "HYPERLINK":
            self.hidden.append(code)
        else:
            self.found["fields"] += 1


def _transitional(name: str) -> str:
    namespace, closing, rest = name[1:].partition("}") if name.startswith("{") else ("", "", "")
    return f"{{{STRICT[namespace]}}}{rest}" if closing and namespace in STRICT else name


def _row_of(cell: etree._Element) -> etree._Element | None:
    return next(cell.iterancestors(w("tr")), None)


def _chosen(item: etree._Element) -> etree._Element:
    """The first alternative; the others say the same for older programs."""
    choice = item.find(f"{{{COMPATIBILITY}}}Choice")
    fallback = item.find(f"{{{COMPATIBILITY}}}Fallback")
    return choice if choice is not None else fallback if fallback is not None else item


def _list_of(place: etree._Element) -> tuple[str, int]:
    number, level = place.find(w("numId")), place.find(w("ilvl"))
    depth = level.get(w("val"), "0") if level is not None else "0"
    return (number.get(w("val"), "") if number is not None else ""), int(depth) if depth.isdecimal() else 0
