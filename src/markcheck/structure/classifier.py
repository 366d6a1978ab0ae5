"""The Classified By paragraph: who classified, in what position, for what reasons.

Old systems cut lines at a fixed column, so any word may be broken: the paragraph is joined first, blank for line end,
and its words are matched with optional blanks inside.
"""

from __future__ import annotations

import re

from markcheck.kept import kept
from markcheck.model.authority import Classifier, Reasons
from markcheck.model.document import Note
from markcheck.structure.pieces import Found
from markcheck.structure.words import Words

_OPENER = re.compile(
    r"[\s.\u00b6]*(?:\d{1,2}[ ]?\.[ ]*)?(?:\([A-Za-z/]{1,6}\)[ ]*)?"
    r"(?:(?:[A-Z ]+-[ ]*ENTIRE TEXT\.?)[ ]*)?"
    r"(?:this (?:message|cable|telegram|document)(?: is| was)?[ ]+)?classified[ ]+by\b[\s:;.]*"
    r"(?:\([A-Za-z/]{1,6}\)[ ]*)?",
    re.IGNORECASE,
)
_DERIVED = re.compile(r"derived[ ]+from\b[\s:;.]*", re.IGNORECASE)
_SECTION = re.compile(r"(?<![\d.])(?P<section>1[ ]?[.,][ ]?[45]|14(?=[ ]?\()|15(?=[ ]?\())(?!\d)")
_LETTERS = re.compile(
    r"(?:(?!\bE\.?[ ]?O\b)"
    r"(?:[ ()\[\],;:/&+.]|(?<![A-Za-z])a[ ]?n[ ]?d(?![A-Za-z])|(?<![A-Za-z])[A-Za-z](?![A-Za-z])))*",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<![A-Za-z])a[ ]?n[ ]?d(?![A-Za-z])", re.IGNORECASE)
_LETTER = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_GUIDE = re.compile(r"CLASSIFICATION[ ]+GUIDE", re.IGNORECASE)
_CONNECTOR = re.compile(
    r"[\s,;:.(\-]*\b(?:f[ ]?[o0][ ]?r|per|under|based[ ]+(?:up)?on|due[ ]+to|pursuant[ ]+to|fr)?[\s]*(?:the[ ]+)?"
    r"(?:E\.?[ ]?O\.?[ ]?)?(?:\d{5}[,:]?[ ]*)?(?:section[ ]*)?"
    r"\b(?:r[ ]?e[ ]?a[ ]?s?[ ]?[o0]?[ ]?n[ ]?s?(?:\(s\))?|resons|rasons|reaons)\b[\s:;.,\-]*.*$"
    r"|[\s,;:.(\-]*\b(?:f[ ]?[o0][ ]?r|per|under|section|based[ ]+(?:up)?on|due[ ]+to|pursuant[ ]+to|fr|-|:|,)?[\s]*"
    r"(?:E\.?[ ]?O\.?[ ]?)?(?:\d{5}[,:]?[ ]*)?(?:section[ ]*|para(?:graph)?s?[ ]*)*$",
    re.IGNORECASE | re.DOTALL,
)
_REASON_WORD = re.compile(r"\br[ ]?e[ ]?a[ ]?s[ ]?[o0][ ]?n[ ]?s?\b|\bre?a?sons\b|\breaons\b", re.IGNORECASE)
_MOST_OPENERS = 3
_LONGEST_OFFICE = 5
_LONGEST_SYMBOL = 3
# A personal identifier stands for name and position (32 CFR 2001.21(a)(1)).
_IDENTIFIER = re.compile(r"(?:ID|NO\.?)?[ #:]*[A-Z]{0,4}\d[\w-]*", re.IGNORECASE)
_CUT = re.compile(r"(?P<left>[A-Za-z0-9'\u2019-]+)\n(?P<right>[A-Za-z0-9]+)")
_CUT_POINT = re.compile(r"\n(?=[.,;-])")
_CUT_PREFIXES = frozenset(("Mc", "Mac", "O'", "D'", "O\u2019", "D\u2019"))
_SMALL_WORDS = re.compile(r"f?o?r|f?o|rea?|reas?o?n?s?|per|under|section|based|upon|due|paras?|with")
_VOWEL = re.compile(r"[AEIOUY]", re.IGNORECASE)
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV", "JR", "SR"))
_PARTICLES = frozenset(
    (
        "al",
        "bin",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "la",
        "le",
        "ter",
        "van",
        "von",
        "y",
    )
)
_NOISE = re.compile(r"[^\w\s.,;:'()/&\u2019-].*$", re.DOTALL)
_SEGMENT = re.compile(r"[,;()]+|[ ]-+[ ]|/[ ]")
_TOKEN = re.compile(r"\S+")
_ORDER = re.compile(r"E\.?[ ]?O\.?[ ]?(\d{4,5})(?!\d)", re.IGNORECASE)


