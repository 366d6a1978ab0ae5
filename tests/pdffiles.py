"""Invented PDFs: memos made by reportlab and Chromium, and one with a secret in every place beside its pages."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterable
from html import escape
from pathlib import Path

import pikepdf
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

CHROMIUM = shutil.which("chromium")


def drawn(text: str, width: int = 80) -> bytes:
    """A text as reportlab draws it: lines are broken, blank lines stay, pages have sixty lines."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792), invariant=1)
    lines = [
        line
        for paragraph in text.split("\n")
        for line in (simpleSplit(paragraph, "Helvetica", 11, width * 6) if paragraph.strip() else [""])
    ]
    for first in range(0, len(lines), 55):
        at = 750.0
        for line in lines[first : first + 55]:
            canvas.setFont("Helvetica", 11)
            canvas.drawString(72, at, line)
            at -= 12.5
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def printed(paragraphs: Iterable[str], folder: Path) -> bytes:
    """Paragraphs as Chromium prints them."""
    page = folder / "page.html"
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    page.write_text(f"<!doctype html><meta charset=utf-8><body style='font: 12px serif'>{body}</body>")
    assert CHROMIUM
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
         f"--print-to-pdf={folder}/page.pdf", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "page.pdf").read_bytes()


def planted(data: bytes, word: str) -> bytes:
    """The PDF with ``word`` in its properties, outline, notes, form, attachment, layer and an earlier revision."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.docinfo["/Title"] = pdf.docinfo["/Author"] = word
        with pdf.open_metadata() as properties:
            properties["dc:title"] = word
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(word, 0))
        pdf.attachments[f"{word}.txt"] = word.encode()
        rectangle = pikepdf.Array([10, 10, 100, 100])
        pdf.pages[0].obj["/Annots"] = pikepdf.Array(
            pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Rect=rectangle, **more))
            for more in (
                {"Subtype": pikepdf.Name("/Text"), "Contents": word},
                {"Subtype": pikepdf.Name("/Widget"), "FT": pikepdf.Name("/Tx"), "T": word, "V": word},
                {"Subtype": pikepdf.Name("/Redact"), "OverlayText": word},
            )
        )
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array([pdf.pages[0].obj["/Annots"][1]]))
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name("/OCG"), Name=word))
        pdf.Root["/OCProperties"] = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary())
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue() + f"\n% {word}\n%%EOF\n".encode()


def streams(data: bytes) -> Iterable[bytes]:
    """The file's bytes, and every stream and string of it, unpacked."""
    yield data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                yield item.read_bytes()
            yield bytes(item.unparse(resolved=True)) if not isinstance(item, pikepdf.Stream) else b""
