"""The grammar of marks, writing them, and the order of markings.

Every document in it is invented.
"""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from markcheck.marks.grammar import LONGEST_MARK, Grammar
from markcheck.marks.lattice import Lattice
from markcheck.marks.render import render_banner, render_portion
from markcheck.model.marking import Form, Marking, Standing
from strategies import SYSTEM, markings

GRAMMAR = Grammar(SYSTEM)
LATTICE = Lattice(SYSTEM)


def marking_of(text: str) -> Marking:
    parsed = GRAMMAR.parse(text)
    assert parsed.marking is not None, text
    return parsed.marking


def codes_of(text: str, form: Form = Form.PORTION) -> set[str]:
    return {fault.code for fault in GRAMMAR.parse(text, form).faults}


# -- valid marks -------------------------------------------------------------------------------------

VALID = {
    "(U)": Marking("U"),
    "(C)": Marking("C"),
    "(S)": Marking("S"),
    "(TS)": Marking("TS"),
    "(C//NF)": Marking("C", ("NOFORN",)),
    "(S//NF)": Marking("S", ("NOFORN",)),
    "(SBU)": Marking("U", ("SBU",)),
    "(U//SBU)": Marking("U", ("SBU",)),
    "(SBU/NF)": Marking("U", ("SBU-NF",)),
    "(SBU//NF)": Marking("U", ("SBU-NF",)),
    "(U//SBU-NF)": Marking("U", ("SBU-NF",)),
    "(FOUO)": Marking("U", ("FOUO",)),
    "(U//FOUO)": Marking("U", ("FOUO",)),
    "(LOU)": Marking("U", ("LOU",)),
    "(S//OC)": Marking("S", ("ORCON",)),
    "(S//OC/NF)": Marking("S", ("ORCON", "NOFORN")),
    "(C//PR)": Marking("C", ("PROPIN",)),
    "(S//NF/PR)": Marking("S", ("NOFORN", "PROPIN")),
    "(S//NF//XD)": Marking("S", ("NOFORN", "EXDIS")),
    "(S//NF//ND)": Marking("S", ("NOFORN", "NODIS")),
    "(U//DS)": Marking("U", ("LIMDIS",)),
    "(S//REL TO USA, GBR)": Marking("S", ("REL",), ("USA", "GBR")),
    "(S//REL TO USA, AUS, CAN, GBR, NZL)": Marking("S", ("REL",), ("USA", "AUS", "CAN", "GBR", "NZL")),
    "(S//REL)": Marking("S", ("REL",)),
}


@pytest.mark.parametrize("text", VALID)
def test_a_valid_mark_is_read_without_faults(text: str) -> None:
    parsed = GRAMMAR.parse(text)
    assert (parsed.standing, parsed.marking, parsed.faults) == (Standing.VALID, VALID[text], ())
    assert parsed.label == text


# The meaning is certain, the form is not as it should be: code of the fault by text.
ODD_FORM = {
    "(c)": ("mark-case", Marking("C")),
    "(sbu)": ("mark-case", Marking("U", ("SBU",))),
    "(S//nf)": ("mark-case", Marking("S", ("NOFORN",))),
    "( C )": ("mark-spacing", Marking("C")),
    "(C )": ("mark-spacing", Marking("C")),
    "(S // NF)": ("mark-spacing", Marking("S", ("NOFORN",))),
    "(S/NF)": ("mark-separator", Marking("S", ("NOFORN",))),
    "(C/NF)": ("mark-separator", Marking("C", ("NOFORN",))),
    "(S//OC//NF)": ("mark-separator", Marking("S", ("ORCON", "NOFORN"))),
    "(S//NF/OC)": ("mark-controls-order", Marking("S", ("ORCON", "NOFORN"))),
    "(S//XD//NF)": ("mark-controls-order", Marking("S", ("NOFORN", "EXDIS"))),
}


@pytest.mark.parametrize("text", ODD_FORM)
def test_an_odd_form_has_its_meaning_and_one_fault(text: str) -> None:
    code, marking = ODD_FORM[text]
    parsed = GRAMMAR.parse(text)
    assert (parsed.standing, parsed.marking) == (Standing.VALID, marking)
    assert {fault.code for fault in parsed.faults} == {code}
    assert all(0 <= fault.start < fault.end <= len(text) for fault in parsed.faults)


