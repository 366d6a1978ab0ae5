"""A public version before a format gives it bytes."""

from __future__ import annotations

from msgspec import Struct


class Passage(Struct, frozen=True):
    """One stretch of a public version.

    ``before`` is what parts it from the passage above. ``start`` is where the original has the passage that it stands
    for; ``None`` for what the original has not. ``copied`` says that it is the original's own text from there on.
    """

    before: str
    text: str
    start: int | None = None
    copied: bool = False


def banner_of(passages: tuple[Passage, ...]) -> str | None:
    """The banner that the version ends in, which its pages show too."""
    *_, last = passages
    return last.text if len(passages) > 1 and last.start is None else None


def text_of(passages: tuple[Passage, ...]) -> str:
    """The version as text."""
    return "".join(part for passage in passages for part in (passage.before, passage.text)) + "\n"
