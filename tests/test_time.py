"""Time traps: one document, dated on seven days, gets the findings of each day and no others. All are invented."""

from __future__ import annotations

import pytest

from markcheck import api
from markcheck.model.rule import Severity
from telegrams import Paragraph, Telegram

DAYS = {
    "1973": "O 151200Z MAR 73",
    "1980": "O 151200Z MAR 80",
    "1990": "O 151200Z MAR 90",
    "1997": "O 151200Z MAR 97",
    "2003-06": "O 151200Z JUN 03",
    "2005": "O 151200Z MAR 05",
    "2015": "O 151200Z MAR 15",
}
OUT, OLD, EARLY = "decl-code-out-of-period", "eo-superseded", "eo-not-yet-in-force"
NAMELESS = "classified-by-missing"
AMENDED = ("E.O. 12958: DECL: 03/14/2015", "Classified By: Consul M. Orrin for reasons 1.4 (b) and (d).")
DOCUMENTS = {
    "EO 12958 as amended": AMENDED,
    "EO 12958 as first issued": ("E.O. 12958: DECL: X1", "Classified By: Consul M. Orrin for reasons 1.5 (b) and (d)."),
    "EO 11652": ("E.O. 11652: GDS", None),
    "EO 12065": ("E.O. 12065: RDS-1 03/14/00 (ORRIN, M.)", None),
    "EO 12356": ("E.O. 12356: DECL: OADR", None),
    "EO 13526": ("E.O. 13526: DECL: 50X1-HUM", "Classified By: Consul M. Orrin for reasons 1.4 (h)."),
}
# What is wrong on each day, by document, in the order of DAYS.
EXPECTED: dict[str, tuple[set[str], ...]] = {
    "EO 12958 as amended": (
        {EARLY, "reason-section-early"},
        {EARLY, "reason-section-early"},
        {EARLY, "reason-section-early"},
        {"decl-over-ten-years", "reason-section-early"},
        set(),
        set(),
        {OLD, "decl-before-document"},
    ),
    "EO 12958 as first issued": (
        {EARLY, OUT},
        {EARLY, OUT},
        {EARLY, OUT},
        set(),
        set(),
        {OUT, "reason-section-old"},
        {OLD, OUT, "reason-section-old"},
    ),
    "EO 11652": (
        set(),
        {OLD},
        {OLD, OUT},
        {OLD, OUT, NAMELESS},
        {OLD, OUT, NAMELESS},
        {OLD, OUT, NAMELESS},
        {OLD, OUT, NAMELESS},
    ),
    "EO 12065": (
        {EARLY, OUT},
        set(),
        {OLD, OUT},
        {OLD, OUT, NAMELESS},
        {OLD, OUT, NAMELESS, "decl-before-document"},
        {OLD, OUT, NAMELESS, "decl-before-document"},
        {OLD, OUT, NAMELESS, "decl-before-document"},
    ),
    "EO 12356": (
        {EARLY, OUT},
        {EARLY, OUT},
        set(),
        {OLD, OUT, NAMELESS},
        {OLD, OUT, NAMELESS},
        {OLD, OUT, NAMELESS},
        {OLD, OUT, NAMELESS},
    ),
    "EO 13526": (
        {EARLY, OUT, "reason-section-early"},
        {EARLY, OUT, "reason-section-early"},
        {EARLY, OUT, "reason-section-early"},
        {EARLY, OUT, "reason-section-early"},
        {EARLY, OUT},
        {EARLY, OUT},
        set(),
    ),
}


def telegram(order: str, classified_by: str | None, sent: str, *, marked: bool = True) -> bytes:
    paragraphs = (Paragraph("U"), Paragraph("C")) if marked else (Paragraph(None), Paragraph(None))
    text = Telegram(order=order, classified_by=classified_by, sent=sent, paragraphs=paragraphs).text()
    # The routing line names a day too, which the tests of the header look after.
    return text.replace("DE RUEHZZ #0101/01 2581200\n", "").encode()


def serious(data: bytes) -> set[str]:
    return {
        finding.rule for finding in api.validate("telegram", data).findings if finding.severity is not Severity.INFO
    }


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_gets_the_findings_of_its_day(name: str, day: str) -> None:
    order, classified_by = DOCUMENTS[name]
    assert serious(telegram(order, classified_by, DAYS[day])) == EXPECTED[name][list(DAYS).index(day)]


@pytest.mark.parametrize(
    ("day", "severity"),
    [("1973", Severity.WARNING), ("1980", Severity.WARNING), ("1990", Severity.ERROR), ("2005", Severity.ERROR)],
)
def test_portion_marks_are_due_as_far_as_their_day_asked_for_them(day: str, severity: Severity) -> None:
    findings = api.validate("telegram", telegram(*AMENDED, DAYS[day], marked=False)).findings
    assert [finding.severity for finding in findings if finding.rule == "portion-marks-absent"] == [severity]


@pytest.mark.parametrize(
    ("date", "early"),
    [("5 March 1994", True), ("5 March 2012", True), ("5 March 2018", False), ("5 March 2024", False)],
)
def test_a_memos_marks_are_those_of_its_day(date: str, early: bool) -> None:
    text = (
        f"CUI\nMEMORANDUM FOR: Director, Port Office\nFROM: Chief, Division 5\nDATE: {date}\n\n1. (CUI) Alpha.\n\nCUI\n"
    )
    rules = {finding.rule for finding in api.validate("memo", text.encode()).findings}
    assert ("mark-before-its-time" in rules) == early
