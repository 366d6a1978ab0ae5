"""``notice``: the notices that controls bring along (register of markings, notices)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markcheck.checks.facts import Facts, is_document, own_marking
from markcheck.checks.registry import check, one_of
from markcheck.model.rule import Hit
from markcheck.rulebook.vocabulary import Control


@check("notice", is_document, defect=one_of("missing", "idle"))
def notice(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``missing``: a mark has a control whose notice the text does not hold; ``idle``: a notice without its control.

    Telegrams carry no notices. A stronger control's notice stands for those of the controls it displaces.
    """
    if not (facts.marked or facts.message.banner):
        return
    if params["defect"] == "missing":
        yield from _missing(facts)
        return
    held = facts.controls
    for control in facts.language.with_notice:
        if control.id not in held and not held.intersection(control.forbids) and _held(facts, control):
            start, end = facts.place_of_absence()
            yield Hit(start, end, None, {"control": control.banner[0]})


def _missing(facts: Facts) -> Iterable[Hit]:
    for control in facts.language.with_notice:
        if control.id not in facts.controls or _held(facts, control):
            continue
        block = next(
            (block for block in facts.marked if control.id in facts.language.controls(own_marking(block))), None
        )
        if block is not None and block.mark is not None:
            portion = block.id if block.is_portion else None
            fields = {"control": control.banner[0], "mark": block.mark.parsed.label}
            yield Hit(block.mark.start, block.mark.end, portion, fields)


def _held(facts: Facts, control: Control) -> bool:
    return all(map(facts.says, control.notice))
