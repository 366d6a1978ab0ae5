"""Pages, exact positions, and that reading is sound and linear on any text.

Every document in it is invented.
"""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markcheck import api
from markcheck.errors import RedactionRefused
from markcheck.formats import read_bytes
from markcheck.model.message import Block, MarkedDocument
from reading import PLAIN, THREE, portions, read
from strategies import TRAPS, nasty_texts, telegrams
from telegrams import FILLER, MEMO, Telegram

# -- pages -------------------------------------------------------------------------------------------


def test_a_page_as_html_is_the_page_as_text() -> None:
    text, page = read(PLAIN.page()), read(PLAIN.page_html())
    assert text.header == page.header
    assert portions(text) == portions(page) == THREE
    assert (text.form, page.form) == ("page", "page")
    assert (page.header.reference_id, page.header.classification) == ("07PORTELARA101", "CONFIDENTIAL")


def test_hidden_titles_scripts_and_comments_are_never_read() -> None:
    page = PLAIN.page_html().replace(
        "<pre>",
        '<!-- TOP SECRET COMMENT --><script>var level = "TOP SECRET SCRIPT";</script>'
        '<style>.top-secret-style {}</style><pre title="TOP SECRET TITLE">',
    )
    document = read_bytes("x", page.encode())
    for word in ("top secret", "comment", "script", "style", "title"):
        assert word not in document.text.lower()
    message = read(page)
    assert message.header.classification == "CONFIDENTIAL"
    assert message.banner is not None
    assert message.banner.level == "C"


def test_levels_in_the_menu_are_not_the_telegrams() -> None:
    for source in (PLAIN.page(), PLAIN.page_html()):
        message = read(source)
        assert {statement.marking.level for statement in message.statements if statement.marking} == {"C"}


def position(source: str, anchor_line: int, anchor_column: int) -> int:
    lines = source.split("\n")
    return sum(len(line) + 1 for line in lines[: anchor_line - 1]) + anchor_column - 1


def test_positions_in_html_are_those_of_the_source() -> None:
    text = "Fees &amp; dues &lt;of&gt; the harbor &#182; of <b>Port</b> Elara."
    page = PLAIN.page_html().replace(FILLER, text)
    document = read_bytes("x", page.encode())
    assert "Fees & dues <of> the harbor \u00b6 of Port Elara." in document.text
    shown = {"Fees": "Fees", "&": "&amp;", "<of>": "&lt;of&gt;", "\u00b6": "&#182;", "Port E": "Port</b> E"}
    for word, entity in shown.items():
        start = document.text.index(word, document.text.index("1. (U)"))
        anchor = document.anchor(start, start + len(word))
        at = position(page, anchor.line, anchor.column)
        assert page.startswith(entity, at), word


@pytest.mark.parametrize("source", [PLAIN.page_html(), PLAIN.page(), PLAIN.text()], ids=["html", "page", "text"])
def test_the_position_of_every_mark_is_where_the_mark_stands(source: str) -> None:
    marked = api.inspect("x", source.encode())
    marks = [block.mark for block in marked.messages[0].blocks if block.mark]
    assert len(marks) == 3
    for mark in marks:
        anchor = marked.document.anchor(mark.start, mark.end)
        start = position(source, anchor.line, anchor.column)
        end = position(source, anchor.end_line, anchor.end_column)
        assert source[start:end] == mark.parsed.text


# -- positions: properties ---------------------------------------------------------------------------


