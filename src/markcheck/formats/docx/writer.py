"""A public version as a new Word package: nothing of the original's package is in it but released text and its look.

Every part is written here from an allow-list; no part, property, style or identifier of the original is copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from lxml import etree

from markcheck.formats.docx.names import MAIN, OFFICE, w
from markcheck.formats.opc import package, relations, xml_bytes, xml_text
from markcheck.formats.paragraphs import BODY, FOOTER, HEADER, Line, ParagraphMap
from markcheck.model.document import Document
from markcheck.model.public import Passage

_NUMBER = re.compile(r"-?\d{1,5}")
_ON = re.compile(r"true|false|on|off|0|1")
# The properties that a paragraph and a run keep, and the form that each attribute's value must have.
_PARAGRAPH = {
    "keepNext": {"val": _ON},
    "keepLines": {"val": _ON},
    "pageBreakBefore": {"val": _ON},
    "spacing": dict.fromkeys(("before", "after", "line"), _NUMBER),
    "ind": dict.fromkeys(("left", "right", "start", "end", "firstLine", "hanging"), _NUMBER),
    "jc": {"val": re.compile(r"left|right|center|both|start|end")},
}
_RUN = {
    "rFonts": dict.fromkeys(
        ("ascii", "hAnsi", "cs"), re.compile(r"Arial|Calibri|Cambria|Courier New|Georgia|Times New Roman|Verdana")
    ),
    "b": {"val": _ON},
    "i": {"val": _ON},
    "caps": {"val": _ON},
    "smallCaps": {"val": _ON},
    "strike": {"val": _ON},
    "sz": {"val": _NUMBER},
    "u": {"val": re.compile(r"none|single|words|double|thick|dotted|dash|wave")},
    "vertAlign": {"val": re.compile(r"baseline|superscript|subscript")},
}
_STYLES = re.compile(r"Title|Heading[1-6]")
_STYLE_SIZES = {"Title": 36, **{f"Heading{level}": size for level, size in enumerate((32, 28, 26, 24, 24, 24), 1)}}


def write_package(document: Document, passages: tuple[Passage, ...]) -> bytes:
    """The bytes of a new package that is made of ``passages``; ``document`` is the original."""
    assert isinstance(document.source, ParagraphMap)
    places = _parted(document.source, passages)
    parts = {"word/document.xml": _document(places[BODY], edges=[role for role in (HEADER, FOOTER) if places[role]])}
    for role, tag in ((HEADER, "hdr"), (FOOTER, "ftr")):
        if places[role]:
            root = etree.Element(w(tag), nsmap={"w": MAIN})
            root.extend(_paragraph(text, line, offset) for text, line, offset in places[role])
            parts[f"word/{role}1.xml"] = xml_bytes(root)
    parts["word/styles.xml"] = _styles()
    edges = [role for role in (HEADER, FOOTER) if places[role]]
    named = {"rstyles": ("styles", "styles.xml"), **{f"r{role}": (role, f"{role}1.xml") for role in edges}}
    parts["word/_rels/document.xml.rels"] = relations(named)
    parts["_rels/.rels"] = relations({"r1": ("officeDocument", "word/document.xml")})
    kinds = {"word/document.xml": "document.main", "word/styles.xml": "styles"}
    kinds.update((f"word/{role}1.xml", role) for role in edges)
    return package(parts, {name: f"wordprocessingml.{kind}" for name, kind in kinds.items()})


# What is written: a line's text, the line of the original that it stands for, and how far into that it begins; without
# an offset it has that line's look alone.
_Written = tuple[str, Line | None, int | None]


def _parted(source: ParagraphMap, passages: tuple[Passage, ...]) -> dict[str, list[_Written]]:
    """The lines of the version's header, body and footer."""
    places: dict[str, list[_Written]] = {HEADER: [], BODY: [], FOOTER: []}
    statement, *rest = passages
    for passage in rest:
        for written in _lines(source, passage):
            _, line, _ = written
            role = line.role if line else FOOTER if places[HEADER] or places[FOOTER] else BODY
            # Later sections say the same at their edges.
            if role == BODY or all(written[0] != text for text, _, _ in places[role]):
                places[role].append(written)
    first: _Written = (statement.text, None, None)
    places[HEADER if places[HEADER] else BODY].insert(0, first)
    return places


def _lines(source: ParagraphMap, passage: Passage) -> Iterator[_Written]:
    at = 0
    for text in passage.text.split("\n"):
        if text.strip():
            place = None if passage.start is None else passage.start + (at if passage.copied else 0)
            line = source.line(place) if place is not None else None
            inside = place - source.start_of(line) if passage.copied and place is not None and line else None
            yield xml_text(text), line, inside
        at += len(text) + 1


# -- the body ----------------------------------------------------------------------------------------


