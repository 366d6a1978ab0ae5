"""Hypothesis strategies: markings, ceilings, nasty texts and whole invented telegrams."""

from __future__ import annotations

from hypothesis import strategies as st

from markcheck.marks.language import conforms
from markcheck.marks.lattice import Lattice
from markcheck.marks.order import with_entries
from markcheck.model.marking import Entry, Form, Marking
from markcheck.rulebook.book import rulebook
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control
from markcheck.structure.words import words_of
from telegrams import Paragraph, Telegram

LANGUAGE = words_of(rulebook()).language
SYSTEM: MarkingSystem = LANGUAGE.system
LATTICE: Lattice = LANGUAGE.lattice
COUNTRIES = ("AUS", "CAN", "DEU", "FVEY", "GBR", "JPN", "NATO", "NZL")
HARBOR = ("harbor", "ferry", "lantern", "quay", "timetable", "seed", "potato", "stamp", "commission", "Tuesday")
_CATEGORIES = {"SP": ("CTI", "EXPT", "SSI"), "BASIC": ("PRVCY", "PRIVILEGE", "EXPT")}
_LEADS = ("us", "us", "us", "us", "us", "joint", "foreign", "nato", "cui")


@st.composite
def markings(draw: st.DrawFn) -> Marking:
    """Any marking that the register allows: of every kind, with values of every shape."""
    lead = SYSTEM.leads[draw(st.sampled_from(_LEADS))]
    level = draw(st.sampled_from(lead.levels))
    owners: tuple[str, ...] = ()
    entries: list[Entry] = []
    if lead.owners_with_home:
        owners = tuple(sorted(("USA", *draw(st.sets(st.sampled_from(("AUS", "DEU", "GBR")), min_size=1)))))
        entries.append(Entry("REL", codes=("USA", *(code for code in owners if code != "USA"))))
    elif lead.owners == "before":
        owners = tuple(sorted(draw(st.sets(st.sampled_from(("DEU", "GBR")), min_size=1))))
    marking = with_entries(SYSTEM, Marking(level, (), lead.id, owners), entries)
    roots = [control for control in SYSTEM.controls.values() if not control.parent and lead.id in control.leads]
    for control in draw(st.lists(st.sampled_from(roots), max_size=5, unique_by=lambda control: control.id)):
        marking = _with(marking, draw(values(control)))
    return marking


@st.composite
def values(draw: st.DrawFn, control: Control) -> list[Entry]:
    """A value of ``control``, with what it needs beside it."""
    name, tree, codes = "", (), ()
    if control.shape == "codes":
        codes = tuple(draw(st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=3, unique=True)))
        codes = tuple(sorted(codes, key=SYSTEM.code_key))
        if control.list == "release":
            codes = (SYSTEM.home, *codes)
        elif control.list == "sources" and draw(st.booleans()):
            codes = ()
    elif control.shape == "named":
        name = draw(st.sampled_from(_CATEGORIES[control.id]))
    elif control.shape == "program":
        name = draw(st.sampled_from(("AL", "QZ", "B7")))
    elif control.shape == "unlisted":
        name = draw(st.sampled_from(("77A", "4X")))
    if control.shape in ("tree", "program"):
        parts = sorted({child.portion[0] for child in SYSTEM.children.get(control.id, {}).values()}) or ["K2", "M4"]
        chosen = draw(st.lists(st.sampled_from(parts), max_size=2, unique=True))
        tree = tuple((part, draw(_subs(control, part))) for part in sorted(chosen))
    needed = set(control.requires)
    for part, subs in tree:
        child = SYSTEM.children.get(control.id, {}).get(part)
        if child is not None:
            needed |= set(child.requires)
            needed |= set(child.below.requires) if child.below and subs else set()
    needed |= {other for rule in SYSTEM.constraints.get(control.id, ()) if not rule.advice for other in rule.requires}
    return [
        Entry(control.id, name, tree, codes),
        *(Entry(other) for other in sorted(needed) if other in SYSTEM.controls),
    ]


def _subs(control: Control, part: str) -> st.SearchStrategy[tuple[str, ...]]:
    child = SYSTEM.children.get(control.id, {}).get(part)
    below = child.below if child is not None else None
    if below is None:
        return st.just(())
    names = [name for name in ("14", "18", "ABCD", "WXYZ", "12AB") if below.pattern.fullmatch(name)]
    least = 1 if below.required else 0
    return st.lists(st.sampled_from(names), min_size=least, max_size=2, unique=True).map(
        lambda found: tuple(sorted(found))
    )


def _with(marking: Marking, entries: list[Entry]) -> Marking:
    """``marking`` with further values, unless the register refuses the sum."""
    more = with_entries(SYSTEM, marking, entries)
    text = LANGUAGE.banner(more)
    portion = LANGUAGE.portion(more)
    right = conforms(LANGUAGE.parse_on(text, Form.BANNER, None))
    right = right and conforms(LANGUAGE.parse_on(portion, Form.PORTION, None))
    return more if right and LANGUAGE.parse(text, Form.BANNER).marking == more else marking


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
    "(S//REL TO USA,",
    "GBR) in the next line",
    "(A long bracket that goes on",
    "TLP:RED",
    "CUI//SP-CTI",
    "OFFICIAL-SENSITIVE - COMMERCIAL",
    "//NATO SECRET",
    "SECRET//NOFORN",
    "S E C R E T//SI//NOFORN BRONN 000202",
    "[S//NF] brackets",
    "(S\\NF) a backslash",
    "-- (SI) units",
    "\uff08S\uff0f\uff0fNF\uff09 wide",
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
    captions = ("NOFORN",) if any(mark.endswith("//NF") for mark in marks) else ()
    # The network that SIPDIS feeds ends at SECRET.
    captions += ("SIPDIS",) if level != "TOP SECRET" else ()
    return Telegram(level, tuple(paragraphs), captions, header=draw(st.booleans()))
