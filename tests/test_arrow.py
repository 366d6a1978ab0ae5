"""Arrow tables: a row for each row, whatever is in it. All is invented."""

from __future__ import annotations

import pytest

from markcheck import api
from markcheck.errors import UsageError
from telegrams import of_marks

pa = pytest.importorskip("pyarrow")
from markcheck.arrow import SCHEMA, VERSIONS, redact_table, validate_table  # noqa: E402
from markcheck.rows.row import COLUMNS, FINDING, UNEXAMINED  # noqa: E402

TEXTS = [of_marks(*marks).data().decode() for marks in (("U", "C"), ("c", "U"), ("S", "C"), ("U", "U"))]
TABLE = pa.table({"id": ["a", "b", "c", "d"], "text": TEXTS})


def test_rows_are_what_validate_finds() -> None:
    found = validate_table(TABLE)
    assert found.schema == SCHEMA
    assert found.column("id").to_pylist() == ["a", "b", "c", "d"]
    for row, text in zip(found.to_pylist(), TEXTS, strict=True):
        assert [item["rule"] for item in row["findings"]] == [
            item.rule for item in api.validate("x", text.encode()).findings
        ]


def test_the_schema_has_the_columns_of_every_other_form() -> None:
    assert tuple(SCHEMA.names) == COLUMNS
    for name, fields in (("findings", FINDING), ("unexamined", UNEXAMINED)):
        kind = SCHEMA.field(name).type.value_type
        assert tuple(kind.field(at).name for at in range(kind.num_fields)) == fields


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary()])
def test_text_and_bytes_are_read_alike(kind: pa.DataType) -> None:
    table = TABLE.set_column(1, "text", TABLE.column("text").cast(pa.binary()).cast(kind))
    assert validate_table(table) == validate_table(TABLE)
    assert redact_table(table, "U") == redact_table(TABLE, "U")


def test_batches_and_chunks_are_tables_too() -> None:
    chunked = pa.concat_tables([TABLE.slice(0, 1), TABLE.slice(1, 2), TABLE.slice(3)])
    assert validate_table(chunked) == validate_table(TABLE)
    assert validate_table(TABLE.to_batches()[0]) == validate_table(TABLE)


def test_columns_have_any_name_or_none() -> None:
    table = TABLE.rename_columns(["ref", "body"])
    assert validate_table(table, text_column="body", id_column="ref") == validate_table(TABLE)
    assert validate_table(table, text_column="body", id_column=None).column("id").null_count == 4
    with pytest.raises(UsageError, match="text"):
        validate_table(table)
    with pytest.raises(UsageError, match="no text"):
        validate_table(pa.table({"id": ["a"], "text": [1]}))


def test_an_empty_table_has_the_schema() -> None:
    assert validate_table(TABLE.slice(0, 0)) == SCHEMA.empty_table()
    assert redact_table(TABLE.slice(0, 0), "U") == VERSIONS.empty_table()


def test_a_null_is_a_row_that_was_not_examined() -> None:
    table = pa.table({"id": ["a"], "text": pa.array([None], pa.string())})
    (row,) = validate_table(table).to_pylist()
    assert row["unexamined"][0]["reason"] == "empty"
    assert redact_table(table, "U").column("text").to_pylist() == [None]


def test_a_defect_stays_in_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("markcheck.rows.row.validate", lambda *_: 1 // 0)
    (reason,) = {row["unexamined"][0]["reason"] for row in validate_table(TABLE).to_pylist()}
    assert reason == "defect"


def test_versions_are_what_redact_makes() -> None:
    found = redact_table(TABLE, "U")
    assert found.schema == VERSIONS
    for row, text in zip(found.to_pylist(), TEXTS, strict=True):
        assert row["text"] == api.redact("x", text.encode(), "U").data.decode()
        assert row["problem"] is None
    assert found.column("withheld").to_pylist() == [1, 1, 2, 0]
    with pytest.raises(UsageError):
        redact_table(TABLE, "nonsense")


def test_what_has_no_version_says_why() -> None:
    (row,) = redact_table(pa.table({"id": ["a"], "text": [b"\0\1\2"]}), "U").to_pylist()
    assert row["text"] is None
    assert row["problem"]
