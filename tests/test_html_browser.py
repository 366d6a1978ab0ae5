"""The HTML report in a real browser: Debian's chromium without a head, driven by Playwright; axe-core looks at it too.

Every document is invented.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from program import ROOT
from reporting import a_set, made

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: make dev installs it")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = ROOT / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser without a head."""
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a small set."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(made("html", a_set()), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Any, file: Path) -> Iterator[Any]:
    """The report, opened; at the end nothing may have gone wrong, and nothing but the file been asked for."""
    context = browser.new_context()
    opened = context.new_page()
    told: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    yield opened
    assert told == []
    assert {url.partition("#")[0] for url in asked} == {file.as_uri()}
    context.close()


def shown(page: Any, selector: str) -> int:
    return int(page.locator(selector).locator("visible=true").count())


def test_filters(page: Any) -> None:
    documents, findings = len(a_set()), sum(len(item.open) for item in a_set())
    assert shown(page, "section.document") == documents
    assert page.locator("#shown").inner_text() == f"{documents} of {documents} documents shown, {findings} findings"
    page.get_by_label("Rule").select_option("paragraph-gap")
    kept = [item for item in a_set() if any(one.finding.rule == "paragraph-gap" for one in item.open)]
    assert 0 < shown(page, "section.document") == len(kept) < documents
    assert shown(page, "tr[data-document]") == len(kept), "the overview follows"
    assert set(
        page.locator(".finding").locator("visible=true").evaluate_all("all => all.map(x => x.dataset.rule)")
    ) == {"paragraph-gap"}
    page.get_by_role("button", name="Show everything").click()
    page.locator("#shown").filter(has_text=f"{documents} of {documents}").wait_for()
    page.get_by_label("warning").uncheck()
    page.get_by_label("note").uncheck()
    assert shown(page, ".finding.error") > 0
    assert shown(page, ".finding.warning") == shown(page, ".finding.info") == 0
    page.get_by_role("button", name="Show everything").click()
    page.locator("#shown").filter(has_text=f"{documents} of {documents}").wait_for()
    page.get_by_label("Path").fill("memo")
    assert shown(page, "section.document") == 1
    page.get_by_label("Path").fill("")
    for level in ("U", "C", "S"):
        page.get_by_role("checkbox", name=level, exact=True).uncheck()
    assert shown(page, '.block[data-level="TS"]') > 0
    assert shown(page, '.block[data-level="U"]') == 0


def test_filters_by_keyboard(page: Any) -> None:
    page.get_by_label("warning").focus()
    page.keyboard.press("Space")
    assert shown(page, ".finding.warning") == 0
    page.keyboard.press("Space")
    assert shown(page, ".finding.warning") > 0
    page.locator("summary").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator("section.document details").nth(1).get_attribute("open") is None


def test_permalinks_land_also_in_what_is_closed(page: Any, file: Path) -> None:
    assert page.locator("#d1 > details").get_attribute("open") is None, "nothing was found in it"
    assert not page.locator("#d1-p2").is_visible()
    page.goto(f"{file.as_uri()}#d1-p2")
    page.locator("#d1-p2").wait_for(state="visible")
    assert page.evaluate("document.activeElement.id") == "d1-p2"
    page.locator("#d2-p1 a.permalink").click()
    assert page.url.endswith("#d2-p1")
    assert page.locator("#d2-p1").evaluate("item => item.matches(':target')")
    page.get_by_role("link", name="faulty.txt").click()
    assert page.url.endswith("#d2")


def test_a_permalink_opens_what_it_names_at_once(browser: Any, file: Path) -> None:
    opened = browser.new_page()
    opened.goto(f"{file.as_uri()}#d1-p2")
    assert opened.locator("#d1-p2").is_visible()
    opened.close()


def test_without_script_everything_is_there(browser: Any, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(file.as_uri())
    assert opened.locator("#filter").is_hidden()
    assert shown(opened, "section.document") == len(a_set())
    assert shown(opened, ".finding") == sum(len(item.open) for item in a_set())
    context.close()


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: make npm")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, file: Path, scheme: str) -> None:
    # The page's own policy would keep the checker out.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    opened = context.new_page()
    opened.goto(file.as_uri())
    opened.evaluate("for (const details of document.querySelectorAll('details')) { details.open = true; }")
    opened.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.evaluate("axe.run(document)")
    assert len(found["passes"]) > 10
    serious = [
        (item["id"], item["nodes"][0]["html"][:200])
        for item in found["violations"]
        if item["impact"] in ("serious", "critical")
    ]
    assert serious == []
    context.close()


def test_it_prints(browser: Any, file: Path) -> None:
    opened = browser.new_page()
    opened.goto(file.as_uri())
    opened.emulate_media(media="print")
    assert opened.locator("#filter").is_hidden()
    assert len(opened.pdf()) > 10_000
    opened.close()
