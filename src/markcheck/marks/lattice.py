"""The order of markings: what a set of portions adds up to, and what fits under a ceiling.

Sensitivity is no number. Roll-up works on the whole set at once, since pairwise folding is not the same for release
lists (see the IC Markings System Register and Manual D.2, Table 3); a ceiling admits a portion only when everything
needed to see the portion is granted by the ceiling. Incomparable means no.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from markcheck.model.marking import Marking
from markcheck.rulebook.systems import MarkingSystem

ALL = frozenset({"*"})


class Lattice:
    """Comparison of markings of one system."""

    def __init__(self, system: MarkingSystem) -> None:
        self.system = system

    def classified(self, marking: Marking) -> bool:
        """Whether the level is a classified one."""
        return self.system.levels[marking.level].classified

    def rank(self, marking: Marking) -> int:
        """The rank of the level; higher is more sensitive."""
        return self.system.levels[marking.level].rank

    def controls(self, marking: Marking) -> frozenset[str]:
        """The controls with joint ones taken apart (SBU-NF is SBU and NOFORN)."""
        found: set[str] = set()
        for name in marking.controls:
            found.update(self.system.controls[name].joins or (name,))
        return frozenset(found)

    def audience(self, marking: Marking) -> frozenset[str]:
        """Who may see it without another decision: everybody, the own country, or a list of codes."""
        controls = self.controls(marking)
        kinds = {self.system.controls[name].audience for name in controls}
        if "own" in kinds:
            return frozenset({self.system.releasing_country})
        if "list" in kinds and marking.codes:
            return frozenset(marking.codes)
        if controls or self.classified(marking):
            return frozenset({self.system.releasing_country})
        return ALL

    def dominates(self, ceiling: Marking, marking: Marking) -> bool:
        """Whether a text under ``marking`` may be given to those cleared for ``ceiling``.

        A partial order: level, every control, and the audience must each be granted.
        """
        if self.rank(marking) > self.rank(ceiling):
            return False
        granted = self.controls(ceiling)
        for name in self.controls(marking):
            control = self.system.controls[name]
            if control.granted == "always" or granted & set(control.granted_by) or name in granted:
                continue
            if not (control.granted_by_classified and self.classified(ceiling)):
                return False
        audience = self.audience(marking)
        return audience == ALL or (self.audience(ceiling) != ALL and self.audience(ceiling) <= audience)

    def roll_up(self, markings: Iterable[Marking]) -> Marking | None:
        """The banner that ``markings`` require; ``None`` for none.

        Commutative, idempotent, and never lower than any of them in level.
        """
        portions = list(dict.fromkeys(markings))
        if not portions:
            return None
        top = max(portions, key=self.rank)
        present: set[str] = set()
        for portion in portions:
            present |= self.controls(portion)
        classified = self.classified(top)
        kept = {
            name
            for name in present
            if self.system.controls[name].roll_up == "any"
            or (self.system.controls[name].roll_up == "unclassified" and not classified)
        }
        codes = self._released(portions, kept)
        if codes:
            kept |= {name for name in present if self.system.controls[name].roll_up == "common"}
        elif codes is not None:
            kept |= self._own_country_only()
        kept -= {name for name in kept if kept & set(self.system.controls[name].displaced_by)}
        controls = tuple(sorted(kept, key=lambda name: self.system.controls[name].order))
        return Marking(top.level, controls, codes or ())

    def _released(self, portions: Collection[Marking], kept: Collection[str]) -> tuple[str, ...] | None:
        """The release list all portions share; empty where they share none, ``None`` where there is no list at all."""
        lists = [portion.codes for portion in portions if portion.codes]
        if not lists or any(self.system.controls[name].audience == "own" for name in kept):
            return None
        counted = [portion for portion in portions if self.classified(portion) or portion.codes]
        if any(not portion.codes for portion in counted):
            return ()
        shared = set(lists[0]).intersection(*lists[1:])
        if len(shared) < 2:
            return ()
        return tuple(code for code in lists[0] if code in shared)

    def _own_country_only(self) -> set[str]:
        return {next(name for name, control in self.system.controls.items() if control.audience == "own")}

    def join(self, left: Marking | None, right: Marking | None) -> Marking | None:
        """The roll-up of two, where ``None`` says that nothing is known."""
        if left is None or right is None or left == right:
            return left if left == right else None
        return self.roll_up((left, right))
