"""Steps of the tests about what needs two persons: closed cases, shares given, both consents."""

from rules.permissions import Role
from rules.states import Channel, Move
from service.case_events import Acting
from service.case_keys import open_case_keys
from service.exclude_persons import Persons, exclude
from service.exclusions import opened_exclusions
from service.find_case import find_case
from service.keyring import load_keyring
from service.shares import give_share
from service.submit_complaint import filing_form
from service.two_person_requests import Kind
from service.two_persons import approve, ask
from tests.office import Office

REASON = "ส่งพนักงานสอบสวนตามหนังสือที่ ๑/๒๕๖๙"


def holder_of(office: Office, name: str) -> str:
    """The id under which a reporter ticks this person."""
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    return next(one.id for one in holders if one.name == name)


def filed_case(office: Office, **values: object) -> str:
    """The id of a new case."""
    return office.case_id(office.file(**values))


def closed_case(office: Office, login: str = "intake1", **values: object) -> str:
    """The id of a case that went its whole way."""
    case_id = filed_case(office, **values)
    close(office, login, case_id)
    return case_id


def close(office: Office, login: str, case_id: str) -> None:
    """The case, closed with its notices."""
    office.move(login, case_id, Move.ACCEPT)
    office.move(login, case_id, Move.RESULT_NOTICE, notice_text="ตรวจสอบแล้ว")
    office.move(login, case_id, Move.CLOSE, notice_text="ยุติเรื่องแล้ว")


def share_with(office: Office, giver: str, login: str, *case_ids: str) -> None:
    """A share of each case for a colleague, unless the case keeps the colleague out."""
    for case_id in case_ids:
        with office.desk(giver) as work:
            keys = open_case_keys(work, find_case(work, case_id))
            key = load_keyring(work).officer(office.officers[login].officer_id)
            assert not opened_exclusions(work, keys).covers(key)
            give_share(work, keys, key, Acting(office.officers[giver], Role.INTAKE))


def keep_out(office: Office, case_id: str, name: str) -> None:
    """The person of that name is excluded from the case after the fact."""
    count = office.open("intake1", case_id).event_count
    with office.desk("intake1") as work:
        exclude(work, case_id, Persons((), name), count)


def asked(office: Office, kind: Kind, *case_ids: str, by: str = "intake1") -> str:
    """The id of a request."""
    with office.desk(by) as work:
        return ask(work, kind, case_ids, REASON)


def agreed(
    office: Office, kind: Kind, *case_ids: str, by: str = "intake1", second: str = "intake2"
) -> str:
    """The id of a request that a second person has agreed to."""
    request_id = asked(office, kind, *case_ids, by=by)
    with office.desk(second) as work:
        approve(work, request_id)
    return request_id
