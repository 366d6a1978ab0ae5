"""A set of 500 invented documents with 40 planted faults of 20 kinds: those are found, however one looks."""

from __future__ import annotations

import json
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from markcheck.report import REPORTS
from program import Done, run_markcheck
from reading import SOUND
from telegrams import MARKED_HEADER, Paragraph, Telegram

# What each fault puts in the place of what, and the rule that it breaks.
FAULTS = {
    "paragraph-gap": ("\n3. (C)", "\n4. (C)"),
    "rollup-banner-too-low": ("\n3. (C)", "\n3. (S)"),
    "paragraph-duplicate": ("\n3. (C)", "\n2. (C)"),
    "portion-mark-case": ("\n3. (C)", "\n3. (c)"),
    "portion-mark-level-word": ("\n3. (C)", "\n3. (CONFIDENTIAL)"),
    "portion-mark-spacing": ("\n3. (C)", "\n3. ( C )"),
    "portion-mark-doubled": ("\n3. (C)", "\n3. (C) (C)"),
    "eo-superseded": ("E.O. 12958", "E.O. 12356"),
    "eo-not-yet-in-force": ("E.O. 12958", "E.O. 13526"),
    "eo-number-unknown": ("E.O. 12958", "E.O. 12959"),
    "decl-before-document": ("DECL: 09/14/2017", "DECL: 09/14/2006"),
    "decl-malformed": ("DECL: 09/14/2017", "DECL: 14/14/2017"),
    "decl-over-twenty-five-years": ("DECL: 09/14/2017", "DECL: 09/14/2037"),
    "decl-two-digit-year": ("DECL: 09/14/2017", "DECL: 09/14/17"),
    "zn-level-mismatch": ("ZNY CCCCC", "ZNY SSSSS"),
    "reason-letter-invalid": ("1.4 (b) and (d)", "1.4 (b) and (k)"),
    "reason-section-old": ("1.4 (b) and (d)", "1.5 (b) and (d)"),
    "subject-missing": ("SUBJECT: (U) FERRIES AND FEES\n", ""),
    "serial-mismatch": ("#0101/01 2581200", "#0105/01 2581200"),
    "caption-unknown": ("SIPDIS\n", "SIPDISS\n"),
}
assert len(FAULTS) == 20
WORDS = ("the", "harbor", "commission", "met", "about", "ferries", "and", "fees", "for", "autumn", "on", "winter")
Planted = set[tuple[str, str]]


def documents(draw: random.Random, count: int) -> list[str]:
    """Sound telegrams of three portions and more, each with a text of its own."""
    made = []
    for _ in range(count):
        texts = [" ".join(draw.choices(WORDS, k=draw.randint(8, 60))).capitalize() + "." for _ in range(6)]
        marks = ["U", "C", "C", *draw.choices("UC", k=draw.randint(0, 3))]
        paragraphs = tuple(Paragraph(mark, text) for mark, text in zip(marks, texts, strict=False))
        made.append(Telegram("CONFIDENTIAL", paragraphs, **MARKED_HEADER).text())  # type: ignore[arg-type]
    return made


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planted]:
    """The set's folder, and what is to be found: document and rule."""
    root = tmp_path_factory.mktemp("set")
    draw = random.Random(7)
    texts = documents(draw, 500)
    places = draw.sample(range(len(texts)), 2 * len(FAULTS))
    found: Planted = set()
    for place, (rule, (old, new)) in zip(places, list(FAULTS.items()) * 2, strict=True):
        # A gap is one at the end of the text as well, so a fourth portion has to go.
        text = texts[place] if rule not in ("paragraph-gap", "paragraph-duplicate") else SOUND.text()
        assert text.count(old) == 1
        texts[place] = text.replace(old, new)
        found.add((f"{place % 7}/{place}.txt", rule))
    for number, text in enumerate(texts):
        path = root / f"{number % 7}" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert len(found) == 40
    return root, found


def run(folder: Path, *arguments: str, cache: Path | None = None) -> Done[str]:
    options = ("--fail-on", "info") if cache else ("--fail-on", "info", "--no-cache")
    environment = {"MARKCHECK_CACHE_DIR": str(cache)} if cache else {}
    return run_markcheck("validate", *arguments, *options, cwd=folder, **environment)


