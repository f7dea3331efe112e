"""What is about the head or the clerk goes to the outside authority, and the office keeps nothing.

Tried on both databases with real keys: by the use-cases, and by force over every ciphertext.
"""

import threading
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from crypto.envelope import ObjectType, Place, open_sealed
from crypto.paper import from_paper
from crypto.primitives import SealBroken
from crypto.sealed_keys import ShareKind, join, open_share, pair_from_seed
from models import db
from models.agency import Agency, OfficeHolderRow, RegisterCounter
from models.clock import ClockRow
from models.complaint import CaseEpoch, Complaint, FilingRetry, SealedObject
from models.custody import OutwardCount
from models.key_share import KeyShare
from models.officer import Officer
from models.tenancy import tenant_tables
from rules.permissions import Role
from rules.states import Channel, Move
from rules.words import FIELDS
from service.actors import AgencyClerk, AllAgencies
from service.case_filters import Filters
from service.case_keys import open_case_keys
from service.errors import (
    AlreadyReceived,
    FormExpired,
    InvalidInput,
    NoOutwardRoute,
    NotAllowed,
    NotFound,
    ReadersChanged,
)
from service.exclusions import opened_exclusions
from service.find_case import find_case
from service.follow_complaint import enter_code, follow
from service.list_cases import list_cases
from service.outward_settings import outward_choices, set_outward
from service.sealing import share_context
from service.submit_complaint import (
    check_draft,
    confirm_code,
    filing_form,
    reopen_draft,
    show_receipt,
    submit_complaint,
    submit_words,
)
from service.views import DraftCheck, Receipt
from tests.district import HOLDERS, OFFICERS, make_district, send_outward
from tests.office import Office
from tests.statistics_now import statistics_now

NARRATIVE = "ปลัดเทศบาลสั่งให้ตรวจรับงานถนนที่ยังไม่ได้ทำ"
CLERK = "นายประสิทธิ์ ปกครอง"


@dataclass(frozen=True)
class Pair:
    """An office and the district that takes what is about its head."""

    office: Office
    district: Office

    def tick(self, *post_kinds: str) -> list[str]:
        """The ids that the filing page gives to those in these posts."""
        return ids_of(self.office, *post_kinds)

    def check(self, *post_kinds: str, channel: Channel = Channel.CORRUPTION) -> DraftCheck:
        """The check page with them ticked."""
        with self.office.reporter() as work:
            return check_draft(
                work, channel, {"narrative": NARRATIVE, "exclude": self.tick(*post_kinds)}
            )

    def send(self, check: DraftCheck) -> Receipt:
        with self.office.reporter() as work:
            return submit_complaint(work, check.channel, check.sealed_draft)


def ids_of(office: Office, *post_kinds: str) -> list[str]:
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    return [holder.id for holder in holders if holder.post_kind in post_kinds]


@pytest.fixture
def pair(office: Office) -> Pair:
    district = make_district(office)
    send_outward(office, district)
    return Pair(office, district)


def _everywhere(office: Office):
    return office.work(AllAgencies("do as an operator with SQL does"))


def _rows_of(office: Office) -> dict[str, list[str]]:
    """Every row of every table that belongs to this office, and its own card."""
    with office.engine.connect() as connection:
        found = {
            table.name: sorted(
                repr(tuple(row))
                for row in connection.execute(
                    select(table).where(table.c.agency_id == office.agency_id)
                )
            )
            for table in tenant_tables()
        }
        card = select(db.metadata.tables["agency"]).where(Agency.id == office.agency_id)
        return found | {"agency": [repr(tuple(row)) for row in connection.execute(card)]}


def _names(readers) -> set[str]:
    return {reader.name for reader in readers}


# Before sending


def test_the_form_says_who_would_take_it(pair: Pair) -> None:
    with pair.office.reporter() as work:
        form = filing_form(work, Channel.CORRUPTION)
        grievances = filing_form(work, Channel.GRIEVANCE)
    assert form.outward_authority.th == "ที่ว่าการอำเภอตัวอย่าง"
    assert grievances.outward_authority is None


