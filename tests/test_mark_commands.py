"""``parse``, ``banner`` and ``explain`` as a person or a program calls them. Every mark and document is invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from markcheck.outputs.contract import BannerReport, MarkAnswer, ParseReport
from program import Done

Run = Callable[..., Done[str]]


def lines(*asked: dict[str, Any]) -> str:
    return "".join(json.dumps(item) + "\n" for item in asked)


# -- parse -------------------------------------------------------------------------------------------


def test_a_right_mark_is_explained(markcheck: Run) -> None:
    done = markcheck("parse", "(S//NF)")
    assert (done.returncode, done.stderr) == (0, "")
    assert "valid portion" in done.stdout
    assert "SECRET//NOFORN" in done.stdout


def test_a_wrong_mark_is_shown_with_its_place_and_a_suggestion(markcheck: Run) -> None:
    done = markcheck("parse", "SECRET/NOFRON")
    assert done.returncode == 1
    assert "not valid banner" in done.stdout
    assert "    SECRET/NOFRON\n           ^^^^^^\n" in done.stdout
    assert "suggestion: SECRET//NOFORN" in done.stdout


def test_several_answers_are_listed_and_none_is_suggested(markcheck: Run) -> None:
    done = markcheck("parse", "(K//NF)", "--format", "json")
    [answer] = ParseReport.model_validate_json(done.stdout).marks
    assert answer.suggestion is None


def test_titles_are_spelled_out_on_request(markcheck: Run) -> None:
    done = markcheck("parse", "(TS//TK//NF)", "--titles")
    assert "TOP SECRET//TALENT KEYHOLE//NOT RELEASABLE TO FOREIGN NATIONALS" in done.stdout


def test_the_form_can_be_forced(markcheck: Run) -> None:
    assert markcheck("parse", "S//NF", "--as", "portion").returncode == 1
    assert markcheck("parse", "SECRET//NOFORN", "--as", "banner").returncode == 0


def test_json_is_what_the_schema_says(markcheck: Run) -> None:
    done = markcheck("parse", "(S//NF)", "UNCLASSIFIED", "--format", "json")
    report = ParseReport.model_validate_json(done.stdout)
    assert [answer.read_as for answer in report.marks] == ["portion", "banner"]
    assert set(json.loads(done.stdout)["marks"][0]) == {
        "text", "as", "valid", "canonical", "level", "banner", "portion", "findings", "suggestion",
    }  # fmt: skip


def test_a_stream_is_answered_line_by_line_in_order(markcheck: Run) -> None:
    asked = [
        {"text": "(S//NF)", "as": "portion"},
        {"text": "SECRET/NOFORN", "as": "banner"},
        {"text": "TOP SECRET//COMINT//NOFORN", "as": "banner", "date": "2009-01-01"},
        {"text": "TOP SECRET//COMINT//NOFORN", "as": "banner", "date": "2015-01-01"},
        {"text": "(see below)", "as": "portion"},
    ]
    done = markcheck("parse", "--jsonl", stdin=lines(*asked))
    answers = [MarkAnswer.model_validate_json(line) for line in done.stdout.splitlines()]
    assert [answer.text for answer in answers] == [item["text"] for item in asked]
    assert [answer.valid for answer in answers] == [True, False, True, False, False]
    assert answers[0].banner == "SECRET//NOFORN"
    assert answers[0].level == "S"
    assert answers[1].canonical == answers[1].suggestion == "SECRET//NOFORN"
    assert answers[3].suggestion == "TOP SECRET//SI//NOFORN"
    assert answers[4].suggestion is None
    assert done.returncode == 1


def test_a_clean_stream_exits_with_0_and_an_empty_one_too(markcheck: Run) -> None:
    assert markcheck("parse", "--jsonl", stdin=lines({"text": "(U)", "as": "portion"})).returncode == 0
    assert markcheck("parse", "--jsonl", stdin="").returncode == 0


@pytest.mark.parametrize(
    "line", ["nonsense\n", "[]\n", '{"as": "banner"}\n', '{"text": "U", "as": "x"}\n', '{"text": "U", "date": "x"}\n']
)
def test_a_line_that_cannot_be_read_is_answered_and_quotes_nothing(markcheck: Run, line: str) -> None:
    done = markcheck("parse", "--jsonl", stdin=line + lines({"text": "(U)", "as": "portion"}))
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["text"] is None
    assert second["valid"]
    assert done.returncode == 3
    assert "line 1" in done.stderr
    assert "nonsense" not in done.stderr


def test_the_usage_is_checked(markcheck: Run) -> None:
    assert markcheck("parse").returncode == 2
    assert markcheck("parse", "--jsonl", "(U)").returncode == 2
    assert markcheck("parse", "(U)", "--date", "yesterday").returncode == 2


@pytest.mark.parametrize(
    "text",
    [
        "(" + "S" * 65536 + ")",
        "(" + "/" * 10000 + ")",
        "(" * 5000 + "S" + ")" * 5000,
        "SECRET" + "//NOFORN" * 8000,
        "SECRET//REL TO USA" + ", GBR" * 20000,
        "(S//SI-G" + " ABCD" * 20000 + ")",
        "(\u0405//\u039d\u0405" + "\u200b" * 30000 + ")",
        "".join(map(chr, range(0x400, 0x2000))),
    ],
    ids=["64 KB", "slashes", "nested", "controls", "codes", "sub-compartments", "zero width", "letters"],
)
def test_hostile_marks_are_answered_at_once(markcheck: Run, text: str) -> None:
    done = markcheck("parse", "--jsonl", stdin=lines({"text": text, "as": "portion"}, {"text": text, "as": "banner"}))
    assert done.returncode == 1
    assert [json.loads(line)["valid"] for line in done.stdout.splitlines()] == [False, False]


# -- banner ------------------------------------------------------------------------------------------

PORTIONS = """\
SECRET//NOFORN
MEMORANDUM FOR: Director, Port Office
DATE: 5 March 2012

