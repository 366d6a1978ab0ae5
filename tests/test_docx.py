"""Word documents: read like their text twins, public versions that are packages of their own. All is invented."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markcheck import api
from markcheck.errors import Unreadable
from markcheck.formats import docx as docx_format
from markcheck.formats.package import Package
from markcheck.formats.paragraphs import ParagraphMap
from markcheck.verify.layers import texts_in
from office import converted, soffice
from program import Done
from strategies import nasty_texts, sentences
from wordfiles import BANNER, PLACES, changed, memo, new, part_of, planted, saved, twin

WORD = "Zanzibarquux"
PARAGRAPHS = [
    ("U", "The ferries are late again this week."),
    ("S//NF", "The zebra crossed the northern quay at midnight and nobody saw it leave."),
    ("U", "The weather was fair on Tuesday."),
]
MARKS = ("U", "C", "C//NF", "S", "S//NF")


def rules(data: bytes) -> list[str]:
    return sorted(item.rule for item in api.validate("x", data).findings)


def text_of(data: bytes) -> str:
    return api.inspect("x", data).document.text


def public(data: bytes, ceiling: str = "U") -> bytes:
    return api.redact("x.docx", data, ceiling).data


def words(text: str) -> list[str]:
    return text.split()


# -- reading -----------------------------------------------------------------------------------------


def test_the_text_is_that_of_its_twin() -> None:
    assert words(text_of(memo(PARAGRAPHS))) == words(twin(PARAGRAPHS))


FAULTS: list[tuple[str, list[tuple[str, str]], str]] = [
    ("none", PARAGRAPHS, BANNER),
    ("banner too low", PARAGRAPHS, "CONFIDENTIAL//NOFORN"),
    ("control missing", PARAGRAPHS, "SECRET"),
    ("mark in lower case", [*PARAGRAPHS, ("s//nf", "Alpha.")], BANNER),
    ("level word", [*PARAGRAPHS, ("SECRET", "Alpha.")], BANNER),
    ("unknown", [*PARAGRAPHS, ("S//ZZZ", "Alpha.")], BANNER),
]


@pytest.mark.parametrize(("paragraphs", "banner"), [item[1:] for item in FAULTS], ids=[item[0] for item in FAULTS])
@pytest.mark.parametrize("numbered", [True, False])
def test_findings_are_those_of_the_twin(paragraphs: list[tuple[str, str]], banner: str, numbered: bool) -> None:
    data = memo(paragraphs, banner, numbered=numbered)
    assert rules(data) == rules(twin(paragraphs, banner, numbered=numbered).encode())


def test_ten_pages_are_read_like_their_twin() -> None:
    many = [(MARKS[number % 5], f"Passage {number}. " + "The harbor commission met. " * 30) for number in range(60)]
    data = memo(many)
    assert rules(data) == rules(twin(many).encode())
    version = api.redact("x.docx", data, "U")
    text = api.redact("x", twin(many).encode(), "U").data.decode()
    assert words(text_of(version.data)) == words(text)


def test_anchors_name_part_and_paragraph() -> None:
    document = api.inspect("x", memo(PARAGRAPHS)).document
    at = document.text.index("zebra")
    anchor = document.anchor(at, at + 5)
    assert anchor.address == "word/document.xml, paragraph 6"
    assert document.text.split("\n")[anchor.line - 1][anchor.column - 1 :].startswith("zebra")
    assert document.anchor(0, 6).address == "word/header1.xml, paragraph 1"


def test_every_character_has_its_place() -> None:
    document = api.inspect("x", planted(WORD)).document
    assert isinstance(document.source, ParagraphMap)
    for line, start in zip(document.source.lines, document.source.starts, strict=True):
        assert document.text.startswith(line.text, start)


def test_lists_are_counted() -> None:
    document = new()
    for text, style in (
        ("(U) One.", "List Number"), ("(U) Deeper.", "List Bullet"), ("(U) Two.", "List Number"),
    ):  # fmt: skip
        document.add_paragraph(text, style=style)
    text = text_of(saved(document))
    assert "1. (U) One." in text
    assert "- (U) Deeper." in text
    assert "2. (U) Two." in text


def test_tables_are_read_row_by_row() -> None:
    document = new()
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, (("(U) Port", "(U) Ferry"), ("(S//NF) Quay", "(S//NF) Zebra")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    data = saved(document)
    assert "(U) Port\t(U) Ferry\n" in text_of(data)
    version = public(data)
    assert "Zebra" not in text_of(version)
    (left,) = docx.Document(io.BytesIO(version)).tables
    assert [cell.text for cell in left.rows[0].cells] == ["(U) Port", "(U) Ferry"]


@pytest.mark.parametrize("name", ["hidden", "white", "inserted", "moved to", "content control", "text box", "ruby",
                                  "footnote", "endnote", "tooltip", "simple field", "custom element"])  # fmt: skip
def test_what_can_be_read_is_text(name: str) -> None:
    lines = [line for line in text_of(planted(WORD)).split("\n\n") if line.startswith("(S//NF) The")]
    assert WORD in lines[list(PLACES).index(name)]


def test_what_cannot_is_reported() -> None:
    examined = api.validate("x", planted(WORD))
    assert {item.reason for item in examined.unexamined} == {
        "comment", "deleted-text", "equation", "field-code", "image", "part",
    }  # fmt: skip
    assert all(WORD not in item.message for item in examined.unexamined)


def test_properties_must_agree_with_the_banner() -> None:
    document = new()
    document.add_paragraph("(S//NF) Alpha.")
    document.core_properties.keywords = "TOP SECRET"
    assert "meta-property-mismatch" in rules(saved(document))


def test_the_strict_form_is_read_too() -> None:
    data = memo(PARAGRAPHS)
    strict = part_of(data, "word/document.xml").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert "zebra" in text_of(changed(data, word__document_xml=strict.encode()))


# -- what is refused ---------------------------------------------------------------------------------


def _bomb(data: bytes) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/big.bin", "w") as part:
        for _ in range(600):
            part.write(bytes(1 << 20))
    return target.getvalue()


def _deep(text: str) -> bytes:
    inside = text.replace("<w:body>", "<w:body>" + "<w:sdt>" * 300).replace("</w:body>", "</w:sdt>" * 300 + "</w:body>")
    return inside.encode()


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b "zebra">]><w:document xmlns:w="x"><a>&b;</a></w:document>'
HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "bomb": (_bomb, "too-large"),
    "entities": (lambda data: changed(data, word__document_xml=DOCTYPE), "doctype"),
    "broken XML": (lambda data: changed(data, word__document_xml=b"<w:document>zebra"), "malformed"),
    "no main part": (lambda data: changed(data, word__document_xml=None), "malformed"),
    "cut": (lambda data: data[: len(data) // 2], "unknown-format"),
    "deep": (lambda data: changed(data, word__document_xml=_deep(part_of(data, "word/document.xml"))), "malformed"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_packages_are_refused(name: str) -> None:
    harm, reason = HOSTILE[name]
    (item,) = api.validate("x", harm(memo(PARAGRAPHS))).unexamined
    assert item.reason == reason
    assert "zebra" not in item.message


def test_an_encrypted_part_is_refused() -> None:
    data = memo(PARAGRAPHS)
    at = data.rindex(b"PK\x01\x02")
    marked = data[: at + 8] + bytes([data[at + 8] | 1]) + data[at + 9 :]
    with pytest.raises(Unreadable, match="encrypted"):
        Package(marked)


def test_without_the_library_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_format, "find_spec", lambda name: None)
    (item,) = api.validate("x", memo(PARAGRAPHS)).unexamined
    assert item.reason == "extra-missing"
    assert "markcheck[docx]" in item.message


# -- public versions ---------------------------------------------------------------------------------


def test_released_text_keeps_its_look() -> None:
    document = new()
    paragraph = document.add_paragraph("(U) The ")
    paragraph.alignment = 1
    paragraph.add_run("ferries").bold = True
    paragraph.add_run(" are late.")
    made = docx.Document(io.BytesIO(public(saved(document))))
    (found,) = [item for item in made.paragraphs if "ferries" in item.text]
    assert found.text == "(U) The ferries are late."
    assert [run.text for run in found.runs if run.bold] == ["ferries"]
    assert found.alignment == 1
    assert made.sections[0].header.paragraphs[-1].text == "UNCLASSIFIED"
    assert made.sections[0].footer.paragraphs[0].text == "UNCLASSIFIED"


def test_nothing_of_the_package_leaves() -> None:
    version = public(planted(WORD))
    with zipfile.ZipFile(io.BytesIO(version)) as archive:
        assert set(archive.namelist()) == {
            "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml",
            "word/footer1.xml", "word/header1.xml", "word/styles.xml",
        }  # fmt: skip
        assert archive.comment == b""
    for text in texts_in(version):
        folded = text.casefold()
        assert WORD.casefold() not in folded
        assert WORD[3:].casefold() not in folded


def test_the_hunt_can_find_it() -> None:
    assert any(WORD in text for text in texts_in(planted(WORD)))


def test_a_version_is_a_version_of_itself() -> None:
    once = public(memo(PARAGRAPHS))
    assert words(text_of(public(once))) == words(text_of(once))
    assert rules(once) == []


def test_the_same_document_gives_the_same_bytes() -> None:
    data = memo(PARAGRAPHS)
    assert public(data) == public(data)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from(MARKS), sentences()), min_size=2, max_size=5),
    st.booleans(),
    st.data(),
)
def test_withheld_text_has_no_influence(paragraphs: list[tuple[str, str]], numbered: bool, data: st.DataObject) -> None:
    paragraphs.append(("S//NF", "The harbor commission met."))
    valid = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"))
    other = [
        (mark, text if mark == "U" else data.draw(st.one_of(st.text(valid, min_size=1), nasty_texts())))
        for mark, text in paragraphs
    ]
    first, second = (memo(items, numbered=numbered) for items in (paragraphs, _writable(other)))
    assert public(first) == public(second)


def _writable(paragraphs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The texts without what XML cannot hold; Word makes breaks of line ends."""
    return [
        (mark, re.sub("[^\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", text)) for mark, text in paragraphs
    ]


