"""What a result is kept under: the document's bytes, the rules, the version, the way of judging."""

from __future__ import annotations

from markcheck import __version__
from markcheck.model.judging import Judging

_FORM = 4


def basis(judging: Judging, rules: str) -> bytes:
    """All that a result depends on besides the document; ``rules`` is the rulebook's digest."""
    import hashlib

    chosen = None if judging.rules is None else sorted(judging.rules)
    parts = (_FORM, __version__, rules, chosen, judging.severities, judging.day, judging.fallback, judging.limit,
             judging.limit_level, judging.policy, judging.fields)  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).digest()


def key_of(data: bytes, on: bytes) -> bytes:
    """The key of a document's bytes, judged on the basis ``on``."""
    import hashlib

    return hashlib.sha256(on + data).digest()
