"""Foreign disclosure and release at roll-up (IC Markings System Register and Manual D.2, Tables 2 and 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from markcheck.model.marking import Entry
from markcheck.rulebook.systems import MarkingSystem

# From this day on an unmarked, uncaveated classified portion counts as RELIDO (ICD 710; Table 2).
RELIDO_DAY = date(2010, 6, 28)


class Portion(Struct, frozen=True):
    """What one portion says of its release.

    ``none`` is an explicit refusal, ``forced`` one that another control brings along; ``released`` and ``displayed``
    are closed lists. ``caveated`` tells whether another control stands beside the level, ``foreign`` whether the
    information is another government's.
    """

    index: int
    classified: bool
    none: bool
    forced: bool
    released: frozenset[str] | None
    official: bool
    displayed: frozenset[str]
    foreign: bool
    caveated: bool
    plain: bool
    no_release_by_default: bool

    @property
    def explicit(self) -> bool:
        """Whether it says anything."""
        return self.none or self.released is not None or self.official or bool(self.displayed)


class Disclosure(Struct):
    """The release part of a banner, and the portions that cause it."""

    entries: list[Entry] = []
    causes: tuple[int, ...] = ()

    def none(self, system: MarkingSystem, causes: tuple[int, ...] = ()) -> None:
        """Make it the refusal (NOFORN)."""
        self.entries = [Entry(_control(system, "none"))]
        self.causes = causes or self.causes


def _control(system: MarkingSystem, disclosure: str) -> str:
    return next(name for name, control in system.controls.items() if control.disclosure == disclosure)


def disclose(
    system: MarkingSystem,
    portions: Sequence[Portion],
    *,
    analytic_product: bool = False,
    strict: bool = False,
    own_if_weaker: bool = False,
    explicit_only: bool = False,
    day: date | None = None,
    profile: str = "ic",
) -> Disclosure:
    """The release part that ``portions`` require.

    ``own_if_weaker``: unclassified nuclear information turns any weaker release of a classified banner into NOFORN.
    ``explicit_only``: portions that say nothing do not count (CUI). ``day`` is the date of the portions.
    """
    result = Disclosure()
    if not any(control.disclosure == "none" for control in system.controls.values()):
        # A system without release markings (TLP, the United Kingdom's) has no release part.
        return result
    refused = tuple(portion.index for portion in portions if portion.none or portion.forced)
    if refused:
        result.none(system, refused)
        return result
    counted = [portion for portion in portions if _counts(portion, strict=strict, explicit_only=explicit_only)]
    explicit = [portion for portion in counted if portion.explicit]
    if not explicit and not (analytic_product and counted):
        return result
    silent = [portion for portion in counted if not portion.explicit]
    if silent and profile == "dod" and not analytic_product:
        # DoD: release lists mixed with unmarked portions give the level alone.
        return result
    refused = tuple(portion.index for portion in silent if _refused_by_default(portion, day))
    if refused:
        result.none(system, refused)
        return result
    causes = tuple(portion.index for portion in counted)
    if silent:
        if all(portion.official and portion.released is None and not portion.displayed for portion in explicit):
            result.entries = [Entry(_control(system, "official"))]
            result.causes = causes
        else:
            result.none(system, tuple(portion.index for portion in silent))
    else:
        result.entries = _common(system, explicit, profile)
        result.causes = causes
    weaker = {system.controls[entry.control].disclosure for entry in result.entries} - {"none"}
    if own_if_weaker and weaker:
        result.none(system, causes)
    return result


def _counts(portion: Portion, *, strict: bool, explicit_only: bool) -> bool:
    if portion.explicit:
        return True
    if explicit_only or portion.plain:
        return False
    return portion.classified or strict


def _refused_by_default(portion: Portion, day: date | None) -> bool:
    """Table 2: what a counted portion without a release marking is taken for; an unknown date is the safe side."""
    if portion.foreign or day is None or day < RELIDO_DAY:
        return True
    return portion.caveated if portion.classified else portion.no_release_by_default


def _common(system: MarkingSystem, portions: Sequence[Portion], profile: str) -> list[Entry]:
    """What all portions have in common, each of them being marked (Table 3)."""
    official = Entry(_control(system, "official"))
    none = Entry(_control(system, "none"))
    everywhere = all(portion.official for portion in portions)
    if any(portion.official and portion.released is None and not portion.displayed for portion in portions):
        return [official] if everywhere else [none]
    home = {system.home}
    released = [frozenset(portion.released or ()) - home for portion in portions]
    shown = [codes | (portion.displayed - home) for codes, portion in zip(released, portions, strict=True)]
    common = frozenset.intersection(*released)
    seen = frozenset.intersection(*shown)
    if common:
        entries = [Entry(_control(system, "list"), codes=(system.home, *_written(system, common)))]
        if everywhere:
            entries.append(official)
        elif seen - common:
            entries.append(Entry(_control(system, "display"), codes=_written(system, seen - common)))
        return entries
    if everywhere:
        return [official]
    if seen:
        same = profile != "dod" or len({portion.displayed for portion in portions}) == 1
        return [Entry(_control(system, "display"), codes=_written(system, seen))] if same else []
    return [none] if profile != "dod" else []


def _written(system: MarkingSystem, codes: frozenset[str]) -> tuple[str, ...]:
    """A closed list as it is written: an organisation stands for the members that it covers."""
    covered: set[str] = set()
    for code in codes:
        organisation = system.organisations.get(code)
        if organisation is not None and organisation.expandable:
            covered.update(organisation.members)
    # A larger organisation covers a smaller one whose members are all its own.
    organisations = [code for code in codes if code in system.organisations]
    for code in organisations:
        members = frozenset(system.organisations[code].members)
        for other in organisations:
            wider = frozenset(system.organisations[other].members)
            if code != other and system.organisations[other].expandable and members and members < wider:
                covered.add(code)
    return tuple(sorted(codes - covered, key=system.code_key))
