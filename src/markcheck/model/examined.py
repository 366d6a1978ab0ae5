"""What examining one document gave."""

from __future__ import annotations

from msgspec import Struct

from markcheck.model.marking import Marking
from markcheck.model.message import MarkedDocument
from markcheck.model.rolled import RollUp
from markcheck.model.rule import Finding
from markcheck.model.unexamined import Unexamined


class Examined(Struct, frozen=True):
    """One document with its findings; ``marked`` is ``None`` where nothing of it could be read."""

    path: str
    marked: MarkedDocument | None
    findings: tuple[Finding, ...] = ()
    required: Marking | None = None
    unexamined: tuple[Unexamined, ...] = ()


class Required(Struct, frozen=True):
    """The banner that one document's portions require.

    ``names`` are the ids of the marked blocks that ``rolled`` counts by index; ``unreadable`` those whose marks have no
    meaning, so that ``required`` is a lower bound.
    """

    rolled: RollUp | None
    required: Marking | None
    stated: Marking | None
    names: tuple[str, ...]
    unreadable: tuple[str, ...]
