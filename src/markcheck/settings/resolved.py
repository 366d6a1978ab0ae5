"""Settings made ready: rules chosen, patterns read, and for each document how it is judged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from markcheck.discover.ignored import Patterns, patterns
from markcheck.discover.wanted import Wanted
from markcheck.errors import UsageError
from markcheck.model.json_fields import JsonFields
from markcheck.model.judging import Judging
from markcheck.model.rolled import Policy
from markcheck.model.rule import Severity
from markcheck.rulebook.book import Rulebook
from markcheck.rulebook.names import named_rules
from markcheck.settings.keys import OF_PATHS, RIVALS
from markcheck.settings.layers import Merged


class Table(Struct, frozen=True):
    """A table of settings for some paths: ``values`` over what holds elsewhere, from ``origin``."""

    patterns: Patterns
    values: Mapping[str, Any]
    origin: str


class Resolved:
    """What holds for a run, by one rulebook.

    Raises :class:`UsageError` for rules, markings or patterns unknown to it.
    """

    def __init__(self, merged: Merged, book: Rulebook) -> None:
        self.merged = merged
        self.values = merged.values
        self._book = book
        self._flags = {key for key, origins in merged.origins.items() if origins[-1] == "flag"}
        self._tables = tuple(
            Table(
                patterns(table["base"], table["paths"], f"{table['origin']}: paths"),
                {key: table[key] for key in OF_PATHS if key in table},
                f"{table['origin']}: paths.{table['number']}",
            )
            for table in self.values["paths"]
        )
        self._judging = lru_cache(maxsize=None)(self._made)

    def every(self) -> Iterator[Judging]:
        """How documents are judged that no table is about, and those that one table is about."""
        for chosen in ((), *((number,) for number in range(len(self._tables)))):
            yield self._judging(chosen)

    def judging(self, path: str) -> Judging:
        """How the document at ``path`` is judged."""
        return self._judging(self._chosen(path)) if self._tables else self._judging(())

    def holds(self, path: str | None) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
        """Every value that holds for ``path``, and where it comes from."""
        return self._held(self._chosen(path) if path is not None else ())

    def _held(self, chosen: tuple[int, ...]) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
        values, origins = dict(self.values), dict(self.merged.origins)
        for table in (self._tables[number] for number in chosen):
            for key, value in table.values.items():
                rival = RIVALS.get(key)
                if key in self._flags or rival in self._flags:
                    continue
                joined = key == "severity" and bool(values[key])
                values[key] = {**values[key], **value} if joined else value
                origins[key] = (*origins[key], table.origin) if joined else (table.origin,)
                if rival is not None and rival not in table.values:
                    values[rival] = None
        return values, origins

    def fields(self, path: str) -> JsonFields | None:
        """The fields that the JSON document at ``path`` has its marks in."""
        return self.judging(path).fields

    def _chosen(self, path: str) -> tuple[int, ...]:
        real = os.path.realpath(path)
        return tuple(number for number, table in enumerate(self._tables) if table.patterns.answer(real, folder=False))

    def _made(self, chosen: tuple[int, ...]) -> Judging:
        values, origins = self._held(chosen)

        def rules(key: str, names: Iterable[str]) -> set[str]:
            origin = ", ".join(origins[key])
            return named_rules(self._book, names, f"--{key}" if origin == "flag" else f"{origin}: {key}")

        selected = rules("select", values["select"]) if values["select"] else set(self._book.rules)
        ignored = rules("ignore", values["ignore"])
        severities = {
            rule: Severity(level) for name, level in values["severity"].items() for rule in rules("severity", [name])
        }
        if values["max"] is not None and values["max-level"] is not None:
            raise UsageError("max and max-level: give one of them")
        return Judging(
            frozenset(selected - ignored) if values["select"] or ignored else None,
            tuple(sorted(severities.items())),
            None,
            date.fromisoformat(values["date"]) if values["date"] else None,
            values["max"] or values["max-level"],
            values["max-level"] is not None,
            Policy(values["analytic-product"], values["strict"], values["profile"]),
            _fields(values["json"]),
        )

    def wanted(self, only: frozenset[str] | None = None, *, null: bool = False) -> Wanted:
        """How folders are searched."""
        root = str(self.merged.root.resolve())
        include, exclude = self.values["include"], self.values["exclude"]
        own = [self.merged.file, *(Path(self.values[key]) for key in ("baseline",) if self.values[key])]
        return Wanted(
            patterns(root, include, "include") if include else None,
            patterns(root, exclude, "exclude") if exclude else None,
            self.values["ignore-files"],
            self.values["force-exclude"],
            only,
            frozenset(os.path.realpath(path) for path in own if path is not None and path.name != "pyproject.toml"),
            null,
        )


def _fields(table: Mapping[str, str | None] | None) -> JsonFields | None:
    if table is None:
        return None
    return JsonFields(**{key.replace("-", "_"): value for key, value in table.items()})  # type: ignore[arg-type]
