"""Rules by the names that people write: of a rule, or of a group of rules."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from markcheck.errors import UsageError
from markcheck.rulebook.book import Rulebook


def named_rules(book: Rulebook, names: Iterable[str], where: str = "") -> set[str]:
    """The rules that ``names`` mean; one name may hold several, with commas between them.

    ``where`` says in errors where the names stand. Raises :class:`UsageError` for an unknown one, with the nearest.
    """
    groups: dict[str, set[str]] = {}
    for rule in book.rules.values():
        groups.setdefault(rule.group, set()).add(rule.name)
    found: set[str] = set()
    for name in names:
        for item in filter(None, (part.strip() for part in name.split(","))):
            found |= groups.get(item) or {known_rule(book, item, where, groups)}
    return found


def known_rule(book: Rulebook, name: str, where: str = "", others: Iterable[str] = ()) -> str:
    """``name``, where it is the name of a rule. Raises :class:`UsageError` with the nearest one, also of ``others``."""
    if name in book.rules:
        return name
    near = difflib.get_close_matches(name, [*book.rules, *others], n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UsageError(f"{f'{where}: ' if where else ''}there is no rule called {name}{hint}")
