"""Public versions: what leaves, what stays, and that nothing of what is withheld shows.

Every document in it is invented.
"""

from __future__ import annotations

import hashlib
import json
import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from markcheck import api
from markcheck.api import Redaction
from markcheck.cli.schemas import schema_text
from markcheck.errors import UsageError
from markcheck.model.message import Kind
from markcheck.model.plan import Decision
from markcheck.redact.manifest import make_manifest
from strategies import LANGUAGE, nasty_texts, sentences, telegrams
from telegrams import FILLER, MEMO, UNCLASSIFIED, Paragraph, Telegram, of_marks

CEILINGS = ("U", "SBU", "C", "C//NF", "S", "S//NF", "TS")
LATTICE, GRAMMAR = LANGUAGE, LANGUAGE
MIXED = of_marks("U", "C", "U", "C")


def redact(source: str | Telegram, ceiling: str = "U") -> Redaction:
    text = source.text() if isinstance(source, Telegram) else source
    return api.redact("invented", text.encode(), ceiling)


def public(source: str | Telegram, ceiling: str = "U") -> str:
    return redact(source, ceiling).data.decode()


def manifest(redaction: Redaction) -> str:
    return make_manifest(redaction.plan, redaction.data, redaction.book).model_dump_json(indent=2)


def under(mark: str | None, ceiling: str) -> bool:
    """Whether a paragraph with ``mark`` may leave."""
    if mark is None:
        return False
    limit, marking = (GRAMMAR.parse(f"({text})").marking for text in (ceiling, mark))
    assert limit is not None
    assert marking is not None
    return LATTICE.dominates(limit, marking)


def withheld_indices(telegram: Telegram, ceiling: str) -> list[int]:
    return [index for index, item in enumerate(telegram.paragraphs) if not under(item.mark, ceiling)]


# -- noninterference ---------------------------------------------------------------------------------


def same_public_version(first: str, second: str, ceiling: str) -> None:
    left, right = redact(first, ceiling), redact(second, ceiling)
    assert left.data.decode() == right.data.decode()
    assert manifest(left) == manifest(right)


@given(telegrams(), st.sampled_from(CEILINGS), st.data())
def test_withheld_text_has_no_influence(telegram: Telegram, ceiling: str, data: st.DataObject) -> None:
    """Whatever is put in the place of withheld paragraphs, and whatever hangs on them, nobody can tell."""
    indices = withheld_indices(telegram, ceiling)
    assume(indices)
    paragraphs = list(telegram.paragraphs)
    for index in indices:
        items = data.draw(st.lists(sentences(), max_size=3))
        paragraphs[index] = replace(paragraphs[index], text=data.draw(nasty_texts()), items=tuple(items))
    other = replace(telegram, paragraphs=tuple(paragraphs))
    same_public_version(telegram.text(), other.text(), ceiling)


