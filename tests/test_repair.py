"""Repairing damaged marks: one right answer where there is one, none where there are several, prose left alone.

Every mark in it is invented, or an example of the register's data.
"""

from __future__ import annotations

import string
import time
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from damages import INVENTED, LANGUAGE, form_of, right, samples
from markcheck.marks.language import conforms
from markcheck.marks.normal import plain
from markcheck.marks.repair import Candidate, Repair, Repairer
from markcheck.model.marking import Form

REPAIRER = Repairer(LANGUAGE)


def repair(text: str, form: Form | None = None, day: date | None = None) -> Repair:
    return REPAIRER.repair(text, form or form_of(text), day)


def answer(text: str, form: Form | None = None, day: date | None = None) -> str | None:
    found = repair(text, form, day).answer
    return found.text if found else None


# -- one damage after another ------------------------------------------------------------------------

CASES = {
    "case": {
        "secret//noforn": "SECRET//NOFORN",
        "(s//nf)": "(S//NF)",
        "Top Secret//SI//Noforn": "TOP SECRET//SI//NOFORN",
        "tlp:amber": "TLP:AMBER",
    },
    "typos": {
        "SECERT//NOFORN": "SECRET//NOFORN",
        "TOP SECRT//SI//NOFORN": "TOP SECRET//SI//NOFORN",
        "UNCLASSIFFIED//FOUO": "UNCLASSIFIED//FOUO",
        "CONFIDANTIAL//RELIDO": "CONFIDENTIAL//RELIDO",
        "SECRET//ORCNO/NOFRON": "SECRET//ORCON/NOFORN",
        "(S//NE)": "(S//NF)",
        "(S//N)": "(S//NF)",
        "(S//FN)": "(S//NF)",
        "(T//SI//NF)": "(TS//SI//NF)",
        "(ST//SI-G//OC/NF)": "(TS//SI-G//OC/NF)",
        "(X//FOUO)": "(U//FOUO)",
        "(S//REILDO)": "(S//RELIDO)",
        "TOP SECRET//TK-BLHF//NOFORN": "TOP SECRET//TK-BLFH//NOFORN",
        "TOP SECRET//SI-GAMA//ORCON/NOFORN": "TOP SECRET//SI-GAMMA//ORCON/NOFORN",
        "SECRET//BUR-BGL//NOFORN": "SECRET//BUR-BLG//NOFORN",
        "SECRET//RD-CNDWI//NOFORN": "SECRET//RD-CNWDI//NOFORN",
        "UNCLASSIFIED//DEA SENSITVE": "UNCLASSIFIED//DEA SENSITIVE",
        "SECRET//NOT RELEASABLE TO FORIEGN NATIONALS": "SECRET//NOT RELEASABLE TO FOREIGN NATIONALS",
        "//COSMIC TOP SERCET//BOHEMAI": "//COSMIC TOP SECRET//BOHEMIA",
        "UCI//SP-CTI": "CUI//SP-CTI",
        "CUI//PRIVLEGE//Attorney-Client": "CUI//PRIVILEGE//Attorney-Client",
        "TLP:GREN": "TLP:GREEN",
        "UK OFFICAL-SENSITIVE - HMG USE ONLY": "UK OFFICIAL-SENSITIVE - HMG USE ONLY",
    },
    "separators": {
        "SECRET/NOFORN": "SECRET//NOFORN",
        "SECRET///NOFORN": "SECRET//NOFORN",
        "SECRET // NOFORN": "SECRET//NOFORN",
        "SECRET NOFORN": "SECRET//NOFORN",
        "SECRET//SI//TK//NOFORN": "SECRET//SI/TK//NOFORN",
        "(TS/SI/TK/OC/NF)": "(TS//SI/TK//OC/NF)",
        "SECRET\\\\NOFORN": "SECRET//NOFORN",
        "SECRET||NOFORN": "SECRET//NOFORN",
        "SECRET／／NOFORN": "SECRET//NOFORN",
        "SECRET∕∕SI⁄TK//NOFORN": "SECRET//SI/TK//NOFORN",
        "SECRET//ORCON, NOFORN": "SECRET//ORCON/NOFORN",
        "SECRET-NOFORN": "SECRET//NOFORN",
        "TOP SECRET//SI–G MNOP//ORCON/NOFORN": "TOP SECRET//SI-G MNOP//ORCON/NOFORN",
        "//SECRET//NOFORN": "SECRET//NOFORN",
        "SECRET//NOFORN//": "SECRET//NOFORN",
        "SECRET//NOFORN.": "SECRET//NOFORN",
    },
    "glue and splits": {
        "SECRETNOFORN": "SECRET//NOFORN",
        "TOPSECRET//SI//NOFORN": "TOP SECRET//SI//NOFORN",
        "(TSSINF)": "(TS//SI//NF)",
        "(S NF)": "(S//NF)",
        "(SNF)": "(S//NF)",
        "(S//N F)": "(S//NF)",
        "SECRET//NO FORN": "SECRET//NOFORN",
        "SEC RET//NOFORN": "SECRET//NOFORN",
        "S E C R E T//NOFORN": "SECRET//NOFORN",
        "C O N F I D E N T I A L  N O F O R N": "CONFIDENTIAL//NOFORN",
        "SECRTNOFORN": "SECRET//NOFORN",
    },
    "lists": {
        "SECRET//REL TO USA,GBR": "SECRET//REL TO USA, GBR",
        "SECRET//REL TO USA GBR NATO": "SECRET//REL TO USA, GBR, NATO",
        "SECRET//REL TO USA; AUS; GBR": "SECRET//REL TO USA, AUS, GBR",
        "SECRET//REL TO USA. AUS, GBR": "SECRET//REL TO USA, AUS, GBR",
        "SECRET//REL TO GBR, USA": "SECRET//REL TO USA, GBR",
        "SECRET//REL TO USA, AUS and GBR": "SECRET//REL TO USA, AUS, GBR",
        "SECRET//REL TO USA, AUS, AND GBR": "SECRET//REL TO USA, AUS, GBR",
        "SECRET//REL USA, GBR": "SECRET//REL TO USA, GBR",
        "SECRET//RELTO USA, GBR": "SECRET//REL TO USA, GBR",
        "SECRET//REL TO USAGBR": "SECRET//REL TO USA, GBR",
        "SECRET//REL TO USA, UK": "SECRET//REL TO USA, GBR",
        "SECRET//REL TO USA, GRB": "SECRET//REL TO USA, GBR",
        "SECRET//FGI GBR, FRA//NOFORN": "SECRET//FGI FRA GBR//NOFORN",
        "SECRET//DISPLAY-ONLY KEN UGA": "SECRET//DISPLAY ONLY KEN, UGA",
        "//JOINT S AUS USA//REL TO USA, AUX": "//JOINT SECRET AUS USA//REL TO USA, AUS",
    },
    "order and repetition": {
        "SECRET//NOFORN//SI": "SECRET//SI//NOFORN",
        "SECRET//NOFORN/ORCON": "SECRET//ORCON/NOFORN",
        "TOP SECRET//TK/SI//NOFORN": "TOP SECRET//SI/TK//NOFORN",
        "TOP SECRET//SI-G WXYZ MNOP//ORCON/NOFORN": "TOP SECRET//SI-G MNOP WXYZ//ORCON/NOFORN",
        "SECRET//RD-SIGMA 18, 14//NOFORN": "SECRET//RD-SIGMA 14 18//NOFORN",
        "//JOINT SECRET USA GBR//REL TO USA, GBR": "//JOINT SECRET GBR USA//REL TO USA, GBR",
        "CUI//PRVCY/SP-CTI": "CUI//SP-CTI/PRVCY",
        "SECRET//NOFORN/NOFORN": "SECRET//NOFORN",
        "TOP SECRET//SI/SI-G//ORCON/NOFORN": "TOP SECRET//SI-G//ORCON/NOFORN",
        "SECRET - UK EYES ONLY - COMMERCIAL": "SECRET - COMMERCIAL - UK EYES ONLY",
    },
    "old forms": {
        "TOP SECRET//COMINT//NOFORN": "TOP SECRET//SI//NOFORN",
        "TOP SECRET//KDK-BLFH//NOFORN": "TOP SECRET//TK-BLFH//NOFORN",
        "TOP SECRET//SI-ECI ABC-ECI EFG//NOFORN": "TOP SECRET//SI-ABC-EFG//NOFORN",
        "SECRET//SAR-AL/SAR-QZ//NOFORN": "SECRET//SAR-AL/QZ//NOFORN",
        "//COSMIC TOP SECRET-BOHEMIA": "//COSMIC TOP SECRET//BOHEMIA",
        "TLP:WHITE": "TLP:CLEAR",
    },
    "the other form": {
        "(S//NOFORN)": "(S//NF)",
        "(SECRET//NF)": "(S//NF)",
        "SECRET//NF": "SECRET//NOFORN",
        "S//NOFORN": "SECRET//NOFORN",
        "(TOP SECRET//SI//ORCON/NOFORN)": "(TS//SI//OC/NF)",
        "(U//DOD UCNI)": "(U//DCNI)",
        "UNCLASSIFIED//SBU-NF": "UNCLASSIFIED//SBU NOFORN",
        "(//NATO SECRET//ATOMAL)": "(//NS//ATOMAL)",
    },
    "trees": {
        "TOP SECRET//SI G MNOP//ORCON/NOFORN": "TOP SECRET//SI-G MNOP//ORCON/NOFORN",
        "TOP SECRET//SI-G-MNOP//ORCON/NOFORN": "TOP SECRET//SI-G MNOP//ORCON/NOFORN",
        "SECRET//RD SIGMA 14//NOFORN": "SECRET//RD-SIGMA 14//NOFORN",
        "SECRET//RD-SIGMA14//NOFORN": "SECRET//RD-SIGMA 14//NOFORN",
        "SECRET//RD-SIGMA l4//NOFORN": "SECRET//RD-SIGMA 14//NOFORN",
        "SECRET//RD-SG 14//NOFORN": "SECRET//RD-SIGMA 14//NOFORN",
        "SECRET//HCS/O//ORCON/NOFORN": "SECRET//HCS-O//ORCON/NOFORN",
        "TOP SECRET//TK BLFH//NOFORN": "TOP SECRET//TK-BLFH//NOFORN",
        "SECRET//ORCON USGOV/NOFORN": "SECRET//ORCON-USGOV/NOFORN",
        "UNCLASSIFIED//SBU-NOFORN": "UNCLASSIFIED//SBU NOFORN",
        "SECRET//SAR AL//NOFORN": "SECRET//SAR-AL//NOFORN",
    },
    "leads": {
        "JOINT SECRET GBR USA//REL TO USA, GBR": "//JOINT SECRET GBR USA//REL TO USA, GBR",
        "NATO SECRET//ATOMAL": "//NATO SECRET//ATOMAL",
        "(NS//ATOMAL)": "(//NS//ATOMAL)",
        "(FGI S//NF)": "(//FGI S//NF)",
        "(DEU S//REL TO USA, DEU)": "(//DEU S//REL TO USA, DEU)",
        "/DEU SECRET//NOFORN": "//DEU SECRET//NOFORN",
        "(//S//NF)": "(S//NF)",
    },
    "unclassified systems": {
        "TLP GREEN": "TLP:GREEN",
        "TLP:Amber-Strict": "TLP:AMBER+STRICT",
        "TLP: RED": "TLP:RED",
        "TLPGREEN": "TLP:GREEN",
        "[TLP:RED]": "(TLP:RED)",
        "CUI/SP-CTI": "CUI//SP-CTI",
        "CUI//SPCTI": "CUI//SP-CTI",
        "CUI//SP CTI": "CUI//SP-CTI",
        "CUI//FED-ONLY": "CUI//FED ONLY",
        "CUI SP-CTI": "CUI//SP-CTI",
        "CONTROLED//SP-CTI": "CONTROLLED//SP-CTI",
        "OFFICIAL SENSITIVE COMERCIAL": "OFFICIAL-SENSITIVE - COMMERCIAL",
        "UK SECERT": "UK SECRET",
    },
    "brackets": {
        "[S//NF]": "(S//NF)",
        "{S//NF}": "(S//NF)",
        "(S//NF": "(S//NF)",
        "((S//NF))": "(S//NF)",
        "（S//NF）": "(S//NF)",
        "( S//NF )": "(S//NF)",
        "[S]": "(S)",
    },
    "look-alikes": {
        "ЅЕСRЕТ//NОFОRN": "SECRET//NOFORN",
        "ΤΟΡ SECRET//ΝΟFORN": "TOP SECRET//NOFORN",
        "ＳＥＣＲＥＴ//ＮＯＦＯＲＮ": "SECRET//NOFORN",
        "𝐒𝐄𝐂𝐑𝐄𝐓//𝐍𝐎𝐅𝐎𝐑𝐍": "SECRET//NOFORN",
        "(S/\u200b/N\u00adF\ufeff)": "(S//NF)",
        "SECRET//REL\u00a0TO\u00a0USA,\u00a0GBR": "SECRET//REL TO USA, GBR",
        "SECRET//N0FORN": "SECRET//NOFORN",
        "TOP 5ECRET//S1/TK//0RCON/NOFORN": "TOP SECRET//SI/TK//ORCON/NOFORN",
        "(TS//Sl//NF)": "(TS//SI//NF)",
    },
    "two at once": {
        "TOP SECRTE/S1/TK//0RCON/NOFRON": "TOP SECRET//SI/TK//ORCON/NOFORN",
        "[s/nf}": "(S//NF)",
        "SECRET NO FORN": "SECRET//NOFORN",
        "secret//rel to gbr;usa": "SECRET//REL TO USA, GBR",
        "TOP SECRET//NOFORN//COMINT": "TOP SECRET//SI//NOFORN",
        "CONFIDENTAL - ENTIRE TEXT": "CONFIDENTIAL - ENTIRE TEXT",
    },
}


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        pytest.param(damaged, whole, id=f"{kind}: {damaged}")
        for kind, cases in CASES.items()
        for damaged, whole in cases.items()
    ],
)
def test_each_kind_of_damage_is_repaired(damaged: str, whole: str) -> None:
    assert not right(damaged)
    assert right(whole)
    assert answer(damaged) == whole


