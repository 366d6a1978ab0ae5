"""The header of a telegram in the shapes that were met: keywords, order lines, classifiers, classification lines.

Every document in it is invented.
"""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from markcheck import api
from markcheck.model.authority import Authority, Instruction, InstructionKind
from markcheck.model.message import Kind, Message
from telegrams import Telegram, of_marks

PLAIN = of_marks("U", "C", "C")


def read(telegram: Telegram) -> Message:
    message = api.inspect("invented", telegram.data()).messages[0]
    assert [block.number for block in message.portions if block.kind is Kind.PORTION][-3:] == [1, 2, 3]
    return message


def authority(telegram: Telegram) -> Authority:
    found = read(telegram).authority
    assert found is not None
    return found


# -- classification line -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("C O N F I D E N T I A L SECTION 01 OF 02 PORT ELARA 000101", "C"),
        ("C O N F I D E N T I A L PORT ELARA 000101", "C"),
        ("C O N F I D E N T I A L  PORT ELARA 000101", "C"),
        ("S E C R E T SECTION 1 OF 2 PORT ELARA 000101", "S"),
        ("S E C R E T PORT ELARA 000101", "S"),
        ("T O P  S E C R E T PORT ELARA 000101", "TS"),
        ("T O P S E C R E T PORT ELARA 000101", "TS"),
        ("TOP SECRET PORT ELARA 000101", "TS"),
        ("CONFIDENTIAL PORT ELARA 000101", "C"),
        ("CONFIDENTIAL SECTION 01 OF 03 PORT ELARA 000101", "C"),
        ("SECRET PORT ELARA 101", "S"),
        ("UNCLAS PORT ELARA 000101", "U"),
        ("U N C L A S PORT ELARA 000101", "U"),
        ("UNCLAS SECTION 01 OF 02 PORT ELARA 000101", "U"),
        ("UNCLASSIFIED PORT ELARA 101", "U"),
        ("UNCLASSIFIED SECTION 01 OF 01 PORT ELARA 101", "U"),
        ("UNCLAS E F T O PORT ELARA 000101", "U"),
        ("UNCLAS EFTO PORT ELARA 000101", "U"),
        ("LIMITED OFFICIAL USE PORT ELARA 000101", "U"),
        ("C O N F I D E N T I A L 75 PORT ELARA 0101", "C"),
        ("S e c r e t port elara 000101", "S"),
        ("C O N F I D E N T I A L PORT ELARA 000101 ZDK", "C"),
    ],
)
def test_classification_lines(line: str, level: str) -> None:
    message = read(replace(PLAIN, line=line))
    assert message.banner is not None
    assert message.banner.level == level
    assert message.header.reference_id == "07PORTELARA101"
    assert [block.kind for block in message.blocks].count(Kind.CLASSIFICATION_LINE) == 1


def test_limited_official_use_is_a_control() -> None:
    message = read(replace(PLAIN, line="LIMITED OFFICIAL USE PORT ELARA 000101"))
    assert message.banner is not None
    assert message.banner.controls == ("LOU",)


@pytest.mark.parametrize(
    ("captions", "names", "controls"),
    [
        (("SIPDIS",), ("SIPDIS",), ()),
        (("SIPDIS SIPDIS",), ("SIPDIS",), ()),
        (("SIPDIS", "NOFORN"), ("SIPDIS", "NOFORN"), ("NOFORN",)),
        (("NOFORN SIPDIS",), ("NOFORN", "SIPDIS"), ("NOFORN",)),
        (("NOFORN, SIPDIS, FOR DCMS",), ("NOFORN", "SIPDIS"), ("NOFORN",)),
        (("NODIS",), ("NODIS",), ("NODIS",)),
        (("EXDIS",), ("EXDIS",), ("EXDIS",)),
        (("STADIS",), ("STADIS",), ()),
        (("STATE FOR EUR", "SIPDIS"), ("SIPDIS",), ()),
        (("SIPDIS", "DEPT FOR EB/TRA"), ("SIPDIS",), ()),
        ((), (), ()),
    ],
)
def test_captions(captions: tuple[str, ...], names: tuple[str, ...], controls: tuple[str, ...]) -> None:
    message = read(replace(PLAIN, captions=captions))
    assert message.header.captions == names
    assert message.banner is not None
    assert message.banner.controls == controls


