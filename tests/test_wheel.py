"""The built package, installed into an empty environment and run outside the checkout.

Every document in it is invented.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from markcheck import __version__
from markcheck.rulebook.source import COMPILED, compile_rules

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
_FOLDER = "Scripts" if os.name == "nt" else "bin"
# What would let the new environment see this one.
_OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in _OURS}
    environment |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONUTF8": "1", "COLUMNS": "100"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def _done(*command: str | Path, cwd: Path) -> None:
    result = _run(*command, cwd=cwd)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _done(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it asks for."""
    venv = tmp_path_factory.mktemp("empty") / "venv"
    _done(sys.executable, "-m", "venv", "--without-pip", venv, cwd=venv.parent)
    python = venv / _FOLDER / "python"
    _done(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel, cwd=venv.parent)
    return venv / _FOLDER


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder outside the checkout with copies of two examples."""
    for name in ("clean/2005-telegram.txt", "faulty/2005-banner-too-low.txt"):
        shutil.copy(ROOT / "examples" / name, tmp_path)
    return tmp_path


def test_wheel_holds_the_package_and_the_rules_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        compiled = json.loads(archive.read(f"markcheck/rules/{COMPILED}"))
    assert {name.partition("/")[0] for name in names} == {"markcheck", f"markcheck-{__version__}.dist-info"}
    assert {"markcheck/py.typed", f"markcheck-{__version__}.dist-info/licenses/LICENSE"} <= names
    rules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.toml")}
    rules |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules" / "schema").glob("*.json")}
    assert len(rules) > 50
    assert {name.removeprefix("markcheck/") for name in names if name.startswith("markcheck/rules/")} == {
        *rules,
        f"rules/{COMPILED}",
    }
    assert compiled == json.loads(json.dumps(compile_rules(ROOT / "rules")))


def test_the_program_is_the_installed_one(installed: Path, elsewhere: Path) -> None:
    code = "import markcheck.rulebook.source as s; print(s.__file__, s.rules_root(), sep='\\n')"
    shown = _run(installed / "python", "-c", code, cwd=elsewhere)
    places = [Path(line).resolve() for line in shown.stdout.splitlines()]
    assert len(places) == 2, shown.stderr
    assert all(place.is_relative_to(installed.parent.resolve()) for place in places)
    assert _run(installed / "markcheck", "--version", cwd=elsewhere).stdout == f"markcheck {__version__}\n"


def test_validate_finds_what_the_checkout_finds(installed: Path, elsewhere: Path) -> None:
    faulty = _run(installed / "markcheck", "validate", "2005-banner-too-low.txt", "--format", "json", cwd=elsewhere)
    here = _run(
        sys.executable, "-m", "markcheck", "validate", "2005-banner-too-low.txt", "--format", "json", cwd=elsewhere
    )
    assert faulty.returncode == here.returncode == 1, faulty.stderr
    found = json.loads(faulty.stdout)
    assert found == json.loads(here.stdout)
    assert "rollup-banner-too-low" in {finding["rule"] for finding in found["documents"][0]["findings"]}


def test_validate_passes_a_clean_document(installed: Path, elsewhere: Path) -> None:
    clean = _run(installed / "markcheck", "validate", "2005-telegram.txt", cwd=elsewhere)
    assert (clean.returncode, clean.stderr) == (0, "")
    assert re.search(r"^1 document: (?:no findings|\d+ notes?)$", clean.stdout, re.MULTILINE)


def test_redact_writes_a_version_and_its_manifest(installed: Path, elsewhere: Path) -> None:
    done = _run(installed / "markcheck", "redact", "2005-telegram.txt", "--max", "U", "-o", "public.txt", cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "public.txt").exists()
    manifest = json.loads((elsewhere / "public.txt.manifest.json").read_text(encoding="utf-8"))
    assert manifest["ceiling"] == "UNCLASSIFIED"


def test_rules_are_listed(installed: Path, elsewhere: Path) -> None:
    listed = _run(installed / "markcheck", "rules", cwd=elsewhere)
    assert listed.returncode == 0, listed.stderr
    for path in (ROOT / "rules" / "checks").rglob("*.toml"):
        assert f"\n  {path.stem} " in listed.stdout


def test_schemas_travel_with_the_rules(installed: Path, elsewhere: Path) -> None:
    shown = _run(installed / "markcheck", "schema", "rule", cwd=elsewhere)
    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout) == json.loads((ROOT / "rules" / "schema" / "rule.schema.json").read_text())
