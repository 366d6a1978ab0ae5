"""Facts of Unicode that repair needs: which characters stand for a plain letter, a delimiter, or nothing.

None of this knows a marking. Letters of other scripts are listed by their shape; the rest comes from the character
database of the standard library.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

# A letter or digit that no plain one can be told from.
UNKNOWN = "?"

# Letters of other scripts in the order of the plain letters whose shape they have.
_SHAPES = (
    # Cyrillic
    ("АВЕІЇЈКМНОРСЅТУХҮԀԌԚԜӀҺЬЗ", "ABEIIJKMHOPCSTYXYDGQWIHB3"),
    ("авеіїјкмнорсѕтухүԁԍԛԝӏһьг", "ABEIIJKMHOPCSTYXYDGQWIHBR"),
    # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺϒ", "ABEZHIKMNOPTYXCMY"),
    ("αβεηικνορτυχϲγσω", "ABENIKVOPTUXCYOW"),
    # Armenian
    ("ՏՕՍԼՈհոսօցզ", "SOULNHNUOGQ"),
    # Cherokee
    ("ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᏀᏃᏒᏔᏕᏚᏙᏝᏟᏢᏦᏧᏴ", "DRTIAJEWMHYGZRWSSVLCPKDB"),
    # Lisu
    ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"),
    ("$§£€@", "SSLEA"),
)
_LETTERS = {strange: plain for row, plains in _SHAPES for strange, plain in zip(row, plains, strict=True)}
_SLASHES = dict.fromkeys("\\|¦∕⁄⧸╱⟋∖⧵⧹╲⟍〳⼃丿ノ⁞│┃∣ǀ", "/") | dict.fromkeys("⫽‖∥║⑊", "//")
_COMMAS = dict.fromkeys("、‚،٫⸲⹁", ",") | dict.fromkeys(";؛⁏", ";")
_COLONS = dict.fromkeys("∶ː꞉։׃፡", ":")
_QUOTES = dict.fromkeys("\"'`´‘’“”„«»‹›′″", '"')
_DASHES = dict.fromkeys("−⁃­¯ー一─━~˗", "-")
_DOTS = dict.fromkeys("·•․‧∙⋅・", ".")
_SIGNS = _SLASHES | _COMMAS | _COLONS | _QUOTES | _DASHES | _DOTS
_BRACKETS = dict.fromkeys("[{<⟨〈《（［｛", "(") | dict.fromkeys("]}>⟩〉》）］｝", ")")
# A letter of the Latin script with something on, under or through it, or in small capitals.
_LATIN = re.compile(
    r"LATIN (?:CAPITAL LETTER|SMALL LETTER|LETTER SMALL CAPITAL) (?:DOTLESS |LONG )?([A-Z])(?: WITH .+)?"
)
_SQUARED = re.compile(r"(?:NEGATIVE )?(?:CIRCLED|SQUARED|PARENTHESIZED) LATIN (?:CAPITAL|SMALL) LETTER ([A-Z])")


class Plain(Struct, frozen=True):
    """A text in plain capitals, digits and delimiters; ``changed`` counts the characters that were not plain."""

    text: str
    changed: int
    small: int


def plain(text: str) -> Plain:
    """``text`` without what cannot be seen, look-alikes replaced, in capitals; ``small`` counts small letters."""
    changed = 0
    if text.isascii():
        folded = "".join(map(_ascii, text))
        changed = sum(char in "\\|" for char in text)
    else:
        pieces = []
        for char in text:
            piece = _ascii(char) if char.isascii() else _other(char)
            changed += piece != char
            pieces.append(piece)
        folded = "".join(pieces)
    small = sum(char.islower() for char in folded)
    return Plain(folded.upper(), changed, small)


def _ascii(char: str) -> str:
    if char.isalnum():
        return char
    if char < " " or char == "\x7f":
        return " " if char.isspace() else ""
    return _BRACKETS.get(char) or _LETTERS.get(char) or _SIGNS.get(char, char)


@lru_cache(maxsize=4096)
def _other(char: str) -> str:
    """What a character outside ASCII stands for: plain text, a blank, or nothing."""
    known = _LETTERS.get(char) or _BRACKETS.get(char)
    if known or (char in _SIGNS and char != "\N{SOFT HYPHEN}"):
        return known or _SIGNS[char]
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me", "Cs", "Cn", "Co"):
        return ""
    if category[0] == "Z" or category == "Cc":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(char))
    folded = unicodedata.normalize("NFKC", char)
    if folded != char:
        return "".join(_ascii(part) if part.isascii() else _other(part) for part in folded if part != char)
    return _by_name(char, category)


def _by_name(char: str, category: str) -> str:
    name = unicodedata.name(char, "")
    match = _LATIN.fullmatch(name) or _SQUARED.fullmatch(name)
    if match:
        return match[1]
    if category == "Pd":
        return "-"
    if category in ("Ps", "Pe"):
        return "(" if category == "Ps" else ")"
    if "SOLIDUS" in name or "SLASH" in name:
        return "/"
    return UNKNOWN if category[0] in "LN" else "."