1. (U) Alpha sentinel.
2. (S//SI//NF) Bravo.
3. (C//REL TO USA, GBR) Charlie.
"""


def test_the_required_banner_is_printed_alone(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(PORTIONS)
    done = markcheck("banner", "memo.txt")
    assert (done.returncode, done.stdout) == (0, "SECRET//SI//NOFORN\n")
    assert markcheck("banner", "-", stdin=PORTIONS).stdout == "SECRET//SI//NOFORN\n"


def test_several_documents_are_named(markcheck: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(PORTIONS)
    assert markcheck("banner", ".").stdout == "a.txt: SECRET//SI//NOFORN\nb.txt: SECRET//SI//NOFORN\n"


def test_why_names_the_portions(markcheck: Run) -> None:
    done = markcheck("banner", "-", "--why", stdin=PORTIONS)
    assert "  SI: p2\n" in done.stdout
    assert "  SECRET: p2\n" in done.stdout


def test_banner_json(markcheck: Run) -> None:
    done = markcheck("banner", "-", "--format", "json", stdin=PORTIONS)
    [document] = BannerReport.model_validate_json(done.stdout).documents
    assert (document.required_banner, document.banner, document.agrees) == (
        "SECRET//SI//NOFORN",
        "SECRET//NOFORN",
        False,
    )
    assert "sentinel" not in done.stdout


def test_the_circumstances_count(markcheck: Run) -> None:
    text = "(U) Alpha.\n(C) Bravo.\n(S) Charlie.\n"
    assert markcheck("banner", "-", stdin=text).stdout == "SECRET\n"
    assert (
        markcheck("banner", "-", "--analytic-product", "--date", "2015-01-01", stdin=text).stdout == "SECRET//RELIDO\n"
    )
    assert (
        markcheck("banner", "-", "--analytic-product", "--date", "2009-01-01", stdin=text).stdout == "SECRET//NOFORN\n"
    )
    released = "(S//REL TO USA, GBR) Alpha.\n(S) Bravo.\n"
    assert markcheck("banner", "-", "--profile", "dod", stdin=released).stdout == "SECRET\n"
    strict = "(U//SSI) Alpha.\n(S//REL TO USA, ACGU) Bravo.\n"
    assert markcheck("banner", "-", stdin=strict).stdout == "SECRET//REL TO USA, ACGU//SSI\n"
    assert markcheck("banner", "-", "--strict", stdin=strict).stdout == "SECRET//NOFORN//SSI\n"


def test_a_document_without_a_readable_mark_is_not_examined(markcheck: Run) -> None:
    done = markcheck("banner", "-", stdin="Nothing is marked here.\n")
    assert (done.returncode, done.stdout) == (3, "")
    assert markcheck("banner", "missing.txt").returncode == 3
    broken = markcheck("banner", "-", stdin="(S) Alpha.\n(S//XQJ) Bravo.\n")
    assert (broken.returncode, broken.stdout) == (3, "SECRET\n")
    assert "lower bound" in broken.stderr


# -- explain -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        ("TS//SI-G ABCD//OC/NF", ["GAMMA", "needs ORCON", "stands at TS", "never beside ORCON-USGOV"]),
        ("SECRET//REL TO USA, FVEY", ["Five Eyes", "AUS, CAN, GBR, NZL, USA"]),
        ("//JOINT SECRET GBR USA//REL TO USA, GBR", ["owned jointly"]),
        ("(S/NF)", ["wrong: separator"]),
        ("NOFORN", ["NOT RELEASABLE"]),
        ("SI-G", ["GAMMA"]),
        ("KDK", ["retired"]),
        ("SP-CTI", ["Controlled Technical Information"]),
        ("ISAF", ["retired"]),
        ("TLP:AMBER", ["clients"]),
        ("CUI//SP-CTI//FEDCON", ["CUI Specified category", "contractors"]),
    ],
)
def test_a_mark_is_explained_token_by_token(markcheck: Run, term: str, shown: list[str]) -> None:
    done = markcheck("explain", term)
    assert done.returncode == 0, done.stderr
    for text in shown:
        assert text in done.stdout
