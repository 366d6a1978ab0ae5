"""A presentation's package to text: every part that can hold text is read, hidden behind it, or not examined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markcheck.errors import Unreadable
from markcheck.formats.decode import SAME_LENGTH
from markcheck.formats.package import Package
from markcheck.formats.paragraphs import Line, ParagraphMap, joined
from markcheck.model.document import Document, Hidden
from markcheck.model.unexamined import Unexamined

if TYPE_CHECKING:
    from lxml import etree

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHAPES = frozenset(("sp", "graphicFrame", "cxnSp", "pic", "contentPart", "grpSp"))
# Placeholders whose text programs fill in.
_FILLED_IN = frozenset(("sldNum", "dt", "sldImg"))
_SAYS = {
    "comments": ("comment", "comments on the slides are not read"),
    "pictures": ("image", "pictures are not read"),
    "objects": ("embedded-object", "charts, diagrams and embedded objects are not read"),
    "parts": ("part", "parts of the package are not read"),
}
_KNOWN = frozenset(
    ("slide", "notesSlide", "slideMaster", "slideLayout", "notesMaster", "handoutMaster", "theme", "presProps",
     "viewProps", "tableStyles", "core-properties", "extended-properties", "custom-properties", "officeDocument",
     "thumbnail", "printerSettings", "hyperlink")
)  # fmt: skip
_OBJECTS = frozenset(("chart", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "oleObject",
                      "package", "diagramDrawing"))  # fmt: skip
_DEEPEST = 40
# Kinds of placeholders that take each other's place in a master.
_KINDS = {"ctrTitle": "title", "obj": "body", "subTitle": "body"}


def read_package(path: str, data: bytes) -> Document:
    """The document of a package's bytes. Raises :class:`Unreadable`."""
    reader = _Reader(Package(data))
    lines = reader.lines()
    text, starts = joined(lines, _never)
    if not text.strip():
        raise Unreadable("empty", "the presentation holds no text")
    hidden = tuple(Hidden(0, 0, item) for item in reader.hidden)
    unexamined = tuple(
        Unexamined("part", _SAYS[name][0], f"{_SAYS[name][1]} ({count})") for name, count in reader.found.items()
    )
    return Document(path, "pptx", text, ParagraphMap(text, lines, starts), (), None, hidden, unexamined)


def _never(above: Line, below: Line) -> bool:  # noqa: ARG001
    """No two paragraphs of a slide stand together."""
    return False


def _a(name: str) -> str:
    return f"{{{DRAWING}}}{name}"


