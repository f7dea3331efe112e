"""The privacy notice: it says what the office has set and what the program does, and no more."""

import re
from dataclasses import replace

import pytest

from rules.document import OWN
from rules.limits import REPORTER_SESSION_MINUTES, SESSION_HOURS
from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from rules.privacy_blocks import BY_TWO_PERSONS, PrivacyFacts, period_words, privacy_blocks
from rules.retention import CLASS_OF, PERIODS, RetentionKind
from rules.words import Words
from rules.words import privacy as words
from rules.words import privacy_rights as said
from service.errors import InvalidInput, NotAllowed
from service.outbox import KEPT_DAYS
from service.outward_settings import set_outward
from service.privacy_notice import privacy_facts, privacy_notice
from service.privacy_settings import LENGTHS, privacy_contact, save_privacy_contact
from service.retention import set_periods
from tests.district import make_district
from tests.line_scenes import turn_on
from tests.office import Office

TYPED = {
    "officer_post": " เจ้าหน้าที่คุ้มครองข้อมูล\u202e\nส่วนบุคคล ",
    "email": "dpo@sample.go.th",
    "telephone": "02 000 0001",
    "address": "99 หมู่ 4\r\n\r\n\r\n\r\nตำบลตัวอย่าง",
    "extra_th": "สำเนาสำรองเก็บ 30 วัน",
    "extra_en": "",
}
PLAIN = PrivacyFacts(
    agency=Words("อบต. ตัวอย่าง", "Sample"),
    officer_ways=(),
    office_ways=(("phone", "02 000 0000"),),
    posts={Role.INTAKE: ("นิติกร",)},
    authority=None,
    takes_corruption=True,
    takes_grievances=True,
    tells_by_line=False,
    months={kind: period.default for kind, period in PERIODS.items()},
    message_days=30,
    own=None,
)


def told(blocks, lang: str = "th") -> str:
    """Every word of the notice."""
    cells = (
        one.in_(lang)
        for block in blocks
        for one in (
            *([block.words] if block.words else []), *block.items, *block.head,
            *(cell for row in block.rows for cell in row),
        )
    )  # fmt: skip
    return "\n".join(cells)


def notice(office: Office, lang: str = "th") -> str:
    with office.public() as work:
        return told(privacy_notice(work).blocks, lang)


def save(office: Office, by: str = "admin1", **typed: str) -> None:
    with office.desk(by) as work:
        save_privacy_contact(work, TYPED | typed)