def test_a_portion_mark_without_brackets_gets_them() -> None:
    assert answer("S//NF", Form.PORTION) == "(S//NF)"
    assert answer("TS//SI//OC/NF)", Form.PORTION) == "(TS//SI//OC/NF)"


# -- no answer ---------------------------------------------------------------------------------------

AMBIGUOUS = {
    "(X//NF)": {"(U//NF)", "(C//NF)", "(S//NF)"},
    "(S//OF)": {"(S//OC)", "(S//NF)"},
    "(CS//SI//NF)": {"(C//SI//NF)", "(S//SI//NF)"},
    "CUI//SP-CI": {"CUI//SP-CCI", "CUI//SP-CTI", "CUI//SP-CVI"},
    "SECRET//REL TO USA, IRX": {"SECRET//REL TO USA, IRN", "SECRET//REL TO USA, IRQ"},
}


@pytest.mark.parametrize(("damaged", "some"), AMBIGUOUS.items())
def test_several_readings_are_listed_and_none_is_chosen(damaged: str, some: set[str]) -> None:
    found = repair(damaged)
    assert found.answer is None
    assert {candidate.text for candidate in found.candidates} >= some


FORBIDDEN = [
    "SECRET//SI-G//ORCON/NOFORN", "TOP SECRET//SI-G//NOFORN", "UNCLASSIFIED//SI", "SECRET//HCS-O//NOFORN",
    "SECRET//NOFORN/REL TO USA, GBR", "SECRET//NOFORN/RELIDO", "SECRET//ORCON/RELIDO", "SECRET//FOUO", "(S//ND)",
    "SECRET//EXDIS", "//JOINT SECRET GBR USA//NOFORN", "//JOINT SECRET GBR USA", "SECRET//CNWDI//NOFORN",
    "SECRET//REL TO USA", "//NATO RESTRICTED//ATOMAL", "CUI//FEDCON/NOCON", "SECRET//HCS-P Q7RS//ORCON/NOFORN",
    "TOP SECRET - EMBARGOED", "//NATO TOP SECRET", "SECRET//NOFORN//20391231",
]  # fmt: skip


