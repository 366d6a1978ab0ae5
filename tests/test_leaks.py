"""Words planted in bodies never come out, whatever the command, the format or the failure.

Every document in it is invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markcheck import api, trace
from markcheck.marks.ceiling import read_ceiling
from markcheck.model.examined import Examined
from markcheck.model.result import tally
from markcheck.outputs.inspected import inspect_text
from markcheck.outputs.reports import inspected
from markcheck.outputs.results import result_of
from markcheck.outputs.reviews import review_html, review_report, review_text
from markcheck.redact.manifest import make_manifest
from markcheck.report import REPORTS, make_report
from markcheck.report.interface import Setting
from markcheck.rulebook.book import rulebook
from markcheck.structure.words import words_of
from program import Done, run_markcheck, run_python
from strategies import TRAPS
from telegrams import MEMO, of_marks

Run = Callable[..., Done[str]]
WORD = "ZXQWORDXQZ"
HEAD = of_marks("C").text().partition("\n1. (C)")[0]

# Every place where a body's words can stand, many of them next to what a rule speaks of.
PLACES = {
    "paragraph": f"1. (S) {WORD} {WORD}.",
    "unmarked paragraph": f"1. (C) One.\n\n2. {WORD} two.",
    "line-start number": f"1. (C) One.\n\n7. {WORD} seven.",
    "parentheses in mark position": f"1. ({WORD}) {WORD}.",
    "parentheses with blanks": f"1. ( {WORD} ) One.",
    "a level and words": f"1. (C {WORD}) One.",
    "a level, a separator and words": f"1. (S//{WORD}) One.",
    "words and a control": f"1. ({WORD}//NF) One.",
    "a list with words": f"1. (S//REL TO {WORD}) One.",
    "a list with the own country and words": f"1. (S//REL TO USA, {WORD}) One.",
    "words in lower case": f"1. (s//{WORD.lower()}) One.",
    "words with strange letters": f"1. (\u0421//{WORD}) One.",
    "words with accents": f"1. ({WORD}\u00e9) One.",
    "a level word and words": f"1. (SECRET {WORD}) One.",
    "an abolished level and words": f"1. (RESTRICTED {WORD}) One.",
    "words and entire text": f"1. ({WORD} - ENTIRE TEXT) One.",
    "a second mark with words": f"1. (C) (S//{WORD}) One.",
    "before the number": f"({WORD}) 1. One.",
    "a level before the number": f"(S//{WORD}) 1. One.",
    "after the first word": f"1. Summary: (S//{WORD}) One.",
    "doubled": f"1. (C) (S) {WORD}",
    "an item": f"1. (C) One.\n\n-- {WORD}",
    "a marked item": f"1. (C) One.\n\n-- (S) {WORD}",
    "a mark of an item": f"1. (C) One.\n\n-- (S//{WORD}) two",
    "a passage": f"1. (C) One.\n\n(S) {WORD} two.\n\n{WORD}.",
    "a bare mark with words": f"1. (C) One.\n\n(S//{WORD}) two.",
    "a heading": f"{WORD} {WORD}\n-----------\n\n1. (S) One.",
    "a structural heading": f"SUMMARY {WORD}\n\n1. (S) One.",
    "unnumbered summary": f"SUMMARY: {WORD} one.\n\n1. (S) One.",
    "signature": f"1. (S) One.\n\n{WORD}",
    "a page line": f"1. (S) One.\n\nPORT ELARA 00000101  001.2 OF 002 {WORD}",
    "a reason": f"1. (S) One {WORD}\n1.4 (b) {WORD}",
    "a second telegram": f"1. (S) One.\n\nS E C R E T BRONN 000202\n\nTAGS: PREL\n\n1. (C) {WORD}.",
    "beside a bad number": f"3. (C) {WORD}\n\n3. (C) {WORD}",
}
SUBJECTS = {
    "subject": f"SUBJECT: {WORD} AND FEES",
    "marked subject": f"SUBJECT: (C) {WORD} AND FEES",
    "subject with a mark of words": f"SUBJECT: (S//{WORD}) FEES",
    "subject in parentheses": f"SUBJECT: ({WORD}) FEES",
}
DOCUMENTS = {
    **{name: f"{HEAD}\n{body}\n" for name, body in PLACES.items()},
    **{name: of_marks("S", "U", subject=line).text() for name, line in SUBJECTS.items()},
    "memo": MEMO.replace("another one in June", WORD).replace("(S//NF) The", f"(S//{WORD}) The"),
    "memo subject": MEMO.replace("(U) Ferry timetable", f"(S//{WORD}) Ferry timetable"),
    "page": of_marks("S").with_texts({0: WORD}).page(),
    "page in HTML": of_marks("S").with_texts({0: WORD}).page_html(),
    "prose": f"The harbor commission ({WORD}) met.\n\n(S) {WORD}\n",
}


def without_subject(report: str) -> str:
    """An inspect report without its subjects, which it shows by design."""
    data = json.loads(report)
    for document in data["documents"]:
        if document["header"]:
            document["header"]["subject"] = None
    return json.dumps(data)


def reported(name: str, examined: Examined) -> str:
    """The report called ``name`` on one document."""
    result = result_of(examined, rulebook())
    report = make_report(name, Setting(rulebook()))
    counts = tally([result])
    return report.head(counts) + report.document(result) + report.tail(counts)


def shown(path: str, data: bytes) -> dict[str, str]:
    """Everything that the commands print or write of one document, without --show-text and released text."""
    book = rulebook()
    examined = api.validate(path, data)
    inspection = inspected(examined)
    if inspection.header:
        inspection.header.subject = None
    told: list[str] = []
    trace.listeners.append(lambda _debug, message: told.append(message))
    try:
        redaction = api.redact(path, data, "U")
    finally:
        trace.listeners.clear()
    assert told
    review = api.review(path, redaction, read_ceiling("U", words_of(book).language))
    again = api.verify(path, data, data, read_ceiling("U", words_of(book).language))
    return {
        **{f"validate as {name}": reported(name, examined) for name in REPORTS},
        "inspect as text": inspect_text(examined, book),
        "inspect as JSON": inspection.model_dump_json(),
        "manifest": make_manifest(redaction.plan, redaction.data, book).model_dump_json(),
        "public version": redaction.data.decode(),
        "what is told": "\n".join(told),
        "review as text": review_text(review),
        "review as a page": review_html(review),
        "review as JSON": review_report(review).model_dump_json(),
        "verify": "\n".join(problem.message for problem in again.problems),
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_output_shows_a_planted_word(name: str) -> None:
    for output, text in shown("cable.txt", DOCUMENTS[name].encode()).items():
        assert WORD.lower() not in text.lower(), output


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_word_is_there_to_be_shown(name: str) -> None:
    """Without this the test above could not fail: with --show-text the word comes out."""
    examined = api.validate("cable.txt", DOCUMENTS[name].encode())
    assert WORD.lower() in inspect_text(examined, rulebook(), show_text=True).lower()


def test_findings_show_the_word_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "cable.txt").write_text(DOCUMENTS["paragraph"])
    plain, asked = (run_markcheck("validate", "cable.txt", *more, cwd=tmp_path) for more in ((), ("--show-text",)))
    assert plain.returncode == asked.returncode == 1
    assert WORD not in plain.stdout + plain.stderr
    assert WORD in asked.stdout


def test_released_text_is_shown_by_redact_alone() -> None:
    data = of_marks("U").with_texts({0: WORD}).data()
    outputs = shown("cable.txt", data)
    assert WORD in outputs.pop("public version")
    assert all(WORD not in text for text in outputs.values())


COMMANDS = [
    ("validate", "."),
    ("validate", ".", "--format", "json"),
    ("inspect", "."),
    ("inspect", ".", "--format", "json"),
    ("banner", ".", "--why"),
    ("banner", ".", "--format", "json"),
    ("fix", "."),
    ("fix", ".", "--diff"),
    ("fix", ".", "--format", "json"),
    ("redact", ".", "--max", "U", "-o", "public/"),
    ("redact", ".", "--max", "S", "-o", "public/"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_program_shows_no_planted_word(tmp_path: Path, command: tuple[str, ...]) -> None:
    documents = list(DOCUMENTS.values())
    for number, text in enumerate(documents):
        (tmp_path / f"{number}.txt").write_text(text)
    done = run_markcheck(*command, cwd=tmp_path)
    # A document without a mark has no required banner, and an HTML page is not mended: 3.
    assert done.returncode in ((0, 1) if command[0] not in ("banner", "fix") else (1, 3))
    text = without_subject(done.stdout) if command[0] == "inspect" and "json" in command else done.stdout
    assert WORD.lower() not in (text + done.stderr).lower()
    manifests = [path.read_text() for path in tmp_path.rglob("*.manifest.json")]
    assert len(manifests) == (len(documents) if command[0] == "redact" else 0)
    assert all(WORD.lower() not in manifest.lower() for manifest in manifests)


@pytest.mark.parametrize(
    "data",
    [
        DOCUMENTS["paragraph"].encode() + b"\0",
        DOCUMENTS["paragraph"].encode("utf-16"),
        b"%PDF-1.4\n" + DOCUMENTS["paragraph"].encode(),
        bytes(range(1, 32)) * 40 + WORD.encode(),
        b"<html>" + b"<a " * 2000 + WORD.encode(),
    ],
    ids=["NUL", "UTF-16", "PDF", "noise", "broken page"],
)
def test_a_refusal_quotes_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "cable.txt").write_bytes(data)
    for command in (("validate",), ("inspect",), ("redact", "--max", "U")):
        done = run_markcheck(command[0], "cable.txt", *command[1:], cwd=tmp_path)
        assert done.returncode == 3
        assert WORD not in done.stdout + done.stderr


RAISING = """
import sys
import markcheck.{module} as module
original = module.{name}
def broken(*arguments, **named):
    original(*arguments, **named)
    raise {error}
