"""Findings passed over for a reason on file, and baselines. The documents, all invented, are never touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from program import Done
from telegrams import FAULTY

Run = Callable[..., Done[str]]
REASON = "lost in transmission, as the post says"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with two faulty telegrams."""
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(FAULTY)
    return tmp_path


def report(markcheck: Run, *arguments: str) -> dict[str, Any]:
    done: dict[str, Any] = json.loads(markcheck("validate", *(arguments or (".",)), "--format", "json").stdout)
    return done


def rules(document: dict[str, Any], key: str = "findings") -> list[str]:
    return [item["rule"] for item in document.get(key, ())]


def by_path(whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {Path(item["path"]).name: item for item in whole["documents"]}


def test_settings_pass_over_a_rule_in_some_paths(markcheck: Run, place: Path) -> None:
    (place / "markcheck.toml").write_text(
        f'[[suppress]]\npaths = ["one.*"]\nrules = ["paragraph-gap"]\nreason = "{REASON}"'
    )
    whole = report(markcheck)
    one, two = by_path(whole)["one.txt"], by_path(whole)["two.txt"]
    assert "paragraph-gap" not in rules(one)
    assert "paragraph-gap" in rules(two)
    assert [(item["rule"], item["by"], item["reason"]) for item in one["suppressed"]] == [
        ("paragraph-gap", "settings", REASON)
    ]
    assert "suppressed" not in two
    assert whole["summary"]["suppressed"] == 1
    Draft202012Validator(json.loads(markcheck("schema", "validate").stdout)).validate(whole)
    assert markcheck("validate", ".").stdout.rstrip().endswith("; 1 suppressed")


def test_a_group_and_an_end(markcheck: Run, place: Path) -> None:
    text = f'[[suppress]]\npaths = ["*.txt"]\nrules = ["rollup"]\nreason = "{REASON}"\nuntil = '
    (place / "markcheck.toml").write_text(text + "2999-12-31")
    assert not [name for name in rules(by_path(report(markcheck))["one.txt"]) if name.startswith("rollup")]
    (place / "markcheck.toml").write_text(text + "2001-12-31")
    whole = report(markcheck)
    assert "rollup-banner-too-low" in rules(by_path(whole)["one.txt"])
    assert "markcheck.toml" not in by_path(whole), "it has run out, but what it is about is there"


def test_a_suppression_of_the_settings_that_matches_nothing(markcheck: Run, place: Path) -> None:
    (place / "markcheck.toml").write_text(
        f'# invented\n[[suppress]]\npaths = ["one.*"]\nrules = ["paragraph-gap"]\nreason = "{REASON}"\n'
        f'[[suppress]]\npaths = ["*.txt"]\nrules = ["tags-missing"]\nreason = "{REASON}"\n'
        f'[[suppress]]\npaths = ["elsewhere/"]\nrules = ["tags-missing"]\nreason = "{REASON}"\n'
    )
    whole = report(markcheck)
    (finding,) = by_path(whole)["markcheck.toml"]["findings"]
    assert (finding["rule"], finding["severity"], finding["line"]) == ("suppression-stale", "warning", 6)
    assert "tags-missing" in finding["message"]
    assert whole["summary"]["documents"] == 2, "a settings file is no document"
    assert "markcheck.toml" not in by_path(report(markcheck, "one.txt")), "a part of the set tells nothing"


def test_one_finding_in_a_sidecar(markcheck: Run, place: Path) -> None:
    before = (place / "one.txt").read_bytes()
    done = markcheck("suppress", "one.txt", "paragraph-gap", "--reason", REASON, "--by", "M. Orrin")
    assert done.returncode == 0
    assert (place / "one.txt").read_bytes() == before
    one, two = (by_path(report(markcheck))[name] for name in ("one.txt", "two.txt"))
    assert "paragraph-gap" not in rules(one)
    assert "paragraph-gap" in rules(two)
    assert [(item["rule"], item["by"], item["reason"]) for item in one["suppressed"]] == [
        ("paragraph-gap", "sidecar", f"{REASON} (M. Orrin)")
    ]
    # Another is added to it.
    assert markcheck("suppress", "one.txt", "rollup-banner-too-low", "--reason", REASON).returncode == 0
    assert len(by_path(report(markcheck))["one.txt"]["suppressed"]) == 2
    assert markcheck("validate", "one.txt", "--fail-on", "warning").returncode == 0


def test_a_sidecar_falls_when_the_words_change(markcheck: Run, place: Path) -> None:
    markcheck("suppress", "one.txt", "paragraph-gap", "--reason", REASON)
    text = FAULTY.replace("\n", "\r\n")
    (place / "one.txt").write_text(text, newline="")
    assert "paragraph-gap" not in rules(by_path(report(markcheck))["one.txt"]), "line ends are no words"
    head, _, tail = FAULTY.partition("\n3. (S)")
    (place / "one.txt").write_text(f"{head}\n3. (S) Not{tail}")
    changed = by_path(report(markcheck))["one.txt"]
    assert {"paragraph-gap", "suppression-stale"} <= set(rules(changed))


def test_suppress_needs_a_finding_and_a_choice(markcheck: Run, place: Path) -> None:
    for arguments, told in (
        (("tags-missing",), "finds nothing"),
        (("paragraph-gp",), "did you mean paragraph-gap?"),
        (("paragraph-gap", "--portion", "p9"), "finds nothing at p9"),
    ):
        done = markcheck("suppress", "one.txt", *arguments, "--reason", REASON)
        assert done.returncode == 2
        assert told in done.stderr
    assert not (place / "one.txt.markcheck.toml").exists()
    assert markcheck("suppress", "one.txt", "paragraph-gap").returncode == 2, "a reason is needed"
    (place / "twice.txt").write_text(FAULTY.replace("\nBRANT", "\n9. (S) More.\n\nBRANT"))
    done = markcheck("suppress", "twice.txt", "paragraph-gap", "--reason", REASON)
    assert done.returncode == 2
    assert "choose one with --portion" in done.stderr


@pytest.mark.parametrize("text", ["[[suppress", '[[suppress]]\nrule = "x"', 'nonsense = "SECRETWORD"'])
def test_a_broken_sidecar_leaves_its_document_unexamined(markcheck: Run, place: Path, text: str) -> None:
    (place / "one.txt.markcheck.toml").write_text(text)
    done = markcheck("validate", ".")
    assert done.returncode == 3
    assert "one.txt: not examined: its suppressions do not count" in done.stdout
    assert "SECRETWORD" not in done.stdout + done.stderr
    assert "2 documents" in done.stdout


BASELINE = "markcheck-baseline.json"


def test_a_baseline_takes_a_set_as_it_is(markcheck: Run, place: Path) -> None:
    assert markcheck("validate", ".").returncode == 1
    assert markcheck("validate", ".", "--write-baseline", BASELINE).returncode == 0
    whole = report(markcheck, ".", "--baseline", BASELINE)
    assert whole["summary"]["errors"] == whole["summary"]["warnings"] == whole["summary"]["infos"] == 0
    assert whole["summary"]["suppressed"] > 0
    assert markcheck("validate", ".", "--baseline", BASELINE).returncode == 0
    Draft202012Validator(json.loads(markcheck("schema", "baseline").stdout)).validate(
        json.loads((place / BASELINE).read_text())
    )
    # By settings, and from elsewhere.
    (place / "markcheck.toml").write_text(f'baseline = "{BASELINE}"')
    (place / "below").mkdir()
    done = markcheck("validate", str(place / "one.txt"))
    assert done.returncode == 0


def test_what_is_new_is_found(markcheck: Run, place: Path) -> None:
    markcheck("validate", ".", "--write-baseline", BASELINE)
    (place / "one.txt").write_text(FAULTY.replace("\nBRANT", "\n9. (S) More.\n\nBRANT"))
    (place / "three.txt").write_text(FAULTY)
    whole = by_path(report(markcheck, ".", "--baseline", BASELINE))
    assert rules(whole["one.txt"]).count("paragraph-gap") == 1
    assert rules(whole["two.txt"]) == []
    assert "rollup-banner-too-low" in rules(whole["three.txt"])


def test_a_baseline_only_gets_smaller(markcheck: Run, place: Path) -> None:
    markcheck("validate", ".", "--write-baseline", BASELINE)
    full = json.loads((place / BASELINE).read_text())["documents"]
    (place / "one.txt").write_text(FAULTY.replace("\n3. (S)", "\n2. (S)"))
    (place / "two.txt").write_text(FAULTY.replace("\nBRANT", "\n9. (S) More.\n\nBRANT"))
    whole = by_path(report(markcheck, ".", "--baseline", BASELINE))
    # The other finding of the paragraph counts again too, since its words have changed.
    assert rules(whole["one.txt"]) == ["rollup-banner-too-low", "baseline-stale"]
    assert "paragraph-gap, rollup-banner-too-low" in whole["one.txt"]["findings"][1]["message"]
    markcheck("validate", ".", "--write-baseline", BASELINE)
    after = json.loads((place / BASELINE).read_text())["documents"]
    kept = {name: [item["rule"] for item in items] for name, items in after.items()}
    assert "one.txt" not in kept
    assert all(item in full[name] for name, items in after.items() for item in items), "nothing new is in it"
    again = by_path(report(markcheck, ".", "--baseline", BASELINE))
    assert rules(again["one.txt"]) == ["rollup-banner-too-low"]
    assert "paragraph-gap" in rules(again["two.txt"])
    markcheck("validate", ".", "--write-baseline", BASELINE, "--force")
    assert report(markcheck, ".", "--baseline", BASELINE)["summary"]["warnings"] == 0


def test_a_part_of_the_set_leaves_the_rest_of_the_baseline(markcheck: Run, place: Path) -> None:
    markcheck("validate", ".", "--write-baseline", BASELINE)
    before = (place / BASELINE).read_text()
    markcheck("validate", "one.txt", "--write-baseline", BASELINE)
    assert (place / BASELINE).read_text() == before


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"documents": {"one.txt": [{"rule": 1}]}}'])
def test_a_broken_baseline(markcheck: Run, place: Path, text: str) -> None:
    (place / BASELINE).write_text(text)
    done = markcheck("validate", ".", "--baseline", BASELINE)
    assert done.returncode == 2
    assert BASELINE in done.stderr
    assert len(done.stderr.splitlines()) == 1
