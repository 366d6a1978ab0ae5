"""The banner that portions require: worked examples and laws. Every mark in it is invented."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from markcheck.marks.order import with_entries
from markcheck.model.marking import Entry, Form, Marking, Standing
from markcheck.model.rolled import Policy, RollUp
from strategies import LANGUAGE, LATTICE, markings

LATE, EARLY = date(2015, 1, 1), date(2009, 1, 1)


def marking_of(text: str) -> Marking:
    parsed = LANGUAGE.parse(text, Form.PORTION if text.startswith("(") else Form.BANNER)
    assert parsed.marking is not None, text
    return parsed.marking


def rolled_up(*portions: str, **circumstances: Any) -> RollUp:
    rolled = LANGUAGE.roll_up([marking_of(text) for text in portions], Policy(**circumstances))
    assert rolled is not None
    return rolled


WORKED = [
    (["(U)", "(C)", "(S)"], "SECRET", {}),
    (["(U)", "(C)", "(S)"], "SECRET//RELIDO", {"day": LATE, "analytic_product": True}),
    (["(U)", "(C)", "(S)"], "SECRET//NOFORN", {"day": EARLY, "analytic_product": True}),
    (["(S//NF)", "(S//REL TO USA, FVEY)"], "SECRET//NOFORN", {}),
    (["(S//REL TO USA, JPN, KOR)", "(C//REL TO USA, AUS, JPN)"], "SECRET//REL TO USA, JPN", {}),
    (["(S//REL TO USA, JPN)", "(S//REL TO USA, POL)"], "SECRET//NOFORN", {}),
    (["(S//REL TO USA, FVEY)", "(S//REL TO USA, GBR, NOR)"], "SECRET//REL TO USA, GBR", {}),
    (["(S//REL TO USA, FVEY)", "(S//REL TO USA, ACGU)"], "SECRET//REL TO USA, AUS, CAN, GBR", {}),
    (["(S//REL TO USA, NATO)", "(S//REL TO USA, DEU)"], "SECRET//NOFORN", {}),
    (["(S//REL TO USA, AUS)", "(S)"], "SECRET//NOFORN", {"day": LATE}),
    (["(S//RELIDO)", "(TS//SI)"], "TOP SECRET//SI//RELIDO", {"day": LATE}),
    (["(S//RELIDO)", "(S//OC)"], "SECRET//ORCON/NOFORN", {"day": LATE}),
    (["(S//RELIDO)", "(S//REL TO USA, AUS)"], "SECRET//NOFORN", {}),
    (["(S//RELIDO)", "(S//REL TO USA, AUS/RELIDO)"], "SECRET//RELIDO", {}),
    (["(S//REL TO USA, AUS/RELIDO)", "(S)"], "SECRET//NOFORN", {"day": LATE}),
    (["(S//REL TO USA, AUS, CAN/RELIDO)", "(C//REL TO USA, AUS/RELIDO)"], "SECRET//REL TO USA, AUS/RELIDO", {}),
    (["(S//DISPLAY ONLY KEN)", "(S//DISPLAY ONLY KEN, UGA)"], "SECRET//DISPLAY ONLY KEN", {}),
    (["(S//DISPLAY ONLY KEN)", "(S//REL TO USA, KEN)"], "SECRET//DISPLAY ONLY KEN", {}),
    (["(S//REL TO USA, KEN/DISPLAY ONLY UGA)"], "SECRET//REL TO USA, KEN/DISPLAY ONLY UGA", {}),
    (["(S//REL TO USA, KEN/DISPLAY ONLY UGA)", "(S//REL TO USA, GHA/DISPLAY ONLY TZA)"], "SECRET//NOFORN", {}),
    (["(S//DISPLAY ONLY KEN)", "(S//RELIDO)"], "SECRET//NOFORN", {}),
    (["(TS//SI-G MNOP//OC/NF)", "(TS//SI-QAB//NF)", "(S//TK//NF)"], "TOP SECRET//SI-G MNOP-QAB/TK//ORCON/NOFORN", {}),
    (["(S//HCS-P//OC-USGOV/NF)", "(S//HCS-O//OC/NF)"], "SECRET//HCS-O-P//ORCON/NOFORN", {}),
    (["(S//RD-SG 18//NF)", "(S//FRD-SG 14//NF)", "(C//TFNI//NF)"], "SECRET//RD-SIGMA 14 18//NOFORN", {}),
    (["(S//FRD//NF)", "(S//TFNI//NF)"], "SECRET//FRD//NOFORN", {}),
    (["(U//DCNI)", "(S//REL TO USA, GBR)"], "SECRET//NOFORN", {}),
    (["(U//DCNI)", "(U)"], "UNCLASSIFIED//DOD UCNI", {}),
    (["(//DEU S//REL TO USA, DEU)", "(S//REL TO USA, DEU, FRA)"], "SECRET//FGI DEU//REL TO USA, DEU", {}),
    (["(//FGI S//NF)", "(//DEU C//REL TO USA, DEU)"], "SECRET//FGI//NOFORN", {}),
    (["(//CTS//BOHEMIA//REL TO USA, NATO)", "(S//RELIDO)"], "TOP SECRET//BOHEMIA//FGI NATO//NOFORN", {}),
    (["(//JOINT S GBR USA//REL TO USA, GBR)", "(C//REL TO USA, FVEY)"], "SECRET//FGI GBR//REL TO USA, GBR", {}),
    (["(U//FOUO)", "(S//NF)"], "SECRET//NOFORN", {}),
    (["(U//FOUO)", "(U)"], "UNCLASSIFIED//FOUO", {}),
    (["(U//FOUO)", "(U//REL TO USA, GBR)"], "UNCLASSIFIED//FOUO/REL TO USA, GBR", {}),
    (["(U//FOUO)", "(U//PR)"], "UNCLASSIFIED//PROPIN", {}),
    (["(U//FOUO)", "(U//LES)"], "UNCLASSIFIED//LES", {}),
    (["(U//SBU-NF)", "(U//FOUO)"], "UNCLASSIFIED//SBU NOFORN", {}),
    (["(U//SBU-NF)", "(U//REL TO USA, FVEY)"], "UNCLASSIFIED//NOFORN//SBU", {}),
    (["(U//SBU-NF)", "(S//REL TO USA, AUS)"], "SECRET//NOFORN", {}),
    (["(U//LES-NF)", "(S//REL TO USA, GBR)"], "SECRET//NOFORN//LES", {}),
    (["(S//NF//XD)", "(C//NF//ND)", "(U//SBU)"], "SECRET//NOFORN//NODIS", {}),
    (["(U//DS)", "(S//NF)"], "SECRET//NOFORN", {}),
    (["(U//SSI)", "(S//REL TO USA, ACGU)"], "SECRET//REL TO USA, ACGU//SSI", {}),
    (["(U//SSI)", "(S//REL TO USA, ACGU)"], "SECRET//NOFORN//SSI", {"analytic_product": True, "strict": True}),
    (["(U//FISA)", "(S//REL TO USA, GBR)"], "SECRET//NOFORN/FISA", {"day": LATE, "strict": True}),
    (["(S//SAR-QZ//NF)", "(S//SAR-AL-K2//NF)"], "SECRET//SAR-AL-K2/QZ//NOFORN", {}),
    (["(S//IMC/REL TO USA, AUS, CAN, GBR, NZL)", "(TS//NF)"], "TOP SECRET//IMCON/NOFORN", {}),
]


@pytest.mark.parametrize(("portions", "banner", "circumstances"), WORKED, ids=[" ".join(item[0]) for item in WORKED])
def test_worked_examples(portions: list[str], banner: str, circumstances: dict[str, Any]) -> None:
    for order in (portions, portions[::-1], [*portions, *portions]):
        assert LANGUAGE.banner(rolled_up(*order, **circumstances).marking) == banner


@pytest.mark.parametrize("circumstances", [{}, {"analytic_product": True}, {"analytic_product": True, "strict": True}])
@pytest.mark.parametrize(
    ("portions", "banner"),
    [(["(TLP:GREEN)", "(TLP:AMBER)"], "TLP:AMBER"), (["(UK OFFICIAL)", "(UK SECRET)"], "SECRET")],
)
def test_systems_without_release_markings(portions: list[str], banner: str, circumstances: dict[str, Any]) -> None:
    assert LANGUAGE.banner(rolled_up(*portions, **circumstances).marking) == banner


MORE = [
    (["(SBU)", "(U)"], "UNCLASSIFIED//SBU"),
    (["(SBU)", "(C)"], "CONFIDENTIAL"),
    (["(SBU)", "(U//SBU-NF)"], "UNCLASSIFIED//SBU NOFORN"),
    (["(U//SBU-NF)", "(U//LES-NF)"], "UNCLASSIFIED//NOFORN//SBU/LES"),
    (["(U//LES)", "(U//LES-NF)"], "UNCLASSIFIED//LES NOFORN"),
    (["(U//SBU-NF)", "(U//NF//ND)"], "UNCLASSIFIED//NOFORN//NODIS"),
    (["(S//OC)", "(C//NF)"], "SECRET//ORCON/NOFORN"),
    (["(//NS)", "(//NC)"], "//NATO SECRET"),
    (["(//NS//ATOMAL)", "(S//RD//NF)"], "SECRET//RD/ATOMAL//FGI NATO//NOFORN"),
    (["(//DEU R)", "(U)"], "//DEU RESTRICTED"),
    (["(//DEU R)", "(U//FOUO)"], "CONFIDENTIAL//FGI DEU"),
    (["(//NIS)", "(S//NF)"], "SECRET//FGI ISAF NATO//NOFORN"),
    (
        ["(//JOINT S GBR USA//REL TO USA, GBR)", "(//JOINT C GBR USA//REL TO USA, GBR)"],
        "//JOINT SECRET GBR USA//REL TO USA, GBR",
    ),
    (["(//JOINT S GBR USA//REL TO USA, GBR)", "(//JOINT C AUS USA//REL TO USA, AUS)"], "SECRET//FGI AUS GBR//NOFORN"),
    (["(TS//SI//NF)", "(TS//SI-G ABCD//OC/NF)", "(TS//SI-G WXYZ//OC/NF)"], "TOP SECRET//SI-G ABCD WXYZ//ORCON/NOFORN"),
    (["(S//SAR-QZ//NF)", "(//CTS//BOHEMIA)"], "TOP SECRET//SAR-QZ/BOHEMIA//FGI NATO//NOFORN"),
    (["(CUI)", "(U)"], "CUI"),
    (["(CUI//SP-CTI)", "(CUI//PRVCY//NF)"], "CUI//SP-CTI/PRVCY//NOFORN"),
    (["(CUI//FEDCON)", "(CUI//NOCON)"], "CUI//FED ONLY"),
    (["(CUI//REL TO USA, GBR)", "(CUI//REL TO USA, JPN)"], "CUI//NOFORN"),
    (["(CUI//DL ONLY)", "(CUI//NF)"], "CUI//DL ONLY"),
    (["(CUI//SP-CTI)", "(S//NF)"], "SECRET//CUI//SP-CTI//NOFORN"),
    (["(TLP:GREEN)", "(TLP:AMBER)"], "TLP:AMBER"),
    (["(U//DSEN)", "(U//FOUO)"], "UNCLASSIFIED//DEA SENSITIVE"),
    (["(S//RS/NF)", "(S//PR/FISA)"], "SECRET//RSEN/NOFORN/PROPIN/FISA"),
    (["(U//UCNI)", "(S//RELIDO)"], "SECRET//NOFORN"),
    (["(S//NF//ACCM-AMBER)", "(S//NF//ACCM-QUAY)"], "SECRET//NOFORN//ACCM-AMBER/QUAY"),
]


@pytest.mark.parametrize(("portions", "banner"), MORE, ids=[" ".join(item[0]) for item in MORE])
def test_more_examples(portions: list[str], banner: str) -> None:
    assert LANGUAGE.banner(rolled_up(*portions).marking) == banner


def test_short_forms_stand_for_the_banners_lists() -> None:
    banner = marking_of("//JOINT SECRET GBR USA//REL TO USA, GBR")
    rolled = rolled_up("(//JOINT S//REL)", "(//JOINT S GBR USA//REL TO USA, FVEY)", banner=banner)
    assert LANGUAGE.same(rolled.marking, banner)


def test_a_short_form_without_a_banner_is_no_release_and_is_noted() -> None:
    rolled = rolled_up("(S//REL)", "(S//NF)")
    assert rolled.notes == ("short-release-form",)


def test_the_department_of_defense_has_rules_of_its_own() -> None:
    portions = ("(S//REL TO USA, AUS)", "(S)")
    assert LANGUAGE.banner(rolled_up(*portions, profile="dod").marking) == "SECRET"
    assert LANGUAGE.banner(rolled_up("(S//NF)", "(CUI//SP-CTI)", profile="dod").marking) == "SECRET//NOFORN"


def test_the_portions_that_cause_each_part_are_told() -> None:
    rolled = rolled_up("(C//NF)", "(TS//SI-G ABCD//OC/NF)", "(S//TK//NF)", "(TS//SI//NF)")
    causes = rolled.causes
    assert causes["level"] == (1, 3)
    assert causes["SI"] == (1, 3)
    assert causes["SI-G"] == causes["SI-G ABCD"] == causes["ORCON"] == (1,)
    assert causes["TK"] == (2,)
    assert causes["disclosure"] == (0, 1, 2, 3)


def test_before_2010_exdis_stood_without_noforn() -> None:
    assert LANGUAGE.banner(rolled_up("(S//XD)", day=date(1976, 1, 1)).marking) == "SECRET//EXDIS"
    assert LANGUAGE.banner(rolled_up("(S//XD)", day=LATE).marking) == "SECRET//NOFORN//EXDIS"


def test_roll_up_of_nothing_is_nothing() -> None:
    assert LANGUAGE.roll_up([]) is None


def test_systems_do_not_mix() -> None:
    assert LANGUAGE.roll_up([marking_of("(S)"), marking_of("(TLP:RED)")]) is None


# -- laws --------------------------------------------------------------------------------------------

sets = st.lists(markings(), min_size=1, max_size=5)


def roll(portions: list[Marking]) -> Marking:
    rolled = LANGUAGE.roll_up(portions)
    assert rolled is not None
    return rolled.marking


@given(sets, st.integers(0, 1000))
def test_roll_up_does_not_depend_on_order_or_number(portions: list[Marking], seed: int) -> None:
    shuffled = [*portions, *portions]
    random.Random(seed).shuffle(shuffled)
    assert roll(portions) == roll(shuffled)


@given(sets)
def test_roll_up_of_a_roll_up_is_itself(portions: list[Marking]) -> None:
    rolled = roll(portions)
    assert roll([rolled]) == rolled


@given(sets)
def test_roll_up_reaches_the_highest_level_and_no_more(portions: list[Marking]) -> None:
    top = max(map(LATTICE.rank, portions))
    assert LATTICE.rank(roll(portions)) in (top, 2 if top == 1 else top)


@given(sets)
def test_roll_up_can_be_written_and_read(portions: list[Marking]) -> None:
    rolled = roll(portions)
    # The controls that CUI replaces cannot be written in a CUI banner; who mixes them has to re-mark.
    assume(rolled.lead != "cui" or all(portion.lead == "cui" or LATTICE.plain(portion) for portion in portions))
    parsed = LANGUAGE.parse(LANGUAGE.banner(rolled), Form.BANNER)
    assert parsed.marking == rolled


def with_release(marking: Marking) -> Marking:
    """``marking`` with a release marking, and without a list that folds differently in pairs."""
    kinds = {name: LATTICE.system.controls[name].disclosure for name in LATTICE.controls(marking)}
    entries = tuple(entry for entry in marking.entries if kinds.get(entry.control) != "display")
    more = () if set(kinds.values()) - {"", "display"} else (Entry("NOFORN"),)
    return with_entries(LATTICE.system, Marking(marking.level, entries, marking.lead, marking.owners), more)


classified = markings().filter(lambda marking: marking.lead == "us" and marking.level != "U")


@given(st.lists(classified.map(with_release), min_size=3, max_size=3))
@example([
    Marking("C", (Entry("RELIDO"),), "us", ()),
    Marking("C", (Entry("RELIDO"), Entry("DL ONLY")), "us", ()),
    Marking("C", (Entry("RD"), Entry("RELIDO")), "us", ()),
])  # fmt: skip
def test_roll_up_is_associative_where_every_portion_says_how_it_may_be_released(portions: list[Marking]) -> None:
    """Unmarked portions and display lists are why roll-up looks at the whole set (Register Table 3)."""
    first, second, third = portions
    assert roll([roll([first, second]), third]) == roll([first, roll([second, third])]) == roll(portions)


@given(st.lists(classified, min_size=3, max_size=3))
def test_levels_compartments_and_controls_fold_in_any_way(portions: list[Marking]) -> None:
    first, second, third = portions

    def bare(marking: Marking) -> tuple[str, set[str]]:
        controls = LATTICE.system.controls
        entries = [entry for entry in marking.entries if not controls[entry.control].disclosure]
        return marking.level, {repr(entry) for entry in entries}

    assert (
        bare(roll([roll([first, second]), third])) == bare(roll([first, roll([second, third])])) == bare(roll(portions))
    )


@given(sets)
def test_a_classified_portion_is_under_what_it_rolls_up_to(portions: list[Marking]) -> None:
    """Where portions without a release marking count with what they are taken for, the rest is compared without it."""
    rolled = roll(portions)
    for portion in portions:
        if LATTICE.classified(portion) and LATTICE.controls(portion) & {"NOFORN", "REL", "RELIDO", "DISPLAY"}:
            assert LATTICE.dominates(rolled, portion)


@given(markings(), st.lists(markings(), max_size=6))
def test_what_is_kept_under_a_ceiling_rolls_up_to_something_under_it(ceiling: Marking, portions: list[Marking]) -> None:
    alone = LANGUAGE.roll_up([ceiling])
    # A ceiling that contradicts itself (a dissemination list beside those it may be shown to) leads to no version:
    # test_redact_command.py.
    assume(alone is None or LATTICE.dominates(ceiling, alone.marking))
    kept = [portion for portion in portions if LATTICE.dominates(ceiling, portion)]
    rolled = LANGUAGE.roll_up(kept)
    assert rolled is None or LATTICE.dominates(ceiling, rolled.marking)


@given(markings(), sets)
def test_a_further_portion_never_lowers_the_level_or_drops_a_compartment(
    extra: Marking, portions: list[Marking]
) -> None:
    before, after = roll(portions), roll([*portions, extra])
    assert LATTICE.rank(after) >= min(LATTICE.rank(before), LATTICE.rank(after))
    for entry in before.entries:
        if LATTICE.system.controls[entry.control].category == "sci" and after.lead == before.lead:
            other = next(item for item in after.entries if (item.control, item.name) == (entry.control, entry.name))
            assert {name for name, _ in entry.tree} <= {name for name, _ in other.tree}


@given(sets)
def test_a_required_banner_conforms_unless_a_portion_did_not(portions: list[Marking]) -> None:
    parsed = LANGUAGE.parse(LANGUAGE.banner(roll(portions)), Form.BANNER)
    assert parsed.standing is Standing.VALID or any(portion.lead != "us" for portion in portions)
