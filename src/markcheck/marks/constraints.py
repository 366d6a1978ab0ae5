"""The register's own rules on one marking: levels, companions, dates, all out of its data and with its citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from markcheck.marks.sink import Sink, day_after
from markcheck.marks.values import Value
from markcheck.model.marking import Entry, Marking
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Constraint, Control, Lead


def atoms(system: MarkingSystem, entries: Iterable[Entry]) -> set[str]:
    """What a marking holds, as the register's requirements name it: controls, compartments, categories."""
    found: set[str] = set()
    for entry in entries:
        control = system.controls[entry.control]
        found.add(entry.control)
        found.update(control.joins)
        if entry.tree:
            found.update(f"{entry.control}-{name}" for name, _ in entry.tree)
        if entry.name and control.named_set:
            found.add(entry.name)
    return found


class Constraints:
    """Judges markings of one system."""

    def __init__(self, system: MarkingSystem) -> None:
        self.system = system

    def judge(
        self, marking: Marking, lead: Lead, values: Sequence[Value], level_span: tuple[int, int], sink: Sink
    ) -> None:
        """Report to ``sink`` what the register forbids about ``marking``, each at the value that it is about."""
        self._dates_of_lead(lead, level_span, sink)
        self._lead(marking, lead, level_span, sink)
        if not values:
            return
        held = atoms(self.system, marking.entries)
        for value in values:
            others = held
            if value.control.joins:
                # What a control joins does not stand beside it.
                others = atoms(self.system, (entry for entry in marking.entries if entry is not value.entry))
            self._value(value, marking, others, sink)

    def _dates_of_lead(self, lead: Lead, span: tuple[int, int], sink: Sink) -> None:
        if lead.start is not None:
            sink.fault("mark-early", *span, before=lead.start, value=lead.title, cite=lead.cite)

    def _lead(self, marking: Marking, lead: Lead, span: tuple[int, int], sink: Sink) -> None:
        if lead.bare and marking.entries:
            sink.fault("mark-bare-lead", *span, lead=lead.title, cite=lead.cite)
        if not lead.requires and not lead.forbids:
            return
        held = atoms(self.system, marking.entries)
        for needed in lead.requires:
            if needed not in held:
                self._missing(lead.title, needed, span, lead.cite, sink)
        for refused in lead.forbids:
            if refused in held:
                sink.fault("mark-excludes", *span, left=lead.title, right=self._name(refused), cite=lead.cite)
        if lead.owners_with_home and marking.owners:
            release = marking.entry("REL")
            listed = self.system.expanded(release.codes) if release is not None else frozenset()
            if release is not None and release.codes and not listed.issuperset(marking.owners):
                sink.fault("mark-owners-unreleased", *span, cite=lead.cite)

    # -- values -------------------------------------------------------------------------------

    def _value(self, value: Value, marking: Marking, held: set[str], sink: Sink) -> None:
        control, span = value.control, (value.start, value.end)
        self._control(control, marking, held, span, sink)
        for rule in self.system.constraints.get(control.id, ()):
            self._constraint(rule, value, marking, held, sink)
        children = self.system.children.get(control.id, {})
        for name, subs in value.entry.tree:
            child = children.get(name)
            if child is None:
                if control.compartment_levels and marking.level not in control.compartment_levels:
                    self._level(f"{control.id}-{name}", control.compartment_levels, span, control.cite, sink)
                continue
            self._control(child, marking, held, span, sink, asked=control.requires)
            below = child.below
            if below is None or not subs:
                continue
            label = f"{child.id} {subs[0]}"
            if below.levels and marking.level not in below.levels:
                self._level(label, below.levels, span, below.cite, sink)
            requires = _beyond(below.requires, (*control.requires, *child.requires))
            self._companions(label, requires, below.forbids, held, span, below.cite, sink)

    def _control(
        self,
        control: Control,
        marking: Marking,
        held: set[str],
        span: tuple[int, int],
        sink: Sink,
        asked: Sequence[str] = (),
    ) -> None:
        """``asked``: what the system of a compartment requires already."""
        if marking.level not in control.levels:
            self._level(control.id, control.levels, span, control.cite, sink)
        requires = _beyond(control.requires, asked)
        self._companions(control.id, requires, control.forbids, held, span, control.cite, sink)
        for stronger in control.displaced_by:
            if stronger in held and not (self._excluded(stronger, control) or self._joined(stronger, control, marking)):
                sink.fault(
                    "mark-displaced", *span, value=self._name(control.id), right=self._name(stronger), cite=control.cite
                )
                break
        if control.until is not None:
            sink.fault(
                "mark-retired", *span, since=day_after(control.until), value=self._name(control.id),
                successor=control.successor, cite=control.cite,
            )  # fmt: skip
        if control.start is not None:
            sink.fault("mark-early", *span, before=control.start, value=self._name(control.id), cite=control.cite)
        if control.legacy_from is not None:
            sink.fault("mark-legacy", *span, since=control.legacy_from, value=self._name(control.id), cite=control.cite)

    def _excluded(self, stronger: str, control: Control) -> bool:
        """Whether the two may not stand together anyway, which is said by itself."""
        return stronger in control.forbids or control.id in self.system.controls[stronger].forbids

    def _joined(self, stronger: str, control: Control, marking: Marking) -> bool:
        """Whether the stronger control is only there as part of one that joins both."""
        return stronger not in marking.controls and control.id not in marking.controls

    def _constraint(self, rule: Constraint, value: Value, marking: Marking, held: set[str], sink: Sink) -> None:
        if rule.leads and marking.lead not in rule.leads:
            return
        control, entry, span = value.control, value.entry, (value.start, value.end)
        name = f"{control.prefix}{entry.name}" if control.named_set else control.id
        since, before, cite = rule.start, day_after(rule.until), rule.cite
        if rule.compartment and not entry.tree:
            sink.fault("mark-compartment-missing", *span, since, before, value=self._name(name), cite=cite)
        code = "-advised" if rule.advice else ""
        for needed in rule.requires:
            if needed not in held:
                self._missing(name, needed, span, cite, sink, code, since, before)
        for refused in rule.forbids:
            if refused in held:
                left, right = self._name(name), self._name(refused)
                sink.fault(f"mark-excludes{code}", *span, since, before, left=left, right=right, cite=cite)

    def _companions(
        self,
        name: str,
        requires: Sequence[str],
        forbids: Sequence[str],
        held: set[str],
        span: tuple[int, int],
        cite: str,
        sink: Sink,
    ) -> None:
        """Companions that must, or must not, stand in the same mark; a pair is reported once."""
        for needed in requires:
            if needed not in held:
                self._missing(name, needed, span, cite, sink)
        for refused in forbids:
            if refused in held:
                pair = "+".join(sorted((name, refused)))
                if any(fault.code == "mark-excludes" and fault.fields.get("key") == pair for fault in sink.faults):
                    continue
                sink.fault(
                    "mark-excludes", *span, left=self._name(name), right=self._name(refused), cite=cite, key=pair
                )

    def _missing(
        self,
        name: str,
        needed: str,
        span: tuple[int, int],
        cite: str,
        sink: Sink,
        code: str = "",
        since: date | None = None,
        before: date | None = None,
    ) -> None:
        value, other, key = self._name(name), self._name(needed), f"{name}+{needed}"
        sink.fault(f"mark-requires{code}", *span, since, before, value=value, needed=other, cite=cite, key=key)

    def _level(self, name: str, levels: Sequence[str], span: tuple[int, int], cite: str, sink: Sink) -> None:
        shown = ", ".join(_high_first(levels))
        sink.fault("mark-level-control", *span, value=self._name(name), levels=shown, cite=cite, key=name)

    def _name(self, control: str) -> str:
        found = self.system.controls.get(control)
        if found is None or found.parent:
            return control
        return found.banner[0] if found.banner else control


def _beyond(requires: Sequence[str], asked: Sequence[str]) -> Sequence[str]:
    """What is required beyond what was asked for already."""
    return [name for name in requires if name not in asked]


def _high_first(levels: Sequence[str]) -> Iterator[str]:
    return reversed(levels)