def read_reasons(joined: str, offset: int, found: Found) -> tuple[Reasons, ...]:
    """The sections cited in ``joined``, each with its letters; ``offset`` is where ``joined`` starts in the text."""
    reasons, notes = _reasons(joined)
    for note in notes:
        found.note(note.code, offset + note.start, offset + note.end, **note.fields)
    return tuple([Reasons(item.section, item.letters, item.start + offset, item.end + offset) for item in reasons])


@kept
def _reasons(joined: str) -> tuple[tuple[Reasons, ...], tuple[Note, ...]]:
    """The sections cited in ``joined`` and what is odd about them, with offsets into it."""
    result: list[Reasons] = []
    notes: list[Note] = []
    for match in _SECTION.finditer(joined):
        letters_match = _LETTERS.match(joined, match.end())
        stretch = letters_match.group() if letters_match else ""
        letters = tuple(
            letter.lower() for letter in _LETTER.findall(_AND.sub(lambda word: " " * len(word[0]), stretch))
        )
        name = f"1.{match['section'][-1]}"
        start, end = match.start(), match.end() + len(stretch.rstrip(" .,;:"))
        if match["section"] != name:
            notes.append(Note("reason-section-damaged", start, match.end(), {"section": name}))
        if stretch.count("(") != stretch.count(")") and letters:
            notes.append(Note("reason-bracket-unbalanced", start, end, {"section": name}))
        if result and result[-1].section == name:
            last = result[-1]
            result[-1] = Reasons(name, (*last.letters, *letters), last.start, end)
        else:
            result.append(Reasons(name, letters, start, end))
    return tuple(result), tuple(notes)


def read_classifier(paragraph: str, offset: int, words: Words, found: Found) -> Classifier | None:
    """Who classified, out of a whole Classified By paragraph; ``None`` where it names a guide or nobody."""
    who, doubled = _classifier(paragraph, words)
    for start, end in doubled:
        found.note("classified-by-doubled", offset + start, offset + end)
    return Classifier(who.name, who.position, who.start + offset, who.end + offset) if who else None


@kept
def _classifier(paragraph: str, words: Words) -> tuple[Classifier | None, tuple[tuple[int, int], ...]]:
    """Who classified, and where openers stand that follow another one, with offsets into the paragraph."""
    joined = paragraph.replace("\n", " ")
    opener = _OPENER.match(joined)
    if opener is None:
        return None, ()
    at = opener.end()
    doubled: list[tuple[int, int]] = []
    again = _OPENER.match(joined, at)
    for _ in range(_MOST_OPENERS):
        if again is None or again.end() == at:
            break
        doubled.append((at, again.end()))
        at = again.end()
        again = _OPENER.match(joined, at)
    section = _SECTION.search(joined, at)
    reason = _REASON_WORD.search(joined, at)
    stops = [match.start() for match in (section, reason) if match]
    end = min(stops) if stops else len(joined)
    who = " ".join(_mended(paragraph[at:end], words).split())
    who = _CONNECTOR.sub("", who).strip(" ,;:.-(")
    if _IDENTIFIER.fullmatch(who):
        return Classifier(None, who, at, at + len(who)), tuple(doubled)
    name, position = split_name(_NOISE.sub("", who).strip(), words.titles)
    if name is None and position is None:
        return None, tuple(doubled)
    return Classifier(name, position, at, at + len(who)), tuple(doubled)


