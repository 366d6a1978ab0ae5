"""Every rule's own cases with that rule alone, and the files under rules/ against their schemas and the code.

Every document in it is invented.
"""

from __future__ import annotations

import ast
import json
import shutil
import tempfile
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from msgspec.structs import replace

from markcheck.checks import CHECKS
from markcheck.engine import Engine
from markcheck.errors import RulebookError
from markcheck.formats import read_bytes
from markcheck.marks.ceiling import read_ceiling
from markcheck.model.document import NOTE_CODES
from markcheck.model.examined import Examined
from markcheck.model.judging import PLAINLY
from markcheck.model.result import Result
from markcheck.model.rule import Finding
from markcheck.outputs.results import result_of
from markcheck.outputs.terms import explain
from markcheck.rulebook.book import Rulebook, read_rulebook
from markcheck.rulebook.source import SCHEMAS
from markcheck.structure import structure
from markcheck.structure.words import words_of
from markcheck.suppress.apply import Suppressor
from markcheck.suppress.baseline import Baseline, Key
from program import RULES, SOURCE

FILES = sorted(path for folder in SCHEMAS for path in (RULES / folder).rglob("*.toml"))
CHECK_FILES = sorted((RULES / "checks").rglob("*.toml"))


def content(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


CASES = [(path.stem, case) for path in CHECK_FILES for case in content(path)["case"]]


def judge(book: Rulebook, name: str, case: dict[str, Any]) -> tuple[Finding, ...]:
    """The findings of one rule alone on the text of a case."""
    data = case["text"].encode(case.get("encoding", "utf-8"))
    if "sidecar" in case or "baseline" in case:
        return tuple(item.finding for item in on_file(book, name, case, data).open)
    limit = read_ceiling(case["limit"], words_of(book).language) if "limit" in case else None
    return Engine(book, [name], limit=limit).judge(structure(read_bytes("case", data), book))


def on_file(book: Rulebook, name: str, case: dict[str, Any], data: bytes) -> Result:
    """The result of a document with something kept on file about it; other rules find what that is about."""
    judged = Examined("case", marked := structure(read_bytes("case", data), book), Engine(book).judge(marked))
    result = result_of(judged, book)
    with tempfile.TemporaryDirectory() as folder:
        sidecar = Path(folder, "case.markcheck.toml")
        sidecar.write_text(case.get("sidecar", "suppress = []"))
        entries = Counter[Key]()
        for rule, portion, digest in (line.split() for line in case.get("baseline", ())):
            entries[rule, portion, digest] += 1
        baseline = Baseline(Path("baseline"), {"case": entries})
        suppressor = Suppressor((), book, date(2026, 1, 1), baseline)
        applied = suppressor.apply(replace(result, path="case"), PLAINLY, str(sidecar))
    return replace(applied, findings=tuple(item for item in applied.findings if item.finding.rule == name))


def schema_of(path: Path) -> dict[str, Any]:
    name = SCHEMAS[path.relative_to(RULES).parts[0]]
    schema: dict[str, Any] = json.loads((RULES / "schema" / f"{name}.schema.json").read_bytes())
    return schema


def name_of(path: Path) -> str:
    return path.relative_to(RULES).as_posix()


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case['name']}" for name, case in CASES])
def test_case(book: Rulebook, name: str, case: dict[str, Any]) -> None:
    findings = judge(book, name, case)
    assert {finding.rule for finding in findings} <= {name}
    assert [finding.line for finding in findings] == (case["lines"] if case["expect"] == "fail" else [])
    if "severity" in case:
        assert {finding.severity.value for finding in findings} == {case["severity"]}
    for finding in findings:
        assert finding.message
        assert "{" not in finding.message, "the template is not filled"


