"""Memoranda: fields, values over several lines, and what is no authority block. All documents are invented."""

from __future__ import annotations

import pytest

from markcheck import api
from markcheck.model.message import Kind, Message

MEMO = """\
SECRET

MEMORANDUM FOR THE RECORD

From: A. Person
Subject: (U) Fishing in
         Port Elara
Date: 5 March 2012

1. (S) One:
    a. (U) Alpha
    b. (S) Bravo
    - (U) Charlie

Classified By: A. Person,
Director, Office of Fish
Derived From: Fish Guide,
dated 20110101
Declassify On:
20220305

SECRET
"""


def message(text: str) -> Message:
    (found,) = api.inspect("memo", text.encode()).messages
    return found


def public(text: str, ceiling: str = "U") -> str:
    return api.redact("memo", text.encode(), ceiling).data.decode()


def test_values_go_on_over_lines() -> None:
    found = message(MEMO)
    assert found.header.subject == "Fishing in Port Elara"
    assert found.header.sender == "A. Person"
    assert found.authority is not None
    assert [(item.name, item.position) for item in found.authority.classifiers] == [
        ("A. Person", "Director, Office of Fish")
    ]
    assert found.authority.derived_from == ("Fish Guide, dated 20110101",)
    assert found.authority.instruction is not None
    assert str(found.authority.instruction.date) == "2022-03-05"


def test_items_of_a_tight_list_keep_their_marks() -> None:
    assert [block.mark.parsed.label for block in message(MEMO).portions if block.mark] == ["(S)", "(U)", "(S)", "(U)"]


def test_a_block_may_stand_on_one_line() -> None:
    text = "SECRET\n\n(S) One.\n\nClassified By: A. Person, Consul; Reason: 1.4(b); Declassify On: 20220305\n\nSECRET\n"
    authority = message(text).authority
    assert authority is not None
    assert [item.name for item in authority.classifiers] == ["A. Person"]
    assert [(item.section, item.letters) for item in authority.reasons] == [("1.4", ("b",))]
    assert authority.instruction is not None
    assert authority.instruction.text == "20220305"


def test_labels_inside_a_portion_are_its_text() -> None:
    text = (
        "UNCLASSIFIED//SBU\n\nMEMORANDUM FOR THE RECORD\n\n1. (U) One.\n\n2. (SBU) Two.\nReason: hidden\n"
        "Classified By: Hidden\nDeclassify On: hidden\n\n3. (U) Three.\n\nUNCLASSIFIED//SBU\n"
    )
    assert message(text).authority is None
    assert "idden" not in public(text)


@pytest.mark.parametrize("foot", ["SECRET", "SECRET.", "-SECRET-", "*** SECRET ***"])
def test_a_foot_with_ornaments_is_a_banner(foot: str) -> None:
    found = message(f"{foot}\n\nMEMORANDUM FOR THE RECORD\n\n(S) One.\n\n{foot}\n")
    assert found.banner is not None
    assert found.banner.level == "S"
    assert "foot-banner" in found.elements
    assert all(block.kind is not Kind.CONTINUATION for block in found.blocks)


def test_a_label_without_a_value_ends() -> None:
    authority = message("SECRET\n\n(S) One.\n\nClassified By:\nDeclassify On:\n\nSECRET\n").authority
    assert authority is not None
    assert authority.instruction is None


@pytest.mark.parametrize("banner", ["TLP:RED", "OFFICIAL-SENSITIVE", "CUI"])
def test_a_banner_of_another_system_than_the_marks_is_judged_without_comparing(banner: str) -> None:
    text = f"{banner}\nMEMORANDUM FOR: Director, Port Office\n\n1. (S//NF) Alpha.\n2. (U) Bravo.\n\n{banner}\n"
    examined = api.validate("memo.txt", text.encode())
    assert examined.marked is not None
    assert not any(finding.rule.startswith("rollup-rel") for finding in examined.findings)
