"""What a reviewer asks of a redaction: ceilings, doubts, echoes, stamps, decisions, reports. All is invented."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from markcheck import api
from markcheck.cli.schemas import schema_text
from markcheck.errors import RedactionRefused
from markcheck.marks.ceiling import read_ceiling, read_level
from markcheck.redact.planner import Options
from markcheck.redact.stamps import Style
from program import Done
from strategies import LANGUAGE

Run = Callable[..., Done[str]]
REPEATED = "the lantern on the northern quay is lit at midnight"
MEMO = f"""\
SECRET//NOFORN

MEMORANDUM FOR: Director, Port Office
FROM: Chief, Division 5
DATE: 20120305
SUBJECT: (U) Harbor talks

1. (U) The ferries are late again.

2. (S//NF) He said that {REPEATED}.

3. (C) It is said that {REPEATED} by the watch.

4. (U//FOUO) The crew list is ready.

Bravo has no mark.

5. (K) This mark is none.

Classified By: A. Person, Chief, Division 5
Reason: 1.4(b), (d)
Declassify On: 20220305

SECRET//NOFORN
"""


def redact(ceiling: str = "U", style: Style = Style.PLAIN, codes: tuple[str, ...] = (), **options: object) -> str:
    wishes = api.Wishes(Options(**options), style, codes)  # type: ignore[arg-type]
    return api.redact("memo", MEMO.encode(), ceiling, wishes=wishes).data.decode()


# -- ceilings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ceiling", "kept"),
    [
        ("U", {1}),
        ("U//FOUO", {1, 4}),
        ("C", {1, 3, 4}),
        ("S", {1, 2, 3, 4}),
        ("S//NF", {1, 2, 3, 4}),
        ("SECRET//REL TO USA, GBR", {1}),
    ],
)
def test_a_ceiling_is_any_marking(ceiling: str, kept: set[int]) -> None:
    numbers = {int(number) for number in re.findall(r"^(\d)\. \(", redact(ceiling), re.MULTILINE)}
    assert numbers == kept


def test_a_ceiling_of_level_alone_keeps_controls() -> None:
    version = api.redact("memo", MEMO.encode(), read_level("S", LANGUAGE)).data.decode()
    assert "2. (S//NF) He said" in version
    assert version.splitlines()[2] == "SECRET//NOFORN"


def test_each_ceiling_has_its_file(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    done = markcheck("redact", "memo.txt", "--max", "U", "--max", "S//NF", "--max-level", "C")
    assert done.returncode == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"memo.U.txt", "memo.S-NF.txt", "memo.level-C.txt", "memo.U.txt.manifest.json"} <= names
    assert markcheck("redact", "memo.txt").returncode == 2
    assert markcheck("redact", "memo.txt", "--max", "U", "--max", "C", "-o", "memo.txt").returncode == 2


# -- doubts and echoes -------------------------------------------------------------------------------


def test_doubts_are_withheld_or_refused() -> None:
    assert "no mark" not in redact()
    with pytest.raises(RedactionRefused, match="in doubt about p5"):
        redact(doubt="refuse")
    sound = MEMO.replace("Bravo has no mark.\n\n5. (K) This mark is none.\n\n", "")
    wishes = api.Wishes(Options(doubt="refuse"))
    assert api.redact("memo", sound.encode(), "U", wishes=wishes).data


def test_echoes_are_reported_withheld_or_refused() -> None:
    plan = api.redact("memo", MEMO.encode(), "C").plan
    assert [(echo.place, echo.source, echo.words) for echo in plan.echoes] == [("p3", "p2", 12)]
    assert not api.redact("memo", MEMO.encode(), "U").plan.echoes
    assert "3. (C) It is said" in redact("C")
    assert "[3. (C) withheld]" in redact("C", echo="withhold")
    with pytest.raises(RedactionRefused, match="repeat withheld text"):
        redact("C", echo="refuse")
    assert not api.redact("memo", MEMO.encode(), "C", wishes=api.Wishes(Options(echo_length=13))).plan.echoes


def test_a_files_name_may_be_an_echo(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "lantern-on-the-northern-quay-is-lit.txt").write_text(MEMO)
    done = markcheck(
        "redact", "lantern-on-the-northern-quay-is-lit.txt", "--max", "U", "-o", "out.txt", "--report", "r.json"
    )
    assert done.returncode == 0
    echoes = json.loads((tmp_path / "r.json").read_text())["echoes"]
    assert {echo["place"] for echo in echoes} == {"input's file name"}


# -- stamps ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "stamp"),
    [
        (Style.PLAIN, "[2. (S//NF) withheld]"),
        (Style.REASON, "[2. (S//NF) withheld: FOIA (b)(1)]"),
        (Style.BAR, "2. ██████████"),
    ],
)
def test_stamps_have_styles(style: Style, stamp: str) -> None:
    version = redact(style=style, codes=("FOIA (b)(1)",))
    assert stamp in version.splitlines()
    again = api.redact("version", version.encode(), "U", wishes=api.Wishes(style=style, codes=("FOIA (b)(1)",)))
    assert again.data.decode() == version


def test_a_stamp_gives_the_order_and_the_reasons() -> None:
    text = (
        "O 151200Z SEP 07\nFM AMEMBASSY PORT ELARA\n\nC O N F I D E N T I A L PORT ELARA 000101\n\n"
        "E.O. 12958: DECL: 09/14/2017\nTAGS: PREL, XX\nSUBJECT: (U) TALKS\n\n"
        "Classified By: Consul A. Person for reasons 1.4 (b) and (d).\n\n1. (U) One.\n\n2. (C) Two.\n"
    )
    wishes = api.Wishes(style=Style.REASON, codes=("FOIA (b)(1)",))
    version = api.redact("cable", text.encode(), "U", wishes=wishes).data.decode()
    assert "[2. (C) withheld: E.O. 12958 1.4(b), (d); FOIA (b)(1)]" in version
    assert api.redact("cable", version.encode(), "U", wishes=wishes).data.decode() == version


def test_nothing_may_stand_for_it() -> None:
    version = redact(style=Style.DROP)
    assert "withheld" not in version.partition("\n")[2]
    assert "left out" in version.partition("\n")[0]


# -- decisions ---------------------------------------------------------------------------------------


def decision(portion: str, action: str, sha256: str) -> str:
    return (
        f'[[decisions]]\nportion = "{portion}"\nsha256 = "{sha256}"\ndecision = "{action}"\n'
        'by = "A. Person"\non = 2026-01-05\nreason = "known to everybody"\n'
    )


@pytest.fixture
def digests(markcheck: Run, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "memo.txt").write_text(MEMO)
    assert markcheck("redact", "memo.txt", "--max", "U", "-o", "first.txt", "--report", "r.json").returncode == 0
    report = json.loads((tmp_path / "r.json").read_text())
    Draft202012Validator(json.loads(schema_text("review"))).validate(report)
    return {block["id"]: block["sha256"] for block in report["blocks"] if block["sha256"]}


def test_decisions_on_file_release_and_withhold(markcheck: Run, tmp_path: Path, digests: dict[str, str]) -> None:
    file = decision("p3", "release", digests["p3"]) + decision("p1", "withhold", digests["p1"])
    (tmp_path / "d.toml").write_text(file)
    done = markcheck("redact", "memo.txt", "--max", "U", "-o", "out.txt", "--decisions", "d.toml")
    assert done.returncode == 0, done.stderr
    version = (tmp_path / "out.txt").read_text()
    assert f"3. (U) It is said that {REPEATED} by the watch." in version
    assert "[1. (U) withheld]" in version
    manifest = json.loads((tmp_path / "out.txt.manifest.json").read_text())
    Draft202012Validator(json.loads(schema_text("manifest"))).validate(manifest)
    assert [(item["portion"], item["decision"], item["by"], item["on"]) for item in manifest["decisions"]] == [
        ("p3", "release", "A. Person", "2026-01-05"),
        ("p1", "withhold", "A. Person", "2026-01-05"),
    ]


def test_a_decision_on_changed_text_is_refused(markcheck: Run, tmp_path: Path, digests: dict[str, str]) -> None:
    (tmp_path / "d.toml").write_text(decision("p3", "release", digests["p3"]))
    (tmp_path / "memo.txt").write_text(MEMO.replace("by the watch", "by the cook"))
    done = markcheck("redact", "memo.txt", "--max", "U", "-o", "out.txt", "--decisions", "d.toml")
    assert done.returncode == 4
    assert "p3 has changed" in done.stderr
    assert not (tmp_path / "out.txt").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("nonsense", "neither TOML nor JSON"),
        ("decisions = [1]", "decisions.0"),
        (decision("p1", "burn", "0" * 64), "decision"),
        (decision("p1", "release", "0" * 64) * 2, "two decisions on p1"),
    ],
)
def test_a_broken_decisions_file_says_where(markcheck: Run, tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    (tmp_path / "d.toml").write_text(content)
    done = markcheck("redact", "memo.txt", "--max", "U", "-o", "out.txt", "--decisions", "d.toml")
    assert done.returncode == 2
    assert said in done.stderr


def test_an_override_needs_a_reason_and_a_name(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    command = ("redact", "memo.txt", "--max", "U", "-o", "out.txt", "--release", "p3")
    assert markcheck(*command).returncode == 2
    assert markcheck(*command, "--reason", "open").returncode == 2
    assert markcheck(*command[:-1], "p99", "--reason", "open", "--by", "A. Person").returncode == 2
    done = markcheck(*command, "--reason", "open", "--by", "A. Person")
    assert done.returncode == 0
    assert "3. (U) It is said" in (tmp_path / "out.txt").read_text()


# -- reports and manifest ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["r.txt", "r.json", "r.html"])
def test_a_report_holds_text_only_on_request(markcheck: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    assert markcheck("redact", "memo.txt", "--max", "U", "-o", "a.txt", "--report", name).returncode == 0
    quiet = (tmp_path / name).read_text()
    assert "NOT FOR RELEASE" in quiet
    assert "lantern" not in quiet
    assert "p5" in quiet
    done = markcheck("redact", "memo.txt", "--max", "U", "-o", "a.txt", "--force", "--report", name, "--show-text")
    assert done.returncode == 0
    assert ("lantern" in (tmp_path / name).read_text()) == (name != "r.txt")


def test_the_page_escapes_what_it_shows(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO.replace("late again", "late <script>alert(1)</script> & again"))
    markcheck("redact", "memo.txt", "--max", "U", "-o", "a.txt", "--report", "r.html", "--show-text")
    page = (tmp_path / "r.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_every_withheld_block_is_listed_with_its_cause() -> None:
    redaction = api.redact("memo", MEMO.encode(), "U")
    review = api.review("memo", redaction, read_ceiling("U", LANGUAGE))
    blocks = {block.id for message in redaction.original.messages for block in message.blocks}
    assert {block.id for block in review.blocks} == blocks
    assert {block.id: block.reason for block in review.doubts} == {"p5": "its mark is not valid; goes with p4"}


def test_the_original_is_named_by_a_keyed_digest_alone(markcheck: Run, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    (tmp_path / "key").write_bytes(b"secret")
    markcheck("redact", "memo.txt", "--max", "U", "-o", "a.txt")
    plain = (tmp_path / "a.txt.manifest.json").read_text()
    assert hashlib.sha256(MEMO.encode()).hexdigest() not in plain
    markcheck("redact", "memo.txt", "--max", "U", "-o", "b.txt", "--key", "key")
    keyed = json.loads((tmp_path / "b.txt.manifest.json").read_text())
    assert keyed["original_hmac_sha256"] == hmac.new(b"secret", MEMO.encode(), "sha256").hexdigest()


def test_a_version_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    first = redact().splitlines()[0]
    assert re.fullmatch(
        r"\[Redacted version at UNCLASSIFIED of a SECRET original, made by markcheck [\d.]+ with rules [0-9a-f]{12} on "
        r"2026-01-01\. Withheld passages are stamped\.\]",
        first,
    )