module.{name} = broken
sys.argv = ["markcheck", *{arguments!r}]
from markcheck.__main__ import main
main()
"""


@pytest.mark.parametrize("error", ["ValueError(repr(arguments))", "KeyError(str(arguments))", "RecursionError()"])
@pytest.mark.parametrize(
    ("module", "name", "arguments"),
    [
        ("api.judging", "structure", ["validate", "-"]),
        ("api.judging", "structure", ["inspect", "-"]),
        ("api.releasing", "plan", ["redact", "-", "--max", "U"]),
        ("api.releasing", "look", ["redact", "-", "--max", "U"]),
        ("report.text", "result_text", ["validate", "-"]),
    ],
)
def test_a_defect_quotes_nothing(module: str, name: str, arguments: list[str], error: str) -> None:
    program = RAISING.format(module=module, name=name, arguments=arguments, error=error)
    done = run_python("-c", program, stdin=DOCUMENTS["paragraph"])
    assert done.returncode == 70
    assert WORD not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_in_a_model_quotes_nothing() -> None:
    """A pydantic error quotes its input; it must not get out."""
    program = """
import sys
import markcheck.outputs.reports as reports
reports._level = lambda block: object()
sys.argv = ["markcheck", "inspect", "-", "--format", "json"]
from markcheck.__main__ import main
main()
"""
    done = run_python("-c", program, stdin=of_marks("U", subject=f"SUBJECT: {WORD}").text())
    assert done.returncode == 70
    assert WORD not in done.stdout + done.stderr


@given(st.lists(st.sampled_from([*TRAPS, "1. (U) one", "(S//X) two", "3. (K) three", "(C) 4. four"]), max_size=8))
def test_no_mixture_of_lines_makes_a_word_show(lines: list[str]) -> None:
    body = "\n".join(f"{line} {WORD}" if line.strip() else "" for line in ["1. (C) one", *lines])
    examined = api.validate("x", f"{HEAD}\n{body}\n".encode())
    assert WORD not in reported("json", examined)
    assert all(WORD not in finding.message for finding in examined.findings)
