"""A marking taken apart, so that two can be compared part by part: a banner with what its portions require."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markcheck.marks.lattice import Lattice
from markcheck.model.marking import Entry, Form, Marking

_JOINT = re.compile(r"[- ]")


def parts(lattice: Lattice, marking: Marking) -> dict[str, str]:
    """The parts of a marking beside its level, each with the id of the control that it belongs to.

    A part is a control (``NOFORN``), a path (``SI-G MNOP``), a program (``SAR-QZ``; what is below a program may be left
    out of a banner, IC Markings System Register and Manual p99), a category (``SP-CTI``) or a source (``FGI DEU``).
    Joint controls are taken apart; lists of codes are no parts.
    """
    found: dict[str, str] = {}
    for entry in lattice.entries(marking):
        if lattice.system.controls[entry.control].roll_up == "none":
            continue
        found.update(dict.fromkeys(_parts(lattice, entry), entry.control))
    return found


def _parts(lattice: Lattice, entry: Entry) -> list[str]:
    control = lattice.system.controls[entry.control]
    if control.named_set:
        return [f"{control.prefix}{entry.name}"]
    if control.shape == "program":
        return [f"{control.id}-{entry.name}" if entry.name else control.id]
    if control.granted == "sources":
        return [control.id, *(f"{control.id} {code}" for code in entry.codes)]
    head = entry.name or control.id
    found = [head]
    for name, subs in entry.tree:
        found.append(f"{head}-{name}")
        found += [f"{head}-{name} {sub}" for sub in subs]
    return found


def deepest(found: dict[str, str]) -> list[str]:
    """The parts that no other one goes on from: ``SI-G MNOP``, not ``SI`` and ``SI-G`` as well."""
    above = {head for part in found for head in _heads(found, part)}
    return [part for part in found if part not in above]


def topmost(found: dict[str, str]) -> list[str]:
    """The parts that go on from no other one."""
    return [part for part in found if not any(_heads(found, part))]


def _heads(found: dict[str, str], part: str) -> Iterator[str]:
    """Those of ``found`` that ``part`` goes on from."""
    for match in _JOINT.finditer(part):
        head = part[: match.start()]
        if found.get(head) == found[part]:
            yield head


def part_name(lattice: Lattice, part: str) -> str:
    """A part as a banner writes it."""
    control = lattice.system.controls.get(part)
    if control is not None and control.banner and not control.parent:
        return control.banner[0]
    head, hyphen, rest = part.partition("-")
    name, blank, subs = rest.partition(" ")
    child = lattice.system.children.get(head, {}).get(name)
    return f"{head}{hyphen}{child.forms(Form.BANNER)[0]}{blank}{subs}" if child is not None else part
