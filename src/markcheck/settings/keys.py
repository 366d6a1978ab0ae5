"""Every setting: its default, and how it is given in the environment.

Plain values, so that a run without a settings file needs nothing but this.
"""

from __future__ import annotations

from typing import Any

DEFAULTS: dict[str, Any] = {
    "select": [],
    "ignore": [],
    "severity": {},
    "fail-on": "error",
    "max": None,
    "max-level": None,
    "date": None,
    "analytic-product": False,
    "strict": False,
    "profile": "ic",
    "rules": [],
    "include": [],
    "exclude": [],
    "ignore-files": True,
    "force-exclude": False,
    "jobs": 0,
    "cache": True,
    "cache-dir": None,
    "output": [],
    "baseline": None,
    "suppress": [],
    "redact": {},
    "json": None,
    "paths": [],
}
# What a table for some paths may set: how documents are judged, not how the run goes.
OF_PATHS = (
    "select", "ignore", "severity", "max", "max-level", "date", "analytic-product", "strict", "profile", "json",
)  # fmt: skip
# One setting in two ways of comparing: where a nearer layer has one, the other no longer holds.
RIVALS = {"max": "max-level", "max-level": "max"}
# Lists that grow from layer to layer; any other value of a nearer layer takes the place of one further away.
GROWING = ("rules", "suppress", "paths")
JOINED = ("severity", "redact")
# Paths, which count from the folder of the file they stand in.
PATHS = ("rules", "baseline", "cache-dir")
IN_ENVIRONMENT = (
    "select", "ignore", "fail-on", "max", "max-level", "date", "profile", "jobs", "cache", "cache-dir", "baseline",
)  # fmt: skip
PREFIX = "MARKCHECK_"
CONFIG = "MARKCHECK_CONFIG"


def variable(key: str) -> str:
    """The name that ``key`` has in the environment."""
    return PREFIX + key.replace("-", "_").upper()
