"""The rulebook: everything in ``rules/`` as frozen objects, loaded once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from markcheck.errors import RulebookError
from markcheck.model.rule import Applies, Rule, Severity
from markcheck.rulebook.orders import Orders
from markcheck.rulebook.source import extended, load, rules_root
from markcheck.rulebook.systems import MarkingSystem

DEFAULT_SYSTEM = "us"


class Rulebook:
    """Vocabulary, orders and rules, each made when it is first asked for."""

    def __init__(self, root: Path, raw: dict[str, Any]) -> None:
        self.root = root
        self.raw = raw
        self.digest: str = raw["digest"]

    @cached_property
    def systems(self) -> dict[str, MarkingSystem]:
        """The marking systems by name, the one that documents are read with unless they say otherwise first."""
        folders: dict[str, dict[str, Any]] = self.raw["markings"]
        whole = {name: dict(raw) for name, raw in folders.items() if "part_of" not in raw}
        for name, raw in folders.items():
            if "part_of" in raw:
                _join(whole[raw["part_of"]], raw, name)
        names = sorted(whole, key=lambda name: (name != DEFAULT_SYSTEM, name))
        return {name: MarkingSystem(name, whole[name]) for name in names}

    @cached_property
    def system(self) -> MarkingSystem:
        """The marking system that documents are read with unless they say otherwise."""
        return self.systems[DEFAULT_SYSTEM]

    @cached_property
    def orders(self) -> Orders:
        """The executive orders."""
        return Orders(self.raw["orders"])

    @cached_property
    def genres(self) -> dict[str, dict[str, Any]]:
        """The words of each genre, as written in its file."""
        return dict(self.raw["genres"])

    @cached_property
    def declined(self) -> list[dict[str, str]]:
        """Checks that were considered and are no rules, each with its reason, by name."""
        lists = [content["declined"] for content in self.raw["declined"].values()]
        return sorted((item for items in lists for item in items), key=lambda item: item["name"])

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules by name."""
        return {name: _rule(name, content) for name, content in sorted(self.raw["checks"].items())}


_in_use: tuple[Path, ...] = ()


def use(folders: Iterable[Path]) -> None:
    """Let :func:`rulebook` give the rules markcheck came with and those of ``folders``, in this process."""
    global _in_use  # noqa: PLW0603 -- a process has one rulebook, and every command asks for it
    _in_use = tuple(folders)


def rulebook() -> Rulebook:
    """The rulebook in use. Raises :class:`RulebookError`."""
    return read_rulebook(rules_root(), _in_use)


@lru_cache(maxsize=4)
def read_rulebook(root: Path, folders: tuple[Path, ...] = ()) -> Rulebook:
    """The rulebook of ``root`` with what ``folders`` add to it. Raises :class:`RulebookError`."""
    raw = load(root)
    for folder in folders:
        raw = extended(raw, folder, root)
    if DEFAULT_SYSTEM not in raw["markings"]:
        raise RulebookError(f"{root}: no marking system")
    return Rulebook(root, raw)


def _join(whole: dict[str, Any], part: dict[str, Any], name: str) -> None:
    """Add a folder that is part of another system: its lists go behind that system's."""
    for key, value in part.items():
        if isinstance(value, list):
            whole[key] = [*whole.get(key, ()), *value]
        elif key not in ("title", "part_of"):
            raise RulebookError(f"rules/markings/{name}: {key} belongs to the system that it is part of")


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
