"""Fixtures that several test modules use, and how hard the property tests try."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from markcheck.rulebook.book import Rulebook, rulebook
from markcheck.structure.words import Words, words_of
from program import Done, run_markcheck

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile(
    "default", max_examples=60, deadline=None, derandomize="CI" in os.environ, suppress_health_check=_SLOW
)
settings.register_profile("nightly", max_examples=2000, deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def book() -> Rulebook:
    """The rulebook of the checkout."""
    return rulebook()


@pytest.fixture(scope="session")
def words(book: Rulebook) -> Words:
    """The compiled vocabulary."""
    return words_of(book)


@pytest.fixture
def markcheck(tmp_path: Path) -> Callable[..., Done[str]]:
    """Runs the real program in an empty folder."""

    def run(*arguments: str | Path, stdin: str | bytes = b"", **env: str) -> Done[str]:
        return run_markcheck(*arguments, stdin=stdin, cwd=tmp_path, **env)

    return run
