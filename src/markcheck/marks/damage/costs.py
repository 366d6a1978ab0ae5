"""What each kind of damage costs: repair adds these up and takes the reading that needs the least.

A cost stands for how improbable the damage is (the negative logarithm of a likelihood, up to a constant), so that the
costs of two readings can be compared: losing one letter can happen in a few places, changing one into another in
twenty-five times as many, which is why the same number of letters changed is not the same cost.
"""

from __future__ import annotations

from functools import lru_cache

from markcheck.marks.normal import UNKNOWN

# Letters of a word.
LOST_LETTER = 2.5
SWAPPED_LETTERS = 2.5
DOUBLED_LETTER = 2.7
ILLEGIBLE_LETTER = 2.9
CHANGED_LETTER = 4.6
ADDED_LETTER = 4.4
SECOND_EDIT = 3.2
OCR_LETTER = 0.6
OTHER_CAPITAL = 1.6
LOST_WITHIN = 0.6

# Words: of the other form, met but of no form, old, of another kind than it has, seldom met in such a place.
OTHER_FORM = 0.35
LOOSE_WORD = 0.8
OLD_WORD = 0.8
ALIAS = 0.8
OTHER_KIND = 1.5
FOREIGN_CONTROL = 0.8
RARE_CODE = 1.2
SELDOM_CODE = 0.6

# Names that nothing but their place speaks for.
OPEN_NAME = 0.3
UNLISTED_NUMBER = 1.5
UNLISTED_NAME = 4.0
KNOWN_WORD_AS_NAME = 3.0
NAME_BY_GAP = 1.5
NAME_HOLDS_WORD = 1.2
NAME_MAY_HOLD_WORD = 0.3

# The whole: order, what is there twice, what has to be added, replaced or left out.
OUT_OF_ORDER = 0.9
LIST_OUT_OF_ORDER = 0.8
REPEATED = 1.0
HOME_ADDED = 3.5
REPLACED = 1.0
DROPPED = 2.5
CONJUNCTION = 0.4
CODE_AS_CONJUNCTION = 1.2
GLUED_LETTER = 0.8

START, END = "^", "$"

# What is written between two words, by what should be: nothing, blank, hyphen, comma, dot, one slash, two, more, other.
_KINDS = ("none", "blank", "hyphen", "comma", "dot", "one", "two", "more", "other")
_GAPS = {
    "//": (2.0, 1.6, 1.9, 1.7, 1.8, 1.2, 0.0, 0.9, 1.8),
    "/": (2.0, 1.5, 1.8, 1.3, 1.5, 0.0, 1.2, 1.6, 1.6),
    "-": (1.6, 1.3, 0.0, 1.6, 1.5, 1.5, 2.4, 2.8, 1.6),
    " ": (1.5, 0.0, 1.3, 1.2, 1.3, 1.6, 2.6, 3.0, 1.6),
    ", ": (1.5, 1.1, 1.5, 0.3, 1.1, 1.2, 2.4, 2.8, 1.5),
    " - ": (2.0, 1.2, 0.3, 1.4, 1.4, 1.2, 1.2, 1.4, 1.4),
    "": (0.0, 1.3, 1.3, 1.4, 1.2, 2.2, 3.4, 3.8, 1.4),
    # The leading slashes of a foreign mark, the start of any other, and the end.
    START + "//": (1.6, 1.3, 1.6, 1.6, 1.6, 1.0, 0.0, 0.9, 1.6),
    START: (0.0, 0.0, 0.6, 0.8, 0.6, 0.8, 0.8, 1.0, 0.8),
    END: (0.0, 0.0, 0.6, 0.6, 0.3, 0.6, 0.6, 0.8, 0.8),
}
_OTHER = (1.2, 1.2, 1.1, 1.2, 1.2, 1.4, 2.0, 2.2, 1.2)


@lru_cache(maxsize=4096)
def gap_cost(gap: str, wanted: str) -> float:
    """The cost of ``gap`` between two words where ``wanted`` belongs."""
    if gap == wanted:
        return 0.0
    marks = gap.replace(" ", "")
    slashes = marks.count("/")
    signs = set(marks) - {"/"}
    if slashes:
        kind = ("one", "two", "more")[min(slashes, 3) - 1]
    elif not marks:
        kind = "blank" if gap else "none"
    elif signs == {"-"}:
        kind = "hyphen"
    elif signs <= {",", ";"}:
        kind = "comma"
    elif signs <= {".", ":", '"'}:
        kind = "dot"
    else:
        kind = "other"
    cost = _GAPS.get(wanted, _OTHER)[_KINDS.index(kind)]
    if marks and " " in gap and " " not in wanted:
        cost += 0.2
    if (slashes and signs) or len(signs) > 1:
        cost += 0.5
    if not slashes and len(marks) > 1 and marks != wanted:
        cost += 0.4
    if wanted == ", " and marks == ";":
        cost += 0.4
    return cost


def edits_allowed(length: int) -> int:
    """How many letters of a word of ``length`` letters may be wrong."""
    return 1 if length < 7 else 2 if length < 12 else 3


def edit_cost(written: str, word: str, distance: int) -> float:
    """The cost of ``written`` for ``word``, which differ by ``distance`` edits."""
    if not distance:
        return 0.0
    lost = max(0, len(word) - len(written))
    added = max(0, len(written) - len(word))
    if distance == 1:
        if lost:
            return LOST_LETTER
        if added:
            return DOUBLED_LETTER if _doubled(written, word) else ADDED_LETTER
        if sorted(written) == sorted(word):
            return SWAPPED_LETTERS
        return ILLEGIBLE_LETTER if UNKNOWN in written else CHANGED_LETTER
    rest = distance - lost - added
    cost = LOST_LETTER * lost + ADDED_LETTER * added
    return cost + rest * (SWAPPED_LETTERS if sorted(written) == sorted(word) else SECOND_EDIT)


def _doubled(written: str, word: str) -> bool:
    return any(
        left == written[at + 1] and written[:at] + written[at + 1 :] == word for at, left in enumerate(written[:-1])
    )
