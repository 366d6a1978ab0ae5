"""PDFs: read like their text twins, public versions drawn anew. All is invented."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pdfminer.high_level
import pikepdf
import pypdf
import pypdfium2
import pytest
import reportlab
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from markcheck import api
from markcheck.formats import pdf as pdf_format
from office import converted, soffice
from pdffiles import CHROMIUM, drawn, planted, printed, streams
from program import Done
from strategies import sentences
from wordfiles import FOOT, HEAD, memo, twin

WORD = "Zanzibarquux"
PARAGRAPHS = [
    ("U", "The ferries are late again this week."),
    ("S//NF", f"The zebra crossed the northern quay at midnight and nobody saw {WORD} leave. " * 3),
    ("U", "The weather was fair on Tuesday, and the commission met in the harbor. " * 4),
]
MARKS = ("U", "C", "C//NF", "S", "S//NF")


def rules(data: bytes) -> list[str]:
    return sorted(item.rule for item in api.validate("x", data).findings)


def text_of(data: bytes) -> str:
    return api.inspect("x", data).document.text


def public(data: bytes, ceiling: str = "U") -> bytes:
    return api.redact("x.pdf", data, ceiling).data


def test_the_text_is_that_of_its_twin() -> None:
    assert text_of(drawn(twin(PARAGRAPHS))).split() == twin(PARAGRAPHS).split()


@pytest.mark.parametrize(
    ("paragraphs", "banner"),
    [
        (PARAGRAPHS, "SECRET//NOFORN"),
        (PARAGRAPHS, "CONFIDENTIAL//NOFORN"),
        (PARAGRAPHS, "SECRET"),
        ([*PARAGRAPHS, ("s//nf", "Alpha.")], "SECRET//NOFORN"),
        ([*PARAGRAPHS, ("S//ZZZ", "Alpha.")], "SECRET//NOFORN"),
    ],
)
@pytest.mark.parametrize("numbered", [True, False])
def test_findings_are_those_of_the_twin(paragraphs: list[tuple[str, str]], banner: str, numbered: bool) -> None:
    text = twin(paragraphs, banner, numbered=numbered)
    assert rules(drawn(text)) == rules(text.encode())


def test_ten_pages_are_read_like_their_twin() -> None:
    many = [(MARKS[number % 5], f"Passage {number}. " + "The harbor commission met. " * 30) for number in range(60)]
    data = drawn(twin(many))
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) >= 8
    marks = [
        block.mark.parsed.label for message in api.inspect("x", data).messages for block in message.blocks if block.mark
    ]
    assert [mark for mark in marks if mark != "(U)"] == [f"({mark})" for mark, _ in many if mark != "U"]
    version = public(data)
    released = text_of(version)
    for number in range(60):
        assert (f"Passage {number}." in released) == (number % 5 == 0)


def test_anchors_name_page_and_box() -> None:
    document = api.inspect("x", drawn(twin(PARAGRAPHS))).document
    at = document.text.index("zebra")
    page, box = document.anchor(at, at + 5).address.split(", box ")
    left, bottom, right, top = map(float, box.split())
    assert page == "page 1"
    assert 72 < left < right < 540
    assert 0 < top - bottom < 20


def test_two_columns_are_read_one_after_the_other() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792))
    for left, lines in ((60, ("1. (U) The ferries", "are late.")), (330, ("2. (S) The zebra", "crossed the quay."))):
        for number, line in enumerate(lines):
            canvas.drawString(left, 700 - 14 * number, line)
    canvas.save()
    assert " ".join(text_of(target.getvalue()).split()) == (
        "1. (U) The ferries are late. 2. (S) The zebra crossed the quay."
    )


def test_cells_are_told_apart() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792))
    canvas.drawString(60, 700, "(U) Port")
    canvas.drawString(330, 700, "(U) Ferry")
    canvas.save()
    assert text_of(target.getvalue()) == "(U) Port\t(U) Ferry\n"


def _pages(*pages: str) -> bytes:
    """Pages with a banner and a number at top and bottom."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792), invariant=1)
    for number, page in enumerate(pages, 1):
        canvas.drawString(260, 760, "SECRET//NOFORN")
        canvas.drawString(260, 30, "SECRET//NOFORN")
        for at, line in enumerate(page.split("\n")):
            canvas.drawString(72, 700 - 12 * at, line)
        canvas.drawString(300, 50, str(number))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


FIRST = "\n".join((*HEAD, "", "1. (U) The ferries are late.", "", "2. (S//NF) The zebra crossed the northern quay at"))
LAST = "\n".join(("3. (U) The weather was fair.", "", *FOOT))


@pytest.mark.parametrize(
    ("first", "second", "runs_on"),
    [
        (FIRST, "midnight and nobody saw it.", True),
        (FIRST, "Midnight, and nobody saw it.", True),
        (f"{FIRST} midnight.", "Nobody saw it leave the northern quay.", False),
        ("\n".join((*HEAD, "", "1. (U) The ferries are late, as we said before today.", "", "Remarks")), "All.", False),
    ],
)
def test_a_paragraph_runs_on_over_a_page(first: str, second: str, runs_on: bool) -> None:
    data = _pages(first, f"{second}\n\n{LAST}")
    assert ("unnumbered-block-inherits" in rules(data)) is not runs_on
    assert "midnight" not in text_of(public(data)).lower()
    assert "The weather was fair." in text_of(public(data))


