"""``agreement``: two places that state the level of the whole must state the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.rule import Hit

_PLACES = (
    "page-metadata", "security-warning", "classification-line", "section-line", "page-banner", "banner", "foot-banner",
)  # fmt: skip


@check("agreement", between=some_of(_PLACES), only=one_of("lower", required=False))
def agreement(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A hit on each statement of the second place that differs in level from the first place's.

    With ``only = "lower"`` only where the second states less.
    """
    left_place, right_place = params["between"]
    statements = facts.message.statements
    left = next((item for item in statements if item.place == left_place and item.marking), None)
    if left is None or left.marking is None:
        return
    for right in statements:
        if right.place != right_place or right.marking is None:
            continue
        difference = facts.lattice.rank(right.marking) - facts.lattice.rank(left.marking)
        if difference == 0 or (params.get("only") == "lower" and difference > 0):
            continue
        levels = facts.system.levels
        yield Hit(
            right.start,
            right.end,
            None,
            {
                "left": levels[left.marking.level].banner,
                "right": levels[right.marking.level].banner,
                "left_place": left_place.replace("-", " "),
                "right_place": right_place.replace("-", " "),
            },
        )
