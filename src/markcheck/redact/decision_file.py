"""The file that decisions are kept in, TOML or JSON."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from markcheck.errors import UsageError
from markcheck.redact.decisions import Action, ReviewerDecision

DECISIONS_VERSION = 1


class FileDecision(BaseModel):
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
    decisions: list[FileDecision]


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
    except ValueError:
        raise UsageError(f"{path}: neither TOML nor JSON") from None
    names = [item.portion for item in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"{path}: two decisions on {twice}")
    return tuple(
        ReviewerDecision(item.portion, item.sha256, item.decision, item.by, item.on, item.reason) for item in found
    )
