"""How far a reading of a damaged mark has come."""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct

from markcheck.marks.damage.lexicon import Item
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control, Lead


class Place(Enum):
    """Where in a mark a reading has come to."""

    OWNERS = auto()  # behind a code in front of the level
    LEVEL = auto()  # behind a word that the level follows
    CODES = auto()  # in a list
    TREE = auto()  # behind a control or compartment
    GROUP = auto()  # behind a grouping word of former times
    NAME = auto()  # behind the indicator of programs, or in their names
    VALUES = auto()


# What a step adds to the meaning: a word that :class:`markcheck.marks.damage.assemble.Builder` knows, and its value.
Event = tuple[str, object]


class State(Struct, eq=False):
    """A reading of the first ``at`` letters; ``before`` is the reading that it goes on from.

    ``item`` is the word of the language that the last step took. ``rank`` and ``category`` are those of the last
    value, ``control`` and ``child`` what a compartment, name or code would belong to; ``deep`` says that one of them
    was read, ``joiner`` stands between codes. ``named``: members of sets of names may follow. ``edits`` counts wrong
    letters. ``risk``: something was guessed where a guess must be seen. ``glued``: words were not kept apart;
    ``doubt``: a free name may hold such words. ``path`` tells apart what readings mean.
    """

    cost: float
    at: int
    place: Place
    event: Event
    system: MarkingSystem
    lead: Lead
    before: State | None = None
    item: Item | None = None
    rank: int = -1
    category: str = ""
    control: Control | None = None
    child: Control | None = None
    deep: bool = False
    joiner: str = ""
    named: bool = False
    edits: int = 0
    risk: bool = False
    glued: bool = False
    doubt: bool = False
    path: int = 0

    def onward(self, at: int, cost: float, place: Place, event: Event) -> State:
        """The reading that goes on from here with one more step; its word is not known yet."""
        return State(
            cost, at, place, event, self.system, self.lead, self, None, self.rank, self.category, self.control,
            self.child, self.deep, self.joiner, self.named, self.edits, self.risk, self.glued, self.doubt,
            hash((self.path, event)),
        )  # fmt: skip

    def steps(self) -> list[State]:
        """The readings that led here and this one, first to last."""
        found: list[State] = []
        state: State | None = self
        while state is not None:
            found.append(state)
            state = state.before
        return found[::-1]
