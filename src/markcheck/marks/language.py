"""All marking systems together: which of them a mark belongs to, and what it means there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from markcheck.marks.grammar import ADVICE, FORM_FAULTS, Grammar
from markcheck.marks.lattice import Lattice
from markcheck.marks.parts import parts
from markcheck.marks.render import render, render_banner, render_long, render_portion
from markcheck.marks.rollup import roll_up
from markcheck.marks.short import whole
from markcheck.model.marking import Fault, Form, Marking, ParsedMark, Standing
from markcheck.model.rolled import Policy, RollUp
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control, Level


class Language:
    """The systems of a rulebook; the first of them is the one that a mark belongs to where several know it."""

    def __init__(self, systems: Iterable[MarkingSystem]) -> None:
        self.systems = {system.name: system for system in systems}
        self.system = next(iter(self.systems.values()))
        self.grammars = {name: Grammar(system) for name, system in self.systems.items()}
        self.grammar = self.grammars[self.system.name]
        self.lattices = {name: Lattice(system) for name, system in self.systems.items()}
        self.lattice = self.lattices[self.system.name]
        self._by_lead = {lead: system for system in self.systems.values() for lead in system.leads}
        self._others = [grammar for name, grammar in self.grammars.items() if name != self.system.name]
        self.with_notice = tuple(control for control in self.system.controls.values() if control.notice)
        self.parse = lru_cache(maxsize=65536)(self._parse)
        self.whole = lru_cache(maxsize=4096)(self._whole)
        self.banner = lru_cache(maxsize=4096)(self._banner)

    def system_of(self, marking: Marking) -> MarkingSystem:
        """The system that a marking belongs to."""
        return self._by_lead[marking.lead]

    def _parse(self, text: str, form: Form = Form.PORTION) -> ParsedMark:
        """What ``text`` is, by the system that reads it best; see :meth:`Grammar.parse`."""
        parsed = self.grammar.parse(text, form)
        if parsed.standing is Standing.VALID and not parsed.faults:
            return parsed
        for grammar in self._others:
            other = grammar.parse(text, form)
            if other.marking is not None and (parsed.marking is None or len(other.faults) < len(parsed.faults)):
                parsed = other
            elif other.standing is Standing.FAULTY and parsed.standing is Standing.PROSE and grammar.opens(text, form):
                # A damaged mark of another system is no prose: nothing may be released on it.
                parsed = other
        return parsed

    def lattice_of(self, marking: Marking) -> Lattice:
        """The order that a marking belongs to."""
        return self.lattices[self._by_lead[marking.lead].name]

    def dominates(self, ceiling: Marking, marking: Marking) -> bool:
        """Whether a text under ``marking`` may go to those cleared for ``ceiling``; see :meth:`Lattice.dominates`.

        Markings of two systems cannot be compared, so neither is under the other.
        """
        lattice = self.lattice_of(ceiling)
        return lattice is self.lattice_of(marking) and lattice.dominates(ceiling, marking)

    def classified(self, marking: Marking) -> bool:
        """Whether the level of a marking is a classified one."""
        return self.lattice_of(marking).classified(marking)

    def rank(self, marking: Marking) -> int:
        """The rank of the level within its system; higher is more sensitive."""
        return self.lattice_of(marking).rank(marking)

    def _banner(self, marking: Marking) -> str:
        """The canonical banner."""
        return render_banner(self.system_of(marking), marking)

    def portion(self, marking: Marking) -> str:
        """The canonical portion mark."""
        return render_portion(self.system_of(marking), marking)

    def long_banner(self, marking: Marking) -> str:
        """The banner with every title spelled out."""
        return render_long(self.system_of(marking), marking)

    def written(self, marking: Marking, form: Form) -> str:
        """The canonical text in one form."""
        return render(self.system_of(marking), marking, form)

    def controls(self, marking: Marking) -> frozenset[str]:
        """The controls of a marking, joint ones taken apart."""
        return self.lattice_of(marking).controls(marking)

    def kinds(self, marking: Marking) -> frozenset[str]:
        """The names by which a marking's kinds are called on a declassify line: its controls, whose it is, sources."""
        return self.lattice_of(marking).kinds(marking)

    def level_named(self, text: str) -> Level | None:
        """The home system's level that is written so in a banner or a portion mark."""
        return next((level for level in self.system.own_levels if text in (level.banner, level.portion)), None)

    def level(self, marking: Marking) -> Level:
        """The level of a marking."""
        return self.system_of(marking).levels[marking.level]

    def control(self, name: str) -> Control:
        """The control called ``name``, of the first system that has it."""
        return next(system.controls[name] for system in self.systems.values() if name in system.controls)

    def roll_up(self, markings: Iterable[Marking], policy: Policy | None = None) -> RollUp | None:
        """What a banner has to say of ``markings``; ``None`` for none, or where two systems are mixed."""
        found = list(markings)
        systems = {self._by_lead[marking.lead].name for marking in found}
        if len(systems) != 1:
            return None
        return roll_up(self.lattices[systems.pop()], found, policy)

    def same(self, left: Marking, right: Marking) -> bool:
        """Whether two markings mean the same: equal parts, lists compared with their organisations expanded."""
        lattice = self.lattice_of(left)
        return (
            (left.level, left.lead, set(left.owners)) == (right.level, right.lead, set(right.owners))
            and set(parts(lattice, left)) == set(parts(lattice, right))
            and _alike(lattice, lattice.released(left), lattice.released(right))
            and _alike(lattice, lattice.displayed(left), lattice.displayed(right))
        )

    def _whole(self, portion: Marking, banner: Marking | None) -> tuple[Marking, bool]:
        """A portion with the banner's lists where it leaves them out, and whether the banner has all of them."""
        system = self.system_of(portion)
        return whole(system, portion, banner if banner is not None and self.system_of(banner) is system else None)

    def join(self, left: Marking | None, right: Marking | None) -> Marking | None:
        """What two markings add up to, where ``None`` says that nothing is known."""
        if left is None or right is None or left == right:
            return left if left == right else None
        rolled = self.roll_up((left, right))
        return rolled.marking if rolled else None

    def parse_on(self, text: str, form: Form, day: date | None) -> ParsedMark:
        """What ``text`` is by the register in force on ``day``; by today's where the day is not known."""
        return on_day(self.parse(text, form), day)


def _alike(lattice: Lattice, left: frozenset[str] | None, right: frozenset[str] | None) -> bool:
    one, other = left or frozenset(), right or frozenset()
    return not lattice.system.beyond(one, other) and not lattice.system.beyond(other, one)


def on_day(parsed: ParsedMark, day: date | None) -> ParsedMark:
    """``parsed`` with the faults that hold on ``day`` alone."""
    if not parsed.faults or all(fault.since is None and fault.before is None for fault in parsed.faults):
        return parsed
    judged = date.max if day is None else day
    faults = tuple(fault for fault in parsed.faults if fault.holds(judged))
    if len(faults) == len(parsed.faults):
        return parsed
    return _with(parsed, faults)


def _with(parsed: ParsedMark, faults: tuple[Fault, ...]) -> ParsedMark:
    from msgspec.structs import replace

    standing = parsed.standing
    if parsed.marking is not None:
        serious = any(fault.code not in FORM_FAULTS and fault.code not in ADVICE for fault in faults)
        standing = Standing.FAULTY if serious else Standing.VALID
    return replace(parsed, faults=faults, standing=standing)


def conforms(parsed: ParsedMark) -> bool:
    """Whether a mark is right in form and in substance; advice on a mark that is right does not count."""
    return parsed.standing is Standing.VALID and all(fault.code in ADVICE for fault in parsed.faults)
