"""Damaged copies: lost brackets, numbers and lines must never release a text. All documents are invented."""

from __future__ import annotations

import pytest

from markcheck import api

HEAD = """\
R 051200Z MAR 99
FM AMEMBASSY PORT ELARA
C O N F I D E N T I A L PORT ELARA 000686

E.O. 12958: DECL: 03/05/2009
TAGS: PREL, XX
"""
OPENERS = [
    "2) (C)", "2 (C)", "2, (C)", "2: (C)", "(2). (C)", "ii. (C)", "(iii) (C)", "3.1 (C)", "A: (C)", "Tab A: (C)",
    "-(C)", "--(C)", "\u2022(C)", "\u2014 (C)", "+ (C)", "> (C)", "[C]", "{C}", "C)", "(c)", "(C/NF", "C/NF:", "(C,NF)",
    "(C NF)", "(C-NF)", "(C//)", "(TS//SI//NF)", "(S//SI)", "(//NS)", "(C//FGI)", "(\u0421)", "\uff08\uff23\uff09",
    "\u200b(C)", "\u3000(C)", "\u00ad(C)", "SECRET:", "CONFIDENTIAL -", "COMMENT: (C)", "(NATO S)",
    "(COSMIC TOP SECRET)",
]  # fmt: skip


def public(body: str) -> str:
    return api.redact("telegram", (HEAD + body).encode(), "U").data.decode()


@pytest.mark.parametrize("opener", OPENERS)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_no_damaged_opener_releases_a_passage(opener: str, gap: str) -> None:
    assert "tessel" not in public(f"\n1. (U) Alpha.{gap}{opener} The tessel words.\n\n9. (U) Bravo.\n")


@pytest.mark.parametrize(
    "text",
    [
        "1. (U) Alpha. (C) The tessel words.",
        "SUBJECT: (U) FISH\n(C) The tessel words.\n\n(U) Two.",
        "SUBJECT: (U) FISH 1. (C) The tessel words.",
        "\n(C) The tessel words.\n\n(U) Two.",
        "(C) The tessel words of an unnumbered text.\n\n(U) Two.",
    ],
)
def test_no_lost_line_releases_a_passage(text: str) -> None:
    assert "tessel" not in public(text + "\n").lower()


def test_enumerations_in_running_text_are_released() -> None:
    assert "the third" in public("\n1. (U) They want (a) the first; (b) the second; (c) the third.\n")


@pytest.mark.parametrize(
    ("header", "subject", "refs"),
    [
        ("SUBJECT: A AND\n   CONFIDENTIAL\n\nPAGE 03 ELARA 00686 01 OF 07 050821Z\nBRONN\n", "A AND BRONN", ()),
        (
            "SUBJECT: A\nREF: A. 99 ELARA 12\nSECRET\n\nPAGE 02 ELARA 00686 01 OF 07 050821Z\n\n     B. BRONN 7\n",
            "A",
            ("99 ELARA 12", "BRONN 7"),
        ),
    ],
)
def test_page_furniture_does_not_end_an_element(header: str, subject: str, refs: tuple[str, ...]) -> None:
    (message,) = api.inspect("telegram", f"{HEAD}{header}\n1. (C) Alpha.\n".encode()).messages
    assert message.header.subject == subject
    assert message.header.refs == refs


def test_page_furniture_does_not_end_the_classifier_paragraph() -> None:
    page = "CONFIDENTIAL\n\nPAGE 05 ELARA 00686 01 OF 07 050821Z\n"
    text = f"Classified By: DCM Ann Person. REASON:\n{page}1.5 (B) AND (D).\n"
    (message,) = api.inspect("telegram", f"{HEAD}{text}\n1. (C) Alpha.\n".encode()).messages
    assert message.authority is not None
    assert [(item.section, item.letters) for item in message.authority.reasons] == [("1.5", ("b", "d"))]