@pytest.mark.parametrize("text", FORBIDDEN)
def test_nothing_is_invented_for_a_mark_that_the_register_forbids(text: str) -> None:
    assert answer(text) is None


PROSE = [
    "(see paragraph 3)", "(S) options", "(Comment: the ferries run.)", "(Secret Service)", "(the)", "(continued)",
    "(POST)", "(K)", "(X)", "(5)", "(US)", "(SSI)", "(USA)", "(U turn)", "(e.g. a pier)", "(10 sec)", "(con)",
    "(unclassified summary follows)", "(St)", "(No)", "(can u)", "(S/N)", "(c/o)", "(1/2)", "(T, S)", "(5/20/2006)",
    "(confidentially)", "(Secrets)", "(SECRETS)", "(selected)", "(and/or)", "(i)", "(GDP)", "(FCO)", "(S.)", "()",
    "(-)", "( )", "", "(//)", "(Top)", "(Sea)", "(CAN)", "(NOFORN)", "(SI)", "(REL)", "(Port Elara)", "(POLOFF)",
]  # fmt: skip


@pytest.mark.parametrize("text", PROSE)
def test_prose_in_brackets_has_no_answer(text: str) -> None:
    assert answer(text, Form.PORTION) is None


@pytest.mark.parametrize("text", ["Ferry timetable", "SUMMARY", "SECRET SERVICE", "TOP SECRETS", "PAGE 3", "Controls"])
def test_a_line_of_prose_is_no_banner(text: str) -> None:
    assert answer(text, Form.BANNER) is None


