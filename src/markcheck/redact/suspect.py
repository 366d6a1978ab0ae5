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
from markcheck.marks.normal import plain
from markcheck.model.marking import Standing

# It may go on on the next line.
_INSIDE = r"[^()\[\]{}<>\n]{1,400}"
_GROUP = re.compile(rf"[(\[{{<][ ]?({_INSIDE}?(?:\n{_INSIDE}?)?)[ ]?[)\]}}>]")
# Before a mark stands the start of a line, of a sentence or of a table's cell, with bullets, a short number or a
# letter at most.
_BEFORE = re.compile(
    r"(?:\A|\n|[.!?:;][\"')]?[ \t]|\t|[ ]{2}|\|)[^\w\n]{0,6}"
    r"(?:(?:[A-Za-z]{1,4}|\d{1,3}(?:\.\d)?|(?i:tab|para|item)[ ]\w{1,3})[.):,\]]{0,2}[ \t]*)?\Z"
)
_REACH = 24
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFD))
_WORDS = re.compile(r"[A-Z]+")
# Shorter words are nearly anything.
_LEAST_RESEMBLING = 5


class Suspicion:
    """Looks for marks above a ceiling in texts that are about to be released."""

    def __init__(self, language: Language, ceiling: Ceiling) -> None:
        self._language = language
        self._ceiling = ceiling
        self._words = _mark_words(language)
        self._long = [word for word in self._words if len(word) >= _LEAST_RESEMBLING]
        levels = language.system.own_levels
        words = "|".join(re.escape(word) for level in levels if level.classified for word in level.words)
        letters = "|".join(re.escape(level.portion) for level in levels if level.classified)
        # A level without brackets, or with one bracket, at the start of a line.
        self._bare = re.compile(
            rf"(?:\A|\n)[^\w\n]{{0,6}}(?:(?:{words})[ ]?[:/)\]-]|(?:{letters})(?:/{{1,2}}[A-Z]{{2,8}})*[):\]]"
            rf"|[(\[{{<](?:{letters})(?:/{{1,2}}[A-Z]{{2,8}}/?)*[ .])"
        )
        # With one bracket and slashes it is one anywhere.
        self._halved = re.compile(
            rf"[(\[{{<][ ]?(?:{letters}|U)[ ]?(?://|/(?=[A-Z]{{2}}[^()\n]{{0,300}}(?:[(\n]|\Z)))"
            rf"|(?<![\w(\[{{<])(?:{letters})(?:/{{1,2}}[A-Z]{{2,8}})+[)\]}}>]"
        )

    def of(self, text: str) -> bool:
        """Whether ``text``, without its own mark, may hold a mark that the ceiling does not dominate."""
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
        if self._bare.search(text.lstrip()):
            return True
        groups = list(_GROUP.finditer(text))
        closed = {group.start() for group in groups}
        if any(self._suspicious(text, group) for group in groups):
            return True
        return any(half.start() not in closed for half in self._halved.finditer(text))

    def _suspicious(self, text: str, group: re.Match[str]) -> bool:
        inner = " ".join(group[1].split())
        folded = inner if inner.isascii() else plain(inner).text
        parsed = self._language.parse(f"({folded.upper()})")
        if any(char.islower() for char in inner):
            above = parsed.marking is not None and not self._ceiling.dominates(parsed.marking)
            return above and ("/" in inner or self._in_position(text, group)) and not _is_enumeration(text, group)
        if parsed.standing is Standing.VALID and parsed.marking is not None:
            return not self._ceiling.dominates(parsed.marking) and not _is_enumeration(text, group)
        if "//" in folded or self._made_of_marks(folded):
            return True
        meant = parsed.standing is Standing.FAULTY and (
            "/" in folded or parsed.marking is not None or inner != folded or not folded.isalpha()
        )
        return meant and self._in_position(text, group)

    def _made_of_marks(self, inner: str) -> bool:
        """Whether all its words are words of marks, or one of them is nearly a long one."""
        words = _WORDS.findall(inner)
        if words and self._words.issuperset(words):
            return True
        return any(_nearly(word, long) for word in words if len(word) >= _LEAST_RESEMBLING for long in self._long)

    def _in_position(self, text: str, group: re.Match[str]) -> bool:
        at = group.start()
        before = text[max(0, at - _REACH) : at]
        match = _BEFORE.search(before)
        return match is not None and (match.start() > 0 or at <= _REACH or before[0] in "\n.!?:;")


def _mark_words(language: Language) -> frozenset[str]:
    """The words of levels and controls, without codes of countries and organisations, which prose names too."""
    found: set[str] = set()
    for system in language.systems.values():
        for level in system.levels.values():
            if level.classified:
                found.update((level.portion, *level.words))
        for lead in system.leads.values():
            for level_id, (banner, portion) in lead.forms.items():
                if system.levels[level_id].classified:
                    found.update((banner, portion))
        for control in system.controls.values():
            found.update((*control.banner, *control.portion))
    letters = {level.portion for system in language.systems.values() for level in system.levels.values()}
    words = {word for form in found for word in _WORDS.findall(form) if len(word) > 1 or word in letters}
    return frozenset(words - {code for system in language.systems.values() for code in system.codes})


def _nearly(word: str, known: str) -> bool:
    """Whether two words differ by a letter, or by two neighbours that changed places."""
    if word == known or abs(len(word) - len(known)) > 1 or word[0] != known[0]:
        return False
    if len(word) == len(known):
        wrong = [index for index, (left, right) in enumerate(zip(word, known, strict=True)) if left != right]
        if len(wrong) == 2:
            first, second = wrong
            return second == first + 1 and word[first] == known[second] and word[second] == known[first]
        return len(wrong) == 1
    shorter, longer = sorted((word, known), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _is_enumeration(text: str, group: re.Match[str]) -> bool:
    """Whether a single letter goes on a list: (a), (b), (c)."""
    letter = group[1]
    return (
        len(letter) == 1
        and letter.isascii()
        and letter.isalpha()
        and re.search(rf"\({chr(ord(letter) - 1)}\)", text[: group.start()]) is not None
    )
