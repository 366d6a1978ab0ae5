"""The exceptions markcheck raises on purpose.

Each says where something is wrong and why, and none carries document text: a message holds paths, positions,
marks, rule names and numbers only.
"""

from __future__ import annotations


class MarkcheckError(Exception):
    """Base of every error that is the user's to mend; anything else is a defect in markcheck."""


class UsageError(MarkcheckError):
    """The call, its flags or its paths do not make sense (exit code 2)."""


class RulebookError(MarkcheckError):
    """A file under ``rules/`` is missing, unreadable or does not fit its schema (exit code 2)."""


class Unreadable(MarkcheckError):
    """A document could not be examined (exit code 3).

    ``reason`` is a stable word for programs, the message a sentence for people.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class RedactionRefused(MarkcheckError):
    """No public version was written, since it could not be proven to be right (exit code 4)."""
