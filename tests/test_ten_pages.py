"""Ten pages in every text-like format: the findings of their twin, and a version that stands. All is invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import EmailMessage
from html import escape

import pytest

from markcheck import api
from markcheck.marks.ceiling import read_ceiling
from markcheck.model.json_fields import JsonFields
from markcheck.model.judging import Judging
from wordfiles import BANNER, FOOT, HEAD

MARKS = ("U", "C", "C//NF", "S", "S//NF", "s//nf", "S//ZZZ")
PORTIONS = [(MARKS[at % 7], f"Passage {at}. " + f"The harbor commission met on day {at}. " * 12) for at in range(84)]
FIELDS = JsonFields("body.*", "mark", "text", "banner", "date", "subject", "by", "from", None, "until")
BY, FROM, UNTIL = (line.partition(": ")[2] for line in FOOT)
Paragraphs = list[str]


def body(lines: Paragraphs, gap: str = "\n\n") -> str:
    return gap.join([BANNER, "\n".join(HEAD), *lines, "\n".join(FOOT), BANNER]) + "\n"


def html(lines: Paragraphs) -> str:
    items = [BANNER, *HEAD, *lines, *FOOT, BANNER]
    return "<!doctype html><html><body>" + "".join(f"<p>{escape(item)}</p>\n" for item in items) + "</body></html>"


def mail(lines: Paragraphs) -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@port.example", "b@port.example", "(U) Harbor talks"
    message["Date"], message["Message-ID"] = "Mon, 05 Mar 2012 10:00:00 +0000", "<1@port.example>"
    message.set_content(_below_the_fields(lines))
    return message.as_string()


def typed_mail(lines: Paragraphs) -> str:
    fields = "From: a@port.example\nSent: Monday, March 5, 2012 10:00\nTo: b@port.example\nSubject: (U) Harbor talks"
    return f"{fields}\n\n{_below_the_fields(lines)}"


def _below_the_fields(lines: Paragraphs) -> str:
    return "\n\n".join([BANNER, *lines, "\n".join(FOOT), BANNER]) + "\n"


def _attributes(mark: str) -> str:
    level, _, control = mark.partition("//")
    more = f' ism:disseminationControls="{control}"' if control else ""
    return f'ism:classification="{level}" ism:ownerProducer="USA"{more}'


def ism(lines: Paragraphs) -> str:
    paragraphs = "".join(
        f"<p {_attributes(line[1 : line.index(')')])}>{escape(line[line.index(')') + 2 :])}</p>" for line in lines
    )
    authority = f'ism:classifiedBy="{BY}" ism:derivedFrom="{FROM}" ism:declassDate="2037-01-10"'
    return (
        f'<r xmlns:ism="urn:us:gov:ic:ism" ism:resourceElement="true" {_attributes("S//NF")} {authority} '
        f'ism:createDate="2012-03-05">{paragraphs}</r>'
    )


def dated(lines: Paragraphs) -> str:
    return "\n\n".join([BANNER, "DATE: 20120305", *lines, "\n".join(FOOT), BANNER]) + "\n"


def numbered(lines: Paragraphs) -> str:
    return dated([f"{number}. {line}" for number, line in enumerate(lines, 1)])


def as_json(lines: Paragraphs) -> str:
    portions = [{"mark": line[1 : line.index(")")], "text": line[line.index(")") + 2 :]} for line in lines]
    return json.dumps({"banner": BANNER, "date": "20120305", "by": BY, "from": FROM, "until": UNTIL, "body": portions})


@pytest.mark.parametrize(
    ("kind", "make", "twin"),
    [
        ("html", html, body),
        ("markdown", lambda lines: body(["# Harbor talks", *lines]), lambda lines: body(["Harbor talks", *lines])),
        ("mail", mail, typed_mail),
        ("ism", ism, dated),
        ("json", as_json, numbered),
    ],
)
def test_ten_pages(kind: str, make: Callable[[Paragraphs], str], twin: Callable[[Paragraphs], str]) -> None:
    lines = [f"({mark}) {text.strip()}" for mark, text in PORTIONS]
    data, other = make(lines).encode(), twin(lines).encode()
    judging = Judging(fields=FIELDS)
    document = api.inspect("x", data, fields=FIELDS).document
    assert document.format == kind
    assert len(document.text) > 35_000
    said, expected = (api.validate("x", item, judging).findings for item in (data, other))
    assert [(item.rule, item.portion) for item in said] == [(item.rule, item.portion) for item in expected]
    assert {"portion-mark-case", "portion-mark-unknown"} & {item.rule for item in said}
    ceiling = read_ceiling("U", api.engine().language)
    version = api.redact("x", data, ceiling, wishes=api.Wishes(fields=FIELDS)).data
    assert api.verify("x", data, version, ceiling, fields=FIELDS).holds
    text = version.decode()
    assert [f"Passage {at}." in text for at in range(84)] == [mark == "U" for mark, _ in PORTIONS]
