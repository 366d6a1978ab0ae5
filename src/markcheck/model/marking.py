"""A marking and what the grammar says about the text it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=False)
class Marking:
    """What a mark means: a level, controls, and the codes of a release list.

    ``controls`` are control ids in register order; ``codes`` are the members of the release list, the releasing
    country included, in the order given. Two markings are equal when they mean the same.
    """

    level: str
    controls: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


class Form(StrEnum):
    """The two written forms of a marking."""

    PORTION = "portion"
    BANNER = "banner"


class Standing(StrEnum):
    """How far a bracketed string may be believed."""

    VALID = "valid"
    FAULTY = "faulty"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a mark's text: a note code, the span within that text, and message fields."""

    code: str
    start: int
    end: int
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class ParsedMark:
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
