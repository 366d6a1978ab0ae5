"""Decisions on file: a reviewer releases or withholds single portions, with name, date and reason.

A decision names its portion and a digest of the text it was made on. Where the text has changed since, it is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from markcheck.errors import RedactionRefused, UsageError
from markcheck.model.message import Block


class Action(StrEnum):
    """What a reviewer decided."""

    RELEASE = "release"
    WITHHOLD = "withhold"


class ReviewerDecision(Struct, frozen=True):
    """One portion, with all that hangs on it and has no mark of its own.

    ``sha256`` is the digest of the text that the decision was made on, as the reviewer's report gives it.
    """

    portion: str
    sha256: str
    decision: Action
    by: str
    on: date
    reason: str


class Override(Struct, frozen=True):
    """A decision given with the call, on the text as it is."""

    portion: str
    decision: Action
    by: str
    on: date
    reason: str


def digest(text: str, blocks: Iterable[Block]) -> str:
    """The digest of a portion: of the words of its blocks, so that a changed line end changes nothing."""
    words = " ".join(" ".join(text[block.start : block.end].split()) for block in blocks)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def held(
    decisions: Iterable[ReviewerDecision], portions: Mapping[str, tuple[Block, ...]], text: str
) -> dict[str, ReviewerDecision]:
    """The decisions by portion. Raises :class:`RedactionRefused` for one on a portion that is gone or has changed."""
    found: dict[str, ReviewerDecision] = {}
    for decision in decisions:
        blocks = portions.get(decision.portion)
        if blocks is None:
            raise RedactionRefused(f"a decision names portion {decision.portion}, which the document does not have")
        if digest(text, blocks) != decision.sha256:
            raise RedactionRefused(f"portion {decision.portion} has changed since it was decided on")
        found[decision.portion] = decision
    return found


def overridden(
    overrides: Iterable[Override], portions: Mapping[str, tuple[Block, ...]], text: str
) -> dict[str, ReviewerDecision]:
    """Decisions given with the call, by portion. Raises :class:`UsageError` for a portion that is not there."""
    found: dict[str, ReviewerDecision] = {}
    for item in overrides:
        if item.portion not in portions:
            raise UsageError(f"the document has no portion {item.portion}")
        sha256 = digest(text, portions[item.portion])
        found[item.portion] = ReviewerDecision(item.portion, sha256, item.decision, item.by, item.on, item.reason)
    return found


def portions_of(blocks: Iterable[Block]) -> dict[str, tuple[Block, ...]]:
    """Each portion's id with its block and the blocks that hang on it."""
    found: dict[str, list[Block]] = {}
    for block in blocks:
        if block.is_portion or (block.mark is not None and block.inherited_from is None):
            found[block.id] = [block]
        elif block.inherited_from in found:
            found[block.inherited_from].append(block)
    return {name: tuple(items) for name, items in found.items()}
