"""Invented Word documents: sound ones, and one with a secret word in every place that can hold text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

Paragraphs = Iterable[tuple[str, str]]
BANNER = "SECRET//NOFORN"
HEAD = (
    "MEMORANDUM FOR: Director, Port Office",
    "FROM: Chief, Division 5",
    "DATE: 20120305",
    "SUBJECT: (U) Harbor talks",
)
FOOT = (
    "Classified By: A. Person, Chief, Division 5",
    "Derived From: Harbor Guide 7, dated 20120110",
    "Declassify On: 20370110",
)


def memo(paragraphs: Paragraphs, banner: str = BANNER, *, numbered: bool = True) -> bytes:
    """A memo whose paragraphs have the marks and texts given; Word counts them where they are numbered."""
    document = new(banner)
    for mark, text in paragraphs:
        document.add_paragraph(f"({mark}) {text}", style="List Number" if numbered else None)
    return saved(document)


def twin(paragraphs: Paragraphs, banner: str = BANNER, *, numbered: bool = True) -> str:
    """The same memo as text."""
    body = [
        f"{number}. ({mark}) {text}" if numbered else f"({mark}) {text}"
        for number, (mark, text) in enumerate(paragraphs, 1)
    ]
    return "\n\n".join([banner, "\n".join(HEAD), *body, "\n".join(FOOT), banner]) + "\n"


def new(banner: str = BANNER):  # type: ignore[no-untyped-def]
    """A document with banner and head."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = banner
    document.sections[0].footer.paragraphs[0].text = banner
    for line in HEAD:
        document.add_paragraph(line)
    return document


