"""``portions-unmarked``: portions without a mark of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts, portion_name
from markcheck.checks.registry import check, one_of
from markcheck.model.rule import Hit


@check(
    "portions-unmarked",
    lambda facts: facts.bare and facts.message.entire_text is None,
    marked=one_of("some", "none"),
    banner=one_of("classified", "unclassified", "any", required=False),
)
def portions_unmarked(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """With ``marked = "some"`` each unmarked numbered paragraph among marked ones, with ``"none"`` the first of all."""
    if params.get("banner", "any") not in ("any", facts.banner_class):
        return
    bare = facts.bare
    some = any(block.mark is not None for block in facts.portions)
    if some != (params["marked"] == "some"):
        return
    chosen = [block for block in bare if block.number is not None] if some else bare[:1]
    for block in chosen:
        yield Hit(block.start, block.body, block.id, {"portion": portion_name(block)})
