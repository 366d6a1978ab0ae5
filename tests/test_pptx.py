"""Presentations: read like their text twins, public versions that are packages of their own. All is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.util import Inches

from markcheck import api
from markcheck.verify.layers import texts_in
from office import converted
from program import Done
from strategies import sentences

WORD = "Zanzibarquux"
BANNER = "SECRET//NOFORN"
Slides = list[list[tuple[str, str]]]
SLIDES: Slides = [
    [("U", "The ferries are late."), ("S//NF", f"The {WORD} crossed the quay at midnight."), ("U", "Fine weather.")],
    [("S//NF", "The zebra sleeps."), ("U", "The end of the talks.")],
]


def show(slides: Slides, banner: str = BANNER, note: str | None = None):  # type: ignore[no-untyped-def]
    """A presentation: on each slide a marked title and bullets between two banners."""
    made = pptx.Presentation()
    for number, bullets in enumerate(slides, 1):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = f"(U) Harbor talks {number}"
        frame = slide.placeholders[1].text_frame
        for at, (mark, text) in enumerate(bullets):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.text = f"({mark}) {text}"
        for top in (7.2, 0.05):
            slide.shapes.add_textbox(Inches(3), Inches(top), Inches(4), Inches(0.3)).text_frame.text = banner
        if note:
            slide.notes_slide.notes_text_frame.text = note
    return made


def saved(made) -> bytes:  # type: ignore[no-untyped-def]
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def twin(slides: Slides, banner: str = BANNER) -> str:
    parts = []
    for number, bullets in enumerate(slides, 1):
        body = [f"({mark}) {text}" for mark, text in bullets]
        parts.extend((banner, f"(U) Harbor talks {number}", *body, banner))
    return "\n\n".join(parts) + "\n"


def rules(data: bytes) -> list[str]:
    return sorted(item.rule for item in api.validate("x", data).findings)


def text_of(data: bytes) -> str:
    return api.inspect("x", data).document.text


def public(data: bytes, ceiling: str = "U") -> bytes:
    return api.redact("x.pptx", data, ceiling).data


@pytest.mark.parametrize("banner", [BANNER, "CONFIDENTIAL//NOFORN", "SECRET"])
def test_it_is_read_like_its_twin(banner: str) -> None:
    data = saved(show(SLIDES, banner))
    assert text_of(data) == twin(SLIDES, banner)
    assert rules(data) == rules(twin(SLIDES, banner).encode())


def test_ten_slides_are_read_and_parted() -> None:
    many: Slides = [[("U", f"Bullet {n}."), ("S//NF", f"Zebra {n}."), ("C//NF", f"Pier {n}.")] for n in range(10)]
    data = saved(show(many))
    assert rules(data) == rules(twin(many).encode())
    made = pptx.Presentation(io.BytesIO(public(data)))
    assert len(made.slides) == 10
    texts = ["\n".join(shape.text_frame.text for shape in slide.shapes) for slide in made.slides]
    for number, text in enumerate(texts):
        assert f"Bullet {number}." in text
        assert text.count("UNCLASSIFIED") >= 2
        assert "Zebra" not in text
        assert "Pier" not in text


def test_anchors_name_the_slide() -> None:
    document = api.inspect("x", saved(show(SLIDES))).document
    at = document.text.index("sleeps")
    assert document.anchor(at, at + 6).address == "ppt/slides/slide2.xml, paragraph 3"


def test_notes_groups_tables_and_masters_are_read() -> None:
    made = show(SLIDES, note="(S//NF) Say nothing.")
    slide = made.slides[0]
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(5), Inches(2), Inches(1)).text_frame.text = "(U) In a group."
    table = slide.shapes.add_table(1, 2, Inches(1), Inches(6), Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "(U) Port", "(U) Ferry"
    box = made.slide_master.shapes._spTree
    box.append(slide.shapes[2]._element.__copy__())
    text = text_of(saved(made))
    for item in ("(S//NF) Say nothing.", "(U) In a group.", "(U) Port\t(U) Ferry"):
        assert item in text
    assert text.startswith(BANNER)


def planted() -> bytes:
    """The word in notes, comments, properties, names, alternative texts, a removed slide, a picture, loose parts."""
    made = show(SLIDES, note=f"(S//NF) Notes of {WORD}.")
    slide = made.slides[0]
    shape = slide.shapes.add_textbox(Inches(1), Inches(5), Inches(2), Inches(1))
    shape.text_frame.text = f"(S//NF) {WORD}"
    shape.name = WORD
    shape._element.nvSpPr.cNvPr.set("descr", WORD)
    properties = made.core_properties
    properties.title = properties.author = properties.comments = WORD
    removed = made.slides.add_slide(made.slide_layouts[6])
    removed.shapes.add_textbox(0, 0, 9, 9).text_frame.text = WORD
    made.slides._sldIdLst.remove(made.slides._sldIdLst[-1])
    target = io.BytesIO(saved(made))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("ppt/comments/comment1.xml", f"<c>{WORD}</c>")
        archive.writestr("ppt/media/image1.png", WORD)
        archive.writestr(f"{WORD}.bin", WORD)
        archive.comment = WORD.encode()
    return target.getvalue()


def test_nothing_of_the_package_leaves() -> None:
    data = planted()
    assert any(WORD in text for text in texts_in(data))
    version = public(data)
    assert all(WORD.casefold() not in text.casefold() for text in texts_in(version))
    assert "The ferries are late." in text_of(version)


def test_what_is_not_read_is_reported() -> None:
    examined = api.validate("x", planted())
    assert {item.reason for item in examined.unexamined} == {"part"}
    assert all(WORD not in item.message for item in examined.unexamined)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(("U", "C", "S//NF")), sentences()), min_size=1, max_size=4), st.data())
def test_withheld_text_has_no_influence(bullets: list[tuple[str, str]], data: st.DataObject) -> None:
    bullets.append(("S//NF", "Zebra."))
    other = [(mark, text if mark == "U" else data.draw(sentences())) for mark, text in bullets]
    assert public(saved(show([bullets, bullets]))) == public(saved(show([other, other])))


def test_a_version_is_a_version_of_itself() -> None:
    once = public(saved(show(SLIDES)))
    assert text_of(public(once)).split() == text_of(once).split()


def test_the_commands_take_it(markcheck: Callable[..., Done[str]], tmp_path: Path) -> None:
    (tmp_path / "talk.pptx").write_bytes(saved(show(SLIDES)))
    assert markcheck("validate", "talk.pptx", "--fail-on", "error").returncode == 0
    assert markcheck("redact", "talk.pptx", "--max", "U", "-o", "public.pptx").returncode == 0
    assert markcheck("verify", "talk.pptx", "public.pptx", "--max", "U").returncode == 0
    assert markcheck("verify", "talk.pptx", "talk.pptx", "--max", "U").returncode == 4


@pytest.mark.skipif(
    not Path("/usr/lib/libreoffice/program/libsdlo.so").exists(), reason="LibreOffice Impress is not installed"
)
def test_libreoffice_opens_a_public_version_and_writes_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "talk.pptx").write_bytes(saved(show(SLIDES)))
    back = converted(tmp_path, converted(tmp_path, tmp_path / "talk.pptx", "odp", "odp"), "pptx", "pptx").read_bytes()
    assert text_of(back).split() == twin(SLIDES).split()
    (tmp_path / "public.pptx").write_bytes(public(back))
    page = converted(tmp_path, tmp_path / "public.pptx", "pdf", "pdf").read_bytes()
    assert "(U) The ferries are late." in text_of(page)
    assert WORD not in text_of(page)
