"""Where a JSON document has its marks and texts."""

from __future__ import annotations

from msgspec import Struct


class JsonFields(Struct, frozen=True):
    """Names of fields, parted by dots; ``*`` stands for every item of a list or object.

    ``portions`` leads to the portions; ``mark`` and ``text`` count from each of them, the others from the document.
    An empty name is the document, or the portion, itself.
    """

    portions: str
    mark: str
    text: str
    banner: str | None = None
    date: str | None = None
    subject: str | None = None
    classified_by: str | None = None
    derived_from: str | None = None
    reason: str | None = None
    declassify_on: str | None = None
