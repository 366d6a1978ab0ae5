"""JSON whose marks stand in fields that settings name. All is invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from markcheck import api
from markcheck.errors import Unreadable
from markcheck.model.json_fields import JsonFields
from markcheck.model.judging import Judging
from program import Done
from strategies import sentences

FIELDS = JsonFields(
    "body.*", "marking", "text", "classification", "created", "subject", "authority.by", "authority.from", None,
    "authority.until",
)  # fmt: skip
REPORT: dict[str, Any] = {
    "id": "TS-17",
    "classification": "SECRET//NOFORN",
    "created": "20120305",
    "subject": "(U) Harbor talks",
    "body": [
        {"marking": "U", "text": "The ferries are late.", "by": "clerk"},
        {"marking": "(S//NF)", "text": "The zebra\n\n(U) crossed."},
        {"marking": "S//NF", "text": "(S//NF) The otters."},
        {"text": "Nobody said how."},
    ],
    "authority": {"by": "A. Person, Chief, Division 5", "from": "Harbor Guide 7, dated 20120110", "until": "20370110"},
}
TWIN = """\
SECRET//NOFORN

DATE: 20120305
SUBJECT: (U) Harbor talks

1. (U) The ferries are late.

2. (S//NF) The zebra (U) crossed.

3. (S//NF) The otters.

4. Nobody said how.

Classified By: A. Person, Chief, Division 5
Derived From: Harbor Guide 7, dated 20120110
Declassify On: 20370110

SECRET//NOFORN
"""
SETTINGS = """\
[json]
portions = "body.*"
mark = "marking"
text = "text"
banner = "classification"
date = "created"
subject = "subject"
classified-by = "authority.by"
derived-from = "authority.from"
declassify-on = "authority.until"
"""


def dumped(**changes: Any) -> bytes:
    return json.dumps({**REPORT, **changes}, indent=1).encode()


def found(data: bytes, fields: JsonFields = FIELDS) -> list[str]:
    return sorted(item.rule for item in api.validate("x", data, Judging(fields=fields)).findings)


def public(data: bytes) -> str:
    return api.redact("x", data, "U", wishes=api.Wishes(fields=FIELDS)).data.decode()


def test_it_is_read_like_its_twin() -> None:
    document = api.inspect("x", dumped(), fields=FIELDS).document
    assert document.format == "json"
    assert document.text == TWIN
    assert found(dumped()) == sorted(item.rule for item in api.validate("x", TWIN.encode()).findings)
    assert {item.text for item in document.hidden} == {"TS-17", "clerk"}


def test_places_are_json_pointers() -> None:
    document = api.inspect("x", dumped(), fields=FIELDS).document
    at = document.text.index("zebra")
    assert document.anchor(at, at + 5).address.startswith("/body/1/text")


def test_without_fields_it_is_text() -> None:
    assert api.inspect("x", dumped()).document.format == "text"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"classification": "CONFIDENTIAL//NOFORN"}, "rollup-banner-too-low"),
        ({"body": [{"marking": "S//NF", "text": "(U) The zebra."}]}, "meta-mark-mismatch"),
        ({"body": [{"marking": "s//nf", "text": "The zebra."}]}, "portion-mark-case"),
        ({"authority": {"by": "", "from": "Harbor Guide 7, dated 20120110"}}, "declassify-on-missing"),
    ],
)
def test_faults_are_found(changes: dict[str, Any], rule: str) -> None:
    assert rule in found(dumped(**changes))
    assert rule not in found(dumped())


def test_a_public_version_is_text() -> None:
    text = public(dumped())
    assert "1. (U) The ferries are late." in text
    for word in ("zebra", "crossed", "otters", "Nobody", "TS-17", "clerk"):
        assert word not in text


FERRIES = {"marking": "U", "text": "The ferries are late."}


@pytest.mark.parametrize("banner", ["SECRET", "UNCLASSIFIED"])
@pytest.mark.parametrize("mark", [7, False, "ZZZ", ["U"], {"a": "U"}, "S)(U"])
def test_a_mark_that_cannot_be_read_leaves_the_document_unexamined(mark: object, banner: str) -> None:
    """Its text must not hang on the portion before it."""
    data = dumped(classification=banner, body=[FERRIES, {"marking": mark, "text": "The zebra."}])
    (item,) = api.validate("x", data, Judging(fields=FIELDS)).unexamined
    assert (item.reason, item.message) == ("field-mark", "/body/1: its mark cannot be read: not examined")
    with pytest.raises(Unreadable):
        public(data)


def test_two_marks_for_one_text_leave_the_document_unexamined() -> None:
    fields = replace(FIELDS, mark="marking.*")
    data = dumped(body=[{"marking": ["U", "S"], "text": "The zebra."}])
    assert api.validate("x", data, Judging(fields=fields)).unexamined[0].reason == "field-mark"
    data = dumped(body=[{"marking": ["U", "U"], "text": "The ferries."}])
    assert "1. (U) The ferries." in api.inspect("x", data, fields=fields).document.text


@pytest.mark.parametrize("mark", [None, ""])
def test_a_portion_without_a_mark_takes_the_banner(mark: object) -> None:
    data = dumped(body=[FERRIES, {"marking": mark, "text": "The zebra."}])
    assert "portion-mark-missing" in found(data)
    assert "zebra" not in public(data)


def test_further_banners_count() -> None:
    fields = replace(FIELDS, banner="classification.*")
    data = dumped(classification=["UNCLASSIFIED", "SECRET"], body=[{"text": "The zebra."}])
    version = api.redact("x", data, "U", wishes=api.Wishes(fields=fields)).data.decode()
    assert "zebra" not in version


def test_what_is_no_text_is_reported() -> None:
    (item,) = api.validate("x", dumped(subject=["zebra"]), Judging(fields=FIELDS)).unexamined
    assert (item.reason, "zebra" in item.message) == ("fields", False)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (dumped()[:-9], "malformed"),
        (b'{"body": [{"text": "zebra", "text": "(U) Ha.", "marking": "U"}]}', "malformed"),
        (b"[" * 200_000, "malformed"),
        (b'{"paragraphs": []}', "fields"),
        (b"[]", "fields"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, reason: str) -> None:
    (item,) = api.validate("x", data, Judging(fields=FIELDS)).unexamined
    assert item.reason == reason
    assert "zebra" not in item.message


def test_a_list_of_portions_may_be_the_whole_document() -> None:
    data = json.dumps([["U", "The ferries are late."], ["S", "The zebra."]]).encode()
    fields = JsonFields("*", "0", "1")
    assert api.validate("x", data, Judging(fields=fields)).unexamined[0].reason == "fields"
    data = json.dumps([{"m": "U", "t": "The ferries are late."}, {"m": "S", "t": "The zebra."}]).encode()
    text = api.inspect("x", data, fields=replace(fields, mark="m", text="t")).document.text
    assert text == "1. (U) The ferries are late.\n\n2. (S) The zebra.\n"


@given(st.lists(st.tuples(st.sampled_from(("U", "S", "S//NF")), sentences()), min_size=1, max_size=5), st.data())
def test_withheld_text_has_no_influence(portions: list[tuple[str, str]], data: st.DataObject) -> None:
    other = [(mark, text if mark == "U" else data.draw(sentences())) for mark, text in portions]
    first, second = (
        dumped(id=text, body=[{"marking": mark, "text": text} for mark, text in items])
        for items, text in ((portions, "a"), (other, "b"))
    )
    assert public(first) == public(second)


def test_the_commands_take_it(markcheck: Callable[..., Done[str]], tmp_path: Path) -> None:
    (tmp_path / "markcheck.toml").write_text(SETTINGS)
    (tmp_path / "report.json").write_bytes(dumped())
    assert "portion-mark-missing" in markcheck("validate", "report.json").stdout
    (tmp_path / "report.json").write_bytes(dumped(body=REPORT["body"][:3]))
    assert markcheck("validate", "report.json").returncode == 0
    assert '"format": "json"' in markcheck("inspect", "report.json", "--format", "json").stdout
    assert markcheck("banner", "report.json").stdout == "SECRET//NOFORN\n"
    assert markcheck("redact", "report.json", "--max", "U").returncode == 0
    assert "zebra" not in (tmp_path / "report.U.txt").read_text()
    assert markcheck("verify", "report.json", "report.U.txt", "--max", "U").returncode == 0
    assert markcheck("fix", "report.json").returncode == 3
    (tmp_path / "markcheck.toml").write_text(
        '[[paths]]\npaths = ["*.js"]\n' + SETTINGS.replace("[json]", "[paths.json]")
    )
    assert '"format": "text"' in markcheck("inspect", "report.json", "--format", "json").stdout
    (tmp_path / "markcheck.toml").write_text(SETTINGS.replace("portions", "portion"))
    assert "portions" in markcheck("validate", "report.json").stderr