# Each of these was written to make a withheld paragraph show from outside.
ATTACKS = {
    "nothing but a word": "x",
    "blank lines": "one\n\n\n\ntwo",
    "a rule of dashes": "one\n\n----------\n\ntwo",
    "a heading": "one\n\nSUMMARY\n-------",
    "a heading at the end": "one\n\nCOMMENT",
    "a rule at the end": "one\n\n----------",
    "a signature": "one\n\nTESSEL",
    "unmarked numbers": "one\n\n3. two\n\n4. three\n\n5. four",
    "numbers from the beginning": "one\n\n1. two\n\n2. three",
    "mangled numbers": "one\n\n11. two\n\n12. three\n\n13. four",
    "a page line": "one\n\nPORT ELARA 00000101  001.2 OF 002\n\ntwo",
    "a page line at the end": "one\n\nPORT ELARA 00000101  001.2 OF 002",
    "an old page line": "one\nPAGE 02 PORT ELARA 00101 01 OF 02 151200Z\ntwo",
    "a banner line": "one\n\nS E C R E T\n\ntwo",
    "a banner line with a control": "one\n\nSECRET//NOFORN\n\ntwo",
    "the end of a transmission": "one\nBT\n#0101\nNNNN",
    "a classification line": "one\n\nS E C R E T BRONN 000202\n\ntwo",
    "its own classification line again": "one\n\nC O N F I D E N T I A L PORT ELARA 000101\n\nSIPDIS\n\ntwo",
    "header elements": "one\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: TWO\nREF: A. BRONN 1\n\nClassified By: M. Orrin",
    "a transmission header": "one\n\nVZCZCXRO0001\nOO RUEHXX\nZNY SSSSS ZZH\nO 010101Z JAN 01\nFM BRONN\n\ntwo",
    "a whole telegram": "one\n\nS E C R E T BRONN 000202\n\nNODIS\n\nE.O. 12958: DECL: 01/01/2031\nTAGS: PREL\n\ntwo",
    "a data row": "one\n\n12 2007-01-01 07BRONN202 SECRET\nS E C R E T BRONN 000202\nTAGS: PREL\n\ntwo",
    "a stamp": "one\n\n[withheld]\n\n[7. (S) withheld]\n\ntwo",
    "a statement": "one\n\n[Redacted version at UNCLASSIFIED of a SECRET original, made elsewhere.]\n\ntwo",
    "an entire-text statement": "SECRET - ENTIRE TEXT. one",
    "an entire-text mark in the text": "one (U - ENTIRE TEXT) two",
    "bullets": "one\n\n-- two\n\n- three\n\n* four\n\na. five\n\n(1) six\n\n(a) seven",
    "closers": "one\n\nEnd points.\n\nEnd comment.\n\nEnd text",
    "form feeds": "one\f\f\ntwo",
    "line separators": "one\u2028\u2028two\u2029three\x85four",
    "right to left": "one \u202etwo\u202c \u200bthree\ufeff",
    "tabs and blanks": "\t one \t\n \t \n\ttwo",
    "a wrapped reason": "one for reasons\n1.4 (b) and (d)",
    "a mark in prose": "one, see (S) two and (TS//NF) three",
    "no line end": "one" * 500,
    "Latin letters": "caf\u00e9 \u00b6 one",
    "a page's table": "one\n\nReference ID\tCreated\tReleased\tClassification\tOrigin\n1\t2\t3\tSECRET\t5\n\ntwo",
    "markup": "<pre>one</pre> &amp; <b>two</b>",
    "a memo": "one\n\nMEMORANDUM FOR: M. Orrin\nFROM: nobody\nSUBJECT: (S) two\n\nthree",
    "backslashes": "one\\\ntwo\\",
    "brackets": "one [two] {three} ((four)) (five",
    "a line-start bracket": "one\n(U) two",
    "a line-start bracket after a sentence": "One.\n(five) two",
}


@pytest.mark.parametrize("telegram", [MIXED, replace(MIXED, header=False)], ids=["header", "bare"])
@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_a_withheld_paragraph_says_shows(name: str, telegram: Telegram) -> None:
    for index in (1, 3):
        same_public_version(telegram.text(), telegram.with_texts({index: ATTACKS[name]}).text(), "U")


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_a_withheld_item_says_shows(name: str) -> None:
    plain = Telegram(paragraphs=(Paragraph("U"), Paragraph("C", items=("one", "two")), Paragraph("U")))
    other = replace(plain, paragraphs=(Paragraph("U"), Paragraph("C", items=(ATTACKS[name],)), Paragraph("U")))
    same_public_version(plain.text(), other.text(), "U")


@given(telegrams(), st.sampled_from(CEILINGS), st.data())
def test_no_four_words_of_a_withheld_paragraph_are_in_the_public_version(
    telegram: Telegram, ceiling: str, data: st.DataObject
) -> None:
    indices = withheld_indices(telegram, ceiling)
    assume(indices)
    secret = {index: data.draw(nasty_texts()) for index in indices}
    rest = replace(telegram, paragraphs=tuple(p for i, p in enumerate(telegram.paragraphs) if i not in secret))
    version = public(telegram.with_texts(secret), ceiling)
    assert telegram.ref is not None
    allowed = runs(rest.text()) | runs(version.partition(telegram.ref)[0])
    shown = set().union(*map(runs, re.split(r"\[[^\]\n]*withheld\]", version)))
    for text in secret.values():
        assert not (runs(text) - allowed) & shown


