"""Makes ``docs/report.png``: the HTML report on the examples, as a browser shows it.

python tools/screenshot.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "examples/clean/2012-memo.txt",
    "examples/faulty/2005-banner-too-low.txt",
    "examples/faulty/2014-report.txt",
)


def main() -> int:
    """Make the report and take its picture."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        print("screenshot: needs chromium: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.html")
        command = [sys.executable, "-m", "markcheck", "validate", *DOCUMENTS, "--isolated", "--fail-on", "never"]
        subprocess.run([*command, "--quiet", "--format", "html", "--output", f"html={report}"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1200, "height": 1300})
            page.goto(report.as_uri())
            page.screenshot(path=ROOT / "docs" / "report.png")
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
