"""The labelled authority block of memoranda and intelligence products, and the list of sources it may refer to.

``Classified By``, ``Derived From``, ``Reason``, ``Declassify On``, ``Downgrade To`` (32 CFR 2001.21 and 2001.22), and
the designation indicator of CUI (32 CFR 2002.20(d)): each a label with a colon, and a value that may go on over lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from markcheck.model.authority import Authority, Classifier, Instruction, Labelled, Order, Reasons, Source
from markcheck.model.message import Kind
from markcheck.structure.classifier import order_named, read_classifier, read_reasons
from markcheck.structure.dates import last_day
from markcheck.structure.instruction import read_instruction
from markcheck.structure.pieces import Found, Piece
from markcheck.structure.words import Words

_ITEM = re.compile(r"(?:\n|(?<=:)|\A)[ \t]*(?:\d{1,2}[.)]|[-*\u2022]|[A-Za-z][.)]|\(\d{1,2}\))[ \t]+")
_INSTRUCTION_LABEL = re.compile(r"(?:declassify|declass)(?:ified)?[ ]on\b[ ]?:?", re.IGNORECASE)
# A classifier or source, and what follows from it.
_WHOLE_BLOCK = 2
# No list is longer than this many characters from one item to the next.
_LONGEST_ITEM = 600


def labels_of(
    text: str, padded: str, words: Words, first: int, last: int, first_page_end: int = 0, open_until: int = 0
) -> list[re.Match[str]]:
    """The labels of the block: above the first portion, or set off below the head of the last one.

    A portion may well speak of reasons and classifiers; what it says is no block. Below the marked title on the first
    page of several, or before ``open_until`` where everything marked is open to all, a whole block is one.
    """
    groups: list[list[re.Match[str]]] = []
    end = -1
    for match in words.memo_label.finditer(padded):
        start = match.start("label") - 1
        if end >= 0 and not text[end:start].strip(" ;\t\n") and "\n\n" not in text[end:start]:
            groups[-1].append(match)
        else:
            groups.append([match])
        end = _value_end(text, padded, match.end() - 1, words)
    chosen = []
    for group in groups:
        start = group[0].start("label") - 1
        blank = start == 0 or text[max(0, start - 80) : start].rstrip(" \t").endswith("\n\n")
        title_page = start < max(first_page_end, open_until) and len(group) >= _WHOLE_BLOCK
        if start < first or (blank and (start > last or title_page)):
            chosen.extend(group)
    return chosen


def read_block(
    text: str,
    padded: str,
    labels: Sequence[re.Match[str]],
    reference: date | None,
    words: Words,
    found: Found,
    sources: tuple[Source, ...] | None,
) -> tuple[Authority | None, tuple[Labelled, ...]]:
    """The authority that the labelled lines give, and every labelled line; each line becomes a piece.

    ``reference`` is the document's date. The authority is ``None`` where the labels are those of other blocks.
    """
    lines = [_labelled(text, padded, match, words) for match in labels]
    found.pieces.extend(Piece(Kind.AUTHORITY, line.start, line.end, gap=index == 0) for index, line in enumerate(lines))
    own = [line for line in lines if line.role in words.authority_roles]
    if not own:
        return None, tuple(lines)
    classifiers: list[Classifier] = []
    reasons: tuple[Reasons, ...] = ()
    derived: list[str] = []
    instruction: Instruction | None = None
    for line in own:
        joined = text[line.start : line.end].replace("\n", " ")
        if line.role == "classified-by":
            classifier = read_classifier(text[line.start : line.end], line.start, words, found)
            if classifier is not None:
                classifiers.append(classifier)
            reasons = reasons or read_reasons(joined, line.start, found)
        elif line.role == "derived-from":
            derived.append(line.value)
        elif line.role == "reasons":
            reasons = reasons or read_reasons(
                text[line.value_start : line.end].replace("\n", " "), line.value_start, found
            )
        elif line.role == "declassify-on" and instruction is None:
            instruction = read_instruction(text, line.value_start, line.end, reference, words, found)
    start, end = own[0].start, own[-1].end
    named = order_named(text[start:end])
    orders = (Order(named[1], start + named.start(), start + named.end()),) if named else ()
    authority = Authority(
        named[1] if named else None, start, end, instruction, tuple(classifiers), reasons,
        tuple(derived), start, end, orders, tuple(own), sources,
    )  # fmt: skip
    return authority, tuple(lines)


def _labelled(text: str, padded: str, match: re.Match[str], words: Words) -> Labelled:
    start, at = match.start("label") - 1, match.end() - 1
    end = at + len(text[at : _value_end(text, padded, at, words)].rstrip())
    role = words.memo_labels[" ".join(match["label"].upper().split())]
    return Labelled(role, start, max(end, match.end("label") - 1), at, " ".join(text[at:end].split()))


def _value_end(text: str, padded: str, at: int, words: Words) -> int:
    """A value goes on over lines up to the next label, a blank line or a banner."""
    label = words.memo_label.search(padded, at)
    limit = len(text) if label is None else label.start() - (label.group()[0] == ";")
    end = text.find("\n", at, limit)
    while 0 <= end < limit:
        stop = text.find("\n", end + 1, limit)
        line = text[end + 1 : stop if stop >= 0 else limit]
        if not line.strip() or words.line_level.match("\n" + line):
            return end
        end = stop
    return limit


# -- the source list ---------------------------------------------------------------------------------


def read_sources(
    text: str, padded: str, reference: date | None, words: Words, found: Found
) -> tuple[tuple[int, int], tuple[Source, ...]] | None:
    """The list of sources and where it lies; ``None`` where the document holds none.

    A heading alone on its line, or with the first entry behind its colon, and entries with a number, a letter or a
    bullet. Entries are quotations of other documents' titles: the list is a piece that no ceiling releases unmarked.
    """
    head = words.source_list.search(padded)
    if head is None:
        return None
    start, at = head.start("heading") - 1, head.end("heading") - 1
    starts: list[int] = []
    end = at
    while True:
        item = _ITEM.search(text, max(at, end - 1), min(len(text), end + _LONGEST_ITEM))
        apart = bool(starts) and item is not None and "\n\n" in text[end : item.end()]
        if item is None or apart or text[end : item.start() + 1].strip():
            break
        starts.append(item.end())
        end = _entry_end(text, item.end())
    if not starts:
        return None
    found.pieces.append(Piece(Kind.REFERENCE, start, end, doubt="a list of sources"))
    ends = [*starts[1:], end]
    return (start, end), tuple(
        _source(text, left, right, reference, words) for left, right in zip(starts, ends, strict=True)
    )


def _entry_end(text: str, at: int) -> int:
    """An entry ends before a blank line or the next entry."""
    blank = text.find("\n\n", at)
    item = _ITEM.search(text, at)
    ends = [end for end in (blank, item.start() if item and item.group()[0] == "\n" else -1) if end >= 0]
    return min(ends, default=len(text))


def _source(text: str, start: int, end: int, reference: date | None, words: Words) -> Source:
    entry = text[start:end]
    label = _INSTRUCTION_LABEL.search(entry)
    title = entry[: label.start()] if label else entry
    instruction = None
    if label is not None:
        at = start + label.end()
        instruction = read_instruction(text, at, start + len(entry.rstrip(" .;\n")), reference, words, Found())
    return Source(start, start + len(entry.rstrip()), last_day(title.replace("\n", " "), words.pivot), instruction)
