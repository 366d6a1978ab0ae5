"""Which mends are put in place: those that are safe, and after which no rule finds more than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from markcheck.fix.edit import TextBytes
from markcheck.fix.mend import Mend

# Judges bytes: how often each rule finds something.
Judge = Callable[[bytes], Counter[str]]
# Past this many safe mends that reveal something together, none is tried alone.
_MOST_ALONE = 64


def choose(source: TextBytes, mends: Sequence[Mend], before: Counter[str], judge: Judge) -> tuple[Mend, ...]:
    """The mends to put in place, out of ``mends``.

    A mark that becomes readable may show that the banner lacks something. That is for a person to decide, so such a
    mend stays a suggestion.
    """
    safe = [mend for mend in mends if mend.safe and mend.right is not None]
    if not safe or not _adds(source, safe, before, judge):
        return tuple(safe)
    kept: list[Mend] = []
    for mend in safe[:_MOST_ALONE]:
        if not _adds(source, [*kept, mend], before, judge):
            kept.append(mend)
    return tuple(kept)


def apply(source: TextBytes, mends: Sequence[Mend]) -> bytes:
    """The bytes with ``mends`` put in place."""
    return source.edited([(mend.start, mend.end, mend.right or "") for mend in mends])


def _adds(source: TextBytes, mends: Sequence[Mend], before: Counter[str], judge: Judge) -> bool:
    return bool(judge(apply(source, mends)) - before)
