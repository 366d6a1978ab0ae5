"""The real program: exit codes, formats, options, and what it does with bad input.

Every document in it is invented.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from markcheck import __version__
from markcheck.exits import Exit, worst
from program import EXAMPLES, Done, run_python
from reading import SOUND
from telegrams import FAULTY, MEMO, UNCLASSIFIED, of_marks

Run = Callable[..., Done[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a clean, a faulty and an unreadable document."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "clean.txt").write_bytes(SOUND.data())
    (tmp_path / "docs" / "faulty.txt").write_text(FAULTY)
    (tmp_path / "docs" / "empty.txt").write_bytes(b"")
    return tmp_path / "docs"


# -- exit codes --------------------------------------------------------------------------------------


def test_the_clean_examples_are_clean_and_the_faulty_ones_are_not(markcheck: Run) -> None:
    assert markcheck("validate", EXAMPLES / "clean").returncode == 0
    assert markcheck("validate", EXAMPLES / "faulty").returncode == 1


def test_codes_and_their_precedence() -> None:
    order = [Exit.DEFECT, Exit.REFUSED, Exit.USAGE, Exit.UNEXAMINED, Exit.FINDINGS, Exit.CLEAN]
    assert [int(code) for code in order] == [70, 4, 2, 3, 1, 0]
    for position, code in enumerate(order):
        assert worst(order[position:]) is code
    assert worst([]) is Exit.CLEAN


def test_unexamined_comes_before_findings(markcheck: Run, folder: Path) -> None:
    assert markcheck("validate", "docs/clean.txt").returncode == 0
    assert markcheck("validate", "docs/faulty.txt", "docs/clean.txt").returncode == 1
    assert markcheck("validate", "docs/empty.txt").returncode == 3
    done = markcheck("validate", "docs")
    assert done.returncode == 3
    assert "rollup-banner-too-low" in done.stdout, "the others are still done"
    assert markcheck("validate", "docs", "--select", "nonsense").returncode == 2, "usage comes before the rest"


@pytest.mark.parametrize(
    ("level", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0), (None, 0), ("all", 2)]
)
def test_fail_on(markcheck: Run, tmp_path: Path, level: str | None, code: int) -> None:
    (tmp_path / "gap.txt").write_text(of_marks("U", "C").text().replace("\n2. (C)", "\n3. (C)"))
    options = () if level is None else ("--fail-on", level)
    assert markcheck("validate", "gap.txt", *options).returncode == code


# -- bad input ---------------------------------------------------------------------------------------

BAD = {
    "missing": (lambda path: None, "no such file"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "blank": (lambda path: path.write_bytes(b" \n\n"), "empty"),
    "binary": (lambda path: path.write_bytes(bytes(range(256)) * 50), "binary"),
    "noise": (lambda path: path.write_bytes(os.urandom(5000).replace(b"\0", b"\1")), "binary"),
    "PDF": (lambda path: path.write_bytes(b"%PDF-1.4\n"), "PDF"),
    "UTF-16": (lambda path: path.write_bytes(SOUND.text().encode("utf-16")), "UTF-16"),
    "empty folder": (lambda path: path.mkdir(), "no documents"),
    "folder of hidden files": (lambda path: (path.mkdir(), (path / ".hidden").write_text("x")), "no documents"),
    "dangling link": (lambda path: path.symlink_to("nowhere"), "no such file"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_and_the_others_are_done(markcheck: Run, folder: Path, tmp_path: Path, name: str) -> None:
    make, words = BAD[name]
    make(tmp_path / "bad.txt")  # type: ignore[no-untyped-call]
    done = markcheck("validate", "bad.txt", "docs/faulty.txt", "docs/clean.txt")
    assert done.returncode == 3
    assert "bad.txt: not examined:" in done.stdout
    assert words in done.stdout
    assert "rollup-banner-too-low" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("3 documents: ")
    assert done.stdout.splitlines()[-1].endswith("; 1 not examined")
    assert done.stderr == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(markcheck: Run, folder: Path) -> None:
    (folder / "clean.txt").chmod(0)
    done = markcheck("validate", "docs")
    assert done.returncode == 3
    assert "no permission" in done.stdout


def test_a_thing_that_is_no_file(markcheck: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = markcheck("validate", "pipe")
    assert done.returncode == 3
    assert "neither a file nor a folder" in done.stdout


def seconds(run: Run, *arguments: str) -> tuple[float, Done[str]]:
    start = time.perf_counter()
    done = run(*arguments)
    return time.perf_counter() - start, done


@pytest.mark.slow
@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("x" * 6_000_000, "x" * 50_000_000),
        ("harbor " * 900_000, "harbor " * 7_200_000),
        (
            SOUND.text() + "".join(f"{n}. (C) The harbor.\n\n" for n in range(4, 12_504)),
            SOUND.text() + "".join(f"{n}. (C) The harbor.\n\n" for n in range(4, 100_004)),
        ),
    ],
    ids=["50 MB of one word", "50 MB of one line", "100,000 paragraphs"],
)
def test_large_input_takes_linear_time(markcheck: Run, tmp_path: Path, small: str, large: str) -> None:
    """About eight times the input may take thirty times as long; a quadratic program takes sixty-four."""
    (tmp_path / "small.txt").write_text(small)
    (tmp_path / "large.txt").write_text(large)
    markcheck("validate", "small.txt")
    fast, first = seconds(markcheck, "validate", "small.txt", "--quiet")
    slow, done = seconds(markcheck, "validate", "large.txt", "--quiet")
    assert done.returncode == first.returncode == 0
    assert slow < 30 * fast


# -- what is named -----------------------------------------------------------------------------------


def test_folders_globs_and_names_are_each_taken_once(markcheck: Run, folder: Path, tmp_path: Path) -> None:
    (folder / ".hidden.txt").write_text(FAULTY)
    (folder / "x.manifest.json").write_text("{}")
    (folder / "deep").mkdir()
    (folder / "deep" / "memo.txt").write_text(MEMO)
    done = markcheck("validate", "docs", "docs/clean.txt", "docs/*.txt", "docs/**/*.txt", "--format", "json")
    paths = [Path(document["path"]).as_posix() for document in json.loads(done.stdout)["documents"]]
    assert paths == ["docs/clean.txt", "docs/empty.txt", "docs/faulty.txt", "docs/deep/memo.txt"]


def test_a_glob_that_matches_nothing(markcheck: Run) -> None:
    done = markcheck("validate", "*.cable")
    assert done.returncode == 3
    assert "no file matches" in done.stdout


def test_standard_input(markcheck: Run) -> None:
    done = markcheck("validate", "-", stdin=FAULTY)
    assert done.returncode == 1
    assert done.stdout.startswith("-  telegram of 2007-09-15, CONFIDENTIAL")
    assert markcheck("validate", "-", stdin=b"").returncode == 3


def test_several_processes_give_the_same_answer(markcheck: Run, folder: Path) -> None:
    one, two = (markcheck("validate", "docs", EXAMPLES, "--jobs", jobs) for jobs in ("1", "2"))
    assert (one.returncode, one.stdout) == (two.returncode, two.stdout)


# -- options -----------------------------------------------------------------------------------------


def found(done: Done[str]) -> set[str]:
    return {finding["rule"] for document in json.loads(done.stdout)["documents"] for finding in document["findings"]}


def test_select_and_ignore(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "faulty.txt").write_text(FAULTY)

    def rules(*options: str) -> set[str]:
        return found(markcheck("validate", "faulty.txt", "--format", "json", *options))

    both = {"rollup-banner-too-low", "paragraph-gap"}
    assert rules() == both
    assert rules("--select", "paragraph-gap") == {"paragraph-gap"}
    assert rules("--select", "rollup", "--select", "structure") == both
    assert rules("--select", "rollup,structure", "--ignore", "rollup-banner-too-low") == {"paragraph-gap"}
    assert rules("--ignore", "rollup", "--ignore", "structure") == set()


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_an_error_with_a_suggestion(markcheck: Run, option: str) -> None:
    done = markcheck("validate", "-", option, "paragraph-gab", stdin=FAULTY)
    assert done.returncode == 2
    assert "paragraph-gab" in done.stderr
    assert "did you mean paragraph-gap?" in done.stderr
    assert done.stdout == ""


def test_a_date_to_judge_by(markcheck: Run) -> None:
    def rules(*options: str) -> set[str]:
        return found(markcheck("validate", "-", "--format", "json", *options, stdin=SOUND.text()))

    assert rules() == set()
    assert "eo-not-yet-in-force" in rules("--date", "1985-09-15")
    assert "decl-before-document" in rules("--date", "2017-09-14")
    for wrong in ("yesterday", "2017-13-01", "14/09/2017", ""):
        done = markcheck("validate", "-", "--date", wrong, stdin=SOUND.text())
        assert (done.returncode, done.stdout) == (2, "")
        assert "--date" in done.stderr


def test_reports_to_files(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "faulty.txt").write_text(FAULTY)
    done = markcheck("validate", "faulty.txt", "--output", "json=r.json", "--output", "text=r.txt")
    assert done.returncode == 1
    assert json.loads((tmp_path / "r.json").read_bytes())["summary"]["errors"] == 1
    assert (tmp_path / "r.txt").read_text() == done.stdout


@pytest.mark.parametrize("value", ["json", "xml=r.xml", "json=", "=r.json", "json=missing/r.json"])
def test_a_report_that_cannot_be_written(markcheck: Run, value: str) -> None:
    done = markcheck("validate", "-", "--output", value, stdin=SOUND.text())
    assert done.returncode == 2
    assert "markcheck:" in done.stderr


def test_no_cache_is_accepted(markcheck: Run) -> None:
    assert markcheck("validate", "-", "--no-cache", stdin=UNCLASSIFIED.text()).returncode == 0


def test_version(markcheck: Run) -> None:
    done = markcheck("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"markcheck {__version__}\n", "")


@pytest.mark.parametrize("command", ["", "validate", "inspect", "redact", "rules", "explain", "schema"])
def test_help_has_real_examples(markcheck: Run, command: str) -> None:
    done = markcheck(*command.split(), "--help")
    assert done.returncode == 0
    examples = [line.strip() for line in done.stdout.split("Examples:")[1].splitlines() if line.strip()]
    assert examples
    assert all("markcheck " in line for line in examples)


@pytest.mark.parametrize("arguments", [("nonsense",), ("validate",), ("validate", "-", "--nonsense"), ("redact", "x")])
def test_wrong_usage(markcheck: Run, arguments: tuple[str, ...]) -> None:
    done = markcheck(*arguments)
    assert done.returncode == 2
    assert done.stderr


def test_completion() -> None:
    """Under the name of the installed command, which is what a shell completes."""
    program = "import sys; sys.argv[0] = 'markcheck'; from markcheck.__main__ import main; main()"
    done = run_python("-c", program, "--show-completion", "bash")
    assert done.returncode == 0
    assert "_MARKCHECK_COMPLETE=complete_bash" in done.stdout
    asked = run_python("-c", program, _MARKCHECK_COMPLETE="complete_bash", COMP_WORDS="markcheck ", COMP_CWORD="1")
    assert {"validate", "inspect", "redact", "rules", "explain", "schema"} <= set(asked.stdout.split())


# -- rules and explain -------------------------------------------------------------------------------


def test_rules(markcheck: Run) -> None:
    assert "rollup-banner-too-low" in markcheck("rules").stdout
    one = markcheck("rules", "rollup-banner-too-low").stdout
    assert "Source:" in one
    assert "is found on line" in one
    listed = json.loads(markcheck("rules", "--format", "json").stdout)
    assert len(listed) == len(list(Path(EXAMPLES.parent, "rules", "checks").rglob("*.toml")))
    wrong = markcheck("rules", "rollup-banner-to-low")
    assert wrong.returncode == 2
    assert "did you mean rollup-banner-too-low?" in wrong.stderr


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("S//NF", "SECRET//NOFORN"),
        ("(SBU)", "SENSITIVE BUT UNCLASSIFIED"),
        ("NF", "FOREIGN"),
        ("1.4(b)", "(b)"),
        ("25X1", "13526"),
        ("E.O. 13526", "in force"),
        ("12958", "in force"),
        ("SIPDIS", "caption"),
        ("OADR", "12356"),
        ("paragraph-gap", "rule"),
    ],
)
def test_explain(markcheck: Run, term: str, words: str) -> None:
    done = markcheck("explain", term)
    assert done.returncode == 0
    assert words in done.stdout
    assert "Source:" in done.stdout
    assert json.loads(markcheck("explain", term, "--format", "json").stdout)


def test_explain_what_the_rules_do_not_know(markcheck: Run) -> None:
    done = markcheck("explain", "nonsense")
    assert done.returncode == 2
    assert done.stdout == ""


# -- defects -----------------------------------------------------------------------------------------

DEFECT = """
import sys
import markcheck.{module} as module
def broken(*arguments, **named):
    secret = "SECRETWORD"
    raise ValueError("SECRETWORD " + repr(arguments))
