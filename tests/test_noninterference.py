"""The laws of redaction over documents of every kind and ceiling: noninterference, monotony, idempotence, completeness.

300 documents in the normal run, 10,000 in ``make nightly``. Every document is invented.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from markcheck import api
from markcheck.errors import RedactionRefused
from markcheck.marks.ceiling import Ceiling, read_ceiling, read_level
from markcheck.redact.manifest import make_manifest
from strategies import LANGUAGE, nasty_texts, sentences

CASES = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 300
MARKS = ("U", "U", "U//FOUO", "C", "C//NF", "S", "S//NF", "S//REL TO USA, GBR", "TS//SI//NF")
CEILINGS = ("U", "U//FOUO", "C", "S//NF", "S//REL TO USA, GBR", "TS//NF")
LADDER = ("U", "C", "S//NF", "TS//SI//NF")
BANNER = "TOP SECRET//SI//NOFORN"
BLOCK = (
    "Classified By: A. Person, Chief, Division 5\nDerived From: Harbor Guide 7, dated 20120110\nDeclassify On: 20370110"
)
HEADS = {
    "memo": f"{BANNER}\n\nMEMORANDUM FOR: Director, Port Office\nFROM: Chief, Division 5\nDATE: 20140305\n"
    "SUBJECT: (U) Harbor talks",
    "letter": f"{BANNER}\n\nPort Office\n\nMarch 5, 2014\n\nDear Minister Person:",
    "email": f"{BANNER}\n\nFrom: Person, A.\nSent: Wednesday, March 5, 2014\nTo: Person, B.\nSubject: (U) Harbor talks",
    "minutes": f"{BANNER}\n\nMEMORANDUM OF CONVERSATION\n\nDATE: March 5, 2014\nPLACE: Room 4\nSUBJECT: (C) Fees",
    "report": f"{BANNER}\n\n(U) Annual report\n\n20140305\n\n{BLOCK}\n\n{BANNER}\n\f{BANNER}",
    "telegram": "O 151200Z SEP 07\nFM AMEMBASSY PORT ELARA\n\nT O P  S E C R E T PORT ELARA 000101\n\nNOFORN\n\n"
    "E.O. 12958: DECL: 09/14/2017\nTAGS: PREL, XX\nSUBJECT: (U) HARBOR TALKS",
}


class Doc(Struct, frozen=True):
    """A document: its kind, and paragraphs with their marks, texts and items."""

    kind: str
    numbered: bool
    paragraphs: tuple[tuple[str, str, tuple[str, ...]], ...]

    def text(self) -> str:
        parts = [HEADS[self.kind]]
        for number, (mark, text, items) in enumerate(self.paragraphs, 1):
            if self.kind == "report" and number == 3:
                parts.append(f"{BANNER}\n\n\f{BANNER}")
            before = f"{number}. " if self.numbered else ""
            parts.append("\n\n".join([f"{before}({mark}) {text}", *(f"-- {item}" for item in items)]))
        if self.kind == "telegram":
            parts.append("PERSON")
        else:
            parts.extend([BLOCK, BANNER] if self.kind != "report" else [BANNER])
        return "\n\n".join(parts) + "\n"


@st.composite
def docs(draw: st.DrawFn) -> Doc:
    kind = draw(st.sampled_from(sorted(HEADS)))
    count = draw(st.integers(2, 6))
    paragraphs = tuple(
        (draw(st.sampled_from(MARKS)), draw(sentences()), tuple(draw(st.lists(sentences(), max_size=2))))
        for _ in range(count)
    )
    # A telegram's paragraphs have numbers; without them what follows a mark is its own.
    return Doc(kind, True if kind == "telegram" else draw(st.booleans()), paragraphs)


def version(text: str, ceiling: Ceiling) -> tuple[str, str]:
    """The version and its manifest, or how it was refused."""
    try:
        redaction = api.redact("document", text.encode(), ceiling)
    except RedactionRefused:
        return "refused", ""
    return redaction.data.decode(), make_manifest(redaction.plan, redaction.data, redaction.book).model_dump_json()


def ceiling_of(text: str) -> Ceiling:
    return read_ceiling(text, LANGUAGE)


def fits(mark: str, ceiling: Ceiling) -> bool:
    marking = LANGUAGE.parse(f"({mark})").marking
    assert marking is not None
    return ceiling.dominates(marking)


def kept(text: str) -> list[str]:
    """The lines of released portions."""
    return [line for line in text.split("\n") if re.match(r"(?:\d+\. )?\([A-Z]", line)]


@settings(max_examples=CASES)
@given(docs(), st.sampled_from(CEILINGS), st.data())
def test_withheld_text_has_no_influence(doc: Doc, name: str, data: st.DataObject) -> None:
    ceiling = ceiling_of(name)
    hidden = [index for index, (mark, _, _) in enumerate(doc.paragraphs) if not fits(mark, ceiling)]
    assume(hidden)
    paragraphs = list(doc.paragraphs)
    for index in hidden:
        items = tuple(data.draw(st.lists(sentences(), max_size=2)))
        paragraphs[index] = (paragraphs[index][0], data.draw(nasty_texts()), items)
    other = replace(doc, paragraphs=tuple(paragraphs))
    assert version(doc.text(), ceiling) == version(other.text(), ceiling)


@given(docs(), st.sampled_from(CEILINGS))
def test_no_run_of_a_withheld_paragraph_is_in_the_version(doc: Doc, name: str) -> None:
    ceiling = ceiling_of(name)
    public, _ = version(doc.text(), ceiling)
    assert public != "refused"
    released = " ".join(" ".join([text, *items]) for mark, text, items in doc.paragraphs if fits(mark, ceiling))
    for mark, text, items in doc.paragraphs:
        if not fits(mark, ceiling):
            words = " ".join([text, *items]).split()
            runs = [" ".join(words[at : at + 4]) for at in range(len(words) - 3)]
            assert not [run for run in runs if run in public and run not in released]


@given(docs())
def test_a_higher_ceiling_releases_no_less(doc: Doc) -> None:
    versions = [kept(version(doc.text(), ceiling_of(name))[0]) for name in LADDER]
    for lower, higher in pairwise(versions):
        assert set(lower) <= set(higher)


@given(docs(), st.sampled_from(CEILINGS))
def test_a_version_redacted_again_is_the_same(doc: Doc, name: str) -> None:
    once, _ = version(doc.text(), ceiling_of(name))
    assert version(once, ceiling_of(name))[0] == once


@given(docs())
def test_a_ceiling_at_the_top_releases_everything(doc: Doc) -> None:
    public, _ = version(doc.text(), read_level("TS", LANGUAGE))
    for mark, text, items in doc.paragraphs:
        assert f"({mark}) {text}" in public
        assert all(f"-- {item}" in public for item in items)
    assert "withheld]" not in public


@given(docs(), st.sampled_from(CEILINGS))
def test_a_version_is_sound_at_its_new_level(doc: Doc, name: str) -> None:
    def grave(text: str) -> set[str]:
        found = api.validate("document", text.encode()).findings
        return {finding.rule for finding in found if finding.severity.value != "info"}

    public, _ = version(doc.text(), ceiling_of(name))
    # What was wrong with the original may still be.
    assert grave(public) <= grave(doc.text()) | {"rollup-banner-too-high"}