def test_a_paragraph_runs_on_in_the_next_column() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792))
    for left, lines in ((60, ("1. (U) The ferries", "2. (S) The zebra")), (330, ("crossed the quay.", "3. (U) Yes."))):
        for number, line in enumerate(lines):
            canvas.drawString(left, 700 - 40 * number, line)
    canvas.save()
    assert text_of(target.getvalue()) == "1. (U) The ferries\n\n2. (S) The zebra\ncrossed the quay.\n\n3. (U) Yes.\n"


def _pictures() -> bytes:
    from PIL import Image

    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792))
    canvas.drawString(60, 700, "SECRET")
    canvas.showPage()
    canvas.drawInlineImage(Image.new("1", (200, 200)), 10, 10)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_a_page_that_is_a_picture_is_not_examined() -> None:
    (item,) = api.validate("x", _pictures()).unexamined
    assert (item.what, item.reason) == ("page", "image-only")
    assert "page 2" in item.message


def test_what_is_not_on_the_pages_is_reported() -> None:
    examined = api.validate("x", planted(drawn(twin(PARAGRAPHS)), WORD))
    assert {item.reason for item in examined.unexamined} == {"annotation", "attachment", "form", "layer"}
    assert all(WORD not in item.message for item in examined.unexamined)
    assert any(hidden.text == WORD for hidden in api.inspect("x", planted(drawn("x"), WORD)).document.hidden)


@pytest.mark.parametrize("cut", [20, 200, -400])
def test_broken_files_are_refused(cut: int) -> None:
    data = drawn(twin(PARAGRAPHS))
    (item, *_) = api.validate("x", data[:cut] + b"zebra").unexamined
    assert item.reason in ("malformed", "empty", "image-only", "damaged")
    assert "zebra" not in item.message


def test_an_earlier_revision_is_reported() -> None:
    data = drawn(twin(PARAGRAPHS))
    at = data.rindex(b"startxref")
    twice = data + b"\n" + data[data.rindex(b"xref\n", 0, at) :]
    assert "revision" in {item.reason for item in api.validate("x", twice).unexamined}
    assert "pdf-revision-left" in rules(twice)
    assert "pdf-revision-left" not in rules(data)


def test_an_encrypted_file_is_refused() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(twin(PARAGRAPHS)))) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    (item,) = api.validate("x", target.getvalue()).unexamined
    assert item.reason == "encrypted"


def test_without_the_libraries_the_message_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_format, "find_spec", lambda name: None)
    (item,) = api.validate("x", drawn(twin(PARAGRAPHS))).unexamined
    assert item.reason == "extra-missing"
    assert "markcheck[pdf]" in item.message


