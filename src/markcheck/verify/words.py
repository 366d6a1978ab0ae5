"""Texts as words that can be compared, whatever became of case, hyphens, line ends and look-alikes on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011][ \t]*\n[ \t]*(?=[^\W\d_])")
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
_WORD = re.compile(r"[^\W_]+")


def words_of_text(text: str) -> list[str]:
    """The words of ``text``: compatibility forms folded, case and invisible characters gone, hyphenation undone."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    if "-" in text or "\u2010" in text or "\u2011" in text:
        text = _HYPHENATED.sub("", text)
    return _WORD.findall(text.casefold())


def runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Every run of ``length`` words, in order."""
    return zip(*(words[start:] for start in range(length)), strict=False)
