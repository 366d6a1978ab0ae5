"""Echoes: released text that repeats a run of withheld text.

They are for the reviewer: withholding for this reason tells something of what is withheld, so it is done on request
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markcheck.model.message import Block
from markcheck.model.plan import Echo

# Shorter runs are phrases that any two texts of a field share.
DEFAULT_LENGTH = 6
_WORD = re.compile(r"[^\W_]+")


class Withheld:
    """The runs of words that withheld blocks hold."""

    def __init__(self, text: str, blocks: Iterable[Block], length: int = DEFAULT_LENGTH) -> None:
        self._length = length
        self._runs: dict[tuple[str, ...], str] = {}
        for block in blocks:
            for run in _runs(_words(text[block.body or block.start : block.end]), length):
                self._runs.setdefault(run, block.id)

    def echo(self, place: str, text: str) -> Echo | None:
        """The longest run of withheld text that ``text`` repeats."""
        if not self._runs:
            return None
        best = at = 0
        source = first = ""
        for run in _runs(_words(text), self._length):
            found = self._runs.get(run)
            if found is None:
                at = 0
                continue
            at += 1
            first = found if at == 1 else first
            if at > best:
                best, source = at, first
        return Echo(place, source, best + self._length - 1) if best else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)
