"""The HTML report as text: what is in it, and what never is. Every document is invented."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest

from reporting import HOSTILE, a_set, made, result
from telegrams import Telegram, of_marks

VOID = {"meta", "input", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """Elements that are opened and closed in order, ids, links, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.tags[tag] += 1
        self.attributes.update(list(values))
        if tag not in VOID:
            self.open.append(tag)
        if values.get("id"):
            self.ids[values["id"] or ""] += 1
        for name in ("href", "src"):
            if values.get(name):
                self.links.append(values[name] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(text: str) -> Page:
    parsed = Page()
    parsed.feed(text)
    parsed.close()
    assert parsed.open == []
    return parsed


def test_the_page_is_well_formed_and_its_links_land() -> None:
    parsed = page(made("html", a_set()))
    assert {name: count for name, count in parsed.ids.items() if count > 1} == {}
    assert all(link.startswith("#") for link in parsed.links)
    assert {link.removeprefix("#") for link in parsed.links} <= set(parsed.ids)
    assert parsed.tags["section"] == len(a_set())


def test_two_messages_in_one_document_have_ids_of_their_own() -> None:
    text = of_marks("U", "C").text() + "\n\n" + of_marks("C", "S").text()
    assert {name: count for name, count in page(made("html", [result("two.txt", text)])).ids.items() if count > 1} == {}


def test_a_hostile_name_stays_text() -> None:
    text = made("html", a_set())
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert page(text).tags["script"] == 1
    assert HOSTILE not in text


def test_nothing_from_elsewhere() -> None:
    text = made("html", a_set())
    assert "http:" not in text
    assert "https:" not in text
    assert "default-src 'none'" in text
    assert "unsafe-inline" not in text
    parsed = page(text)
    assert not [name for name in parsed.attributes if name.startswith("on") or name == "style"]


def test_body_text_only_when_asked() -> None:
    for show_text in (False, True):
        text = made("html", a_set(show_text=show_text), show_text=show_text)
        assert ("ferries" in text) is show_text
        assert ("timetable" in text) is show_text


def test_what_was_passed_over_and_not_examined_is_there() -> None:
    text = made("html", a_set())
    assert "legacy &amp; &lt;old&gt; (settings)" in text
    assert "Not examined: PNG documents are not read" in text


@pytest.mark.parametrize("level", ["U", "C", "S", "TS"])
def test_levels_have_their_class_and_their_word(level: str) -> None:
    line = {"U": "UNCLAS", "C": "CONFIDENTIAL", "S": "SECRET", "TS": "TOP SECRET"}[level]
    text = made("html", [result("x.txt", Telegram(line).text().replace("(C)", f"({level})"))])
    assert f'<span class="badge level-{level}">{level}</span>' in text


def test_an_empty_set() -> None:
    assert page(made("html", [])).tags["section"] == 0
