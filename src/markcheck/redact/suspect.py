"""What may be a mark inside a text that is about to be released.

The structure counts a mark in mark position alone. Damaged copies lose numbers, brackets and line ends, so a passage
may carry a mark of its own where none is looked for; before a text leaves, every such place is looked at once more,
and any doubt withholds it.
"""

from __future__ import annotations

import re
import unicodedata

from markcheck.marks.ceiling import Ceiling
from markcheck.marks.language import Language
from markcheck.model.marking import Standing

# It may go on on the next line.
_INSIDE = r"[^()\[\]{}<>\n]{1,300}"
_GROUP = re.compile(rf"[(\[{{<][ ]?({_INSIDE}?(?:\n{_INSIDE}?)?)[ ]?[)\]}}>]")
# Before a mark stands the start of a line, of a sentence or of a table's cell, with bullets, a short number or a
# letter at most.
_BEFORE = re.compile(
    r"(?:\A|\n|[.!?:;][\"')]?[ \t]|\t|[ ]{2}|\|)[^\w\n]{0,6}"
    r"(?:(?:[A-Za-z]{1,4}|\d{1,3}(?:\.\d)?|(?i:tab|para|item)[ ]\w{1,3})[.):,\]]{0,2}[ \t]*)?\Z"
)
_REACH = 24
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFD))


class Suspicion:
    """Looks for marks above a ceiling in texts that are about to be released."""

    def __init__(self, language: Language, ceiling: Ceiling) -> None:
        self._language = language
        self._ceiling = ceiling
        levels = language.system.own_levels
        words = "|".join(re.escape(word) for level in levels if level.classified for word in level.words)
        letters = "|".join(re.escape(level.portion) for level in levels if level.classified)
        # A level without brackets, or with one bracket, at the start of a line.
        self._bare = re.compile(
            rf"(?:\A|\n)[^\w\n]{{0,6}}(?:(?:{words})[ ]?[:/)\]-]|(?:{letters})(?:/{{1,2}}[A-Z]{{2,8}})*[):\]]"
            rf"|[(\[{{<](?:{letters})(?:/{{1,2}}[A-Z]{{2,8}}/?)*[ .])"
        )

    def of(self, text: str) -> bool:
        """Whether ``text``, without its own mark, may hold a mark that the ceiling does not dominate."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
        if self._bare.search(text.lstrip()):
            return True
        for group in _GROUP.finditer(text):
            if self._above(group[1]) and _in_mark_position(text, group.start()) and not _is_enumeration(text, group):
                return True
        return False

    def _above(self, inner: str) -> bool:
        parsed = self._language.parse(f"({' '.join(inner.split())})")
        if parsed.standing is Standing.PROSE:
            return False
        if parsed.standing is Standing.FAULTY or parsed.marking is None:
            return "/" in inner or parsed.marking is not None or not (inner.isascii() and inner.isalpha())
        return not self._ceiling.dominates(parsed.marking)


def _in_mark_position(text: str, at: int) -> bool:
    before = text[max(0, at - _REACH) : at]
    match = _BEFORE.search(before)
    return match is not None and (match.start() > 0 or at <= _REACH or before[0] in "\n.!?:;")


def _is_enumeration(text: str, group: re.Match[str]) -> bool:
    """Whether a single letter goes on a list: (a), (b), (c)."""
    letter = group[1]
    return (
        len(letter) == 1
        and letter.isalpha()
        and re.search(rf"\({chr(ord(letter) - 1)}\)", text[: group.start()]) is not None
    )
