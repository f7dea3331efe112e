"""The answer to somebody who asks for their own data: a letter that tells of nobody else."""

from datetime import timedelta

import pytest

from rules.paper_fields import FIELDS_OF
from rules.paper_kinds import NAMES_NOBODY, TO_REPORTER, PaperKind
from rules.paper_text import DOTS
from rules.words.case_papers import NAMES_FOUND
from service.case_papers import NamesLeft, again, make_paper
from service.errors import InvalidInput, WrongState
from service.privacy_settings import save_privacy_contact
from tests.office import Office
from tests.readers import row_of
from tests.service.paper_scenes import (
    ACCUSED,
    FILED,
    TYPED,
    WITNESS,
    examined,
    filed,
    form,
    kinds_of,
    make,
    papers,
    redact,
    words_on,
)
from tests.service.paper_scenes import REPORTER as NAMED

ANSWER = PaperKind.ACCESS_ANSWER
REPORTER = NAMED | {"contact_name": "นางสายพิณ จริงใจ", "contact_email": "phin@example.com"}
TEXT = "เรื่อง: แจ้งผล\nเรียน: {{ผู้ขอ}}\nคำลงท้าย: ขอแสดงความนับถือ\n---\n{}"


def refused(office: Office, case_id: str, words: str, **typed: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        make(office, case_id, ANSWER, text=TEXT.format(words), **typed)
    return caught.value


def test_it_can_be_made_once_a_redacted_copy_is_there(office: Office) -> None:
    case_id = filed(office)
    assert ANSWER not in kinds_of(office, case_id)
    with pytest.raises(WrongState):
        form(office, case_id, ANSWER)
    redact(office, case_id)
    assert ANSWER in kinds_of(office, case_id)


def test_it_goes_to_who_asked_and_names_nobody_of_the_case(office: Office) -> None:
    case_id = filed(office, **REPORTER)
    examined(office, case_id)
    redact(office, case_id)
    office.clock.now += timedelta(days=1)
    redact(office, case_id)
    with office.desk("admin1") as work:
        save_privacy_contact(work, {"officer_post": "หัวหน้าสำนักปลัด", "telephone": "02 000 0001"})
    assert form(office, case_id, ANSWER).suggested.addressee == ""
    words = words_on(make(office, case_id, ANSWER, addressee=ACCUSED))
    assert words.count(ACCUSED) == 1, "as the addressee alone"
    for said in ("24 พฤศจิกายน 2569", "หัวหน้าสำนักปลัด", "โทรศัพท์ 02 000 0001"):
        assert said in words
    hidden = (
        WITNESS, REPORTER["contact_name"], REPORTER["contact_phone"], FILED["subject"],
        "นายธรรมรงค์ กฎหมาย", "ถนนบางกว่าแบบ 4 เซนติเมตร",
    )  # fmt: skip
    for said in hidden:
        assert said not in words
    assert words.count(DOTS) == 1, "the day of the request is written by hand"


def test_it_has_no_field_for_anybody_else_nor_for_the_day_of_the_report() -> None:
    keys = {field.key for field in FIELDS_OF[ANSWER]}
    others = {"accused", "members", "subject", "finding", "result", "summary", "recipient"}
    assert not keys & (others | {"received_on", "due_on", "channel"})
    assert ANSWER in NAMES_NOBODY and NAMES_NOBODY > TO_REPORTER


def test_a_witness_or_a_committee_member_in_it_is_to_be_read_again(office: Office) -> None:
    case_id = filed(office)
    examined(office, case_id)
    redact(office, case_id)
    for words, found in ((WITNESS, "witness"), ("นายธรรมรงค์ กฎหมาย", "committee")):
        problem = refused(office, case_id, words)
        assert isinstance(problem, NamesLeft) and problem.found == (found,)
        assert found in NAMES_FOUND
        make(office, case_id, ANSWER, text=TEXT.format(words), read_again="yes")
    make(office, case_id, ANSWER, text=TEXT.format(f"ข้อมูลของ{ACCUSED}"))


def test_who_reported_is_taken_out_and_not_only_read_again(office: Office) -> None:
    case_id = filed(office, **REPORTER)
    redact(office, case_id)
    for words in ("ตามที่สายพิณ  จริงใจแจ้ง", "โทร 081-234 5678", "PHIN@example.com"):
        problem = refused(office, case_id, words)
        assert isinstance(problem, NamesLeft) and "reporter" in problem.found
        assert refused(office, case_id, words, read_again="yes").fields == {
            "text": "reporter_named"
        }
    assert papers(office, case_id).made == ()
    # A given name alone may be a word like others: an officer decides.
    assert "reporter" in refused(office, case_id, "คุณสายพิณ").found
    make(office, case_id, ANSWER, text=TEXT.format("คุณสายพิณ"), read_again="yes")


def test_the_case_tells_that_it_was_made_and_prints_it_again(office: Office) -> None:
    case_id = filed(office)
    redact(office, case_id)
    count = row_of(office, case_id).event_count
    with office.desk("intake1") as work:
        made = make_paper(work, case_id, ANSWER, TYPED | {"addressee": ACCUSED}, count)
    assert [one.kind for one in papers(office, case_id).made] == [ANSWER]
    with office.desk("intake1") as work:
        assert again(work, case_id, count) == made
