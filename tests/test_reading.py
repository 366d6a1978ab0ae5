"""Which lines open paragraphs, what hangs on what, and where one message ends.

Every document in it is invented.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from markcheck import api
from markcheck.model.message import Kind, Message
from reading import PLAIN, THREE, numbered, portions, read
from telegrams import FILLER, MEMO, UNCLASSIFIED, Paragraph, Telegram, of_marks

# -- paragraph numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape", ["{}. ({})", "{}.({})", "{}.  ({})", "\u00b6{}. ({})", "\u00b6 {}. ({})", "\ufffd{}. ({})", "1{}. ({})"]
)
def test_paragraph_numbers_in_every_shape(shape: str) -> None:
    openers = [shape.format(number, mark) for number, mark in ((1, "U"), (2, "C"), (3, "C"))]
    assert portions(read(numbered(*openers))) == THREE


def test_a_mangled_pilcrow_goes_on_past_nine() -> None:
    openers = [f"1{number}. (C)" for number in range(1, 13)]
    assert openers[8:10] == ["19. (C)", "110. (C)"]
    assert [number for number, _ in portions(read(numbered(*openers)))] == list(range(1, 13))


def test_a_true_paragraph_eleven_is_eleven() -> None:
    openers = [f"{number}. (C)" for number in range(1, 23)]
    assert [number for number, _ in portions(read(numbered(*openers)))] == list(range(1, 23))


def test_plain_twenty_after_nineteen_is_no_mangling() -> None:
    openers = [f"{number}. (C)" for number in range(11, 23)]
    assert [number for number, _ in portions(read(numbered(*openers)))] == list(range(11, 23))


def test_mangled_numbers_need_no_marks() -> None:
    assert [number for number, _ in portions(read(numbered("11.", "12.", "13.")))] == [1, 2, 3]


def test_a_mangled_reference_and_order_line() -> None:
    text = numbered("11. (U)", "12. (C)").replace("REF: BRONN 77", "REF: A. BRONN 77\n1B. BRONN 78")
    message = read(text.replace("E.O. 12958", "1E.O. 12958"))
    assert message.header.refs == ("BRONN 77", "BRONN 78")
    assert message.authority is not None
    assert message.authority.order == "12958"


@pytest.mark.parametrize(
    "line",
    [
        "2006. They met again in June.",
        "1993. That was the last time.",
        "24. It was a Tuesday.",
        "5. That is one more than last year.",
        "181. So many ferries came.",
        "20. Then they went home.",
        "1.4 (b) and (d)",
        "1.5 (B) AND (D).",
        "12.5 crowns a day",
        "3.",
    ],
)
def test_a_number_at_the_start_of_a_wrapped_line_is_no_paragraph(line: str) -> None:
    text = numbered("1. (U)", "2. (C)", "3. (C)", text=f"The harbor commission met and counted what came in\n{line}")
    assert portions(read(text)) == THREE


def test_a_wrapped_reason_line_is_no_paragraph_and_gives_its_letters() -> None:
    message = read(replace(PLAIN, classified_by="Classified By: Consul M. Orrin for reasons\n1.4 (b) and (d)."))
    assert portions(message) == THREE
    assert message.authority is not None
    assert [(item.section, item.letters) for item in message.authority.reasons] == [("1.4", ("b", "d"))]


def test_an_unmarked_number_out_of_turn_after_a_blank_line_is_text_that_must_not_be_trusted() -> None:
    message = read(numbered("1. (U)", "2. (C)", "3. (C)", text=f"{FILLER}\n\n7. {FILLER}"))
    assert portions(message) == THREE
    doubted = [block for block in message.blocks if block.kind is Kind.CONTINUATION and block.doubt]
    assert len(doubted) == 3


def test_gaps_and_repeats_of_marked_paragraphs_are_kept() -> None:
    assert [number for number, _ in portions(read(numbered("1. (U)", "3. (C)", "3. (C)")))] == [1, 3, 3]


def test_an_unmarked_paragraph_in_turn_is_a_paragraph() -> None:
    assert portions(read(of_marks("U", None, "C"))) == [(1, "(U)"), (2, None), (3, "(C)")]


# -- what hangs on what ------------------------------------------------------------------------------


def kinds(message: Message) -> list[tuple[str, str | None]]:
    """Kind of each block of the body, and what governs it."""
    start = message.portions[0].start
    return [(block.kind.value, block.inherited_from) for block in message.blocks if block.start >= start]


def test_a_page_break_line_in_mid_sentence_is_furniture_and_the_rest_belongs_to_the_paragraph() -> None:
    broken = "The commission met and\n\nPORT ELARA 00000101  001.2 OF 002\n\n\nagreed on the order."
    message = read(numbered("1. (U)", "2. (C)", text=broken))
    one = [("portion", None), ("page-break-line", None)]
    assert kinds(message) == [*one, ("continuation", "p1"), *one, ("continuation", "p2"), ("signature", "p2")]


@pytest.mark.parametrize(
    "line",
    [
        "PORT ELARA 00000101  002 OF 003",
        "PAGE 02 PORT ELARA 00101 01 OF 02 151200Z",
        "CONFIDENTIAL",
        "C O N F I D E N T I A L",
        "NNNN",
        "BT",
        "#0101",
    ],
)
def test_furniture_lines(line: str) -> None:
    message = read(numbered("1. (U)", "2. (C)", text=f"The commission met and\n{line}\nagreed on the order."))
    assert [kind for kind, _ in kinds(message)].count("page-break-line") == 2
    assert portions(message) == THREE[:2]


def test_items_and_points_hang_on_their_paragraph() -> None:
    points = f"{FILLER}\n\nBegin points:\n\n-- one\n\n-- two, in\n\nhalves\n\nEnd points."
    message = read(numbered("1. (U)", "2. (C)", text=points))
    inherited = [block for block in message.blocks if block.marking and block.mark is None]
    levels = {block.inherited_from: block.marking.level for block in inherited if block.marking}
    assert levels["p1"] == "U"
    assert levels["p2"] == "C"
    assert all(source in ("p1", "p2", None) for kind, source in kinds(message))


def test_an_item_with_its_own_mark_is_a_portion_of_its_own() -> None:
    message = read(numbered("1. (U)", "2. (C)", text=f"{FILLER}\n\n-- (S) One.\n\n-- Two."))
    assert [(block.id, block.mark.parsed.text if block.mark else None) for block in message.portions] == [
        ("p1", "(U)"),
        ("p1.1", "(S)"),
        ("p2", "(C)"),
        ("p2.1", "(S)"),
    ]
    following = {block.id: block.inherited_from for block in message.blocks if block.kind is Kind.CONTINUATION}
    assert list(following.values()) == ["p1", "p2"]


def test_headings_stand_by_themselves() -> None:
    message = read(Telegram(paragraphs=(Paragraph("U", heading="SUMMARY"), Paragraph("C", heading="FEES AND DUES"))))
    assert [kind for kind, _ in kinds(message)] == ["portion", "heading", "portion", "signature"]
    assert [block.kind for block in message.blocks if block.kind is Kind.HEADING] == [Kind.HEADING] * 2


@pytest.mark.parametrize("name", ["BRANT", "ST-CLAIRE", "O'HARA", "VAN TESSEL"])
def test_signatures(name: str) -> None:
    message = read(replace(PLAIN, signature=name))
    last = message.blocks[-1]
    assert (last.kind, last.inherited_from) == (Kind.SIGNATURE, "p3")
    message = read(PLAIN.text().replace("\n\nBRANT", f"\n{name}"))
    assert message.blocks[-1].kind is Kind.SIGNATURE


def test_the_last_words_of_a_sentence_are_no_signature() -> None:
    message = read(replace(PLAIN, signature=None).with_texts({2: "It was agreed with the\nHARBOR COMMISSION"}))
    assert message.blocks[-1].kind is Kind.PORTION


@pytest.mark.parametrize("text", ["(Comment: it was late.)", "(JUL 30 - JUL 31)", "(P/E)", "(one of four)"])
def test_prose_in_mark_position_is_no_mark(text: str) -> None:
    message = read(numbered("1. (U)", f"2. {text}", "3. (C)"))
    assert portions(message) == [(1, "(U)"), (2, None), (3, "(C)")]


def test_brackets_away_from_mark_position_are_no_marks() -> None:
    text = "The list of EXTRADITION (C) and FEES; (C) ELIMINATE (S) them, see paragraph 3 (U)."
    assert portions(read(numbered("1. (U)", "2. (C)", text=text))) == THREE[:2]


# -- messages ----------------------------------------------------------------------------------------


def test_a_second_telegram_on_a_page_is_a_message_of_its_own() -> None:
    second = of_marks("U", "S", level="SECRET").text().replace("PORT ELARA 000101", "BRONN 000202")
    marked = api.inspect("x", (PLAIN.page() + "\n" + second).encode())
    assert [message.banner.level for message in marked.messages if message.banner] == ["C", "S"]
    assert [portions(message) for message in marked.messages] == [THREE, [(1, "(U)"), (2, "(S)")]]
    assert [message.form for message in marked.messages] == ["page", "telegram"]
    ids = [block.id for message in marked.messages for block in message.blocks]
    assert len(ids) == len(set(ids))


def test_a_second_telegram_without_transmission_header() -> None:
    second = of_marks("U", "S", level="SECRET", header=False).text().replace("PORT ELARA 000101", "BRONN 000202")
    marked = api.inspect("x", (PLAIN.text() + "\n" + second).encode())
    assert [portions(message) for message in marked.messages] == [THREE, [(1, "(U)"), (2, "(S)")]]


def test_later_sections_of_one_telegram_are_no_second_message() -> None:
    first = "C O N F I D E N T I A L SECTION 01 OF 02 PORT ELARA 000101"
    second = "C O N F I D E N T I A L SECTION 02 OF 02 PORT ELARA 000101\n\nSIPDIS\n\n"
    text = replace(PLAIN, line=first).text().replace("2. (C)", f"{second}2. (C)")
    marked = api.inspect("x", text.encode())
    assert len(marked.messages) == 1
    assert portions(marked.messages[0]) == THREE


def test_a_sentence_about_a_level_is_no_classification_line() -> None:
    message = read(PLAIN.with_texts({1: f"{FILLER}\n\nSECRET BALLOTS WERE HELD IN 1999 AND 2003."}))
    assert len(api.inspect("x", PLAIN.data()).messages) == 1
    assert message.banner is not None
    assert message.banner.level == "C"


def test_a_flattened_header_on_one_line() -> None:
    text = (
        "C O N F I D E N T I A L PORT ELARA 000101 SIPDIS E.O. 12958: DECL: 09/14/2017 TAGS: PREL, EFIS, XX "
        "SUBJECT: FERRIES AND FEES REF: BRONN 77 Classified By: Consul M. Orrin for reasons 1.4 (b) and (d).\n"
        f"1.(U) {FILLER}\n2.(C) {FILLER}\n"
    )
    message = read(text)
    assert message.header.tags == ("PREL", "EFIS", "XX")
    assert message.header.subject == "FERRIES AND FEES"
    assert message.header.refs == ("BRONN 77",)
    assert message.header.captions == ("SIPDIS",)
    assert message.authority is not None
    assert (message.authority.order, message.authority.reasons[0].letters) == ("12958", ("b", "d"))
    assert message.authority.instruction is not None
    assert str(message.authority.instruction.date) == "2017-09-14"
    assert portions(message) == THREE[:2]


def test_an_unclassified_telegram_without_marks() -> None:
    message = read(UNCLASSIFIED)
    assert [(block.number, block.marking.level if block.marking else None) for block in message.portions] == [
        (1, "U"),
        (2, "U"),
    ]
    assert {block.inherited_from for block in message.portions} == {"banner"}


def test_a_memo() -> None:
    message = read(MEMO)
    assert message.genre == "memo"
    assert portions(message) == [(1, "(U)"), (2, "(S//NF)")]
    assert message.header.subject == "Ferry timetable for the winter"
    assert message.header.subject_mark is not None
    assert [statement.place for statement in message.statements] == ["banner", "foot-banner"]
    assert str(message.date.value if message.date else None) == "2012-03-05"
    assert message.authority is not None
    assert [item.name for item in message.authority.classifiers] == ["M. Orrin"]
    assert message.authority.derived_from == ("Harbor Guide 12, dated 20100105",)


def test_prose_is_neither_telegram_nor_memo() -> None:
    message = read("The harbor commission met. It was late (S) and cold (C).\n\n(c) 1999 The Harbor Press\n")
    assert message.genre == "text"
    assert [block.mark for block in message.blocks if block.mark] == []
