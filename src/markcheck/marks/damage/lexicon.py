"""The words of the marking language as repair looks for them: without delimiters, and by resemblance.

All of them come from the data of the marking systems.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import cache, lru_cache

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from markcheck.marks.damage import costs
from markcheck.model.marking import Form
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control, Lead

# Characters that scanners and eyes take for one another, each class by one of its letters.
_CLASSES = str.maketrans("01L58269", "OIISBZGG")
_NOT_KEY = re.compile(r"[^A-Z0-9?]+")
# A pattern that is a list of words.
_LITERALS = re.compile(r"[A-Z0-9]+(?:\|[A-Z0-9]+)+")
_OFTEN = 6
_MOST_NEAR = 24
_SHORT = 5


class Kind(Enum):
    """What a word does in a mark."""

    LEVEL = auto()  # fills the first place alone
    ALONE = auto()  # a control that fills the first place and implies the lowest level
    JOINT = auto()  # the level and codes follow
    CONCEALED = auto()  # stands for codes that are not told; the level follows
    CONTROL = auto()
    COMPARTMENT = auto()
    NAMED = auto()
    CODE = auto()


class Item(Struct, frozen=True):
    """A word that may be looked for.

    ``key`` is the word in letters and digits alone, ``inner`` tells where delimiters stand within it, ``before`` what
    stands in front. ``cost`` is that of having written this word and not the right one. ``near`` tells whether a
    damaged word may stand for it, ``rarity`` is the cost of taking one for it. ``risk``: it does not mean exactly what
    it says. ``own``: it is a word of the form that is looked for.
    """

    kind: Kind
    system: MarkingSystem
    text: str
    key: str
    inner: tuple[tuple[int, str], ...]
    before: str = ""
    cost: float = 0.0
    near: bool = True
    risk: bool = False
    lead: Lead | None = None
    level: str = ""
    control: Control | None = None
    name: str = ""
    own: bool = True
    rarity: float = 0.0


def key_of(text: str) -> str:
    """The letters and digits of a text in capitals."""
    return _NOT_KEY.sub("", text.upper())


def skeleton(key: str) -> str:
    """A key with characters that look alike written the same."""
    return key.translate(_CLASSES)


def make(kind: Kind, system: MarkingSystem, text: str, **fields: object) -> Item:
    """An item for the word ``text`` as it is written."""
    upper = text.upper()
    bare = upper.lstrip("/")
    inner = []
    at = 0
    end = 0
    for match in re.finditer(r"[A-Z0-9]+", bare):
        if match.start() > end:
            inner.append((at, bare[end : match.start()]))
        at += match.end() - match.start()
        end = match.end()
    return Item(kind, system, bare, key_of(bare), tuple(inner), upper[: len(upper) - len(bare)], **fields)  # type: ignore[arg-type]


class Lexicon:
    """A set of words for one place in a mark."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._exact: dict[str, list[Item]] = {}
        for item in items:
            if item.key:
                self._exact.setdefault(skeleton(item.key), []).append(item)
        self.lengths = sorted({len(key) for key in self._exact})
        self._choices = sorted(key for key, found in self._exact.items() if any(item.near for item in found))
        self._shortest = min(map(len, self._choices), default=0)
        self._longest = max(map(len, self._choices), default=0)
        self.near = lru_cache(maxsize=16384)(self._near)

    def exact(self, bones: str) -> list[Item] | None:
        """The words of a skeleton."""
        return self._exact.get(bones)

    def _near(self, bones: str) -> tuple[tuple[Item, float, int], ...]:
        """Words that ``bones`` may stand for, with the cost and the number of edits."""
        limit = costs.edits_allowed(len(bones))
        if not self._shortest - limit <= len(bones) <= self._longest + limit:
            return ()
        found = process.extract(bones, self._choices, scorer=OSA.distance, score_cutoff=limit, limit=_MOST_NEAR)
        return tuple(
            (item, costs.edit_cost(bones, choice, int(distance)), int(distance))
            for choice, distance, _ in found
            if distance
            for item in self._exact[choice]
            if item.near
        )


def _rarity(memberships: int, organisation: bool) -> float:
    """How seldom a country is met in lists: the fewer organisations it belongs to, the less."""
    if organisation or memberships >= _OFTEN:
        return 0.0
    return costs.SELDOM_CODE if memberships else costs.RARE_CODE


