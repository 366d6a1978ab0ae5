"""Markdown: read like the text that a reader sees, with the source's positions. All is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markcheck import api
from markcheck.formats import markdown
from strategies import sentences
from telegrams import FAULTY, MEMO

REPORT = """\
---
title: Harbor report
classification: SECRET//NOFORN
---
**SECRET//NOFORN**

# (U) Harbor report

Date: 5 March 2012

## (U) Overview

**(U)** The *ferries* are late again, says `ferry_time`.

- (U) One item.
- **(S//NF)** The zebra item.

> (S//NF) A quoted zebra.

```
1. (U) A line of code.
```

| (U) Port | (U) Ferry |
|:---------|-----------|
| (S//NF) Quay | (S//NF) Zebra |

__(U)__ The end.

**SECRET//NOFORN**
"""
PLAIN = """\
SECRET//NOFORN

(U) Harbor report

Date: 5 March 2012

(U) Overview

(U) The ferries are late again, says `ferry_time`.

- (U) One item.
- (S//NF) The zebra item.

(S//NF) A quoted zebra.

1. (U) A line of code.

(U) Port\t(U) Ferry

(S//NF) Quay\t(S//NF) Zebra

(U) The end.

SECRET//NOFORN
"""


def test_it_is_read_like_what_a_reader_sees() -> None:
    found = api.inspect("x", REPORT.encode())
    assert found.document.format == "markdown"
    assert found.document.text.split() == PLAIN.split()
    marks = [block.mark.parsed.label for message in found.messages for block in message.blocks if block.mark]
    plain = api.inspect("x", PLAIN.encode())
    assert marks == [block.mark.parsed.label for message in plain.messages for block in message.blocks if block.mark]


def test_positions_are_the_sources() -> None:
    document = api.inspect("x", REPORT.encode()).document
    at = document.text.index("(S//NF)")
    anchor = document.anchor(at, at + 7)
    line = REPORT.split("\n")[anchor.line - 1]
    assert line[anchor.column - 1 : anchor.end_column - 1] == "(S//NF)"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("**SECRET//NOFORN**", "**CONFIDENTIAL//NOFORN**", "rollup-banner-too-low"),
        ("classification: SECRET//NOFORN", "classification: CONFIDENTIAL", "meta-property-mismatch"),
        ("**(S//NF)** The", "**(s//nf)** The", "portion-mark-case"),
    ],
)
def test_faults_are_found(old: str, new: str, rule: str) -> None:
    rules = [item.rule for item in api.validate("x", REPORT.replace(old, new).encode()).findings]
    assert rule in rules
    assert rule not in [item.rule for item in api.validate("x", REPORT.encode()).findings]


def test_emphasis_is_no_space() -> None:
    spaced = [item.rule for item in api.validate("x", REPORT.encode()).findings if "spacing" in item.rule]
    assert spaced == []


def test_a_public_version_has_the_sources_signs() -> None:
    public = api.redact("x", REPORT.encode(), "U").data.decode()
    assert "# (U) Harbor report" in public
    assert "**(U)** The *ferries* are late again" in public
    assert "| (U) Port | (U) Ferry |" in public
    assert "zebra" not in public.lower()
    assert "title:" not in public


@pytest.mark.parametrize(
    "text", [MEMO, FAULTY, "1. (C) A # 1 * 2 ** 3 | 4\n\n#4. (U) Number sign.\n", "(U) a_b __c__\n"]
)
def test_what_is_typed_is_no_markdown(text: str) -> None:
    assert not markdown.accepts(text)


@given(st.lists(st.tuples(st.sampled_from(("U", "S//NF")), sentences()), min_size=1, max_size=5), st.data())
def test_withheld_text_has_no_influence(paragraphs: list[tuple[str, str]], data: st.DataObject) -> None:
    other = [(mark, text if mark == "U" else data.draw(sentences())) for mark, text in paragraphs]

    def public(items: list[tuple[str, str]]) -> bytes:
        body = "\n\n".join(f"## {number}. **({mark})** {text}" for number, (mark, text) in enumerate(items, 1))
        return api.redact(
            "x", f"**SECRET//NOFORN**\n\n# (U) Report\n\n{body}\n\n**SECRET//NOFORN**\n".encode(), "U"
        ).data

    assert public(paragraphs) == public(other)
