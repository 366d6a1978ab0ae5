"""The functions that programs call: read, judge, redact. Nothing here prints, exits or touches a file.

>>> from markcheck import api
>>> examined = api.validate("cable.txt", b"...")        # doctest: +SKIP
>>> [finding.rule for finding in examined.findings]     # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markcheck.api.judging import engine, inspect, judge, long_title, require, validate

if TYPE_CHECKING:
    from markcheck.api.mending import fix
    from markcheck.api.releasing import Redaction, Wishes, redact, review, verify

__all__ = [
    "Redaction",
    "Wishes",
    "engine",
    "fix",
    "inspect",
    "judge",
    "long_title",
    "redact",
    "require",
    "review",
    "validate",
    "verify",
]

# Loaded when they are asked for: judging, which is done most, starts without them.
_LATER = {"fix": "mending", **dict.fromkeys(("Redaction", "Wishes", "redact", "review", "verify"), "releasing")}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
