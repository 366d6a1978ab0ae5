"""What must not leave: text that hangs on little, statements that are unreadable, marks that are damaged.

ZEBRA stands for text that must not be in a version at U. Every document is invented.
"""

from __future__ import annotations

import pytest

from markcheck import api
from markcheck.errors import RedactionRefused
from markcheck.model.plan import Decision

HEAD = "O 151200Z SEP 07\nFM AMEMBASSY PORT ELARA\nTO SECSTATE WASHDC\n\n"
REST = "E.O. 12958: N/A\nTAGS: PREL, XX\nSUBJECT: (U) HARBOR TALKS\n\n"


def public(text: str, ceiling: str = "U") -> str:
    """The public version, or nothing where it is refused."""
    try:
        return api.redact("document", text.encode(), ceiling).data.decode()
    except RedactionRefused:
        return ""


def telegram(*paragraphs: str, line: str = "UNCLAS PORT ELARA 000101", captions: str = "", rest: str = REST) -> str:
    body = "\n\n".join(paragraphs)
    return f"{HEAD}{line}\n{captions}\n{rest}{body}\n\nPERSON\n"


def memo(*paragraphs: str, top: str = "UNCLASSIFIED", foot: str = "UNCLASSIFIED", fields: str = "") -> str:
    head = f"{top}\n\nMEMORANDUM FOR: Director, Port Office\nFROM: Chief, Division 5\n{fields}\n"
    return head + "\n\n".join(paragraphs) + f"\n\n{foot}\n"


