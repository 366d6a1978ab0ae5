"""What the rules' data say of a term: a mark, a reason, an order, a code, a caption, a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from markcheck.errors import UsageError
from markcheck.outputs.explained import Explanation, explain_marking
from markcheck.rulebook.book import Rulebook
from markcheck.structure.classifier import read_reasons
from markcheck.structure.pieces import Found
from markcheck.structure.words import words_of

_ORDER = re.compile(r"(?:E\.? ?O\.? ?|executive order )?(\d{5})", re.IGNORECASE)


def explain(book: Rulebook, term: str) -> list[Explanation]:
    """Everything the rules say of ``term``: a mark, a reason, an order, a code, a caption, a rule.

    Raises :class:`UsageError` where they say nothing.
    """
    found = [
        *_rule(book, term),
        *_declined(book, term),
        *_orders(book, term),
        *_codes(book, term),
        *_reasons(book, term),
    ]
    found += [*_markings(book, term), *_captions(book, term)]
    if not found:
        raise UsageError(f"the rules say nothing of {term!r}; try a mark, 1.4(b), 25X1, E.O. 13526 or a rule's name")
    return found


def explain_text(explanations: list[Explanation]) -> str:
    """Explanations for people."""
    blocks = []
    for item in explanations:
        lines = [f"{item.term} ({item.kind}): {item.title}", *(f"  {line}" for line in item.text)]
        if item.sources:
            lines.append(f"  Source: {'; '.join(item.sources)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _rule(book: Rulebook, term: str) -> Iterator[Explanation]:
    raw = book.raw["checks"].get(term)
    if raw:
        yield Explanation(
            term=term,
            kind="rule",
            title=raw["summary"],
            text=raw["rationale"].strip().splitlines(),
            sources=[source["cite"] for source in raw["source"]],
        )


def _declined(book: Rulebook, term: str) -> Iterator[Explanation]:
    for item in book.declined:
        if item["name"] == term:
            yield Explanation(
                term=term, kind="declined rule", title=item["summary"], text=[item["reason"]], sources=[item["cite"]]
            )


def _span(start: date, until: date) -> str:
    return f"{start.isoformat()} to {'today' if until == date.max else until.isoformat()}"


def _orders(book: Rulebook, term: str) -> Iterator[Explanation]:
    named = _ORDER.fullmatch(term.strip())
    if named is None:
        return
    for order in book.orders.all:
        if order.number != named[1]:
            continue
        text = [f"in force {_span(order.start, order.until)}"]
        for section in order.sections:
            text.append(f"reasons, section {section.name}:")
            text.extend(f"  ({letter}) {gloss}" for letter, gloss in section.letters.items())
        for limit in order.limits:
            what = f"behind {limit.code}" if limit.code else "for a date"
            level = f" at {limit.level}" if limit.level else ""
            text.append(f"longest duration {what}{level}: {limit.years} years")
        if order.codes:
            text.append(f"codes: {', '.join(code.name for code in order.codes.values())}")
        text.extend(order.notes)
        yield Explanation(
            term=f"E.O. {order.number}", kind="order", title=order.title, text=text, sources=list(order.sources)
        )


def _codes(book: Rulebook, term: str) -> Iterator[Explanation]:
    for order, code in book.orders.code(term.strip()):
        text = [f"E.O. {order.number}, {_span(code.start, code.until)}"]
        if code.needs_date != "optional":
            text.append("needs a date or event" if code.needs_date == "required" else "stands without a date or event")
        yield Explanation(
            term=code.name,
            kind=code.kind,
            title=code.gloss,
            text=text,
            sources=[code.cite] if code.cite else list(order.sources),
        )


def _reasons(book: Rulebook, term: str) -> Iterator[Explanation]:
    for reason in read_reasons(term, 0, Found()):
        for order in book.orders.all:
            for section in order.sections:
                if section.name != reason.section:
                    continue
                letters = reason.letters or tuple(section.letters)
                text = [f"({letter}) {section.letters[letter]}" for letter in letters if letter in section.letters]
                yield Explanation(
                    term=term.strip(),
                    kind="reason",
                    title=f"E.O. {order.number} section {section.name}, {_span(section.start, section.until)}",
                    text=text or ["no such letter"],
                    sources=[section.cite] if section.cite else list(order.sources),
                )


def _markings(book: Rulebook, term: str) -> Iterator[Explanation]:
    yield from explain_marking(words_of(book).language, term)


def _captions(book: Rulebook, term: str) -> Iterator[Explanation]:
    caption = words_of(book).captions.get(term.strip().upper())
    if caption:
        yield Explanation(
            term=caption["name"],
            kind="caption",
            title=caption["meaning"],
            text=[f"telegram caption; carries the control {caption['control']}"]
            if "control" in caption
            else ["telegram caption"],
            sources=[caption["cite"]],
        )
