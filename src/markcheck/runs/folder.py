"""Where results are kept between runs."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder(chosen: str | None) -> Path:
    """Where results are kept: ``chosen``, or the place that the system has for such things."""
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(base) / "markcheck" if base else Path.home() / ".cache" / "markcheck"