# -- what may be written without asking ---------------------------------------------------------------

SAFE = [
    "SECRET/NOFORN", "(S//NOFORN)", "TOP SECRET//COMINT//NOFORN", "SECRET//REL TO USA, UK", "SECRET//NOFORN/NOFORN",
    "(s//nf)", "UNCLASSIFED//FOUO", "SECRET//NOFRON", "[S//NF]", "CUI/SP-CTI",
]  # fmt: skip
SUGGESTED = {
    "UNCLASSIFIED//FOUO/PROPIN": "UNCLASSIFIED//PROPIN",
    "SECRET//RD/FRD//NOFORN": "SECRET//RD//NOFORN",
    "SECRET//NOFORN//EXDIS/NODIS": "SECRET//NOFORN//NODIS",
    "SECRET//ORCON/ORCON-USGOV/NOFORN": "SECRET//ORCON/NOFORN",
    "CUI//CTI": "CUI//SP-CTI",
    "CUI//SP-PRIVILEGE": "CUI//PRIVILEGE",
    "SECRET//USA/AUS/GBR EYES ONLY": "SECRET//REL TO USA, AUS, GBR",
    "SECRET//REL TO AUS, GBR": "SECRET//REL TO USA, AUS, GBR",
    "SECRET//REL TO USA, GRB": "SECRET//REL TO USA, GBR",
    "(s)": "(S)",
    "(NS)": "(//NS)",
}