def _mended(text: str, words: Words) -> str:
    """``text`` with the words put together that a line end cut.

    Small letters that are no word of the paragraph go on with a word; so do capitals that cannot be a word, behind
    what cannot end one. What else a line end separates are two words.
    """

    def join(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        if right[0].isdigit() or left.endswith("-") or left in _CUT_PREFIXES:
            cut = left[-1].isdigit() or not right[0].isdigit()
        elif (
            (left + right).upper() in words.titles or left + right in _SUFFIXES or (len(left) == 1 and right.islower())
        ):
            cut = True
        elif right.islower() and right != "y":
            known = right in _PARTICLES or right.upper() in words.titles or _SMALL_WORDS.fullmatch(right)
            cut = not known and not (right == "on" and left.lower() == "based")
        else:
            cut = right == "y" or (left.isupper() and right.isupper() and (len(left) == 1 or not _VOWEL.search(right)))
        return left + ("" if cut else " ") + right

    return _CUT.sub(join, _CUT_POINT.sub("", text)).replace("\n", " ")


def read_derived(joined: str) -> tuple[str, ...]:
    """The sources of a Derived From line."""
    opener = _DERIVED.search(joined)
    if opener is None:
        return ()
    value = joined[opener.end() :].strip()
    return tuple(part.strip() for part in value.split(";") if part.strip())


def order_named(joined: str) -> re.Match[str] | None:
    """An order's number inside the paragraph."""
    return _ORDER.search(joined)


def split_name(text: str, titles: frozenset[str]) -> tuple[str | None, str | None]:
    """Name and position out of ``EAP DAS Ann Person``, ``A. PERSON, CONSUL``, ``Consul A. Person`` and the like.

    The words of a position are listed in the rules; an office symbol is a short word of capitals in mixed-case text.
    """
    if not text or _GUIDE.search(text):
        return None, text or None
    mixed = any(char.islower() for char in text)
    best = -1
    parts = [part for part in (" ".join(part.split()).strip(" :-") for part in _SEGMENT.split(text)) if part]
    readings = [_name_in(part.removesuffix(".") if len(part) > 4 else part, titles, mixed) for part in parts]
    for index, (name, _) in enumerate(readings):
        if name is not None and (best < 0 or (" " not in (readings[best][0] or "") and " " in name)):
            best = index
    if best < 0:
        return None, ", ".join(parts) or None
    name = readings[best][0] or ""
    positions = [
        rest if index == best else part for index, (part, (_, rest)) in enumerate(zip(parts, readings, strict=True))
    ]
    if best + 1 < len(parts) and parts[best + 1].strip(".") in _SUFFIXES:
        name, positions[best + 1] = f"{name}, {parts[best + 1]}", ""
    return name, ", ".join(filter(None, positions)) or None


def _name_in(segment: str, titles: frozenset[str], mixed: bool) -> tuple[str | None, str]:
    tokens = _TOKEN.findall(segment)
    named = [_is_name(token, titles, mixed) for token in tokens]
    for index in range(1, len(tokens)):
        token = tokens[index]
        if named[index - 1] and not named[index] and token.isalpha() and token.isupper() and len(token) > 2:
            named[index] = token not in titles
    for index in range(len(tokens) - 2, -1, -1):
        # In a name of capitals the first name is one too; an office symbol is shorter.
        token = tokens[index]
        if named[index + 1] and not named[index] and token.isalpha() and token.isupper() and tokens[-1].isupper():
            named[index] = len(token) > _LONGEST_SYMBOL and token not in titles
    first = len(tokens)
    while first > 0 and named[first - 1]:
        first -= 1
    if first < len(tokens):
        return " ".join(tokens[first:]), " ".join(tokens[:first])
    last = 0
    while last < len(tokens) and named[last]:
        last += 1
    if last >= 2:
        return " ".join(tokens[:last]), " ".join(tokens[last:])
    return None, segment


def _is_name(token: str, titles: frozenset[str], mixed: bool) -> bool:
    word = token.strip(".,:;'\"")
    if len(word) == 1 and word.isupper() and token.endswith("."):
        return True
    if not word or word.upper() in titles or token.upper() in titles or not word[0].isalpha():
        return False
    if any(char.isdigit() for char in word) or ("/" in word and len(word) < 20):
        return False
    if not word[0].isupper():
        return word in _PARTICLES
    if len(word) == 1 or (len(word) <= 3 and token.endswith(".")):
        return True
    if mixed and word.isupper() and "." not in token:
        return len(word) > _LONGEST_OFFICE
    return True
