"""Short forms of a portion mark, which lean on the banner: ``REL``, ``EYES``, JOINT without its owners.

A portion may leave out a list that equals the banner's (IC Markings System Register and Manual p56, p150, p157). Where
the banner changes, or the portion is taken out of its document, the list must be written out (p151-152).
"""

from __future__ import annotations

from markcheck.model.marking import Entry, Marking
from markcheck.rulebook.systems import MarkingSystem


def whole(system: MarkingSystem, portion: Marking, banner: Marking | None) -> tuple[Marking, bool]:
    """``portion`` with the banner's lists where it leaves them out, and whether the banner has all of them.

    A list that the banner does not have stays empty.
    """
    lead = system.leads[portion.lead]
    bare = lead.owners_with_home and not portion.owners
    if not bare and all(
        entry.codes or system.controls[entry.control].disclosure != "list" for entry in portion.entries
    ):
        return portion, True
    complete = True
    entries = []
    for entry in portion.entries:
        if entry.codes or system.controls[entry.control].disclosure != "list":
            entries.append(entry)
            continue
        codes = _listed(system, entry, banner)
        complete = complete and bool(codes)
        entries.append(Entry(entry.control, entry.name, entry.tree, codes))
    owners = portion.owners
    if bare:
        owners = banner.owners if banner is not None and banner.lead == portion.lead else ()
        complete = complete and bool(owners)
    return Marking(portion.level, tuple(entries), portion.lead, owners), complete


def _listed(system: MarkingSystem, entry: Entry, banner: Marking | None) -> tuple[str, ...]:
    if banner is None:
        return ()
    found = banner.entry(entry.control) or banner.entry(system.controls[entry.control].disclosed_as)
    return found.codes if found is not None else ()
