"""The banner that a set of portions requires: IC Markings System Register and Manual D.2, Tables 2 and 3.

Roll-up works on the whole set at once: folding pairs is not the same where portions carry no release marking, or a
DISPLAY ONLY list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from markcheck.marks.disclosure import RELIDO_DAY, Disclosure, Portion, disclose
from markcheck.marks.lattice import Lattice
from markcheck.marks.order import in_order, merge_trees
from markcheck.marks.parts import parts
from markcheck.marks.short import whole
from markcheck.model.marking import Entry, Marking
from markcheck.model.rolled import Policy, RollUp
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Lead

_MOST_KEPT = 8192
# A document with more different marks than that has them alone.
_FEW = 32
_PLAIN = Policy()


class _Causes(Struct):
    found: dict[str, dict[int, None]] = {}

    def add(self, key: str, index: int) -> None:
        self.found.setdefault(key, {})[index] = None


def roll_up(lattice: Lattice, markings: Iterable[Marking], policy: Policy | None = None) -> RollUp | None:
    """What ``markings`` require of a banner; ``None`` for none. Order and number of equal ones do not matter."""
    # Marks repeat: what adds up are the different ones.
    places: dict[Marking, list[int]] = {}
    for index, marking in enumerate(markings):
        places.setdefault(marking, []).append(index)
    if not places:
        return None
    known = _rolled if len(places) <= _FEW else _rolled.__wrapped__
    rolled = known(lattice, tuple(places), _of_period(lattice.system, policy) if policy else _PLAIN)
    spread = list(places.values())
    causes = {
        key: tuple(sorted(place for index in indexes for place in spread[index]))
        for key, indexes in rolled.causes.items()
    }
    return RollUp(rolled.marking, causes, rolled.notes)


@lru_cache(maxsize=_MOST_KEPT)
def _rolled(lattice: Lattice, markings: tuple[Marking, ...], policy: Policy) -> RollUp:
    """What different markings require; few documents have a set of their own."""
    return _RollUp(lattice, markings, policy).result()


def _of_period(system: MarkingSystem, policy: Policy) -> Policy:
    """``policy`` with the first of the days that are like its own."""
    if policy.day is None:
        return policy
    days = roll_up_days(system)
    return replace(policy, day=days[bisect_right(days, policy.day) - 1])


@lru_cache(maxsize=8)
def roll_up_days(system: MarkingSystem) -> tuple[date, ...]:
    """The days from which on markings add up otherwise than before, the first of all days among them."""
    starts = {rule.start for rules in system.constraints.values() for rule in rules if rule.start}
    return tuple(sorted({date.min, RELIDO_DAY, *starts}))


class _RollUp:
    def __init__(self, lattice: Lattice, portions: Sequence[Marking], policy: Policy) -> None:
        self.lattice = lattice
        self.system: MarkingSystem = lattice.system
        self.policy = policy
        self.notes: list[str] = []
        self.portions = [self._whole(portion) for portion in portions]
        self.joined = {control for portion in self.portions for control in portion.controls}
        self.causes = _Causes()

    def result(self) -> RollUp:
        lead, owners = self._lead()
        level = self._level(lead)
        classified = self.system.levels[level].classified
        present = self._present(lead)
        names = {control for control, _ in present}
        kept = {key: entry for key, entry in present.items() if self._kept(key[0], names, classified=classified)}
        disclosed = self._disclosure(classified=classified, cui=lead.unclassified_only)
        joined = self._joined(names, disclosed, classified=classified)
        entries = [*self._absorbed(kept, present), *self._sources(lead), *disclosed.entries, *joined]
        entries = self._without_doubles(entries, joined)
        if lead.unclassified_only:
            entries = self._limited(entries)
        ordered = in_order(self.system, lead.id, entries)
        causes = {key: tuple(indexes) for key, indexes in self.causes.found.items()}
        causes["disclosure"] = disclosed.causes
        return RollUp(Marking(level, ordered, lead.id, owners), causes, tuple(dict.fromkeys(self.notes)))

    # -- step A: short forms ------------------------------------------------------------------

    def _whole(self, portion: Marking) -> Marking:
        """A portion with its short forms replaced by the banner's lists, and old list forms by what they became."""
        found, complete = whole(self.system, portion, self.policy.banner)
        if not complete:
            self.notes.append("short-release-form")
        entries = []
        for entry in found.entries:
            control = self.system.controls[entry.control]
            if control.disclosure != "list":
                entries.append(entry)
            elif entry.codes:
                entries.append(Entry(control.disclosed_as, codes=entry.codes))
        if tuple(entries) == found.entries:
            return found
        return Marking(found.level, tuple(entries), found.lead, found.owners)

    # -- steps B and C: what stands first -----------------------------------------------------

    def _lead(self) -> tuple[Lead, tuple[str, ...]]:
        own = self.system.lead
        counted = [portion for portion in self.portions if not self.lattice.plain(portion)]
        if not counted:
            return own, ()
        kinds = {(portion.lead, portion.owners) for portion in counted}
        first = self.system.leads[counted[0].lead]
        stated = self.policy.banner.lead if self.policy.banner else None
        if len(kinds) == 1 and (first.owners_with_home or first.unclassified_only or stated in (None, first.id)):
            return first, counted[0].owners
        leads = {self.system.leads[portion.lead].id for portion in counted}
        cui = next((lead for lead in self.system.leads.values() if lead.unclassified_only), None)
        if cui is not None and cui.id in leads and not any(map(self.lattice.classified, counted)):
            return cui, ()
        return own, ()

    def _level(self, lead: Lead) -> str:
        top = max(self.portions, key=self.lattice.rank)
        for index, portion in enumerate(self.portions):
            if self.lattice.rank(portion) == self.lattice.rank(top):
                self.causes.add("level", index)
        if top.level in lead.levels:
            return top.level
        self.notes.append("level-rolled-up")
        return self.system.levels[top.level].roll_up_to

    # -- steps D to I: controls ---------------------------------------------------------------

    def _present(self, lead: Lead) -> dict[tuple[str, str], Entry]:
        """Every value of any portion, by control and name, trees merged; joint controls are taken apart."""
        found: dict[tuple[str, str], Entry] = {}
        for index, portion in enumerate(self.portions):
            for entry in self.lattice.entries(portion):
                control = self.system.controls[entry.control]
                if control.disclosure:
                    self.causes.add(entry.control, index)
                if control.disclosure or control.granted == "sources":
                    continue
                key = (entry.control, entry.name)
                other = found.get(key)
                found[key] = Entry(*key, merge_trees(other.tree, entry.tree)) if other else entry
                for part in parts(self.lattice, Marking(portion.level, (entry,), portion.lead)):
                    self.causes.add(part, index)
                for name, _ in entry.tree:
                    self.causes.add(f"{entry.control}-{name}", index)
            if self.system.leads[portion.lead].unclassified_only and lead is self.system.lead:
                found.setdefault(("CUI", ""), Entry("CUI"))
                self.causes.add("CUI", index)
        return found

    def _kept(self, name: str, present: set[str], *, classified: bool) -> bool:
        control = self.system.controls[name]
        if control.roll_up == "none" or (control.roll_up == "unclassified" and classified):
            return False
        if self.policy.profile == "dod" and classified and (name == "CUI" or control.named_set):
            return False
        return not any(other != name and (other in present or other in self.joined) for other in control.displaced_by)

    def _absorbed(self, kept: dict[tuple[str, str], Entry], present: dict[tuple[str, str], Entry]) -> list[Entry]:
        """The kept values; compartments of a displaced one that pass on go to what displaces it (SIGMA of FRD)."""
        entries = dict(kept)
        for key, entry in present.items():
            control = self.system.controls[key[0]]
            if key in kept or not control.passes_on:
                continue
            passing = tuple((name, subs) for name, subs in entry.tree if self._passes(control.id, name))
            heir = next((name for name in control.displaced_by if (name, "") in entries), None)
            if heir and passing:
                tree = merge_trees(entries[heir, ""].tree, passing)
                entries[heir, ""] = Entry(heir, "", tree)
                for name, subs in passing:
                    for path in (name, *(f"{name} {sub}" for sub in subs)):
                        for index in tuple(self.causes.found.get(f"{control.id}-{path}", ())):
                            self.causes.add(f"{heir}-{path}", index)
        return list(entries.values())

    def _passes(self, control: str, name: str) -> bool:
        child = self.system.children.get(control, {}).get(name)
        return child is not None and child.title in self.system.controls[control].passes_on

    def _sources(self, lead: Lead) -> list[Entry]:
        """Step G: the foreign sources of a home document, or of a joint one beside its owners."""
        control = next((item for item in self.system.controls.values() if item.granted == "sources"), None)
        if control is None or lead.id not in control.leads:
            return []
        found: set[str] = set()
        concealed = False
        for index, portion in enumerate(self.portions):
            if lead.owners_with_home:
                stated = portion.entry(control.id)
                sources = frozenset(stated.codes) if stated else frozenset()
                hidden = stated is not None and not stated.codes
            else:
                sources, hidden = self.lattice.sources(portion), self.lattice.concealed(portion)
            if sources or hidden:
                self.causes.add(control.id, index)
            for source in sources:
                self.causes.add(f"{control.id} {source}", index)
            found |= sources
            concealed = concealed or hidden
        if concealed:
            return [Entry(control.id)]
        codes = sorted(found, key=self.system.code_key)
        return [Entry(control.id, codes=tuple(codes))] if codes else []

    # -- steps J and K: release ---------------------------------------------------------------

    def _disclosure(self, *, classified: bool, cui: bool) -> Disclosure:
        day = self.policy.day
        portions = []
        for index, portion in enumerate(self.portions):
            controls = [self.system.controls[entry.control] for entry in portion.entries]
            bringing = [control for control in controls if control.audience == "own" and not control.disclosure]
            joined = any(control.joins for control in controls)
            portions.append(
                Portion(
                    index=index,
                    classified=self.lattice.classified(portion),
                    none=any(control.disclosure == "none" for control in controls) or (joined and classified),
                    forced=self._own_by_register(bringing),
                    released=self.lattice.released(portion),
                    official=any(control.disclosure == "official" for control in controls),
                    displayed=self.lattice.displayed(portion),
                    foreign=bool(self.lattice.sources(portion)) or self.lattice.concealed(portion),
                    caveated=any(
                        not control.disclosure
                        and control.roll_up != "none"
                        and control.category not in ("sci", "fgi", "nato-control")
                        for control in controls
                    ),
                    plain=self.lattice.plain(portion),
                    no_release_by_default=any(
                        control.roll_up == "unclassified" or control.category == "non-ic" or control.id == "DSEN"
                        for control in controls
                    ),
                )
            )
        own = classified and any(
            self.system.controls[entry.control].leaves for portion in self.portions for entry in portion.entries
        )
        return disclose(
            self.system,
            portions,
            analytic_product=self.policy.analytic_product,
            strict=self.policy.strict,
            own_if_weaker=own,
            explicit_only=cui,
            day=day,
            profile=self.policy.profile,
        )

    def _own_by_register(self, controls: Sequence[object]) -> bool:
        """Whether the register of the day lets those controls stand without NOFORN no longer (since December 2010)."""
        day = self.policy.day or date.max
        return any(
            (rule.start is None or day >= rule.start) and bool(rule.requires)
            for control in controls
            for rule in self.system.constraints.get(control.id, ())  # type: ignore[attr-defined]
        )

    def _joined(self, present: set[str], disclosed: Disclosure, *, classified: bool) -> list[Entry]:
        """Step K: SBU NOFORN and LES NOFORN stay joined in an unclassified banner that nothing else releases."""
        joint = {name for portion in self.portions for name in portion.controls if self.system.controls[name].joins}
        joint = {name for name in joint if set(self.system.controls[name].joins) - {"NOFORN"} <= present}
        if not joint or classified:
            return []
        displaced = {
            name
            for name in joint
            for part in self.system.controls[name].joins
            if set(self.system.controls[part].displaced_by) & present
        }
        if disclosed.entries or len(joint) > 1 or displaced:
            disclosed.none(self.system)
            return []
        return [Entry(name) for name in joint]

    def _without_doubles(self, entries: list[Entry], joined: list[Entry]) -> list[Entry]:
        """What a joint control stands for does not stand beside it."""
        parts = {part for entry in joined for part in self.system.controls[entry.control].joins}
        return [entry for entry in entries if entry.control not in parts]

    def _limited(self, entries: list[Entry]) -> list[Entry]:
        """CUI: a dissemination list hides the other controls; NOCON beside FEDCON leaves federal staff alone."""
        names = {entry.control for entry in entries}
        if "DL ONLY" in names:
            return [entry for entry in entries if self.system.controls[entry.control].category != "dissemination"
                    or entry.control == "DL ONLY"]  # fmt: skip
        if {"FEDCON", "NOCON"} <= names:
            entries = [entry for entry in entries if entry.control not in ("FEDCON", "NOCON")]
            entries.append(Entry("FED ONLY"))
        return entries
