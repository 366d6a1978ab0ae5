"""What a redaction decided, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

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


class Ground(Struct, frozen=True):
    """Why a decision was made: a sentence, and whether it was made for want of anything better.

    A ``doubt`` is what a reviewer can settle by mending a mark: the text was not proven to be above the ceiling.
    """

    text: str
    doubt: bool = False


class Unit(Struct, frozen=True):
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


class Echo(Struct, frozen=True):
    """A place that repeats withheld text: a released block, or what else names the document.

    ``place`` is the block's id, or what it is (``file name``); ``source`` the withheld block, ``words`` how many words
    the longest run has.
    """

    place: str
    source: str
    words: int


class Decided(Struct, frozen=True):
    """A portion that a reviewer released or withheld, whatever its mark says."""

    portion: str
    release: bool
    by: str
    on: date
    reason: str


class RedactionPlan(Struct, frozen=True):
    """All decisions on one document, in the order of its text.

    ``ceiling`` is the marking that nothing released goes beyond, with ``level_only`` in level alone. ``result`` is the
    marking of the public version: the roll-up of what is released. ``original`` is the highest marking stated in the
    original's first message, ``None`` where nothing is stated: further messages may be part of what is withheld.
    ``decided`` are the portions that a reviewer decided on, ``causes`` what each withheld block by itself was
    withheld for, also where it is part of a unit.
    """

    ceiling: Marking
    level_only: bool
    original: Marking | None
    result: Marking
    units: tuple[Unit, ...]
    echoes: tuple[Echo, ...] = ()
    compilation: bool = False
    decided: tuple[Decided, ...] = ()
    causes: Mapping[str, Ground] = {}

    @property
    def released(self) -> frozenset[str]:
        """The portions that a reviewer released."""
        return frozenset(item.portion for item in self.decided if item.release)

    @property
    def withheld(self) -> frozenset[str]:
        """The portions that a reviewer withheld."""
        return frozenset(item.portion for item in self.decided if not item.release)
