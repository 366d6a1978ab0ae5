"""The page that the program was asked for. It is no part of the project: without it these tests are skipped."""

from __future__ import annotations

import pytest

from markcheck import api
from markcheck.model.examined import Examined
from markcheck.model.message import Kind, Message
from program import ROOT
from test_redaction import runs

SEED = ROOT.parent / "shared" / "samples" / "09STATE95585.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the page is not here")


@pytest.fixture(scope="module")
def examined() -> Examined:
    return api.validate(SEED.name, SEED.read_bytes())


@pytest.fixture(scope="module")
def message(examined: Examined) -> Message:
    assert examined.marked is not None
    (only,) = examined.marked.messages
    return only


def test_three_portions(message: Message) -> None:
    assert [(block.number, block.mark.parsed.text if block.mark else None) for block in message.portions] == [
        (1, "(U)"),
        (2, "(C)"),
        (3, "(C)"),
    ]
    governed = [block.inherited_from for block in message.blocks if block.kind is Kind.CONTINUATION]
    assert set(governed) == {"p2", "p3"}
    assert governed == sorted(governed)


def test_the_level_stands_in_three_agreeing_places(message: Message) -> None:
    places = {statement.place: statement.marking for statement in message.statements}
    for place in ("page-metadata", "security-warning", "classification-line"):
        marking = places[place]
        assert marking is not None
        assert marking.level == "C"
    assert message.banner is not None
    assert (message.banner.level, message.banner.controls) == ("C", ())


def test_the_header(message: Message) -> None:
    header = message.header
    assert (header.reference_id, header.classification) == ("09STATE95585", "CONFIDENTIAL")
    assert header.created is not None
    assert header.created.startswith("2009-09-15T")
    assert header.released is not None
    assert (len(header.tags), len(header.refs), header.subject) == (3, 1, None)
    assert header.captions == ("SIPDIS",)
    assert message.date is not None
    assert str(message.date.value) == "2009-09-15"


def test_the_authority(message: Message) -> None:
    authority = message.authority
    assert authority is not None
    assert authority.order == "12958"
    assert authority.instruction is not None
    assert str(authority.instruction.date) == "2019-09-14"
    assert [(item.section, item.letters) for item in authority.reasons] == [("1.4", ("b", "d"))]
    (classifier,) = authority.classifiers
    assert classifier.name is not None
    assert len(classifier.name.split()) == 2
    assert classifier.position is not None
    assert len(classifier.position.split()) == 2


def test_nothing_is_found_above_information(examined: Examined) -> None:
    assert [finding.rule for finding in examined.findings if finding.severity.value != "info"] == []


def test_the_public_version_holds_paragraph_one_and_nothing_of_two_and_three(message: Message) -> None:
    data = SEED.read_bytes()
    version = api.redact(SEED.name, data, "U").data.decode()
    text = api.inspect(SEED.name, data).document.text
    first, second = message.portions[:2]
    assert text[first.body : first.end].strip() in version
    withheld = text[second.body :]
    assert len(runs(withheld)) > 100
    assert not runs(withheld) & (runs(version) - runs(text[first.body : first.end]))
    assert "[2. (C) withheld]" in version
    assert "[3. (C) withheld]" in version
    assert "ZNR UUUUU" in version
    assert api.redact("again", version.encode(), "U").data.decode() == version
