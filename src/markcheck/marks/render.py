"""Writes markings: portion marks, banners and banners of long titles in their canonical form."""

from __future__ import annotations

from enum import StrEnum

from markcheck.marks.codes import in_order
from markcheck.model.marking import Entry, Form, Marking
from markcheck.rulebook.systems import MarkingSystem
from markcheck.rulebook.vocabulary import Control, Lead


class Style(StrEnum):
    """The three ways to write a marking."""

    PORTION = "portion"
    BANNER = "banner"
    LONG = "long"

    @property
    def form(self) -> Form:
        """The written form that the style belongs to."""
        return Form.PORTION if self is Style.PORTION else Form.BANNER


def render_portion(system: MarkingSystem, marking: Marking) -> str:
    """The portion mark, parentheses included: ``(S//NF)``, ``(U//SBU)``, ``(C//REL TO USA, GBR)``."""
    return f"({_render(system, marking, Style.PORTION)})"


def render_banner(system: MarkingSystem, marking: Marking) -> str:
    """The banner: ``SECRET//NOFORN``, ``UNCLASSIFIED//SBU NOFORN``."""
    return _render(system, marking, Style.BANNER)


def render_long(system: MarkingSystem, marking: Marking) -> str:
    """The banner with every title spelled out: ``SECRET//TALENT KEYHOLE//NOT RELEASABLE TO FOREIGN NATIONALS``."""
    return _render(system, marking, Style.LONG)


def render(system: MarkingSystem, marking: Marking, form: Form) -> str:
    """The canonical text of a marking in one form."""
    return render_portion(system, marking) if form is Form.PORTION else render_banner(system, marking)


def _render(system: MarkingSystem, marking: Marking, style: Style) -> str:
    lead = system.leads[marking.lead]
    parts = [_first(system, lead, marking, style)]
    parts += _categories(system, lead, marking, style)
    return system.category_separator.join(parts)


def _first(system: MarkingSystem, lead: Lead, marking: Marking, style: Style) -> str:
    form = style.form
    word = lead.word(marking.level, form)
    if lead.owners == "after":
        owners = " ".join(in_order(system, marking.owners, home="place"))
        return " ".join(filter(None, (lead.mark, word, owners)))
    if lead.owners == "before":
        owners = " ".join(in_order(system, marking.owners, home="place")) or lead.concealed
        return f"{lead.mark}{owners} {word}"
    if marking.owners:
        level = system.levels[marking.level]
        activity = marking.owners[0]
        if form is Form.PORTION:
            letters = lead.activities[activity]
            return lead.mark + lead.activity_portion.format(letters=letters, level=level.portion)
        return lead.mark + lead.activity_banner.format(activity=activity, level=level.banner)
    return lead.mark + (word or lead.word(marking.level, Form.BANNER))


def _categories(system: MarkingSystem, lead: Lead, marking: Marking, style: Style) -> list[str]:
    parts = []
    for category in system.categories:
        own = [
            (entry, control)
            for entry in marking.entries
            if system.category_of(control := system.controls[entry.control], lead.id) == category
        ]
        if not own:
            continue
        order = lead.order.get(category, system.categories[category].order)
        own.sort(key=lambda item: _key(item[0], item[1], order, style.form))
        texts: list[str] = []
        shown: set[str] = set()
        for entry, control in own:
            texts.append(_value(system, entry, control, style, repeated=control.id in shown))
            shown.add(control.id)
        parts.append(system.value_separator.join(texts))
    return parts


def _key(entry: Entry, control: Control, order: str, form: Form) -> tuple[int, int, str]:
    if order == "alphanumeric":
        return (int(control.after), 0, entry.name or control.portion[0])
    if order == "alphabetical":
        return (0, 0, control.forms(form)[0].upper())
    return (0, control.order, entry.name)


def _value(system: MarkingSystem, entry: Entry, control: Control, style: Style, *, repeated: bool) -> str:
    form = style.form
    word = control.long if style is Style.LONG else control.forms(form)[0] if control.forms(form) else ""
    if control.shape == "codes":
        joiner = " " if control.list == "sources" else ", "
        codes = in_order(system, entry.codes, home="first" if control.list == "release" else "place")
        if not codes:
            return control.short[0] if control.short else word
        return f"{word} {joiner.join(codes)}"
    if control.shape == "eyes":
        if not entry.codes:
            return control.short[0]
        return f"{'/'.join(in_order(system, entry.codes))} {word}"
    if control.shape == "named":
        return f"{control.prefix}{entry.name}"
    if control.shape == "unlisted":
        word = entry.name
    elif control.shape == "program":
        # The indicator is written once (Register A.6): the programs behind the first stand alone.
        word = entry.name if repeated else f"{word}-{entry.name}" if entry.name else word
    return word + "".join(f"-{_compartment(system, control, name, subs, style)}" for name, subs in entry.tree)


def _compartment(system: MarkingSystem, control: Control, name: str, subs: tuple[str, ...], style: Style) -> str:
    child = system.children.get(control.id, {}).get(name)
    word = name if child is None else child.long if style is Style.LONG else child.forms(style.form)[0]
    return " ".join((word, *subs))
