"""Decisions on file: a reviewer releases or withholds single portions, with name, date and reason.

A decision names its portion and a digest of the text it was made on. Where the text has changed since, it is refused.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from markcheck.errors import RedactionRefused, UsageError
from markcheck.model.message import Block

DECISIONS_VERSION = 1


class Action(StrEnum):
    """What a reviewer decided."""

    RELEASE = "release"
    WITHHOLD = "withhold"


class ReviewerDecision(BaseModel):
    """One portion, with all that hangs on it and has no mark of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    portion: str = Field(min_length=1, description="The portion's id, as inspect and the reviewer's report name it.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Digest of its text, from the reviewer's report.")
    decision: Action
    by: str = Field(min_length=1, description="Who decided.")
    on: date = Field(description="When.")
    reason: str = Field(min_length=1)


class DecisionsFile(BaseModel):
    """A decisions file, TOML or JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(default=DECISIONS_VERSION, ge=1, le=DECISIONS_VERSION)
    decisions: list[ReviewerDecision]


def read_decisions(path: Path) -> tuple[ReviewerDecision, ...]:
    """The decisions in a file. Raises :class:`UsageError` with the place of what is wrong, never with its text."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        raw = json.loads(data) if path.suffix.lower() == ".json" else tomllib.loads(data.decode())
        found = DecisionsFile.model_validate(raw).decisions
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise UsageError(f"{path}: {place or 'top level'}: {error.errors()[0]['type'].replace('_', ' ')}") from None
    except (ValueError, UnicodeDecodeError):
        raise UsageError(f"{path}: neither TOML nor JSON") from None
    names = [decision.portion for decision in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"{path}: two decisions on {twice}")
    return tuple(found)


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


def portions_of(blocks: Iterable[Block]) -> dict[str, tuple[Block, ...]]:
    """Each portion's id with its block and the blocks that hang on it."""
    found: dict[str, list[Block]] = {}
    for block in blocks:
        if block.is_portion or (block.mark is not None and block.inherited_from is None):
            found[block.id] = [block]
        elif block.inherited_from in found:
            found[block.inherited_from].append(block)
    return {name: tuple(items) for name, items in found.items()}