def refused(office: Office, **typed: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        save(office, **typed)
    return caught.value.fields


# What it says


def test_every_sentence_stands_in_both_languages_and_nothing_is_left_to_fill_in():
    full = replace(PLAIN, authority=Words("อำเภอ", "District"), tells_by_line=True)
    for lang in ("th", "en"):
        lines = told(privacy_blocks(full), lang).split("\n")
        assert all(line.strip() for line in lines)
        assert not any("{" in line for line in lines)
    english = told(privacy_blocks(replace(full, posts={})), "en")
    assert not re.search("[\u0e00-\u0e7f]", english)


def test_no_law_is_named_of_which_we_are_not_sure():
    for lang, section in (("th", "มาตรา"), ("en", "sections?")):
        text = told(privacy_blocks(PLAIN), lang)
        assert set(re.findall(r"(?:มาตรา|sections?|and) (\d+)", text)) == {"24", "26"}
        assert re.search(section, text)


def test_the_offices_own_periods_stand_in_it(office: Office):
    assert "10 ปี" in notice(office) and "10 years" in notice(office, "en")
    with office.desk("admin1") as work:
        months = {kind.value: str(one.default) for kind, one in PERIODS.items()}
        set_periods(work, months | {"closed": "66", "identity": "13"})
    assert "5 ปี 6 เดือน" in notice(office)
    assert "1 year 1 month" in notice(office, "en")


def test_what_no_office_can_change_stands_with_the_figures_that_the_program_goes_by(
    office: Office,
):
    with office.public() as work:
        blocks = privacy_notice(work).blocks
    kept = {row[0]: row[1] for block in blocks for row in block.rows if len(row) > 1}
    assert kept[said.MESSAGES] == Words(f"{KEPT_DAYS} วัน", f"{KEPT_DAYS} days")
    assert kept[said.SESSIONS] == Words(f"{SESSION_HOURS} ชั่วโมง", f"{SESSION_HOURS} hours")


def test_a_period_is_said_as_people_say_it():
    expected = {1: "1 เดือน", 11: "11 เดือน", 12: "1 ปี", 25: "2 ปี 1 เดือน", 120: "10 ปี"}
    assert {months: period_words(months).th for months in expected} == expected
    assert period_words(12).en == "1 year" and period_words(30).en == "2 years 6 months"


def test_every_class_that_is_kept_is_told_and_who_deletes_it():
    rows = {row[0]: row for block in privacy_blocks(PLAIN) for row in block.rows}
    for kind in RetentionKind:
        assert rows[said.KEPT[kind.value]][2] == (
            said.BY_TWO if kind in BY_TWO_PERSONS else said.GOES_BY_ITSELF
        )
    assert frozenset(CLASS_OF.values()) == BY_TWO_PERSONS


def test_everybody_whose_role_opens_cases_or_names_is_named_as_a_reader():
    opening = {
        Permission.OPEN_CASE,
        Permission.RELEASE_IDENTITY_INSIDE,
        Permission.RELEASE_IDENTITY_OUTSIDE,
    }
    readers = {role.value for role in Role if ROLE_PERMISSIONS[role] & opening}
    assert set(words.WHAT_THEY_READ) == readers


def test_the_cookie_lasts_as_long_as_the_notice_says():
    assert f"{REPORTER_SESSION_MINUTES} นาที" in said.FIFTEEN_MINUTES.th
    assert any(f"{REPORTER_SESSION_MINUTES} นาที" in one.th for one in words.NEVER)


def test_readers_are_told_by_post_and_never_by_name(office: Office):
    text = notice(office)
    for post in ("นิติกร", "ผู้อำนวยการกองคลัง", "ปลัดอำเภอ"):
        assert post in text
    for officer in office.officers.values():
        assert officer.name not in text


def test_only_what_is_in_use_is_told():
    text = told(privacy_blocks(PLAIN))
    without = told(privacy_blocks(replace(PLAIN, takes_grievances=False)))
    assert words.GRIEVANCE_READERS.th in text and words.GRIEVANCE_READERS.th not in without
    assert words.GIVEN_LINE.th not in text
    assert words.GIVEN_LINE.th in told(privacy_blocks(replace(PLAIN, tells_by_line=True)))


def test_line_and_the_outside_authority_are_told_once_they_are_set(office: Office):
    district = make_district(office)
    before = notice(office)
    with office.desk("admin1") as work:
        set_outward(work, district.slug)
    turn_on(office)
    after = notice(office)
    assert words.GIVEN_LINE.th not in before and words.GIVEN_LINE.th in after
    with office.public() as work:
        authority = privacy_facts(work).authority
    assert authority and authority.th not in before and authority.th in after


# Whom to ask


def test_until_somebody_is_named_the_office_itself_is(office: Office):
    text = notice(office)
    assert said.NO_OFFICER.th in text and "02 000 0000" in text
    save(office)
    text = notice(office)
    assert said.NO_OFFICER.th not in text and "02 000 0000" not in text
    for typed in ("เจ้าหน้าที่คุ้มครองข้อมูล ส่วนบุคคล", "dpo@sample.go.th", "02 000 0001"):
        assert typed in text


def test_a_post_without_a_way_to_reach_it_is_reached_by_the_office(office: Office):
    save(office, email="", telephone="", address="")
    assert "เจ้าหน้าที่คุ้มครองข้อมูล ส่วนบุคคล" in notice(office) and "02 000 0000" in notice(office)


def test_an_office_without_any_way_says_so():
    assert said.NO_WAY.th in told(privacy_blocks(replace(PLAIN, office_ways=())))


def test_the_offices_own_words_are_marked_as_its_own(office: Office):
    save(office)
    with office.public() as work:
        own = [block for block in privacy_notice(work).blocks if block.kind == OWN]
    assert [block.words.th for block in own] == ["สำเนาสำรองเก็บ 30 วัน"]


def test_what_is_typed_is_tidied_and_kept(office: Office):
    save(office)
    with office.public() as work:
        contact = privacy_contact(work)
    assert contact.officer_post == "เจ้าหน้าที่คุ้มครองข้อมูล ส่วนบุคคล"
    assert contact.address == "99 หมู่ 4\n\nตำบลตัวอย่าง"
    save(office, telephone="02 000 0002")
    save(office, **dict.fromkeys(TYPED, " "))
    with office.public() as work:
        assert not privacy_contact(work).ways and privacy_contact(work).own_words is None


def test_what_cannot_be_published_is_refused_by_field(office: Office):
    assert refused(office, email="dpo at sample") == {"email": "not_an_email"}
    assert refused(office, officer_post="") == {"officer_post": "required"}
    assert refused(office, extra_th="", extra_en="Backups") == {"extra_th": "required"}
    assert refused(office, extra_th="1-1017-00230-70-8") == {"extra_th": "personal_mark"}
    long = {name: "ก" * (most + 1) for name, most in LENGTHS.items() if name != "email"}
    assert refused(office, **long) == dict.fromkeys(long, "too_long")
    with office.public() as work:
        assert not privacy_contact(work).ways


def test_only_who_manages_settings_or_publishes_names_the_contact(office: Office):
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    save(office, by="publisher1")
    for login in ("intake1", "clerk", "inside1"):
        with pytest.raises(NotAllowed):
            save(office, by=login)