def saved(document) -> bytes:  # type: ignore[no-untyped-def]
    """The bytes of a document, with the authority block at its end."""
    for line in FOOT:
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """The package with other bytes for some parts (``word/document.xml`` is ``word__document_xml``)."""
    named = {name.replace("__", "/").replace("_xml", ".xml"): value for name, value in parts.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as made:
        for name in old.namelist():
            if named.get(name, b"") is not None:
                made.writestr(name, named.pop(name, None) or old.read(name))
        for name, value in named.items():
            if value is not None:
                made.writestr(name, value)
    return target.getvalue()


def part_of(data: bytes, name: str) -> str:
    """A part of a package as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


_W = nsdecls("w")
_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
# In each of these {word} is a text that only somebody with the original may see. They hang on a (S//NF) paragraph.
PLACES = {
    "text": "<w:r><w:t>{word}</w:t></w:r>",
    "split runs": "<w:r><w:t>{half}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{rest}</w:t></w:r>",
    "hidden": "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{word}</w:t></w:r>",
    "white": '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{word}</w:t></w:r>',
    "inserted": '<w:ins w:id="1" w:author="{word}" w:date="2012-03-05T00:00:00Z"><w:r><w:t>{word}</w:t></w:r></w:ins>',
    "deleted": '<w:del w:id="2" w:author="{word}"><w:r><w:delText>{word}</w:delText></w:r></w:del>',
    "moved from": '<w:moveFrom w:id="3" w:author="{word}"><w:r><w:t>{word}</w:t></w:r></w:moveFrom>',
    "moved to": '<w:moveTo w:id="4" w:author="{word}"><w:r><w:t>{word}</w:t></w:r></w:moveTo>',
    "field code": '<w:r><w:instrText>INCLUDETEXT "{word}.docx"</w:instrText></w:r>',
    "simple field": '<w:fldSimple w:instr="DOCPROPERTY {word}"><w:r><w:t>{word}</w:t></w:r></w:fldSimple>',
    "content control": '<w:sdt><w:sdtPr><w:alias w:val="{word}"/><w:tag w:val="{word}"/><w:placeholder><w:docPart'
    ' w:val="{word}"/></w:placeholder></w:sdtPr><w:sdtContent><w:r><w:t>{word}</w:t></w:r></w:sdtContent></w:sdt>',
    "bookmark": '<w:bookmarkStart w:id="9" w:name="{word}"/><w:bookmarkEnd w:id="9"/>',
    "tooltip": '<w:hyperlink w:anchor="{word}" w:tooltip="{word}"><w:r><w:t>{word}</w:t></w:r></w:hyperlink>',
    "style name": '<w:r><w:rPr><w:rStyle w:val="{word}"/><w:rFonts w:ascii="{word}"/></w:rPr><w:t>x</w:t></w:r>',
    "alternative text": '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="{word}" descr="{word}" title="{word}"/>'
    "</wp:inline></w:drawing></w:r>",
    "text box": "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent><w:p><w:r>"
    "<w:t>{word}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    "<w:txbxContent><w:p><w:r><w:t>{word}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>",
    "picture text": '<w:r><w:pict><v:shape alt="{word}"><v:textpath string="{word}"/></v:shape></w:pict></w:r>',
    "ruby": "<w:r><w:ruby><w:rt><w:r><w:t>{word}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{word}</w:t></w:r>"
    "</w:rubyBase></w:ruby></w:r>",
    "equation": '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{word}</m:t>'
    "</m:r></m:oMath>",
    "custom element": '<w:customXml w:element="{word}" w:uri="{word}"><w:r><w:t>{word}</w:t></w:r></w:customXml>',
    "comment in the markup": "<!-- {word} --><?note {word}?>",
    "a name of its own": '<w:r><w:t own:note="{word}" xmlns:own="urn:{word}">x</w:t></w:r>',
    "revision id": '<w:r w:rsidR="{word}"><w:t>x</w:t></w:r>',
    "footnote": '<w:r><w:footnoteReference w:id="7"/></w:r>',
    "endnote": '<w:r><w:endnoteReference w:id="7"/></w:r>',
}


def planted(word: str, paragraphs: Paragraphs = (("U", "The ferries are late again."),)) -> bytes:
    """A memo with ``word`` in every place of a (S//NF) paragraph, of the package and around it."""
    document = new()
    for mark, text in paragraphs:
        document.add_paragraph(f"({mark}) {text}")
    for place in PLACES.values():
        inner = place.format(word=word, half=word[:3], rest=word[3:])
        document.element.body.insert_element_before(
            parse_xml(f"<w:p {_W} {_DRAWING}><w:r><w:t>(S//NF) The </w:t></w:r>{inner}</w:p>"), "w:sectPr"
        )
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = f"(S//NF) {word}", f"(S//NF) {word} again"
    properties = document.core_properties
    properties.title = properties.subject = properties.author = properties.comments = properties.keywords = word
    properties.category = properties.last_modified_by = word
    document.add_paragraph("(U) The end.")
    main = document.part
    text = f"<w:p><w:r><w:t>{word}</w:t></w:r></w:p>"
    kinds = RELATIONSHIP_TYPE
    people = "http://schemas.microsoft.com/office/2011/relationships/people"
    for name, kind, content in (
        ("comments", kinds.COMMENTS, f'<w:comments {_W}><w:comment w:author="{word}">{text}</w:comment></w:comments>'),
        ("footnotes", kinds.FOOTNOTES, f'<w:footnotes {_W}><w:footnote w:id="7">{text}</w:footnote></w:footnotes>'),
        ("endnotes", kinds.ENDNOTES, f'<w:endnotes {_W}><w:endnote w:id="7">{text}</w:endnote></w:endnotes>'),
        ("people", people, f'<p a="{word}"/>'),
        ("glossary/document", kinds.GLOSSARY_DOCUMENT, f"<g>{word}</g>"),
        ("embeddings/oleObject1", kinds.OLE_OBJECT, word),
    ):
        part = Part(PackURI(f"/word/{name}.xml"), "application/xml", content.encode(), document.part.package)
        main.relate_to(part, kind)
    main.relate_to(f"https://{word}.example/", kinds.HYPERLINK, is_external=True)
    data = saved(document)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as made:
        for name in old.namelist():
            made.writestr(name, old.read(name))
        made.writestr(f"orphans/{word}.txt", word)
        made.writestr("customXml/item9.xml", f"<a b='{word}'>{word}</a>")
        made.writestr("word/media/image9.png", word)
        made.comment = word.encode()
    return target.getvalue()
