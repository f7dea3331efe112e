"""What needs two persons: one asks, another one agrees, nobody else hears of it, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from crypto.primitives import random_bytes, sign
from models.custody import TwoPersonRequest
from models.history import AccessLog
from models.key_share import KeyShare
from models.officer import Officer, OfficerRole
from rules.permissions import Role
from service.actors import AgencyClerk, AllAgencies
from service.delete_case import delete_case
from service.errors import InvalidInput, NotAllowed, NotFound, RequestOver, Unreadable
from service.export_cases import begin_export
from service.two_person_list import list_requests, view_request
from service.two_person_requests import Kind, statement_of
from service.two_persons import CASES_MOST, approve, ask, refuse
from tests.office import Office, sign_in_as
from tests.two_persons import (
    REASON,
    agreed,
    asked,
    closed_case,
    filed_case,
    holder_of,
    keep_out,
    share_with,
)


def _sql(office: Office, *statements) -> None:
    with office.work(AllAgencies("do as an operator with SQL does")) as work:
        for statement in statements:
            work.session.execute(statement)


def _row(office: Office, request_id: str) -> TwoPersonRequest:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.one(TwoPersonRequest, id=bytes.fromhex(request_id))


def _to_agree(office: Office, login: str) -> list[str]:
    with office.desk(login) as work:
        return [line.id for line in list_requests(work).to_agree]


def _approve(office: Office, login: str, request_id: str) -> None:
    with office.desk(login) as work:
        approve(work, request_id)


def _use(office: Office, login: str, request_id: str) -> None:
    with office.desk(login) as work:
        begin_export(work, request_id)


# The way


def test_one_asks_another_agrees_and_the_first_may_use_it(office: Office) -> None:
    case_id = filed_case(office, subject="ถนนหมู่ ๔")
    request_id = asked(office, Kind.EXPORT, case_id)
    assert _to_agree(office, "intake2") == [request_id]
    with office.desk("intake2") as work:
        seen = view_request(work, request_id)
    assert seen.reason == REASON
    assert [line.subject for line in seen.cases] == ["ถนนหมู่ ๔"]
    assert seen.may_agree and not seen.may_use
    _approve(office, "intake2", request_id)
    assert _to_agree(office, "intake2") == []
    with office.desk("intake1") as work:
        own = list_requests(work).own
        mine = view_request(work, request_id)
    assert [(line.state, line.approver) for line in own] == [("approved", "นายวิชัย ตั้งตรง")]
    assert mine.may_use and not mine.may_agree
    _use(office, "intake1", request_id)
    assert _row(office, request_id).state == "done"


def test_a_refused_request_is_over(office: Office) -> None:
    request_id = asked(office, Kind.EXPORT, filed_case(office))
    with office.desk("intake2") as work:
        refuse(work, request_id)
    with pytest.raises(RequestOver):
        _approve(office, "intake2", request_id)
    with pytest.raises(RequestOver):
        _use(office, "intake1", request_id)
    with office.desk("intake1") as work:
        assert [line.state for line in list_requests(work).own] == ["refused"]


def test_an_agreement_serves_once(office: Office) -> None:
    request_id = agreed(office, Kind.EXPORT, filed_case(office))
    _use(office, "intake1", request_id)
    with pytest.raises(RequestOver):
        _use(office, "intake1", request_id)


def test_an_agreement_turned_back_by_sql_does_not_serve_again(office: Office) -> None:
    request_id = agreed(office, Kind.EXPORT, filed_case(office))
    _use(office, "intake1", request_id)
    _sql(office, update(TwoPersonRequest).values(state="approved", ended_at=None))
    with pytest.raises(RequestOver):
        _use(office, "intake1", request_id)


def test_of_two_uses_at_once_one_comes_through(office: Office) -> None:
    case_id = filed_case(office)
    request_id = agreed(office, Kind.EXPORT, case_id)
    together = Barrier(2)

    def use(_number: int) -> bool:
        together.wait()
        try:
            _use(office, "intake1", request_id)
        except RequestOver:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(use, range(2))) == [False, True]
    kinds = [line.title.th for line in office.open("intake1", case_id).history]
    assert kinds.count("ส่งออกสำนวนเรื่อง") == 1


def test_after_a_day_a_request_is_over(office: Office) -> None:
    waiting = asked(office, Kind.EXPORT, filed_case(office))
    ready = agreed(office, Kind.EXPORT, filed_case(office))
    office.clock.now += timedelta(hours=24)
    assert _to_agree(office, "intake2") == []
    with office.desk("intake1") as work:
        assert {line.state for line in list_requests(work).own} == {"expired"}
    with pytest.raises(RequestOver):
        _approve(office, "intake2", waiting)
    with pytest.raises(RequestOver):
        _use(office, "intake1", ready)


def test_an_end_moved_by_sql_breaks_both_signatures(office: Office) -> None:
    waiting = asked(office, Kind.EXPORT, filed_case(office))
    ready = agreed(office, Kind.EXPORT, filed_case(office))
    later = office.clock.now + timedelta(days=9)
    _sql(office, update(TwoPersonRequest).values(until=later))
    with pytest.raises(Unreadable):
        _approve(office, "intake2", waiting)
    with pytest.raises(Unreadable):
        _use(office, "intake1", ready)


# Two persons


def test_one_person_cannot_do_both(office: Office) -> None:
    request_id = asked(office, Kind.EXPORT, filed_case(office))
    assert _to_agree(office, "intake1") == []
    with pytest.raises(NotFound):
        _approve(office, "intake1", request_id)


def test_one_person_with_two_accounts_cannot_do_both(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    request_id = asked(office, Kind.EXPORT, case_id)
    _sql(office, update(Officer).where(Officer.login == "intake2").values(name="น.ส.มาลี ใจงาม"))
    with pytest.raises(NotFound):
        _approve(office, "intake2", request_id)
    again = asked(office, Kind.EXPORT, case_id)
    assert _to_agree(office, "intake2") == [request_id]
    with pytest.raises(NotFound), office.desk("intake2") as work:
        view_request(work, again)
    assert set(_to_agree(office, "clerk")) == {request_id, again}


def test_without_a_second_person_nothing_can_be_asked(office: Office) -> None:
    alone = filed_case(office, exclude=[holder_of(office, "นายวิชัย ตั้งตรง")])
    with pytest.raises(InvalidInput) as refused:
        asked(office, Kind.EXPORT, alone)
    assert refused.value.fields == {"cases": "no_second_person"}


def test_who_has_not_the_permission_neither_asks_nor_agrees(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "legal1", case_id)
    with pytest.raises(NotAllowed):
        asked(office, Kind.EXPORT, case_id, by="legal1")
    request_id = asked(office, Kind.EXPORT, case_id)
    with pytest.raises(NotAllowed), office.desk("legal1") as work:
        list_requests(work)
    with pytest.raises(NotAllowed):
        _approve(office, "legal1", request_id)


def test_a_role_added_by_sql_lets_nobody_ask_or_agree(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "legal1", case_id)
    legal = office.officers["legal1"].officer_id
    role = OfficerRole(agency_id=office.agency_id, officer_id=legal, role=Role.INTAKE.value)
    with office.work(AllAgencies("do as an operator with SQL does")) as work:
        work.session.add(role)
    office.clock.now += timedelta(seconds=30)
    office.officers["legal1"] = sign_in_as(office, "legal1")[1]
    assert Role.INTAKE in office.officers["legal1"].roles
    with pytest.raises(NotAllowed):
        asked(office, Kind.EXPORT, case_id, by="legal1")
    request_id = asked(office, Kind.EXPORT, case_id)
    assert _to_agree(office, "legal1") == []
    with pytest.raises(NotAllowed):
        _approve(office, "legal1", request_id)


# Who hears of it


def test_who_is_kept_out_of_one_of_the_cases_hears_nothing(office: Office) -> None:
    plain = filed_case(office)
    hidden = filed_case(office, exclude=[holder_of(office, "นายวิชัย ตั้งตรง")])
    share_with(office, "intake1", "clerk", plain, hidden)
    request_id = asked(office, Kind.EXPORT, plain, hidden)
    assert _to_agree(office, "intake2") == []
    for errand in (view_request, approve, refuse):
        with pytest.raises(NotFound), office.desk("intake2") as work:
            errand(work, request_id)
    assert _to_agree(office, "clerk") == [request_id]
    _approve(office, "clerk", request_id)
    _use(office, "intake1", request_id)


def test_who_holds_no_share_of_one_of_the_cases_hears_nothing(office: Office) -> None:
    cases = [filed_case(office), filed_case(office)]
    share_with(office, "intake1", "clerk", cases[0])
    request_id = asked(office, Kind.EXPORT, *cases)
    assert _to_agree(office, "clerk") == []
    with pytest.raises(NotFound):
        _approve(office, "clerk", request_id)


def test_the_row_does_not_tell_who_is_kept_out(office: Office) -> None:
    """The readers are the same, and the reason as long, whoever is excluded from the case."""
    plain = filed_case(office)
    hidden = filed_case(office, exclude=[holder_of(office, "นายวิชัย ตั้งตรง")])
    share_with(office, "intake1", "clerk", plain, hidden)
    rows = [_row(office, asked(office, Kind.EXPORT, case_id)) for case_id in (plain, hidden)]
    assert rows[0].reason_readers == rows[1].reason_readers
    assert len(rows[0].sealed_reason) == len(rows[1].sealed_reason)


def test_a_second_person_kept_out_who_signs_all_the_same_does_not_count(office: Office) -> None:
    """The asker, the excluded officer and an operator with SQL join hands."""
    hidden = filed_case(office, exclude=[holder_of(office, "นายวิชัย ตั้งตรง")])
    share_with(office, "intake1", "clerk", hidden)
    request_id = asked(office, Kind.EXPORT, hidden)
    row, second = _row(office, request_id), office.officers["intake2"]
    signature = sign(second.keys.signing_seed, statement_of(row, second.officer_id))
    _sql(
        office,
        update(TwoPersonRequest).values(
            state="approved", approver_id=second.officer_id, approver_signature=signature
        ),
    )
    with pytest.raises(RequestOver):
        _use(office, "intake1", request_id)


def test_a_request_is_nobody_elses_to_use(office: Office) -> None:
    request_id = agreed(office, Kind.EXPORT, filed_case(office))
    for login in ("intake2", "clerk"):
        with pytest.raises(NotFound):
            _use(office, login, request_id)


def test_who_lost_the_case_meanwhile_is_told_of_none(office: Office) -> None:
    case_id = filed_case(office)
    request_id = agreed(office, Kind.EXPORT, case_id)
    mine = office.officers["intake1"].officer_id
    with office.work(AllAgencies("take a share away")) as work:
        for share in work.rows(select(KeyShare).where(KeyShare.holder_id == mine)):
            work.session.delete(share)
    with office.desk("intake1") as work:
        seen = view_request(work, request_id)
    assert seen.cases == ()
    with pytest.raises(NotFound):
        _use(office, "intake1", request_id)


def test_who_is_kept_out_after_the_asking_hears_no_more(office: Office) -> None:
    cases = [filed_case(office), filed_case(office)]
    share_with(office, "intake1", "clerk", *cases)
    request_id = asked(office, Kind.EXPORT, *cases)
    assert _to_agree(office, "intake2") == [request_id]
    keep_out(office, cases[1], "นายวิชัย ตั้งตรง")
    assert _to_agree(office, "intake2") == []
    for errand in (view_request, approve, refuse):
        with pytest.raises(NotFound), office.desk("intake2") as work:
            errand(work, request_id)
    _approve(office, "clerk", request_id)
    _use(office, "intake1", request_id)


def test_a_second_person_kept_out_after_agreeing_does_not_count(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    request_id = agreed(office, Kind.EXPORT, case_id)
    keep_out(office, case_id, "นายวิชัย ตั้งตรง")
    with pytest.raises(RequestOver):
        _use(office, "intake1", request_id)


# What SQL can do


def test_a_list_of_cases_changed_by_sql_is_refused(office: Office) -> None:
    asked_for, slipped_in = filed_case(office), filed_case(office)
    waiting = asked(office, Kind.EXPORT, asked_for)
    ready = agreed(office, Kind.EXPORT, asked_for)
    both = b"".join(sorted(bytes.fromhex(one) for one in (asked_for, slipped_in)))
    for cases in (both, bytes.fromhex(slipped_in)):
        _sql(office, update(TwoPersonRequest).values(cases=cases))
        with pytest.raises(Unreadable):
            _approve(office, "intake2", waiting)
        with pytest.raises(Unreadable), office.desk("intake2") as work:
            view_request(work, waiting)
        with pytest.raises(Unreadable):
            _use(office, "intake1", ready)


def test_an_agreement_to_an_export_is_none_to_a_deletion(office: Office) -> None:
    case_id = closed_case(office)
    request_id = agreed(office, Kind.EXPORT, case_id)
    _sql(office, update(TwoPersonRequest).values(kind="delete"))
    with pytest.raises(Unreadable), office.desk("intake1") as work:
        delete_case(work, request_id)


@pytest.mark.parametrize("login", ["intake2", "intake1", "clerk"])
def test_an_agreement_written_by_sql_is_refused(office: Office, login: str) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    request_id = asked(office, Kind.EXPORT, case_id)
    row = _row(office, request_id)
    for signature in (row.asker_signature, sign(random_bytes(32), b"anything")):
        _sql(
            office,
            update(TwoPersonRequest).values(
                state="approved",
                approver_id=office.officers[login].officer_id,
                approver_signature=signature,
            ),
        )
        with pytest.raises((Unreadable, RequestOver)):
            _use(office, "intake1", request_id)


# What is typed


def test_a_reason_and_cases_are_needed(office: Office) -> None:
    case_id = filed_case(office)
    problems = {}
    for name, chosen, reason in (
        ("no reason", [case_id], " \n "),
        ("long", [case_id], "ก" * 2001),
        ("nul", [case_id], "ก\x00"),
        ("no case", [], REASON),
        ("many", ["0" * 32] * (CASES_MOST + 1), REASON),
    ):
        with pytest.raises(InvalidInput) as refused, office.desk("intake1") as work:
            ask(work, Kind.EXPORT, chosen, reason)
        problems[name] = refused.value.fields
    assert problems == {
        "no reason": {"reason": "required"},
        "long": {"reason": "too_long"},
        "nul": {"reason": "no_nul"},
        "no case": {"cases": "choose_cases"},
        "many": {"cases": "too_many_cases"},
    }


@pytest.mark.parametrize("chosen", ["0" * 32, "x", "ก"])
def test_a_case_that_is_not_there_is_not_found(office: Office, chosen: str) -> None:
    for kind in Kind:
        with pytest.raises(NotFound):
            asked(office, kind, chosen)
    for errand in (approve, refuse, view_request):
        with pytest.raises(NotFound), office.desk("intake1") as work:
            errand(work, chosen)


def test_the_longest_reason_has_room(office: Office) -> None:
    case_id = filed_case(office)
    lengths = set()
    for reason in ("ก", "\U0001f600" * 2000, '"\\\t' * 600 + "ก" * 200):
        with office.desk("intake1") as work:
            request_id = ask(work, Kind.EXPORT, [case_id], reason)
        with office.desk("intake2") as work:
            assert view_request(work, request_id).reason == reason.strip()
        lengths.add(len(_row(office, request_id).sealed_reason))
    assert len(lengths) == 1


def test_asking_and_agreeing_leave_a_line_in_the_access_log(office: Office) -> None:
    agreed(office, Kind.EXPORT, filed_case(office))
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        lines = work.rows(select(AccessLog).where(AccessLog.what == "two_persons"))
    who = {line.officer_id for line in lines}
    assert who == {office.officers[login].officer_id for login in ("intake1", "intake2")}