@pytest.mark.parametrize("filler", [", ", " ", "classified by ", "(", "1.4 (b) "])
def test_a_long_classifier_paragraph_takes_no_longer(filler: str) -> None:
    text = f"{HEAD}Classified By: A{filler * 20000}B\n\n1. (C) Alpha.\n"
    assert api.inspect("telegram", text.encode()).messages


def test_paragraphs_that_run_on_behind_the_header_are_reported_as_not_examined() -> None:
    line = "C O N F I D E N T I A L PORT ELARA 000123 SIPDIS E.O. 12958: DECL: 03/05/2019 TAGS: PREL, XX"
    flat = f"{line} Classified By: DCM Ann Person for reasons 1.4 (b). 1. (C) Alpha. 2. (U) Bravo. PERSON\n"
    assert [item.reason for item in api.validate("telegram", flat.encode()).unexamined] == ["run-on"]
    assert "Bravo" not in api.redact("telegram", flat.encode(), "C").data.decode()
    apart = f"{line}\n1.(C) Alpha.\n2.(U) Bravo.\nPERSON\n"
    assert api.validate("telegram", apart.encode()).unexamined == ()


def test_a_page_table_with_other_separators_is_read_and_written_anew() -> None:
    table = (
        "Reference ID | Created | Released | Classification | Origin\n\n"
        "99PORTELARA686 | 1999-03-05 12:00 | 2011-08-29 03:10 | CONFIDENTIAL | Embassy Port Elara\n\n"
    )
    text = f"{table}{HEAD}\n1. (U) Alpha.\n\n2. (C) Bravo.\n"
    (message,) = api.inspect("page", text.encode()).messages
    assert message.header.reference_id == "99PORTELARA686"
    assert message.header.origin == "Embassy Port Elara"
    assert "99PORTELARA686\t1999-03-05 12:00\t2011-08-29 03:10\tUNCLASSIFIED\tEmbassy Port Elara" in (
        api.redact("page", text.encode(), "U").data.decode()
    )


def test_text_on_the_line_behind_the_reasons_is_no_part_of_the_block() -> None:
    text = f"{HEAD}Classified By: A. Person, DCM, reason 1.5 (b)\nThe tessel words.\n\n1. (C) Alpha.\n"
    (message,) = api.inspect("telegram", text.encode()).messages
    (block,) = (block for block in message.blocks if block.kind.value == "authority")
    assert "tessel" not in text[block.start : block.end]
    assert "tessel" not in api.redact("telegram", text.encode(), "U").data.decode()


PROSE = """\
O 151200Z SEP 09
FM AMEMBASSY PORT ELARA
C O N F I D E N T I A L PORT ELARA 000102
SIPDIS
E.O. 12958: DECL: 09/14/2019
TAGS: PREL, XX
SUBJECT: HARBOR TALKS
REF: A. BRONN 77 (NOTAL)
Classified By: Consul A. Person for reasons 1.4 (b) and (d).

1. (C) The minister listed options: (A) wait, (B) sign, (C) renegotiate; (S)
options were not raised. The (U) turn on the coast road is closed.
(C) was the third of them.

2. (C) Officials of the (S/CT) office, the (EU) presidency and (NATO) met.
(OECD) figures differ.

-- (SI) units were used throughout.
-- (TK) tickets were sold.

EXTRADITION (A)
--------------

3. (C) He said that it was (confidential) and (secret). (CUI) is a hotel.
(The view from the ferry)

(FOUR PEOPLE WERE THERE)

(IMF) staff left.
"""


def test_parentheses_in_prose_draw_no_finding() -> None:
    text = PROSE + "\nPERSON\n"
    found = api.validate("telegram", text.encode()).findings
    assert {finding.rule for finding in found} <= {
        "subject-unmarked",
        "classified-by-unmarked",
        "unnumbered-block-inherits",
    }
    assert api.fix("telegram", text.encode()).mends == ()
