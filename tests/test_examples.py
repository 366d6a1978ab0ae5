"""Every finding of every example, exactly; and three forms of one telegram read as the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from markcheck import api
from markcheck.model.message import Header, Kind, MarkedDocument
from program import EXAMPLES, example_files
from regenerate import TABLE, findings, table

FILES = example_files()
EXPECTED = tomllib.loads(TABLE.read_text(encoding="utf-8"))
CLEAN = sorted((EXAMPLES / "clean").iterdir())
FAULTY = sorted((EXAMPLES / "faulty").iterdir())


def name_of(path: Path) -> str:
    return path.relative_to(EXAMPLES).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_findings_are_exactly_the_expected_ones(path: Path) -> None:
    assert findings(path) == EXPECTED[name_of(path)]["findings"]


def test_the_table_holds_every_example_and_no_other() -> None:
    assert set(EXPECTED) == {name_of(path) for path in FILES}
    assert len(FILES) >= 12


def test_the_table_is_what_the_command_writes() -> None:
    assert table() == TABLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CLEAN, ids=name_of)
def test_a_clean_example_has_nothing_to_mend(path: Path) -> None:
    """Information is no fault: a page that was published, a subject that practice leaves unmarked."""
    assert {severity for _, _, severity in EXPECTED[name_of(path)]["findings"]} <= {"info"}


@pytest.mark.parametrize("path", FAULTY, ids=name_of)
def test_a_faulty_example_has_findings_and_says_what_is_wrong(path: Path) -> None:
    assert EXPECTED[name_of(path)]["findings"]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("[Faults:")
    assert lines[1].endswith("]")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_an_example_says_first_that_it_is_invented(path: Path) -> None:
    head = path.read_text(encoding="utf-8").splitlines()[: 10 if path.suffix == ".html" else 1]
    assert any("[Invented example" in line and "unclassified" in line for line in head)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_an_example_is_read_as_what_it_is(path: Path) -> None:
    marked = api.inspect(str(path), path.read_bytes())
    assert len(marked.messages) == 1
    told = next((genre for genre in ("email", "letter", "minutes", "report") if genre in path.name), None)
    assert marked.genre == (told or ("memo" if "memo" in path.name or "table" in path.name else "telegram"))
    assert marked.messages[0].date is not None
    assert any(block.kind is Kind.PORTION for block in marked.messages[0].blocks)
    year = path.name[:4]
    if year.isdigit():
        assert marked.messages[0].date.value.year == int(year)


# -- one telegram in three forms ---------------------------------------------------------------------

PAGE = EXAMPLES / "clean" / "web-page.txt"
HTML = EXAMPLES / "clean" / "web-page.html"
FORMS = ("page as text", "page as HTML", "telegram alone")


@pytest.fixture(scope="module")
def forms() -> dict[str, MarkedDocument]:
    text = PAGE.read_text(encoding="utf-8")
    bare = text[text.index("\nVZCZC") + 1 :]
    return {
        "page as text": api.inspect(PAGE.name, PAGE.read_bytes()),
        "page as HTML": api.inspect(HTML.name, HTML.read_bytes()),
        "telegram alone": api.inspect("bare.txt", bare.encode()),
    }


def portions(marked: MarkedDocument) -> list[tuple[object, ...]]:
    """Number, mark, level and words of each portion and of what hangs on it."""
    return [
        (
            block.kind,
            block.number,
            block.mark.parsed.text if block.mark else None,
            block.marking,
            block.inherited_from,
            marked.document.text[block.body : block.end].split(),
        )
        for block in marked.messages[0].blocks
        if block.kind in (Kind.PORTION, Kind.CONTINUATION, Kind.SIGNATURE, Kind.HEADING)
    ]


def without_page(header: Header) -> Header:
    return replace(header, reference_id=None, created=None, released=None, classification=None, origin=None)


def test_the_forms_are_three(forms: dict[str, MarkedDocument]) -> None:
    assert [forms[name].messages[0].form for name in FORMS] == ["page", "page", "telegram"]
    assert [forms[name].document.format for name in FORMS] == ["text", "html", "text"]


def test_the_forms_have_the_same_portions(forms: dict[str, MarkedDocument]) -> None:
    first, *others = (portions(forms[name]) for name in FORMS)
    numbers = [(number, mark) for kind, number, mark, *_ in first if kind is Kind.PORTION]
    assert numbers == [(1, "(U)"), (2, "(C)"), (3, "(C)")]
    for other in others:
        assert other == first


def test_the_forms_have_the_same_header(forms: dict[str, MarkedDocument]) -> None:
    text, page, bare = (forms[name].messages[0] for name in FORMS)
    assert text.header == page.header
    assert without_page(text.header) == without_page(bare.header)
    assert (text.header.reference_id, text.header.origin) == ("09BRONN214", "Embassy Bronn")
    assert (text.header.created, text.header.released) == ("2009-03-17T10:25", "2011-08-31T02:15")
    assert text.header.classification == "CONFIDENTIAL"
    assert (bare.header.reference_id, bare.header.created) == ("09BRONN214", "2009-03-17T10:25")
    assert (bare.header.released, bare.header.origin) == (None, None)


def test_the_forms_have_the_same_authority_banner_and_date(forms: dict[str, MarkedDocument]) -> None:
    first, *others = (forms[name].messages[0] for name in FORMS)
    assert first.authority is not None
    for other in others:
        assert other.authority is not None
        assert other.authority.order == first.authority.order == "12958"
        assert [item.name for item in other.authority.classifiers] == [
            item.name for item in first.authority.classifiers
        ]
        assert [(item.section, item.letters) for item in other.authority.reasons] == [("1.4", ("b", "d"))]
        assert other.authority.instruction is not None
        assert first.authority.instruction is not None
        assert other.authority.instruction.date == first.authority.instruction.date
        assert (other.banner, other.date) == (first.banner, first.date)