def test_the_check_page_names_the_readers_there_and_nobody_here(pair: Pair) -> None:
    check = pair.check("clerk")
    assert not check.stopped
    assert check.goes_to.slug == "district"
    assert not check.goes_to.is_external
    assert _names(check.readers) == {"นางสาวรัตนา อำเภอรับ", "นายสุเทพ อำเภอฟัง"}
    assert _names(check.excluded) == {CLERK}


def test_whoever_is_no_chief_keeps_it_at_home(pair: Pair) -> None:
    check = pair.check("division_director", "deputy_head")
    assert check.goes_to is None
    assert check.outward_authority.th == "ที่ว่าการอำเภอตัวอย่าง"
    assert pair.send(check).agency_slug == pair.office.slug


@pytest.mark.parametrize(
    "posts", [("head",), ("clerk",), ("head", "clerk"), ("complaint_officer",)]
)
def test_the_head_the_clerk_and_all_intake_officers_lead_outward(pair: Pair, posts) -> None:
    receipt = pair.send(pair.check(*posts))
    assert (receipt.agency_slug, receipt.agency_name.th) == ("district", "ที่ว่าการอำเภอตัวอย่าง")


def test_without_an_authority_it_is_stopped(office: Office) -> None:
    pair = Pair(office, office)
    check = pair.check("clerk")
    assert check.stopped and check.goes_to is None and check.readers == ()
    before = _rows_of(office)
    with pytest.raises(NoOutwardRoute):
        pair.send(check)
    assert _rows_of(office) == before


def test_a_grievance_never_goes_outward(pair: Pair) -> None:
    with pair.office.reporter() as work:
        holders = filing_form(work, Channel.GRIEVANCE).holders
        ticked = [holder.id for holder in holders if holder.reads]
        words = {"narrative": NARRATIVE, "exclude": ticked}
        check = check_draft(work, Channel.GRIEVANCE, words)
    assert check.stopped
    assert not pair.check("head", channel=Channel.GRIEVANCE).stopped


def test_an_agency_that_names_itself_by_sql_has_no_authority(office: Office) -> None:
    with _everywhere(office) as work:
        work.session.execute(update(Agency).values(outward_agency_id=office.agency_id))
    assert Pair(office, office).check("head").stopped


def test_an_authority_made_external_by_sql_hides_no_readers(pair: Pair) -> None:
    """The page names nobody of an authority that reads elsewhere: officers here would go unseen."""
    with _everywhere(pair.office) as work:
        work.session.execute(
            update(Agency).where(Agency.id == pair.district.agency_id).values(is_external=True)
        )
    assert pair.check("clerk").stopped


# Sent


def test_everything_stands_at_the_authority(pair: Pair) -> None:
    receipt = pair.send(pair.check("clerk"))
    assert receipt.receipt_no == "1/2570"
    with pair.district.work(AgencyClerk(pair.district.agency_id), writes=False) as work:
        case = work.session.scalars(select(Complaint)).one()
        holders = {share.holder_id for share in work.rows(select(KeyShare))}
        officers = set(work.session.scalars(select(Officer.id)))
        assert work.rows(select(FilingRetry))[0].sealed_code
        assert {clock.kind for clock in work.rows(select(ClockRow))} == {
            "first_answer", "screening",
        }  # fmt: skip
        assert work.one(RegisterCounter, channel="corruption").next_number == 2
    assert case.agency_id == pair.district.agency_id
    assert officers <= holders
    assert len(holders - officers) == 3, "the district's papers"


def test_the_sender_keeps_a_bare_count_and_nothing_else(pair: Pair) -> None:
    pair.office.file()
    before = _rows_of(pair.office)
    for posts in (("clerk",), ("head",), ("complaint_officer",)):
        receipt = pair.send(pair.check(*posts))
        with pair.district.reporter() as work:
            confirm_code(work, receipt.ticket, receipt.code[-4:])
    after = _rows_of(pair.office)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"outward_count"}
    with pair.office.work(AgencyClerk(pair.office.agency_id), writes=False) as work:
        counted = work.rows(select(OutwardCount))
    assert [(one.fiscal_year_be, one.count) for one in counted] == [(2570, 3)]


