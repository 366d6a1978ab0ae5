"""Words out of a closed list."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """An enumeration of words that are asked for by their value, in dictionaries and sets, all the time."""

    # That of enumerations is written in Python and hashes the name.
    __hash__ = str.__hash__
