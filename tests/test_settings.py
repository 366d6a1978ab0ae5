"""Settings: where they are found, what they may say, what holds for a path and why. Every document is invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from program import Done
from reading import SOUND
from telegrams import FAULTY, of_marks

Run = Callable[..., Done[str]]

OWN_RULE = """
summary = "the harbor's own rule"
check = "text-end"
severity = "warning"
message = "an invented rule of Port Elara"
rationale = \"\"\"
The harbor wants to hear of every telegram without a signature.
\"\"\"
params = { defect = "unsigned" }

[[source]]
cite = "Port Elara harbor rules, 7 (invented)"

[[case]]
name = "none"
expect = "fail"
lines = [1]
text = "x"

[[case]]
name = "one"
expect = "pass"
text = "x"
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a sound telegram and a faulty one, and an archive below it."""
    (tmp_path / "sound.txt").write_bytes(SOUND.data())
    (tmp_path / "faulty.txt").write_text(FAULTY)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "old.txt").write_text(FAULTY)
    return tmp_path


def found(done: Done[str]) -> dict[str, list[tuple[str, str]]]:
    """Rule and severity of each finding by document."""
    documents = json.loads(done.stdout)["documents"]
    return {item["path"]: [(one["rule"], one["severity"]) for one in item["findings"]] for item in documents}


GAP, LOW = ("paragraph-gap", "warning"), ("rollup-banner-too-low", "error")


def test_without_a_file_the_defaults_hold(markcheck: Run, place: Path) -> None:
    done = markcheck("validate", "faulty.txt", "--format", "json")
    assert {GAP, LOW} <= set(found(done)["faulty.txt"])
    shown = json.loads(markcheck("settings", "--format", "json").stdout)
    assert {tuple(item["from"]) for item in shown.values()} == {("default",)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("markcheck.toml", 'select = ["paragraph-gap"]'),
        ("pyproject.toml", '[project]\nname = "x"\n[tool.markcheck]\nselect = ["paragraph-gap"]'),
    ],
)
def test_a_file_at_or_above_holds(markcheck: Run, place: Path, name: str, text: str) -> None:
    (place / name).write_text(text)
    for document in ("faulty.txt", "archive/old.txt"):
        assert found(markcheck("validate", document, "--format", "json"))[document] == [GAP]


def test_the_nearest_file_holds_and_one_without_a_table_is_passed(markcheck: Run, place: Path) -> None:
    (place / "markcheck.toml").write_text('select = ["paragraph-gap"]')
    (place / "archive" / "pyproject.toml").write_text('[project]\nname = "x"')
    assert found(markcheck("validate", "archive/old.txt", "--format", "json"))["archive/old.txt"] == [GAP]
    (place / "archive" / "markcheck.toml").write_text('select = ["rollup-banner-too-low"]')
    assert found(markcheck("validate", "archive/old.txt", "--format", "json"))["archive/old.txt"] == [LOW]


def test_isolated_and_a_named_file(markcheck: Run, place: Path) -> None:
    (place / "markcheck.toml").write_text('select = ["paragraph-gap"]')
    (place / "other.toml").write_text('select = ["rollup-banner-too-low"]')
    run = ("validate", "faulty.txt", "--format", "json")
    assert LOW in found(markcheck(*run, "--isolated"))["faulty.txt"]
    assert found(markcheck(*run, "--config", "other.toml"))["faulty.txt"] == [LOW]
    assert found(markcheck(*run, MARKCHECK_CONFIG="other.toml"))["faulty.txt"] == [LOW]


def test_each_layer_is_over_the_one_before(markcheck: Run, place: Path) -> None:
    def code(*flags: str, **environment: str) -> int:
        return markcheck("validate", "faulty.txt", *flags, "--select", "paragraph-gap", **environment).returncode

    assert code() == 0
    (place / "markcheck.toml").write_text('fail-on = "warning"')
    assert code() == 1
    assert code(MARKCHECK_FAIL_ON="error") == 0
    assert code("--fail-on", "info", MARKCHECK_FAIL_ON="never") == 1


def test_settings_tells_where_a_value_comes_from(markcheck: Run, place: Path) -> None:
    (place / "base.toml").write_text('fail-on = "warning"\nignore = ["tags-missing"]\n[severity]\nstructure = "info"')
    (place / "markcheck.toml").write_text(
        'extend = "base.toml"\nignore = ["subject-missing"]\n[severity]\nparagraph-gap = "error"\n'
        '[[paths]]\npaths = ["archive/"]\nmax-level = "C"'
    )
    shown = json.loads(markcheck("settings", "archive/old.txt", "--format", "json", MARKCHECK_JOBS="2").stdout)
    base, own = str(place / "base.toml"), str(place / "markcheck.toml")
    assert shown["fail-on"] == {"value": "warning", "from": [base]}
    assert shown["ignore"] == {"value": ["subject-missing"], "from": [own]}
    assert shown["severity"] == {"value": {"structure": "info", "paragraph-gap": "error"}, "from": [base, own]}
    assert shown["jobs"] == {"value": 2, "from": ["MARKCHECK_JOBS"]}
    assert shown["max-level"]["value"] == "C"
    assert shown["max-level"]["from"] == [f"{own}: paths.0"]
    assert json.loads(markcheck("settings", "faulty.txt", "--format", "json").stdout)["max-level"]["value"] is None
    assert f'max-level         "C"  ({own}: paths.0)' in markcheck("settings", "archive/old.txt").stdout


def test_a_file_that_extends_itself(markcheck: Run, place: Path) -> None:
    (place / "markcheck.toml").write_text('extend = "other.toml"')
    (place / "other.toml").write_text('extend = "markcheck.toml"')
    done = markcheck("validate", "sound.txt")
    assert done.returncode == 2
    assert "extends itself" in done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('selct = ["x"]', ("selct", "did you mean select?")),
        ('[redact]\nstmp = "bar"', ("redact.stmp", "did you mean stamp?")),
        ('[[paths]]\npaths = ["a"]\nmaxlevel = "U"', ("paths.0.maxlevel", "did you mean max-level?")),
        ('[[suppress]]\npaths = ["a"]\nrules = ["paragraph-gap"]', ("suppress.0.reason", "required")),
        ('fail-on = "eror"', ("fail-on", "'error'")),
        ('select = ["paragraph-gp"]', ("select", "did you mean paragraph-gap?")),
        ('[severity]\nparagraf-gap = "error"', ("severity", "did you mean paragraph-gap?")),
        ('[[paths]]\npaths = ["a"]\nignore = ["portions"]', ("paths.0: ignore", "did you mean portion?")),
        ('[[suppress]]\npaths = ["a"]\nrules = ["gap"]\nreason = "why not"', ("suppress", "no rule called gap")),
        ('max-level = "ZZ"', ("--max-level", "not a level")),
        ('max = "U"\nmax-level = "U"', ("max", "one of them")),
        ('rules = ["nowhere"]', ("nowhere", "holds no rules")),
        ("select = [", ("not valid TOML",)),
        ('date = "yesterday"', ("date",)),
        ("jobs = -1", ("jobs",)),
        ('baseline = "none.json"', ("none.json", "--write-baseline")),
    ],
)
def test_what_is_wrong_with_a_file_is_told(markcheck: Run, place: Path, text: str, told: tuple[str, ...]) -> None:
    (place / "markcheck.toml").write_text(text)
    done = markcheck("validate", "sound.txt")
    assert done.returncode == 2
    assert done.stdout == ""
    assert all(word in done.stderr for word in told), done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("MARKCHECK_FAIL_ON", "eror", "fail-on"),
        ("MARKCHECK_JOBS", "two", "whole number"),
        ("MARKCHECK_CACHE", "perhaps", "true or false"),
        ("MARKCHECK_SELECT", "paragraph-gp", "MARKCHECK_SELECT: select: there is no rule called paragraph-gp"),
        ("MARKCHECK_FAILON", "error", "did you mean MARKCHECK_FAIL_ON?"),
    ],
)
def test_what_is_wrong_with_the_environment_is_told(
    markcheck: Run, place: Path, variable: str, value: str, told: str
) -> None:
    done = markcheck("validate", "sound.txt", **{variable: value})
    assert done.returncode == 2
    assert told in done.stderr


def test_severities_by_rule_and_group(markcheck: Run, place: Path) -> None:
    (place / "markcheck.toml").write_text('[severity]\nparagraph-gap = "error"\nrollup = "info"\n')
    findings = set(found(markcheck("validate", "faulty.txt", "--format", "json"))["faulty.txt"])
    assert {("paragraph-gap", "error"), ("rollup-banner-too-low", "info")} <= findings
    (place / "markcheck.toml").write_text('[severity]\nparagraph-gap = "off"\n')
    assert GAP not in found(markcheck("validate", "faulty.txt", "--format", "json"))["faulty.txt"]


def test_tables_for_paths(markcheck: Run, place: Path) -> None:
    (place / "markcheck.toml").write_text('[[paths]]\npaths = ["archive/*.txt"]\nignore = ["paragraph-gap", "rollup"]')
    findings = found(markcheck("validate", ".", "--format", "json"))
    assert GAP in findings["faulty.txt"]
    assert findings["archive/old.txt"] == []
    flagged = found(markcheck("validate", ".", "--ignore", "rollup", "--format", "json"))
    assert GAP in flagged["archive/old.txt"], "a flag is over a table"


def test_a_document_above_what_its_place_may_hold(markcheck: Run, place: Path) -> None:
    (place / "unclassified.txt").write_bytes(of_marks("U", level="UNCLAS", order=None, classified_by=None).data())
    (place / "markcheck.toml").write_text(
        'max-level = "U"\nselect = ["level-above-limit"]\n[[paths]]\npaths = ["archive/"]\nmax-level = "S"'
    )
    findings = found(markcheck("validate", ".", "--format", "json"))
    above = [("level-above-limit", "error")]
    assert findings == {
        "faulty.txt": above, "sound.txt": above, "unclassified.txt": [], "archive/old.txt": []
    }  # fmt: skip
    text = markcheck("validate", "sound.txt").stdout
    assert "the document is CONFIDENTIAL, but this place may hold level UNCLASSIFIED at most" in text
    assert markcheck("validate", "sound.txt", "--max-level", "C").returncode == 0
    assert markcheck("validate", "sound.txt", "--max", "C").returncode == 0
    assert markcheck("validate", "sound.txt", "--max", "U").returncode == 1


def test_a_date_where_a_document_has_none(markcheck: Run, place: Path) -> None:
    text = "CONFIDENTIAL\n\n1. (C//FOUO) The harbor commission met.\n\nCONFIDENTIAL\n"
    (place / "undated.txt").write_text(text)
    (place / "markcheck.toml").write_text("date = 2007-01-01")
    shown = json.loads(markcheck("inspect", "undated.txt", "--format", "json").stdout)["documents"][0]
    assert shown["date"] == {"value": "2007-01-01", "source": "settings"}
    dates = {
        item["path"]: item["date"]
        for item in json.loads(markcheck("validate", ".", "--format", "json").stdout)["documents"]
    }
    assert dates["undated.txt"] == "2007-01-01"
    assert dates["sound.txt"] == "2007-09-15"
    assert json.loads(markcheck("inspect", "undated.txt", "--date", "2009-01-01", "--format", "json").stdout)[
        "documents"
    ][0]["date"] == {"value": "2009-01-01", "source": "flag"}


def test_an_organisation_adds_its_own_rules(markcheck: Run, place: Path) -> None:
    own = place / "ours" / "checks" / "harbor"
    own.mkdir(parents=True)
    (own / "harbor-signature.toml").write_text(OWN_RULE)
    (place / "markcheck.toml").write_text('rules = ["ours"]\nselect = ["harbor"]\nexclude = ["ours"]')
    (place / "unsigned.txt").write_bytes(of_marks("U", "C", signature=None).data())
    findings = found(markcheck("validate", ".", "--format", "json"))
    assert findings["unsigned.txt"] == [("harbor-signature", "warning")]
    assert findings["sound.txt"] == []
    # Elsewhere in the tool too, and with workers.
    assert "the harbor's own rule" in markcheck("rules", "harbor-signature").stdout
    many = place / "many"
    many.mkdir()
    for number in range(80):
        (many / f"{number}.txt").write_bytes((place / "unsigned.txt").read_bytes())
    done = json.loads(markcheck("validate", "many", "--jobs", "2", "--format", "json").stdout)
    assert done["summary"]["warnings"] == 80


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("paragraph-gap", OWN_RULE, "paragraph-gap: the name is taken"),
        ("harbor-signature", OWN_RULE.replace("summary", "sumary"), "harbor-signature"),
        ("harbor-signature", OWN_RULE.replace('"text-end"', '"text-ent"'), "did you mean text-end?"),
    ],
)
def test_own_rules_that_are_wrong(markcheck: Run, place: Path, name: str, text: str, told: str) -> None:
    own = place / "ours" / "checks" / "harbor"
    own.mkdir(parents=True)
    (own / f"{name}.toml").write_text(text)
    (place / "markcheck.toml").write_text('rules = ["ours"]')
    done = markcheck("validate", "sound.txt")
    assert done.returncode == 2
    assert told in done.stderr


def test_redact_takes_its_stamps_from_the_settings(markcheck: Run, place: Path) -> None:
    (place / "markcheck.toml").write_text('[redact]\nstamp = "reason"\ncodes = ["FOIA (b)(1)"]')
    assert "FOIA (b)(1)" in markcheck("redact", "sound.txt", "--max", "U", "-o", "-").stdout
    flagged = markcheck("redact", "sound.txt", "--max", "U", "-o", "-", "--stamp", "drop").stdout
    assert "FOIA" not in flagged


def test_roll_up_policy_from_the_settings(markcheck: Run, place: Path) -> None:
    text = "SECRET\n\n1. (S//NF) The harbor commission met.\n\n2. (U//FOUO) It met again.\n\nSECRET\n"
    (place / "mixed.txt").write_text(text)
    plain = markcheck("banner", "mixed.txt").stdout
    (place / "markcheck.toml").write_text('profile = "dod"\nanalytic-product = true')
    shown = json.loads(markcheck("settings", "--format", "json").stdout)
    assert shown["profile"]["value"] == "dod"
    assert (
        markcheck("banner", "mixed.txt").stdout
        == markcheck("banner", "mixed.txt", "--isolated", "--profile", "dod", "--analytic-product").stdout
    )
    assert plain


def test_the_schema_knows_every_key(markcheck: Run) -> None:
    schema = json.loads(markcheck("schema", "settings").stdout)
    Draft202012Validator.check_schema(schema)
    shown = json.loads(markcheck("settings", "--format", "json").stdout)
    assert set(shown) | {"extend"} == set(schema["properties"])