def test_the_senders_register_and_statistics_know_nothing_of_it(pair: Pair) -> None:
    with pair.office.public() as work:
        before = statistics_now(work)
    pair.send(pair.check("clerk"))
    with pair.office.public() as work:
        assert statistics_now(work) == before
    assert pair.office.file().receipt_no == "1/2570"
    for login in pair.office.officers:
        with pair.office.desk(login) as work:
            try:
                listed = list_cases(work, Filters(show="all"))
            except NotAllowed:
                continue
            assert all(line.subject != NARRATIVE for line in listed.lines)


def test_the_authoritys_officer_opens_it_and_knows_which_office_it_is_about(pair: Pair) -> None:
    receipt = pair.send(pair.check("clerk"))
    opened = pair.district.open("receive1", pair.district.case_id(receipt))
    answers = {answer.field: answer for answer in opened.answers}
    assert answers["narrative"].text == NARRATIVE
    assert answers["sent_from"].text == "เทศบาลตำบลตัวอย่าง"
    assert answers["sent_from"].label == FIELDS["sent_from"]


def test_a_report_that_stays_says_nothing_about_another_office(office: Office) -> None:
    opened = office.open("intake1", office.case_id(office.file()))
    assert "sent_from" not in {answer.field for answer in opened.answers}


def test_no_officer_of_the_sender_finds_it_though_he_knows_its_id(pair: Pair) -> None:
    case_id = pair.district.case_id(pair.send(pair.check("clerk")))
    for login in pair.office.officers:
        with pytest.raises((NotFound, NotAllowed)):
            pair.office.open(login, case_id)


def test_by_force_no_key_of_the_sender_opens_anything(pair: Pair) -> None:
    pair.send(pair.check("clerk"))
    assert _opened_by(pair.district, _every_key_of(pair.office)) == set()
    whole = {ObjectType.REPORT, ObjectType.CONTACT, ObjectType.EXCLUSIONS}
    one = [pair.district.officers["receive1"].keys.pair_private]
    assert _opened_by(pair.district, one) == whole
    assert _opened_by(pair.district, _every_key_of(pair.district)) == whole | {ObjectType.IDENTITY}


def _every_key_of(office: Office) -> list[bytes]:
    """Every officer's opened key, and every sheet of paper, halves joined and apart."""
    sheets = {name: from_paper(digits) for name, digits in office.made.papers.by_sheet().items()}
    content = join(sheets["content_first"], sheets["content_second"])
    papers = [pair_from_seed(seed).private for seed in (*sheets.values(), content)]
    return [actor.keys.pair_private for actor in office.officers.values()] + papers