@pytest.mark.parametrize("text", SAFE)
def test_what_has_one_meaning_may_be_written(text: str) -> None:
    found = repair(text).answer
    assert found is not None
    assert found.safe


@pytest.mark.parametrize(("text", "whole"), SUGGESTED.items())
def test_what_leaves_something_out_or_is_guessed_is_a_suggestion(text: str, whole: str) -> None:
    found = repair(text).answer
    assert found is not None
    assert (found.text, found.safe) == (whole, False)


@pytest.mark.parametrize("letter", [char for char in string.ascii_uppercase if char not in "UCSR"])
def test_no_letter_becomes_a_level_by_guess(letter: str) -> None:
    for rest in ("//NF", "//REL TO USA, GBR", ""):
        found = repair(f"({letter}{rest})").answer
        assert found is None or (found.marking.level == "TS" and letter == "T" and not found.safe)


def test_the_register_of_the_day_decides() -> None:
    early, late = date(1988, 6, 1), date(1999, 6, 1)
    assert answer("(LUO)", day=early) is None
    assert answer("(U//LUO)", day=early) == "(U//LOU)"
    found = repair("(LOU)", day=late).answer
    assert found is not None
    assert (found.text, found.safe) == ("(U//SBU)", False)
    assert answer("SECRET//SI//USA/GBR/AUS EYES ONLY", day=date(2012, 6, 1)) == "SECRET//SI//USA/AUS/GBR EYES ONLY"
    assert answer("SECRET//NOFORN/LAC") is None


