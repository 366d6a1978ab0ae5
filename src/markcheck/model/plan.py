"""What a redaction decided, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from markcheck.model.marking import Marking
from markcheck.model.message import Block


class Decision(StrEnum):
    """What happens to a unit.

    ``RELEASED`` text is copied; ``REMADE`` lines are written anew for the public version; ``WITHHELD`` leaves a stamp;
    ``DROPPED`` leaves nothing (page furniture, captions that no longer apply).
    """

    RELEASED = "released"
    REMADE = "remade"
    WITHHELD = "withheld"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a decision was made: a sentence, and whether it was made for want of anything better.

    A ``doubt`` is what a reviewer can settle by mending a mark: the text was not proven to be above the ceiling.
    """

    text: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """One decision: on one released block, or on a withheld block together with all that hangs on it."""

    decision: Decision
    ground: Ground
    blocks: tuple[Block, ...]

    @property
    def first(self) -> Block:
        """The block that the decision was made on."""
        return self.blocks[0]

    @property
    def reason(self) -> str:
        """Why, as a sentence."""
        return self.ground.text


@dataclass(frozen=True, slots=True)
class Echo:
    """A place that repeats withheld text: a released block, or what else names the document.

    ``place`` is the block's id, or what it is (``file name``); ``source`` the withheld block, ``words`` how many words
    the longest run has.
    """

    place: str
    source: str
    words: int


@dataclass(frozen=True, slots=True)
class RedactionPlan:
    """All decisions on one document, in the order of its text.

    ``ceiling`` is the marking that nothing released goes beyond, with ``level_only`` in level alone. ``result`` is the
    marking of the public version: the roll-up of what is released. ``original`` is the highest marking stated in the
    original's first message, ``None`` where nothing is stated: further messages may be part of what is withheld.
    ``released`` and ``withheld`` name the portions that a reviewer decided on.
    """

    ceiling: Marking
    level_only: bool
    original: Marking | None
    result: Marking
    units: tuple[Unit, ...]
    echoes: tuple[Echo, ...] = ()
    compilation: bool = False
    released: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()
