"""The registry of check kinds and what parameters each takes."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from markcheck.checks.facts import Facts
from markcheck.errors import RulebookError
from markcheck.model.rule import Hit, Rule

Given = Callable[[Facts], object] | None
TurnsOn = Callable[[Facts], Hashable] | None
Function = Callable[[Facts, dict[str, Any]], Iterable[Hit]]


class Param(Struct, frozen=True):
    """One parameter of a check kind: a word or a list of words, out of ``allowed`` where that is given."""

    allowed: frozenset[str] | None = None
    many: bool = False
    required: bool = True

    def problem(self, value: object) -> str | None:
        """What is wrong with ``value``, if anything."""
        if isinstance(value, list) != self.many:
            return "must be a list" if self.many else "must be a single word"
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, str):
                return "must be text"
            if self.allowed is not None and item not in self.allowed:
                return f"{item} is not known{nearest(item, self.allowed)}"
        return None


class Check(Struct, frozen=True):
    """A check kind: its function, its parameters by name, and what a message must have for it to find anything.

    ``turns_on`` gives the facts that alone decide which of its rules find something.
    """

    function: Function
    params: dict[str, Param]
    given: Given = None
    turns_on: TurnsOn = None


CHECKS: dict[str, Check] = {}


def check(
    name: str,
    given: Given = None,
    turns_on: TurnsOn = None,
    **params: Param,
) -> Callable[[Function], Function]:
    """Register a function as the check kind ``name`` with its parameters (``except_`` for ``except``).

    Where ``given`` is false of a message, the kind's rules are not asked about it at all: most messages lack most of
    what rules look at. With ``turns_on`` those rules alone are asked that found something in an earlier message of
    the same facts: whether a rule finds something must follow from them, where it finds it need not.
    """

    def register(function: Function) -> Function:
        if name in CHECKS:
            raise ValueError(f"two check kinds are called {name}")
        CHECKS[name] = Check(function, {key.rstrip("_"): param for key, param in params.items()}, given, turns_on)
        return function

    return register


def defects(
    name: str, *words: str, given: Given = None
) -> Callable[[Callable[[Facts], Iterator[tuple[str, Hit]]]], Function]:
    """Register a function that finds all the defects ``words`` of a message in one pass, each hit with its word.

    It is the check kind ``name``, whose rules choose their ``defect``.
    """

    def register(find: Callable[[Facts], Iterator[tuple[str, Hit]]]) -> Function:
        def found(facts: Facts) -> dict[str, list[Hit]]:
            hits: dict[str, list[Hit]] = {}
            for word, hit in find(facts):
                hits.setdefault(word, []).append(hit)
            return hits

        def chosen(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
            return facts.once(found).get(params["defect"], ())

        chosen.__doc__ = find.__doc__
        return check(name, given, lambda facts: tuple(facts.once(found)), defect=one_of(*words))(chosen)

    return register


def one_of(*words: str, required: bool = True) -> Param:
    """A word out of ``words``."""
    return Param(frozenset(words), required=required)


def some_of(words: Iterable[str] | None = None, *, required: bool = True) -> Param:
    """A list of words, out of ``words`` where given."""
    return Param(frozenset(words) if words is not None else None, many=True, required=required)


def verified(rule: Rule) -> Check:
    """The check of a rule. Raises :class:`RulebookError` for an unknown kind, or parameters that it does not take."""
    kind = CHECKS.get(rule.check)
    if kind is None:
        raise RulebookError(f"rule {rule.name}: there is no check called {rule.check}{nearest(rule.check, CHECKS)}")
    for name, value in rule.params.items():
        param = kind.params.get(name)
        if param is None:
            raise RulebookError(f"rule {rule.name}: {rule.check} takes no {name}{nearest(name, kind.params)}")
        problem = param.problem(value)
        if problem:
            raise RulebookError(f"rule {rule.name}: {name}: {problem}")
    for name, param in kind.params.items():
        if param.required and name not in rule.params:
            raise RulebookError(f"rule {rule.name}: {rule.check} needs {name}")
    return kind


def nearest(word: str, known: Iterable[str]) -> str:
    """A question with the known word nearest to ``word``, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
