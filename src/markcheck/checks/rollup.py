"""``roll-up``: the banner against what the portions add up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from markcheck.checks.facts import Facts, portion_name
from markcheck.checks.registry import check, one_of, some_of
from markcheck.model.marking import Marking
from markcheck.model.message import Block
from markcheck.model.rule import Hit


@check(
    "roll-up",
    direction=one_of("below", "above"),
    of=one_of("level", "control"),
    controls=some_of(required=False),
    except_=some_of(required=False),
)
def roll_up(facts: Facts, params: dict[str, Any]) -> Iterable[Hit]:
    """``below``: the banner lacks a level or control that a portion has. ``above``: it has what no portion needs."""
    banner, required = facts.message.banner, facts.rolled_up
    if banner is None or required is None or not facts.marked:
        return
    if params["of"] == "level":
        yield from _level(facts, banner, required, params["direction"])
    else:
        yield from _controls(facts, banner, required, params)


def _level(facts: Facts, banner: Marking, required: Marking, direction: str) -> Iterable[Hit]:
    difference = facts.lattice.rank(required) - facts.lattice.rank(banner)
    if direction == "below" and difference > 0:
        cause = next(block for block in facts.marked if facts.lattice.rank(_own(block)) > facts.lattice.rank(banner))
        yield _at_mark(facts, cause, banner, required, "")
    elif direction == "above" and difference < 0 and any(block.is_portion for block in facts.marked):
        start, end = facts.place_of_absence()
        yield Hit(start, end, None, _fields(facts, banner, required), "incomplete" if facts.incomplete else None)


def _controls(facts: Facts, banner: Marking, required: Marking, params: dict[str, Any]) -> Iterable[Hit]:
    has, needs = facts.lattice.controls(banner), facts.lattice.controls(required)
    below = params["direction"] == "below"
    for control in sorted(needs - has if below else has - needs):
        if not _selected(control, params):
            continue
        name = facts.system.controls[control].banner[0]
        if below:
            cause = next(
                (block for block in facts.marked if control in facts.lattice.controls(_own(block))), facts.marked[0]
            )
            yield _at_mark(facts, cause, banner, required, name)
        elif facts.lattice.classified(banner) == facts.lattice.classified(required):
            start, end = _caption(facts, control)
            variant = "incomplete" if facts.incomplete else None
            yield Hit(start, end, None, {**_fields(facts, banner, required), "control": name}, variant)


def _selected(control: str, params: dict[str, Any]) -> bool:
    chosen: Collection[str] = params.get("controls", ())
    return control in chosen if chosen else control not in params.get("except", ())


def _own(block: Block) -> Marking:
    assert block.mark is not None
    assert block.mark.parsed.marking is not None
    return block.mark.parsed.marking


def _caption(facts: Facts, control: str) -> tuple[int, int]:
    for name, start, end in facts.message.caption_spans:
        if control in (name, "SBU" if name == "SENSITIVE" else "") or facts.system.controls[control].banner[0] in name:
            return start, end
    return facts.place_of_absence()


def _fields(facts: Facts, banner: Marking, required: Marking) -> dict[str, str]:
    return {"banner": facts.banner_text(banner), "required": facts.banner_text(required), "control": ""}


def _at_mark(facts: Facts, block: Block, banner: Marking, required: Marking, control: str) -> Hit:
    assert block.mark is not None
    fields = _fields(facts, banner, required)
    name = portion_name(block) if block.is_portion else f"the {block.kind.value}"
    fields.update(portion=name, mark=block.mark.parsed.label, control=control)
    return Hit(block.mark.start, block.mark.end, block.id if block.is_portion else None, fields)
