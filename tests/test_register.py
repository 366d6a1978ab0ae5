"""The register's data: every entry shows what it allows and what it refuses, and points at things that exist."""

from __future__ import annotations

from datetime import date

import pytest

from markcheck.marks.language import conforms
from markcheck.model.marking import Form
from markcheck.rulebook.vocabulary import Control
from strategies import LANGUAGE

CONTROLS = [(system, control) for system in LANGUAGE.systems.values() for control in system.controls.values()]
IDS = [f"{system.name}: {control.id}" for system, control in CONTROLS]


def split(example: str) -> tuple[str, Form, date | None]:
    text, _, day = example.partition(" @")
    return text, Form.PORTION if text.startswith("(") else Form.BANNER, date.fromisoformat(day) if day else None


@pytest.mark.parametrize(
    "example", [f"{example}" for _, control in CONTROLS for example in control.valid], ids=lambda text: text
)
def test_a_valid_example_conforms(example: str) -> None:
    parsed = LANGUAGE.parse_on(*split(example))
    assert conforms(parsed), [fault.code for fault in parsed.faults]


@pytest.mark.parametrize("example", [example for _, control in CONTROLS for example in control.invalid])
def test_an_invalid_example_does_not_conform(example: str) -> None:
    assert not conforms(LANGUAGE.parse_on(*split(example)))


@pytest.mark.parametrize(("system", "control"), CONTROLS, ids=IDS)
def test_an_entry_has_cases_both_ways_and_a_source(system: object, control: Control) -> None:
    assert control.valid
    assert control.invalid
    assert control.cite
    assert control.meaning


@pytest.mark.parametrize(("system", "control"), CONTROLS, ids=IDS)
def test_a_valid_example_holds_the_entry(system: object, control: Control) -> None:
    held = set()
    for example in control.valid:
        marking = LANGUAGE.parse_on(*split(example)).marking
        assert marking is not None
        for entry in marking.entries:
            held.add(entry.control)
            held |= {f"{entry.control}-{name}" for name, _ in entry.tree}
            held |= set(LANGUAGE.system_of(marking).controls[entry.control].joins)
    part = f"{control.parent}-{control.portion[0]}" if control.parent else control.id
    assert part in held


@pytest.mark.parametrize(("system", "control"), CONTROLS, ids=IDS)
def test_what_an_entry_points_at_exists(system: object, control: Control) -> None:
    own = LANGUAGE.systems[IDS[CONTROLS.index((system, control))].partition(":")[0]]  # type: ignore[arg-type]
    known = {*own.controls, *(name for names in own.named.values() for name in names)}
    for names in (control.requires, control.forbids, control.displaced_by, control.granted_by, control.joins):
        assert set(names) <= known
    assert set(control.levels) <= set(own.levels)
    assert set(control.leads) <= set(own.leads)
    assert control.parent == "" or control.parent in own.controls


@pytest.mark.parametrize(("system", "control"), CONTROLS, ids=IDS)
def test_an_entry_is_refused_at_every_level_that_it_does_not_name(system: object, control: Control) -> None:
    own = next(item for item in LANGUAGE.systems.values() if item.controls.get(control.id) is control)
    for example in control.valid:
        text, form, day = split(example)
        marking = LANGUAGE.parse_on(text, form, day).marking
        assert marking is not None
        if control.id not in marking.controls and not control.parent:
            continue
        for level in own.leads[marking.lead].levels:
            if level in control.levels or not own.leads[marking.lead].word(level, form):
                continue
            changed = LANGUAGE.written(type(marking)(level, marking.entries, marking.lead, marking.owners), form)
            assert not conforms(LANGUAGE.parse_on(changed, form, day)), changed


def test_ids_and_forms_are_told_apart() -> None:
    """No two controls of one kind of marking are written alike."""
    for system in LANGUAGE.systems.values():
        for lead in system.leads:
            seen: dict[str, str] = {}
            for control in system.controls.values():
                if control.parent or lead not in control.leads or control.shape in ("named", "unlisted"):
                    continue
                for form in {*control.banner, *control.portion}:
                    assert seen.setdefault(form, control.id) == control.id, (lead, form)


NAMED = [
    (system, control, name)
    for system in LANGUAGE.systems.values()
    for control in system.by_shape.get("named", ())
    for name in system.named[control.named_set]
]


@pytest.mark.parametrize(("system", "control", "name"), NAMED, ids=[f"{item[1].prefix}{item[2]}" for item in NAMED])
def test_a_category_stands_with_the_kinds_it_has(system: object, control: Control, name: str) -> None:
    own = next(item for item in LANGUAGE.systems.values() if item.controls.get(control.id) is control)
    allowed = control.kind in own.named[control.named_set][name].kinds
    assert conforms(LANGUAGE.parse_on(f"CUI//{control.prefix}{name}", Form.BANNER, None)) is allowed
    assert conforms(LANGUAGE.parse_on(f"(CUI//{control.prefix}{name})", Form.PORTION, None)) is allowed


CODES = sorted({*LANGUAGE.system.countries, *LANGUAGE.system.organisations} - {LANGUAGE.system.home})


def test_every_code_stands_in_a_release_list_in_its_time() -> None:
    for code in CODES:
        organisation = LANGUAGE.system.organisations.get(code)
        day = organisation.until if organisation else None
        assert conforms(LANGUAGE.parse_on(f"SECRET//REL TO USA, {code}", Form.BANNER, day)), code
        if day:
            assert not conforms(LANGUAGE.parse_on(f"SECRET//REL TO USA, {code}", Form.BANNER, None)), code


def test_the_members_of_an_organisation_are_codes() -> None:
    for organisation in LANGUAGE.system.organisations.values():
        assert LANGUAGE.system.countries.issuperset(organisation.members)


def test_superseded_forms_lead_to_what_exists_and_end_on_their_day() -> None:
    for system in LANGUAGE.systems.values():
        for item in system.superseded:
            assert item.to in system.controls
            assert item.start is not None
