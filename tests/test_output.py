"""What validate and inspect print: text for people, JSON for programs, and the schemas of the JSON.

Every document in it is invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from markcheck import api
from program import EXAMPLES, Done, run_python
from reading import SOUND
from telegrams import FAULTY

Run = Callable[..., Done[str]]

# -- text --------------------------------------------------------------------------------------------


def test_text_shows_each_finding_under_its_line(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "faulty.txt").write_text(FAULTY)
    done = markcheck("validate", "faulty.txt")
    line = FAULTY.splitlines().index(next(text for text in FAULTY.splitlines() if text.startswith("3. (S)"))) + 1
    assert done.stdout.splitlines() == [
        "faulty.txt  telegram of 2007-09-15, CONFIDENTIAL (its portions need SECRET)",
        f"  {line} | 3. (S) …",
        f"  {'':{len(str(line))}} | ^^^^^^ warning paragraph-gap: paragraph 3 follows where 2 was due",
        *[text for text in done.stdout.splitlines() if "rollup-banner-too-low" in text],
        "",
        "1 document: 1 error, 1 warning",
    ]
    assert done.stderr == ""


def test_quiet_and_clean(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_bytes(SOUND.data())
    (tmp_path / "faulty.txt").write_text(FAULTY)
    assert markcheck("validate", "clean.txt").stdout == "1 document: no findings\n"
    assert markcheck("validate", "clean.txt", "--quiet").stdout == ""
    assert "1 document" not in markcheck("validate", "faulty.txt", "-q").stdout


def test_no_colour_in_a_pipe(markcheck: Run) -> None:
    for command in (("validate", EXAMPLES / "faulty"), ("inspect", EXAMPLES / "clean"), ("--help",), ("rules",)):
        done = markcheck(*command, TERM="xterm-256color")
        assert "\x1b" not in done.stdout + done.stderr


def test_colour_on_a_terminal_unless_it_is_unwanted(tmp_path: Path) -> None:
    (tmp_path / "faulty.txt").write_text(FAULTY)
    program = """