# -- E.O. line ---------------------------------------------------------------------------------------

DATED = date(2017, 9, 14)
LINES: dict[str, tuple[str, str, InstructionKind, date | None]] = {
    "E.O. 12958: DECL: 09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958: decl: 09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958: DECL:  09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958: DECL: 9/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958: DECL: 09/14/17": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958: DECL: 9/14/17": ("07", "12958", InstructionKind.DATE, DATED),
    "EO 12958 DECL: 09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "EO 12958 DECL: 2017/09/14": ("07", "12958", InstructionKind.DATE, DATED),
    "EO 12958 DECL: 09/14/17": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958 DECL: 09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "EO 12958: decl: 9/14/17": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958:DECL:09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "E. O. 12958: DECL: 09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "\u00b6E. O. 12958: DECL: 09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "1E. O. 12958: DECL: 09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O.12958: DECL: 20170914": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958: DECL:\n09/14/2017": ("07", "12958", InstructionKind.DATE, DATED),
    "E.O. 12958: N/A": ("07", "12958", InstructionKind.NOT_APPLICABLE, None),
    "E.O. 12958:N/A": ("07", "12958", InstructionKind.NOT_APPLICABLE, None),
    "E.O. 12958: NA": ("07", "12958", InstructionKind.NOT_APPLICABLE, None),
    "E.O.1295: NA": ("07", "1295", InstructionKind.NOT_APPLICABLE, None),
    "E.O. 1295: DECL: 09/14/2017": ("07", "1295", InstructionKind.DATE, DATED),
    "E.O. 12958: AS AMENDED; DECLASSIFIED SEPTEMBER 14, 2017": ("07", "12958", InstructionKind.DECLASSIFIED, DATED),
    "E.O. 12958: DECL: DECLASSIFIED BY NARA 09/14/2017": ("07", "12958", InstructionKind.DECLASSIFIED, DATED),
    "E.O. 12958: DECL: X1, X5": ("98", "12958", InstructionKind.EXEMPTION, None),
    "E.O. 12958: DECL: AFTER THE FERRY SEASON": ("98", "12958", InstructionKind.EVENT, None),
    "E.O. 12356: DECL:  OADR": ("85", "12356", InstructionKind.SCHEDULE, None),
    "E.O. 12356: DECL: OADR": ("85", "12356", InstructionKind.SCHEDULE, None),
    "E.O. 11652: GDS": ("75", "11652", InstructionKind.SCHEDULE, None),
    "E. O. 11652: GDS": ("75", "11652", InstructionKind.SCHEDULE, None),
    "E.O. 11652: XGDS-2": ("75", "11652", InstructionKind.SCHEDULE, None),
    "E.O. 11652: NGDS": ("75", "11652", InstructionKind.SCHEDULE, None),
    "E.O. 11652: N/A": ("75", "11652", InstructionKind.NOT_APPLICABLE, None),
    "E.O. 12065: GDS 9/14/87": ("81", "12065", InstructionKind.SCHEDULE, date(1987, 9, 14)),
    "E.O. 12065: RDS-3 9/14/01": ("81", "12065", InstructionKind.SCHEDULE, date(2001, 9, 14)),
    "E.O. 13526: DECL: 20220304": ("12", "13526", InstructionKind.DATE, date(2022, 3, 4)),
    "E.O. 13526: DECL: 2022/03/04": ("12", "13526", InstructionKind.DATE, date(2022, 3, 4)),
    "E.O. 13526: DECL: 50X1-HUM": ("12", "13526", InstructionKind.EXEMPTION, None),
    "E.O. 13526: DECL: 25X1, 20620304": ("12", "13526", InstructionKind.EXEMPTION, date(2062, 3, 4)),
}


def instruction(line: str, year: str) -> tuple[str | None, Instruction]:
    found = authority(replace(PLAIN, order=line, sent=f"O 151200Z SEP {year}"))
    assert found.instruction is not None
    return found.order, found.instruction


@pytest.mark.parametrize("line", LINES)
def test_order_lines(line: str) -> None:
    year, order, kind, day = LINES[line]
    number, found = instruction(line, year)
    assert (number, found.kind, found.date) == (order, kind, day)