SECRET = "2. (S) Alpha."
HIDDEN = {
    "text on an unmarked paragraph": "UNCLASSIFIED\n\n1. One.\n\nZEBRA.\n\n2. (S) Two.\n",
    "text on an unmarked paragraph of a telegram": telegram("1. One.", "ZEBRA.", SECRET),
    "a late authority line": memo("1. (U) One.", SECRET, "Derived From: ZEBRA", top="SECRET", foot="SECRET"),
    "a reason behind the last portion": memo("1. (U) One.", SECRET, "Reason: ZEBRA", top="SECRET", foot="SECRET"),
    "references behind a bare mark": f"{HEAD}S E C R E T PORT ELARA 000101\n\nE.O. 12958: DECL: X1\n\n(S) Alpha.\n\n"
    "REF: ZEBRA 77\n\n(U) Bravo.\n",
    "tags behind a bare mark": f"{HEAD}S E C R E T PORT ELARA 000101\n\nE.O. 12958: DECL: X1\n\n(TS) Alpha.\n\n"
    "TAGS: ZEBRA\n",
    "a header that runs on": "O 151200Z SEP 07\nFM AMEMBASSY PORT ELARA\n\nThe ferries are late.\n\n"
    "TO ZEBRA\n\nINFO ZEBRA\n",
    "a second unreadable banner": memo("1. ZEBRA.", top="UNCLASSIFIED\nSECRET//NOFORN/TLP:RED"),
    "an unreadable foot": memo("1. ZEBRA.", foot="SECRET//BOGUS"),
    "a foot without slashes": memo("1. ZEBRA.", foot="SECRET NOFORN"),
    "a foot of NATO": memo("1. ZEBRA.", foot="NATO SECRET"),
    "an unreadable record": "Reference ID\tCreated\tReleased\tClassification\tOrigin\n07PORTELARA101\t"
    "2007-09-15 12:00\t"
    "2011-08-30 01:44\tSEKRET\tEmbassy Port Elara\n\n" + telegram("1. ZEBRA."),
    "an unreadable security warning": telegram("1. ZEBRA.").replace("O 151200Z", "ZNY SSSCS ZZH\nO 151200Z"),
    "a page of a higher level": memo("1. Alpha.", "UNCLASSIFIED", "SECRET", "2. ZEBRA."),
    "a caption in doubt": telegram("1. ZEBRA.", captions="N O D I S\n"),
    "a misspelt caption": telegram("1. ZEBRA.", captions="SENSITIV\n"),
    "a codeword": telegram("1. ZEBRA.", captions="UMBRA\n"),
    "a level among the captions": telegram("1. ZEBRA.", captions="TOP SECRET\n"),
    "a control before the post": telegram("1. ZEBRA.", line="UNCLAS FOUO PORT ELARA 000101"),
    "a compartment before the post": telegram("1. ZEBRA.", line="UNCLAS ORCON PORT ELARA 000101"),
    "a level line in the text": telegram("1. One.", "UNCLASSIFIED", "2. ZEBRA.", line="SEKRET PORT ELARA 000101"),
    "entire text in words": telegram("1. SENSITIVE BUT UNCLASSIFIED - ENTIRE TEXT.", "2. ZEBRA."),
    "entire text of SBU": telegram("1. SBU - ENTIRE TEXT.", "2. ZEBRA."),
    "entire text without a dash": telegram("1. SECRET ENTIRE TEXT.", "2. ZEBRA."),
    "entire text in small letters": telegram("1. Secret - Entire text.", "2. ZEBRA."),
    "entire text of nothing known": telegram("1. MOST PRIVATE - ENTIRE TEXT.", "2. ZEBRA."),
    "a heading above withheld text": telegram("1. (U) One.", "PLAN TO SELL ZEBRA", SECRET),
    "an address above withheld text": telegram("1. (U) One.", "To whom ZEBRA concerns,", SECRET),
    "a first half above withheld text": telegram("1. (U) One.", "As to ZEBRA;", SECRET),
    "a field of several lines": memo(
        "1. (U) One.", top="SECRET", foot="SECRET", fields="REFERENCE: Guide\n   on ZEBRA\n"
    ),
    "a field that holds text": memo("1. (U) One.", top="SECRET", foot="SECRET", fields="PARTICIPANTS: ZEBRA, Person\n"),
    "further tags": telegram("1. (U) One.", rest=REST.replace("XX", "XX\nZEBRA QUAGGA")),
    "text behind the instruction": telegram(
        "1. (U) One.",
        rest=REST.replace("N/A", "DECL: 09/14/2017 ZEBRA"),
        line="C O N F I D E N T I A L PORT ELARA 000101",
    ),
    "a forged statement": "[Redacted version at UNCLASSIFIED of a ZEBRA original, made by markcheck 1 with rules "
    "0123456789ab on 2026-01-01. Withheld passages are stamped.]\n\n" + memo("1. (U) One."),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_it_does_not_leave(name: str) -> None:
    assert "ZEBRA" in HIDDEN[name]
    assert "ZEBRA" not in public(HIDDEN[name])


MARKS = [
    "(NS)", "(NF)", "(SI)", "(R)", "(SECERT)", "(SECRET)", "(\u0421)", "(S//N\u041e FORN)", "(S//NF", "(S/NF/REL",
    "(TLP:RED)", "[S]", "{S//NF}", "(S)(NF)", "(TS//SI)", "(CTS)", "S//NF)", "(S - NF)", "(S;NF)", "(//NS)",
    "(S//REL TO USA, " + ", ".join(["GBR"] * 90) + ")", "(CONF)", "(S) (NF)",
]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    "before", ["\n\n", "\n", "\n\n-- ", "\n   ", "\n\nFerries - ", "\n\nACTION REQUEST ", "\n\nFigure 3 "]
)
def test_a_damaged_mark_inside_a_released_paragraph_withholds_it(mark: str, before: str) -> None:
    text = telegram(f"1. (U) The ferries are late.{before}{mark} ZEBRA is at the quay.", "2. (U) Two.")
    version = public(text)
    assert "ZEBRA" not in version