# Nothing may be released on these: the fault that is named, or None where the string is prose.
INVALID = {
    "(K)": "mark-unknown",
    "(X)": "mark-unknown",
    "(SB)": "mark-unknown",
    "(S//XX)": "mark-unknown",
    "(S//)": "mark-unknown",
    "(//S)": "mark-unknown",
    "(S///NF)": "mark-unknown",
    "(S//NF//NF)": "mark-unknown",
    "(S//NF/REL TO USA, GBR)": "mark-unknown",
    "(S//NF//XD/ND)": "mark-unknown",
    "(NF)": "mark-unknown",
    "(R)": "mark-restricted",
    "(CONFIDENTIAL)": "mark-level-word",
    "(SECRET)": "mark-level-word",
    "(UNCLAS)": "mark-level-word",
    "(U//OC)": "mark-level-control",
    "(C//SBU)": "mark-level-control",
    "(C//FOUO)": "mark-level-control",
    "(S//REL TO GBR)": "mark-rel-without-usa",
    "(S//REL TO USA)": "mark-rel-without-usa",
    "(C//REL GBR, USA)": "mark-rel-without-usa",
    "(\u0421)": "mark-lookalike",
    "(\u0405//NF)": "mark-lookalike",
}


@pytest.mark.parametrize("text", INVALID)
def test_an_invalid_mark_is_faulty(text: str) -> None:
    parsed = GRAMMAR.parse(text)
    assert parsed.standing is Standing.FAULTY
    assert INVALID[text] in {fault.code for fault in parsed.faults}


def test_the_word_of_a_level_that_was_abolished_is_a_faulty_mark() -> None:
    parsed = GRAMMAR.parse("(RESTRICTED)")
    assert parsed.standing is Standing.FAULTY
    assert "mark-restricted" in codes_of("(RESTRICTED)")


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
    parsed = GRAMMAR.parse(text)
    assert (parsed.standing, parsed.marking, parsed.faults) == (Standing.PROSE, None, ())
    assert parsed.label == "…", "prose is never shown"


@pytest.mark.parametrize("text", ["(C - ENTIRE TEXT)", "(U - ENTIRE TEXT)", "(S//NF - ENTIRE TEXT.)"])
def test_entire_text(text: str) -> None:
    parsed = GRAMMAR.parse(text)
    assert parsed.entire_text
    assert parsed.standing is Standing.VALID


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("UNCLASSIFIED", Marking("U")),
        ("CONFIDENTIAL", Marking("C")),
        ("SECRET//NOFORN", Marking("S", ("NOFORN",))),
        ("TOP SECRET//ORCON/NOFORN", Marking("TS", ("ORCON", "NOFORN"))),
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", Marking("U", ("FOUO",))),
        ("UNCLASSIFIED//SBU NOFORN", Marking("U", ("SBU-NF",))),
        ("SECRET//NOFORN//EXDIS", Marking("S", ("NOFORN", "EXDIS"))),
        ("SECRET//REL TO USA, GBR", Marking("S", ("REL",), ("USA", "GBR"))),
        ("UNCLASSIFIED//LIMDIS", Marking("U", ("LIMDIS",))),
    ],
)
def test_a_banner_is_read_without_faults(text: str, marking: Marking) -> None:
    parsed = GRAMMAR.parse(text, Form.BANNER)
    assert (parsed.standing, parsed.marking, parsed.faults) == (Standing.VALID, marking, ())


@pytest.mark.parametrize("text", ["S", "S//NOFORN", "UNCLAS", "CONF", "TS"])
def test_an_abbreviated_banner_is_faulty(text: str) -> None:
    parsed = GRAMMAR.parse(text, Form.BANNER)
    assert parsed.marking is not None
    assert codes_of(text, Form.BANNER) == {"banner-abbreviated"}
    assert parsed.standing is Standing.FAULTY


@pytest.mark.parametrize("text", ["SECRET//NF", "SECRET//OC/NF", "UNKNOWN", "SECRET NOFORN", "The secret harbor"])
def test_a_portion_form_or_prose_is_no_valid_banner(text: str) -> None:
    assert GRAMMAR.parse(text, Form.BANNER).standing is not Standing.VALID


# -- writing -----------------------------------------------------------------------------------------


@given(markings())
def test_reading_what_was_written_gives_the_same_back(marking: Marking) -> None:
    portion = GRAMMAR.parse(render_portion(SYSTEM, marking))
    assert (portion.standing, portion.marking, portion.faults) == (Standing.VALID, marking, ())
    banner = GRAMMAR.parse(render_banner(SYSTEM, marking), Form.BANNER)
    assert (banner.standing, banner.marking, banner.faults) == (Standing.VALID, marking, ())