def test_codes_and_events_of_an_instruction() -> None:
    assert instruction("E.O. 12958: DECL: X1, X5", "98")[1].codes == ("X1", "X5")
    assert instruction("E.O. 12065: RDS-3 9/14/01", "81")[1].codes == ("RDS-3",)
    assert instruction("E.O. 13526: DECL: 25X1, 20620304", "12")[1].codes == ("25X1",)
    assert instruction("E.O. 12958: DECL: AFTER THE FERRY SEASON", "98")[1].event == "AFTER THE FERRY SEASON"


def test_an_attention_line_before_the_order_on_its_line() -> None:
    found = authority(replace(PLAIN, order="STATE FOR EUR E.O. 12958: DECL: 09/14/2017"))
    assert found.order == "12958"
    assert found.instruction is not None
    assert found.instruction.date == DATED


# -- TAGS, SUBJECT, REF ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "keyword",
    ["TAGS:", "TAGS", "Tags:", "TAG:", "TAGS;", "TAGS,", "TAS:", "TABS:", "TGS:", "TAGES:", "AGS:", "TAGS: TAGS:"],
)
def test_tags_keywords(keyword: str) -> None:
    assert read(replace(PLAIN, tags=f"{keyword} PREL, EFIS, XX")).header.tags[-3:] == ("PREL", "EFIS", "XX")


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("TAGS: PREL EFIS XX", ("PREL", "EFIS", "XX")),
        ("TAGS: PREL,EFIS,XX", ("PREL", "EFIS", "XX")),
        ("TAGS: PREL, EFIS,\nXX", ("PREL", "EFIS", "XX")),
        ("TAGS: PREL, EFIS\nXX", ("PREL", "EFIS", "XX")),
        ("TAGS: [PREL](#) [EFIS](#) [XX](#)", ("PREL", "EFIS", "XX")),
        ("TAGS: PREL, PREL, EFIS", ("PREL", "EFIS")),
        ("TAGS: prel, efis", ("PREL", "EFIS")),
    ],
)
def test_tags(line: str, tags: tuple[str, ...]) -> None:
    assert read(replace(PLAIN, tags=line)).header.tags == tags


@pytest.mark.parametrize("line", ["TAGS: PREL, XX (ORRIN, M.)", "TAGS: PREL, XX (C)"])
def test_a_bracket_in_tags_is_no_mark(line: str) -> None:
    message = read(replace(PLAIN, tags=line))
    assert message.header.tags[:2] == ("PREL", "XX")
    assert [block.mark for block in message.blocks if block.kind is Kind.TAGS] == [None]


@pytest.mark.parametrize(
    ("lines", "subject", "mark"),
    [
        ("SUBJECT: FERRIES AND FEES", "FERRIES AND FEES", None),
        ("Subject: Ferries and Fees", "Ferries and Fees", None),
        ("SUBJECT FERRIES AND FEES", "FERRIES AND FEES", None),
        ("SUBJ: FERRIES AND FEES", "FERRIES AND FEES", None),
        ("UBJECT: FERRIES AND FEES", "FERRIES AND FEES", None),
        ("SUBJECT: FERRIES AND\nFEES", "FERRIES AND FEES", None),
        ("SUBJECT: FERRIES,\nFEES AND\nLANTERNS", "FERRIES, FEES AND LANTERNS", None),
        ("SUBJECT: (C) FERRIES AND FEES", "FERRIES AND FEES", "(C)"),
        ("SUBJECT: (S/NF) FERRIES AND FEES", "FERRIES AND FEES", "(S/NF)"),
        ("SUBJECT: (s) FERRIES AND FEES", "FERRIES AND FEES", "(s)"),
        ("SUBJECT: FERRIES (JUL 30 - JUL 31)", "FERRIES (JUL 30 - JUL 31)", None),
        ("SUBJECT: FERRIES (ART) AND FEES", "FERRIES (ART) AND FEES", None),
        ("SUBJECT: FERRIES AND FEES\n----------", "FERRIES AND FEES", None),
    ],
)
def test_subjects(lines: str, subject: str, mark: str | None) -> None:
    header = read(replace(PLAIN, subject=lines, ref=None)).header
    assert header.subject == subject
    assert (header.subject_mark.parsed.text if header.subject_mark else None) == mark


