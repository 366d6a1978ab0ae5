"""Declassification instructions as they are written: dates, codes, events, N/A texts. All are invented."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from markcheck.engine import Engine
from markcheck.formats import read_bytes
from markcheck.model.authority import Instruction, InstructionKind
from markcheck.outputs.terms import explain
from markcheck.rulebook.book import Rulebook, read_rulebook, rulebook
from markcheck.structure import structure
from markcheck.structure.dates import find_date, last_day
from markcheck.structure.instruction import read_instruction
from markcheck.structure.pieces import Found
from markcheck.structure.words import words_of
from program import RULES

WORDS = words_of(rulebook())


def read(text: str, year: int = 2009) -> tuple[Instruction, list[str]]:
    found = Found()
    instruction = read_instruction(text, 0, len(text), date(year, 6, 1), WORDS, found)
    assert instruction is not None
    return instruction, [note.code for note in found.notes]


@pytest.mark.parametrize(
    "text",
    [
        "09/14/2019",
        "9/14/2019",
        "09/14/19",
        "9/14/19",
        "09-14-2019",
        "09.14.2019",
        "2019/09/14",
        "2019-09-14",
        "20190914",
        "14 SEP 2019",
        "14SEP2019",
        "14 September 2019",
        "SEPTEMBER 14, 2019",
        "Sept. 14, 2019",
        "SEPTEMBER 14TH, 2019",
        "O9/14/2019",
        "09//14/2019",
        "09 / 14 / 2019",
        "0914/2019",
        "09/142019",
        "09/14/2019 (PERSON, A.)",
        "09/14/2019.",
    ],
)
@pytest.mark.parametrize("label", ["DECL: ", "DECL:", "decl:  ", "DECL ", "DECL. ", ""])
def test_a_date_is_read_however_it_is_written(label: str, text: str) -> None:
    instruction, notes = read(label + text)
    assert (instruction.kind, instruction.date) == (InstructionKind.DATE, date(2019, 9, 14))
    assert set(notes) <= {"decl-two-digit-year"}


@pytest.mark.parametrize(
    ("year", "text", "expected"),
    [
        (2000, "04/05/02", 2002),
        (1979, "04/05/99", 1999),
        (1982, "04/05/12", 2012),
        (2000, "04/05/99", 1999),
        (2009, "04/05/84", 2084),
    ],
)
def test_two_figures_of_a_year_lie_near_the_document(year: int, text: str, expected: int) -> None:
    instruction, notes = read(text, year)
    assert instruction.date == date(expected, 4, 5)
    assert notes == ["decl-two-digit-year"]


@pytest.mark.parametrize(
    "text", ["13/45/2017", "06/31/2017", "02/29/2017", "09/14/20019", "20340231", "9/2017/14", "10 YEARS"]
)
def test_no_date_is_made_of_what_no_calendar_has(text: str) -> None:
    instruction, notes = read(f"DECL: {text}")
    assert (instruction.kind, instruction.date) == (InstructionKind.UNKNOWN, None)
    assert notes == ["decl-malformed"]


def test_a_first_number_above_twelve_is_the_day_and_said_to_be() -> None:
    instruction, notes = read("DECL: 25/09/2017")
    assert instruction.date == date(2017, 9, 25)
    assert notes == ["decl-day-month-swapped"]


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("GDS", "schedule", ("GDS",)),
        ("XGDS-2", "schedule", ("XGDS-2",)),
        ("XGDS3", "schedule", ("XGDS-3",)),
        ("XGDS", "schedule", ("XGDS",)),
        ("XGDS-7", "schedule", ("XGDS-7",)),
        ("NGDS", "schedule", ("NGDS",)),
        ("GDS 03/01/86 (PERSON, A.)", "schedule", ("GDS",)),
        ("RDS-1 12/31/99 (PERSON) OR-P", "schedule", ("RDS-1",)),
        ("DECL:  OADR", "schedule", ("OADR",)),
        ("Originating Agency\u2019s Determination Required", "schedule", ("OADR",)),
        ("Source Marked OADR, date of source 2 March 1994", "schedule", ("OADR",)),
        ("MR", "schedule", ("MR",)),
        ("Manual Review", "schedule", ("MR",)),
        ("DCI Only", "schedule", ("DNI Only",)),
        ("DECL: X1, X5", "exemption", ("X1", "X5")),
        ("DECL: X-1", "exemption", ("X1",)),
        ("DECL: 1.6 X1", "exemption", ("X1",)),
        ("DECL: 1.6X1, 1.6X6", "exemption", ("X1", "X6")),
        ("X9", "exemption", ("X9",)),
        ("25X4, 20501001", "exemption", ("25X4",)),
        ("25X1", "exemption", ("25X1",)),
        ("25X1-human", "exemption", ("25X1-human",)),
        ("25X1, E.O. 12951", "exemption", ("25X1, EO 12951",)),
        ("25X1 EO 12951", "exemption", ("25X1, EO 12951",)),
        ("50X1-HUM", "exemption", ("50X1-HUM",)),
        ("50X2-WMD", "exemption", ("50X2-WMD",)),
        ("50X1-WMD", "exemption", ("50X1-WMD",)),
        ("50X1 HUM", "exemption", ("50X1 HUM",)),
        ("25X10", "exemption", ("25X10",)),
        ("25 X 1", "exemption", ("25 X 1",)),
        ("25X-1", "exemption", ("25X-1",)),
        ("75X2, 20850101", "exemption", ("75X2",)),
    ],
)
def test_codes_are_read_by_their_names(text: str, kind: str, codes: tuple[str, ...]) -> None:
    instruction, _ = read(text)
    assert (instruction.kind.value, instruction.codes) == (kind, codes)


@pytest.mark.parametrize(
    ("text", "kinds", "listed"),
    [
        ("N/A", (), False),
        ("NA", (), False),
        ("N A", (), False),
        ("DECL: N/A", (), False),
        ("Not Applicable", (), False),
        ("N/A to RD portions. See source list for NSI portions.", ("RD",), True),
        ("N/A to RD/FRD and NATO portions. See source list for NSI portions.", ("RD", "FRD", "NATO"), True),
        ("N/A to TFNI portions.", ("TFNI",), False),
        ("Not Applicable to RD/FRD/TFNI portions. See source list for NSI portions", ("RD", "FRD", "TFNI"), True),
    ],
)
def test_not_applicable_names_its_portions(text: str, kinds: tuple[str, ...], listed: bool) -> None:
    instruction, _ = read(text)
    assert instruction.kind is InstructionKind.NOT_APPLICABLE
    assert (instruction.not_applicable_to, instruction.source_list) == (kinds, listed)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("AS AMENDED; DECLASSIFIED JUNE 21, 2006", date(2006, 6, 21)),
        ("DECL: DECLASSIFIED BY ARCHIVE 02/03/2009", date(2009, 2, 3)),
        ("AS AMENDED; DECLASSIFIED", None),
    ],
)
def test_a_note_of_a_declassification_is_no_instruction(text: str, day: date | None) -> None:
    instruction, notes = read(text, 1972)
    assert (instruction.kind, instruction.date) == (InstructionKind.DECLASSIFIED, day)
    assert notes == ([] if day else ["declassification-note-undated"])


@pytest.mark.parametrize(
    "text", ["AFTER THE FERRY FAIR", "upon completion of the Bronn survey", "WHEN NO LONGER SENSITIVE"]
)
def test_words_are_an_event(text: str) -> None:
    instruction, notes = read(f"DECL: {text}")
    assert (instruction.kind, instruction.event, notes) == (InstructionKind.EVENT, text, [])


def test_all_dates_of_a_line_are_kept() -> None:
    assert read("20310405 or 20320101")[0].dates == (date(2031, 4, 5), date(2032, 1, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Guide 7, dated 20120110", date(2012, 1, 10)),
        ("Guide 7, 15 March 2019", date(2019, 3, 15)),
        ("Guide 7, March 2019", date(2019, 3, 31)),
        ("Guide 7, December 2019", date(2019, 12, 31)),
        ("Guide 7, 02/2020", date(2020, 2, 29)),
        ("Guide 7, 2011", date(2011, 12, 31)),
        ("Guide 7", None),
    ],
)
def test_a_sources_date_is_the_last_day_of_what_it_names(text: str, day: date | None) -> None:
    assert last_day(text, 66) == day


def test_dates_cost_linear_time() -> None:
    for text in ("1/" * 5000, "0" * 10000, "JAN " * 4000, "1 " * 9000, "12-" * 5000):
        find_date(text, None, 66)


def test_a_newer_order_is_one_more_file(tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules", ignore=shutil.ignore_patterns(".compiled*"))
    current = tmp_path / "rules" / "orders" / "eo-13526.toml"
    text = current.read_text(encoding="utf-8")
    current.write_text(
        text.replace('from = "2010-06-27"', 'from = "2010-06-27"\nuntil = "2029-12-31"'), encoding="utf-8"
    )
    newer = (
        text.replace('"13526"', '"19999"')
        .replace('from = "2010-06-27"', 'from = "2030-01-01"')
        .replace("years = 25", "years = 15")
    )
    newer = newer.replace('signed = "2009-12-29"', 'signed = "2029-12-29"').replace('"50X1-HUM"', '"60X1-HUM"')
    (tmp_path / "rules" / "orders" / "eo-19999.toml").write_text(newer, encoding="utf-8")
    book: Rulebook = read_rulebook(tmp_path / "rules")
    assert explain(book, "E.O. 19999")[0].text[0] == "in force 2030-01-01 to today"
    assert explain(book, "60X1-HUM")

    def rules(order: str, year: int) -> set[str]:
        lines = (
            "SECRET",
            "MEMORANDUM FOR: Director, Port Office",
            f"DATE: 5 March {year}",
            "",
            "1. (S) Alpha.",
            "",
            order,
            "",
            "SECRET",
        )
        marked = structure(read_bytes("memo", "\n".join(lines).encode()), book)
        return {finding.rule for finding in Engine(book).judge(marked)}

    block = "Classified By: A. Person, Chief, Division 5\nReason: 1.4(c)\nDeclassify On: 60X1-HUM"
    assert not rules(block, 2031) & {"decl-code-unknown", "decl-code-out-of-period"}
    assert "decl-code-out-of-period" in rules(block, 2015)