@given(st.text(max_size=40))
def test_any_string_is_read_without_raising(text: str) -> None:
    for form in Form:
        for candidate in (text, f"({text})"):
            parsed = GRAMMAR.parse(candidate, form)
            assert (parsed.standing is not Standing.VALID) or parsed.marking is not None
            assert all(0 <= fault.start <= fault.end <= len(candidate) for fault in parsed.faults)


@given(st.text("abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ/-,.", min_size=1, max_size=60))
def test_a_label_shows_no_word_that_is_not_a_marks(inside: str) -> None:
    """Words of more than three letters are shown only when the vocabulary has them."""
    label = GRAMMAR.parse(f"({inside})").label
    for separator in "()/,-.…":
        label = label.replace(separator, " ")
    for word in label.split():
        assert len(word) <= 3 or word.upper() in SYSTEM.words


# -- the order of markings ---------------------------------------------------------------------------


def equal(left: Marking, right: Marking) -> bool:
    """Equal for access: each may be seen by exactly those who may see the other."""
    return LATTICE.dominates(left, right) and LATTICE.dominates(right, left)


@given(markings())
def test_dominance_is_reflexive(marking: Marking) -> None:
    assert LATTICE.dominates(marking, marking)


@given(markings(), markings(), markings())
def test_dominance_is_transitive(low: Marking, middle: Marking, high: Marking) -> None:
    assume(LATTICE.dominates(high, middle) and LATTICE.dominates(middle, low))
    assert LATTICE.dominates(high, low)


def near(marking: Marking) -> st.SearchStrategy[Marking]:
    """Markings that may mean the same for access, and any other."""
    bare = tuple(control for control in marking.controls if control not in ("NOFORN", "REL"))
    own = tuple(sorted({*bare, "NOFORN"}, key=list(SYSTEM.controls).index))
    variants = [Marking(marking.level, marking.controls, marking.codes[::-1]), Marking(marking.level, own)]
    return st.one_of(st.sampled_from([*variants, Marking(marking.level, bare)]), markings())


@given(st.data())
def test_dominance_is_antisymmetric_up_to_who_may_see_it(data: st.DataObject) -> None:
    left = data.draw(markings())
    right = data.draw(near(left))
    assume(equal(left, right))
    assert left.level == right.level
    assert set(LATTICE.audience(left)) == set(LATTICE.audience(right))
    for other in (Marking("U"), Marking("C"), Marking("S"), Marking("TS"), left, right):
        assert LATTICE.dominates(left, other) == LATTICE.dominates(right, other)


@given(markings(), markings())
def test_a_higher_level_is_never_under_a_lower_ceiling(left: Marking, right: Marking) -> None:
    assume(LATTICE.rank(left) > LATTICE.rank(right))
    assert not LATTICE.dominates(right, left)


sets = st.lists(markings(), min_size=1, max_size=5)


@given(sets, st.randoms())
def test_roll_up_does_not_depend_on_order_or_number(portions: list[Marking], random: object) -> None:
    shuffled = [*portions, *portions]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    left, right = LATTICE.roll_up(portions), LATTICE.roll_up(shuffled)
    assert left is not None
    assert right is not None
    assert (left.level, left.controls, set(left.codes)) == (right.level, right.controls, set(right.codes))


@given(sets)
def test_roll_up_of_a_roll_up_is_itself(portions: list[Marking]) -> None:
    rolled = LATTICE.roll_up(portions)
    assert rolled is not None
    assert LATTICE.roll_up([rolled]) == rolled


@given(sets)
def test_roll_up_reaches_the_highest_level_and_no_more(portions: list[Marking]) -> None:
    rolled = LATTICE.roll_up(portions)
    assert rolled is not None
    assert LATTICE.rank(rolled) == max(map(LATTICE.rank, portions))


@given(sets)
def test_roll_up_can_be_written_and_read(portions: list[Marking]) -> None:
    rolled = LATTICE.roll_up(portions)
    assert rolled is not None
    parsed = GRAMMAR.parse(render_banner(SYSTEM, rolled), Form.BANNER)
    assert parsed.marking is not None
    assert equal(parsed.marking, rolled)


@given(markings(), st.lists(markings(), max_size=6))
def test_what_is_kept_under_a_ceiling_rolls_up_to_something_under_it(ceiling: Marking, portions: list[Marking]) -> None:
    kept = [portion for portion in portions if LATTICE.dominates(ceiling, portion)]
    rolled = LATTICE.roll_up(kept)
    assert rolled is None or LATTICE.dominates(ceiling, rolled)


