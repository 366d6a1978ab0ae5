"""What a roll-up depends on, and what it gives."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from markcheck.model.marking import Marking


class Policy(Struct, frozen=True, cache_hash=True):
    """The circumstances of a roll-up.

    ``analytic_product``: a disseminated analytic product needs a release marking on every classified portion.
    ``strict``: unclassified portions with a control and no release marking count as well. ``profile``: ``ic`` or
    ``dod``. ``day``: the date of the portions. ``banner``: what the document states, whose lists short forms refer to.
    """

    analytic_product: bool = False
    strict: bool = False
    profile: str = "ic"
    day: date | None = None
    banner: Marking | None = None


class RollUp(Struct, frozen=True):
    """The required banner, and which portions (by index) cause each part of it.

    ``causes`` has the keys ``level``, ``disclosure`` and every part (``SI-G MNOP``, ``NOFORN``).
    ``notes`` name what the set of portions does not settle.
    """

    marking: Marking
    causes: dict[str, tuple[int, ...]]
    notes: tuple[str, ...] = ()
