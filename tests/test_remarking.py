"""How a public version is marked anew. Every document in it is invented."""

from __future__ import annotations

import pytest

from markcheck import api
from markcheck.errors import RedactionRefused

SHORT_FORMS = """\
SECRET//REL TO USA, GBR
MEMORANDUM FOR: Director, Port Office
FROM: Chief, Division 5
DATE: 5 March 2012
SUBJECT: (U) Harbor

1. (S//REL) Alpha.
2. (S//{second}) Bravo.

SECRET//REL TO USA, GBR
"""


@pytest.mark.parametrize("ceiling", ["S//REL TO USA, GBR", "S//NF"])
def test_a_mark_that_leans_on_the_banner_is_written_out(ceiling: str) -> None:
    """The list must not be left to a banner that is another one now."""
    text = SHORT_FORMS.format(second="NF")
    public = api.redact("memo.txt", text.encode(), ceiling).data.decode()
    assert "1. (S//REL TO USA, GBR) Alpha." in public


def test_a_mark_that_leans_on_a_list_the_banner_has_not_releases_nothing() -> None:
    text = SHORT_FORMS.format(second="REL").replace("SECRET//REL TO USA, GBR", "SECRET//NOFORN")
    public = api.redact("memo.txt", text.encode(), "S//NF").data.decode()
    assert "Alpha" not in public
    assert "Bravo" not in public


CONTROLLED = """\
O 151200Z SEP 09
FM AMEMBASSY PORT ELARA
S E C R E T//SI//ORCON/NOFORN PORT ELARA 000102
E.O. 12958: DECL: 09/14/2019
TAGS: PREL, XX
SUBJECT: (U) HARBOR TALKS
Classified By: Consul A. Person for reasons 1.4 (b) and (d).
1. (S//SI//NF) Alpha.
2. (S//OC/NF) Bravo.
3. (C//REL TO USA, GBR) Charlie.
"""


@pytest.mark.parametrize(
    ("ceiling", "line"),
    [
        ("S//SI//OC/NF", "S E C R E T//SI//ORCON PORT ELARA 000102\nNOFORN"),
        ("S//SI//NF", "S E C R E T//SI PORT ELARA 000102\nNOFORN"),
        ("S//REL TO USA, GBR", "C O N F I D E N T I A L//REL TO USA, GBR PORT ELARA 000102"),
    ],
)
def test_a_telegrams_line_shows_what_no_caption_can_say(ceiling: str, line: str) -> None:
    public = api.redact("telegram", CONTROLLED.encode(), ceiling).data.decode()
    assert f"\n{line}\n" in public
    assert not [finding for finding in api.validate("x", public.encode()).findings if finding.rule.startswith("rollup")]


MEMO = """\
{banner}
MEMORANDUM FOR: Director, Port Office
FROM: Chief, Division 5
DATE: 5 March 2012
SUBJECT: (C) Harbor

1. ({first}) Alpha.
2. ({second}) Bravo.

{banner}
"""


@pytest.mark.parametrize("ceiling", ["U", "TLP:GREEN", "CUI", "S//REL TO USA, GBR", "//NATO SECRET"])
@pytest.mark.parametrize("first", ["U", "TLP:GREEN", "CUI", "S//REL", "//NS", "S//SI//NF"])
def test_a_stamped_subject_stays_as_it_is(ceiling: str, first: str) -> None:
    text = MEMO.format(banner="SECRET//REL TO USA, GBR", first=first, second="S//NF")
    once = api.redact("memo.txt", text.encode(), ceiling).data
    assert b"SUBJECT: [(C) withheld]" in once
    assert api.redact("memo.txt", once, ceiling).data == once


@pytest.mark.parametrize("ceiling", ["TLP:GREEN", "CUI", "//NATO SECRET"])
def test_a_telegrams_line_cannot_carry_every_kind_of_marking(ceiling: str) -> None:
    mark = f"({ceiling})" if not ceiling.startswith("//") else "(//NS)"
    text = CONTROLLED.replace("(S//SI//NF) Alpha", f"{mark} Alpha")
    with pytest.raises(RedactionRefused, match="line cannot carry"):
        api.redact("telegram", text.encode(), ceiling)
