"""``fix``: marks that have one right form are put into it, and nothing else changes. Every document is invented."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markcheck import api
from markcheck.fix.edit import TextBytes
from markcheck.formats import read_bytes
from markcheck.outputs.contract import FixReport
from program import Done

Run = Callable[..., Done[str]]

MEMO = """\
SECRET//NOFORN
MEMORANDUM FOR: Director, Port Office
FROM: Chief, Division 5
DATE: 5 March 2012
SUBJECT: (u) Harbor talks

1. {first} Alpha sentinel.
2. {second} Bravo sentinel.
3. (S//NF) Charlie.

Classified By: A. Person, Chief, Division 5
Derived From: Harbor Guide, Division 5, dated 20100301
Declassify On: 20350301

SECRET//NOFORN
"""


def memo(first: str = "(U)", second: str = "(C)") -> str:
    return MEMO.format(first=first, second=second)


def mended(text: str) -> str:
    return api.fix("memo.txt", text.encode()).data.decode()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("(S/NF)", "(S//NF)"),
        ("(s//nf)", "(S//NF)"),
        ("(S // NF)", "(S//NF)"),
        ("(SNF)", None),
        ("(S//NOFORN)", "(S//NF)"),
        ("(S//FN)", "(S//NF)"),
        ("[U]", "(U)"),
        ("(S\uff0f\uff0fNF)", "(S//NF)"),
        ("(S\\\\NF)", "(S//NF)"),
        ("(S//NF/REL TO)", None),
        ("(K)", None),
    ],
)
def test_one_right_answer_is_put_in_place(wrong: str, right: str | None) -> None:
    assert mended(memo(wrong)) == memo(right or wrong).replace("(u)", "(U)")


def test_every_other_byte_stays() -> None:
    text = memo("(S/NF)", "(C) caf\u00e9\u00a0").replace("\n", "\r\n")
    data = b"\xef\xbb\xbf" + text.encode() + b"\xb6 stray \xe9\r\rend"
    done = api.fix("memo.txt", data)
    assert done.data == data.replace(b"(S/NF)", b"(S//NF)").replace(b"(u)", b"(U)")


@pytest.mark.parametrize("prose", ["(S) options", "(C) notices", "(U) turn", "(see below)", "(K/L)"])
def test_parentheses_in_prose_are_left_alone(prose: str) -> None:
    text = memo().replace("Alpha sentinel.", f"the {prose} that were named.").replace("(u)", "(U)")
    assert mended(text) == text


def test_a_level_is_never_lowered_and_a_control_never_dropped() -> None:
    for wrong in ("(S//FOUO)", "(U//SI)", "(S//RD/FRD//NF)", "(S//NF/REL TO USA, GBR)", "(C//SBU)"):
        assert f"1. {wrong} Alpha" in mended(memo(wrong))


def test_a_mend_that_would_show_a_fault_of_the_banner_is_left_to_a_person() -> None:
    text = memo("(SSI)", "(S/OC/NF)").replace("(u)", "(U)")
    done = api.fix("memo.txt", text.encode())
    before = Counter(finding.rule for finding in api.validate("memo.txt", text.encode()).findings)
    after = Counter(finding.rule for finding in api.validate("memo.txt", done.data).findings)
    assert not after - before


def test_the_banner_is_mended_too() -> None:
    text = memo().replace("SECRET//NOFORN\nMEMO", "SECRET/NOFORN\nMEMO", 1)
    assert mended(text).startswith("SECRET//NOFORN\n")


MARKS = st.sampled_from(
    ["(U)", "(S/NF)", "(SNF)", "(C )", "(c)", "(S//XX)", "(K)", "(S//FN)", "(TS)", "(S//NF/OC)", "(S//REL USA, GBR)",
     "[C]", "(C//NFF)", "(//NS)", "(U//SBU NOFORN)", "(see below)", "(S//SI-G)", "(S//COMINT//NF)"]
)  # fmt: skip


@given(MARKS, MARKS)
def test_fixing_twice_changes_nothing_and_no_fix_adds_a_finding(first: str, second: str) -> None:
    data = memo(first, second).encode()
    once = api.fix("memo.txt", data).data
    assert api.fix("memo.txt", once).data == once
    before = Counter(finding.rule for finding in api.validate("memo.txt", data).findings)
    after = Counter(finding.rule for finding in api.validate("memo.txt", once).findings)
    assert not after - before


@given(st.text(max_size=60), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.binary(max_size=4))
def test_a_place_in_the_text_is_a_place_in_the_bytes(noise: str, end: str, bom: bool, stray: bytes) -> None:
    data = (b"\xef\xbb\xbf" if bom else b"") + noise.encode("utf-8", "ignore") + stray + f"{end}MARK here{end}".encode()
    try:
        text = read_bytes("x", data).text
    except Exception:
        return
    at = text.rfind("MARK")
    assert TextBytes(data, text).edited([(at, at + 4, "NEW")]) == b"NEW".join(data.rsplit(b"MARK", 1))


# -- the command -------------------------------------------------------------------------------------


def test_nothing_is_written_without_write(markcheck: Run, tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(memo("(S/NF)", "(K)"))
    done = markcheck("fix", "memo.txt")
    assert done.returncode == 1
    assert "memo.txt:7:4: can be mended: (S/NF) -> (S//NF)" in done.stdout
    assert "memo.txt:8:4: left to a person: (K)" in done.stdout
    assert path.read_text() == memo("(S/NF)", "(K)")
    assert "sentinel" not in done.stdout + done.stderr


def test_write_changes_the_file_and_clean_is_0(markcheck: Run, tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text(memo("(S/NF)"))
    assert markcheck("fix", "memo.txt", "--write").returncode == 0
    assert path.read_text() == memo("(S//NF)").replace("(u)", "(U)")
    again = markcheck("fix", "memo.txt")
    assert (again.returncode, again.stdout) == (0, "")


def test_diff_shows_marks_alone_and_a_patch_on_request(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(memo("(S/NF)"))
    done = markcheck("fix", "memo.txt", "--diff")
    assert "-… (S/NF) …\n" in done.stdout
    assert "+… (S//NF) …\n" in done.stdout
    assert "sentinel" not in done.stdout
    shown = markcheck("fix", "memo.txt", "--diff", "--show-text")
    assert "-1. (S/NF) Alpha sentinel.\n" in shown.stdout
    assert "+1. (S//NF) Alpha sentinel.\n" in shown.stdout
    assert done.returncode == shown.returncode == 1


def test_a_stream_is_mended_with_write(markcheck: Run) -> None:
    done = markcheck("fix", "-", "--write", stdin=memo("(S/NF)"))
    assert done.stdout == memo("(S//NF)").replace("(u)", "(U)")
    assert done.returncode == 0


def test_json(markcheck: Run) -> None:
    done = markcheck("fix", "-", "--format", "json", stdin=memo("(S/NF)", "(K)"))
    [document] = FixReport.model_validate_json(done.stdout).documents
    assert [(fix.mark, fix.right, fix.applied) for fix in document.fixes] == [
        ("(u)", "(U)", True),
        ("(S/NF)", "(S//NF)", True),
        ("(K)", None, False),
    ]
    assert set(json.loads(done.stdout)["documents"][0]["fixes"][0]) == {
        "line", "column", "end_column", "mark", "right", "applied", "candidates",
    }  # fmt: skip


def test_what_is_no_plain_text_is_not_examined(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body><p>(S/NF) Alpha.</p></body></html>")
    assert markcheck("fix", "page.html").returncode == 3
    assert markcheck("fix", "missing.txt").returncode == 3
    assert markcheck("fix", "-", "--diff", "--format", "json", stdin="x").returncode == 2
