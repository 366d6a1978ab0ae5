"""Strings that are no mark: whether one was meant, and what of it may be shown."""

from __future__ import annotations

import re

from markcheck.model.marking import Fault, ParsedMark, Standing
from markcheck.rulebook.systems import MarkingSystem

_WORD = re.compile(r"[^\s/,:;|\\\-().]+")
_SHORT_WORD = 3
_LONGEST = 120


class Resemblance:
    """Tells a damaged mark from prose."""

    def __init__(self, system: MarkingSystem) -> None:
        self._signals = system.signals
        self._vocabulary = system.vocabulary
        self._shown = system.vocabulary | {"ENTIRE", "TEXT", "ECI", "AND"}
        phrases = sorted((signal for signal in system.signals if " " in signal), key=len, reverse=True)
        self._phrases = re.compile("|".join(rf"{re.escape(phrase)}(?![A-Z])" for phrase in phrases) or r"(?!)")

    def of(self, body: str) -> bool:
        """Whether a string that does not parse was meant as a mark.

        In capitals one word of the marking language, a double slash or a very short word is enough; in mixed case all
        words must be of the language. The doubt goes towards a mark: prose in that place is rare, and taking a mark
        for prose would give its paragraph the banner's level.
        """
        if len(body) > _LONGEST and "//" not in body:
            return False
        words = _WORD.findall(body)
        if body != body.upper():
            upper = [word.upper() for word in words]
            return bool(words) and all(word in self._vocabulary for word in upper) and self._signalled(upper)
        if "//" in body or any(word in self._signals for word in words) or self._phrases.match(body):
            return True
        return len(words) == 1 and len(words[0]) <= _SHORT_WORD and words[0].isalpha()

    def _signalled(self, words: list[str]) -> bool:
        joined = " ".join(words)
        return any(word in self._signals for word in words) or self._phrases.match(joined) is not None

    def label(self, text: str) -> str:
        """``text`` as it may be shown: words that are not a mark's are dots."""
        words = _WORD.findall(text)
        known = self._shown
        if all(word.upper() in known or len(word) <= _SHORT_WORD for word in words):
            return text
        return _WORD.sub(lambda word: word[0] if word[0].upper() in known or len(word[0]) <= _SHORT_WORD else "…", text)

    def not_ascii(self, text: str) -> ParsedMark:
        """A mark with a letter that only looks like one; prose with an accent is prose."""
        letters = [char for char in text if char.isalnum()]
        strange = [char for char in letters if not char.isascii()]
        if len(letters) > 2 * _SHORT_WORD and len(strange) * 2 < len(letters) and not self._meant(text):
            return ParsedMark(text, Standing.PROSE, None, "…")
        label = "".join(char if char.isascii() else "?" for char in text) if len(letters) <= _SHORT_WORD else "…"
        return ParsedMark(text, Standing.FAULTY, None, label, (Fault("mark-lookalike", 0, len(text), {}),))

    def _meant(self, text: str) -> bool:
        """Whether what is left in plain letters is in capitals and holds a word of the language."""
        plain = text.strip("()[] ")
        if plain != plain.upper():
            return False
        return any(word in self._signals for word in re.findall(r"[A-Z0-9]+", plain))
