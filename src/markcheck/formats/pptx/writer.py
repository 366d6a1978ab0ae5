"""A public version as a new presentation: a slide for each of the original's, with what is released of it.

Every part is written here; no part, shape, property or identifier of the original is copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from markcheck.formats.opc import package, relations, xml_bytes, xml_text
from markcheck.formats.paragraphs import ParagraphMap
from markcheck.formats.pptx.reader import DRAWING, OFFICE, SLIDES
from markcheck.model.document import Document
from markcheck.model.public import Passage, banner_of

_SPACES = f'xmlns:a="{DRAWING}" xmlns:r="{OFFICE}" xmlns:p="{SLIDES}"'
_WIDTH, _HEIGHT = 12192000, 6858000
_EDGE = 457200
_FIRST_ID = 256
_TREE = (
    '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    "{shapes}</p:spTree>"
)
_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F2937", "lt2": "F3F4F6", "accent1": "1D4ED8", "accent2": "B91C1C",
    "accent3": "047857", "accent4": "B45309", "accent5": "6D28D9", "accent6": "0E7490", "hlink": "1D4ED8",
    "folHlink": "6D28D9",
}  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_FONT = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
_MAP = " ".join(
    f'{name}="{value}"'
    for name, value in {
        "bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", **{f"accent{n}": f"accent{n}" for n in range(1, 7)},
        "hlink": "hlink", "folHlink": "folHlink",
    }.items()
)  # fmt: skip
_THEME = (
    f'<a:theme xmlns:a="{DRAWING}" name="Plain"><a:themeElements><a:clrScheme name="Plain">'
    + "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    + f'</a:clrScheme><a:fontScheme name="Plain"><a:majorFont>{_FONT}</a:majorFont><a:minorFont>{_FONT}</a:minorFont>'
    f'</a:fontScheme><a:fmtScheme name="Plain"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>'
    + f"<a:ln>{_FILL}</a:ln>" * 3
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + f"</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
_MASTER = (
    f"<p:sldMaster {_SPACES}><p:cSld>{_TREE.format(shapes='')}</p:cSld><p:clrMap {_MAP}/>"
    '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="r1"/></p:sldLayoutIdLst></p:sldMaster>'
)
_LAYOUT = f'<p:sldLayout {_SPACES} type="blank"><p:cSld>{_TREE.format(shapes="")}</p:cSld></p:sldLayout>'


def write_package(document: Document, passages: tuple[Passage, ...]) -> bytes:
    """The bytes of a new package that is made of ``passages``; ``document`` is the original."""
    assert isinstance(document.source, ParagraphMap)
    slides = list(_slides(document.source, passages))
    banner = banner_of(passages)
    if banner:
        # The first begins and the last ends with it anyway.
        last = len(slides) - 1
        slides = [[banner] * (at > 0) + lines + [banner] * (at < last) for at, lines in enumerate(slides)]
    parts = {"_rels/.rels": relations({"r1": ("officeDocument", "ppt/presentation.xml")})}
    parts["ppt/presentation.xml"] = _presentation(len(slides))
    parts["ppt/_rels/presentation.xml.rels"] = relations(
        {
            "r0": ("slideMaster", "slideMasters/slideMaster1.xml"),
            **{f"r{number}": ("slide", f"slides/slide{number}.xml") for number in range(1, len(slides) + 1)},
        }
    )
    master, layout, theme = (
        "ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout1.xml", "ppt/theme/theme1.xml",
    )  # fmt: skip
    parts |= {master: _written(_MASTER), layout: _written(_LAYOUT), theme: _written(_THEME)}
    parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = relations(
        {"r1": ("slideLayout", "../slideLayouts/slideLayout1.xml"), "r2": ("theme", "../theme/theme1.xml")}
    )
    parts["ppt/slideLayouts/_rels/slideLayout1.xml.rels"] = relations(
        {"r1": ("slideMaster", "../slideMasters/slideMaster1.xml")}
    )
    kinds = {
        "ppt/presentation.xml": "presentationml.presentation.main", master: "presentationml.slideMaster",
        layout: "presentationml.slideLayout", theme: "theme",
    }  # fmt: skip
    for number, lines in enumerate(slides, 1):
        parts[f"ppt/slides/slide{number}.xml"] = _slide(lines)
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(
            {"r1": ("slideLayout", "../slideLayouts/slideLayout1.xml")}
        )
        kinds[f"ppt/slides/slide{number}.xml"] = "presentationml.slide"
    return package(parts, kinds)


def _slides(source: ParagraphMap, passages: tuple[Passage, ...]) -> Iterator[list[str]]:
    """The lines of each slide: notes are on the slide they belong to, masters on the first."""
    lines: list[str] = []
    part = None
    for passage in passages:
        line = source.line(passage.start) if passage.start is not None else None
        own = line.part if line is not None and line.part.startswith("ppt/slides/") else part
        if part is not None and own != part:
            yield lines
            lines = []
        part = own
        lines.extend(xml_text(text) for text in passage.text.split("\n") if text.strip())
    yield lines


def _slide(lines: list[str]) -> bytes:
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name=""/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{_EDGE}" y="{_EDGE}"/><a:ext cx="{_WIDTH - 2 * _EDGE}" cy="{_HEIGHT - 2 * _EDGE}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap="square"><a:normAutofit/>'
        "</a:bodyPr></p:txBody></p:sp>"
    )
    root = etree.fromstring(f"<p:sld {_SPACES}><p:cSld>{_TREE.format(shapes=shape)}</p:cSld></p:sld>")
    body = next(root.iter(f"{{{SLIDES}}}txBody"))
    for line in lines:
        paragraph = etree.SubElement(body, f"{{{DRAWING}}}p")
        run = etree.SubElement(paragraph, f"{{{DRAWING}}}r")
        etree.SubElement(run, f"{{{DRAWING}}}rPr", {"sz": "1400"})
        etree.SubElement(run, f"{{{DRAWING}}}t").text = line
    return xml_bytes(root)


def _presentation(count: int) -> bytes:
    slides = "".join(f'<p:sldId id="{_FIRST_ID + number}" r:id="r{number + 1}"/>' for number in range(count))
    return _written(
        f'<p:presentation {_SPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="r0"/></p:sldMasterIdLst>'
        f'<p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx="{_WIDTH}" cy="{_HEIGHT}"/>'
        f'<p:notesSz cx="{_HEIGHT}" cy="{_WIDTH}"/></p:presentation>'
    )


def _written(text: str) -> bytes:
    return xml_bytes(etree.fromstring(text))
