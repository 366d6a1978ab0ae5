"""The Classified By paragraph in the shapes that were met: openers, connectors, letters, broken words, names.

Every document in it is invented.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from markcheck import api
from markcheck.model.authority import Authority
from reading import PLAIN, portions, read
from telegrams import Telegram


def authority(telegram: Telegram) -> Authority:
    message = read(telegram)
    assert portions(message)[-3:] == [(1, "(U)"), (2, "(C)"), (3, "(C)")]
    assert message.authority is not None
    return message.authority


TAIL = "Consul M. Orrin for reasons 1.4 (b) and (d)."


@pytest.mark.parametrize(
    "opener",
    [
        "Classified By:",
        "Classified By: Classified by",
        "Classified By: CLASSIFIED BY:",
        "Classified By: 1. CLASSIFIED BY",
        "Classified By: This message classified by",
        "Classified By: (U) Classified by",
        "Classified By: (U)",
        "Classified By: (C)",
        "CLASSIFIED BY:",
        "CLASSIFIED BY",
        "Classified by",
        "Classified by:",
        "(U) CLASSIFIED BY",
        "(U) Classified By:",
    ],
)
def test_openers(opener: str) -> None:
    found = authority(replace(PLAIN, classified_by=f"{opener} {TAIL}"))
    assert [(item.name, item.position) for item in found.classifiers] == [("M. Orrin", "Consul")]
    assert [(item.section, item.letters) for item in found.reasons] == [("1.4", ("b", "d"))]


@pytest.mark.parametrize(
    "opener", ["1. (U) CLASSIFIED BY", "1. (U) Classified By:", "1.(U) CLASSIFIED BY:", "1. CLASSIFIED BY"]
)
def test_a_numbered_authority_paragraph(opener: str) -> None:
    text = PLAIN.text().replace(f"{PLAIN.classified_by}", f"{opener} {TAIL}")
    for old, new in (("3. (C)", "4. (C)"), ("2. (C)", "3. (C)"), ("\n1. (U) The", "\n2. (U) The")):
        text = text.replace(old, new)
    message = api.inspect("x", text.encode()).messages[0]
    assert message.authority is not None
    assert [item.name for item in message.authority.classifiers] == ["M. Orrin"]
    assert [item.letters for item in message.authority.reasons] == [("b", "d")]
    assert [(block.number, block.kind.value) for block in message.portions] == [
        (1, "authority"),
        (2, "portion"),
        (3, "portion"),
        (4, "portion"),
    ]


@pytest.mark.parametrize(
    "connector",
    [
        "for reasons",
        "for Reasons",
        "for reason",
        ", reasons",
        ", reason",
        ", reason:",
        ", reasons:",
        "; REASON:",
        ", Reason(s):",
        ", reason para",
        "per",
        "under",
        "under Section",
        ", section",
        "for E.O. 12958 reasons",
        "for 12958",
        "based on",
        "based upon",
        "due to",
        "-",
        ":",
        ",",
        "for",
        "for reaons",
        "for resons",
        "for rasons",
        "for REAS0N",
        "FR reasons",
        "F0R reasons",
        "for rea\nsons",
        "for r\neasons",
        "for reason\ns:",
        "f\nor reasons",
        "for\nreasons",
    ],
)
def test_connectors(connector: str) -> None:
    found = authority(replace(PLAIN, classified_by=f"Classified By: Consul M. Orrin {connector} 1.4 (b) and (d)."))
    assert [(item.name, item.position) for item in found.classifiers] == [("M. Orrin", "Consul")]
    assert [(item.section, item.letters) for item in found.reasons] == [("1.4", ("b", "d"))]


@pytest.mark.parametrize(
    ("cited", "letters"),
    [
        ("1.4 (b) and (d)", "bd"),
        ("1.4 (b)", "b"),
        ("1.4 (b/d)", "bd"),
        ("1.4 (b,d)", "bd"),
        ("1.4 (b), (d)", "bd"),
        ("1.4 b and d", "bd"),
        ("1.4 b/d", "bd"),
        ("1.4 (b and d)", "bd"),
        ("1.4 b", "b"),
        ("1.4 (b)(d)", "bd"),
        ("1.4(b)(d)", "bd"),
        ("1.4 (b), (c) and (d)", "bcd"),
        ("1.4 (b) and (d )", "bd"),
        ("1.4 (b, d)", "bd"),
        ("1.4 (b ) and (d)", "bd"),
        ("1.4 b,d", "bd"),
        ("1.4 b, d", "bd"),
        ("1.4 b, c, and d", "bcd"),
        ("1.4 (b) & (d)", "bd"),
        ("1.4 (b&d)", "bd"),
        ("1.4 (b+d)", "bd"),
        ("1.4 ( b/d)", "bd"),
        ("1.4 (b and (d)", "bd"),
        ("1.4 .b.", "b"),
        ("1.4 (B) AND (D)", "bd"),
        ("1,4 (b) and (d)", "bd"),
        ("1.\n4 (b) and (d)", "bd"),
        ("1.4 (b) a\nnd (d)", "bd"),
        ("1.4 ( \nB) and (d)", "bd"),
        ("1.4 (b) and (d\n)", "bd"),
        ("1.4 (b)\nand (d)", "bd"),
        ("\n1.4 (b) and (d)", "bd"),
        ("1.4 (b), 1.4 (d)", "bd"),
        ("1.4", ""),
    ],
)
def test_letters(cited: str, letters: str) -> None:
    found = authority(replace(PLAIN, classified_by=f"Classified By: Consul M. Orrin for reasons {cited}."))
    assert [(item.section, "".join(item.letters)) for item in found.reasons] == [("1.4", letters)]
    assert [item.name for item in found.classifiers] == ["M. Orrin"]


def test_the_older_section() -> None:
    found = authority(replace(PLAIN, classified_by="Classified By: Consul M. Orrin for reasons\n1.5 (B) AND (D)."))
    assert [(item.section, item.letters) for item in found.reasons] == [("1.5", ("b", "d"))]


@pytest.mark.parametrize(
    ("who", "name", "position"),
    [
        ("Ambassador Ann Person", "Ann Person", "Ambassador"),
        ("Ann Person, Consul", "Ann Person", "Consul"),
        ("ANN PERSON, CONSUL GENERAL", "ANN PERSON", "CONSUL GENERAL"),
        ("EAP DAS Ann Person", "Ann Person", "EAP DAS"),
        ("Deputy Chief of Mission M. Q. Orrin", "M. Q. Orrin", "Deputy Chief of Mission"),
        ("Acting DCM Mara Orrin-Tessel", "Mara Orrin-Tessel", "Acting DCM"),
        ("Mara O'Hara, Political Counselor", "Mara O'Hara", "Political Counselor"),
        ("Pol/Econ Chief Mara van Tessel", "Mara van Tessel", "Pol/Econ Chief"),
    ],
)
def test_names_and_positions(who: str, name: str, position: str) -> None:
    (found,) = authority(replace(PLAIN, classified_by=f"Classified By: {who} for reasons 1.4 (b).")).classifiers
    assert (found.name, found.position) == (name, position)


@pytest.mark.parametrize("who", ["Consul A. Person", "A. Person, Consul", "CONSUL A. PERSON"])
def test_the_initial_a_belongs_to_the_name(who: str) -> None:
    (found,) = authority(replace(PLAIN, classified_by=f"Classified By: {who} for reasons 1.4 (b).")).classifiers
    assert found.name is not None
    assert found.name.upper() == "A. PERSON"


def test_a_guide_stands_for_a_person() -> None:
    found = authority(replace(PLAIN, classified_by="Derived From: Harbor Guide 12, dated 20070105"))
    assert found.derived_from == ("Harbor Guide 12, dated 20070105",)
    assert found.classifiers == ()


def test_the_order_may_stand_in_the_classifier_paragraph_alone() -> None:
    found = authority(
        replace(PLAIN, order=None, classified_by="Classified By: Consul M. Orrin for E.O. 12958 reasons 1.4 (b).")
    )
    assert found.order == "12958"


def test_the_order_of_the_elements_does_not_matter() -> None:
    plain = read(PLAIN)
    lines = [PLAIN.order, PLAIN.tags, PLAIN.subject, PLAIN.ref]
    assert PLAIN.classified_by is not None
    joined = "\n".join(line for line in lines if line)
    tags_first = "\n".join(line for line in (PLAIN.tags, PLAIN.order, PLAIN.subject, PLAIN.ref) if line)
    for new in (tags_first, joined.replace("\n", "\n\n")):
        message = api.inspect("x", PLAIN.text().replace(joined, new).encode()).messages[0]
        assert message.header == plain.header
        assert [block.number for block in message.portions] == [1, 2, 3]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Consul Jean-Luc Mor\neau", "Jean-Luc Moreau"),
        ("Consul Maria Garcia-\nLopez", "Maria Garcia-Lopez"),
        ("Consul Maria Garcia\n-Lopez", "Maria Garcia-Lopez"),
        ("Consul Mary Ann O'L\neary", "Mary Ann O'Leary"),
        ("Consul Ian Mc\nNab", "Ian McNab"),
        ("Consul Ian McNa\nb", "Ian McNab"),
        ("Consul Ann B\n. Orrin", "Ann B. Orrin"),
        ("Consul A\nnn Orrin", "Ann Orrin"),
        ("Consu\nl Ann Orrin", "Ann Orrin"),
        ("Deputy Assistant Secretar\ny Ann Orrin", "Ann Orrin"),
        ("CONSUL GE\nNERAL ANN ORRIN", "ANN ORRIN"),
        ("Consul HENRY K. ORRI\nN", "HENRY K. ORRIN"),
        ("Consul General\nAnn Orrin", "Ann Orrin"),
        ("Consul Ann\nOrrin", "Ann Orrin"),
        ("Consul Jan van\nder Berg", "Jan van der Berg"),
        ("Political Counselor JOHN Q. ORRIN", "JOHN Q. ORRIN"),
        ("EAP DAS Ann Orrin", "Ann Orrin"),
    ],
)
def test_a_word_that_a_line_end_cut_is_one(written: str, name: str) -> None:
    found = authority(replace(PLAIN, classified_by=f"Classified By: {written} for reasons 1.4 (b)."))
    assert [item.name for item in found.classifiers] == [name]


@pytest.mark.parametrize("cut", ["rea\nsons 1.4", "r\neasons 1.4", "reasons 1.\n4", "reasons:\n1.4", "reason\ns 1.4"])
def test_a_reason_that_a_line_end_cut_is_read(cut: str) -> None:
    found = authority(replace(PLAIN, classified_by=f"Classified By: Consul M. Orrin for {cut} (b) and (d)."))
    assert [(item.section, item.letters) for item in found.reasons] == [("1.4", ("b", "d"))]
    assert [(item.name, item.position) for item in found.classifiers] == [("M. Orrin", "Consul")]
