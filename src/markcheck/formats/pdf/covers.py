"""Text that a page draws and does not show: under a box or a picture drawn over it, or in the colour of the paper."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct

_OPAQUE = 255
_WHITE = 250
# In points: what is lower or narrower is a rule beside or through a line.
_LEAST = 4.0
# A picture over most of a page is the page itself, whose text was recognised and lies below it.
_WHOLE_PAGE = 0.5


class _Shape(Struct, frozen=True):
    """A filled area or a picture: when it is drawn, where, and whether it is white."""

    order: int
    left: float
    bottom: float
    right: float
    top: float
    white: bool

    def holds(self, across: float, up: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= across <= self.right and self.bottom <= up <= self.top


class Covers:
    """What of a page's text cannot be seen."""

    def __init__(self, page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> None:
        self._text_page = text_page
        self._shapes: list[_Shape] = []
        self._orders: dict[int, int] = {}
        self._white: set[int] = set()
        area = page.get_width() * page.get_height()
        for order, item in enumerate(page.get_objects(max_depth=1)):
            if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
                address = _address(item.raw)
                self._orders[address] = order
                if _is_white(item.raw):
                    self._white.add(address)
            elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE or (
                item.type == pdfium.FPDF_PAGEOBJ_PATH and _is_filled(item.raw)
            ):
                shape = _shape(item.raw, order, white=item.type == pdfium.FPDF_PAGEOBJ_PATH and _is_white(item.raw))
                picture = item.type == pdfium.FPDF_PAGEOBJ_IMAGE
                size = (shape.right - shape.left) * (shape.top - shape.bottom)
                narrow = min(shape.right - shape.left, shape.top - shape.bottom) < _LEAST
                if not narrow and not (picture and size > _WHOLE_PAGE * area):
                    self._shapes.append(shape)

    def hides(self, index: int, across: float, up: float) -> bool:
        """Whether the character with that index, whose middle is given, cannot be seen."""
        if not self._shapes and not self._white:
            return False
        address = _address(pdfium.FPDFText_GetTextObject(self._text_page.raw, index))
        order = self._orders.get(address)
        if order is None:
            return False
        under = [shape for shape in self._shapes if shape.holds(across, up)]
        if any(shape.order > order for shape in under):
            return True
        return address in self._white and all(shape.white for shape in under)


def _address(handle: object) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _colour(handle: object) -> tuple[int, int, int, int]:
    values = [ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()]
    pdfium.FPDFPageObj_GetFillColor(handle, *values)
    red, green, blue, alpha = (value.value for value in values)
    return red, green, blue, alpha


def _is_white(handle: object) -> bool:
    *colours, alpha = _colour(handle)
    return min(colours) >= _WHITE and alpha == _OPAQUE


def _is_filled(handle: object) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(handle, mode, stroke)) and mode.value != 0 and _colour(handle)[3] == _OPAQUE


def _shape(handle: object, order: int, *, white: bool) -> _Shape:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return _Shape(order, left, bottom, right, top, white)
