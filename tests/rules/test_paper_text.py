"""Texts of papers: every fault has its place, and what is filled in is never read again."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.official_paper import HEADING, ITEM, PARAGRAPH
from rules.paper_fields import (
    FIELDS_OF,
    example_values,
    field_named,
    nearest_name,
)
from rules.paper_kinds import LAYOUT_OF, TO_REPORTER, WITH_TEMPLATE, Layout, PaperKind
from rules.paper_marks import tidy
from rules.paper_text import (
    DOTS,
    HEADERS,
    REQUIRED,
    TEMPLATE_LENGTH,
    PaperText,
    TemplateBroken,
    fill,
    parse,
)
from rules.thai_time import to_arabic_digits
from rules.words.case_papers import PAPER_HINTS, PAPERS
from rules.words.paper_templates import SHIPPED, TEMPLATE_PROBLEMS

MEMO, ORDER, COVER = PaperKind.MEMO, PaperKind.APPOINTMENT_ORDER, PaperKind.COVER_LETTER
PATIENT = settings(deadline=None)
KINDS = st.sampled_from(WITH_TEMPLATE)

_SIGNS = ["{", "}", "{{", "{}", "---", "# ", "- ", "1. ", "๑. ", "\n", "\r\n", "\r", ":", " ", "\t"]
_NAMES = ["{เลขรับ}", "{กรรมการ}", "{ผู้รับ}", "{ ผู้ถูกร้อง }", "{ไม่มี}", *HEADERS.values()]
PIECES = st.one_of(
    st.sampled_from(_SIGNS + _NAMES),
    st.text(max_size=6),
    st.sampled_from(["เรื่อง: ก\nเรียน: ข\nคำลงท้าย: ค\n---\n", "หัวเรื่อง: ก\nเรื่อง: ข\n---\n"]),
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def memo(body: str, head: str = "เรื่อง: ก\nเรียน: ข") -> str:
    return f"{head}\n---\n{body}"


def faults(text: str, kind: PaperKind = MEMO) -> list[tuple[int, int, str, str]]:
    with pytest.raises(TemplateBroken) as caught:
        parse(text, kind)
    return [(one.line, one.column, one.code, one.words) for one in caught.value.problems]


def read_or_broken(text: str, kind: PaperKind) -> PaperText | TemplateBroken:
    try:
        return parse(text, kind)
    except TemplateBroken as broken:
        return broken


def pieces(body: str, values: dict[str, object], kind: PaperKind = MEMO) -> list[tuple[str, str]]:
    head = "เรื่อง: ก\nเรียน: ข" if kind is MEMO else "หัวเรื่อง: ก\nเรื่อง: ข"
    filled = fill(parse(memo(body, head), kind), values)
    return [(one.kind, one.words) for one in filled.pieces]


@PATIENT
@given(TEXTS, KINDS)
def test_any_text_is_read_or_every_fault_points_at_words_that_stand_there(text, kind):
    read = read_or_broken(text, kind)
    if isinstance(read, PaperText):
        filled = fill(read, {})
        assert filled.pieces
        assert "{" not in repr([piece.words for piece in filled.pieces])
        return
    lines = tidy(text).split("\n")
    assert read.problems
    for one in read.problems:
        assert one.code in TEMPLATE_PROBLEMS
        assert lines[one.line - 1][one.column - 1 :].startswith(one.words)
    places = [(one.line, one.column) for one in read.problems]
    assert places == sorted(places)


@PATIENT
@given(st.text(alphabet="{}-#1. กา\n", max_size=200), KINDS)
def test_texts_of_nothing_but_signs_never_crash_the_reader(text, kind):
    head = SHIPPED[kind.value].split("---\n")[0]
    read = read_or_broken(head + "---\n" + text, kind)
    if isinstance(read, PaperText):
        assert fill(read, {}).subject
    else:
        assert all(one.line > head.count("\n") for one in read.problems)


VALUES = st.one_of(st.text(max_size=20), st.sampled_from(["{เลขรับ}", "{", "# x", "- x", "---"]))


@PATIENT
@given(KINDS, st.data())
def test_what_is_filled_in_is_never_read_again(kind, data):
    parsed = parse(SHIPPED[kind.value], kind)
    values = {
        field.key: data.draw(st.lists(VALUES, max_size=3) if field.is_list else VALUES)
        for field in FIELDS_OF[kind]
    }
    plain = {
        key: "ก" if isinstance(value, str) else ["ก" for _ in value]
        for key, value in values.items()
    }
    shown = {block.kind for block in parsed.body}
    filled, beside = fill(parsed, values), fill(parsed, plain)
    assert {piece.kind for piece in filled.pieces} <= shown
    headings = [one for one in filled.pieces if one.kind == HEADING]
    assert len(headings) == sum(one.kind == HEADING for one in beside.pieces)
    assert "\n" not in filled.subject + filled.addressee + "".join(filled.references)


@PATIENT
@given(st.text(min_size=1, max_size=40))
@example("0 \t0")
def test_a_value_stands_in_the_paper_as_it_was_given(value):
    shown = [words for _kind, words in pieces("{สรุปเรื่อง}", {"summary": value})]
    expected = [line.strip() for line in tidy(value).split("\n") if line.strip()] or [DOTS]
    assert shown == [to_arabic_digits(line) for line in expected]


def test_every_fault_is_named_with_line_column_and_words():
    text = (
        "เรื่อง: {เลขรบ}\n"
        "ถึง: ใคร\n"
        "ไม่มีเครื่องหมาย\n"
        "  เรื่อง: อีกครั้ง\n"
        "คำลงท้าย: ขอแสดงความนับถือ\n"
        "เรียน:\n"
        "---\n"
        "ก {ผู้รับ} {} {เลขรับ {หน่วยงาน}\n"
        " ---\n"
        "ข }"
    )
    assert faults(text) == [
        (1, 9, "field_unknown", "{เลขรบ}"),
        (2, 1, "header_unknown", "ถึง:"),
        (3, 1, "header_without_colon", "ไม่มีเครื่องหมาย"),
        (4, 3, "header_twice", "เรื่อง:"),
        (5, 1, "header_not_here", "คำลงท้าย:"),
        (6, 1, "header_empty", "เรียน:"),
        (8, 3, "field_not_here", "{ผู้รับ}"),
        (8, 12, "field_without_name", "{}"),
        (8, 15, "brace_not_closed", "{เลขรับ"),
        (9, 2, "divider_twice", "---"),
        (10, 3, "brace_not_opened", "}"),
    ]


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_each_heading_that_a_paper_needs_is_missed_by_name(kind):
    codes = {code for _line, _column, code, _words in faults("---\nก", kind)}
    assert codes == {f"{name}_missing" for name in REQUIRED[LAYOUT_OF[kind]]}


def test_a_text_without_divider_and_one_without_body_are_told_so():
    assert (2, 1, "divider_missing", "เรียน: ข") in faults("เรื่อง: ก\nเรียน: ข")
    assert faults("เรื่อง: ก\nเรียน: ข\n---\n \n") == [(3, 1, "body_empty", "---")]


def test_a_broken_field_alone_in_a_line_is_one_fault_and_no_empty_line():
    assert faults(memo("{ไม่มี}", "เรื่อง: {ไม่มี}\nเรียน: ข")) == [
        (1, 9, "field_unknown", "{ไม่มี}"),
        (4, 1, "field_unknown", "{ไม่มี}"),
    ]


def test_a_text_may_be_just_as_long_as_there_is_room_and_not_one_letter_longer():
    room = TEMPLATE_LENGTH - len(memo(""))
    parse(memo("ก" * room), MEMO)
    assert faults(memo("ก" * (room + 1))) == [(4, room + 1, "too_long", "ก")]
    assert faults(memo("ก" * (room - 1) + "\nขข")) == [(5, 1, "too_long", "ขข")]


def test_letters_have_no_colon_after_their_headings_and_need_none():
    parsed = parse("เรื่อง แจ้งผล: ครั้งที่ 2\nเรียน\tนายก\n---\nก", MEMO)
    filled = fill(parsed, {})
    assert (filled.subject, filled.addressee) == ("แจ้งผล: ครั้งที่ 2", "นายก")


def test_a_name_is_known_however_it_was_typed():
    kind = PaperKind.REPLY_TO_SENDER
    assert field_named(ORDER, " เลขที่ คำสั่ง ").key == "order_no"
    assert field_named(ORDER, "เลขที่ค\u0e4d\u0e32สั่ง").key == "order_no"
    assert field_named(kind, "เลขที่หนังสือต้นเรื่อง").key == "sender_no"
    assert field_named(MEMO, "ผู้รับ") is None


def test_a_mistyped_name_is_answered_with_the_nearest_of_that_paper():
    assert nearest_name(MEMO, "เลขรบ") == "เลขรับ"
    assert nearest_name(MEMO, "zzz") == ""


def test_paragraphs_headings_and_points_are_told_by_their_first_signs():
    body = "# หัวข้อ\nต่อ\nกัน\n\n- หนึ่ง\nต่อข้อ\n๒. สอง\n-สาม\n\n  ๓.ไม่ใช่ข้อ"
    assert pieces(body, {}) == [
        (HEADING, "หัวข้อ"),
        (PARAGRAPH, "ต่อ กัน"),
        (ITEM, "- หนึ่ง ต่อข้อ"),
        (ITEM, "2. สอง -สาม"),
        (PARAGRAPH, "3.ไม่ใช่ข้อ"),
    ]


def test_a_list_alone_on_its_line_makes_a_point_for_each_and_counts_on():
    members = {"members": ["ก\tปลัด\tประธาน", "ข"]}
    assert pieces("๒. {กรรมการ}", members) == [(ITEM, "2. ก\tปลัด\tประธาน"), (ITEM, "3. ข")]
    assert pieces("- {กรรมการ}", members) == [(ITEM, "- ก\tปลัด\tประธาน"), (ITEM, "- ข")]
    assert pieces("{กรรมการ}\nต่อ", members) == [
        (ITEM, "ก\tปลัด\tประธาน"), (ITEM, "ข"), (PARAGRAPH, "ต่อ"),
    ]  # fmt: skip
    assert pieces("ได้แก่ {กรรมการ}", members) == [(PARAGRAPH, "ได้แก่ ก ปลัด ประธาน, ข")]
    assert pieces("1. {กรรมการ}", {}) == [(ITEM, f"1. {DOTS}")]


def test_what_is_not_known_is_left_to_be_written_by_hand():
    assert pieces("เลขรับ {เลขรับ} {สรุปเรื่อง}", {"register_no": " ", "summary": ""}) == [
        (PARAGRAPH, f"เลขรับ {DOTS} {DOTS}")
    ]


def test_lines_of_a_value_are_paragraphs_in_the_body_and_one_line_in_a_heading():
    values = {"summary": "หนึ่ง\r\n\r\n- สอง", "subject": "ก\nข"}
    assert pieces("# {เรื่องที่ร้องเรียน}\n\nว่า {สรุปเรื่อง}", values) == [
        (HEADING, "ก ข"),
        (PARAGRAPH, "ว่า หนึ่ง"),
        (PARAGRAPH, "- สอง"),
    ]


def test_nothing_enclosed_is_no_enclosure():
    text = "เรื่อง: ก\nเรียน: ข\nสิ่งที่ส่งมาด้วย: {สิ่งที่ส่ง}\nคำลงท้าย: ค\n---\nง"
    assert fill(parse(text, COVER), {"sent": []}).enclosures == ()
    assert fill(parse(text, COVER), {"sent": ["ไฟล์", "{เลขรับ}"]}).enclosures == ("ไฟล์", "{เลขรับ}")


def test_all_digits_come_out_arabic_so_that_whoever_draws_may_choose():
    assert pieces("ข้อ ๓ เลขรับ {เลขรับ}", {"register_no": "๐๐๑/2569"}) == [
        (PARAGRAPH, "ข้อ 3 เลขรับ 001/2569")
    ]


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_every_shipped_text_reads_and_its_examples_fill_it_without_dots(kind):
    filled = fill(parse(SHIPPED[kind.value], kind), example_values(kind))
    shown = " ".join(
        (filled.subject, filled.addressee, filled.title, *filled.references, *filled.enclosures)
        + tuple(piece.words for piece in filled.pieces)
    )
    assert f" {DOTS} " not in f" {shown} "
    assert filled.subject
    if LAYOUT_OF[kind] is Layout.LETTER:
        assert filled.closing == "ขอแสดงความนับถือ"


def test_every_paper_with_a_text_has_one_and_a_name():
    values = {kind.value for kind in WITH_TEMPLATE}
    assert set(SHIPPED) == values
    assert values <= set(PAPERS) and values <= set(PAPER_HINTS)


NOT_FOR_REPORTERS = {"accused", "members", "subject", "summary", "finding", "opinion", "sender"}


@pytest.mark.parametrize("kind", sorted(TO_REPORTER))
def test_what_goes_to_the_reporter_has_no_field_for_anybody_else(kind):
    assert not {field.key for field in FIELDS_OF[kind]} & NOT_FOR_REPORTERS
    assert field_named(kind, "ผู้รับ").key == "recipient"


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_names_and_keys_of_fields_are_each_one_of_a_kind(kind):
    fields = FIELDS_OF[kind]
    assert len({field.key for field in fields}) == len(fields)
    assert len({field.name for field in fields}) == len(fields)
    assert all(field_named(kind, field.name) == field for field in fields)
    assert all(len(field.examples) == 1 or field.is_list for field in fields)


def test_only_papers_to_the_reporter_know_the_reporter():
    knowing = {kind for kind in WITH_TEMPLATE if field_named(kind, "ผู้รับ")}
    assert knowing == TO_REPORTER