def _document(lines: list[_Written], edges: list[str]) -> bytes:
    root = etree.Element(w("document"), nsmap={"w": MAIN, "r": OFFICE})
    body = etree.SubElement(root, w("body"))
    for table, group in groupby(lines, key=lambda item: item[1].table if item[1] and item[2] is not None else None):
        if table is None:
            body.extend(_paragraph(text, line, offset) for text, line, offset in group)
        else:
            body.append(_table([text.split("\t") for text, _, _ in group]))
            # Tables must not touch.
            etree.SubElement(body, w("p"))
    section = etree.SubElement(body, w("sectPr"))
    for role in edges:
        etree.SubElement(section, w(f"{role}Reference"), {w("type"): "default", f"{{{OFFICE}}}id": f"r{role}"})
    return xml_bytes(root)


def _table(rows: list[list[str]]) -> etree._Element:
    table = etree.Element(w("tbl"))
    properties = etree.SubElement(table, w("tblPr"))
    etree.SubElement(properties, w("tblW"), {w("w"): "5000", w("type"): "pct"})
    borders = etree.SubElement(properties, w("tblBorders"))
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        etree.SubElement(borders, w(side), {w("val"): "single", w("sz"): "4"})
    grid = etree.SubElement(table, w("tblGrid"))
    for _ in range(max(len(row) for row in rows)):
        etree.SubElement(grid, w("gridCol"))
    for row in rows:
        line = etree.SubElement(table, w("tr"))
        for text in row:
            etree.SubElement(line, w("tc")).append(_paragraph(text, None, None))
    return table


def _paragraph(text: str, line: Line | None, offset: int | None) -> etree._Element:
    """A paragraph of ``text`` with the look of ``line``; its runs too, where the text begins at ``offset`` in it."""
    paragraph = etree.Element(w("p"))
    source = line.source if line and line.table is None else None
    properties = _properties("pPr", source, _PARAGRAPH)
    style = source.find(f"{w('pPr')}/{w('pStyle')}") if source is not None else None
    name = style.get(w("val"), "") if style is not None else ""
    if _STYLES.fullmatch(name):
        properties.insert(0, etree.Element(w("pStyle"), {w("val"): name}))
    if len(properties):
        paragraph.append(properties)
    for piece, run in _pieces(text, line, offset):
        written = etree.SubElement(paragraph, w("r"))
        look = _properties("rPr", run, _RUN)
        if len(look):
            written.append(look)
        for index, part in enumerate(piece.split("\t")):
            if index:
                etree.SubElement(written, w("tab"))
            if part:
                etree.SubElement(
                    written, w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
                ).text = part
    return paragraph


def _pieces(text: str, line: Line | None, offset: int | None) -> Iterator[tuple[str, etree._Element | None]]:
    """The text in pieces, each with the run of the original whose look it has."""
    if line is None or not line.runs:
        yield text, None
        return
    if offset is None:
        yield text, next((run for piece, run in line.runs if piece.strip()), None)
        return
    at = offset + line.lead
    if at < 0:
        # The list label is no text of a run.
        yield text[:-at], line.runs[0][1]
        text, at = text[-at:], 0
    begin = 0
    for piece, run in line.runs:
        taken = piece[max(0, at - begin) : max(0, at + len(text) - begin)]
        begin += len(piece)
        if taken:
            yield text[: len(taken)], run
            text, at = text[len(taken) :], at + len(taken)
    if text:
        yield text, None


def _properties(
    name: str, source: etree._Element | None, allowed: dict[str, dict[str, re.Pattern[str]]]
) -> etree._Element:
    """The properties of an element that are on the list, with the attributes whose values have their form."""
    made = etree.Element(w(name))
    own = source.find(w(name)) if source is not None else None
    for kind, attributes in allowed.items():
        item = own.find(w(kind)) if own is not None else None
        if item is None:
            continue
        values = {w(key): item.get(w(key), "") for key in attributes}
        kept = {key: value for key, value in values.items() if attributes[key.rpartition("}")[2]].fullmatch(value)}
        if kept or not item.attrib:
            etree.SubElement(made, w(kind), kept)
    return made


def _styles() -> bytes:
    root = etree.Element(w("styles"), nsmap={"w": MAIN})
    for name, size in {"Normal": 22, **_STYLE_SIZES}.items():
        style = etree.SubElement(root, w("style"), {w("type"): "paragraph", w("styleId"): name})
        etree.SubElement(style, w("name"), {w("val"): name.replace("Heading", "heading ")})
        if name == "Normal":
            style.set(w("default"), "1")
            spacing = etree.SubElement(etree.SubElement(style, w("pPr")), w("spacing"))
            spacing.set(w("after"), "160")
        else:
            etree.SubElement(style, w("basedOn"), {w("val"): "Normal"})
        look = etree.SubElement(style, w("rPr"))
        if name != "Normal":
            etree.SubElement(look, w("b"))
        etree.SubElement(look, w("sz"), {w("val"): str(size)})
    return xml_bytes(root)