def read_json(text: str) -> Planted:
    return {(item["path"], one["rule"]) for item in json.loads(text)["documents"] for one in item["findings"]}


def read_lines(text: str) -> Planted:
    lines = [json.loads(line) for line in text.splitlines()]
    return {(item["path"], one["rule"]) for item in lines for one in item["findings"]}


def read_text(text: str) -> Planted:
    found, path = set(), ""
    for line in text.splitlines():
        if re.match(r"\d/\d+\.txt ", line):
            path = line.split()[0]
        match = re.search(r"\b(?:error|warning|info) ([a-z-]+): ", line)
        if match:
            found.add((path, match[1]))
    return found


def read_sarif(text: str) -> Planted:
    results = json.loads(text)["runs"][0]["results"]
    return {(item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], item["ruleId"]) for item in results}


def read_junit(text: str) -> Planted:
    found = set()
    for suite in ET.fromstring(text).iter("testsuite"):
        for case in suite.iter("testcase"):
            if any(child.tag in ("failure", "error", "system-out") for child in case):
                found.add((suite.get("name", ""), case.get("name", "")))
    return found


def read_github(text: str) -> Planted:
    found = re.findall(r"^::(?:error|warning|notice) file=([^,]+),.*?title=([a-z-]+)", text, re.MULTILINE)
    return set(found)


def read_gitlab(text: str) -> Planted:
    return {(item["location"]["path"], item["check_name"]) for item in json.loads(text)}


class _Page(HTMLParser):
    """Documents and findings of the HTML report, by the attributes that its filters use."""

    def __init__(self) -> None:
        super().__init__()
        self.path = ""
        self.found: Planted = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if values.get("data-path"):
            self.path = values["data-path"] or ""
        if values.get("data-rule"):
            self.found.add((self.path, values["data-rule"] or ""))


def read_html(text: str) -> Planted:
    page = _Page()
    page.feed(text)
    return page.found


READ: dict[str, Callable[[str], Planted]] = {
    "text": read_text,
    "json": read_json,
    "jsonl": read_lines,
    "sarif": read_sarif,
    "junit": read_junit,
    "github": read_github,
    "gitlab": read_gitlab,
    "html": read_html,
}
FOLDERS = [str(number) for number in range(7)]


def test_every_format_holds_the_planted_faults_and_no_others(planted: tuple[Path, Planted], tmp_path: Path) -> None:
    root, found = planted
    outputs = [f"--output={name}={tmp_path / name}" for name in REPORTS]
    done = run(root, *FOLDERS, *outputs)
    assert done.returncode == 1
    assert done.stdout == (tmp_path / "text").read_text()
    for name, read in READ.items():
        assert read((tmp_path / name).read_text()) == found, name


def test_any_order_any_number_of_workers_cold_or_warm(planted: tuple[Path, Planted], tmp_path: Path) -> None:
    root, found = planted
    cold = run(root, *FOLDERS, "--jobs", "2", "--format", "json", cache=tmp_path)
    assert read_json(cold.stdout) == found
    assert (tmp_path / "results.sqlite").exists()
    for jobs in ("1", "2"):
        assert run(root, *FOLDERS, "--jobs", jobs, "--format", "json", cache=tmp_path).stdout == cold.stdout
        assert run(root, *FOLDERS, "--jobs", jobs, "--format", "json").stdout == cold.stdout
    backwards = run(root, *reversed(FOLDERS), "--format", "json", cache=tmp_path)
    assert read_json(backwards.stdout) == found
    order = [item["path"].split("/")[0] for item in json.loads(backwards.stdout)["documents"]]
    assert order == sorted(order, reverse=True), "documents come as they were named"


def test_one_broken_document_is_reported_as_such(planted: tuple[Path, Planted], tmp_path: Path) -> None:
    root, found = planted
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"CONFIDENTIAL\0\0\0")
    for jobs in ("1", "2"):
        done = run(root, *FOLDERS[:3], str(broken), *FOLDERS[3:], "--jobs", jobs, "--format", "json")
        assert done.returncode == 3
        assert read_json(done.stdout) == found
        unread = [item for item in json.loads(done.stdout)["documents"] if item["unexamined"]]
        assert [item["path"] for item in unread] == [str(broken)]
