"""Officers who come to an office later, or come back: activated, vouched for, signed by paper."""

from base64 import b32decode

from crypto.primitives import totp_code
from models.officer import Officer
from rules.permissions import Role
from service.activate_officer import OfficerPlan, activate, activate_page, invite_officer
from service.actors import AgencyClerk, AllAgencies, OfficerActor
from service.officer_accounts import reset
from service.renew_keys import own_keys
from service.sign_keyring import sign_keyring
from service.vouch import keys_to_vouch, vouch
from tests.office import PASSPHRASE, Office, sign_in_as


def activate_with(office: Office, login: str, code: str) -> OfficerActor:
    """The officer signed in, after activating with this code."""
    everywhere = AllAgencies("activate an officer")
    with office.work(everywhere) as work:
        page = activate_page(work, code)
    seed = b32decode(page.totp_secret_text.replace(" ", ""))
    office.totp[login] = seed
    digits = totp_code(seed, int(office.clock.now.timestamp()) - 30)
    with office.work(everywhere) as work:
        activate(work, page.ticket, PASSPHRASE, PASSPHRASE, digits)
    office.officers[login] = sign_in_as(office, login)[1]
    return office.officers[login]


def join(office: Office, login: str, name: str, *roles: Role) -> OfficerActor:
    """A new officer, signed in; nobody stands for the key yet."""
    plan = OfficerPlan(name, "เจ้าหน้าที่", login, roles)
    with office.work(AgencyClerk(office.agency_id)) as work:
        code = invite_officer(work, plan)
    return activate_with(office, login, code)


def start_anew(office: Office, login: str) -> OfficerActor:
    """The officer after a reset by the administrator, under a new row, signed in."""
    with office.desk("admin1") as work:
        code = reset(work, office.officers[login].officer_id.hex())
    return activate_with(office, login, code)


def read_out(office: Office, login: str) -> str:
    """The digits of the key as its owner reads them."""
    with office.desk(login) as work:
        return own_keys(work).fingerprint


def vouch_for(office: Office, login: str, *vouchers: str) -> None:
    """These colleagues hear the digits and vouch."""
    heard = read_out(office, login)[-4:]
    for voucher in vouchers:
        with office.desk(voucher) as work:
            lines = keys_to_vouch(work).lines
            line = next(one for one in lines if one.login == login)
            vouch(work, line.id, line.mark, heard)


def sign_by_paper(office: Office) -> None:
    """The root's paper signs everybody who waits."""
    with office.work(AgencyClerk(office.agency_id)) as work:
        sign_keyring(work, office.made.papers.root)


def new_custodian(office: Office) -> OfficerActor:
    """A second inside custodian, signed by paper, who holds no half yet."""
    actor = join(office, "inside2", "นางทองดี รับช่วง", Role.CUSTODIAN_INSIDE)
    sign_by_paper(office)
    return actor


def row_of(office: Office, login: str) -> Officer:
    """The officer's row as it stands."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.one(Officer, login=login)
