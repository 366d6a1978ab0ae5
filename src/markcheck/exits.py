"""Exit codes, and which one wins when several hold."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """What a process tells its caller."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNEXAMINED = 3
    REFUSED = 4
    DEFECT = 70


# What a shell reports of a process that Ctrl-C ended.
INTERRUPTED = 130


class Interrupted(BaseException):
    """Ctrl-C. No exception of the usual kind, since Typer ends those with 1, the code for findings."""


class ReaderGone(BaseException):
    """Whoever read standard output has gone. For the same reason no exception of the usual kind."""


_PRECEDENCE = (Exit.DEFECT, Exit.REFUSED, Exit.USAGE, Exit.UNEXAMINED, Exit.FINDINGS)


def worst(codes: Iterable[Exit]) -> Exit:
    """The code to exit with when all of ``codes`` hold; ``CLEAN`` for none."""
    held = set(codes)
    return next((code for code in _PRECEDENCE if code in held), Exit.CLEAN)