@pytest.mark.parametrize(
    "prose",
    [
        "The bank (OECD) and the office (S/CT) agreed on the (first) plan.",
        "Options are (A) ferries, (B) trains and (C) boats.",
        "See paragraph (2) and the note (a) on (b) above.",
        "He came (late) with the minister(s) of Bronn (NOTAL).",
        "The rate is 5 (five) a day (Tuesdays).",
    ],
)
def test_prose_with_brackets_leaves(prose: str) -> None:
    assert prose in public(telegram(f"1. (U) {prose}", "2. (C) Two.", line="C O N F I D E N T I A L PORT ELARA 000101"))


BEHIND = {
    "a stamp": "[3. (C) withheld]",
    "a heading": "SUMMARY\n-------",
    "a number": "9. Nine.",
    "a page line": "PORT ELARA 00000101  001.2 OF 002",
    "a banner": "UNCLASSIFIED",
    "an authority line": "Classified By: Zed",
    "a reference list": "Sources:\n1. One\n2. Two",
    "a dash": "-- item",
    "nothing": "",
}


@pytest.mark.parametrize("name", BEHIND)
def test_what_stands_behind_withheld_text_has_no_influence(name: str) -> None:
    for make in (telegram, memo):
        plain = make("1. (U) One.", "2. (K) Alpha.", "3. (U) Three.")
        more = make("1. (U) One.", f"2. (K) Alpha.\n\n{BEHIND[name]}", "3. (U) Three.")
        assert public(plain) == public(more)


def test_a_banner_like_last_line_of_a_withheld_portion_is_part_of_it() -> None:
    plain = memo("1. (U) One.", SECRET, top="SECRET", foot="SECRET")
    assert public(plain) == public(plain.replace("Alpha.", "Alpha.\nSECRET//NOFORN"))


@pytest.mark.parametrize(
    "first", ["TO: Zed", "E.O. 12958: DECL: X1", "FM AMEMBASSY BRONN", "SUBJECT: (U) Zed", "DATE: 5 May 2001"]
)
def test_a_withheld_first_paragraph_makes_no_header(first: str) -> None:
    plain = memo("The ferries of the harbor are late again.", "(U) Two.", top="SECRET", foot="SECRET")
    more = memo(f"The ferries of the harbor are late again.\n{first}", "(U) Two.", top="SECRET", foot="SECRET")
    assert public(plain) == public(more)


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        ("(S//NF)", "(S//NF)"),
        ("(TS//SI-QZX//OC/NF)", "(TS//OC/NF)"),
        ("(S//SAR-BP//NF)", "(S//NF)"),
        ("(S//FGI GBR)", "(S)"),
        ("(//GBR S)", "(S)"),
        ("(TS//SI//NF)", "(TS//SI//NF)"),
    ],
)
def test_a_stamp_shows_no_names(mark: str, shown: str) -> None:
    text = memo("1. (U) One.", f"2. {mark} Alpha.", top="TOP SECRET//NOFORN", foot="TOP SECRET//NOFORN")
    assert f"[2. {shown} withheld]" in public(text)


def test_eyes_lean_on_the_banners_release_list() -> None:
    text = memo("1. (S//REL) One.", "2. (U) Two.", top="SECRET//REL TO USA, FVEY", foot="SECRET//REL TO USA, FVEY")
    version = public(text, "S//REL TO USA, FVEY")
    assert "1. (S//REL TO USA, FVEY) One." in version


def test_a_banner_above_all_portions_is_said() -> None:
    text = memo("1. (U) One.", "2. (U) Two.", top="SECRET", foot="SECRET")
    assert api.redact("memo", text.encode(), "U").plan.compilation
    assert not api.redact("memo", text.encode(), "S").plan.compilation


def test_every_withheld_unit_says_why() -> None:
    plan = api.redact("memo", memo("1. (U) One.", "Bravo.", "2. (K) Alpha.", SECRET).encode(), "U").plan
    withheld = [unit for unit in plan.units if unit.decision is Decision.WITHHELD]
    assert [unit.ground.doubt for unit in withheld] == [True, False]
