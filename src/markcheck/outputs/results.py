"""Examined documents to the results that a run keeps of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markcheck.marks.language import Language
from markcheck.model import authority as inside
from markcheck.model.examined import Examined
from markcheck.model.message import Block, Kind, Mark, MarkedDocument, Message
from markcheck.model.result import Outline, Reported, Result
from markcheck.outputs.excerpts import Excerpts
from markcheck.rulebook.book import Rulebook
from markcheck.structure.words import words_of


def result_of(examined: Examined, book: Rulebook, *, whole: bool = True, show_text: bool = False) -> Result:
    """What a run keeps of one document.

    Without ``whole`` the outline and the digests, which not every report needs, are left out. ``show_text`` puts body
    text into it.
    """
    marked = examined.marked
    if marked is None:
        return Result(examined.path, unexamined=examined.unexamined)
    language = words_of(book).language
    return Result(
        path=examined.path,
        format=marked.document.format,
        genre=marked.genre,
        date=marked.messages[0].date.value.isoformat() if marked.messages[0].date else None,
        headline=_headline(examined, marked, language),
        level=highest_level(marked, language) if whole else None,
        banner=_banner(marked, language),
        required_banner=language.banner(examined.required) if examined.required else None,
        authority=authority_json(marked.messages[0]),
        outline=tuple(_outline(marked, show_text=show_text)) if whole else None,
        findings=tuple(_reported(examined, marked, whole=whole, show_text=show_text)) if examined.findings else (),
        unexamined=examined.unexamined,
    )


def _headline(examined: Examined, marked: MarkedDocument, language: Language) -> str:
    message = marked.messages[0]
    kind = f"{message.genre} of {message.date.value.isoformat()}" if message.date else message.genre
    text = f"{kind}, {language.banner(message.banner) if message.banner else 'no banner'}"
    if examined.required and examined.required != message.banner:
        text += f" (its portions need {language.banner(examined.required)})"
    return text


def highest_level(marked: MarkedDocument, language: Language) -> str | None:
    """The highest level of a banner or a portion."""
    markings = [block.marking for message in marked.messages for block in message.blocks]
    markings += [message.banner for message in marked.messages]
    # Each once; the first of two that are as high, in the order of the text, decides.
    known = [marking for marking in dict.fromkeys(markings) if marking is not None]
    return max(known, key=language.rank).level if known else None


def _banner(marked: MarkedDocument, language: Language) -> dict[str, Any] | None:
    """The highest banner of the document's messages."""
    stated = [message for message in marked.messages if message.banner_statement is not None]
    if not stated:
        return None
    message = max(stated, key=lambda item: language.rank(item.banner) if item.banner else -1)
    statement = message.banner_statement
    assert statement is not None
    return {
        "text": language.banner(message.banner) if message.banner else statement.text,
        "level": message.banner.level if message.banner else None,
        "line": marked.document.anchor(statement.start, statement.end).line,
    }


def authority_json(message: Message) -> dict[str, Any] | None:
    """The authority block of a message as the JSON contract has it."""
    found = message.authority
    if found is None:
        return None
    return {
        "order": found.order,
        "classified_by": [name for item in found.classifiers if (name := item.name or item.position)],
        "reasons": [{"section": item.section, "letters": list(item.letters)} for item in found.reasons],
        "derived_from": list(found.derived_from),
        "declassify_on": _instruction(found.instruction),
    }


def _instruction(instruction: inside.Instruction | None) -> dict[str, Any] | None:
    if instruction is None:
        return None
    return {
        "kind": instruction.kind.value,
        "date": instruction.date.isoformat() if instruction.date else None,
        "event": instruction.event,
        "exemption": ", ".join(instruction.codes) or None,
        "text": instruction.text,
    }


def _outline(marked: MarkedDocument, *, show_text: bool) -> Iterator[Outline]:
    """The blocks; a portion reaches to the end of what hangs on it."""
    document = marked.document
    for message in marked.messages:
        ends = {
            block.inherited_from: block.end
            for block in message.blocks
            if block.kind is Kind.CONTINUATION and block.inherited_from
        }
        for block in message.blocks:
            anchor = document.anchor(block.start, block.end)
            reach = document.anchor(block.end, ends[block.id]).end_line if block.id in ends else anchor.end_line
            yield Outline(
                block.id,
                block.kind.value,
                block.number,
                mark_text(block.mark),
                block.marking.level if block.marking else None,
                block.inherited_from,
                anchor.line,
                anchor.end_line,
                max(reach, anchor.end_line),
                block.is_portion,
                document.text[block.start : block.end] if show_text else None,
            )


def mark_text(mark: Mark | None) -> str | None:
    """A mark as it may be shown."""
    return mark.parsed.label if mark else None


def _reported(examined: Examined, marked: MarkedDocument, *, whole: bool, show_text: bool) -> Iterator[Reported]:
    excerpts = Excerpts(marked, show_text=show_text)
    digests = Digests(marked) if whole else None
    for finding in examined.findings:
        digest = digests.of(finding.portion, finding.start) if digests else None
        yield Reported(finding, excerpts.of(finding), digest)


class Digests:
    """Digests of the portions of one document, with what continues them.

    They are taken of the words, so that a changed line end changes nothing.
    """

    def __init__(self, marked: MarkedDocument) -> None:
        self._text = marked.document.text
        self._blocks = [block for message in marked.messages for block in message.blocks]
        self._known: dict[str, str] = {}

    def of(self, portion: str | None, start: int) -> str:
        """The digest of a portion, or of the block that holds the offset ``start``; 16 hexadecimal digits."""
        if portion is None:
            block = next((block for block in self._blocks if block.start <= start < block.end), None)
            portion = block.id if block else ""
        if portion not in self._known:
            found = (
                block
                for block in self._blocks
                if block.id == portion or (block.inherited_from == portion and block.kind is Kind.CONTINUATION)
            )
            self._known[portion] = self._digest(found)
        return self._known[portion]

    def _digest(self, blocks: Iterator[Block]) -> str:
        import hashlib

        words = " ".join(" ".join(self._text[block.start : block.end].split()) for block in blocks)
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]