def runs(text: str, length: int = 4) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_the_search_for_runs_finds_one() -> None:
    assert runs("a b c d e") & runs("x b c d e y")
    assert not runs("a b c") & runs("a b c")


# -- properties of whole versions --------------------------------------------------------------------


@given(telegrams(), st.sampled_from(CEILINGS), st.dictionaries(st.integers(0, 5), nasty_texts(), max_size=2))
def test_redacting_again_changes_nothing(telegram: Telegram, ceiling: str, texts: dict[int, str]) -> None:
    hidden = {index: text for index, text in texts.items() if index in withheld_indices(telegram, ceiling)}
    once = redact(telegram.with_texts(hidden), ceiling)
    assert redact(once.data.decode(), ceiling).data.decode() == once.data.decode()


def released_numbers(redaction: Redaction) -> set[int]:
    return {
        block.number
        for unit in redaction.plan.units
        if unit.decision is Decision.RELEASED
        for block in unit.blocks
        if block.kind is Kind.PORTION and block.number is not None
    }


@given(telegrams())
def test_exactly_the_portions_under_the_ceiling_are_released(telegram: Telegram) -> None:
    for ceiling in CEILINGS:
        expected = {number for number, item in enumerate(telegram.paragraphs, 1) if under(item.mark, ceiling)}
        assert released_numbers(redact(telegram, ceiling)) == expected


@given(telegrams(), st.dictionaries(st.integers(0, 5), nasty_texts(), max_size=2))
def test_a_higher_ceiling_releases_no_less(telegram: Telegram, texts: dict[int, str]) -> None:
    text = telegram.with_texts(texts).text()
    released = [released_numbers(redact(text, ceiling)) for ceiling in ("U", "C", "S", "TS")]
    for lower, higher in pairwise(released):
        assert lower <= higher


def grave(text: str) -> list[str]:
    findings = api.validate("x", text.encode()).findings
    return [finding.rule for finding in findings if finding.severity.value in ("error", "warning")]


def test_a_version_at_sbu_is_sound() -> None:
    telegram = of_marks("U", "SBU", "C")
    assert grave(telegram.text()) == []
    assert grave(public(telegram, "SBU")) == []


@given(telegrams(), st.sampled_from([ceiling for ceiling in CEILINGS if ceiling != "SBU"]))
def test_a_version_of_a_sound_telegram_is_sound(telegram: Telegram, ceiling: str) -> None:
    assert grave(telegram.text()) == []
    assert grave(public(telegram, ceiling)) == []


@given(telegrams(), st.sampled_from(CEILINGS))
def test_a_version_is_under_its_ceiling(telegram: Telegram, ceiling: str) -> None:
    limit = GRAMMAR.parse(f"({ceiling})").marking
    assert limit is not None
    message = api.inspect("x", redact(telegram, ceiling).data).messages[0]
    assert message.banner is not None
    assert LATTICE.dominates(limit, message.banner)
    for block in message.blocks:
        if block.mark and block.kind is not Kind.STAMP:
            assert block.mark.parsed.marking is not None
            assert LATTICE.dominates(limit, block.mark.parsed.marking)


@given(telegrams(), st.sampled_from(CEILINGS))
def test_the_original_and_its_version_say_the_same_in_what_is_released(telegram: Telegram, ceiling: str) -> None:
    version = public(telegram, ceiling)
    for number, item in enumerate(telegram.paragraphs, 1):
        if under(item.mark, ceiling):
            assert f"{number}. ({item.mark}) {item.text}" in version
            assert all(f"-- {point}" in version for point in item.items)
        else:
            assert f"[{number}. ({item.mark}) withheld]" in version


# -- what is written anew ----------------------------------------------------------------------------


