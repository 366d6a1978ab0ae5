"""Planted defects in the writer: the second look catches each of them before anything is written. All is invented."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from markcheck.api import releasing
from markcheck.errors import RedactionRefused
from markcheck.model import public
from markcheck.model.message import Block, MarkedDocument
from markcheck.model.plan import Decision, RedactionPlan, Unit
from markcheck.model.public import Passage
from markcheck.redact.stamps import Stamps
from markcheck.redact.writer import passages
from markcheck.structure.words import Words

MEMO = """\
SECRET//NOFORN

MEMORANDUM FOR: Director, Port Office
FROM: Chief, Division 5
DATE: 20120305
SUBJECT: (S) Lanterns of the northern quay

1. (U) The ferries are late again this week.

PLAN TO SELL LANTERNS

2. (S//NF) The zebra crossed the northern quay at midnight and nobody saw it leave.

A second passage tells of the keeper and his seven sons.

-- (U) The quay is long and wide.

-- (C) The harbor master sleeps until noon every day.

3. (U) The weather was fair on Tuesday.

SECRET//NOFORN
"""
TELEGRAM = """\
O 151200Z SEP 07
FM AMEMBASSY PORT ELARA

C O N F I D E N T I A L PORT ELARA 000101

NOFORN

E.O. 12958: DECL: 09/14/2017
TAGS: PREL, XX
SUBJECT: (U) HARBOR TALKS

Classified By: Consul A. Person for reasons 1.4 (b) and (d).

1. (U) The ferries are late again this week.

2. (C//NF) The zebra crossed the northern quay at midnight and nobody saw it leave.

3. (U) The weather was fair on Tuesday.

PERSON
"""


def text_of(marked: MarkedDocument, block: Block) -> str:
    return marked.document.text[block.body or block.start : block.end]


def hidden(plan: RedactionPlan) -> list[Unit]:
    return [unit for unit in plan.units if unit.decision is Decision.WITHHELD and unit.first.is_portion]


def first(marked: MarkedDocument, plan: RedactionPlan) -> str:
    return text_of(marked, hidden(plan)[0].first)


Defect = Callable[[str, MarkedDocument, RedactionPlan], str]


def stamp_with(text: str, more: str) -> str:
    return text.replace("withheld]\n", f"withheld]\n{more}\n", 1)


DEFECTS: dict[str, Defect] = {
    "a kept continuation": lambda text, m, p: stamp_with(text, text_of(m, hidden(p)[0].blocks[-1])),
    "a kept portion under its stamp": lambda text, m, p: stamp_with(text, first(m, p)),
    "off by one at the stamp": lambda text, m, p: stamp_with(text, first(m, p)[-30:]),
    "the first words": lambda text, m, p: stamp_with(text, " ".join(first(m, p).split()[:5])),
    "a kept footnote": lambda text, m, p: text + f"\n[1] {first(m, p)}\n",
    "a kept comment": lambda text, m, p: text + f"\n<!-- {first(m, p)} -->\n",
    "a kept attribute": lambda text, m, p: text + f'\n<a title="{first(m, p)}">x</a>\n',
    "an encoded copy": lambda text, m, p: text + "\n" + base64.b64encode(first(m, p).encode()).decode() + "\n",
    "a mark lowered": lambda text, m, p: stamp_with(text, f"4. (U) {first(m, p)}"),
    "a stamp that says too much": lambda text, m, p: text.replace("withheld]", f"withheld: {first(m, p)}]", 1),
    "a mark above the ceiling": lambda text, *_: text.replace("3. (U)", "3. (C)"),
    "an unreadable mark": lambda text, *_: text.replace("3. (U)", "3. (Q//Z)"),
    "capitals without spaces between lines": lambda text, m, p: text + "\n" + "\n".join(first(m, p).upper().split()),
    "a statement that says too much": lambda text, m, p: text.replace(
        "original, made", f"original {first(m, p)}, made"
    ),
}
ONLY_MEMO: dict[str, Defect] = {
    "the original's banner": lambda text, *_: text.replace("\nUNCLASSIFIED\n", "\nSECRET//NOFORN\n", 1),
    "a kept heading": lambda text, *_: text.replace("[2.", "PLAN TO SELL LANTERNS\n\n[2."),
    "a kept subject": lambda text, *_: text.replace(
        "SUBJECT: [(S) withheld]", "SUBJECT: Lanterns of the northern quay"
    ),
    "a kept item": lambda text, *_: text.replace(
        "3. (U)", "-- The harbor master sleeps until noon every day.\n\n3. (U)"
    ),
}
ONLY_TELEGRAM: dict[str, Defect] = {
    "the original's classification line": lambda text, *_: text.replace("UNCLAS PORT", "C O N F I D E N T I A L PORT"),
    "a kept caption": lambda text, *_: text.replace("UNCLAS PORT ELARA 000101", "UNCLAS PORT ELARA 000101\n\nNOFORN"),
}
CASES = [
    *((name, defect, MEMO) for name, defect in {**DEFECTS, **ONLY_MEMO}.items()),
    *((name, defect, TELEGRAM) for name, defect in {**DEFECTS, **ONLY_TELEGRAM}.items()),
]


@pytest.mark.parametrize(("name", "defect", "original"), CASES, ids=[f"{name} {len(text)}" for name, _, text in CASES])
def test_a_defect_of_the_writer_is_caught(
    name: str, defect: Defect, original: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed: list[bool] = []

    def sabotaged(
        marked: MarkedDocument, plan: RedactionPlan, words: Words, stamps: Stamps, day: date
    ) -> tuple[Passage, ...]:
        right = public.text_of(passages(marked, plan, words, stamps, day))
        wrong = defect(right, marked, plan)
        changed.append(wrong != right)
        return (Passage("", wrong),)

    assert releasing.redact("document", original.encode(), "U").data
    monkeypatch.setattr(releasing, "passages", sabotaged)
    with pytest.raises(RedactionRefused, match="second look"):
        releasing.redact("document", original.encode(), "U")
    assert changed == [True], name


def test_a_writer_that_copies_everything_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def copy(marked: MarkedDocument, *_: Any) -> tuple[Passage, ...]:
        return (Passage("", marked.document.text),)

    monkeypatch.setattr(releasing, "passages", copy)
    for original in (MEMO, TELEGRAM):
        with pytest.raises(RedactionRefused, match="second look"):
            releasing.redact("document", original.encode(), "U")