def _opened_by(office: Office, keys: list[bytes]) -> set[ObjectType]:
    """The types of this office's sealed texts that these keys lead to, no use-case asked."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        shares = work.rows(select(KeyShare))
        texts = work.rows(select(SealedObject))
        case = work.session.scalars(select(Complaint)).one()
        public = work.session.scalars(select(CaseEpoch.case_public)).one()
    found: dict[ShareKind, list[bytes]] = {kind: [] for kind in ShareKind}
    for share, key in product(shares, keys):
        secret = _or_none(open_share, share.sealed, key, share_context(share))
        if secret is not None:
            found[ShareKind(share.kind)].append(secret)
    halves = product(found[ShareKind.IDENTITY_INSIDE], found[ShareKind.IDENTITY_OUTSIDE])
    secrets = [*keys, *found[ShareKind.CONTENT], *(join(*two) for two in halves)]
    recipients = ((public,), (case.identity_public,))
    return {
        ObjectType(text.type)
        for text, secret, to in product(texts, secrets, recipients)
        if _or_none(open_sealed, text.sealed, _place(text), secret, to) is not None
    }


def _place(text: SealedObject) -> Place:
    return Place(text.agency_id, text.case_id, text.epoch, text.id, ObjectType(text.type))


def _or_none(opening, *arguments) -> bytes | None:
    try:
        return opening(*arguments)
    except SealBroken:
        return None


def test_the_reporter_follows_it_at_the_authority_and_not_at_the_sender(pair: Pair) -> None:
    receipt = pair.send(pair.check("clerk"))
    with pair.office.reporter() as work, pytest.raises(FormExpired):
        show_receipt(work, receipt.ticket)
    with pair.office.reporter() as work, pytest.raises(NotFound):
        enter_code(work, receipt.code)
    with pair.district.reporter() as work:
        token = confirm_code(work, receipt.ticket, receipt.code[-4:])
        assert enter_code(work, receipt.code)
    case_id = pair.district.case_id(receipt)
    pair.district.move("receive2", case_id, Move.ASK, notice_text="ขอทราบวันที่ตรวจรับ")
    with pair.district.reporter() as work:
        assert follow(work, token).notices[0].text == "ขอทราบวันที่ตรวจรับ"


# Sent again


def test_the_same_page_shows_the_same_code(pair: Pair) -> None:
    check = pair.check("clerk")
    first, second = pair.send(check), pair.send(check)
    assert (first.code, first.receipt_no) == (second.code, second.receipt_no)
    with pair.office.work(AgencyClerk(pair.office.agency_id), writes=False) as work:
        assert work.session.scalars(select(OutwardCount.count)).one() == 1


def test_the_same_page_sent_four_times_at_once_files_one_case(pair: Pair) -> None:
    check, codes = pair.check("clerk"), []
    ready = threading.Barrier(4)

    def send() -> None:
        ready.wait()
        codes.append(pair.send(check).code)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 4 and len(set(codes)) == 1
    with pair.district.work(AgencyClerk(pair.district.agency_id), writes=False) as work:
        assert len(work.rows(select(Complaint))) == 1
    with pair.office.work(AgencyClerk(pair.office.agency_id), writes=False) as work:
        assert work.session.scalars(select(OutwardCount.count)).one() == 1


def test_many_different_pages_at_once_are_all_counted(pair: Pair) -> None:
    checks, failed = [pair.check("clerk") for _ in range(6)], []

    def send(check: DraftCheck) -> None:
        try:
            pair.send(check)
        except Exception as problem:
            failed.append(problem)

    threads = [threading.Thread(target=send, args=(check,)) for check in checks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with pair.office.work(AgencyClerk(pair.office.agency_id), writes=False) as work:
        assert work.session.scalars(select(OutwardCount.count)).one() == 6


def test_a_page_sent_again_after_the_authority_closed_still_shows_its_code(pair: Pair) -> None:
    check = pair.check("clerk")
    receipt = pair.send(check)
    _close(pair.district)
    assert pair.send(check).code == receipt.code


def test_a_page_whose_code_was_written_down_says_where_it_is_followed(pair: Pair) -> None:
    check = pair.check("clerk")
    receipt = pair.send(check)
    with pair.district.reporter() as work:
        confirm_code(work, receipt.ticket, receipt.code[-4:])
    with pytest.raises(AlreadyReceived) as refused:
        pair.send(check)
    assert refused.value.slug == "district"


def test_words_sent_in_one_step_go_the_same_way(pair: Pair) -> None:
    words = {"narrative": NARRATIVE, "exclude": pair.tick("head")}
    receipts = []
    for _ in range(2):
        with pair.office.reporter() as work:
            receipts.append(submit_words(work, Channel.CORRUPTION, words, "k" * 32))
    assert receipts[0].agency_slug == "district"
    assert receipts[0].code == receipts[1].code


def test_a_code_kept_at_the_authority_goes_with_the_next_days_first_filing_anywhere(
    pair: Pair,
) -> None:
    pair.send(pair.check("clerk"))
    pair.office.clock.now += timedelta(days=1)
    pair.office.file()
    with pair.district.work(AgencyClerk(pair.district.agency_id), writes=False) as work:
        (row,) = work.rows(select(FilingRetry))
    assert row.sealed_code is None
    pair.office.clock.now += timedelta(days=1)
    pair.office.file()
    with pair.district.work(AgencyClerk(pair.district.agency_id), writes=False) as work:
        assert work.rows(select(FilingRetry)) == []


# What changed between the page and the send


def _close(district: Office) -> None:
    with _everywhere(district) as work:
        work.session.execute(
            update(Officer)
            .where(Officer.agency_id == district.agency_id, Officer.login == "receive2")
            .values(standing="left")
        )


def _open_again(district: Office) -> None:
    with _everywhere(district) as work:
        work.session.execute(
            update(Officer).where(Officer.login == "receive2").values(standing="active")
        )


def test_an_authority_closed_at_the_send_takes_nothing_and_neither_does_the_sender(
    pair: Pair,
) -> None:
    check = pair.check("clerk")
    before = _rows_of(pair.office)
    _close(pair.district)
    there = _rows_of(pair.district)
    with pytest.raises(NoOutwardRoute):
        pair.send(check)
    assert (_rows_of(pair.office), _rows_of(pair.district)) == (before, there)
    with pair.office.reporter() as work:
        kept = reopen_draft(work, Channel.CORRUPTION, check.sealed_draft)
    assert kept["narrative"] == NARRATIVE
    _open_again(pair.district)
    assert pair.send(check).agency_slug == "district"


def test_an_authority_taken_off_before_the_send_does_not_bring_it_home(pair: Pair) -> None:
    check = pair.check("clerk")
    with pair.office.work(AgencyClerk(pair.office.agency_id)) as work:
        set_outward(work, "")
    with pytest.raises(NoOutwardRoute):
        pair.send(check)


def test_a_clerk_who_is_made_harmless_before_the_send_does_not_bring_it_home(pair: Pair) -> None:
    """The settings' keeper may be the clerk's friend: the reporter was shown the district."""
    check = pair.check("clerk")
    with pair.office.work(AgencyClerk(pair.office.agency_id)) as work:
        work.session.execute(
            update(OfficeHolderRow)
            .where(OfficeHolderRow.post_kind == "clerk")
            .values(post_kind="other")
        )
    before = _rows_of(pair.office)
    with pytest.raises(ReadersChanged):
        pair.send(check)
    assert _rows_of(pair.office) == before


def test_another_authority_than_the_page_named_gets_nothing(pair: Pair) -> None:
    check = pair.check("clerk")
    other = make_district(pair.office, slug="other")
    send_outward(pair.office, other)
    with pytest.raises(ReadersChanged):
        pair.send(check)
    assert pair.send(pair.check("clerk")).agency_slug == "other"


@pytest.mark.parametrize("posts", [(), ("clerk",)])
def test_a_reader_whom_the_page_has_not_named_is_shown_first(pair: Pair, posts) -> None:
    office, login = (pair.district, "receive2") if posts else (pair.office, "intake2")
    hide = update(Officer).where(Officer.agency_id == office.agency_id, Officer.login == login)
    third = replace(OFFICERS[0], login="receive3", name="นายใหม่ อำเภอเพิ่ม")
    _third_reader(office, third)
    with _everywhere(office) as work:
        work.session.execute(hide.values(standing="left"))
    check = pair.check(*posts)
    with _everywhere(office) as work:
        work.session.execute(hide.values(standing="active"))
    with pytest.raises(ReadersChanged):
        pair.send(check)
    assert pair.send(pair.check(*posts)).code


def _third_reader(office: Office, plan) -> None:
    from service.sign_keyring import sign_keyring
    from tests.office import _activate

    _activate(office, plan)
    with office.work(AgencyClerk(office.agency_id)) as work:
        sign_keyring(work, office.made.papers.root)


# The same person on both sides


@pytest.mark.parametrize(
    ("name", "why"),
    [(CLERK, "ticked"), ("นางสาวมาลี  ใจงาม", "an intake officer whom the clerk appointed")],
)
def test_somebody_of_the_sender_with_an_account_there_gets_a_dummy(office, name, why) -> None:
    same = replace(OFFICERS[1], name=name, login="receive3")
    district = make_district(office, officers=(*OFFICERS, same))
    send_outward(office, district)
    pair = Pair(office, district)
    check = pair.check("clerk")
    assert _names(check.readers) == {"นางสาวรัตนา อำเภอรับ", "นายสุเทพ อำเภอฟัง"}
    case_id = district.case_id(pair.send(check))
    with pytest.raises(NotFound):
        district.open("receive3", case_id)
    assert district.open("receive1", case_id).answers


def test_the_names_of_those_kept_out_are_sealed_in_the_case(pair: Pair) -> None:
    case_id = pair.district.case_id(pair.send(pair.check("clerk")))
    with pair.district.desk("receive1") as work:
        case = find_case(work, case_id)
        kept_out = opened_exclusions(work, open_case_keys(work, case))
    assert CLERK in kept_out.names
    assert {"นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง", "นางพิกุล เก็บรักษา"} <= set(kept_out.names)
    assert "นายอำนวย อำเภอ" not in kept_out.names, "who keeps names from outside is not theirs"


def test_an_authority_whose_own_head_is_the_accused_does_not_take_it(office: Office) -> None:
    moved_up = replace(HOLDERS[0], name=CLERK)
    district = make_district(office, holders=(moved_up,))
    send_outward(office, district)
    assert Pair(office, district).check("clerk").stopped


def test_an_authority_where_only_the_accused_read_does_not_take_it(office: Office) -> None:
    readers = (
        replace(OFFICERS[0], name="นายสมบัติ นำทาง"),
        replace(OFFICERS[1], name=CLERK),
    )
    district = make_district(office, officers=(*readers, *OFFICERS[2:]))
    send_outward(office, district)
    pair = Pair(office, district)
    assert pair.check("head").stopped, "the clerk is kept out as one whom the head appointed"
    assert not pair.check("complaint_officer").stopped, "one of them is left"


def test_what_is_about_the_authoritys_head_goes_its_own_way_without_a_loop(pair: Pair) -> None:
    other_way = Pair(pair.district, pair.office)
    assert other_way.check("head").stopped
    send_outward(pair.district, pair.office)
    receipt = other_way.send(other_way.check("head"))
    assert receipt.agency_slug == pair.office.slug
    assert pair.send(pair.check("head")).agency_slug == "district"
    opened = pair.office.open("intake1", pair.office.case_id(receipt))
    assert opened.answers[0].text == "ที่ว่าการอำเภอตัวอย่าง"


# The setting


def test_an_agency_can_be_its_own_authority_as_little_as_a_stranger_or_a_closed_one(
    office: Office,
) -> None:
    refused = {"nowhere": "unknown_choice", office.slug: "authority_itself"}
    make_district(office, slug="closed", officers=OFFICERS[1:])
    refused["closed"] = "authority_closed"
    for slug, code in refused.items():
        with office.work(AgencyClerk(office.agency_id)) as work, pytest.raises(InvalidInput) as why:
            set_outward(work, slug)
        assert why.value.fields == {"outward": code}


def test_a_demo_never_takes_what_is_real(office: Office) -> None:
    district = make_district(office)
    with _everywhere(office) as work:
        work.session.execute(
            update(Agency).where(Agency.id == district.agency_id).values(is_demo=True)
        )
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert outward_choices(work) == ()
        with pytest.raises(InvalidInput):
            set_outward(work, "district")


def test_whoever_manages_the_settings_may_choose_and_nobody_else(pair: Pair) -> None:
    with pair.office.desk("admin1") as work:
        set_outward(work, "")
        (choice,) = outward_choices(work)
        assert not choice.chosen
        set_outward(work, "district")
        (choice,) = outward_choices(work)
    assert choice.chosen and choice.name.th == "ที่ว่าการอำเภอตัวอย่าง"
    for login, actor in pair.office.officers.items():
        if Role.ADMINISTRATOR in actor.roles:
            continue
        with pair.office.desk(login) as work, pytest.raises(NotAllowed):
            set_outward(work, "")
    with pair.office.reporter() as work, pytest.raises(NotAllowed):
        set_outward(work, "")
