"""What README, docs and schemas show is what the program prints; what they point at exists."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from markcheck.exits import Exit
from markcheck.rulebook.book import rulebook

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = [README, *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")), *ROOT.glob("docs/*.md")]
PUBLISHED = (
    "validate", "inspect", "manifest", "verify", "review", "decisions", "parse", "parse-line", "banner", "fix",
    "settings", "sidecar", "baseline", "rows",
)  # fmt: skip
SCHEMAS = [f"schemas/{name}.schema.json" for name in PUBLISHED]
GENERATED = ["README.md", "docs/cli.md", "docs/markings.md", "docs/rules.md", "docs/settings.md", *SCHEMAS]
RULE_PAGES = [f"docs/rules/{name}.md" for name in rulebook().rules]

_LINK = re.compile(r"\[[^\]\n]+\]\((?!https?://)([^)#\s]*)(#[^)\s]+)?\)")
_TARGETS = ["dev", "npm", "lint", "types", "test", "demo", "bench", "generate", "nightly", "clean"]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "tools" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def products(generate: ModuleType) -> dict[Path, str]:
    made: dict[Path, str] = generate.products()
    return made


def test_every_generated_file_is_known(products: dict[Path, str]) -> None:
    assert {path.relative_to(ROOT).as_posix() for path in products} == {*GENERATED, *RULE_PAGES}


@pytest.mark.parametrize("name", GENERATED)
def test_generated_file_is_current(name: str, products: dict[Path, str]) -> None:
    """Mended by ``make generate``."""
    assert (ROOT / name).read_text(encoding="utf-8") == products[ROOT / name]


def test_every_rule_has_its_current_page_and_no_other(products: dict[Path, str]) -> None:
    """Mended by ``make generate``."""
    pages = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "docs/rules").glob("*.md")}
    assert sorted(pages) == sorted(RULE_PAGES)
    assert not [name for name in RULE_PAGES if pages[name] != products[ROOT / name]]


def test_a_changed_output_is_stale(generate: ModuleType, products: dict[Path, str]) -> None:
    changed = {path: text.replace("rollup-banner-too-low", "rollup-banner-too-high") for path, text in products.items()}
    names = {path.name for path in generate.stale(changed)}
    assert {"README.md", "rules.md"} <= names
    assert not names & {"manifest.schema.json"}


def test_a_changed_block_is_made_anew(generate: ModuleType) -> None:
    text = README.read_text(encoding="utf-8")
    assert "3 errors, 1 warning, 3 notes" in text
    assert generate.refreshed(text.replace("3 errors, 1 warning, 3 notes", "no findings")) == text


def test_check_exits_with_1_and_writes_nothing(
    generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "products", lambda: {tmp_path / "docs" / "page.md": "text\n"})
    assert generate.main(["--check"]) == 1
    assert not (tmp_path / "docs").exists()
    assert generate.main([]) == 0
    assert (tmp_path / "docs" / "page.md").read_text(encoding="utf-8") == "text\n"
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().out.splitlines() == ["docs/page.md: stale; run make generate", "docs/page.md: written"]


def test_the_page_of_a_rule_that_is_gone_goes_too(
    generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "products", dict)
    page = tmp_path / "docs" / "rules" / "gone.md"
    page.parent.mkdir(parents=True)
    page.write_text("text\n", encoding="utf-8")
    assert generate.main(["--check"]) == 1
    assert page.exists()
    assert generate.main([]) == 0
    assert not page.exists()
    assert capsys.readouterr().out.splitlines() == [
        "docs/rules/gone.md: left over; run make generate",
        "docs/rules/gone.md: removed",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- run: markcheck --version -->\n\nno block\n", "no fenced block"),
        ("<!-- run (exit 1): markcheck --version -->\n```console\n```\n", "exit code 0, but 1 is stated"),
        ("<!-- run: cat README.md -->\n```console\n```\n", "only markcheck"),
        ("<!-- show: README.md 100000 -->\n```text\n```\n", "lines"),
    ],
)
def test_a_block_that_cannot_be_made_is_an_error(generate: ModuleType, text: str, message: str) -> None:
    with pytest.raises(generate.GenerateError, match=message):
        generate.refreshed(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for name, anchor in _LINK.findall(page.read_text(encoding="utf-8")):
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), name
        if anchor:
            heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor[1:] in {head.lower().replace(" ", "-") for head in heads}, anchor


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_named_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:rules|src|tests|tools|examples|docs|redact)/[\w./-]+)`", text):
        assert (ROOT / name).exists() or (ROOT / "src" / "markcheck" / name).exists(), name


def test_exit_codes_are_all_listed() -> None:
    table = README.read_text(encoding="utf-8").partition("## Exit codes")[2].partition("\n## ")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)] == sorted(Exit)


def test_make_has_the_whole_vocabulary_and_no_more() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^([a-z]+):", makefile, re.MULTILINE) == _TARGETS
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z]+)`", page.read_text(encoding="utf-8"))}
    assert named <= set(_TARGETS)


def test_ci_passes_the_tests_by_the_command_readme_names() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^make test$", ci, re.MULTILINE)
    assert re.search(r"^make test\b", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100 or sys.platform == "win32"


def test_every_rule_has_its_row() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[([a-z0-9-]+)\]", page, re.MULTILINE) == [
        rule.name for rule in sorted(rulebook().rules.values(), key=lambda rule: (rule.group, rule.name))
    ]