class Lexicons:
    """The lexicons of a set of systems, each made when it is first asked for."""

    def __init__(self, systems: Iterable[MarkingSystem]) -> None:
        self.systems = tuple(systems)
        # Short forms of one control that have a slash within.
        self.slashed = frozenset(
            word
            for system in self.systems
            for control in system.controls.values()
            for word in control.short
            if "/" in word
        )
        self.leads = cache(self._leads)
        self.levels = cache(self._levels)
        self.values = cache(self._values)
        self.codes = cache(self._codes)
        self.children = cache(self._children)
        self.gates = cache(self._gates)
        self.groupings = cache(self._groupings)

    # -- the first place ----------------------------------------------------------------------

    def _leads(self, form: Form) -> Lexicon:
        return Lexicon(item for system in self.systems for item in self._firsts(system, form))

    def _firsts(self, system: MarkingSystem, form: Form) -> Iterator[Item]:
        cost = {"own": 0.0, "other": costs.OTHER_FORM, "word": costs.LOOSE_WORD, "compound": costs.OLD_WORD}
        for word, first in system.first[form].items():
            compound = first.compound
            yield make(
                Kind.LEVEL, system, word, cost=cost[first.fit], lead=first.lead, level=first.level.id,
                near=compound is None and (first.fit != "word" or len(word) > _SHORT), name=first.activity,
                control=system.controls[compound.control] if compound and compound.control else None,
                own=first.fit == "own",
            )  # fmt: skip
        for control in system.controls.values():
            if control.stands_alone:
                words = (*control.forms(form), *(control.short if form is Form.PORTION else ()))
                for word in words:
                    yield make(Kind.ALONE, system, word, lead=system.lead, level=system.lowest.id, control=control)
        for lead in system.leads.values():
            if lead.owners == "after":
                yield make(Kind.JOINT, system, lead.mark, lead=lead)
            if lead.owners == "before" and lead.concealed:
                yield make(Kind.CONCEALED, system, lead.mark + lead.concealed, lead=lead)

    def _levels(self, system: MarkingSystem, name: str, form: Form) -> Lexicon:
        """The level words of a kind of marking that has codes beside them."""
        lead = system.leads[name]
        other = Form.BANNER if form is Form.PORTION else Form.PORTION
        items = []
        for level in lead.levels:
            for written, cost in ((form, 0.0), (other, costs.OTHER_FORM)):
                items.append(make(Kind.LEVEL, system, lead.word(level, written), cost=cost, lead=lead, level=level))
            items += [
                make(Kind.LEVEL, system, word, cost=costs.LOOSE_WORD, lead=lead, level=level, near=len(word) > _SHORT)
                for word in system.levels[level].words
            ]
        return Lexicon(items)

    # -- values -------------------------------------------------------------------------------

    def _values(self, system: MarkingSystem, lead: str, form: Form, named: bool) -> Lexicon:
        """Controls in a marking of the kind ``lead``, and members of its sets of names where it may hold them."""
        items = list(self._words(system, lead, form))
        if named:
            items += self._names(system, lead)
        return Lexicon(items)

    def _words(self, system: MarkingSystem, lead: str, form: Form) -> Iterator[Item]:
        cost = {
            "own": 0.0, "other": costs.OTHER_FORM, "loose": costs.LOOSE_WORD, "superseded": costs.OLD_WORD
        }  # fmt: skip
        for word, found in system.words(lead, form).items():
            target = found.control
            # Controls of another kind of marking that may stand in this one are rare there.
            rare = lead == system.lead.id and target.leads[0] != lead
            yield make(
                Kind.CONTROL, system, word, cost=cost[found.fit] + rare * costs.FOREIGN_CONTROL,
                near=found.fit in ("own", "other") or len(word) > _SHORT,
                control=target, own=found.fit == "own",
                name=found.superseded.joiner if found.superseded else "",
            )  # fmt: skip

    def _names(self, system: MarkingSystem, lead: str) -> Iterator[Item]:
        controls = [control for control in system.by_shape.get("named", ()) if lead in control.leads]
        for control in controls:
            for name, member in system.named[control.named_set].items():
                if control.kind in member.kinds:
                    yield make(Kind.NAMED, system, control.prefix + name, control=control, name=name)
                    continue
                # The name with the prefix of a kind that it does not have.
                right = next((other for other in controls if other.kind in member.kinds), None)
                if right is not None:
                    yield make(
                        Kind.NAMED, system, control.prefix + name, control=right, name=name, cost=costs.OTHER_KIND,
                        near=False, risk=True,
                    )  # fmt: skip

    def _gates(self, system: MarkingSystem, lead: str) -> frozenset[str]:
        """The controls that let a marking of the kind ``lead`` hold members of a set of names; empty: all may."""
        found: set[str] = set()
        for control in system.by_shape.get("named", ()):
            for rule in system.constraints.get(control.id, ()):
                if lead in rule.leads:
                    found.update(rule.requires)
        return frozenset(found)

    def _groupings(self, system: MarkingSystem, control: str) -> frozenset[str]:
        """Words that once grouped the compartments of a control and are not written any more."""
        return frozenset(
            skeleton(key_of(item.form.split("-")[-1]))
            for item in system.superseded
            if item.joiner and item.to == control
        )

    def _children(self, system: MarkingSystem, control: str, form: Form) -> Lexicon:
        items = []
        for word, child in system.children.get(control, {}).items():
            own = word in child.forms(form)
            items.append(
                make(
                    Kind.COMPARTMENT, system, word, cost=0.0 if own else costs.OTHER_FORM, control=child,
                    name=child.forms(Form.PORTION)[0], own=own,
                )
            )  # fmt: skip
        pattern = system.controls[control].compartments
        if pattern is not None and _LITERALS.fullmatch(pattern.pattern):
            items += [make(Kind.COMPARTMENT, system, word, name=word) for word in pattern.pattern.split("|")]
        return Lexicon(items)

    def _codes(self, system: MarkingSystem) -> Lexicon:
        counts = Counter(member for organisation in system.organisations.values() for member in organisation.members)
        items = [
            make(Kind.CODE, system, code, name=code, rarity=_rarity(counts[code], code in system.organisations))
            for code in system.codes
        ]
        items += [
            make(Kind.CODE, system, alias, name=code, cost=costs.ALIAS, near=False)
            for alias, code in system.aliases.items()
        ]
        return Lexicon(items)