@given(sets)
def test_a_classified_portion_is_under_what_it_rolls_up_to(portions: list[Marking]) -> None:
    rolled = LATTICE.roll_up(portions)
    assert rolled is not None
    for portion in portions:
        if LATTICE.classified(portion):
            assert LATTICE.dominates(rolled, portion)


def test_roll_up_of_nothing_is_nothing() -> None:
    assert LATTICE.roll_up([]) is None


@pytest.mark.parametrize(
    ("portions", "banner"),
    [
        (["(U)", "(C)", "(S)"], "SECRET"),
        (["(S//NF)", "(S//REL TO USA, AUS)"], "SECRET//NOFORN"),
        (["(S//REL TO USA, JPN, KOR)", "(C//REL TO USA, AUS, JPN)"], "SECRET//REL TO USA, JPN"),
        (["(S//REL TO USA, JPN)", "(S//REL TO USA, POL)"], "SECRET//NOFORN"),
        (["(S//REL TO USA, AUS)", "(S)"], "SECRET//NOFORN"),
        (["(U//FOUO)", "(S//NF)"], "SECRET//NOFORN"),
        (["(U//FOUO)", "(U)"], "UNCLASSIFIED//FOUO"),
        (["(U//FOUO)", "(U//PR)"], "UNCLASSIFIED//PROPIN"),
        (["(U//SBU-NF)", "(S//REL TO USA, AUS)"], "SECRET//NOFORN"),
        (["(S//NF//XD)", "(C//NF//ND)", "(U//SBU)"], "SECRET//NOFORN//NODIS"),
        (["(U//DS)", "(S//NF)"], "SECRET//NOFORN"),
        (["(SBU)", "(U)"], "UNCLASSIFIED//SBU"),
        (["(SBU)", "(C)"], "CONFIDENTIAL"),
        (["(S//OC)", "(C//NF)"], "SECRET//ORCON/NOFORN"),
    ],
)
def test_worked_roll_ups(portions: list[str], banner: str) -> None:
    rolled = LATTICE.roll_up(map(marking_of, portions))
    assert rolled is not None
    assert render_banner(SYSTEM, rolled) == banner


KEPT = {
    "(S//REL TO USA, GBR)": {
        "(U)": True,
        "(U//FOUO)": False,
        "(C//REL TO USA, AUS, GBR)": True,
        "(S//REL TO USA, AUS)": False,
        "(S//REL TO USA, NATO)": False,
        "(S)": False,
        "(S//NF)": False,
        "(S//OC/REL TO USA, GBR)": False,
        "(TS//REL TO USA, GBR)": False,
    },
    "(S//NF)": {"(S//NF)": True, "(S)": True, "(S//REL TO USA, JPN)": True, "(U//FOUO)": True, "(TS)": False},
    "(S)": {"(S)": True, "(C)": True, "(S//NF)": True, "(U//FOUO)": True, "(S//OC)": False, "(S//NF//XD)": False},
    "(U)": {"(U)": True, "(U//FOUO)": False, "(SBU)": False, "(U//SBU-NF)": False, "(U//PR)": False, "(C)": False},
    "(U//FOUO)": {"(U)": True, "(U//FOUO)": True, "(SBU)": False, "(C)": False},
    "(SBU)": {"(U)": True, "(SBU)": True, "(SBU/NF)": True, "(C)": False},
    "(S//NF//ND)": {"(S//NF//XD)": True, "(S//NF//ND)": True, "(C)": True, "(U//SBU)": True},
    "(S//NF//XD)": {"(S//NF//ND)": False, "(S//NF//XD)": True},
    "(C)": {"(U//DS)": True, "(SBU)": True, "(S)": False, "(C//PR)": False},
    "(S//OC/NF)": {"(S//OC)": True, "(S//NF)": True, "(S//NF/PR)": False},
}
PAIRS = [(ceiling, mark, keep) for ceiling, marks in KEPT.items() for mark, keep in marks.items()]


@pytest.mark.parametrize(("ceiling", "mark", "keep"), PAIRS, ids=[f"{mark} under {top}" for top, mark, _ in PAIRS])
def test_worked_ceilings(ceiling: str, mark: str, keep: bool) -> None:
    assert LATTICE.dominates(marking_of(ceiling), marking_of(mark)) is keep
