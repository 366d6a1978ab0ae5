"""The rulebook: everything in ``rules/`` as frozen objects, loaded once."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from markcheck.errors import RulebookError
from markcheck.model.rule import Applies, Rule, Severity
from markcheck.rulebook.orders import Orders
from markcheck.rulebook.source import load, rules_root
from markcheck.rulebook.systems import MarkingSystem


class Rulebook:
    """Vocabulary, orders and rules, each made when it is first asked for."""

    def __init__(self, root: Path, raw: dict[str, Any]) -> None:
        self.root = root
        self.raw = raw
        self.digest: str = raw["digest"]

    @cached_property
    def system(self) -> MarkingSystem:
        """The marking system that documents are read with."""
        return MarkingSystem("us", self.raw["markings"]["us"])

    @cached_property
    def orders(self) -> Orders:
        """The executive orders."""
        return Orders(self.raw["orders"])

    @cached_property
    def genres(self) -> dict[str, dict[str, Any]]:
        """The words of each genre, as written in its file."""
        return dict(self.raw["genres"])

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules by name."""
        return {name: _rule(name, content) for name, content in sorted(self.raw["checks"].items())}


@lru_cache(maxsize=4)
def rulebook(root: Path | None = None) -> Rulebook:
    """The rulebook of ``root``, or of the rules markcheck came with. Raises :class:`RulebookError`."""
    folder = root or rules_root()
    raw = load(folder)
    if "us" not in raw["markings"]:
        raise RulebookError(f"{folder}: no marking system")
    return Rulebook(folder, raw)


def _rule(name: str, raw: dict[str, Any]) -> Rule:
    return Rule(
        name=name,
        group=raw["group"],
        summary=raw["summary"],
        check=raw["check"],
        severity=Severity(raw["severity"]),
        message=raw["message"],
        params=raw.get("params", {}),
        applies=tuple(
            Applies(
                Severity(item["severity"]),
                date.fromisoformat(item["from"]) if "from" in item else None,
                date.fromisoformat(item["until"]) if "until" in item else None,
                item.get("banner"),
                item.get("form"),
                item.get("variant"),
            )
            for item in raw.get("applies", ())
        ),
    )
