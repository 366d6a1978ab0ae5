"""A marking and what the grammar says about the text it was read from."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from markcheck.model.word import Word

# Compartments with their sub-compartments, as stated.
Tree = tuple[tuple[str, tuple[str, ...]], ...]


class Entry(Struct, frozen=True, cache_hash=True):
    """One value of a marking: a control with whatever is stated beside it.

    ``name`` fills an open place (a program, a CUI category, an unpublished system), ``tree`` holds compartments with
    their sub-compartments in sort order, ``codes`` the members of a list in their order, the home country included.
    """

    control: str
    name: str = ""
    tree: Tree = ()
    codes: tuple[str, ...] = ()


class Marking(Struct, frozen=True, cache_hash=True):
    """What a mark means: what stands in the first place, a level, and values in register order.

    ``lead`` tells what kind of marking it is (``us``, ``joint``, ``foreign``, ``nato``, ``cui``, ...), ``owners`` are
    the codes that stand beside the level: co-owners, foreign countries, a NATO activity. Two markings are equal when
    they mean the same.
    """

    level: str
    entries: tuple[Entry, ...] = ()
    lead: str = "us"
    owners: tuple[str, ...] = ()

    @property
    def controls(self) -> tuple[str, ...]:
        """The ids of the controls, in order."""
        return tuple(entry.control for entry in self.entries)

    def entry(self, control: str) -> Entry | None:
        """The first value of a control."""
        return next((entry for entry in self.entries if entry.control == control), None)


class Form(Word):
    """The two written forms of a marking."""

    PORTION = "portion"
    BANNER = "banner"


class Standing(Word):
    """How far a bracketed string may be believed."""

    VALID = "valid"
    FAULTY = "faulty"
    PROSE = "prose"


class Fault(Struct, frozen=True):
    """One thing wrong with a mark's text: a note code, the span within that text, and message fields.

    A fault with ``since`` holds on documents of that day and later alone, one with ``before`` on earlier ones.
    """

    code: str
    start: int
    end: int
    fields: dict[str, str]
    since: date | None = None
    before: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the fault is one on ``day``."""
        return (self.since is None or day >= self.since) and (self.before is None or day < self.before)


class Token(Struct, frozen=True):
    """A stretch of a mark's text and what it is: ``kind`` is lead, level, owner, control, compartment, name or code."""

    start: int
    end: int
    kind: str
    id: str


class ParsedMark(Struct, frozen=True):
    """The grammar's answer for one string.

    ``marking`` is the meaning where there is one, even when the form is faulty; only a ``VALID`` mark may release
    text. ``label`` is the mark as it may be shown: the text itself where each of its words is a mark's, else
    dots, since a string in mark position may be prose.
    """

    text: str
    standing: Standing
    marking: Marking | None
    label: str
    faults: tuple[Fault, ...] = ()
    entire_text: bool = False
    tokens: tuple[Token, ...] = ()
