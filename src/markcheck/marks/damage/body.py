"""A damaged mark without its brackets, and how far it may be believed to be a mark at all.

Prose stands in brackets too. The less of a mark a text shows (slashes, whole words, capitals), the less damage it may
have.
"""

from __future__ import annotations

import re

from msgspec import Struct

from markcheck.marks.damage.assemble import Assembled
from markcheck.marks.damage.lexicon import key_of
from markcheck.marks.normal import plain
from markcheck.model.marking import Form

# Sure enough to be the answer, not to be written without asking; and too little for an answer.
MODEST = 0.65
_DOUBTFUL = 0.5
_GUESSED_CODE = 0.85
# Costs from which a reading is hard to believe: of any mark, of a level alone, of a foreign mark without its slashes.
DEAR = 6.0
_DEAR_BARE = 5.0
_DEAR_FOREIGN = 2.5

_ENTIRE_TEXT = re.compile(r"-\s*ENTIRE\s+TEXT\.?$")
_OUTER = '() ".:,;'
_SPACED = re.compile(r"(?<![A-Z0-9?])[A-Z](?: [A-Z]){3,}(?![A-Z0-9?])")
# What no mark holds.
_SIGNS = re.compile(r"[\"*=<>#%&!^~]")


class Body(Struct, frozen=True):
    """A mark without brackets, in plain capitals.

    ``around`` is what was left of it in plain characters, brackets included; ``brackets`` counts those that point the
    right way. ``cost`` is that of the unwrapping; ``small`` tells of small letters. ``suffix`` goes on behind it.
    """

    text: str
    around: str
    brackets: int
    cost: float
    small: bool
    suffix: str

    @property
    def letters(self) -> int:
        """How many letters and digits it has."""
        return len(key_of(self.text))


def unwrap(text: str, form: Form) -> Body:
    """``text`` without brackets, look-alikes and blanks between single letters."""
    seen = plain(text)
    inner = seen.text.strip(_OUTER)
    start = len(seen.text) - len(seen.text.lstrip(_OUTER))
    brackets = seen.text[:start].count("(") + seen.text[start + len(inner) :].count(")")
    match = _ENTIRE_TEXT.search(inner) if "ENTIRE" in inner else None
    if match:
        inner = inner[: match.start()].rstrip(_OUTER + "-")
    spaced = _SPACED.sub(lambda run: run.group().replace(" ", ""), inner)
    cost = 0.4 * abs(brackets - (2 if form is Form.PORTION else 0))
    cost += 0.3 * bool(seen.changed) + 0.3 * bool(seen.small) + 0.5 * (spaced != inner)
    return Body(spaced, seen.text, brackets, cost, bool(seen.small), " - ENTIRE TEXT" if match else "")


def trust(assembled: Assembled, body: Body, form: Form) -> float:
    """How far a text may be believed to be this mark, from 0 to 1."""
    text, letters, evidence = body.text, body.letters, assembled.evidence
    slashes, double = text.count("/"), "//" in text
    if _SIGNS.search(text) or (not double and ("(" in text or assembled.unlisted)):
        return 0.0
    if evidence.edits and not _edits_believed(assembled, body):
        return 0.0
    if not slashes and body.small and evidence.longest < 5:
        return 0.0
    if evidence.alike and evidence.longest < 3 and not double:
        return 0.0
    if assembled.foreign and not double and assembled.cost > _DEAR_FOREIGN:
        return 0.0
    if not assembled.marking.entries:
        return _bare(assembled, body, form)
    # A few capitals in brackets are an abbreviation.
    if letters < 5 and text.isalnum() and "//" in assembled.text[:3]:
        return 0.0
    if letters < 5 and evidence.glued and text.isalnum():
        return MODEST if letters == 4 or assembled.discloses else 0.0
    if evidence.doubt:
        return _DOUBTFUL
    # Where all slashes are gone, much damage is one.
    allowed = DEAR + letters * (0.1 if slashes else 0.35)
    believed = 1.0 - 0.02 * assembled.cost - 0.1 * max(0.0, assembled.cost - allowed)
    return max(0.0, believed * (_GUESSED_CODE if assembled.risk and evidence.edits else 1.0))


def _edits_believed(assembled: Assembled, body: Body) -> bool:
    """Whether so many wrong letters are likely in so short a text."""
    text, letters, evidence = body.text, body.letters, assembled.evidence
    bare = not assembled.marking.entries
    if evidence.edits * 5 > letters + 3 or (bare and (letters < 4 or (evidence.edits > 1 and letters < 9))):
        return False
    if "//" in text:
        return True
    single = text.isalnum()
    if letters < 5 or (letters == 5 and single) or (evidence.shortest < 4 and text.count("/") < 2):
        return False
    if "/" in text:
        return True
    plural = evidence.affixed and text.replace(" ", "").isalpha()
    return not (body.small or (bare and (assembled.cost > _DEAR_BARE or plural)))


def _bare(assembled: Assembled, body: Body, form: Form) -> float:
    """The same for a first place alone, which may be a list's letter or an abbreviation."""
    letters, slashes = body.letters, "/" in body.text
    whole = body.text.replace("/", "")
    if letters < (3 if form is Form.PORTION else 2) and not slashes and body.brackets < 2:
        return 0.0
    if letters < 3 and (not whole.replace(" ", "").isalnum() or body.around.strip("() /") != whole):
        return 0.0
    if letters < 4 and (whole != key_of(assembled.text) or (slashes and letters < 2)):
        return MODEST
    if letters < 4 and not slashes and "//" in assembled.text:
        return MODEST
    if body.small and body.text.replace(" ", "").isalpha():
        return MODEST
    return 1.0 - 0.02 * assembled.cost
