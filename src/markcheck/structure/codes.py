"""Declassification codes in running text: those of the orders, and what has the shape of one."""

from __future__ import annotations

import re

from markcheck.rulebook.orders import Orders

# A shorter stem without a ground is an ordinary word.
_LEAST_STEM = 3
_GROUND = re.compile(r"(?P<family>(?:\d\d)?[A-Z]+)-?(?P<ground>\d)(?P<suffix>-[A-Z]+)?")


class Codes:
    """Finds codes and gives each the name that the orders have for it.

    A family is what codes with a numbered ground have in common: X of X1 to X8, XGDS, 25X. Anything of that shape is
    taken for a code, so that one with a wrong ground is seen as such; so is a schedule with a stray letter before it.
    """

    def __init__(self, orders: Orders) -> None:
        self._names: dict[str, str] = {}
        families: set[str] = set()
        schedules: set[str] = set()
        for key, code in orders.codes.items():
            for name in (key, *code.written):
                self._names[_folded(name)] = code.name
            ground = _GROUND.fullmatch(key)
            if ground:
                families.add(ground["family"])
            elif code.kind == "schedule" and key.isalpha():
                schedules.add(key)
        # What is longer than its family's shape comes first: 25X1, EO 12951.
        written = sorted(self._all_written(orders), key=len, reverse=True)
        alternatives = [_pattern(name) for name in written if _is_longer(name.upper(), families)]
        alternatives += [_family(name) for name in sorted(families, key=len, reverse=True)]
        alternatives += [rf"[A-Z]?{name}" for name in sorted(schedules) if len(name) >= _LEAST_STEM]
        self._pattern = re.compile(
            rf"(?:(?<![A-Z0-9-])|(?<=1\.6))(?:{'|'.join(alternatives)})(?![A-Z0-9]|-[A-Z0-9])", re.IGNORECASE
        )

    @staticmethod
    def _all_written(orders: Orders) -> list[str]:
        return [text for key, code in orders.codes.items() for text in (key, *code.written)]

    def find(self, text: str) -> list[str]:
        """The codes in ``text``, each once: by its name, or as written in capitals where no order has it."""
        found = (match.group() for match in self._pattern.finditer(text))
        return list(dict.fromkeys(self._names.get(_folded(code), " ".join(code.upper().split())) for code in found))


def _is_longer(name: str, families: set[str]) -> bool:
    """Whether a code is not of its family's plain shape."""
    ground = _GROUND.fullmatch(name)
    return name not in families and (ground is None or ground["suffix"] is not None)


def _folded(code: str) -> str:
    """What tells codes apart: capitals; in a family of letters the hyphen and blanks before the ground do not."""
    folded = " ".join(code.upper().replace("\u2019", "'").split())
    if folded[0].isdigit():
        return re.sub(r"[ ]?,[ ]?|(?<=\d)[ ](?=E)", ", ", folded).replace("E.O. ", "EO ").replace("E.O.", "EO ")
    return re.sub(r"[ -]+(?=\d)", "", folded)


def _pattern(written: str) -> str:
    """``written`` with any number of blanks, an optional comma, and optional points in an order's name."""
    escaped = re.escape(written).replace(r"\ ", "[ ]+").replace("'", "['\u2019]")
    return escaped.replace(",[ ]+EO[ ]+", r"[ ]*,?[ ]*E\.?[ ]?O\.?[ ]*")


def _family(name: str) -> str:
    if name[0].isdigit():
        return rf"{name[:2]}[ ]?{name[2:]}[ -]{{0,2}}\d{{0,2}}(?:[ ]?-?[ ]?(?:HUM|WMD|HUMAN)\b)?"
    if len(name) < _LEAST_STEM:
        return rf"{name}-?\d{{1,2}}"
    return rf"{name}[ ]?-?[ ]?\d{{0,2}}"
