"""From a reading of a damaged mark to the marking it states and the text that writes it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from markcheck.marks.damage import costs
from markcheck.marks.damage.lexicon import Item, Kind
from markcheck.marks.damage.states import State
from markcheck.marks.order import sorted_subs
from markcheck.marks.render import render
from markcheck.model.marking import Entry, Form, Marking, ParsedMark, Tree
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control


class Evidence(Struct, frozen=True):
    """How well the words of a reading were read.

    ``edits`` counts wrong letters; ``longest`` is the length of the longest word without one, ``shortest`` that of the
    shortest with one (0: none). ``affixed``: the wrong letter is one too many at the end of a word; ``alike``: a word
    has a character that only looks like its own; ``glued``: words were not kept apart, ``doubt``: a free name may have
    words glued on.
    """

    edits: int
    longest: int
    shortest: int
    affixed: bool
    alike: bool
    glued: bool
    doubt: bool


class Assembled(Struct, frozen=True):
    """A marking, its canonical text, and what speaks for it.

    ``spelled`` holds the titles that the damaged text spells out, by kind and id of their tokens. ``risk``: the marking
    does not say all that can be read in the text, or something of it was guessed where a guess must be seen.
    """

    system: MarkingSystem
    marking: Marking
    text: str
    cost: float
    risk: bool
    spelled: dict[tuple[str, str], str]
    evidence: Evidence

    @property
    def discloses(self) -> bool:
        """Whether one of its controls is about disclosure."""
        return any(self.system.controls[entry.control].disclosure for entry in self.marking.entries)

    @property
    def foreign(self) -> bool:
        """Whether codes of owners stand in front of its level."""
        return self.system.leads[self.marking.lead].owners == "before"

    @property
    def unlisted(self) -> bool:
        """Whether a control system that the register does not list stands in it without a listed one."""
        controls = [self.system.controls[entry.control] for entry in self.marking.entries]
        open_ = {control.category for control in controls if control.shape == "unlisted"}
        return bool(open_ - {control.category for control in controls if control.shape != "unlisted"})

    def without_displaced(self, form: Form) -> Assembled | None:
        """The same without controls that others beside them take the place of; ``None`` where there are none."""
        held = {entry.control for entry in self.marking.entries}
        left = tuple(
            entry
            for entry in self.marking.entries
            if not held.intersection(self.system.controls[entry.control].displaced_by)
        )
        if len(left) == len(self.marking.entries):
            return None
        marking = replace(self.marking, entries=left)
        text = written(self.system, marking, form, self.spelled)
        return replace(self, marking=marking, text=text, cost=self.cost + costs.DROPPED, risk=True)


class _Part(Struct):
    """An entry while it is put together."""

    control: Control
    name: str
    tree: dict[str, list[str]]
    codes: list[str]
    last: str = ""


class _Builder:
    def __init__(self, system: MarkingSystem) -> None:
        self.system = system
        self.lead = system.lead.id
        self.level = ""
        self.owners: list[str] = []
        self.parts: list[_Part] = []
        self.cost = 0.0
        self.risk = False

    def add(self, name: str, value: object) -> None:
        getattr(self, f"_{name}")(value)

    def _lead(self, value: str) -> None:
        self.lead = value

    def _owner(self, value: str) -> None:
        self.owners.append(value)

    def _level(self, value: tuple[str, str, str, str]) -> None:
        self.lead, self.level, owner, control = value
        if owner:
            self.owners.append(owner)
        if control:
            self._control(control)

    def _alone(self, value: tuple[str, str, str]) -> None:
        self.lead, self.level, control = value
        self._control(control)

    def _control(self, value: str) -> None:
        control = self.system.controls[value]
        if control.parent:
            self._new((control.parent, ""))
            self._part(control.forms(Form.PORTION)[0])
        else:
            self._new((value, ""))

    def _named(self, value: tuple[str, str]) -> None:
        self._new(value)

    def _new(self, value: tuple[str, str]) -> None:
        control, name = value
        self.parts.append(_Part(self.system.controls[control], name, {}, []))

    def _eyes(self, value: tuple[str, tuple[str, ...]]) -> None:
        self._new((value[0], ""))
        self.parts[-1].codes.extend(value[1])

    def _part(self, value: str) -> None:
        part = self.parts[-1]
        part.tree.setdefault(value, [])
        part.last = value

    def _sub(self, value: str) -> None:
        part = self.parts[-1]
        part.tree[part.last].append(value)

    def _code(self, value: str) -> None:
        self.parts[-1].codes.append(value)

    def _name(self, value: str) -> None:
        self.parts[-1].name = value

    def _more(self, value: str) -> None:
        self.parts[-1].name += f" {value}"

    def _group(self, value: str) -> None:
        """A grouping word is not written any more."""

    # -- the whole ----------------------------------------------------------------------------

    def entries(self, day: date) -> tuple[Entry, ...] | None:
        """The values, each once; ``None`` where two lists of the same control differ."""
        found: dict[tuple[str, str], Entry] = {}
        for part in self.parts:
            entry = self._current(part, day)
            key = (entry.control, entry.name)
            other = found.get(key)
            if other is not None:
                if other.codes != entry.codes:
                    return None
                self.cost += costs.REPEATED
                tree = {name: list(subs) for name, subs in other.tree}
                for name, subs in entry.tree:
                    tree.setdefault(name, []).extend(subs)
                entry = replace(entry, tree=self._tree(tree))
            found[key] = entry
        return tuple(found.values())

    def _current(self, part: _Part, day: date) -> Entry:
        """The entry of a part; a control that has ended gives way to what took its place."""
        control = part.control
        codes = self._codes(control, part.codes)
        over = control.until is not None and control.until < day
        heir = control.successor or (control.disclosed_as if control.disclosed_as != control.id else "")
        if over and heir in self.system.controls:
            self.cost += costs.REPLACED
            self.risk = True
            return Entry(heir, codes=codes)
        return Entry(control.id, part.name, self._tree(part.tree), codes)

    def _codes(self, control: Control, codes: list[str]) -> tuple[str, ...]:
        if not codes:
            return ()
        found = list(dict.fromkeys(codes))
        home = self.system.home
        if control.list == "release" and home not in found:
            # A release list without the home country is none; there is one way to make it one.
            self.cost += costs.HOME_ADDED
            self.risk = True
            found.insert(0, home)
        first = [home] if control.list in ("release", "eyes") and home in found else []
        ordered = [*first, *sorted((code for code in found if code not in first), key=self.system.code_key)]
        if ordered != codes:
            self.cost += costs.LIST_OUT_OF_ORDER
        return tuple(ordered)

    def _tree(self, tree: dict[str, list[str]]) -> Tree:
        found = []
        for name in sorted(tree):
            subs = sorted_subs(set(tree[name]))
            if list(subs) != tree[name]:
                self.cost += costs.LIST_OUT_OF_ORDER
            found.append((name, subs))
        return tuple(found)


def assemble(state: State, key: str, form: Form, day: date) -> Assembled | None:
    """The marking that a reading of the letters ``key`` states on ``day``; ``None`` where it contradicts itself."""
    system = state.system
    builder = _Builder(system)
    spelled: dict[tuple[str, str], str] = {}
    steps = state.steps()
    for step in steps:
        builder.add(*step.event)
        if step.item is not None:
            _spell(step.item, form, spelled)
    entries = builder.entries(day)
    if entries is None:
        return None
    owners = tuple(sorted(dict.fromkeys(builder.owners), key=system.code_key))
    if list(owners) != builder.owners:
        builder.cost += costs.LIST_OUT_OF_ORDER
    marking = Marking(builder.level, entries, builder.lead, owners)
    text = written(system, marking, form, spelled)
    risk = state.risk or builder.risk
    return Assembled(system, marking, text, state.cost + builder.cost, risk, spelled, _evidence(steps, key))


def _evidence(steps: list[State], key: str) -> Evidence:
    longest = shortest = edits = at = 0
    affixed = alike = False
    for step in steps:
        item, read = step.item, key[at : step.at]
        if item is not None and step.edits > edits:
            shortest = min(shortest or len(item.key), len(item.key))
            affixed = affixed or _affixed(read, item.key)
        elif item is not None:
            alike = alike or not read.endswith(item.key)
            longest = max(longest, len(item.key))
        at, edits = step.at, step.edits
    return Evidence(edits, longest, shortest, affixed, alike, steps[-1].glued, steps[-1].doubt)


def _affixed(read: str, key: str) -> bool:
    """Whether a word was read out of a longer one that has it whole: SECRETS is no damaged SECRET."""
    return len(read) > len(key) and (read.startswith(key) or read.endswith(key)) and read != key + key[-1]


def _spell(item: Item, form: Form, spelled: dict[tuple[str, str], str]) -> None:
    """Note a title that the text spells out where the canonical form is an abbreviation."""
    if not item.own or item.before:
        return
    if item.kind is Kind.LEVEL and item.lead is not None:
        if item.text != item.lead.word(item.level, form):
            spelled["level", item.level] = item.text
    elif item.control is not None and item.kind in (Kind.CONTROL, Kind.COMPARTMENT):
        forms = [word for word in item.control.forms(form) if word.upper() == item.text]
        if forms and forms[0] != item.control.forms(form)[0]:
            kind = "compartment" if item.control.parent else "control"
            spelled[kind, item.control.id] = forms[0]


def written(system: MarkingSystem, marking: Marking, form: Form, spelled: dict[tuple[str, str], str]) -> str:
    """The canonical text with the word of its level as it was spelled: without it, it may be another system's."""
    text = render(system, marking, form)
    word = spelled.get(("level", marking.level))
    usual = system.leads[marking.lead].word(marking.level, form)
    at = 1 if form is Form.PORTION else 0
    return text[:at] + word + text[at + len(usual) :] if word and text.startswith(usual, at) else text


def spelled_in(system: MarkingSystem, parsed: ParsedMark, form: Form) -> dict[tuple[str, str], str]:
    """The same for a mark that was understood."""
    spelled: dict[tuple[str, str], str] = {}
    for token in parsed.tokens:
        written = parsed.text[token.start : token.end].upper()
        if token.kind == "level" and parsed.marking is not None:
            if written in system.leads[parsed.marking.lead].also:
                spelled[token.kind, token.id] = written
            continue
        control = system.controls.get(token.id)
        if control is not None and token.kind in ("control", "compartment"):
            forms = [word for word in control.forms(form) if word.upper() == written]
            if forms and forms[0] != control.forms(form)[0]:
                spelled[token.kind, token.id] = forms[0]
    return spelled