# -- many -----------------------------------------------------------------------------------------------


def test_damaged_marks_come_back() -> None:
    good: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    total: Counter[str] = Counter()
    confusions = []
    unsafe_wrong = 0
    for kind, hurt, text in samples(24):
        total[kind] += 1
        found = repair(hurt, form_of(text)).answer
        if found is not None and found.text == text:
            good[kind] += 1
        elif found is None:
            confusions.append(f"{kind}: {text!r} -> {hurt!r} -> none")
        else:
            wrong[kind] += 1
            unsafe_wrong += found.safe
            confusions.append(f"{kind}: {text!r} -> {hurt!r} -> {found.text!r} ({found.confidence}, safe {found.safe})")
    print(*(f"{kind}: {good[kind]}/{total[kind]}, {wrong[kind]} wrong" for kind in total), sep="\n")
    print(*confusions, sep="\n")
    assert total.total() > 600
    assert good.total() >= 0.9 * total.total()
    assert wrong.total() <= 0.02 * total.total()
    assert unsafe_wrong <= 0.01 * total.total()
    for kind in total:
        assert good[kind] >= 0.7 * total[kind], kind


# -- whatever comes ---------------------------------------------------------------------------------------

WORDS = [
    "SECRET", "TOP", "S", "TS", "U", "//", "/", "-", " ", ", ", "NOFORN", "NF", "SI", "G", "TK", "REL TO", "USA", "GBR",
    "CUI", "SP-", "CTI", "JOINT", "FGI", "RD", "SIGMA", "14", "SAR", "QZ", "TLP:", "RED", "(", ")", "NATO", "ORCON",
    "x", "?", "０", "Ѕ", "EYES ONLY", "AND", "OFFICIAL", " - ", "\u200b", "\n",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=14).map("".join),
    st.tuples(st.sampled_from(INVENTED), st.integers(0, 60), st.characters()).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] + 1 :]
    ),
)


