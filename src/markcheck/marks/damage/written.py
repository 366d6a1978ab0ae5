"""A damaged mark as letters with gaps between them, and the words of the language that may stand at each place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from markcheck.marks.damage import costs
from markcheck.marks.damage.costs import gap_cost
from markcheck.marks.damage.lexicon import Item, Lexicon, skeleton

_WORD = re.compile(r"[A-Z0-9?]+")
# The most words that one word of the language may have been broken into where it has another fault too.
_PIECES = 6
_MOST_LOOKUPS = 400
_INNER_LIMIT = 4.0
_GLUED = 5
_NAME_LIMIT = 12
_LONG = 4
_LONGEST_GLUED = 8

# Look-alikes that are so as small letters or digits alone.
_CAPITALS = ("LI", "IL")

# The offset behind a word, the word, its cost, and how many letters differ.
Match = tuple[int, Item, float, int]
# The offset behind a free name, the name, its cost, and whether words may be hidden in it.
Name = tuple[int, str, float, bool]


class Written:
    """A text in plain capitals: its letters and digits as ``key``, and ``gaps``, what stands in front of each of them.

    ``bones`` is the key with characters that look alike written the same; ``broken`` counts the gaps up to an offset.
    ``near`` says whether words with wrong letters are looked for.
    """

    def __init__(self, text: str, day: date, glue: Lexicon) -> None:
        self.day = day
        self.glue = glue
        words = list(_WORD.finditer(text))
        self.key = "".join(word.group() for word in words)
        self.bones = skeleton(self.key)
        self.length = len(self.key)
        self.gaps = [""] * (self.length + 1)
        starts: list[int] = []
        at = end = 0
        for word in words:
            self.gaps[at] = text[end : word.start()]
            starts.append(at)
            at += word.end() - word.start()
            end = word.end()
        self.gaps[at] = text[end:]
        self.next_start = [self.length] * (self.length + 1)
        for left, right in zip(starts, [*starts[1:], self.length], strict=False):
            self.next_start[left:right] = [right] * (right - left)
        self.broken = [0] * (self.length + 1)
        for offset in range(1, self.length + 1):
            self.broken[offset] = self.broken[offset - 1] + bool(self.gaps[offset])
        self.near = False
        self._lookups = 0
        self._found: dict[tuple[int, int], list[Match]] = {}

    def look(self, *, near: bool) -> None:
        """Look for whole words alone, or for words with wrong letters too."""
        self.near = near
        self._lookups = 0
        self._found.clear()

    def matches(self, lexicon: Lexicon, at: int) -> list[Match]:
        """The words of ``lexicon`` that may begin at ``at``."""
        known = self._found.get((id(lexicon), at))
        if known is not None:
            return known
        found: list[Match] = []
        whole = set()
        for length in lexicon.lengths:
            end = at + length
            if end > self.length:
                break
            for item in lexicon.exact(self.bones[at:end]) or ():
                cost = item.cost + self._inner(at, end, item) + self._alike(at, end, item)
                if cost < _INNER_LIMIT:
                    found.append((end, item, cost, 0))
                    if not self._retired(item):
                        whole.add(end)
        if self.near and (self.gaps[at] or not at or self.next_start[at] - at >= _GLUED - 1):
            found.extend(self._resembling(lexicon, at, whole))
        self._found[id(lexicon), at] = found
        return found

    def _retired(self, item: Item) -> bool:
        return item.control is not None and item.control.until is not None and item.control.until < self.day

    def _resembling(self, lexicon: Lexicon, at: int, whole: set[int]) -> Iterator[Match]:
        """Words with wrong letters that may begin at ``at``; where a word fits exactly, none is looked for."""
        end = self.next_start[at]
        ends = []
        if end - at >= _GLUED and end not in whole:
            ends += [stop for stop in range(at + 2, end - 1) if self._ends_with_word(lexicon, stop, end)]
        all_known = True
        start = at
        for _ in range(_PIECES):
            all_known = all_known and bool(lexicon.exact(self.bones[start:end]))
            if end not in whole and not all_known:
                ends.append(end)
            if end == self.length:
                break
            start, end = end, self.next_start[end]
        for end in ends:
            self._lookups += 1
            if self._lookups > _MOST_LOOKUPS:
                return
            for item, cost, edits in lexicon.near(self.bones[at:end]):
                yield end, item, cost + item.cost + item.rarity + self._pieces(at, end, item), edits

    def _ends_with_word(self, lexicon: Lexicon, at: int, end: int) -> bool:
        bones = self.bones[at:end]
        return bool(lexicon.exact(bones) or self.glue.exact(bones))

    def _inner(self, at: int, end: int, item: Item) -> float:
        """The cost of the gaps within a word."""
        if not item.inner and self.broken[end - 1] == self.broken[at]:
            return 0.0
        wanted = dict(item.inner)
        cost = 0.0
        for offset in range(1, end - at):
            gap, here = self.gaps[at + offset], wanted.get(offset, "")
            cost += costs.LOST_WITHIN if here and not gap else gap_cost(gap, here)
        return cost

    def _pieces(self, at: int, end: int, item: Item) -> float:
        """The same for a word with wrong letters, where the gaps cannot be told from one another."""
        broken = self.broken[end - 1] - self.broken[at]
        cost = 1.0 * max(0, len(item.inner) - broken) + 0.9 * max(0, broken - len(item.inner))
        if broken:
            cost += 1.2 * sum("/" in self.gaps[offset] for offset in range(at + 1, end))
        return cost

    def _alike(self, at: int, end: int, item: Item) -> float:
        written = self.key[at:end]
        if written == item.key:
            return 0.0
        return sum(
            costs.OTHER_CAPITAL if left + right in _CAPITALS else costs.OCR_LETTER
            for left, right in zip(written, item.key, strict=True)
            if left != right
        )

    # -- free names ---------------------------------------------------------------------------

    def names(
        self, at: int, pattern: re.Pattern[str], wanted: str, lexicon: Lexicon, known: frozenset[str], *, glued: bool
    ) -> Iterator[Name]:
        """Free names that may begin at ``at`` behind the delimiter ``wanted``.

        A name ends with the word, or where a word of the language begins within it that was glued on. Since nothing
        speaks for a free name but its place, a damaged gap in front of it is dearer than elsewhere, and so is a name
        that is a word of ``lexicon``, or one of the words ``known``. ``glued``: words were not kept apart before.
        """
        end = self.next_start[at]
        gap = self.gaps[at]
        cost = gap_cost(gap, wanted) + costs.OPEN_NAME + (costs.NAME_BY_GAP if gap != wanted else 0.0)
        apart = bool(gap) and not glued
        holds = 0.0
        for stop in range(at + 2, min(end - 1, at + _NAME_LIMIT)):
            if not self._word_within(lexicon, stop, end):
                continue
            whole = stop + _LONG <= end and lexicon.exact(self.bones[stop:end])
            short = costs.NAME_MAY_HOLD_WORD if apart else costs.NAME_HOLDS_WORD
            holds = max(holds, costs.KNOWN_WORD_AS_NAME if whole else short)
            if pattern.fullmatch(self.key[at:stop]):
                yield stop, self.key[at:stop], cost, False
        name = self.key[at:end]
        if pattern.fullmatch(name):
            doubt = not apart and (holds > 0 or end - at > _LONGEST_GLUED)
            yield end, name, cost + (costs.KNOWN_WORD_AS_NAME if self._known(lexicon, at, end, known) else holds), doubt

    def _known(self, lexicon: Lexicon, at: int, end: int, known: frozenset[str]) -> bool:
        bones = self.bones[at:end]
        if lexicon.exact(bones) or (end - at > 2 and lexicon.near(bones)):
            return True
        return end - at >= _LONG and self.key[at:end] in known

    def _word_within(self, lexicon: Lexicon, at: int, end: int) -> bool:
        """Whether what is left of a word from ``at`` on is one of the language, or begins with a long one."""
        if lexicon.exact(self.bones[at:end]):
            return True
        return any(
            length >= _LONG and at + length <= end and lexicon.exact(self.bones[at : at + length])
            for length in lexicon.lengths
        )
