"""Ceilings: what the readers of a version are cleared for."""

from __future__ import annotations

from msgspec import Struct

from markcheck.errors import UsageError
from markcheck.marks.language import Language
from markcheck.model.marking import Form, Marking, Standing


class Ceiling(Struct, frozen=True):
    """A marking that a version's readers may see up to; with ``level_only`` its level alone counts."""

    marking: Marking
    language: Language
    level_only: bool = False

    def dominates(self, marking: Marking) -> bool:
        """Whether a text under ``marking`` may go to them."""
        if not self.level_only:
            return self.language.dominates(self.marking, marking)
        same = self.language.system_of(self.marking) is self.language.system_of(marking)
        return same and self.language.rank(marking) <= self.language.rank(self.marking)

    @property
    def text(self) -> str:
        """As a banner says it; a bare level says so."""
        banner = self.language.banner(self.marking)
        return f"level {banner}" if self.level_only else banner


def read_ceiling(text: str, language: Language) -> Ceiling:
    """The ceiling named by ``text``: a portion mark with or without parentheses, or a banner.

    Raises :class:`UsageError` for what is no marking of the rules, or leans on a list that only a banner has.
    """
    stripped = text.strip()
    bare = stripped[1:-1] if stripped.startswith("(") and stripped.endswith(")") else stripped
    for candidate, form in ((f"({bare.upper()})", Form.PORTION), (bare.upper(), Form.BANNER)):
        parsed = language.parse(candidate, form)
        if parsed.standing is Standing.VALID and parsed.marking is not None:
            if not language.whole(parsed.marking, None)[1]:
                raise UsageError(
                    "--max: a list without its members leans on a banner; name them, as in S//REL TO USA, GBR"
                )
            return Ceiling(parsed.marking, language)
    known = ", ".join(level.portion for level in language.system.own_levels)
    raise UsageError(
        f"--max: not a marking that can be a ceiling; use one of {known}, or a level with controls such as S//NF"
    )


def read_level(text: str, language: Language) -> Ceiling:
    """The ceiling of the level named by ``text``, whatever the controls. Raises :class:`UsageError`."""
    level = language.level_named(text.strip().strip("()").upper())
    if level is None:
        known = ", ".join(level.portion for level in language.system.own_levels)
        raise UsageError(f"--max-level: not a level; use one of {known}")
    return Ceiling(Marking(level.id), language, level_only=True)