def test_a_subject_that_runs_into_the_reference() -> None:
    header = read(replace(PLAIN, subject="SUBJECT: FERRIES AND FEESREF: A. BRONN 77", ref=None)).header
    assert header.subject == "FERRIES AND FEES"
    assert header.refs == ("BRONN 77",)


@pytest.mark.parametrize(
    ("lines", "refs"),
    [
        ("REF: BRONN 77", ("BRONN 77",)),
        ("REF: A. BRONN 77\n     B. 08 STATE 222", ("BRONN 77", "08 STATE 222")),
        ("REF: A) BRONN 77 B) STATE 222", ("BRONN 77", "STATE 222")),
        ("REF: (A) BRONN 77 (B) STATE 222", ("BRONN 77", "STATE 222")),
        ("REF: A. BRONN 77\n\u00b6B. STATE 222", ("BRONN 77", "STATE 222")),
        ("REF: A. BRONN 77\n1B. STATE 222", ("BRONN 77", "STATE 222")),
        ("REF: A. A) BRONN 77\nB. B) STATE 222", ("BRONN 77", "STATE 222")),
        ("REF: A: BRONN 77 B: STATE 222", ("BRONN 77", "STATE 222")),
        ("REF: [A] BRONN 77 [B] STATE 222", ("BRONN 77", "STATE 222")),
        ("REFS: A. BRONN 77\n\n      B. STATE 222", ("BRONN 77", "STATE 222")),
        ("REFTEL: BRONN 77", ("BRONN 77",)),
        ("REFERENCE: BRONN 77", ("BRONN 77",)),
        ("Ref: BRONN 77", ("BRONN 77",)),
        ("REF: BRONN 77 (NOTAL)", ("BRONN 77",)),
        ("REF: BRONN 77/78", ("BRONN 77/78",)),
        ("REF BRONN 77", ("BRONN 77",)),
    ],
)
def test_references(lines: str, refs: tuple[str, ...]) -> None:
    assert read(replace(PLAIN, ref=lines)).header.refs == refs


def test_a_mark_inside_the_reference_list_is_the_items_own() -> None:
    message = read(replace(PLAIN, ref="REF: A. BRONN 77\n     B. (S//NF) STATE 222"))
    marks = [block.mark.parsed.text if block.mark else None for block in message.blocks if block.kind is Kind.REFERENCE]
    assert marks == [None, "(S//NF)"]


# -- transmission header -----------------------------------------------------------------------------


def test_the_addresses() -> None:
    header = read(PLAIN).header
    assert header.sender == "AMEMBASSY PORT ELARA"
    assert header.to == ("SECSTATE WASHDC",)
    assert header.info == ("AMEMBASSY BRONN",)
    assert header.created == "2007-09-15T12:00"


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("O 151200Z SEP 07", date(2007, 9, 15)),
        ("P R 151200Z SEP 07", date(2007, 9, 15)),
        ("151200Z SEP 07", date(2007, 9, 15)),
        ("R 151200Z SEP 75", date(1975, 9, 15)),
        ("R 151200Z SEP 66", date(1966, 9, 15)),
        ("R 151200Z SEP 65", date(2065, 9, 15)),
        ("O 151200Z SEP 07 ZDK", date(2007, 9, 15)),
        ("O 151200Z SEP 07 ZDK MANY SVCS", date(2007, 9, 15)),
        ("O 151200Z SEP 07 ZFF4", date(2007, 9, 15)),
        ("O 151200Z SEP 07 ZDS ZDK", date(2007, 9, 15)),
    ],
)
def test_date_time_groups(sent: str, day: date) -> None:
    message = read(replace(PLAIN, sent=sent))
    assert message.date is not None
    assert (message.date.value, message.date.source) == (day, "date-time-group")


def test_a_given_date_overrides_the_documents_own() -> None:
    message = api.inspect("x", PLAIN.data(), date(1999, 1, 2)).messages[0]
    assert message.date is not None
    assert (message.date.value, message.date.source) == (date(1999, 1, 2), "flag")


@pytest.mark.parametrize("sent", ["O 321200Z SEP 07", "O 152500Z SEP 07", "O 151200Z SPT 07"])
def test_an_impossible_date_time_group_gives_no_date(sent: str) -> None:
    assert read(replace(PLAIN, sent=sent)).date is None