@pytest.mark.parametrize("path", CHECK_FILES, ids=name_of)
def test_a_rule_is_shown_both_ways(path: Path) -> None:
    cases = content(path)["case"]
    assert {case["expect"] for case in cases} == {"fail", "pass"}
    assert all(case.get("lines") for case in cases if case["expect"] == "fail")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_fits_its_schema(path: Path) -> None:
    validator = Draft202012Validator(schema_of(path), format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(content(path))] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_unknown_keys_are_refused_wherever_keys_are_fixed(path: Path) -> None:
    schema, data = schema_of(path), content(path)
    validator = Draft202012Validator(schema)
    assert not validator.is_valid({**data, "nonsense": 1})
    tables = [key for key, value in data.items() if isinstance(value, list) and value and isinstance(value[0], dict)]
    assert tables
    for key in tables:
        assert not validator.is_valid({**data, key: [{**data[key][0], "nonsense": 1}, *data[key][1:]]}), key


@pytest.mark.parametrize("schema", sorted((RULES / "schema").glob("*.json")), ids=lambda path: path.name)
def test_a_schema_is_a_schema(schema: Path) -> None:
    Draft202012Validator.check_schema(json.loads(schema.read_bytes()))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_names_its_sources(path: Path) -> None:
    data = content(path)
    cites = [source["cite"] for source in data["source"]]
    for table in ("level", "control", "caption"):
        cites += [item["cite"] for item in data.get(table, ())]
    assert cites
    assert all(cite.strip() for cite in cites)


def test_what_rests_on_memory_alone_is_no_error() -> None:
    for path in CHECK_FILES:
        data = content(path)
        if all(source.get("standing") == "from memory" for source in data["source"]):
            assert data["severity"] != "error", path.stem


def test_a_rule_is_listed_under_the_name_of_its_file(book: Rulebook) -> None:
    assert set(book.rules) == {path.stem for path in CHECK_FILES}
    assert {rule.name: rule.group for rule in book.rules.values()} == {
        path.stem: path.parent.name for path in CHECK_FILES
    }


def test_check_kinds_are_those_that_rules_use(book: Rulebook) -> None:
    assert {rule.check for rule in book.rules.values()} == set(CHECKS)


# -- notes: what the readers see, and what the rules ask for -----------------------------------------


def emitted() -> set[str]:
    """The note codes that the code passes to ``note``, ``fault``, ``Note`` and ``Fault``, and those of the data."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(function, ast.FunctionDef):
                found |= _emitted_in(function)
    for path in (RULES / "markings").rglob("*.toml"):
        data = content(path)
        found |= {item["note"] for item in data.get("foreign_level", ())}
        found |= {item["advice"] for item in data.get("control", ()) if "advice" in item}
    return found


def _emitted_in(function: ast.FunctionDef) -> set[str]:
    named: dict[str, set[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, set()).update(_strings(node.value))
    found: set[str] = set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in ("note", "Note", "fault", "Fault"):
            code = node.args[0]
            found |= named.get(code.id, set()) if isinstance(code, ast.Name) else _strings(code)
    return found


def _strings(node: ast.expr) -> set[str]:
    if isinstance(node, ast.JoinedStr):
        # A code and what is put behind it: "mark-requires" and "-advised".
        start = node.values[0].value if isinstance(node.values[0], ast.Constant) else None
        return {code for code in NOTE_CODES if isinstance(start, str) and code.startswith(start)}
    chosen = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return {item.value for item in chosen if isinstance(item, ast.Constant) and isinstance(item.value, str)}


def keyed(book: Rulebook) -> set[tuple[str, str]]:
    """The notes that rules ask for, each with its rule."""
    return {(name, code) for name, rule in book.rules.items() if rule.check == "noted" for code in rule.params["notes"]}


def asked(book: Rulebook) -> set[str]:
    return {code.partition(":")[0] for _, code in keyed(book)}


def test_every_note_that_a_rule_asks_for_is_made_somewhere(book: Rulebook) -> None:
    assert asked(book) - emitted() == set()


def test_every_note_that_is_made_has_a_rule(book: Rulebook) -> None:
    assert emitted() - asked(book) == set()


def test_every_key_that_a_rule_asks_for_is_made_by_one_of_its_cases(book: Rulebook) -> None:
    made: set[tuple[str, str]] = set()
    for name, case in CASES:
        for message in structure(read_bytes("case", case["text"].encode()), book).messages:
            made |= {(name, f"{note.code}:{note.fields['key']}") for note in message.notes if "key" in note.fields}
    assert {item for item in keyed(book) if ":" in item[1]} <= made


def test_the_walk_for_notes_finds_each_way_of_writing_one() -> None:
    source = (
        "def f(self, same):\n code = 'a' if same else 'b'\n self.note(code, 0)\n fault('c' if same else 'd', 1)\n"
        " fault(f'mark-requires{same}', 1)\n"
    )
    tree = ast.parse(source).body[0]
    assert isinstance(tree, ast.FunctionDef)
    assert _emitted_in(tree) == {"a", "b", "c", "d", "mark-requires", "mark-requires-advised"}


# -- broken rule files -------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the rules that a test may break."""
    return Path(shutil.copytree(RULES, tmp_path / "rules", ignore=shutil.ignore_patterns(".compiled*")))


