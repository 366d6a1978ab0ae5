"""The sidecar of a document, ``NAME.markcheck.toml``: findings passed over one by one."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from markcheck.errors import Unreadable


class Suppress(BaseModel):
    """One finding, or those of one rule in one portion."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str = Field(min_length=1, description="The rule's name.")
    portion: str | None = Field(default=None, description="The portion's id; without it, the document itself.")
    digest: str = Field(
        pattern=r"^[0-9a-f]{16}$", description="Digest of the portion's words, as `validate --format json` gives it."
    )
    reason: str = Field(min_length=3, description="Why.")
    by: str | None = Field(default=None, description="Who decided.")
    until: date | None = Field(default=None, description="The last day on which it holds.")


class Sidecar(BaseModel):
    """A document's suppressions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suppress: list[Suppress]


def read_sidecar(path: Path) -> tuple[Suppress, ...]:
    """The suppressions in a file. Raises :class:`Unreadable` with the place of what is wrong, never with its text."""
    try:
        raw = tomllib.loads(path.read_bytes().decode())
        return tuple(Sidecar.model_validate(raw).suppress)
    except OSError as error:
        raise Unreadable("sidecar", f"its suppressions cannot be read: {error.strerror}") from None
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        kind = error.errors()[0]["type"].replace("_", " ")
        raise Unreadable("sidecar", f"its suppressions do not count: {place or 'top level'}: {kind}") from None
    except ValueError:
        raise Unreadable("sidecar", "its suppressions do not count: not valid TOML") from None
