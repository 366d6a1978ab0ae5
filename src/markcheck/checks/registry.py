"""The registry of check kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from markcheck.checks.facts import Facts
from markcheck.model.rule import Hit

Check = Callable[[Facts, dict[str, Any]], Iterable[Hit]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a function as the check kind ``name``; a second one of that name is a defect."""

    def register(function: Check) -> Check:
        if name in CHECKS:
            raise ValueError(f"two check kinds are called {name}")
        CHECKS[name] = function
        return function

    return register
