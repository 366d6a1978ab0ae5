"""Valid marks, and ways to damage them; every mark in it is invented, or an example of the register's data."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable
from datetime import date

from markcheck.marks.language import Language, conforms
from markcheck.marks.render import render
from markcheck.model.marking import Form
from markcheck.rulebook.book import rulebook

LANGUAGE = Language(rulebook().systems.values())


def form_of(text: str) -> Form:
    return Form.PORTION if text[:1] in ("(", "[", "{", "<", "（", "［") else Form.BANNER


def right(text: str, form: Form | None = None, day: date | None = None) -> bool:
    return conforms(LANGUAGE.parse_on(text, form or form_of(text), day))


INVENTED = [
    "(S)", "(TS)", "(S//NF)", "(C//OC/NF)", "(TS//SI-G MNOP//OC/NF)", "(TS//SI/TK//RS/OC/NF)", "(S//REL TO USA, GBR)",
    "(U//FOUO)", "(S//REL TO USA, AUS, CAN/RELIDO)", "(TS//HCS-O-P Q7RS//OC/NF)", "(S//SAR-QZ//NF)", "(U//DS)",
    "(S//RD-SG 14 18//NF)", "(//CAN FRA C//NF)", "(//JOINT S AUS USA//REL TO USA, AUS)", "(S//FGI AUS GBR//NF)",
    "(S//NF//LES/SSI)", "(CUI//SP-CTI/SP-EXPT//NF)", "(//CTS//BOHEMIA)", "(S//DISPLAY ONLY KEN, UGA)",
    "SECRET", "TOP SECRET", "UNCLASSIFIED", "SECRET//NOFORN", "TOP SECRET//SI//NOFORN", "CONFIDENTIAL//RELIDO",
    "TOP SECRET//HCS-P/RSV-4T2/SI/TK//ORCON-USGOV/NOFORN", "TOP SECRET//SI-G MNOP WXYZ-QAB//ORCON/NOFORN",
    "SECRET//REL TO USA, EST, LVA, NATO", "SECRET//IMCON/REL TO USA, AUS, CAN, GBR, NZL", "//NATO SECRET//ATOMAL",
    "SECRET//FGI FRA NOR NATO//REL TO USA, FRA, NOR, NATO", "//JOINT SECRET GBR NOR USA//REL TO USA, GBR, NOR",
    "TOP SECRET//FRD/ATOMAL//FGI NATO//NOFORN", "SECRET//NOFORN/PROPIN/FISA//LES/SSI", "//ITA SECRET//NOFORN",
    "CUI//SP-CTI/SP-EXPT/PRVCY//FEDCON", "CUI//PRIVILEGE//Attorney-Client", "TLP:AMBER+STRICT", "TLP:GREEN",
    "TOP SECRET//SI/TALENT KEYHOLE-BLUEFISH//NOFORN", "OFFICIAL-SENSITIVE - RECIPIENTS ONLY - PERSONAL DATA",
]  # fmt: skip

Damage = Callable[[random.Random, str], str]


def _at_letter(change: Callable[[random.Random, str, int], str]) -> Damage:
    """Change a mark at one of its letters."""

    def damage(rng: random.Random, text: str) -> str:
        return change(rng, text, rng.choice([at for at, char in enumerate(text) if char.isalnum()]))

    return damage


def _swap(rng: random.Random, text: str) -> str:
    places = [at for at in range(len(text) - 1) if text[at : at + 2].isalnum() and text[at] != text[at + 1]]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _one(old: str, *new: str) -> Damage:
    """Replace one of the places where ``old`` stands."""

    def damage(rng: random.Random, text: str) -> str:
        places = [match.start() for match in re.finditer(re.escape(old), text)]
        if not places:
            return text
        at = rng.choice(places)
        return text[:at] + rng.choice(new) + text[at + len(old) :]

    return damage


def _all(old: str, *new: str) -> Damage:
    return lambda rng, text: text.replace(old, rng.choice(new))


def _letters(table: dict[str, str], share: float) -> Damage:
    return lambda rng, text: "".join(table[char] if char in table and rng.random() < share else char for char in text)


def _shuffled(separator: str, first: int) -> Damage:
    def damage(rng: random.Random, text: str) -> str:
        lead = "//" if text.startswith("//") else ""
        parts = text[len(lead) :].split(separator)
        rest = parts[first:]
        rng.shuffle(rest)
        return lead + separator.join([*parts[:first], *rest])

    return damage


def _codes(rng: random.Random, text: str) -> str:
    """The codes of a list in another order."""
    found = re.search(r"(?:REL TO|DISPLAY ONLY|FGI) (\w+(,? )\w+(?:\2\w+)*)", text)
    if not found:
        return text
    codes = found[1].split(found[2])
    rng.shuffle(codes)
    return text[: found.start(1)] + found[2].join(codes) + text[found.end(1) :]


def _other_form(_: random.Random, text: str) -> str:
    parsed = LANGUAGE.parse_on(text, form_of(text), None)
    assert parsed.marking is not None
    portion = text.startswith("(")
    found = render(LANGUAGE.system_of(parsed.marking), parsed.marking, Form.BANNER if portion else Form.PORTION)
    return f"({found})" if portion else found[1:-1]


UPPER = string.ascii_uppercase
CYRILLIC = dict(zip("ABCEHIKMOPSTX", "АВСЕНІКМОРЅТХ", strict=True))
GREEK = dict(zip("ABEHIKMNOPTXYZ", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", strict=True))
FULL_WIDTH = {char: chr(ord(char) + 0xFEE0) for char in UPPER}
OCR = {"O": "0", "I": "1", "S": "5", "B": "8"}
BRACKETS = ("[{}]", "{{{}}}", "({}", "(({}))", "（{}）", "( {} )", "({}]", "<{}>", "({}))")

DAMAGES: dict[str, Damage] = {
    "lost letter": _at_letter(lambda rng, text, at: text[:at] + text[at + 1 :]),
    "added letter": _at_letter(lambda rng, text, at: text[:at] + rng.choice(UPPER) + text[at:]),
    "changed letter": _at_letter(lambda rng, text, at: text[:at] + rng.choice(UPPER) + text[at + 1 :]),
    "doubled letter": _at_letter(lambda rng, text, at: text[:at] + text[at] + text[at:]),
    "swapped letters": _swap,
    "small letters": lambda rng, text: text.lower(),
    "mixed case": lambda rng, text: text.title(),
    "lost slash": _one("//", "/"),
    "slash too many": _one("//", "///", "////"),
    "slashes for one": lambda rng, text: re.sub(r"(?<!/)/(?!/)", "//", text),
    "one slash throughout": _all("//", "/"),
    "look-alike slash": _all("/", "／", "∕", "⁄", "\\", "|"),
    "look-alike hyphen": _all("-", "–", "—", "‐", "−"),
    "blanks around slashes": _all("//", " // ", " //", "// "),
    "blanks for slashes": lambda rng, text: text[:2] + text[2:].replace("//", " "),
    "comma for slash": lambda rng, text: re.sub(r"(?<!/)/(?!/)", rng.choice([",", ", ", "; "]), text),
    "no slashes": lambda rng, text: text[:2] + text[2:].replace("//", ""),
    "list of commas": _all(", ", ","),
    "list of blanks": _all(", ", " "),
    "list of semicolons": _all(", ", "; ", ". "),
    "release words": _one("REL TO", "RELTO", "REL", "REL. TO", "REL-TO"),
    "joints": _one("-", " ", "/", "--"),
    "categories": _shuffled("//", 1),
    "codes": _codes,
    "broken word": lambda rng, text: re.sub(r"([A-Z]{3})([A-Z]{3})", r"\1 \2", text, count=1),
    "spaced word": lambda rng, text: re.sub(r"[A-Z]{6,}", lambda word: " ".join(word.group()), text, count=1),
    "Cyrillic": _letters(CYRILLIC, 0.5),
    "Greek": _letters(GREEK, 0.5),
    "full width": _letters(FULL_WIDTH, 0.6),
    "what cannot be seen": _at_letter(
        lambda rng, text, at: text[:at] + rng.choice("\u200b\u00ad\ufeff\u200e") + text[at:]
    ),
    "no-break blanks": _all(" ", "\u00a0", "\u2009"),
    "characters misread": _letters(OCR, 0.3),
    "leading slashes": lambda rng, text: text[2:] if text.startswith("//") else f"//{text}",
    "trailing slashes": lambda rng, text: text + rng.choice(["//", "/", "."]),
    "old words": lambda rng, text: re.sub(r"\bGBR\b", "UK", re.sub(r"\bSI\b", "COMINT", text)),
}
WHOLE: dict[str, Damage] = {
    "brackets": lambda rng, text: rng.choice(BRACKETS).format(text[1:-1]) if text.startswith("(") else text,
    "other form": _other_form,
}  # fmt: skip


def valid_marks() -> list[str]:
    """The register's examples that are canonical, and invented ones."""
    listed = [
        text
        for system in LANGUAGE.systems.values()
        for control in system.controls.values()
        for text in control.valid
        if "@" not in text and right(text)
    ]
    for text in INVENTED:
        assert right(text), text
    # A control that stands alone is written with its level when it is repaired.
    return [text for text in dict.fromkeys((*INVENTED, *listed)) if not text.startswith("(SBU")]


def damaged(rng: random.Random, damage: Damage, text: str, *, whole: bool) -> str:
    if whole or not text.startswith("("):
        return damage(rng, text)
    return f"({damage(rng, text[1:-1])})"


def samples(count: int) -> list[tuple[str, str, str]]:
    """Kinds of damage, damaged marks that do not conform any more, and what they were."""
    rng = random.Random(20161231)
    marks = valid_marks()
    found = []
    for kind, damage in (*DAMAGES.items(), *WHOLE.items()):
        tried: set[str] = set()
        for _ in range(count * 8):
            text = rng.choice(marks)
            hurt = damaged(rng, damage, text, whole=kind in WHOLE)
            if hurt != text and hurt not in tried and not right(hurt, form_of(text)):
                tried.add(hurt)
                found.append((kind, hurt, text))
                if len(tried) == count:
                    break
    return found
