"""XML with IC-ISM attributes: attributes are marks, and text marks must agree with them. All is invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from markcheck import api
from markcheck.formats import ism
from markcheck.formats.ism import mark_of
from program import Done

SPACE = 'xmlns:ism="urn:us:gov:ic:ism"'
REPORT = f"""\
<?xml version="1.0"?>
<!-- Invented: (TS) nobody reads this. -->
<report xmlns="urn:port:report" {SPACE} ism:resourceElement="true" ism:classification="S" ism:ownerProducer="USA"
  ism:disseminationControls="NF" ism:classifiedBy="A. Person, Chief, Division 5"
  ism:derivedFrom="Harbor Guide 7, dated 20120110" ism:declassDate="2037-01-10" ism:createDate="2012-03-05">
  <title ism:classification="U" ism:ownerProducer="USA">Harbor talks</title>
  <section ism:classification="S" ism:ownerProducer="USA" ism:disseminationControls="NF">
    <para ism:classification="U" ism:ownerProducer="USA">The <b>ferries</b> are late &amp; slow.</para>
    <para ism:classification="S" ism:ownerProducer="USA" ism:disseminationControls="NF">(S//NF) The zebra.</para>
    Loose words of the section.
  </section>
</report>
"""
TWIN = """\
SECRET//NOFORN

DATE: 20120305

(U) Harbor talks

(U) The ferries are late & slow.

(S//NF) The zebra.

(S//NF) Loose words of the section.

Classified By: A. Person, Chief, Division 5
Derived From: Harbor Guide 7, dated 20120110
Declassify On: 20370110

SECRET//NOFORN
"""


def rules(text: str) -> list[str]:
    return sorted(item.rule for item in api.validate("x", text.encode()).findings)


def test_it_is_read_like_its_twin() -> None:
    document = api.inspect("x", REPORT.encode()).document
    assert document.format == "ism"
    assert document.text == TWIN
    assert rules(REPORT) == rules(TWIN)


@pytest.mark.parametrize(
    ("attributes", "mark"),
    [
        ({"classification": "U"}, "(U)"),
        ({"classification": "TS", "SCIcontrols": "SI TK", "disseminationControls": "OC NF"}, "(TS//SI/TK//OC/NF)"),
        ({"classification": "S", "disseminationControls": "REL", "releasableTo": "USA AUS GBR"},
         "(S//REL TO USA, AUS, GBR)"),
        ({"classification": "C", "ownerProducer": "DEU"}, "(//DEU C)"),
        ({"classification": "S", "ownerProducer": "GBR USA"}, "(//JOINT S GBR USA)"),
        ({"classification": "S", "FGIsourceOpen": "DEU", "disseminationControls": "NF"}, "(S//FGI DEU//NF)"),
        ({"classification": "S", "atomicEnergyMarkings": "RD-CNWDI", "disseminationControls": "NF"},
         "(S//RD-CNWDI//NF)"),
        ({"classification": "C", "nonICmarkings": "XD", "disseminationControls": "NF"}, "(C//NF//XD)"),
        ({}, ""),
    ],
)  # fmt: skip
def test_attributes_are_marks(attributes: dict[str, str], mark: str) -> None:
    item = etree.Element("para", {f"{{urn:us:gov:ic:ism}}{name}": value for name, value in attributes.items()})
    assert mark_of(item) == mark


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('true" ism:classification="S"', 'true" ism:classification="C"', "rollup-banner-too-low"),
        ("(S//NF) The zebra", "(U) The zebra", "portion-mark-doubled"),
        ("(S//NF) The zebra", "(U) The zebra", "meta-mark-mismatch"),
        ("(S//NF) The zebra", "(S//ZZZ) The zebra", "meta-mark-mismatch"),
        ('"2037-01-10"', '"2010-01-10"', "decl-before-document"),
    ],
)
def test_faults_are_found(old: str, new: str, rule: str) -> None:
    assert old in REPORT
    assert rule in rules(REPORT.replace(old, new))
    assert rule not in rules(REPORT)


def test_what_differs_is_not_released() -> None:
    public = api.redact("x", REPORT.replace("(S//NF) The zebra", "(U) The zebra").encode(), "U").data.decode()
    assert "zebra" not in public
    public = api.redact("x", REPORT.replace(">The <b>", ">(S) The <b>").encode(), "U").data.decode()
    assert "ferries" not in public


MARKED = '<p ism:classification="U" ism:ownerProducer="USA">The ferries are late.</p>'
WHOLE = f'{SPACE} ism:resourceElement="true" ism:classification="S" ism:ownerProducer="USA"'


def test_text_without_a_mark_is_as_the_whole_is_and_hangs_on_nothing_before_it() -> None:
    text = f"<r {WHOLE}>{MARKED}<p>The zebra.</p></r>"
    assert "(S) The zebra." in api.inspect("x", text.encode()).document.text
    public = api.redact("x", text.encode(), "U").data.decode()
    assert "ferries" in public
    assert "zebra" not in public


@pytest.mark.parametrize(
    "text",
    [
        f"<r {SPACE}>{MARKED}<p>The zebra.</p></r>",
        f'<r {WHOLE}>{MARKED}<p ism:classification="ZZZ" ism:ownerProducer="USA">The zebra.</p></r>',
    ],
)
def test_text_whose_level_nothing_says_leaves_the_document_unexamined(text: str) -> None:
    (item,) = api.validate("x", text.encode()).unexamined
    assert item.reason == "field-mark"
    assert "zebra" not in item.message


def test_a_public_version_is_text(markcheck: Callable[..., Done[str]], tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT)
    assert markcheck("redact", "report.xml", "--max", "U").returncode == 0
    text = (tmp_path / "report.U.txt").read_text()
    assert "(U) The ferries are late & slow." in text
    assert "zebra" not in text
    assert "Loose" not in text
    assert markcheck("verify", "report.xml", "report.U.txt", "--max", "U").returncode == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (REPORT.replace("<report", '<!DOCTYPE report [<!ENTITY a "zebra">]><report'), "doctype"),
        (REPORT[:-40], "malformed"),
        (f"<report {SPACE}/>", "empty"),
    ],
)
def test_hostile_files_are_refused(text: str, reason: str) -> None:
    (item,) = api.validate("x", text.encode()).unexamined
    assert item.reason == reason
    assert "zebra" not in item.message


def test_without_the_library_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ism, "find_spec", lambda name: None)
    (item,) = api.validate("x", REPORT.encode()).unexamined
    assert "markcheck[xml]" in item.message
