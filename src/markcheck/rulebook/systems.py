"""Marking systems: levels, controls and separators as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a system; ``rank`` orders levels, ``words`` are spellings that may be met in a mark."""

    id: str
    rank: int
    classified: bool
    banner: str
    portion: str
    words: tuple[str, ...]
    meaning: str
    cite: str


@dataclass(frozen=True, slots=True)
class Control:
    """A control marking and how it behaves.

    ``roll_up``: ``any`` (in the banner when any portion has it), ``unclassified`` (in an unclassified banner only), or
    ``common`` (a release list: what all portions share). ``granted``: ``same`` (the ceiling must name it, one of
    ``granted_by``, or be classified where ``granted_by_classified``) or ``always`` (its audience alone decides).
    ``audience``: ``own`` country only, the ``list``, or ``open`` where it says nothing. ``joins`` are the controls that
    it stands for together.
    """

    id: str
    category: str
    order: int
    title: str
    banner: tuple[str, ...]
    portion: tuple[str, ...]
    short: tuple[str, ...]
    levels: tuple[str, ...]
    stands_alone: bool
    takes_codes: bool
    audience: str
    roll_up: str
    granted: str
    granted_by: tuple[str, ...]
    granted_by_classified: bool
    displaced_by: tuple[str, ...]
    forbids: tuple[str, ...]
    joins: tuple[str, ...]
    meaning: str
    cite: str


class MarkingSystem:
    """One folder of ``rules/markings`` with the look-up tables the grammar needs."""

    def __init__(self, name: str, raw: dict[str, Any]) -> None:
        self.name = name
        self.title: str = raw["title"]
        self.releasing_country: str = raw["releasing_country"]
        self.codes = frozenset((*raw.get("countries", ()), *raw.get("organisations", ())))
        self.categories = tuple(category["id"] for category in raw["category"])
        self.levels = {
            item["id"]: Level(
                item["id"],
                item["rank"],
                item["classified"],
                item["banner"],
                item["portion"],
                tuple(item["words"]),
                item["meaning"],
                item["cite"],
            )
            for item in raw["level"]
        }
        self.controls = {item["id"]: _control(order, item) for order, item in enumerate(raw["control"])}
        self.foreign_levels = {form: item["note"] for item in raw.get("foreign_level", ()) for form in item["forms"]}
        self.level_by_portion = {level.portion: level for level in self.levels.values()}
        self.level_by_banner = {level.banner: level for level in self.levels.values()}
        self.level_by_word = {word: level for level in self.levels.values() for word in level.words}
        self.control_by_portion: dict[str, Control] = {}
        self.control_by_banner: dict[str, Control] = {}
        for control in self.controls.values():
            self.control_by_portion.update(dict.fromkeys((*control.portion, *control.short), control))
            self.control_by_banner.update(dict.fromkeys(control.banner, control))
        self.lowest = min(self.levels.values(), key=lambda level: level.rank)
        forms = [
            *self.level_by_portion,
            *self.level_by_word,
            *self.foreign_levels,
            *self.control_by_portion,
            *self.control_by_banner,
        ]
        words = {word for form in forms for word in form.replace("/", " ").replace("-", " ").split()}
        self.words = frozenset(words)


def _control(order: int, raw: dict[str, Any]) -> Control:
    return Control(
        id=raw["id"],
        category=raw["category"],
        order=order,
        title=raw["title"],
        banner=tuple(raw["banner"]),
        portion=tuple(raw["portion"]),
        short=tuple(raw.get("short", ())),
        levels=tuple(raw["levels"]),
        stands_alone=raw.get("stands_alone", False),
        takes_codes="list" in raw,
        audience=raw.get("audience", "open"),
        roll_up=raw["roll_up"],
        granted=raw.get("granted", "same"),
        granted_by=tuple(raw.get("granted_by", (raw["id"],))),
        granted_by_classified=raw.get("granted_by_classified", False),
        displaced_by=tuple(raw.get("displaced_by", ())),
        forbids=tuple(raw.get("forbids", ())),
        joins=tuple(raw.get("joins", ())),
        meaning=raw["meaning"],
        cite=raw["cite"],
    )
