"""What a second look at a public version found."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Trouble(StrEnum):
    """What is wrong with a public version."""

    LEAK = "leak"
    WORD = "word"
    MARK = "mark"
    BANNER = "banner"
    MANIFEST = "manifest"


class Problem(Struct, frozen=True):
    """One thing that is wrong: a sentence without any of the text, the line of the version, the original's block.

    ``line`` is ``None`` where the text lies inside a container or an encoding; ``block`` is the id of the block of
    the original that the text belongs to. A ``doubt`` alone does not make a version unverified.
    """

    trouble: Trouble
    message: str
    line: int | None = None
    block: str | None = None
    doubt: bool = False


class Verified(Struct, frozen=True):
    """The outcome: how many words the version holds, how many the original has nowhere, and what is wrong.

    ``unexamined`` says why marks and banner of the version could not be looked at; its bytes were all the same.
    """

    problems: tuple[Problem, ...]
    words: int
    added: int
    unexamined: str | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing but doubts was found."""
        return all(problem.doubt for problem in self.problems)
