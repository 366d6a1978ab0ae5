"""The order of values in a marking: categories in their places, values by the register or by name."""

from __future__ import annotations

from collections.abc import Iterable

from markcheck.model.marking import Entry, Marking, Tree
from markcheck.rulebook.systems import MarkingSystem


def entry_key(system: MarkingSystem, lead: str, entry: Entry) -> tuple[int, int, int, str]:
    """The sort key of a value in a marking of the kind ``lead``."""
    control = system.controls[entry.control]
    name = system.category_of(control, lead)
    rank = system.rank_of_category[name]
    if system.categories[name].order == "alphanumeric":
        return (rank, int(control.after), 0, entry.name or control.portion[0])
    return (rank, 0, control.order, entry.name)


def in_order(system: MarkingSystem, lead: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """``entries`` in the order of a marking of the kind ``lead``."""
    return tuple(sorted(entries, key=lambda entry: entry_key(system, lead, entry)))


def with_entries(system: MarkingSystem, marking: Marking, more: Iterable[Entry]) -> Marking:
    """``marking`` with further values, each once: trees of the same control are joined, a longer list stays."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in (*marking.entries, *more):
        key = (entry.control, entry.name)
        other = found.get(key)
        if other is not None:
            codes = max(other.codes, entry.codes, key=len)
            found[key] = Entry(*key, merge_trees(other.tree, entry.tree), codes)
        else:
            found[key] = entry
    return Marking(marking.level, in_order(system, marking.lead, found.values()), marking.lead, marking.owners)


def merge_trees(left: Tree, right: Tree) -> Tree:
    """Both trees in one, each level sorted, numbers by their value."""
    found: dict[str, set[str]] = {}
    for name, subs in (*left, *right):
        found.setdefault(name, set()).update(subs)
    return tuple((name, sorted_subs(found[name])) for name in sorted(found))


def sorted_subs(subs: Iterable[str]) -> tuple[str, ...]:
    """Sub-compartments in their order: by character, digits first; numbers among themselves by value."""
    found = list(subs)
    numbers = all(sub.isdigit() for sub in found)
    return tuple(sorted(found, key=(lambda sub: (int(sub), sub)) if numbers else None))
