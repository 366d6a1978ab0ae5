"""Where things lie, and the real program as a subprocess."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
SOURCE = ROOT / "src" / "markcheck"
RULES = ROOT / "rules"

Done = subprocess.CompletedProcess


def example_files() -> list[Path]:
    """Every example document."""
    return sorted(path for name in ("clean", "faulty") for path in (EXAMPLES / name).rglob("*") if path.is_file())


def environment(**changes: str) -> dict[str, str]:
    """This environment without what changes the program's output."""
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COVERAGE_RUN")}
    return {**kept, "COLUMNS": "100", **changes}


def run_python(*arguments: str, stdin: str | bytes = b"", cwd: Path | None = None, **env: str) -> Done[str]:
    """This Python with ``arguments``; output as text, and nothing is raised for a failure."""
    done = subprocess.run(
        [sys.executable, *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**env),
        timeout=120,
        check=False,
    )
    return Done(done.args, done.returncode, _text(done.stdout), _text(done.stderr))


def run_markcheck(*arguments: str | Path, stdin: str | bytes = b"", cwd: Path | None = None, **env: str) -> Done[str]:
    """The real program."""
    return run_python("-m", "markcheck", *map(str, arguments), stdin=stdin, cwd=cwd, **env)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