def test_the_commands_take_it(markcheck: Callable[..., Done[str]], tmp_path: Path) -> None:
    (tmp_path / "memo.docx").write_bytes(memo(PARAGRAPHS))
    assert markcheck("validate", "memo.docx").returncode == 0
    (tmp_path / "low.docx").write_bytes(memo(PARAGRAPHS, "CONFIDENTIAL//NOFORN"))
    assert "[word/document.xml, paragraph 6]" in markcheck("validate", "low.docx").stdout
    assert markcheck("redact", "memo.docx", "--max", "U", "-o", "public.docx").returncode == 0
    assert markcheck("verify", "memo.docx", "public.docx", "--max", "U").returncode == 0
    assert markcheck("verify", "memo.docx", "memo.docx", "--max", "U").returncode == 4
    assert markcheck("fix", "memo.docx").returncode == 3


# -- other programs ----------------------------------------------------------------------------------


@soffice
def test_libreoffice_opens_a_public_version(tmp_path: Path) -> None:
    (tmp_path / "public.docx").write_bytes(public(memo(PARAGRAPHS)))
    text = converted(tmp_path, tmp_path / "public.docx", "txt:Text", "txt").read_text("utf-8-sig")
    assert "1. (U) The ferries are late again this week." in text
    assert "[2. (S//NF) withheld]" in text
    assert "zebra" not in text


@soffice
def test_what_libreoffice_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / "memo.docx").write_bytes(memo(PARAGRAPHS))
    middle = converted(tmp_path, tmp_path / "memo.docx", "odt", "odt")
    back = converted(tmp_path, middle, "docx:MS Word 2007 XML", "docx")
    data = back.read_bytes()
    assert words(text_of(data)) == words(twin(PARAGRAPHS))
    assert rules(data) == rules(twin(PARAGRAPHS).encode())
    assert "zebra" not in text_of(public(data))