def test_the_version_of_a_telegram() -> None:
    assert public(MIXED).replace(",", "").splitlines()[1:] == [
        "",
        "VZCZCXRO1234",
        "OO RUEHXX",
        "DE RUEHZZ #0101/01 2581200",
        "ZNR UUUUU ZZH",
        "O 151200Z SEP 07",
        "FM AMEMBASSY PORT ELARA",
        "TO RUEHC/SECSTATE WASHDC IMMEDIATE 1234",
        "INFO RUEHYY/AMEMBASSY BRONN PRIORITY 0456",
        "",
        "UNCLAS PORT ELARA 000101",
        "",
        "SIPDIS",
        "",
        "E.O. 12958: N/A",
        "TAGS: PREL EFIS XX",
        "",
        "SUBJECT: [withheld]",
        "",
        "REF: BRONN 77",
        "",
        f"1. (U) {FILLER}",
        "",
        "[2. (C) withheld]",
        "",
        f"3. (U) {FILLER}",
        "",
        "[4. (C) withheld]",
    ]
    assert public(MIXED).startswith("[Redacted version at UNCLASSIFIED of a CONFIDENTIAL original, made by markcheck ")


def test_a_released_subject_keeps_its_mark() -> None:
    assert "SUBJECT: (U) FERRIES" in public(replace(MIXED, subject="SUBJECT: (U) FERRIES"))
    version = public(replace(MIXED, subject="SUBJECT: (C) FERRIES"))
    assert "SUBJECT: [(C) withheld]" in version
    assert "FERRIES" not in version


@pytest.mark.parametrize(
    ("ceiling", "line", "warning", "order", "classified_by"),
    [
        ("U", "UNCLAS PORT ELARA 000101", "ZNR UUUUU ZZH", "E.O. 12958: N/A", False),
        ("C", "C O N F I D E N T I A L PORT ELARA 000101", "ZNY CCCCC ZZH", "E.O. 12958: DECL: 09/14/2017", True),
        ("S", "S E C R E T PORT ELARA 000101", "ZNY SSSSS ZZH", "E.O. 12958: DECL: 09/14/2017", True),
        ("TS", "T O P  S E C R E T PORT ELARA 000101", "ZNY TTTTT ZZH", "E.O. 12958: DECL: 09/14/2017", True),
    ],
)
def test_every_place_that_states_the_level_is_marked_anew(
    ceiling: str, line: str, warning: str, order: str, classified_by: bool
) -> None:
    lines = public(of_marks("U", "C", "S", "TS", level="TOP SECRET"), ceiling).splitlines()
    for expected in (line, warning, order):
        assert expected in lines
    assert any(text.startswith("Classified By: Consul M. Orrin") for text in lines) is classified_by
    assert not [text for text in lines if text.startswith("ZN") and text != warning]


def test_captions_that_no_longer_apply_go() -> None:
    telegram = of_marks("U", "C", "S//NF", level="SECRET", captions=("NOFORN", "SIPDIS"))
    assert "NOFORN" not in public(telegram, "U").replace("[3. (S//NF) withheld]", "")
    assert "NOFORN" not in public(telegram, "C").replace("[3. (S//NF) withheld]", "")
    assert "NOFORN" in public(telegram, "S//NF").splitlines()
    assert "SIPDIS" in public(telegram, "U").splitlines()


@pytest.mark.parametrize("caption", ["NODIS", "EXDIS", "STADIS", "CHEROKEE", "EYES ONLY"])
def test_restrictive_captions_go(caption: str) -> None:
    assert caption not in public(replace(MIXED, captions=(caption,)))


def test_an_unknown_line_among_the_captions_is_withheld() -> None:
    assert "LANTERN" not in public(replace(MIXED, captions=("LANTERN BUSINESS", "SIPDIS")))


@pytest.mark.parametrize("form", ["page", "page_html"])
def test_the_version_of_a_page_is_a_page_with_its_level_changed(form: str) -> None:
    lines = public(getattr(MIXED, form)()).splitlines()
    row = lines[lines.index("Reference ID\tCreated\tReleased\tClassification\tOrigin") + 1]
    assert row == "07PORTELARA101\t2007-09-15 12:00\t2011-08-29 03:10\tUNCLASSIFIED\tEmbassy Port Elara"
    assert "ZNR UUUUU ZZH" in lines
    assert "UNCLAS PORT ELARA 000101" in lines
    assert not [line for line in lines if "CONFIDENTIAL" in line and not line.startswith("[Redacted version")]
    assert grave("\n".join(lines)) == []