def _boxed(*, white: bool = False) -> bytes:
    """A memo whose second paragraph somebody covered with a box, or gave the colour of the paper."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792))
    for at, line in enumerate(
        ("UNCLASSIFIED", "1. (U) The ferries are late.", f"2. (U) The {WORD} sleeps.", "UNCLASSIFIED")
    ):
        canvas.setFillGray(1 if white and WORD in line else 0)
        canvas.drawString(72, 700 - 40 * at, line)
    if not white:
        canvas.rect(110, 612, 200, 20, stroke=0, fill=1)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("white", [False, True])
def test_text_that_somebody_covered_is_found_and_never_leaves(white: bool) -> None:
    data = _boxed(white=white)
    assert "pdf-text-covered" in rules(data)
    assert WORD not in text_of(data)
    version = public(data)
    assert "The ferries are late." in text_of(version)
    assert all(WORD.encode() not in stream for stream in streams(version))


def test_a_bar_does_not_tell_how_long_the_words_were() -> None:
    assert [text_of(_boxed(white=white)).count("\u2588") % 10 for white in (False, True)] == [0, 0]


# -- public versions ---------------------------------------------------------------------------------


def assert_clean(version: bytes) -> None:
    """Two other libraries, and every stream and string, have released text and not the secret."""
    for text in (
        "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(version)).pages),
        pdfminer.high_level.extract_text(io.BytesIO(version)),
    ):
        assert "ferries are late" in text
        assert WORD not in text
        assert "zebra" not in text
    for data in streams(version):
        assert WORD.encode() not in data
        assert WORD.encode("utf-16-be") not in data


def test_nothing_of_the_file_leaves() -> None:
    version = public(planted(drawn(twin(PARAGRAPHS)), WORD))
    assert_clean(version)
    with pikepdf.open(io.BytesIO(version)) as pdf:
        assert not pdf.attachments
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/PageMode", "/Outlines", "/Lang"}
        assert all("/Annots" not in page.obj for page in pdf.pages)
        assert not any(str(value).strip("()") for key, value in pdf.docinfo.items() if key in ("/Title", "/Author"))
    assert version.count(b"%%EOF") == 1


def test_the_hunt_can_find_it() -> None:
    assert any(WORD.encode() in data for data in streams(planted(drawn("x"), WORD)))


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_page_that_chromium_printed(tmp_path: Path) -> None:
    data = printed([line for line in twin(PARAGRAPHS).split("\n") if line], tmp_path)
    assert text_of(data).split() == twin(PARAGRAPHS).split()
    assert_clean(public(data))


@soffice
def test_a_page_that_libreoffice_wrote(tmp_path: Path) -> None:
    (tmp_path / "memo.docx").write_bytes(memo([(mark, text.strip()) for mark, text in PARAGRAPHS]))
    data = converted(tmp_path, tmp_path / "memo.docx", "pdf", "pdf").read_bytes()
    text = " ".join(text_of(data).split())
    for mark, said in PARAGRAPHS:
        assert f"({mark}) {said.strip()}" in text
    assert rules(data) == rules(twin(PARAGRAPHS).encode())
    assert_clean(public(data))


def _pixels(data: bytes) -> list[bytes]:
    """The pages as PDFium draws them."""
    with pypdfium2.PdfDocument(data) as opened:
        return [bytes(page.render(scale=1).buffer) for page in opened]


def test_the_picture_is_that_of_a_document_without_the_secret() -> None:
    """Another renderer than what wrote it sees no trace: the pages of two secrets look alike, to the pixel."""
    other = [(mark, text if mark == "U" else "Otters.") for mark, text in PARAGRAPHS]
    first, second = (_pixels(public(drawn(twin(items)))) for items in (PARAGRAPHS, other))
    assert first == second
    assert first != _pixels(drawn(twin(PARAGRAPHS)))
    assert set(first[0]) != {255}


def test_letters_that_the_standard_font_has_not() -> None:
    pdfmetrics.registerFont(TTFont("Wide", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792))
    canvas.setFont("Wide", 11)
    for at, line in ((740, "UNCLASSIFIED"), (700, "1. (U) The ferries of Łód are late."), (60, "UNCLASSIFIED")):
        canvas.drawString(60, at, line)
    canvas.save()
    assert "The ferries of Łód are late." in text_of(public(target.getvalue()))


def test_a_version_is_a_version_of_itself() -> None:
    once = public(drawn(twin(PARAGRAPHS)))
    assert text_of(public(once)).split() == text_of(once).split()


def test_the_same_document_gives_the_same_bytes() -> None:
    data = drawn(twin(PARAGRAPHS))
    assert public(data) == public(data)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(MARKS), sentences()), min_size=1, max_size=4), st.booleans(), st.data())
def test_withheld_text_has_no_influence(paragraphs: list[tuple[str, str]], numbered: bool, data: st.DataObject) -> None:
    paragraphs.append(("S//NF", "The harbor commission met."))
    other = [
        (mark, text if mark == "U" else " ".join(data.draw(st.lists(sentences(), min_size=1, max_size=8))))
        for mark, text in paragraphs
    ]
    first, second = (drawn(twin(items, numbered=numbered)) for items in (paragraphs, other))
    assert public(first) == public(second)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(MARKS), sentences()), min_size=2, max_size=5), st.data())
def test_withheld_text_of_any_number_of_pages_has_no_influence(
    paragraphs: list[tuple[str, str]], data: st.DataObject
) -> None:
    """The withheld text decides how many pages there are, and where they break."""
    paragraphs.append(("S//NF", "The harbor commission met."))
    other = [(mark, text if mark == "U" else text * data.draw(st.integers(1, 60))) for mark, text in paragraphs]
    first, second = (_printed(twin(items)) for items in (paragraphs, other))
    assert public(first) == public(second)


def _printed(text: str) -> bytes:
    """A memo on pages of forty lines, each with its banners."""
    lines = [line for part in text.split("\n")[2:-3] for line in (simpleSplit(part, "Helvetica", 12, 460) or [""])]
    return _pages(*("\n".join(lines[at : at + 40]) for at in range(0, len(lines), 40)))


def test_the_commands_take_it(markcheck: Callable[..., Done[str]], tmp_path: Path) -> None:
    (tmp_path / "memo.pdf").write_bytes(drawn(twin(PARAGRAPHS)))
    assert markcheck("validate", "memo.pdf").returncode == 0
    (tmp_path / "low.pdf").write_bytes(drawn(twin(PARAGRAPHS, "CONFIDENTIAL//NOFORN")))
    assert "rollup-banner-too-low" in (shown := markcheck("validate", "low.pdf").stdout)
    assert "(S//NF) …  [page 1, box " in shown
    assert markcheck("redact", "memo.pdf", "--max", "U", "-o", "public.pdf").returncode == 0
    assert markcheck("verify", "memo.pdf", "public.pdf", "--max", "U").returncode == 0
    assert markcheck("verify", "memo.pdf", "memo.pdf", "--max", "U").returncode == 4
    assert markcheck("fix", "memo.pdf").returncode == 3