def _p(name: str) -> str:
    return f"{{{SLIDES}}}{name}"


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.found: Counter[str] = Counter()
        self.hidden: list[str] = []
        self.tables = 0

    def lines(self) -> list[Line]:
        """The lines of the presentation in reading order."""
        package = self.package
        root = package.xml(package.main)
        relations = package.relations(package.main)
        names = [item.get(f"{{{OFFICE}}}id", "") for item in root.iter(_p("sldId"))]
        slides = [relations[name].target for name in names if name in relations]
        shown: list[Line] = []
        found: list[Line] = []
        for slide in slides:
            around = [*self._around(slide)]
            for part in around:
                said = {line.text for line in shown}
                shown.extend(line for line in self._part(part, own=False) if line.text not in said)
            found.extend(self._part(slide, own=True))
            for relation in package.relations(slide).values():
                if relation.kind == "notesSlide" and not relation.external:
                    found.extend(self._part(relation.target, own=True))
        self._rest(slides)
        return [*shown, *found]

    def _around(self, slide: str) -> Iterator[str]:
        """The layout and the master of a slide."""
        for relation in self.package.relations(slide).values():
            if relation.kind == "slideLayout" and not relation.external:
                yield relation.target
                for above in self.package.relations(relation.target).values():
                    if above.kind == "slideMaster" and not above.external:
                        yield above.target

    def _part(self, part: str, *, own: bool) -> Iterator[Line]:
        """The lines of a slide from top to bottom; of a layout or master what is no placeholder."""
        tree = self.package.xml(part).find(f"{_p('cSld')}/{_p('spTree')}")
        if tree is None:
            return
        above = [self.package.xml(name) for name in self._around(part)] if own else []
        shapes = sorted(self._shapes(tree, 0, (0, 0), above), key=lambda item: (item[0], item[1]))
        number = 0
        for _, _, shape in shapes:
            holder = _holder(shape)
            if holder is not None and (not own or holder.get("type") in _FILLED_IN):
                continue
            for properties in shape.iter(_p("cNvPr")):
                self.hidden.extend(text for name in ("descr", "title") if (text := properties.get(name)))
            for line in self._texts(shape, part):
                number += 1
                line.number = number
                yield line

    def _shapes(
        self, tree: etree._Element, depth: int, place: tuple[int, int], above: Sequence[etree._Element]
    ) -> Iterator[tuple[int, int, etree._Element]]:
        """Every shape with its upper edge and left edge; what has none of its own has its layout's or its group's."""
        if depth > _DEEPEST:
            raise Unreadable("too-deep", "groups inside groups: not examined")
        for item in tree:
            name = item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
            if name == "AlternateContent":
                yield from self._shapes(item[0], depth + 1, place, above)
            elif name in _SHAPES:
                own = _place(item) or _inherited(_holder(item), above) or place
                if name == "grpSp":
                    yield from self._shapes(item, depth + 1, own, above)
                else:
                    yield (*own, item)

    def _texts(self, shape: etree._Element, part: str) -> Iterator[Line]:
        for table in shape.iter(_a("tbl")):
            self.tables += 1
            for row in table.iter(_a("tr")):
                cells = [
                    "\t".join(text for item in cell.iter(_a("p")) if (text := _text(item)))
                    for cell in row.iter(_a("tc"))
                ]
                if any(cells):
                    yield Line("\t".join(cells), row, part, 0, table=self.tables)
            return
        for item in shape.iter(_a("p")):
            text = _text(item)
            if text:
                yield Line(text, item, part, 0)

    def _rest(self, slides: list[str]) -> None:
        """Properties are hidden texts; parts that nothing above has read are not examined."""
        package = self.package
        known = {"[Content_Types].xml"}
        waiting = [""]
        while waiting:
            part = waiting.pop()
            for relation in package.relations(part).values():
                if relation.external:
                    self.hidden.append(relation.target)
                    continue
                if relation.target in known or relation.target not in package.names:
                    continue
                known.add(relation.target)
                waiting.append(relation.target)
                self._weigh(relation.kind, relation.target)
        for name in package.names:
            if name not in known and not name.endswith(("/", ".rels")):
                self.found["parts"] += 1
        # A slide that is no longer shown is still in the file.
        left = [name for name in package.names if name.startswith("ppt/slides/slide") and name not in slides]
        self.found["parts"] += len([name for name in left if name in known])
        self.found = +self.found

    def _weigh(self, kind: str, target: str) -> None:
        if kind == "image":
            self.found["pictures"] += 1
        elif kind in ("comments", "commentAuthors", "authors"):
            self.found["comments"] += 1
        elif kind in _OBJECTS:
            self.found["objects"] += 1
        elif kind.endswith("-properties"):
            self.hidden.extend(str(text) for text in self.package.xml(target).itertext() if text.strip())
        elif kind not in _KNOWN:
            self.found["parts"] += 1


def _holder(shape: etree._Element) -> etree._Element | None:
    """What makes a shape a placeholder."""
    return shape.find(f"./*/{_p('nvPr')}/{_p('ph')}")


def _place(shape: etree._Element) -> tuple[int, int] | None:
    """Upper and left edge of a shape that has its own."""
    offset = next(shape.iter(_a("off")), None)
    return None if offset is None else (_number(offset.get("y")), _number(offset.get("x")))


def _inherited(holder: etree._Element | None, above: Sequence[etree._Element]) -> tuple[int, int] | None:
    """The place of the same placeholder in the layout, or of one of its kind in layout or master."""
    if holder is None:
        return None
    index, kind = holder.get("idx"), _KINDS.get(holder.get("type", "obj"), holder.get("type"))
    others = [
        (other, shape) for root in above for shape in root.iter(_p("sp")) if (other := _holder(shape)) is not None
    ]
    same = [shape for other, shape in others if index is not None and other.get("idx") == index]
    alike = [shape for other, shape in others if _KINDS.get(other.get("type", "obj"), other.get("type")) == kind]
    return next((place for shape in (*same, *alike) if (place := _place(shape)) is not None), None)


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph."""
    parts = []
    for item in paragraph.iter(_a("t"), _a("br"), _a("tab")):
        parts.append((item.text or "") if item.tag == _a("t") else "\n" if item.tag == _a("br") else "\t")
    return "".join(parts).translate(SAME_LENGTH).strip()


def _number(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 15 else 0
