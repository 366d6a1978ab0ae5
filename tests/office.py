"""LibreOffice without a screen, for tests with files that it wrote."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def converted(folder: Path, source: Path, kind: str, suffix: str) -> Path:
    """A file as LibreOffice converts it."""
    out = folder / "out"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", kind, "--outdir",
         str(out), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return out / f"{source.stem}.{suffix}"
