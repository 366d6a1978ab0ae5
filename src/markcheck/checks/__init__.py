"""Check kinds: the mechanisms that rules are made of.

A check takes the facts of one message and a rule's parameters and yields hits. It is registered under its kind's name
by :func:`~markcheck.checks.registry.check`; a rule names the kind in its ``check`` key.
"""

from __future__ import annotations

from markcheck.checks import (
    agreement,
    blocks,
    captions,
    derivation,
    instructions,
    items,
    limits,
    noted,
    notices,
    numbering,
    orders,
    portions,
    presence,
    reasons,
    references,
    release,
    rollup,
    texts,
    transmission,
)
from markcheck.checks.registry import CHECKS, verified

__all__ = [
    "CHECKS",
    "agreement",
    "blocks",
    "captions",
    "derivation",
    "instructions",
    "items",
    "limits",
    "noted",
    "notices",
    "numbering",
    "orders",
    "portions",
    "presence",
    "reasons",
    "references",
    "release",
    "rollup",
    "texts",
    "transmission",
    "verified",
]
