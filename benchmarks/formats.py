"""What a page costs in each format: reading, validating and redacting, beside the bare library on the same file.

Part of ``make bench``; the documents are invented.
"""

from __future__ import annotations

import email
import email.policy
import io
from collections.abc import Callable
from email.message import EmailMessage

import docx
import pptx
import pypdfium2
from bench import SENTENCE, median
from docx import Document
from lxml import html as lxml_html
from pptx import Presentation
from pptx.util import Inches
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from markcheck import api
from markcheck.formats import read_bytes

PAGES = 10
A_PAGE = 5
BANNER = "SECRET//NOFORN"
PARAGRAPHS = [
    f"({'U' if number % 3 else 'S//NF'}) {number}: {SENTENCE * 4}".strip() for number in range(PAGES * A_PAGE)
]


def word() -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = document.sections[0].footer.paragraphs[0].text = BANNER
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    return _saved(document.save)


def slides() -> bytes:
    made = Presentation()
    for page in range(PAGES):
        slide = made.slides.add_slide(made.slide_layouts[6])
        texts = (BANNER, *PARAGRAPHS[page * A_PAGE : (page + 1) * A_PAGE], BANNER)
        for row, text in enumerate(texts):
            slide.shapes.add_textbox(Inches(1), Inches(row), Inches(8), Inches(1)).text_frame.text = text
    return _saved(made.save)


def pdf() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(612, 792), invariant=1)
    for page in range(PAGES):
        at = 760.0
        for text in (BANNER, *PARAGRAPHS[page * A_PAGE : (page + 1) * A_PAGE], BANNER):
            for line in simpleSplit(text, "Helvetica", 11, 470):
                canvas.setFont("Helvetica", 11)
                canvas.drawString(72, at, line)
                at -= 13
            at -= 13
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def page() -> bytes:
    body = "".join(f"<p>{text}</p>" for text in (BANNER, *PARAGRAPHS, BANNER))
    return f"<html><body>{body}</body></html>".encode()


def mail() -> bytes:
    message = EmailMessage(policy=email.policy.SMTP)
    for name, value in {"From": "a@port.example", "Message-ID": "<1@port.example>", "Subject": "(U) Talks"}.items():
        message[name] = value
    message.set_content("\n\n".join((BANNER, *PARAGRAPHS, BANNER)))
    return bytes(message)


def markdown() -> bytes:
    return "\n\n".join((f"**{BANNER}**", "# (U) Talks", *PARAGRAPHS, f"**{BANNER}**")).encode()


def bare_pdf(data: bytes) -> None:
    """What PDFium alone takes."""
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        document[number].get_textpage().get_text_range()


def bare_slides(data: bytes) -> list[str]:
    """What python-pptx alone takes."""
    made = pptx.Presentation(io.BytesIO(data))
    return [shape.text_frame.text for slide in made.slides for shape in slide.shapes]


FORMATS: dict[str, tuple[Callable[[], bytes], str, Callable[[bytes], object]]] = {
    "text": (lambda: "\n\n".join((BANNER, *PARAGRAPHS, BANNER)).encode(), "decode", lambda data: data.decode()),
    "HTML": (page, "lxml", lambda data: lxml_html.fromstring(data).text_content()),
    "Markdown": (markdown, "decode", lambda data: data.decode()),
    "EML": (mail, "email", lambda data: email.message_from_bytes(data, policy=email.policy.default).get_body()),
    "DOCX": (word, "python-docx", lambda data: [item.text for item in docx.Document(io.BytesIO(data)).paragraphs]),
    "PPTX": (slides, "python-pptx", bare_slides),
    "PDF": (pdf, "PDFium", bare_pdf),
}


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    target = io.BytesIO()
    save(target)
    return target.getvalue()


def main() -> None:
    """Print the table."""
    print(f"microseconds a page, of documents of {PAGES} pages with {A_PAGE} paragraphs each")
    for name, (make, library, bare) in FORMATS.items():
        data = make()
        yardstick = median(lambda bare=bare, data=data: bare(data), 5) / PAGES
        print(f"  {name:<9} {library:<12} {yardstick:8.0f} us", end="")
        for title, run in {
            "read": lambda data=data: read_bytes("x", data),
            "validate": lambda data=data: api.validate("x", data),
            "redact": lambda data=data: api.redact("x", data, "U"),
        }.items():
            taken = median(run, 5) / PAGES
            print(f"   {title} {taken:8.0f} us {taken / yardstick:7.1f} x", end="")
        print()


if __name__ == "__main__":
    main()