@given(text=TEXTS, form=st.sampled_from(Form), day=st.sampled_from([None, date(1989, 5, 4), date(2008, 1, 1)]))
@example(text="", form=Form.PORTION, day=None)
@example(text="(--)", form=Form.PORTION, day=None)
@example(text="\ud800", form=Form.BANNER, day=None)
def test_every_candidate_conforms_and_needs_no_repair(text: str, form: Form, day: date | None) -> None:
    found = repair(text, form, day)
    for candidate in found.candidates:
        parsed = LANGUAGE.parse_on(candidate.text, form, day)
        assert conforms(parsed)
        assert parsed.marking == candidate.marking
        assert 0.0 <= candidate.confidence <= 1.0
        assert repair(candidate.text, form, day) == Repair(
            (Candidate(candidate.text, candidate.marking, 0.0, 1.0, True),)
        )
    confidences = [candidate.confidence for candidate in found.candidates]
    assert sum(confidences) <= 1.01
    assert len(confidences) <= 5
    if found.answer is not None:
        assert found.answer is found.candidates[0]


@given(words=st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9), min_size=2, max_size=8))
def test_small_words_are_prose(words: list[str]) -> None:
    found = repair(f"({' '.join(words)})").answer
    known = LANGUAGE.system.vocabulary | LANGUAGE.systems["uk"].vocabulary
    assert found is None or any(word.upper() in known for word in words)


def test_an_answer_does_not_depend_on_what_was_asked_before() -> None:
    texts = [hurt for _, hurt, _ in samples(2)]
    other = Repairer(LANGUAGE)
    for text in reversed(texts):
        assert other.repair(text, form_of(text)) == repair(text)


HOSTILE = [
    "(" * 400, "/" * 400, "(" + "/" * 398 + ")", "SECRET//REL TO " + "USX, " * 77, "(S//" + "NF/" * 130 + ")",
    "TOP SECRET//SI-" + "AB-" * 120, "SECRET//SAR-" + "A1/" * 120, "USA" * 133, "SI" * 200, "TOPSECRET" * 44,
    "A" * 400, "А" * 400, "- " * 200, "-" * 380 + "ENTIRE TEXT", "? " * 200, "NOT RELEASABLE TO FORIEGN " * 15,
]  # fmt: skip


def seconds(run: Callable[[], object]) -> float:
    """The least processor time of three runs."""

    def once() -> float:
        start = time.process_time()
        run()
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.fixture(scope="module")
def damaged() -> list[tuple[str, Form]]:
    return [(hurt, form_of(text)) for _, hurt, text in samples(6)]


@pytest.fixture(scope="module")
def usual(damaged: list[tuple[str, Form]]) -> float:
    """The yardstick: how long the repair of one mark with the usual damage takes, in seconds."""

    def run() -> None:
        fresh = Repairer(LANGUAGE)
        for text, form in damaged:
            fresh.repair(text, form)

    return seconds(run) / len(damaged)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_hostile_marks_take_bounded_time(text: str, usual: float) -> None:
    def run() -> None:
        fresh = Repairer(LANGUAGE)
        for form in (Form.PORTION, Form.BANNER):
            fresh.repair(text[:400], form)

    assert seconds(run) < 4000 * usual


def test_a_text_too_long_for_a_mark_has_no_candidates(usual: float) -> None:
    text = "SECRET//" + "NOFORN/" * 9000
    assert repair(text, Form.BANNER) == Repair()
    assert seconds(lambda: Repairer(LANGUAGE).repair(text, Form.BANNER)) < 50 * usual


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＮＯＦＯＲＮ", "NOFORN"), ("ᏚᎬᏟᎡᎬᎢ", "SECRET"), ("ꓢꓰꓚꓣꓰꓔ", "SECRET"), ("Տ//ΝF", "S//NF"), ("Ⓢⓔⓒ", "SEC"),
        ("s\u0301ecret", "SECRET"), ("S⁄⁄NF", "S//NF"), ("S⫽NF", "S//NF"), ("SI‑G", "SI-G"), ("S\u3000NF", "S NF"),
        ("［S］", "(S)"), ("٣", "3"), ("\u202dS\u202c", "S"), ("漢", "?"), ("TLP：RED", "TLP:RED"), ("É", "E"),
    ],
)  # fmt: skip
def test_look_alikes_are_plain_characters(text: str, expected: str) -> None:
    assert plain(text).text == expected