def change(root: Path, name: str, old: str, new: str) -> Path:
    path = next((root / "checks").rglob(f"{name}.toml"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_copy_is_as_good_as_the_original(copied: Path, book: Rulebook) -> None:
    assert read_rulebook(copied).digest == book.digest


def test_broken_toml_names_the_file(copied: Path) -> None:
    path = change(copied, "paragraph-gap", "summary =", "summary ==")
    with pytest.raises(RulebookError) as caught:
        read_rulebook(copied)
    assert path.name in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary =", "sumary ="),
        ("summary =", 'nonsense = "x"\nsummary ='),
        ('severity = "', 'severity = "un'),
        ("[[source]]", '[[source]]\nnonsense = "x"'),
        ("[[case]]", '[[case]]\nnonsense = "x"'),
    ],
)
def test_a_file_that_does_not_fit_is_named(copied: Path, old: str, new: str) -> None:
    change(copied, "paragraph-gap", old, new)
    with pytest.raises(RulebookError) as caught:
        read_rulebook(copied)
    assert "paragraph-gap" in str(caught.value)


def test_a_check_kind_that_does_not_exist_is_named(copied: Path) -> None:
    change(copied, "paragraph-gap", 'check = "numbering"', 'check = "numerology"')
    with pytest.raises(RulebookError) as caught:
        Engine(read_rulebook(copied))
    assert "paragraph-gap" in str(caught.value)
    assert "numerology" in str(caught.value)


def test_a_message_field_that_its_check_does_not_give_is_named(copied: Path) -> None:
    change(copied, "paragraph-gap", "{number}", "{nonsense}")
    case = next(case for name, case in CASES if name == "paragraph-gap" and case["expect"] == "fail")
    with pytest.raises(RulebookError, match="nonsense"):
        judge(read_rulebook(copied), "paragraph-gap", case)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("paragraph-gap", 'defect = "gap"', 'defect = "gap"\nbaner = "classified"'),
        ("paragraph-gap", 'defect = "gap"', 'defect = "gaps"'),
        ("encoding-suspect", '"encoding-suspect"', '"encoding-suspicious"'),
    ],
)
def test_a_parameter_that_its_check_does_not_know_is_refused(copied: Path, name: str, old: str, new: str) -> None:
    change(copied, name, old, new)
    with pytest.raises(RulebookError):
        Engine(read_rulebook(copied))


def test_a_changed_file_is_read_anew(copied: Path) -> None:
    before = read_rulebook(copied)
    change(copied, "paragraph-gap", "{number}", "number {number}")
    read_rulebook.cache_clear()
    after = read_rulebook(copied)
    assert after.digest != before.digest
    assert after.rules["paragraph-gap"].message != before.rules["paragraph-gap"].message


def test_two_rules_of_one_name_are_refused(copied: Path) -> None:
    path = next((copied / "checks").rglob("paragraph-gap.toml"))
    other = copied / "checks" / "portion" / path.name
    other.write_bytes(path.read_bytes())
    with pytest.raises(RulebookError, match="paragraph-gap"):
        read_rulebook(copied)


def test_what_is_declined_is_no_rule_and_says_why(book: Rulebook) -> None:
    names = [item["name"] for item in book.declined]
    assert names
    assert len(set(names)) == len(names)
    assert not set(names) & set(book.rules)
    assert [item.kind for item in explain(book, names[0])] == ["declined rule"]