module.{name} = broken
sys.argv = ["markcheck", *{arguments!r}]
from markcheck.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("module", "name", "arguments"),
    [
        ("report.text", "result_text", ["validate", "-"]),
        ("cli.inspecting", "validate", ["inspect", "-"]),
        ("api", "redact", ["redact", "-", "--max", "U"]),
        ("report.text", "summary_text", ["validate", "-"]),
        ("report.json", "document_json", ["validate", "-", "--format", "json"]),
    ],
)
def test_a_defect_is_told_without_any_content(module: str, name: str, arguments: list[str]) -> None:
    done = run_python("-c", DEFECT.format(module=module, name=name, arguments=arguments), stdin=SOUND.text())
    assert done.returncode == 70
    assert "a defect in markcheck: ValueError at <string>:" in done.stderr
    assert "SECRETWORD" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def closed_pipe(folder: Path, text: str) -> str:
    """The exit code and the error output of a run whose reader goes away."""
    for number in range(60):
        (folder / f"{number}.txt").write_text(text)
    program = """
import subprocess, sys
command = [sys.executable, "-m", "markcheck", "validate", ".", "--format", "json"]
child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
child.stdout.read(10)
child.stdout.close()
errors = child.stderr.read()
print(child.wait(), errors)
"""
    return run_python("-c", program, cwd=folder).stdout.strip()


def test_a_closed_pipe_is_neither_defect_nor_finding(tmp_path: Path) -> None:
    assert closed_pipe(tmp_path, SOUND.text()) == "0 b''"
