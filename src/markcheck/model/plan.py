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
class Unit:
    """One decision: on one released block, or on a withheld block together with all that hangs on it."""

    decision: Decision
    reason: str
    blocks: tuple[Block, ...]

    @property
    def first(self) -> Block:
        """The block that the decision was made on."""
        return self.blocks[0]


@dataclass(frozen=True, slots=True)
class RedactionPlan:
    """All decisions on one document, in the order of its text.

    ``result`` is the marking of the public version: the roll-up of what is released. ``original`` is the highest
    marking stated in the original's first message, ``None`` where nothing is stated: further messages may be part of
    what is withheld.
    """

    ceiling: Marking
    original: Marking | None
    result: Marking
    units: tuple[Unit, ...]