import os, pty, sys
pty.spawn([sys.executable, "-m", "markcheck", "validate", "faulty.txt"])
"""
    assert "\x1b[31merror" in run_python("-c", program, cwd=tmp_path, TERM="xterm").stdout
    assert "\x1b[31m" not in run_python("-c", program, cwd=tmp_path, TERM="xterm", NO_COLOR="1").stdout


# -- JSON --------------------------------------------------------------------------------------------


def schema(markcheck: Run, name: str) -> Draft202012Validator:
    done = markcheck("schema", name)
    assert done.returncode == 0
    data = json.loads(done.stdout)
    Draft202012Validator.check_schema(data)
    return Draft202012Validator(data)


def test_json_fits_its_schema_and_says_what_text_says(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = markcheck("validate", "empty.txt", EXAMPLES, "--format", "json")
    report = json.loads(done.stdout)
    schema(markcheck, "validate").validate(report)
    assert done.returncode == 3
    assert report["summary"]["documents"] == len(report["documents"])
    assert report["summary"]["unexamined"] == 1
    findings = [finding for document in report["documents"] for finding in document["findings"]]
    for name, severity in (("errors", "error"), ("warnings", "warning"), ("infos", "info")):
        assert report["summary"][name] == sum(finding["severity"] == severity for finding in findings) > 0


def test_json_of_one_document_to_the_letter(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_bytes(SOUND.data())
    (document,) = json.loads(markcheck("validate", "clean.txt", "--format", "json").stdout)["documents"]
    first = next(number for number, line in enumerate(SOUND.text().splitlines(), 1) if line.startswith("1. (U)"))
    assert document == {
        "path": "clean.txt",
        "format": "text",
        "genre": "telegram",
        "date": "2007-09-15",
        "banner": {"text": "CONFIDENTIAL", "level": "C", "line": 10},
        "required_banner": "CONFIDENTIAL",
        "portions": [
            {
                "id": f"p{number}",
                "number": number,
                "mark": f"({mark})",
                "level": mark,
                "inherited": False,
                "line": first + 2 * (number - 1),
                "end_line": first + 2 * (number - 1),
            }
            for number, mark in ((1, "U"), (2, "C"), (3, "C"))
        ],
        "authority": {
            "order": "12958",
            "classified_by": ["M. Orrin"],
            "reasons": [{"section": "1.4", "letters": ["b", "d"]}],
            "derived_from": [],
            "declassify_on": {
                "kind": "date",
                "date": "2017-09-14",
                "event": None,
                "exemption": None,
                "text": "09/14/2017",
            },
        },
        "findings": [],
        "unexamined": [],
    }


def test_a_finding_in_json_lies_where_the_mark_lies(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "faulty.txt").write_text(FAULTY)
    (document,) = json.loads(markcheck("validate", "faulty.txt", "--format", "json").stdout)["documents"]
    finding = next(item for item in document["findings"] if item["rule"] == "rollup-banner-too-low")
    line = FAULTY.splitlines()[finding["line"] - 1]
    assert finding["line"] == finding["end_line"]
    assert line[finding["column"] - 1 : finding["end_column"] - 1] == "(S)"
    assert (finding["severity"], finding["portion"], finding["fix"]) == ("error", "p3", None)


def test_inspect_in_json(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_bytes(SOUND.data())
    (tmp_path / "empty.txt").write_bytes(b"")
    done = markcheck("inspect", "clean.txt", "empty.txt", EXAMPLES, "--format", "json")
    report = json.loads(done.stdout)
    schema(markcheck, "inspect").validate(report)
    assert done.returncode == 3
    document, empty = report["documents"][:2]
    assert document["date"] == {"value": "2007-09-15", "source": "date-time-group"}
    assert document["header"] == {
        "reference_id": "07PORTELARA101",
        "created": "2007-09-15T12:00",
        "released": None,
        "classification": "CONFIDENTIAL",
        "origin": None,
        "from": "AMEMBASSY PORT ELARA",
        "to": ["SECSTATE WASHDC"],
        "info": ["AMEMBASSY BRONN"],
        "captions": ["SIPDIS"],
        "tags": ["PREL", "EFIS", "XX"],
        "subject": "FERRIES AND FEES",
        "subject_mark": "(U)",
        "refs": ["BRONN 77"],
    }
    assert [block["kind"] for block in document["blocks"]] == [
        "transmission-header",
        "classification-line",
        "caption",
        "order-line",
        "tags",
        "subject",
        "reference",
        "authority",
        "portion",
        "portion",
        "portion",
        "signature",
    ]
    assert document["blocks"][-1]["inherited_from"] == "p3"
    assert (empty["blocks"], empty["header"], empty["unexamined"][0]["reason"]) == ([], None, "empty")


def test_inspect_in_text(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_bytes(SOUND.data())
    done = markcheck("inspect", "clean.txt")
    assert done.returncode == 0
    for words in ("E.O. 12958", "2017-09-14", "M. Orrin", "1.4 (b), (d)", "PREL, EFIS, XX", "date-time-group"):
        assert words in done.stdout


@pytest.mark.parametrize(
    "name", ["validate", "inspect", "manifest", "rule", "order", "genre", "marking-system", "rows"]
)
def test_schemas(markcheck: Run, name: str) -> None:
    schema(markcheck, name)


def test_an_unknown_schema(markcheck: Run) -> None:
    done = markcheck("schema", "nonsense")
    assert done.returncode == 2
    assert "manifest" in done.stderr


def test_a_finding_on_a_marks_form_has_the_right_form() -> None:
    text = "SECRET//NOFORN\nMEMORANDUM FOR: Director\nDATE: 5 March 2012\n\n1. (S/NF) Alpha.\n2. (S//XQ) Bravo.\n"
    fixes = {finding.rule: finding.fix for finding in api.validate("memo.txt", text.encode()).findings}
    assert fixes["portion-mark-separator"] == "(S//NF)"
    assert fixes["portion-mark-unknown"] is None
