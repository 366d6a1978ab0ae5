"""Whole tables of documents, for whatever speaks Arrow: Spark's ``mapInArrow``, Ray Data, DuckDB, Polars.

Needs ``pip install 'markcheck[arrow]'``. A table goes in and a table comes out, a row for each row, with the schema
:data:`SCHEMA` or :data:`VERSIONS` whatever is in the documents; nothing is kept between calls but the rules.

>>> import pyarrow as pa
>>> from markcheck.arrow import validate_table
>>> validate_table(pa.table({"id": ["a"], "text": ["..."]})).column("errors")    # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any

try:
    import pyarrow as pa
except ModuleNotFoundError:
    raise ModuleNotFoundError("markcheck.arrow needs more: pip install 'markcheck[arrow]'") from None

from markcheck.errors import MarkcheckError, RedactionRefused, Unreadable
from markcheck.model.judging import PLAINLY, Judging
from markcheck.model.result import DEFECT
from markcheck.rows.row import encoded, row_of
from markcheck.rows.tables import SCHEMA, documents
from markcheck.trace import place_of

__all__ = ["SCHEMA", "VERSIONS", "redact_table", "validate_table"]

_TEXT = pa.string()
VERSIONS = pa.schema(
    [
        pa.field("id", _TEXT),
        pa.field("text", _TEXT),
        pa.field("banner", _TEXT),
        pa.field("released", pa.int32()),
        pa.field("withheld", pa.int32()),
        pa.field("problem", _TEXT),
    ]
)


def validate_table(
    table: pa.Table, *, text_column: str = "text", id_column: str | None = "id", judging: Judging = PLAINLY
) -> pa.Table:
    """The rows of :data:`SCHEMA` for the documents in the column ``text_column``, which is text or bytes.

    ``id_column`` is the column that tells documents apart, ``None`` where there is none. Raises
    :class:`~markcheck.errors.UsageError` where a column is not there; whatever is wrong with a document is in its row.
    """
    rows = [row_of(name, data, judging) for name, data in documents(table, text_column, id_column)]
    return pa.Table.from_pylist(rows, SCHEMA)


def redact_table(table: pa.Table, ceiling: str, *, text_column: str = "text", id_column: str | None = "id") -> pa.Table:
    """The rows of :data:`VERSIONS`: public versions for those cleared for ``ceiling`` (``U``, ``S//NF``).

    Each version stood its second look. Where none could be made ``text`` is null and ``problem`` says why. Only
    documents whose public versions are text get one. Raises :class:`~markcheck.errors.UsageError` for a column that is
    not there or a ceiling that is no marking.
    """
    from markcheck.api import engine
    from markcheck.marks.ceiling import read_ceiling

    limit = read_ceiling(ceiling, engine().language)
    rows = [_version(name, data, limit) for name, data in documents(table, text_column, id_column)]
    return pa.Table.from_pylist(rows, VERSIONS)


def _version(name: str | None, data: str | bytes | None, ceiling: Any) -> dict[str, Any]:
    from markcheck.api import redact
    from markcheck.model.plan import Decision

    row: dict[str, Any] = dict.fromkeys(VERSIONS.names)
    row["id"] = name
    if data is None:
        return {**row, "problem": "the row has no text"}
    try:
        made = redact(name or "", data if isinstance(data, bytes) else encoded(data), ceiling)
        version = made.data.decode()
    except UnicodeDecodeError:
        return {**row, "problem": "its public version is no text"}
    except (Unreadable, RedactionRefused) as error:
        return {**row, "problem": str(error)}
    except MarkcheckError:
        raise
    except Exception as error:
        return {**row, "problem": f"{DEFECT}: {place_of(error)}"}
    decisions = [unit.decision for unit in made.plan.units if unit.first.is_portion]
    return {
        **row,
        "text": version,
        "banner": ceiling.language.banner(made.plan.result),
        "released": decisions.count(Decision.RELEASED),
        "withheld": decisions.count(Decision.WITHHELD),
    }
