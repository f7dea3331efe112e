"""What tests of the ceremony need: new officers, sheets with slips, and what each case shows."""

from base64 import b32decode

from sqlalchemy import select

from crypto.primitives import totp_code
from crypto.sealed_keys import ShareKind
from models.complaint import Complaint
from models.history import CaseEvent
from models.key_share import KeyShare
from models.officer import Officer
from rules.permissions import Role
from rules.states import EventKind
from service.activate_officer import OfficerPlan, activate, activate_page
from service.actors import AgencyClerk, AllAgencies
from service.sign_keyring import sign_keyring
from tests.office import PASSPHRASE, Office, _activate, sign_in_as

RECOVERED = int(EventKind.RECOVERED)


def hire(office: Office, login: str, name: str, *roles: Role) -> None:
    """A new officer, activated, signed with the root's paper, at work."""
    _activate(office, OfficerPlan(name, "นิติกร", login, roles))
    sign_on(office, login)


def activate_with(office: Office, login: str, code: str) -> None:
    """The account activated in the officer's own browser, without the keyring's signature."""
    everywhere = AllAgencies("activate an officer")
    with office.work(everywhere) as work:
        page = activate_page(work, code)
    seed = b32decode(page.totp_secret_text.replace(" ", ""))
    office.totp[login] = seed
    digits = totp_code(seed, int(office.clock.now.timestamp()) - 30)
    with office.work(everywhere) as work:
        activate(work, page.ticket, PASSPHRASE, PASSPHRASE, digits)


def sign_on(office: Office, login: str) -> None:
    """The root's paper signs whoever waits; this officer sits down to work."""
    with office.work(AgencyClerk(office.agency_id)) as work:
        sign_keyring(work, office.made.papers.root)
    office.officers[login] = sign_in_as(office, login)[1]


def content_sheets(office: Office) -> dict[str, str]:
    """The two sheets that open the cases."""
    papers = office.made.papers
    return {"content_first": papers.content_first, "content_second": papers.content_second}


def with_slip(sheet: str, at: int) -> str:
    """The sheet with one digit mistyped."""
    digits = sheet.replace(" ", "")
    return digits[:at] + str((int(digits[at]) + 1) % 10) + digits[at + 1 :]


def recovered(office: Office) -> dict[str, tuple[int, int]]:
    """By case id: how many RECOVERED events it has, and how many shares a paper gave."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return {
            case.id.hex(): (_events(work, case), _shares(work, case))
            for case in work.rows(select(Complaint))
        }


def _events(work, case) -> int:
    rows = select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.kind == RECOVERED)
    return len(work.rows(rows))


def _shares(work, case) -> int:
    officers = set(work.rows(select(Officer.id)))
    rows = select(KeyShare).where(
        KeyShare.case_id == case.id,
        KeyShare.kind == int(ShareKind.CONTENT),
        KeyShare.granter_id.is_not(None),
    )
    return sum(row.granter_id not in officers for row in work.rows(rows))
