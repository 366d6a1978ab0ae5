"""Reading one mark, and writing it: what conforms, what does not and why, what is prose.

Every mark in it is invented.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markcheck.marks.grammar import LONGEST_MARK
from markcheck.marks.language import conforms
from markcheck.marks.render import render_long
from markcheck.model.marking import Entry, Form, Marking, ParsedMark, Standing
from marks import INVALID, INVALID_ELSEWHERE, OTHER_SYSTEMS, STATE, VALID
from strategies import LANGUAGE, SYSTEM, markings


def form_of(text: str) -> Form:
    return Form.PORTION if text.startswith(("(", "[")) else Form.BANNER


def read(text: str, day: date | None = None, form: Form | None = None) -> ParsedMark:
    return LANGUAGE.parse_on(text, form or form_of(text), day)


def codes_of(text: str, form: Form | None = None) -> set[str]:
    return {fault.code for fault in read(text, form=form).faults}


# -- marks that conform ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*VALID, *STATE, *OTHER_SYSTEMS])
def test_a_right_mark_conforms(text: str) -> None:
    parsed = read(text)
    assert [fault.code for fault in parsed.faults if not conforms(parsed)] == []
    assert conforms(parsed)
    assert parsed.label == text


@pytest.mark.parametrize("text", [*VALID, *OTHER_SYSTEMS])
def test_what_conforms_is_written_as_it_was(text: str) -> None:
    parsed = read(text)
    assert parsed.marking is not None
    written = LANGUAGE.written(parsed.marking, form_of(text))
    titles = ("RESTRICTED DATA", "TALENT KEYHOLE", "CONTROLLED", "ATTORNEY")
    assert written == text or any(title in text for title in titles)


# -- marks that do not -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*INVALID, *INVALID_ELSEWHERE])
def test_a_wrong_mark_does_not_conform(text: str) -> None:
    assert not conforms(read(text))


# What is wrong, and that the span shows it: text, code, the part of the text that is named.
FAULTS = [
    ("(c)", "mark-case", "(c)"),
    ("( C )", "mark-spacing", "( C )"),
    ("(S // NF)", "mark-spacing", " NF"),
    ("(S/NF)", "mark-separator", "/"),
    ("(S//OC//NF)", "mark-separator", "//"),
    ("(S//NF/OC)", "mark-controls-order", "OC"),
    ("(S//XD//NF)", "mark-controls-order", "NF"),
    ("SECRET//NOFORN//", "mark-separator-stray", "//"),
    ("SECRET////NOFORN", "mark-separator-stray", "////"),
    ("S//NOFORN", "banner-abbreviated", "S"),
    ("(SECRET//NF)", "mark-level-word", "SECRET"),
    ("(S//NOFORN)", "mark-form", "NOFORN"),
    ("SECRET//NF", "mark-form", "NF"),
    ("(R)", "mark-restricted", "R"),
    ("(K)", "mark-unknown", "K"),
    ("SECRET//NOFRON", "mark-unknown", "NOFRON"),
    ("SECRET//NOFORN/NOFORN", "mark-duplicate", "NOFORN"),
    ("SECRET//REL TO USA, GBR/REL TO USA, CAN", "mark-lists-differ", "REL TO USA, CAN"),
    ("SECRET//SI-G//ORCON/NOFORN", "mark-level-control", "SI-G"),
    ("TOP SECRET//SI-G//NOFORN", "mark-requires", "SI-G"),
    ("SECRET//NOFORN/RELIDO", "mark-excludes", "NOFORN"),
    ("UNCLASSIFIED//FOUO/PROPIN", "mark-displaced", "FOUO"),
    ("TOP SECRET//COMINT//NOFORN", "mark-superseded", "COMINT"),
    ("TOP SECRET//KDK-BLFH 12AB//NOFORN", "mark-superseded", "KDK-BLFH"),
    ("//COSMIC TOP SECRET-BOHEMIA", "mark-compound", "//COSMIC TOP SECRET-BOHEMIA"),
    ("SECRET//REL TO USA,GBR", "mark-list-separator", ","),
    ("SECRET//REL TO USA, GBR, CAN", "mark-list-order", "USA, GBR, CAN"),
    ("SECRET//REL TO USA, AUS AND GBR", "mark-list-and", "AND"),
    ("SECRET//REL TO USA, UK", "mark-rel-bad-code", "UK"),
    ("SECRET//REL TO GBR, USA", "mark-rel-without-usa", "REL TO GBR, USA"),
    ("SECRET//DISPLAY ONLY USA, KEN", "mark-display-with-home", "DISPLAY ONLY USA, KEN"),
    ("SECRET//HCS//NOFORN", "mark-compartment-missing", "HCS"),
    ("SECRET//SAR-AL/SAR-QZ//NOFORN", "mark-indicator-repeated", "SAR-"),
    ("TOP SECRET//SI-G WXYZ MNOP//ORCON/NOFORN", "mark-order", "WXYZ MNOP"),
    ("//JOINT SECRET GBR NOR//REL TO USA, GBR, NOR", "mark-owners", "GBR NOR"),
    ("(//FGI GBR S//NF)", "mark-concealed-with-code", "FGI GBR"),
    ("CUI//SP-XYZ", "mark-category-unknown", "SP-XYZ"),
    ("CUI//CTI", "mark-category-kind", "CTI"),
]


@pytest.mark.parametrize(("text", "code", "part"), FAULTS)
def test_a_fault_is_named_and_placed(text: str, code: str, part: str) -> None:
    spans = [text[fault.start : fault.end] for fault in read(text).faults if fault.code == code]
    assert part in spans


def test_every_token_has_its_span() -> None:
    text = "(TS//SI-G MNOP/TK//OC/REL TO USA, GBR)"
    tokens = [(token.kind, text[token.start : token.end]) for token in read(text).tokens]
    assert tokens == [
        ("level", "TS"),
        ("control", "SI"),
        ("compartment", "G"),
        ("sub-compartment", "MNOP"),
        ("control", "TK"),
        ("control", "OC"),
        ("control", "REL TO"),
        ("code", "USA"),
        ("code", "GBR"),
    ]


@pytest.mark.parametrize("text", ["(S//NF)", "(S/NF)", "(S//NF/OC)", "(c)", "(C )", "(S//NOFORN)", "(TS//COMINT//NF)"])
def test_a_fault_of_form_leaves_the_meaning_certain(text: str) -> None:
    assert read(text).standing is Standing.VALID


@pytest.mark.parametrize(
    "text",
    ["(S//XX)", "(S//)", "(S//NF/REL TO USA, GBR)", "(U//OC)", "(TS//SI-G//NF)", "(R)", "(S//FGI DEU/FGI GBR//NF)"],
)
def test_a_fault_of_substance_proves_nothing(text: str) -> None:
    assert read(text).standing is Standing.FAULTY


# -- the register of a day ---------------------------------------------------------------------------

DATED = [
    ("TOP SECRET//COMINT//NOFORN", date(2009, 1, 1), True),
    ("TOP SECRET//COMINT//NOFORN", date(2013, 1, 1), False),
    ("SECRET//HCS//NOFORN", date(2012, 1, 1), True),
    ("SECRET//HCS//NOFORN", date(2018, 1, 1), False),
    ("SECRET//REL TO USA, AUS AND GBR", date(2004, 1, 1), True),
    ("SECRET//SI//USA/AUS/GBR EYES ONLY", date(2012, 1, 1), True),
    ("SECRET//SI//USA/AUS/GBR EYES ONLY", date(2018, 1, 1), False),
    ("(LOU)", date(1988, 1, 1), True),
    ("(LOU)", date(1999, 1, 1), False),
    ("(S//XD)", date(1990, 1, 1), True),
    ("(S//XD)", date(2015, 1, 1), False),
    ("CUI", date(2010, 1, 1), False),
    ("CUI", date(2018, 1, 1), True),
    ("TLP:WHITE", date(2020, 1, 1), True),
    ("//COSMIC TOP SECRET-BOHEMIA", date(2009, 1, 1), True),
    ("SECRET//SAR-AL/SAR-QZ//NOFORN", date(2010, 1, 1), True),
]


@pytest.mark.parametrize(("text", "day", "right"), DATED)
def test_a_mark_is_judged_by_the_register_of_its_day(text: str, day: date, right: bool) -> None:
    assert conforms(read(text, day)) is right


# -- prose -------------------------------------------------------------------------------------------

PROSE = [
    "(Comment: the ferry was late)",
    "(see paragraph 3)",
    "(one of the four)",
    "(JUL 30 - JUL 31)",
    "(1)",
    "(12)",
    "(2006)",
    "(a further point)",
    "(Port Elara)",
    "(Strictly protected)",
    "(Confidence was low)",
    "(the harbor commission's third report on fees)",
    "(FOR THE RECORD)",
    "(ONLY TWO OF THEM)",
    "(POST REPORT)",
    "(VISA MATTERS)",
    "()",
    "(  )",
    "C",
    "(C",
    "C)",
    "",
    "(" + "C" * LONGEST_MARK + ")",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_in_parentheses_is_prose(text: str) -> None:
    parsed = LANGUAGE.parse(text)
    assert (parsed.standing, parsed.marking, parsed.faults) == (Standing.PROSE, None, ())
    assert parsed.label == "…", "prose is never shown"


@pytest.mark.parametrize("text", ["(C - ENTIRE TEXT)", "(U - ENTIRE TEXT)", "(S//NF - ENTIRE TEXT.)"])
def test_entire_text(text: str) -> None:
    parsed = LANGUAGE.parse(text)
    assert parsed.entire_text
    assert parsed.standing is Standing.VALID


# -- laws --------------------------------------------------------------------------------------------


@given(markings())
def test_reading_what_was_written_gives_the_same_back(marking: Marking) -> None:
    for form in Form:
        parsed = LANGUAGE.parse(LANGUAGE.written(marking, form), form)
        assert (parsed.standing, parsed.marking) == (Standing.VALID, marking)
        assert LANGUAGE.written(marking, form) == parsed.text


@given(markings())
def test_a_banner_of_long_titles_means_the_same(marking: Marking) -> None:
    parsed = LANGUAGE.parse(render_long(LANGUAGE.system_of(marking), marking), Form.BANNER)
    assert parsed.marking == marking


@given(st.text(max_size=40))
def test_any_string_is_read_without_raising(text: str) -> None:
    for form in Form:
        for candidate in (text, f"({text})"):
            parsed = LANGUAGE.parse(candidate, form)
            assert (parsed.standing is not Standing.VALID) or parsed.marking is not None
            assert all(0 <= fault.start <= fault.end <= len(candidate) for fault in parsed.faults)
            assert all(0 <= token.start < token.end <= len(candidate) for token in parsed.tokens)


_PIECES = [
    *sorted(SYSTEM.signals),
    "REL TO USA, GBR",
    "SI-G ABCD",
    "SAR-QZ",
    "RD-SIGMA 14",
    "AUS",
    "//",
    "/",
    " ",
    "-",
    ",",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join))
def test_what_is_read_at_all_can_be_written_and_read_again(text: str) -> None:
    """Canonicalising twice changes nothing."""
    for form, candidate in ((Form.BANNER, text), (Form.PORTION, f"({text})")):
        parsed = LANGUAGE.parse(candidate, form)
        assert all(0 <= fault.start <= fault.end <= len(candidate) for fault in parsed.faults)
        if parsed.standing is not Standing.VALID or parsed.marking is None:
            continue
        written = LANGUAGE.written(parsed.marking, form)
        again = LANGUAGE.parse(written, form)
        assert again.marking == parsed.marking
        assert LANGUAGE.written(again.marking, form) == written


@given(st.text("abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ/-,.", min_size=1, max_size=60))
def test_a_label_shows_no_word_that_is_not_a_marks(inside: str) -> None:
    """Words of more than three letters are shown only when the vocabulary has them, or the mark is whole."""
    parsed = LANGUAGE.parse(f"({inside})")
    if parsed.standing is Standing.VALID:
        return
    label = parsed.label
    for separator in "()/,-.…":
        label = label.replace(separator, " ")
    for word in label.split():
        assert len(word) <= 3 or word.upper() in SYSTEM.vocabulary | {"ENTIRE", "TEXT"}


def test_a_marking_tells_its_entries() -> None:
    marking = Marking("S", (Entry("SI"), Entry("NOFORN")))
    assert marking.controls == ("SI", "NOFORN")
    assert marking.entry("NOFORN") == Entry("NOFORN")
    assert marking.entry("REL") is None