def test_page_text_around_a_telegram_does_not_leave() -> None:
    assert "Tidewater" not in public(MIXED.page())
    assert "Tidewater" not in public(MIXED.page_html())


def test_the_version_of_a_memo() -> None:
    version = public(MEMO)
    assert version.startswith("[Redacted version at UNCLASSIFIED of a SECRET original")
    lines = version.splitlines()
    assert lines.count("UNCLASSIFIED") == 2
    assert "SUBJECT: (U) Ferry timetable for the winter" in lines
    assert "1. (U) The Harbor Office printed the timetable in January." in lines
    assert "[2. (S//NF) withheld]" in lines
    for gone in ("June", "NOFORN", "Derived From", "Declassify On", "Classified By"):
        assert gone not in version
    assert [finding.rule for finding in api.validate("x", version.encode()).findings] == []
    assert public(version) == version


def test_an_unclassified_telegram_leaves_whole() -> None:
    statement, _, version = public(UNCLASSIFIED).partition("\n")
    assert "an UNCLASSIFIED original" in statement
    assert version.replace(",", "").split() == UNCLASSIFIED.text().replace(",", "").split()


def test_nothing_to_release_is_said_by_stamps_alone() -> None:
    telegram = of_marks("C", "C")
    version = public(telegram)
    assert released_numbers(redact(telegram)) == set()
    assert "[1. (C) withheld]\n\n[2. (C) withheld]" in version


def test_numbers_are_kept_and_mangled_ones_mended() -> None:
    text = MIXED.text()
    for number in (1, 2, 3, 4):
        text = text.replace(f"\n{number}. (", f"\n1{number}. (")
    assert public(text) == public(MIXED)
    assert public(MIXED.text().replace("\n3. (", "\n\u00b63. (")) == public(MIXED)


# -- fail closed -------------------------------------------------------------------------------------

WITHHELD = {
    "unmarked": "2. SECRETWORD",
    "invalid mark": "2. (K) SECRETWORD",
    "restricted": "2. (R) SECRETWORD",
    "level word": "2. (UNCLASSIFIED) SECRETWORD",
    "look-alike": "2. (\u0421) SECRETWORD",
    "level with a control it cannot have": "2. (U//OC) SECRETWORD",
    "control above the ceiling": "2. (SBU) SECRETWORD",
    "mark before the number": "(U) 2. SECRETWORD",
    "mark after the first word": "2. Summary: (U) SECRETWORD",
    "doubled, different": "2. (U) (C) SECRETWORD",
    "doubled, different, the lower last": "2. (C) (U) SECRETWORD",
    "before and after": "(C) 2. (U) SECRETWORD",
    "a classified mark at the start of a wrapped line": "2. (U) One two\n(C) SECRETWORD",
    "an unmarked number after a blank line": "2. (C) One.\n\n9. SECRETWORD",
    "an unmarked number after a released paragraph": "2. (U) One.\n\n9. SECRETWORD",
    "unmarked prose under a withheld paragraph": "2. (C) One.\n\nSECRETWORD",
    "a heading that is no structural word": "SECRETWORD\n----------\n\n2. (U) One.",
    "a heading over a withheld paragraph": "SECRETWORD\n----------\n\n2. (C) One.",
    "an item with its own mark": "2. (U) One.\n\n-- (C) SECRETWORD",
    "a lettered item with its own mark": "2. (U) One.\n\na. (C) SECRETWORD",
    "an item under a withheld paragraph": "2. (C) One.\n\n-- SECRETWORD",
    "a passage with a mark and no number": "2. (U) One.\n\n(C) SECRETWORD",
}


