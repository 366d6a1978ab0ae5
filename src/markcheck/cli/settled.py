"""Settings as every command takes them up: found, layered, and the organisation's own rules put in use."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from markcheck.api import engine
from markcheck.model.json_fields import JsonFields
from markcheck.rulebook.book import rulebook, use
from markcheck.settings.layers import load
from markcheck.settings.resolved import Resolved


class Source(Struct, frozen=True):
    """Where settings come from: a file that was named, none at all, or the nearest."""

    config: str | None = None
    isolated: bool = False


NEAREST = Source()
FieldsOf = Callable[[str], JsonFields | None]


def no_fields(path: str) -> None:
    """No JSON document has marks in fields, whatever its path."""


def settle(named: Iterable[str], flags: Mapping[str, Any], source: Source = NEAREST) -> Resolved:
    """The settings for what was named, and their rules in use. Raises :class:`UsageError`, :class:`RulebookError`."""
    found = load(named, flags, source.config, isolated=source.isolated)
    folders = [Path(folder) for folder in found.values["rules"]]
    use(folders)
    resolved = Resolved(found, rulebook())
    # What is wrong with a rule or a limit is told before anything is looked at or printed.
    for judging in resolved.every():
        engine(judging)
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    return resolved


def given(**flags: Any) -> dict[str, Any]:
    """The flags that were given, under the names that settings have for them."""
    return {name.replace("_", "-"): value for name, value in flags.items() if value is not None}
