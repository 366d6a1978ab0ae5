"""Documents other than telegrams: letters, e-mail, reports with pages, records of meetings, tables, CUI memos.

The documents are those of ``examples/clean``, all invented.
"""

from __future__ import annotations

import re

import pytest

from markcheck import api
from markcheck.model.message import Kind, Message
from program import EXAMPLES


def text_of(name: str) -> str:
    return (EXAMPLES / "clean" / name).read_text(encoding="utf-8")


def message(text: str) -> Message:
    (found,) = api.inspect("document", text.encode()).messages
    return found


def marks(found: Message) -> list[str]:
    return [block.mark.parsed.text for block in found.portions if block.mark is not None]


def rules(text: str) -> set[str]:
    return {finding.rule for finding in api.validate("document", text.encode()).findings}


@pytest.mark.parametrize(
    ("name", "genre"),
    [
        ("2014-letter.txt", "letter"),
        ("2014-email.txt", "email"),
        ("2014-report.txt", "report"),
        ("2014-minutes.txt", "minutes"),
        ("2014-table.txt", "memo"),
        ("2019-cui-memo.txt", "memo"),
        ("2012-memo.txt", "memo"),
    ],
)
def test_each_genre_is_told_with_its_date_banner_and_authority(name: str, genre: str) -> None:
    found = message(text_of(name))
    assert found.genre == genre
    assert found.form == "memo"
    assert found.date is not None
    assert found.banner is not None
    assert "foot-banner" in found.elements
    if "cui" not in name:
        assert found.authority is not None
        assert found.authority.instruction is not None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2014-letter.txt", ["(U)", "(S)", "(U)"]),
        ("2014-email.txt", ["(S//NF)", "(U)"]),
        ("2014-minutes.txt", ["(C)", "(U)", "(C)"]),
        ("2014-table.txt", ["(U)", "(S//NF)", "(C)"]),
        ("2019-cui-memo.txt", ["(CUI//SP-PRVCY)", "(U)", "(U)"]),
    ],
)
def test_every_mark_is_found(name: str, expected: list[str]) -> None:
    assert marks(message(text_of(name))) == expected


def test_the_rows_of_a_table_are_portions_whatever_parts_the_cells() -> None:
    bars = text_of("2014-table.txt")
    tabs = re.sub(r"(?m)^\| (\d)\. \| (\(.*?\)) \| (.*?) \|$", r"\1.\t\2\t\3", bars)
    assert tabs != bars
    for text in (bars, tabs):
        found = message(text)
        assert [block.number for block in found.portions if block.number] == [1, 2, 3]
        assert all(block.doubt is None for block in found.portions)
    public = api.redact("table", bars.encode(), "C").data.decode()
    assert "| 1. | (U) |" in public
    assert "| 3. | (C) |" in public
    assert "lantern" not in public


def test_a_mark_may_stand_before_a_headings_number() -> None:
    found = message(text_of("2014-report.txt"))
    numbered = [block for block in found.portions if block.number]
    assert numbered
    assert all(block.mark is not None and block.doubt is None for block in numbered)


def test_pages_are_judged_one_by_one_and_against_the_whole() -> None:
    clean = text_of("2014-report.txt")
    assert not rules(clean)
    low = clean.replace("\fSECRET//NOFORN", "\fCONFIDENTIAL").replace(
        "late.\n\nSECRET//NOFORN", "late.\n\nCONFIDENTIAL"
    )
    assert rules(low) == {"rollup-page-too-low"}
    high = clean.replace("\fUNCLASSIFIED", "\fSECRET").replace("3\n\nUNCLASSIFIED", "3\n\nSECRET")
    assert rules(high) == {"rollup-page-too-high"}
    overall = clean.replace("\fUNCLASSIFIED", "\fTOP SECRET//SI//NOFORN")
    assert not rules(overall)


def test_page_banners_of_other_systems_are_no_text() -> None:
    found = message(text_of("2019-cui-memo.txt"))
    assert [item.text for item in found.statements if item.place == "page-banner"] == ["CUI//SP-PRVCY"] * 2
    assert [block.kind for block in found.blocks].count(Kind.PAGE_BREAK_LINE) == 2


def test_the_block_of_a_title_page_is_one_below_the_marked_title() -> None:
    found = message(text_of("2014-report.txt"))
    assert found.authority is not None
    assert found.authority.derived_from == ("Multiple Sources",)
    assert found.authority.sources is not None
    assert [source.date.isoformat() for source in found.authority.sources if source.date] == [
        "2012-01-10",
        "2013-01-10",
    ]
    banner = r"(?m)^\f?(?:TOP SECRET//SI//NOFORN|SECRET//NOFORN|UNCLASSIFIED)$"
    one_page = "TOP SECRET//SI//NOFORN\n" + re.sub(banner, "", text_of("2014-report.txt"))
    assert message(one_page).authority is not None
    one_page = one_page.replace("(U) Annual", "(S) Annual")
    assert message(one_page).authority is None


def test_the_banner_label_of_a_mail_program_is_a_banner_where_no_other_is() -> None:
    text = text_of("2014-email.txt").replace("SECRET//NOFORN\n\nFrom", "From").rsplit("SECRET//NOFORN", 1)[0]
    found = message(text)
    assert found.banner is not None
    assert found.banner.level == "S"
    assert found.banner_statement is not None
    assert found.banner_statement.text == "SECRET//NOFORN"


def test_a_day_below_a_withheld_mark_dates_nothing() -> None:
    text = "SECRET\n\n(S) Title\n\n5 March 2014\n\n(U) Alpha.\n\nSECRET\n"
    assert message(text).date is None
    assert message(text.replace("(S) Title", "(U) Title")).date is not None
