"""markcheck checks classification markings in documents and makes public versions of them.

The functions a program calls are in :mod:`markcheck.api`; they are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "inspect", "redact", "validate"]

if TYPE_CHECKING:
    from markcheck.api import inspect, redact, validate


def __getattr__(name: str) -> Any:
    if name in __all__:
        from markcheck import api

        return getattr(api, name)
    raise AttributeError(name)
