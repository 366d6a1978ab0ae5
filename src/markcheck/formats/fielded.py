"""Texts whose marks stand in a field or attribute: the mark comes in front of the text.

A text that begins with the same mark has it once; where the two differ both stand there, which no redaction releases.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markcheck.errors import Unreadable
from markcheck.formats.paragraphs import ParagraphMap
from markcheck.marks.language import Language
from markcheck.model.document import Note
from markcheck.model.marking import Standing
from markcheck.rulebook.book import Rulebook, rulebook

_MARK = re.compile(r"\([^()\n]{1,200}\)")


def marked(mark: str, text: str) -> tuple[str, int]:
    """A text with the portion mark that its field states, if any, and where its own mark stands if that is another."""
    match = _MARK.match(text)
    if not mark or match is None:
        return f"{mark} {text}".lstrip(), 0
    language = _language(rulebook())
    written = language.parse(match.group())
    if written.standing is Standing.PROSE:
        return f"{mark} {text}", 0
    if written.marking == language.parse(mark).marking:
        return text, 0
    return f"{mark} {text}", len(mark) + 1


def certain(mark: str, place: str) -> str:
    """A field's mark as it is, where it can be read or begins with a level at least.

    A text must not hang on the one before it because its own mark is taken for prose. Raises :class:`Unreadable`, which
    names the place of the mark and not its text.
    """
    lead = mark.strip("()").partition("/")[0].strip()
    if mark and all(_language(rulebook()).parse(text).marking is None for text in (mark, f"({lead})")):
        raise Unreadable("field-mark", f"{place}: its mark cannot be read: not examined")
    return mark


def banner_of(mark: str) -> str:
    """The banner that a portion mark stands for; as it is written where it cannot be read."""
    language = _language(rulebook())
    marking = language.parse(mark).marking if mark else None
    return mark.strip("()") if marking is None else language.banner(marking)


def notes_of(source: ParagraphMap) -> tuple[Note, ...]:
    """A note for each text that has another mark than its field."""
    found = []
    for line, start in zip(source.lines, source.starts, strict=True):
        own = _MARK.match(line.text, line.own_mark) if line.own_mark else None
        if own:
            stated = _MARK.search(line.text)
            fields = {"mark": own.group(), "field": stated.group() if stated else ""}
            found.append(Note("field-mark-differs", start + own.start(), start + own.end(), fields))
    return tuple(found)


@lru_cache(maxsize=4)
def _language(book: Rulebook) -> Language:
    return Language(book.systems.values())
