"""Rows as Arrow has them, and the documents of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from markcheck.errors import UsageError

_TEXT = pa.string()
_FINDING = pa.struct(
    [
        pa.field("rule", _TEXT),
        pa.field("severity", _TEXT),
        pa.field("message", _TEXT),
        pa.field("line", pa.int32()),
        pa.field("column", pa.int32()),
        pa.field("end_line", pa.int32()),
        pa.field("end_column", pa.int32()),
        pa.field("portion", _TEXT),
        pa.field("fix", _TEXT),
    ]
)
_UNEXAMINED = pa.struct([pa.field("what", _TEXT), pa.field("reason", _TEXT), pa.field("message", _TEXT)])
SCHEMA = pa.schema(
    [
        pa.field("id", _TEXT),
        pa.field("format", _TEXT),
        pa.field("genre", _TEXT),
        pa.field("date", _TEXT),
        pa.field("level", _TEXT),
        pa.field("banner", _TEXT),
        pa.field("required_banner", _TEXT),
        pa.field("declassify_on", _TEXT),
        pa.field("errors", pa.int32()),
        pa.field("warnings", pa.int32()),
        pa.field("infos", pa.int32()),
        pa.field("findings", pa.list_(_FINDING)),
        pa.field("unexamined", pa.list_(_UNEXAMINED)),
    ]
)


def documents(
    table: pa.Table | pa.RecordBatch, text_column: str, id_column: str | None
) -> Iterator[tuple[str | None, Any]]:
    """Each document of a table with its name. Raises :class:`~markcheck.errors.UsageError` for an absent column."""
    for column in filter(None, (text_column, id_column)):
        if column not in table.schema.names:
            raise UsageError(f"there is no column {column}; the columns are {', '.join(table.schema.names)}")
    texts = table.column(text_column)
    kind = texts.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind)
            or pa.types.is_large_binary(kind) or pa.types.is_null(kind)):  # fmt: skip
        raise UsageError(f"the column {text_column} is {kind}, which is no text")
    names = (None if name is None else str(name) for name in table.column(id_column).to_pylist()) if id_column else None
    for at in range(len(texts)):
        yield (next(names) if names else None), texts[at].as_py()