@pytest.mark.parametrize("name", WITHHELD)
def test_what_is_not_proven_releasable_is_withheld(name: str) -> None:
    text = MIXED.text().replace(f"2. (C) {FILLER}", WITHHELD[name])
    version = public(text)
    assert "SECRETWORD" not in version
    assert f"1. (U) {FILLER}" in version
    assert "withheld]" in version


def test_the_same_words_with_a_releasable_mark_are_released() -> None:
    assert "SECRETWORD" in public(MIXED.text().replace(f"2. (C) {FILLER}", "2. (U) SECRETWORD"))


def test_items_with_their_own_marks_are_decided_on_alone() -> None:
    items = "2. (C) One.\n\n-- (U) Two.\n\n-- (C) Three.\n\n-- (U) Four."
    version = public(MIXED.text().replace(f"2. (C) {FILLER}", items))
    lines = version.splitlines()
    assert "[2. (C) withheld]" in lines
    assert "-- (U) Two." in lines
    assert "[(C) withheld]" in lines
    assert "-- (U) Four." in lines


def test_unmarked_text_of_an_unclassified_telegram_leaves_under_its_banner() -> None:
    assert public(UNCLASSIFIED).count(FILLER) == 2


def test_a_page_that_states_more_than_the_line_withholds_unmarked_text() -> None:
    version = public(UNCLASSIFIED.page(stated="SECRET"))
    assert FILLER not in version


def test_a_second_telegram_leaves_by_its_own_marks_alone() -> None:
    second = of_marks("U", "S", level="SECRET", header=False, ref="REF: SALTMERE 5", tags="TAGS: KFEE")
    second = second.with_texts({0: "Open.", 1: "SECRETWORD."})
    other = second.text().replace("PORT ELARA 000101", "BRONN 000202").replace("FEES", "SECRETWORD")
    version = public(f"{MIXED.text()}\n{other}")
    for withheld in ("SECRETWORD", "SALTMERE", "KFEE", "BRONN 000202"):
        assert withheld not in version
    assert "1. (U) Open." in version
    assert public(version) == version


@pytest.mark.parametrize("ceiling", ["", "X", "R", "RESTRICTED", "U//OC", "everything", "S//REL TO GBR", "(", "CONF"])
def test_what_is_no_marking_is_no_ceiling(ceiling: str) -> None:
    with pytest.raises(UsageError, match="--max"):
        redact(MIXED, ceiling)


@pytest.mark.parametrize("ceiling", ["U", "u", "(U)", "UNCLASSIFIED", " U "])
def test_a_ceiling_in_any_form(ceiling: str) -> None:
    assert public(MIXED, ceiling) == public(MIXED)


# -- the manifest ------------------------------------------------------------------------------------


@given(telegrams(), st.sampled_from(CEILINGS))
def test_the_manifest_fits_its_schema_and_its_version(telegram: Telegram, ceiling: str) -> None:
    redaction = redact(telegram, ceiling)
    record = json.loads(manifest(redaction))
    Draft202012Validator(json.loads(schema_text("manifest"))).validate(record)
    assert record["output"]["sha256"] == hashlib.sha256(redaction.data).hexdigest()
    assert record["output"]["bytes"] == len(redaction.data)
    decided = {unit["number"]: unit["decision"] for unit in record["units"] if unit["kind"] == "portion"}
    assert decided == {
        number: "released" if under(item.mark, ceiling) else "withheld"
        for number, item in enumerate(telegram.paragraphs, 1)
    }
    assert all(unit["reason"] for unit in record["units"])


def test_the_manifest_of_a_telegram() -> None:
    record = json.loads(manifest(redact(MIXED)))
    assert (record["ceiling"], record["original_level"]) == ("UNCLASSIFIED", "CONFIDENTIAL")
    assert record["output"]["banner"] == "UNCLASSIFIED"
    portions = [(unit["id"], unit["mark"], unit["decision"]) for unit in record["units"] if unit["kind"] == "portion"]
    assert portions == [
        ("p1", "(U)", "released"),
        ("p2", "(C)", "withheld"),
        ("p3", "(U)", "released"),
        ("p4", "(C)", "withheld"),
    ]
