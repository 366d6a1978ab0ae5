"""What the files of a marking system say, as frozen objects: levels, leads, categories, controls, codes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from msgspec import Struct

from markcheck.model.marking import Form

# Each object is one of a kind, so identity tells them apart; leaving out the methods halves the cost of the import.


class Level(Struct, frozen=True, eq=False):
    """A level of a system; ``rank`` orders levels, ``words`` are spellings that may be met in a mark."""

    id: str
    rank: int
    classified: bool
    banner: str
    portion: str
    words: tuple[str, ...]
    roll_up_to: str
    meaning: str
    cite: str


class Lead(Struct, frozen=True, eq=False):
    """What may stand in the first place: a level of a kind of marking, with or without codes beside it.

    ``forms`` maps each level to its banner and portion words; ``mark`` is written in front of them. ``owners`` says
    where codes stand (``none``, ``before`` or ``after`` the level), ``concealed`` the word that stands for codes that
    are not told. ``sources`` are the owners of what needs no codes. A ``bare`` lead stands without any control.
    """

    id: str
    title: str
    mark: str
    owners: str
    owners_with_home: bool
    concealed: str
    levels: tuple[str, ...]
    forms: dict[str, tuple[str, str]]
    also: dict[str, str]
    sources: tuple[str, ...]
    activities: dict[str, str]
    activity_banner: str
    activity_portion: str
    activity_levels: tuple[str, ...]
    bare: bool
    categories: tuple[str, ...]
    order: dict[str, str]
    unclassified_only: bool
    requires: tuple[str, ...]
    forbids: tuple[str, ...]
    start: date | None
    meaning: str
    cite: str

    def word(self, level: str, form: Form) -> str:
        """The word of a level in one form; empty where there is none."""
        banner, portion = self.forms[level]
        return banner if form is Form.BANNER else portion


class Category(Struct, frozen=True, eq=False):
    """A place in the order of a marking. ``order``: ``register``, ``alphabetical`` or ``alphanumeric`` values."""

    id: str
    title: str
    order: str
    cite: str


class Below(Struct, frozen=True, eq=False):
    """The sub-compartments of a compartment: what they look like, and what each brings along."""

    pattern: re.Pattern[str]
    retired: re.Pattern[str] | None
    retired_from: date | None
    required: bool
    levels: tuple[str, ...]
    requires: tuple[str, ...]
    forbids: tuple[str, ...]
    cite: str


class Control(Struct, frozen=True, eq=False):
    """A control marking, or a compartment of one (``parent``), and how it behaves.

    ``shape``: ``word``; ``tree`` (compartments behind hyphens); ``program`` (a name behind the indicator); ``named``
    (a name out of a set); ``unlisted`` (any name of a form); ``codes`` or ``eyes`` (a list of codes).

    ``roll_up``: ``any`` (in the banner when any portion has it), ``unclassified`` (in an unclassified banner only),
    ``disclosure``, ``sources``, ``none``, or ``joined`` (as what it joins). ``leaves`` is what stays where an
    unclassified control gives way to a classified level.

    ``notice`` are phrases in capitals that the notice holds which the control brings along.

    ``granted``: ``same`` (the ceiling must name it, one of ``granted_by``, or be classified where
    ``granted_by_classified`` says ``any``, or ``own`` for the home country alone), ``sources``, or ``always`` (its
    audience alone decides). ``audience``: ``own`` country only, the ``list``, or ``open`` where it says nothing.
    """

    id: str
    parent: str
    category: str
    category_in: dict[str, str]
    order: int
    title: str
    banner: tuple[str, ...]
    portion: tuple[str, ...]
    short: tuple[str, ...]
    loose: tuple[str, ...]
    levels: tuple[str, ...]
    leads: tuple[str, ...]
    shape: str
    names: re.Pattern[str] | None
    prefix: str
    named_set: str
    kind: str
    compartments: re.Pattern[str] | None
    compartment_levels: tuple[str, ...]
    below: Below | None
    indicator_repeats_until: date | None
    after: bool
    list: str
    members: frozenset[str]
    stands_alone: bool
    audience: str
    disclosure: str
    disclosed_as: str
    roll_up: str
    leaves: str
    passes_on: tuple[str, ...]
    granted: str
    granted_by: tuple[str, ...]
    granted_by_classified: str
    displaced_by: tuple[str, ...]
    requires: tuple[str, ...]
    forbids: tuple[str, ...]
    joins: tuple[str, ...]
    advice: str
    start: date | None
    until: date | None
    successor: str
    legacy_from: date | None
    meaning: str
    notice: tuple[str, ...]
    cite: str
    valid: tuple[str, ...]
    invalid: tuple[str, ...]

    def forms(self, form: Form) -> tuple[str, ...]:
        """What it is written as in one form, the usual one first."""
        return self.banner if form is Form.BANNER else self.portion

    @property
    def long(self) -> str:
        """Its form in a banner of long titles."""
        return self.title if self.title in self.banner else self.banner[0] if self.banner else self.title


class Constraint(Struct, frozen=True, eq=False):
    """A dated or limited companion rule of a control, beside those the control itself states."""

    on: str
    leads: tuple[str, ...]
    requires: tuple[str, ...]
    forbids: tuple[str, ...]
    compartment: bool
    advice: bool
    start: date | None
    until: date | None
    cite: str


class Superseded(Struct, frozen=True, eq=False):
    """An old form of a control. With a ``joiner`` what follows the form goes on behind the new one."""

    form: str
    category: str
    to: str
    joiner: str
    start: date | None
    cite: str


class Compound(Struct, frozen=True, eq=False):
    """One word that once stood for a level, and a control where it names one."""

    forms: tuple[str, ...]
    lead: str
    level: str
    control: str
    start: date | None
    cite: str


class Organisation(Struct, frozen=True, eq=False):
    """A code for several countries."""

    code: str
    title: str
    members: tuple[str, ...]
    expandable: bool
    until: date | None


class Named(Struct, frozen=True, eq=False):
    """A member of a set of names."""

    name: str
    title: str
    kinds: tuple[str, ...]


def day(raw: dict[str, Any], key: str) -> date | None:
    """A date of a file, where it is given."""
    return date.fromisoformat(raw[key]) if key in raw else None


def pattern(raw: dict[str, Any], key: str) -> re.Pattern[str] | None:
    """A pattern of a file, where it is given."""
    return re.compile(raw[key]) if key in raw else None


def level(raw: dict[str, Any]) -> Level:
    """A level out of its table."""
    return Level(
        raw["id"], raw["rank"], raw["classified"], raw["banner"], raw["portion"], tuple(raw.get("words", ())),
        raw.get("roll_up_to", raw["id"]), raw["meaning"], raw["cite"],
    )  # fmt: skip


def lead(raw: dict[str, Any], levels: dict[str, Level]) -> Lead:
    """A lead out of its table."""
    written = {item["level"]: (item["banner"], item.get("portion", "")) for item in raw.get("forms", ())}
    return Lead(
        id=raw["id"],
        title=raw["title"],
        mark=raw.get("mark", ""),
        owners=raw.get("owners", "none"),
        owners_with_home=raw.get("owners_with_home", False),
        concealed=raw.get("concealed", ""),
        levels=tuple(raw["levels"]),
        forms=written or {name: (levels[name].banner, levels[name].portion) for name in raw["levels"]},
        also={word: item["level"] for item in raw.get("forms", ()) for word in item.get("also", ())},
        sources=tuple(raw.get("sources", ())),
        activities={item["name"]: item["letters"] for item in raw.get("activities", ())},
        activity_banner=raw.get("activity_banner", ""),
        activity_portion=raw.get("activity_portion", ""),
        activity_levels=tuple(raw.get("activity_levels", ())),
        bare=raw.get("bare", False),
        categories=tuple(raw.get("categories", ())),
        order=dict(raw.get("order", {})),
        unclassified_only=raw.get("unclassified_only", False),
        requires=tuple(raw.get("requires", ())),
        forbids=tuple(raw.get("forbids", ())),
        start=day(raw, "from"),
        meaning=raw["meaning"],
        cite=raw["cite"],
    )


def control(order: int, raw: dict[str, Any], leads: tuple[str, ...], parent: Control | None) -> Control:
    """A control out of its table; ``leads`` are those it stands with where it does not say."""
    return Control(
        id=raw["id"],
        parent=raw.get("parent", ""),
        category=parent.category if parent else raw["category"],
        category_in=dict(raw.get("category_in", {})),
        order=order,
        title=raw["title"],
        banner=tuple(raw["banner"]),
        portion=tuple(raw["portion"]),
        short=tuple(raw.get("short", ())),
        loose=tuple(raw.get("loose", ())),
        levels=tuple(raw["levels"]),
        leads=tuple(raw.get("leads", leads)),
        shape=raw.get("shape", "word"),
        names=pattern(raw, "names"),
        prefix=raw.get("prefix", ""),
        named_set=raw.get("set", ""),
        kind=raw.get("kind", ""),
        compartments=pattern(raw, "compartments"),
        compartment_levels=tuple(raw.get("compartment_levels", ())),
        below=_below(raw["below"]) if "below" in raw else None,
        indicator_repeats_until=day(raw, "indicator_repeats_until"),
        after=raw.get("after", False),
        list=raw.get("list", ""),
        members=frozenset(raw.get("members", ())),
        stands_alone=raw.get("stands_alone", False),
        audience=raw.get("audience", "open"),
        disclosure=raw.get("disclosure", ""),
        disclosed_as=raw.get("disclosed_as", raw["id"]),
        roll_up=raw.get("roll_up", "any"),
        leaves=raw.get("leaves", ""),
        passes_on=tuple(raw.get("passes_on", ())),
        notice=tuple(phrase.upper() for phrase in raw.get("notice", ())),
        granted=raw.get("granted", "same"),
        granted_by=tuple(raw.get("granted_by", (raw["id"],))),
        granted_by_classified=raw.get("granted_by_classified", ""),
        displaced_by=tuple(raw.get("displaced_by", ())),
        requires=tuple(raw.get("requires", ())),
        forbids=tuple(raw.get("forbids", ())),
        joins=tuple(raw.get("joins", ())),
        advice=raw.get("advice", ""),
        start=day(raw, "from"),
        until=day(raw, "until"),
        successor=raw.get("successor", ""),
        legacy_from=day(raw, "legacy_from"),
        meaning=raw["meaning"],
        cite=raw["cite"],
        valid=tuple(raw.get("valid", ())),
        invalid=tuple(raw.get("invalid", ())),
    )


def _below(raw: dict[str, Any]) -> Below:
    return Below(
        re.compile(raw["pattern"]), pattern(raw, "retired"), day(raw, "retired_from"), raw.get("required", False),
        tuple(raw.get("levels", ())), tuple(raw.get("requires", ())),
        tuple(raw.get("forbids", ())), raw["cite"],
    )  # fmt: skip


def constraint(raw: dict[str, Any]) -> Constraint:
    """A constraint out of its table."""
    return Constraint(
        raw["on"], tuple(raw.get("leads", ())), tuple(raw.get("requires", ())), tuple(raw.get("forbids", ())),
        raw.get("compartment", False), raw.get("advice", False), day(raw, "from"), day(raw, "until"), raw["cite"],
    )  # fmt: skip


def superseded(raw: dict[str, Any]) -> Superseded:
    """An old form out of its table."""
    return Superseded(raw["form"], raw["category"], raw["to"], raw.get("joiner", ""), day(raw, "from"), raw["cite"])


def compound(raw: dict[str, Any]) -> Compound:
    """A compound out of its table."""
    return Compound(
        tuple(raw["forms"]), raw["lead"], raw["level"], raw.get("control", ""), day(raw, "from"), raw["cite"]
    )


def organisation(raw: dict[str, Any]) -> Organisation:
    """An organisation code out of its table."""
    return Organisation(
        raw["code"], raw.get("title", ""), tuple(raw.get("members", ())), raw.get("expandable", False),
        day(raw, "until"),
    )  # fmt: skip