def check_partition(marked: MarkedDocument) -> None:
    """Blocks follow one another, do not overlap, and hold all that is not blank."""
    text = marked.document.text
    at = 0
    for block in _blocks(marked):
        assert at <= block.start < block.end <= len(text)
        assert not text[at : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        at = block.end
    assert not text[at:].strip()


def _blocks(marked: MarkedDocument) -> list[Block]:
    return [block for message in marked.messages for block in message.blocks]


def check_anchors(marked: MarkedDocument, source: str) -> None:
    """The anchor of each block gives its text back."""
    for block in _blocks(marked):
        anchor = marked.document.anchor(block.start, block.end)
        start = position(source, anchor.line, anchor.column)
        end = position(source, anchor.end_line, anchor.end_column)
        assert source[start:end] == marked.document.text[block.start : block.end]


@given(telegrams(), st.dictionaries(st.integers(0, 5), nasty_texts(), max_size=3))
def test_blocks_partition_a_telegram_and_know_where_they_lie(telegram: Telegram, texts: dict[int, str]) -> None:
    text = telegram.with_texts(texts).text()
    marked = api.inspect("x", text.encode())
    check_partition(marked)
    if not any(char in text for char in "\\\f\v\u2028\u2029\x85\u00a0\u2007\u202f"):
        check_anchors(marked, text)


OPENERS = ("1. (U) one", "2. (C) two", "(S) three", "-- (S) four", "SECRET BRONN 000202")


@given(st.lists(st.sampled_from([*TRAPS, *OPENERS])))
def test_blocks_partition_any_text(lines: list[str]) -> None:
    text = "x\n" + "\n".join(lines)
    marked = api.inspect("x", text.encode())
    check_partition(marked)


@pytest.mark.parametrize("source", [PLAIN.page(), PLAIN.page_html(), MEMO], ids=["page", "html", "memo"])
def test_blocks_partition_pages_and_memos(source: str) -> None:
    check_partition(api.inspect("x", source.encode()))


@given(telegrams())
def test_reading_twice_gives_the_same(telegram: Telegram) -> None:
    first, second = (api.validate("x", telegram.data()) for _ in range(2))
    assert first.findings == second.findings
    assert first.marked is not None
    assert second.marked is not None
    assert first.marked.messages == second.marked.messages


@given(telegrams())
def test_a_sound_telegram_has_no_errors(telegram: Telegram) -> None:
    examined = api.validate("x", telegram.data())
    assert [finding.rule for finding in examined.findings if finding.severity.value != "info"] == []


def seconds(run: object, *arguments: object) -> float:
    start = time.process_time()
    run(*arguments)  # type: ignore[operator]
    return time.process_time() - start


def repeated(unit: str, size: int) -> str:
    """So many characters of ``unit``, each with a number of its own where it has a place for one."""
    count = size // len(unit)
    return "".join(unit % number for number in range(count)) if "%" in unit else unit * count


def redacted(name: str, data: bytes) -> None:
    with contextlib.suppress(RedactionRefused):
        api.redact(name, data, "U")


@pytest.mark.parametrize(
    "unit",
    [
        "1. (C) The harbor commission met.\n\n",
        "2006. The harbor commission met.\n\n",
        "(",
        "(C) ",
        "-- ",
        "C O N F I D E N T I A L ",
        "CONFIDENTIAL\n",
        "SECRET BRONN 000202\n",
        "E.O. 12958: ",
        "Classified By: for reasons ",
        "1.4 (b) ",
        "REF: A. BRONN 1 B. ",
        "TAGS: PREL\n",
        "[withheld]\n",
        "SECRET//NOFORN\n\n",
        "BEGIN TEXT:\n",
        "BEGIN QUOTE:\nx\ny\nEND QUOTE.\n",
        "(S//SAR-N%05d) a.\n\n",
        "<p>",
        "<a ",
        "&amp;",
        "A" * 50 + "\n" + "-" * 50 + "\n",
        "\n",
        " ",
        "A ",
    ],
)
def test_time_grows_no_faster_than_length(unit: str) -> None:
    """Eight times the length may take at most thirty times as long; a quadratic program takes sixty-four times."""
    head = "" if unit.startswith("<") else PLAIN.text()
    small, large = ((head + repeated(unit, size)).encode() for size in (30_000, 240_000))
    for run in (api.validate, redacted):
        run("warm", small)
        fast = min(seconds(run, "x", small) for _ in range(3))
        slow = min(seconds(run, "x", large) for _ in range(2))
        assert slow < 30 * max(fast, 0.002)
