"""What an engine remembers of earlier documents changes nothing for later ones. Every document is invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from markcheck.checks.registry import CHECKS, check, defects
from markcheck.engine import Engine
from markcheck.formats import read_bytes
from markcheck.kept import kept
from markcheck.model.message import MarkedDocument
from markcheck.model.rule import Hit
from markcheck.rulebook.book import Rulebook
from markcheck.structure import structure
from reading import numbered
from test_rules import CASES


@pytest.fixture(scope="module")
def documents(book: Rulebook) -> list[MarkedDocument]:
    """The documents of all rules' cases: they differ in whatever a rule looks at."""
    texts = [case["text"].encode(case.get("encoding", "utf-8")) for _, case in CASES]
    return [structure(read_bytes("case", text), book) for text in texts]


def test_a_document_is_judged_alike_whatever_came_before(book: Rulebook, documents: list[MarkedDocument]) -> None:
    alone = [Engine(book).judge(document) for document in documents]
    engine = Engine(book)
    order = list(range(len(documents)))
    for seed in range(3):
        random.Random(seed).shuffle(order)
        for index in order:
            assert engine.judge(documents[index]) == alone[index], CASES[index]


def test_marks_of_one_text_may_mean_different_things(book: Rulebook) -> None:
    """Of two marks at one paragraph the first gives the text and both give the meaning."""
    plain, doubled = (
        structure(read_bytes("case", numbered(f"1. {mark}", "2. (U)").encode()), book)
        for mark in ("(SBU)", "(SBU) (U//NF)")
    )
    engine = Engine(book, ["portion-sbu-noforn-form"])
    assert not engine.judge(plain)
    assert engine.judge(doubled)


def test_what_one_message_has_alone_is_not_remembered(book: Rulebook) -> None:
    programs = [f"{i}. (S//SAR-{chr(65 + i // 26)}{chr(65 + i % 26)})" for i in range(1, 100)]
    document = structure(read_bytes("case", numbered(*programs).encode()), book)
    engine = Engine(book)
    assert engine.judge(document) == engine.judge(document) == Engine(book).judge(document)
    assert len(engine.facts_of(document)[0].forms) > 64
    kept = [kinds["mark-forms"]._spoke for kinds in engine._kinds.values() if "mark-forms" in kinds]
    assert kept == [{}]


def test_what_is_remembered_is_bounded(
    book: Rulebook, documents: list[MarkedDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("markcheck.engine._MOST_KEPT", 1)
    engine = Engine(book)
    for document in documents[::7]:
        assert engine.judge(document) == Engine(book).judge(document)


def test_a_kind_with_the_wrong_facts_is_seen(book: Rulebook, documents: list[MarkedDocument]) -> None:
    """The first test can fail: a kind that turns on nothing is silent for good where it was silent once."""
    kind = CHECKS["numbering"]
    by_kind = {rule.name for rule in book.rules.values() if rule.check == "numbering"}
    loud = next(item for item in documents if any(found.rule in by_kind for found in Engine(book).judge(item)))
    silent = next(item for item in documents if not any(found.rule in by_kind for found in Engine(book).judge(item)))
    CHECKS["numbering"] = type(kind)(kind.function, kind.params, None, lambda facts: None)
    try:
        engine = Engine(book, by_kind)
        assert not engine.judge(silent)
        assert not engine.judge(loud)
    finally:
        CHECKS["numbering"] = kind


def test_defects_are_looked_for_once_a_message(book: Rulebook, documents: list[MarkedDocument]) -> None:
    looked: list[object] = []

    @defects("invented-defects", "one", "two")
    def find(facts: Any) -> Iterator[tuple[str, Hit]]:
        looked.append(facts)
        yield "two", Hit(1, 2)
        yield "two", Hit(3, 4)

    try:
        kind = CHECKS["invented-defects"]
        facts = Engine(book).facts_of(documents[0])[0]
        assert kind.turns_on is not None
        assert kind.turns_on(facts) == ("two",)
        hits = {word: list(kind.function(facts, {"defect": word})) for word in ("one", "two")}
        assert hits == {"one": [], "two": [Hit(1, 2), Hit(3, 4)]}
        assert looked == [facts]
        assert kind.params["defect"].problem("three") is not None
    finally:
        del CHECKS["invented-defects"]


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="numbering"):
        check("numbering")(lambda facts, params: ())


def test_long_texts_are_not_kept() -> None:
    asked: list[str] = []

    @kept
    def length(text: str, more: int) -> int:
        asked.append(text)
        return len(text) + more

    short, long = "a" * 2000, "a" * 2001
    assert [length(short, 1), length(short, 1), length(short, 2)] == [2001, 2001, 2002]
    assert [length(long, 1), length(long, 1)] == [2002, 2002]
    assert asked == [short, short, long, long]


def test_letters_that_become_two_in_capitals_shift_no_place(book: Rulebook) -> None:
    text = numbered("1. (U) Stra\u00dfe, \ufb01sh, \u0149. End summary.", "2. (U)")
    document = structure(read_bytes("case", text.encode()), book)
    (found,) = Engine(book, ["begin-without-end"]).judge(document)
    assert document.document.text[found.start : found.end] == "End summary"
