"""What a reviewer should know of a redaction. Unlike the manifest it depends on withheld text and is not releasable."""

from __future__ import annotations

from msgspec import Struct

from markcheck.model.plan import Decision, Echo


class Reviewed(Struct, frozen=True):
    """One block of the original and what became of it.

    ``sha256`` is the digest of a portion that a decisions file names; ``text`` and ``public`` are its text in the
    original and in the version, ``None`` where texts are not asked for.
    """

    id: str
    kind: str
    number: int | None
    mark: str | None
    decision: Decision
    reason: str
    doubt: bool
    line: int
    end_line: int
    sha256: str | None
    text: str | None = None
    public: str | None = None


class Review(Struct, frozen=True):
    """The whole of a redaction, block by block."""

    path: str
    ceiling: str
    result: str
    original: str | None
    compilation: bool
    blocks: tuple[Reviewed, ...]
    echoes: tuple[Echo, ...]
    unexamined: tuple[str, ...]

    @property
    def doubts(self) -> tuple[Reviewed, ...]:
        """What was withheld for want of a mark that can be believed."""
        return tuple(block for block in self.blocks if block.doubt and block.decision is Decision.WITHHELD)
