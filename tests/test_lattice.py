"""What fits under a ceiling: worked examples and the laws of a partial order. Every mark in it is invented."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from markcheck.model.marking import Entry, Form, Marking
from strategies import LANGUAGE, LATTICE, SYSTEM, markings


def marking_of(text: str) -> Marking:
    parsed = LANGUAGE.parse(text, Form.PORTION if text.startswith("(") else Form.BANNER)
    assert parsed.marking is not None, text
    return parsed.marking


KEPT = {
    "(S//REL TO USA, GBR)": {
        "(U)": True,
        "(U//FOUO)": False,
        "(U//FOUO/REL TO USA, FVEY)": True,
        "(C//REL TO USA, AUS, GBR)": True,
        "(S//REL TO USA, FVEY)": True,
        "(S//REL TO USA, AUS)": False,
        "(S//REL TO USA, NATO)": False,
        "(S//RELIDO)": False,
        "(S//REL TO USA, GBR/RELIDO)": True,
        "(S)": False,
        "(S//NF)": False,
        "(S//SI//REL TO USA, GBR)": False,
        "(S//OC/REL TO USA, GBR)": False,
        "(TS//REL TO USA, GBR)": False,
        "(//GBR S//REL TO USA, GBR)": False,
        "(S//DISPLAY ONLY GBR)": False,
    },
    "SECRET//FGI GBR//REL TO USA, GBR": {
        "(//GBR S//REL TO USA, GBR)": True,
        "(//JOINT S GBR USA//REL TO USA, GBR)": True,
        "(//FGI S//REL TO USA, GBR)": False,
        "(//DEU S//REL TO USA, DEU, GBR)": False,
    },
    "SECRET//FGI//NOFORN": {"(//FGI S//NF)": True, "(//GBR S//NF)": True, "(S//FGI//NF)": True},
    "(S//NF)": {
        "(S//NF)": True,
        "(S)": True,
        "(S//RELIDO)": True,
        "(S//REL TO USA, JPN)": True,
        "(U//FOUO)": True,
        "(U//DCNI)": True,
        "(U//UCNI)": True,
        "(TS)": False,
        "(CUI)": False,
        "(TLP:CLEAR)": False,
        "(//DEU R//NF)": False,
    },
    "(S//RELIDO)": {
        "(S//RELIDO)": True,
        "(S//REL TO USA, AUS/RELIDO)": True,
        "(U)": True,
        "(S//REL TO USA, AUS)": False,
        "(S//NF)": False,
        "(U//DCNI)": False,
    },
    "(S)": {"(S)": True, "(C)": True, "(S//NF)": True, "(U//FOUO)": True, "(S//OC)": False, "(S//NF//XD)": False},
    "(U)": {
        "(U)": True,
        "(U//FOUO)": False,
        "(SBU)": False,
        "(U//SBU-NF)": False,
        "(U//PR)": False,
        "(C)": False,
        "(CUI)": False,
        "(TLP:CLEAR)": False,
        "(//NU)": False,
    },
    "(U//FOUO)": {"(U)": True, "(U//FOUO)": True, "(SBU)": False, "(C)": False, "(CUI)": False},
    "(SBU)": {"(U)": True, "(SBU)": True, "(SBU/NF)": True, "(C)": False},
    "CUI": {"(U)": True, "(CUI)": True, "(CUI//SP-CTI)": False, "(U//FOUO)": False, "(CUI//NF)": True, "(C)": False},
    "CUI//SP-CTI//FED ONLY": {
        "(CUI//SP-CTI)": True,
        "(CUI//SP-CTI//FEDCON)": True,
        "(CUI//SP-CTI//NOCON)": True,
        "(CUI//PRVCY)": False,
    },
    "CUI//REL TO USA, GBR": {"(CUI)": False, "(CUI//NF)": False, "(CUI//REL TO USA, AUS, GBR)": True},
    "SECRET//CUI//SP-CTI//NOFORN": {"(CUI//SP-CTI)": True, "(S//NF)": True, "(CUI//PRVCY)": False},
    "(S//NF//ND)": {"(S//NF//XD)": True, "(S//NF//ND)": True, "(C)": True, "(U//SBU)": True},
    "(S//NF//XD)": {"(S//NF//ND)": False, "(S//NF//XD)": True},
    "(C)": {"(U//DS)": True, "(SBU)": True, "(S)": False, "(C//PR)": False},
    "(S//OC/NF)": {"(S//OC)": True, "(S//NF)": True, "(S//NF/PR)": False, "(S//OC-USGOV/NF)": True},
    "(S//OC-USGOV/NF)": {"(S//OC/NF)": False},
    "(TS//SI-G ABCD//OC/NF)": {
        "(S//SI//NF)": True,
        "(TS//SI-G//OC/NF)": True,
        "(TS//SI-G ABCD//OC/NF)": True,
        "(TS//SI-G WXYZ//OC/NF)": False,
        "(TS//SI-QAB//NF)": False,
        "(S//TK//NF)": False,
    },
    "(TS//SI//NF)": {"(TS//SI-G//OC/NF)": False},
    "SECRET//SAR-AL-K2//NOFORN": {"(S//SAR-AL//NF)": True, "(S//SAR-AL-K2//NF)": True, "(S//SAR-QZ//NF)": False},
    "SECRET//SAR-AL//NOFORN": {"(S//SAR-AL-K2//NF)": False},
    "SECRET//RD-SIGMA 14 18//NOFORN": {
        "(S//RD-SG 14//NF)": True,
        "(S//FRD-SG 18//NF)": True,
        "(S//FRD//NF)": True,
        "(S//TFNI//NF)": True,
        "(S//RD-CNWDI//NF)": False,
        "(S//RD-SG 20//NF)": False,
    },
    "SECRET//TFNI//NOFORN": {"(S//FRD//NF)": False},
    "SECRET//DISPLAY ONLY KEN": {
        "(S//DISPLAY ONLY KEN, UGA)": True,
        "(S//REL TO USA, KEN)": True,
        "(S//NF)": False,
        "(S//DISPLAY ONLY UGA)": False,
    },
    "//NATO SECRET": {
        "(//NS)": True,
        "(//NC)": True,
        "(//CTS)": False,
        "(S)": False,
        "(//NS//ATOMAL)": False,
        "(U)": True,
    },
    "//NATO SECRET//ATOMAL": {"(//NC//ATOMAL)": True},
    "//JOINT SECRET GBR USA//REL TO USA, GBR": {
        "(//JOINT C GBR USA//REL TO USA, GBR)": True,
        "(//JOINT C AUS USA//REL TO USA, AUS, GBR)": False,
        "(S//REL TO USA, GBR)": True,
        "(S)": False,
    },
    "TLP:AMBER": {
        "(TLP:GREEN)": True,
        "(TLP:AMBER)": True,
        "(TLP:RED)": False,
        "(TLP:AMBER+STRICT)": False,
        "(U)": False,
    },
}
PAIRS = [(ceiling, mark, keep) for ceiling, marks in KEPT.items() for mark, keep in marks.items()]


@pytest.mark.parametrize(("ceiling", "mark", "keep"), PAIRS, ids=[f"{mark} under {top}" for top, mark, _ in PAIRS])
def test_worked_ceilings(ceiling: str, mark: str, keep: bool) -> None:
    assert LANGUAGE.dominates(marking_of(ceiling), marking_of(mark)) is keep


def equal(left: Marking, right: Marking) -> bool:
    """Equal for access: each may be seen by exactly those who may see the other."""
    return LATTICE.dominates(left, right) and LATTICE.dominates(right, left)


@given(markings())
def test_dominance_is_reflexive(marking: Marking) -> None:
    assert LATTICE.dominates(marking, marking)


def without(marking: Marking, count: int) -> Marking:
    """A marking with some of its values left out: a likely smaller one."""
    return Marking(marking.level, marking.entries[: len(marking.entries) - count], marking.lead, marking.owners)


@given(markings(), st.integers(0, 2), st.integers(0, 2), st.lists(markings(), min_size=2, max_size=2))
def test_dominance_is_transitive(high: Marking, left: int, right: int, others: list[Marking]) -> None:
    middle, low = without(high, left), without(without(high, left), right)
    for first, second, third in ((high, middle, low), (high, *others), (others[0], middle, others[1])):
        if LATTICE.dominates(first, second) and LATTICE.dominates(second, third):
            assert LATTICE.dominates(first, third)


@st.composite
def alike(draw: st.DrawFn) -> tuple[Marking, Marking]:
    """Two markings that may mean the same for access."""
    left = draw(markings())
    bare = [entry for entry in left.entries if not SYSTEM.controls[entry.control].disclosure]
    variants = [left, Marking(left.level, tuple(bare), left.lead, left.owners)]
    if left.lead == "us":
        variants.append(Marking(left.level, (*bare, Entry("NOFORN")), left.lead, left.owners))
    return left, draw(st.sampled_from(variants))


@given(alike())
def test_dominance_is_antisymmetric_up_to_who_may_see_it(pair: tuple[Marking, Marking]) -> None:
    left, right = pair
    assume(equal(left, right))
    assert left.level == right.level
    assert LATTICE.audience(left) == LATTICE.audience(right)
    for other in map(marking_of, ("(U)", "(C)", "(S)", "(TS)", "(TS//SI//NF)", "(S//REL TO USA, GBR)")):
        assert LATTICE.dominates(left, other) == LATTICE.dominates(right, other)


@given(markings(), markings())
def test_a_higher_level_is_never_under_a_lower_ceiling(left: Marking, right: Marking) -> None:
    assume(LATTICE.rank(left) > LATTICE.rank(right))
    assert not LATTICE.dominates(right, left)


@given(markings().filter(lambda marking: marking.lead == "us" and not marking.entry("NOFORN")))
def test_an_organisation_that_may_be_expanded_is_the_same_as_its_members(marking: Marking) -> None:
    release = Entry("REL", codes=("USA", "JPN", "FVEY"))
    others = [entry for entry in marking.entries if entry.control != "REL"]
    marking = Marking(marking.level, (*others, release))
    codes = tuple(sorted({*release.codes, "AUS", "CAN", "GBR", "NZL"} - {"FVEY"}))
    entries = tuple(Entry("REL", codes=codes) if entry.control == "REL" else entry for entry in marking.entries)
    expanded = Marking(marking.level, entries, marking.lead, marking.owners)
    for other in map(marking_of, ("(S//REL TO USA, GBR)", "(S//REL TO USA, AUS, CAN)", "(S//NF)")):
        assert LATTICE.dominates(other, marking) == LATTICE.dominates(other, expanded)
