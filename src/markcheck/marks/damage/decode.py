"""Readings of a damaged mark: every way to take its letters for words of the language, with what each costs.

The text is taken as letters and digits with gaps between them. A reading goes from left to right through the places of
a mark (first place, values, compartments, lists), takes a word at each, and pays for what is written differently: the
gap in front, letters within, the order. All readings of the same stretch are compared with one another and the dear
ones are left behind, so that the work grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from markcheck.marks.damage import costs
from markcheck.marks.damage.costs import gap_cost
from markcheck.marks.damage.lexicon import Item, Kind, Lexicon, Lexicons, key_of, skeleton
from markcheck.marks.damage.states import Event, Place, State
from markcheck.marks.damage.written import Name, Written
from markcheck.model.marking import Form
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control, Lead

_DIGITS = str.maketrans("OILSBZG", "0115826")

# Readings kept at each offset, and how much dearer than the best there they may be.
_WIDTH = 14
_WINDOW = 6.0
_IDENT = re.compile(r"[A-Z0-9]{1,6}")
# A pattern of numbers alone.
_NUMBERS = re.compile(r"\d+(?:\|\d+)*")
_CONJUNCTION = skeleton("AND")
# Where the controls of a shape lead to.
_PLACES = {"codes": Place.CODES, "tree": Place.TREE, "program": Place.NAME}


class Decoder:
    """Reads one text in one form."""

    def __init__(self, lexicons: Lexicons, plain: str, form: Form, day: date) -> None:
        self.lexicons = lexicons
        self.form = form
        glue = lexicons.values(lexicons.systems[0], lexicons.systems[0].lead.id, form, False)
        self.text = text = Written(plain, day, glue)
        self.key, self.bones, self.gaps, self.next_start = text.key, text.bones, text.gaps, text.next_start
        self.length = text.length
        self.limit = 7.0 + 0.25 * self.length
        self._matches = text.matches
        self._states: list[dict[tuple[object, ...], State]] = []

    def read(self, *, near: bool) -> list[State]:
        """The complete readings, cheapest first; words may have wrong letters where ``near`` says so."""
        self.text.look(near=near)
        self._states = [{} for _ in range(self.length + 1)]
        self._first()
        for at in range(1, self.length):
            here = self._states[at]
            if not here:
                continue
            ordered = sorted(here.values(), key=lambda state: state.cost)[:_WIDTH]
            for state in ordered:
                if state.cost > ordered[0].cost + _WINDOW:
                    break
                self._go_on(state)
        whole = [
            state
            for state in self._states[self.length].values()
            if state.place is not Place.OWNERS and state.place is not Place.LEVEL
        ]
        trailing = gap_cost(self.gaps[self.length], costs.END)
        for state in whole:
            state.cost += trailing
        return sorted(whole, key=lambda state: state.cost)

    # -- steps --------------------------------------------------------------------------------

    def _go_on(self, state: State) -> None:
        place = state.place
        if place is Place.OWNERS or place is Place.LEVEL:
            self._owned(state)
            return
        if place is Place.CODES:
            self._codes(state)
        elif place is Place.TREE or place is Place.GROUP:
            self._tree(state)
        elif place is Place.NAME:
            self._program(state)
        if place is not Place.GROUP and not (place is Place.NAME and not state.deep and not self._bare(state)):
            self._values(state)

    def _bare(self, state: State) -> bool:
        """Whether an indicator may stand without a program."""
        return bool(state.control and state.control.short and self.form is Form.PORTION)

    def _add(self, state: State) -> None:
        """Enter a reading, unless it is too dear or a cheaper one says the same."""
        if state.cost > self.limit:
            return
        key = (state.place, state.path, state.category, state.deep)
        states = self._states[state.at]
        other = states.get(key)
        if other is None or state.cost < other.cost:
            states[key] = state

    # -- the first place ----------------------------------------------------------------------

    def _first(self) -> None:
        lead_in = self.gaps[0]
        for end, item, cost, edits in self._matches(self.lexicons.leads(self.form), 0):
            assert item.lead is not None
            place, event = _opening(item)
            total = cost + gap_cost(lead_in, costs.START + item.before)
            state = State(total, end, place, event, item.system, item.lead, item=item, edits=edits, path=hash(event))
            if item.kind is Kind.JOINT:
                state.joiner = " "
            if item.kind is Kind.ALONE and item.control is not None:
                state.rank, state.category = _place_of(item.system, item.control, item.lead)
            self._add(state)
        for system in self.lexicons.systems:
            for lead in system.leads.values():
                if lead.owners == "before":
                    self._first_owner(system, lead)

    def _first_owner(self, system: MarkingSystem, lead: Lead) -> None:
        lead_in = self.gaps[0]
        before = gap_cost(lead_in, costs.START + lead.mark)
        for end, item, cost, edits in self._matches(self.lexicons.codes(system), 0):
            # Without its slashes a code in the first place has to be whole.
            if "/" not in lead_in and (edits or len(item.key) < 3 or not self.gaps[end]):
                continue
            event = ("owner", item.name)
            self._add(
                State(
                    cost + before, end, Place.OWNERS, event, system, lead, item=item, edits=edits, risk=edits > 0,
                    path=hash(event),
                )
            )  # fmt: skip

    def _owned(self, state: State) -> None:
        """Behind the codes of a foreign mark, or the word for concealed ones, or JOINT."""
        before = state.cost + gap_cost(self.gaps[state.at], " ")
        levels = self.lexicons.levels(state.system, state.lead.id, self.form)
        for end, item, cost, edits in self._matches(levels, state.at):
            place = Place.CODES if state.joiner else Place.VALUES
            found = state.onward(end, before + cost, place, ("level", (state.lead.id, item.level, "", "")))
            found.item, found.edits = item, state.edits + edits
            self._add(found)
        if state.place is Place.OWNERS:
            self._listed(state, " ", Place.OWNERS, "owner")

    # -- values -------------------------------------------------------------------------------

    def _values(self, state: State) -> None:
        system, lead = state.system, state.lead
        at = state.at
        gates = self.lexicons.gates(system, lead.id)
        lexicon = self.lexicons.values(system, lead.id, self.form, not gates or state.named)
        gap = self.gaps[at]
        # A letter in front of a word is rather one too many than a level.
        single = costs.GLUED_LETTER if at == 1 and not gap else 0.0
        between = single + state.cost + gap_cost(gap, system.category_separator)
        within = state.cost + gap_cost(gap, system.value_separator)
        for end, item, cost, edits in self._matches(lexicon, at):
            control = item.control
            assert control is not None
            root = system.controls[control.parent] if control.parent else control
            rank, category = _place_of(system, root, lead)
            total = cost + (within if category == state.category else between)
            if rank < state.rank:
                total += costs.OUT_OF_ORDER
            event: Event = ("named", (root.id, item.name)) if item.kind is Kind.NAMED else ("control", control.id)
            place = _PLACES.get(root.shape, Place.VALUES)
            if item.kind is Kind.CONTROL and item.name:
                place = Place.GROUP
            found = state.onward(end, total, place, event)
            found.item, found.rank, found.category, found.control = item, rank, category, root
            found.child = control if control.parent else None
            found.deep = bool(control.parent)
            found.joiner = _joiner(root)
            found.named = state.named or control.id in gates
            found.glued = state.glued or not gap
            found.edits += edits
            found.risk = state.risk or item.risk
            self._add(found)
        self._unlisted(state, within, between, lexicon)
        if system.by_shape.get("eyes"):
            self._eyes(state, system.by_shape["eyes"][0], within, between)

    def _unlisted(self, state: State, within: float, between: float, lexicon: Lexicon) -> None:
        """A control system that the public register does not list."""
        system, lead, at = state.system, state.lead, state.at
        end = self.next_start[at]
        name = self.key[at:end]
        for control in system.by_shape.get("unlisted", ()):
            if control.names is None or not control.names.fullmatch(name) or lead.id not in control.leads:
                continue
            if name in system.codes or lexicon.exact(self.bones[at:end]):
                continue
            number = any(char.isdigit() for char in name)
            rank, category = _place_of(system, control, lead)
            total = within if category == state.category else between
            total += costs.UNLISTED_NUMBER if number else costs.UNLISTED_NAME
            if lexicon.near(self.bones[at:end]):
                total += costs.KNOWN_WORD_AS_NAME
            if rank < state.rank:
                total += costs.OUT_OF_ORDER
            found = state.onward(end, total, Place.TREE, ("new", (control.id, name)))
            found.rank, found.category, found.control, found.child, found.deep = rank, category, control, None, False
            found.doubt = state.doubt or state.glued or "/" not in self.gaps[at]
            self._add(found)

    def _eyes(self, state: State, control: Control, within: float, between: float) -> None:
        """``USA/AUS/GBR EYES ONLY``: the list stands in front of its word."""
        system, lead = state.system, state.lead
        word = skeleton(key_of(control.banner[0]))
        if lead.id not in control.leads or word not in self.bones[state.at :]:
            return
        rank, category = _place_of(system, control, lead)
        codes: list[str] = []
        at, total, home = state.at, within if category == state.category else between, system.home
        lexicon = self.lexicons.codes(system)
        while at < self.length:
            words = [found for found in self._matches(lexicon, at) if not found[3] and found[0] - at in (2, 3)]
            if not words:
                break
            at, item, cost, _ = min(words, key=lambda found: found[2])
            total += cost + (gap_cost(self.gaps[at - len(item.key)], "/") if codes else 0.0)
            codes.append(item.name)
        if home in codes and self.bones.startswith(word, at):
            total += gap_cost(self.gaps[at], " ")
            found = state.onward(at + len(word), total, Place.VALUES, ("eyes", (control.id, tuple(codes))))
            found.rank, found.category = rank, category
            self._add(found)

    # -- lists --------------------------------------------------------------------------------

    def _codes(self, state: State) -> None:
        event = "code" if state.control is not None else "owner"
        self._listed(state, state.joiner or " ", Place.CODES, event)

    def _listed(self, state: State, joiner: str, place: Place, event: str) -> None:
        """One more code of a list; a conjunction in front of it is left out."""
        at = state.at
        first = state.event[0] != event
        wanted = " " if first else joiner
        cost = state.cost + gap_cost(self.gaps[at], wanted)
        if first and state.item is not None and state.control is not None and state.item.text in state.control.short:
            cost += costs.LOOSE_WORD
        if (
            not first
            and self.bones.startswith(_CONJUNCTION, at)
            and (self.next_start[at] == at + len(_CONJUNCTION) or not self.gaps[at])
        ):
            self._listed_on(state, cost, at, place, event)
            cost = state.cost + costs.CONJUNCTION + (0.0 if self.gaps[at] else gap_cost("", joiner))
            at += len(_CONJUNCTION)
            if "," in self.gaps[at]:
                cost += costs.CODE_AS_CONJUNCTION
            if at == self.length:
                return
        self._listed_on(state, cost, at, place, event)

    def _listed_on(self, state: State, cost: float, at: int, place: Place, event: str) -> None:
        for end, item, price, edits in self._matches(self.lexicons.codes(state.system), at):
            if len(item.key) < 3 and (self.next_start[at] != end or not self.gaps[at]):
                continue
            found = state.onward(end, cost + price, place, (event, item.name))
            found.item, found.edits, found.risk = item, state.edits + edits, state.risk or edits > 0
            self._add(found)

    # -- trees and names ----------------------------------------------------------------------

    def _tree(self, state: State) -> None:
        system, control, at = state.system, state.control, state.at
        assert control is not None
        wanted = " " if state.place is Place.GROUP else "-"
        before = state.cost + gap_cost(self.gaps[at], wanted)
        end = self.next_start[at]
        known = False
        for stop, item, cost, edits in self._matches(self.lexicons.children(system, control.id, self.form), at):
            known = known or stop == end
            found = state.onward(stop, before + cost, Place.TREE, ("part", item.name))
            found.item, found.child, found.deep, found.edits = item, item.control, True, state.edits + edits
            self._add(found)
        if self.bones[at:end] in self.lexicons.groupings(system, control.id):
            self._add(state.onward(end, before + costs.OLD_WORD, Place.GROUP, ("group", "")))
        if not known and control.compartments is not None:
            for name in self._names(state, control.compartments, wanted):
                self._add_name(state, name, Place.TREE, "part")
        if state.deep and state.place is Place.TREE:
            self._sub(state, end)

    def _sub(self, state: State, end: int) -> None:
        child = state.child
        below = child.below if child else None
        if below is None and child is not None:
            return
        if below is not None and _NUMBERS.fullmatch(below.pattern.pattern):
            before = state.cost + gap_cost(self.gaps[state.at], " ")
            for stop in range(state.at + 1, end + 1):
                word = self.key[state.at : stop]
                number = word.translate(_DIGITS)
                if below.pattern.fullmatch(number) and (stop == end or not self.key[stop].isdigit()):
                    alike = sum(left != right for left, right in zip(word, number, strict=True))
                    cost = before + costs.OCR_LETTER * alike
                    self._add(state.onward(stop, cost, Place.TREE, ("sub", number)))
            return
        for name in self._names(state, below.pattern if below else _IDENT, " "):
            self._add_name(state, name, Place.TREE, "sub")

    def _program(self, state: State) -> None:
        """The names of programs behind their indicator: words, compartments, and further programs."""
        control = state.control
        assert control is not None
        assert control.names is not None
        if not state.deep:
            for name in self._names(state, control.names, "-"):
                self._add_name(state, name, Place.NAME, "name")
            return
        # The first word of a name is behind the indicator or a slash; more may follow behind blanks.
        if state.event[0] in ("name", "more", "new"):
            for name in self._names(state, control.names, " "):
                self._add_name(state, name, Place.NAME, "more")
        for name in self._names(state, control.names, "/"):
            self._add_name(state, name, Place.NAME, "new")
        if control.compartments is not None:
            for name in self._names(state, control.compartments, "-"):
                self._add_name(state, name, Place.NAME, "part")
            if state.event[0] in ("part", "sub"):
                for name in self._names(state, control.compartments, " "):
                    self._add_name(state, name, Place.NAME, "sub")

    def _add_name(self, state: State, name: Name, place: Place, event: str) -> None:
        """Enter the reading that goes on with a free name."""
        stop, word, cost, doubt = name
        value: object = (state.control.id, word) if event == "new" and state.control is not None else word
        found = state.onward(stop, cost, place, (event, value))
        found.doubt = doubt
        found.deep = True
        if event == "part":
            found.child = None
        self._add(found)

    def _names(self, state: State, pattern: re.Pattern[str], wanted: str) -> Iterator[Name]:
        system = state.system
        lexicon = self.lexicons.values(system, state.lead.id, self.form, False)
        for stop, name, cost, doubt in self.text.names(
            state.at, pattern, wanted, lexicon, system.vocabulary, glued=state.glued
        ):
            yield stop, name, state.cost + cost, state.doubt or doubt


def _opening(item: Item) -> tuple[Place, Event]:
    """Where a word in the first place leads to, and what it adds."""
    assert item.lead is not None
    lead, control = item.lead.id, item.control.id if item.control else ""
    if item.kind is Kind.LEVEL:
        return Place.VALUES, ("level", (lead, item.level, item.name, control))
    if item.kind is Kind.ALONE:
        return Place.VALUES, ("alone", (lead, item.level, control))
    return Place.LEVEL, ("lead", lead)


def _place_of(system: MarkingSystem, control: Control, lead: Lead) -> tuple[int, str]:
    """The rank and the name of the category that a control stands in."""
    category = system.category_of(control, lead.id)
    return system.rank_of_category[category], category


def _joiner(control: Control) -> str:
    if control.shape != "codes":
        return ""
    return " " if control.list == "sources" else ", "
