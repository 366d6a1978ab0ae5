"""E-mail as mail programs store it: read like its text twin. Every message is invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from markcheck import api
from program import Done

BODY = """\
SECRET//NOFORN

(U) The ferries are late again this week.

(S//NF) The zebra crossed the northern quay at midnight.

Classified By: A. Person, Chief, Division 5
Derived From: Harbor Guide 7, dated 20120110
Declassify On: 20370110

SECRET//NOFORN
"""
HEAD = (
    "From: Anna Person <a@port.example>\nSent: Monday, March 5, 2012 10:00\nTo: Bert Person <b@port.example>\n"
    "Subject: (U) Harbor talks, für alle\n\n"
)
PAGE = "<html><body>" + "".join(f"<p>{line}</p>" for line in BODY.split("\n") if line) + "</body></html>"


def message(body: str = BODY, html: str | None = None, *, attached: bool = False) -> EmailMessage:
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = "Anna Person <a@port.example>"
    made["To"] = "Bert Person <b@port.example>"
    made["Subject"] = "(U) Harbor talks, für alle"
    made["Date"] = datetime(2012, 3, 5, 10, tzinfo=UTC)
    made["Message-ID"] = "<1@port.example>"
    made.set_content(body, cte="quoted-printable")
    if html is not None:
        made.add_alternative(html, subtype="html")
    if attached:
        made.add_attachment(b"(S) Zebra.", maintype="text", subtype="plain", filename="zebra.txt")
    return made


def rules(data: bytes) -> list[str]:
    return sorted(item.rule for item in api.validate("x", data).findings)


@pytest.mark.parametrize(
    "body",
    [BODY, BODY.replace("SECRET//NOFORN", "CONFIDENTIAL"), BODY.replace("(S//NF)", "(S//ZZZ)"),
     BODY.replace("SECRET//NOFORN\n", "")],
    ids=["sound", "too low", "unknown", "no banner"],
)  # fmt: skip
def test_it_is_read_like_its_twin(body: str) -> None:
    data = bytes(message(body))
    found = api.inspect("x", data)
    assert found.document.format == "mail"
    assert found.document.text.split() == (HEAD + body).split()
    assert rules(data) == rules((HEAD + body).encode())


def test_the_banner_is_the_first_line_of_the_message() -> None:
    (found,) = api.inspect("x", bytes(message())).messages
    assert found.genre == "email"
    assert found.header.classification == "SECRET//NOFORN"
    assert found.date is not None
    assert str(found.date.value) == "2012-03-05"


def test_a_page_alone_is_read() -> None:
    made = message()
    made.set_content(PAGE, subtype="html")
    assert "(S//NF) The zebra" in api.inspect("x", bytes(made)).document.text


def test_two_texts_that_agree_are_one() -> None:
    assert api.validate("x", bytes(message(html=PAGE))).unexamined == ()


def test_what_is_not_read_is_reported() -> None:
    examined = api.validate("x", bytes(message(html=PAGE.replace("quay", "pier"), attached=True)))
    assert {item.reason for item in examined.unexamined} == {"alternative", "attachment"}
    assert not any("zebra" in item.message or "pier" in item.message for item in examined.unexamined)


def test_fields_that_nobody_sees_must_agree_with_the_banner() -> None:
    made = message()
    made["X-Classification"] = "TOP SECRET"
    assert "meta-property-mismatch" in rules(bytes(made))


def test_a_typed_copy_is_plain_text() -> None:
    assert api.inspect("x", (HEAD + BODY).encode()).document.format == "text"


@pytest.mark.parametrize("harm", [b"Content-Type: text/plain; charset=zebra", b"Content-Transfer-Encoding: zebra"])
def test_broken_messages_leave_no_traceback(harm: bytes) -> None:
    data = b"From: a@port.example\r\nMessage-ID: <1@x>\r\n" + harm + b"\r\n\r\n(S) Lantern."
    examined = api.validate("x", data)
    assert all("zebra" not in item.message for item in examined.unexamined)


def test_a_body_with_nul_bytes_is_refused() -> None:
    made = message("SECRET\0NOFORN")
    (item,) = api.validate("x", bytes(made)).unexamined
    assert item.reason == "binary"


def test_its_public_version_is_text(markcheck: Callable[..., Done[str]], tmp_path: Path) -> None:
    (tmp_path / "message.eml").write_bytes(bytes(message(html=PAGE)))
    assert markcheck("redact", "message.eml", "--max", "U").returncode == 0
    text = (tmp_path / "message.U.txt").read_text()
    assert "(U) The ferries are late again this week." in text
    assert "zebra" not in text
    assert markcheck("verify", "message.eml", "message.U.txt", "--max", "U").returncode == 0
