"""Hypothesis strategies: markings, ceilings, nasty texts and whole invented telegrams."""

from __future__ import annotations

from hypothesis import strategies as st

from markcheck.model.marking import Marking
from markcheck.rulebook.book import rulebook
from markcheck.rulebook.systems import MarkingSystem
from telegrams import Paragraph, Telegram

SYSTEM: MarkingSystem = rulebook().system
COUNTRIES = ("AUS", "CAN", "DEU", "GBR", "JPN", "NZL")
HARBOR = ("harbor", "ferry", "lantern", "quay", "timetable", "seed", "potato", "stamp", "commission", "Tuesday")


@st.composite
def markings(draw: st.DrawFn) -> Marking:
    """Any marking that the vocabulary allows."""
    level = draw(st.sampled_from(sorted(SYSTEM.levels)))
    chosen: list[str] = []
    for name, control in SYSTEM.controls.items():
        if level not in control.levels or draw(st.integers(0, 3)) != 0:
            continue
        joined = {*control.joins, *(join for other in chosen for join in SYSTEM.controls[other].joins)}
        clash = any(other in control.forbids or name in SYSTEM.controls[other].forbids for other in chosen)
        if not clash and not joined & {name, *chosen}:
            chosen.append(name)
    codes: tuple[str, ...] = ()
    if "REL" in chosen:
        codes = ("USA", *draw(st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=4, unique=True)))
    return Marking(level, tuple(chosen), codes)


def sentences() -> st.SearchStrategy[str]:
    """Harmless prose of the harbor."""
    return st.lists(st.sampled_from(HARBOR), min_size=3, max_size=14).map(lambda words: " ".join(words) + ".")


# Lines that try to look like anything but the text of a withheld paragraph. None carries a valid mark at the start of a
# passage: that would make a portion of its own, whose existence the public version rightly shows.
TRAPS = (
    "",
    "   ",
    "----------",
    "=====",
    "SUMMARY",
    "COMMENT",
    "End comment.",
    "End points.",
    "Begin points:",
    "BRANT",
    "BT",
    "NNNN",
    "#0101",
    "-- a further point",
    "- a dash",
    "* a star",
    "a. an item",
    "(1) an item",
    "(a) an item",
    "1. an unmarked number",
    "2. another unmarked number",
    "9. a far number",
    "2006. a year",
    "1.4 (b) and (d)",
    "PORT ELARA 00000101  001.2 OF 002",
    "PAGE 02 PORT ELARA 00101 01 OF 02 151200Z",
    "CONFIDENTIAL",
    "S E C R E T",
    "SIPDIS",
    "NOFORN",
    "E.O. 12958: DECL: 01/01/2030",
    "TAGS: PREL",
    "SUBJECT: ANOTHER SUBJECT",
    "REF: A. BRONN 12",
    "Classified By: M. Orrin",
    "FM AMEMBASSY BRONN",
    "O 010101Z JAN 01",
    "[Redacted version at UNCLASSIFIED of a SECRET original, made elsewhere.]",
    "S E C R E T BRONN 000202",
    "C O N F I D E N T I A L PORT ELARA 000101",
    "VZCZCXRO0001",
    "ZNY SSSSS ZZH",
    "12 2007-01-01 07BRONN202 SECRET",
    "Reference ID\tCreated\tReleased\tClassification\tOrigin",
    "[withheld]",
    "[3. (U) withheld]",
    "MEMORANDUM FOR: M. Orrin",
    "Derived From: Harbor Guide 12",
    "SECRET - ENTIRE TEXT.",
    "(five) a bracket",
    "(X",
    "see paragraph 1 (U) and paragraph 2 (C)",
    "text (U) in the middle (S//NF) of a line",
    "a \f form feed",
    "a \u2028 separator",
    "\u00b6 a pilcrow",
    "\u00fcml\u00e4uts \u4e2d\u6587",
)


def nasty_texts() -> st.SearchStrategy[str]:
    """Texts of a withheld paragraph: prose, blank lines, dashes, numbers, capitals, headings, anything printable."""
    noise = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="(["))
    line = st.one_of(st.sampled_from(TRAPS), sentences(), noise)
    return st.tuples(sentences(), st.lists(line, max_size=8)).map(lambda parts: "\n".join([parts[0], *parts[1]]))


LINES = {"UNCLAS": "U", "CONFIDENTIAL": "C", "SECRET": "S", "TOP SECRET": "TS"}
MARKS = {
    "UNCLAS": ("U", "SBU"),
    "CONFIDENTIAL": ("U", "SBU", "C", "C//NF"),
    "SECRET": ("U", "SBU", "C", "C//NF", "S", "S//NF"),
    "TOP SECRET": ("U", "C", "S", "S//NF", "TS"),
}


@st.composite
def telegrams(draw: st.DrawFn) -> Telegram:
    """A sound telegram: at least one (U) paragraph and one at the level of its classification line."""
    level = draw(st.sampled_from(("CONFIDENTIAL", "SECRET", "TOP SECRET")))
    top = LINES[level]
    marks = draw(st.lists(st.sampled_from(MARKS[level]), min_size=1, max_size=5))
    marks = draw(st.permutations(["U", top, *marks]))
    paragraphs = []
    for mark in marks:
        items = draw(st.lists(sentences(), max_size=2))
        heading = draw(st.sampled_from((None, None, None, "SUMMARY", "COMMENT", "FEES AND DUES")))
        paragraphs.append(Paragraph(mark, draw(sentences()), tuple(items), heading))
    captions = ("SIPDIS", "NOFORN") if any(mark.endswith("//NF") for mark in marks) else ("SIPDIS",)
    return Telegram(level, tuple(paragraphs), captions, header=draw(st.booleans()))
