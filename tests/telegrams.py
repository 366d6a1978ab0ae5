"""Invented telegrams, pages and memos, put together from parts.

Everything here is made up and unclassified, whatever its marks say: the posts, the people and the events do not exist.
"""

from __future__ import annotations

import html

from msgspec import Struct
from msgspec.structs import replace

SPACED = {"CONFIDENTIAL": "C O N F I D E N T I A L", "SECRET": "S E C R E T", "TOP SECRET": "T O P  S E C R E T"}
LETTERS = {"UNCLAS": "ZNR UUUUU", "CONFIDENTIAL": "ZNY CCCCC", "SECRET": "ZNY SSSSS", "TOP SECRET": "ZNY TTTTT"}
PAGE_LEVELS = {"UNCLAS": "UNCLASSIFIED"}
FILLER = "The harbor commission of Port Elara met on Tuesday and agreed on the order of the ferries."
MARKS = ("U", "SBU", "C", "C//NF", "S", "S//NF", "TS")


class Paragraph(Struct, frozen=True):
    """A paragraph: its mark without parentheses (``None`` for none), its text, and the items that hang on it."""

    mark: str | None = "U"
    text: str = FILLER
    items: tuple[str, ...] = ()
    heading: str | None = None
    number: int | None = None

    def render(self, position: int) -> str:
        number = self.number if self.number is not None else position
        mark = f"({self.mark}) " if self.mark is not None else ""
        parts = [f"{self.heading}\n{'-' * len(self.heading)}"] if self.heading else []
        return "\n\n".join([*parts, f"{number}. {mark}{self.text}", *(f"-- {item}" for item in self.items)])


class Telegram(Struct, frozen=True):
    """A telegram of Embassy Port Elara; each part can be replaced or left out (``None``)."""

    level: str = "CONFIDENTIAL"
    paragraphs: tuple[Paragraph, ...] = (Paragraph("U"), Paragraph("C"))
    captions: tuple[str, ...] = ("SIPDIS",)
    order: str | None = "E.O. 12958: DECL: 09/14/2017"
    tags: str | None = "TAGS: PREL, EFIS, XX"
    subject: str | None = "SUBJECT: FERRIES AND FEES"
    ref: str | None = "REF: BRONN 77"
    classified_by: str | None = "Classified By: Consul M. Orrin for reasons 1.4 (b) and (d)."
    signature: str | None = "BRANT"
    warning: str | None = None
    line: str | None = None
    sent: str = "O 151200Z SEP 07"
    header: bool = True
    extra: dict[str, str] = {}

    def transmission(self) -> str:
        warning = self.warning or f"{LETTERS[self.level]} ZZH"
        return (
            f"VZCZCXRO1234\nOO RUEHXX\nDE RUEHZZ #0101/01 2581200\n{warning}\n{self.sent}\nFM AMEMBASSY PORT ELARA\n"
            "TO RUEHC/SECSTATE WASHDC IMMEDIATE 1234\nINFO RUEHYY/AMEMBASSY BRONN PRIORITY 0456"
        )

    def classification_line(self) -> str:
        return self.line or f"{SPACED.get(self.level, self.level)} PORT ELARA 000101"

    def body(self) -> str:
        """From the classification line on."""
        parts = [
            self.classification_line(),
            "\n".join(self.captions),
            "\n".join(part for part in (self.order, self.tags, self.subject, self.ref) if part),
            self.classified_by,
            *(paragraph.render(position) for position, paragraph in enumerate(self.paragraphs, start=1)),
            self.signature,
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def text(self) -> str:
        return f"{self.transmission()}\n\n{self.body()}" if self.header else self.body()

    def data(self) -> bytes:
        return self.text().encode()

    def page(self, stated: str | None = None) -> str:
        """The telegram on an invented web page, as text."""
        return (
            "Tidewater Reading Room\n\nHelp: the level may be CONFIDENTIAL, SECRET or UNCLASSIFIED.\n\n"
            "Reference ID\tCreated\tReleased\tClassification\tOrigin\n"
            f"07PORTELARA101\t2007-09-15 12:00\t2011-08-29 03:10\t{stated or self._stated()}\tEmbassy Port Elara\n\n"
            f"{self.transmission()}\n\n{self.body()}"
        )

    def page_html(self, stated: str | None = None) -> str:
        """The same page as HTML; the hidden titles name wrong levels, as on the pages of the field."""
        level = stated or self._stated()
        cells = ("07PORTELARA101", "2007-09-15 12:00", "2011-08-29 03:10", level, "Embassy Port Elara")
        row = "".join(f'<td><a href="#" title="top secret">{cell}</a></td>' for cell in cells)
        names = ("Reference ID", "Created", "Released", "Classification", "Origin")
        head = "".join(f"<th>{name}</th>" for name in names)
        return (
            "<!DOCTYPE html>\n<html><head><title>invented</title></head>\n<body>\n<h1>Tidewater Reading Room</h1>\n"
            "<ul><li>SECRET</li><li>UNCLASSIFIED</li></ul>\n"
            f'<table class="cable">\n<tr>{head}</tr>\n<tr>{row}</tr>\n</table>\n'
            f"<pre>\n{html.escape(self.transmission())}\n</pre>\n<pre>\n{html.escape(self.body())}</pre>\n"
            "</body></html>\n"
        )

    def _stated(self) -> str:
        level = PAGE_LEVELS.get(self.level, self.level)
        return f"{level}//NOFORN" if "NOFORN" in self.captions else level

    def with_texts(self, texts: dict[int, str]) -> Telegram:
        """The same telegram with other texts in the paragraphs at the given indices."""
        return replace(
            self,
            paragraphs=tuple(
                replace(paragraph, text=texts.get(index, paragraph.text))
                for index, paragraph in enumerate(self.paragraphs)
            ),
        )


def of_marks(*marks: str | None, level: str = "CONFIDENTIAL", **changes: object) -> Telegram:
    """A telegram with a paragraph for each mark."""
    return replace(Telegram(level, tuple(Paragraph(mark) for mark in marks)), **changes)  # type: ignore[arg-type]


UNCLASSIFIED = Telegram(
    "UNCLAS", (Paragraph(None), Paragraph(None)), order="E.O. 12958: N/A", classified_by=None, ref=None
)

# An error, a warning and nothing else: the banner is below a portion, and a number is left out.
# With the marks that practice leaves out: nothing at all is found in such a telegram.
MARKED_HEADER = {
    "subject": "SUBJECT: (U) FERRIES AND FEES",
    "classified_by": "(U) Classified By: Consul M. Orrin for reasons 1.4 (b) and (d).",
}
FAULTY = of_marks("U", "S", **MARKED_HEADER).text().replace("\n2. (S)", "\n3. (S)")

MEMO = """\
SECRET//NOFORN

MEMORANDUM FOR: Director, Harbor Office

FROM: A. Person, Consul

DATE: 5 March 2012

SUBJECT: (U) Ferry timetable for the winter

1. (U) The Harbor Office printed the timetable in January.

2. (S//NF) The Harbor Office means to print another one in June.

Classified By: M. Orrin, Consul
Derived From: Harbor Guide 12, dated 20100105
Declassify On: 20370304

SECRET//NOFORN
"""
