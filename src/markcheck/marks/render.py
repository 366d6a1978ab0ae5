"""Writes markings: portion marks and banners in their canonical form."""

from __future__ import annotations

from markcheck.model.marking import Marking
from markcheck.rulebook.systems import Control, MarkingSystem


def render_portion(system: MarkingSystem, marking: Marking) -> str:
    """The portion mark, parentheses included: ``(S//NF)``, ``(SBU)``, ``(C//REL TO USA, GBR)``."""
    controls = [system.controls[name] for name in marking.controls]
    level = system.levels[marking.level]
    if level is system.lowest and len(controls) == 1 and controls[0].stands_alone and controls[0].category == "non-ic":
        return f"({controls[0].portion[0]})"
    return "(" + "//".join([level.portion, *_categories(system, marking, controls, banner=False)]) + ")"


def render_banner(system: MarkingSystem, marking: Marking) -> str:
    """The banner: ``SECRET//NOFORN``, ``UNCLASSIFIED//SBU NOFORN``."""
    controls = [system.controls[name] for name in marking.controls]
    return "//".join([system.levels[marking.level].banner, *_categories(system, marking, controls, banner=True)])


def _categories(system: MarkingSystem, marking: Marking, controls: list[Control], *, banner: bool) -> list[str]:
    parts = []
    for category in system.categories:
        values = [
            _value(control, marking, banner=banner)
            for control in sorted(controls, key=lambda control: control.order)
            if control.category == category
        ]
        if values:
            parts.append("/".join(values))
    return parts


def _value(control: Control, marking: Marking, *, banner: bool) -> str:
    if control.takes_codes and not marking.codes:
        return control.short[0]
    word = control.banner[0] if banner else control.portion[0]
    return f"{word} {', '.join(marking.codes)}" if control.takes_codes else word
