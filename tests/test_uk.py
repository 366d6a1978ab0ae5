"""The United Kingdom's marking system, which is data alone.

Every document in it is invented.
"""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from markcheck import api
from markcheck.marks.language import Language, conforms
from markcheck.model.marking import Form, Marking, ParsedMark
from markcheck.outputs.results import highest_level
from markcheck.rulebook.book import rulebook
from reading import numbered

BOOK = rulebook()
SYSTEM = BOOK.systems["uk"]
LANGUAGE = Language(BOOK.systems.values())
VALID = [(control.id, text) for control in SYSTEM.controls.values() for text in control.valid]
INVALID = [text for control in SYSTEM.controls.values() for text in control.invalid]

MEMO = """{banner}

MEMORANDUM FOR: The Supply Board
FROM: A. Writer
SUBJECT: (OFFICIAL) Supply of widgets
DATE: 4 March 2024

(OFFICIAL) The depot asked for widgets again in the first week of the month.

(OFFICIAL-SENSITIVE - COMMERCIAL) The price of a widget is to be agreed with the maker.

{banner}
"""


def parse(text: str) -> ParsedMark:
    """``TEXT @DAY`` by the register of that day; what stands in parentheses is a portion mark."""
    mark, _, day = text.partition(" @")
    form = Form.PORTION if mark.startswith("(") else Form.BANNER
    return LANGUAGE.parse_on(mark, form, date.fromisoformat(day) if day else None)


def marking(text: str) -> Marking:
    found = parse(text).marking
    assert found is not None, text
    return found


@pytest.mark.parametrize(("control", "text"), VALID)
def test_a_valid_example_conforms_and_is_written_back(control: str, text: str) -> None:
    parsed = parse(text)
    assert conforms(parsed), parsed.faults
    found = marking(text)
    assert found.lead == "uk"
    assert control in found.controls
    for form, written in ((Form.BANNER, LANGUAGE.banner(found)), (Form.PORTION, LANGUAGE.portion(found))):
        assert LANGUAGE.parse(written, form).marking == found
        assert conforms(LANGUAGE.parse_on(written, form, None))


@pytest.mark.parametrize("text", INVALID)
def test_an_invalid_example_does_not_conform(text: str) -> None:
    assert not conforms(parse(text))


@pytest.mark.parametrize(
    ("text", "lead", "level"),
    [
        ("OFFICIAL", "uk", "OFFICIAL"),
        ("(OFFICIAL)", "uk", "OFFICIAL"),
        ("OFFICIAL-SENSITIVE", "uk", "OFFICIAL-SENSITIVE"),
        ("(OFFICIAL-SENSITIVE)", "uk", "OFFICIAL-SENSITIVE"),
        ("UK SECRET", "uk", "SECRET"),
        ("UK TOP SECRET", "uk", "TOP SECRET"),
        ("SECRET - UK EYES ONLY", "uk", "SECRET"),
        ("SECRET", "us", "S"),
        ("(S)", "us", "S"),
        ("TOP SECRET", "us", "TS"),
        ("SECRET//NOFORN", "us", "S"),
    ],
)
def test_a_mark_that_both_know_is_american(text: str, lead: str, level: str) -> None:
    assert conforms(parse(text))
    assert (marking(text).lead, marking(text).level) == (lead, level)


def test_the_word_of_a_level_stays_an_american_fault() -> None:
    assert marking("(SECRET)") == marking("SECRET")
    assert [fault.code for fault in parse("(SECRET)").faults] == ["mark-level-word"]


def test_the_prefix_changes_no_meaning() -> None:
    assert marking("UK OFFICIAL-SENSITIVE - LEGAL") == marking("OFFICIAL-SENSITIVE - LEGAL")


@pytest.mark.parametrize(
    ("portions", "banner"),
    [
        (["(OFFICIAL)", "(OFFICIAL)"], "OFFICIAL"),
        (
            ["(OFFICIAL - PERSONAL DATA)", "(OFFICIAL-SENSITIVE - COMMERCIAL)"],
            "OFFICIAL-SENSITIVE - COMMERCIAL - PERSONAL DATA",
        ),
        (
            ["(OFFICIAL - COMMERCIAL)", "(OFFICIAL-SENSITIVE - RECIPIENTS ONLY)"],
            "OFFICIAL-SENSITIVE - RECIPIENTS ONLY - COMMERCIAL",
        ),
        (["UK SECRET", "(OFFICIAL - LEGAL)"], "SECRET"),
        (["UK SECRET", "(TS - UK EYES ONLY)"], "TOP SECRET - UK EYES ONLY"),
    ],
)
def test_roll_up(portions: list[str], banner: str) -> None:
    markings = [marking(text) for text in portions]
    rolled = LANGUAGE.roll_up(markings)
    assert rolled is not None
    assert LANGUAGE.banner(rolled.marking) == banner
    assert conforms(parse(banner))
    assert all(LANGUAGE.dominates(rolled.marking, found) for found in markings)


@pytest.mark.parametrize(
    ("ceiling", "text", "fits"),
    [
        ("OFFICIAL", "OFFICIAL", True),
        ("OFFICIAL", "OFFICIAL-SENSITIVE", False),
        ("OFFICIAL-SENSITIVE", "OFFICIAL", True),
        ("OFFICIAL-SENSITIVE", "OFFICIAL - COMMERCIAL", False),
        ("OFFICIAL-SENSITIVE - COMMERCIAL", "OFFICIAL - COMMERCIAL", True),
        ("UK SECRET", "OFFICIAL - LEGAL", True),
        ("UK SECRET", "SECRET - UK EYES ONLY", False),
        ("SECRET - UK EYES ONLY", "UK SECRET", True),
        ("UK TOP SECRET", "SECRET//NOFORN", False),
        ("TOP SECRET", "OFFICIAL", False),
    ],
)
def test_a_ceiling(ceiling: str, text: str, fits: bool) -> None:
    assert LANGUAGE.dominates(marking(ceiling), marking(text)) is fits


def test_two_systems_do_not_roll_up() -> None:
    assert LANGUAGE.roll_up([marking("OFFICIAL"), marking("SECRET//NOFORN")]) is None


def test_a_document_is_read_and_judged() -> None:
    right = api.validate("invented", MEMO.format(banner="OFFICIAL-SENSITIVE - COMMERCIAL").encode())
    wrong = api.validate("invented", MEMO.format(banner="OFFICIAL-SENSITIVE").encode())
    assert right.findings == ()
    assert {finding.rule for finding in wrong.findings} == {"rollup-control-missing"}


@pytest.mark.parametrize("marks", [("TS", "TLP:RED"), ("TLP:RED", "TS"), ("U", "TLP:CLEAR"), ("TLP:CLEAR", "U")])
def test_of_levels_of_two_systems_the_first_is_named(marks: tuple[str, str]) -> None:
    text = numbered(*(f"{number}. ({mark})" for number, mark in enumerate(marks, 1)))
    marked = api.inspect("invented", text.encode())
    blocks = tuple(block for block in marked.messages[0].blocks if block.mark is not None)
    own = replace(marked.messages[0], banner=None, blocks=blocks)
    assert len(blocks) == 2
    assert highest_level(replace(marked, messages=(own,)), LANGUAGE) == marks[0]
