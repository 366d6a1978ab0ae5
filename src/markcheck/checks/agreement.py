"""``agreement``: two places that state the level of the whole must state the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from markcheck.checks.facts import Facts
from markcheck.checks.registry import check, some_of
from markcheck.model.rule import Hit

_PLACES = (
    "page-metadata", "security-warning", "classification-line", "section-line", "page-banner", "banner", "foot-banner",
    "archive-line",
)  # fmt: skip


def _stated(facts: Facts) -> Hashable:
    return tuple([(item.place, item.marking) for item in facts.message.statements if item.marking is not None])


@check("agreement", None, _stated, between=some_of(_PLACES))
def agreement(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """A hit on each statement of the second place that differs in level from the first place's."""
    left_place, right_place = params["between"]
    statements = facts.message.statements
    left = next((item for item in statements if item.place == left_place and item.marking), None)
    if left is None or left.marking is None:
        return
    for right in statements:
        if right.place != right_place or right.marking is None:
            continue
        if facts.language.rank(right.marking) == facts.language.rank(left.marking):
            continue
        yield Hit(
            right.start,
            right.end,
            None,
            {
                "left": facts.language.level(left.marking).banner,
                "right": facts.language.level(right.marking).banner,
                "left_place": left_place.replace("-", " "),
                "right_place": right_place.replace("-", " "),
            },
        )
