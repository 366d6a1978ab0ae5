"""What fits under a ceiling: a partial order over all categories of one marking system.

Sensitivity is no number. A ceiling admits a portion only when everything needed to see the portion is granted by the
ceiling: level, compartments, programs, Atomic Energy Act values, sources, controls, audience. Incomparable means no.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markcheck.model.marking import Entry, Marking
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control

ALL = frozenset({"*"})
_MOST_KEPT = 4096


class Lattice:
    """Comparison of markings of one system. The same few markings are asked about over and over: answers are kept."""

    def __init__(self, system: MarkingSystem) -> None:
        self.system = system
        remember = lru_cache(maxsize=_MOST_KEPT)
        self.entries = remember(self._entries)
        self.controls = remember(self._controls)
        self.kinds = remember(self._kinds)
        self.plain = remember(self._plain)
        self.dominates = remember(self._dominates)

    # -- what a marking says ------------------------------------------------------------------

    def classified(self, marking: Marking) -> bool:
        """Whether the level is a classified one."""
        return self.system.levels[marking.level].classified

    def rank(self, marking: Marking) -> int:
        """The rank of the level; higher is more sensitive."""
        return self.system.levels[marking.level].rank

    def _entries(self, marking: Marking) -> tuple[Entry, ...]:
        """The values with joint ones taken apart (SBU-NF is SBU and NOFORN)."""
        found: list[Entry] = []
        for entry in marking.entries:
            joins = self.system.controls[entry.control].joins
            found.extend(map(Entry, joins)) if joins else found.append(entry)
        return tuple(found)

    def _controls(self, marking: Marking) -> frozenset[str]:
        """The controls with joint ones taken apart."""
        return frozenset(entry.control for entry in self.entries(marking))

    def sources(self, marking: Marking) -> frozenset[str]:
        """The foreign governments and organisations that the marking names as owners or sources."""
        found = set(self.system.leads[marking.lead].sources) | set(marking.owners)
        for entry in marking.entries:
            if self.system.controls[entry.control].granted == "sources":
                found.update(entry.codes)
        return frozenset(found - {self.system.home})

    def _kinds(self, marking: Marking) -> frozenset[str]:
        """The names of its kinds: its controls, whose it is, its sources."""
        foreign = [entry for entry in marking.entries if self.system.controls[entry.control].granted == "sources"]
        codes = {code for entry in foreign for code in entry.codes}
        return frozenset((*marking.controls, *self.system.leads[marking.lead].sources, *marking.owners, *codes))

    def concealed(self, marking: Marking) -> bool:
        """Whether a source is concealed."""
        if self.system.leads[marking.lead].concealed and not marking.owners:
            return True
        return any(
            self.system.controls[entry.control].granted == "sources" and not entry.codes for entry in marking.entries
        )

    def released(self, marking: Marking) -> frozenset[str] | None:
        """The closed release list, the home country included; ``None`` where there is none."""
        found: set[str] = set()
        for entry in marking.entries:
            if self.system.controls[entry.control].disclosure == "list":
                found |= self.system.expanded(entry.codes)
        return frozenset(found) or None

    def displayed(self, marking: Marking) -> frozenset[str]:
        """The closed list of those it may be shown to."""
        found: set[str] = set()
        for entry in marking.entries:
            if self.system.controls[entry.control].disclosure == "display":
                found |= self.system.expanded(entry.codes)
        return frozenset(found)

    def _plain(self, marking: Marking) -> bool:
        """Whether it is unclassified, of the system's own kind, and carries nothing else."""
        return (
            self.system.leads[marking.lead] is self.system.lead
            and marking.level == self.system.lowest.id
            and not marking.entries
        )

    def audience(self, marking: Marking) -> frozenset[str]:
        """Who may see it without another decision: everybody, the home country, or a list of codes."""
        if self.plain(marking):
            return ALL
        own = frozenset({self.system.home})
        controls = [self.system.controls[entry.control] for entry in self.entries(marking)]
        if any(control.audience == "own" for control in controls):
            return own
        return self.released(marking) or own

    # -- the order ----------------------------------------------------------------------------

    def _dominates(self, ceiling: Marking, marking: Marking) -> bool:
        """Whether a text under ``marking`` may be given to those cleared for ``ceiling``.

        A partial order: level, owners and sources, every control with its compartments, and the audience must each
        be granted.
        """
        if self.plain(marking):
            return self._same_kind(ceiling)
        return (
            self._lead(ceiling, marking)
            and self._rank_under(ceiling, marking)
            and self._sources_under(ceiling, marking)
            and all(self._granted(ceiling, entry) for entry in self.entries(marking))
            and self._audience_under(ceiling, marking)
        )

    def _same_kind(self, ceiling: Marking) -> bool:
        """Plain unclassified text fits under every ceiling of a system that has a home country."""
        return bool(self.system.home) or self.system.leads[ceiling.lead] is self.system.lead

    def _lead(self, ceiling: Marking, marking: Marking) -> bool:
        """A foreign marking as a ceiling admits its own kind alone; a home ceiling admits all, by their sources."""
        top, lead = self.system.leads[ceiling.lead], self.system.leads[marking.lead]
        if top is lead:
            return not (top.owners == "before" or top.sources) or set(marking.owners) == set(ceiling.owners)
        if lead.unclassified_only:
            return "CUI" in ceiling.controls
        return top is self.system.lead or (top.owners_with_home and lead is self.system.lead)

    def _rank_under(self, ceiling: Marking, marking: Marking) -> bool:
        level = self.system.levels[marking.level]
        if ceiling.lead != marking.lead:
            level = self.system.levels[level.roll_up_to]
        return level.rank <= self.rank(ceiling)

    def _sources_under(self, ceiling: Marking, marking: Marking) -> bool:
        """A concealed source needs a concealed one; a bare FGI in the ceiling covers named sources too."""
        concealed = self.concealed(ceiling)
        if self.concealed(marking):
            return concealed
        return concealed or self.sources(marking) <= self.sources(ceiling)

    def _granted(self, ceiling: Marking, entry: Entry) -> bool:
        control = self.system.controls[entry.control]
        if control.granted != "same":
            return True
        if control.granted_by_classified and self._by_level(ceiling, control):
            return True
        held = self.entries(ceiling)
        grants = [other for other in held if other.control in control.granted_by and other.name == entry.name]
        return bool(grants) and self._covered(entry, grants)

    def _by_level(self, ceiling: Marking, control: Control) -> bool:
        if not self.classified(ceiling):
            return False
        if control.granted_by_classified == "any":
            return True
        disclosures = {self.system.controls[name].disclosure for name in ceiling.controls}
        return disclosures <= {"", "none"}

    def _covered(self, entry: Entry, grants: Iterable[Entry]) -> bool:
        """Whether every path of compartments is one of those granted, or begins one."""
        granted: dict[str, set[str]] = {}
        for other in grants:
            for name, subs in other.tree:
                granted.setdefault(name, set()).update(subs)
        return all(name in granted and granted[name].issuperset(subs) for name, subs in entry.tree)

    def _audience_under(self, ceiling: Marking, marking: Marking) -> bool:
        top, own = self.audience(ceiling), self.audience(marking)
        if top == ALL or not top <= own:
            return False
        official = [name for name, control in self.system.controls.items() if control.disclosure == "official"]
        if any(name in ceiling.controls and name not in marking.controls for name in official):
            return False
        return self.displayed(ceiling) <= own | self.displayed(marking)
