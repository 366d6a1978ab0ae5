"""Whether a document may lie where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts, own_marking
from markcheck.checks.registry import check
from markcheck.model.rule import Hit


@check("above-limit", given=lambda facts: facts.limit is not None)
def above_limit(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """A banner, or else the first mark, that is above what the place may hold."""
    limit = facts.limit
    assert limit is not None
    message = facts.message
    stated = message.banner_statement
    if message.banner is not None and stated is not None and not limit.dominates(message.banner):
        fields = {"level": facts.language.banner(message.banner), "limit": limit.text}
        yield Hit(stated.start, stated.end, None, fields)
        return
    for block in facts.marked:
        if not limit.dominates(own_marking(block)):
            assert block.mark is not None
            fields = {"level": facts.language.banner(own_marking(block)), "limit": limit.text}
            yield Hit(block.mark.start, block.mark.end, block.id if block.is_portion else None, fields)
            return


@check("kept-on-file")
def kept_on_file(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:  # noqa: ARG001
    """Nothing by itself: the run finds what was put on file and matches no finding any more."""
    return ()
