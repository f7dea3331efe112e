"""An officer's account over time: its roles, leaving, starting anew.

Whoever lost passphrase and recovery code starts anew under a new row with the same name and
login; the row before stays as `left` under "login~1", so that what it signed can still be checked
and whoever was kept out of a case stays out, by name. What such a row could open is destroyed;
colleagues give the cases anew.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select, update

from models.agency import OfficeHolderRow
from models.complaint import Complaint
from models.custody import CustodianPermit
from models.officer import Officer, OfficerRole
from models.release import IdentityRelease
from rules.matching import same_person
from rules.permissions import Permission, Role, conflicting_roles
from rules.releases import ReleaseState
from service.activate_officer import OfficerPlan, add_invited, new_activation_code
from service.checked_keys import role_bits
from service.errors import InvalidInput, NotAllowed, NotFound, WrongState
from service.keyring import FEWEST_INTAKE_OFFICERS, checked_officer_key, load_keyring
from service.passkey_seals import drop_passkeys
from service.release_requests import end_release
from service.search_entries import forget_officer
from service.sign_in import end_sessions
from service.unit_of_work import UnitOfWork
from service.vouch import roles_of

# Between the login and a number, in the login of an account whose holder started anew. Logins
# that people choose have letters and digits alone.
ANEW = "~"
# With fewer left than this a channel shuts, or a group of custodians is empty.
_FEWEST = {
    Role.INTAKE: FEWEST_INTAKE_OFFICERS,
    Role.GRIEVANCE: 1,
    Role.CUSTODIAN_INSIDE: 1,
    Role.CUSTODIAN_OUTSIDE: 1,
}
_SECRETS = (
    "activation_hash",
    "activation_until",
    "sealed_previous",
    "passphrase_salt",
    "wrapped_by_passphrase",
    "sealed_totp",
    "recovery_salt",
    "wrapped_by_recovery",
    "sealed_blind_list",
)


@dataclass(frozen=True)
class AccountView:
    """One account as its administrator sees it.

    `signed` are the roles in which its keys count, whatever the settings say now; `wanting` those
    of which too few would be left on the keyring without it. `may_change` is false for one's own
    account and for those before a reset.
    """

    id: str
    name: str
    post: str
    login: str
    roles: tuple[Role, ...]
    standing: str
    assigned: int
    signed: tuple[Role, ...]
    wanting: tuple[Role, ...]
    may_change: bool


def account_view(work: UnitOfWork, officer_id: str) -> AccountView:
    """The account; NotFound when there is none."""
    officer = _found(work, officer_id)
    return AccountView(
        id=officer.id.hex(),
        name=officer.name,
        post=officer.post,
        login=officer.login,
        roles=roles_of(work, officer.id),
        standing=officer.standing,
        assigned=work.session.scalars(
            select(func.count(Complaint.id)).where(Complaint.case_officer_id == officer.id)
        ).one(),
        signed=_signed_roles(work, officer),
        wanting=_wanting_without(work, officer),
        may_change=_may_change(work, officer),
    )


def leave(work: UnitOfWork, officer_id: str, *, confirmed: bool = False) -> None:
    """The account is out of use from now on, and what it could open is destroyed.

    InvalidInput for `confirm` when too few would be left and that was not confirmed; WrongState
    for one's own account, or one out of use already.
    """
    officer = _changeable(work, officer_id)
    if officer.standing == "left":
        raise WrongState
    if _wanting_without(work, officer) and not confirmed:
        raise InvalidInput({"confirm": "confirm_first"})
    _put_out_of_use(work, officer)
    work.session.flush()


def reset(work: UnitOfWork, officer_id: str) -> str:
    """A new activation code, 20 digits in groups, for somebody who can open the account no more.

    An invitation gets a new code; any other account is put out of use, and its holder starts
    anew under a new row that holds no case.
    """
    officer = _changeable(work, officer_id)
    if officer.standing == "invited":
        return new_activation_code(work, officer)
    login = officer.login
    roles = roles_of(work, officer.id)
    _put_out_of_use(work, officer)
    officer.login = f"{login}{ANEW}{_next_number(work, login)}"
    work.session.flush()
    plan = OfficerPlan(officer.name, officer.post, login, roles)
    anew, code = add_invited(work, plan)
    for statement in (
        update(OfficeHolderRow)
        .where(OfficeHolderRow.officer_id == officer.id)
        .values(officer_id=anew),
        update(Complaint)
        .where(Complaint.case_officer_id == officer.id)
        .values(case_officer_id=anew),
    ):
        work.session.execute(statement)
    work.session.flush()
    return code


def change_roles(
    work: UnitOfWork, officer_id: str, roles: Collection[Role], *, confirmed: bool = False
) -> None:
    """Give the account these roles: what it may do on its pages changes at once.

    The roles that were signed with its keys stay as signed until the root's paper signs these:
    to break that signature would make everything unreadable that the officer ever signed. Whoever
    must get no new case from now on leaves, or starts anew. InvalidInput for no role, for roles
    that clash, and for `confirm` when too few would be left.
    """
    officer = _changeable(work, officer_id)
    if officer.standing == "left":
        raise WrongState
    if not roles:
        raise InvalidInput({"roles": "choose_one"})
    if conflicting_roles(roles):
        raise InvalidInput({"roles": "roles_conflict"})
    if set(_wanting_without(work, officer)) - set(roles) and not confirmed:
        raise InvalidInput({"confirm": "confirm_first"})
    if officer.standing == "invited":
        officer.keyring_role_bits = role_bits(roles)
    work.session.execute(delete(OfficerRole).where(OfficerRole.officer_id == officer.id))
    work.session.add_all(
        OfficerRole(agency_id=work.agency_id, officer_id=officer.id, role=role.value)
        for role in roles
    )
    work.session.flush()


def predecessors(work: UnitOfWork, officer_id: bytes) -> tuple[bytes, ...]:
    """The ids of the accounts that this officer had before a reset, the oldest first.

    Same login before the mark, same name, and left: cases in which one of them has a share row
    are those that the officer worked with before.
    """
    officer = work.one(Officer, id=officer_id)
    if officer is None or ANEW in officer.login:
        return ()
    before = work.rows(
        select(Officer).where(
            Officer.standing == "left",
            Officer.login.startswith(officer.login + ANEW, autoescape=True),
        )
    )
    same = [row for row in before if same_person(row.name, officer.name)]
    return tuple(row.id for row in sorted(same, key=lambda row: _number(row.login)))


def _found(work: UnitOfWork, officer_id: str) -> Officer:
    if not work.officer().may(Permission.MANAGE_ACCOUNTS):
        raise NotAllowed
    try:
        officer = work.one(Officer, id=bytes.fromhex(officer_id))
    except ValueError:
        raise NotFound from None
    if officer is None:
        raise NotFound
    found: Officer = officer
    return found


def _changeable(work: UnitOfWork, officer_id: str) -> Officer:
    officer = _found(work, officer_id)
    if not _may_change(work, officer):
        raise WrongState
    return officer


def _may_change(work: UnitOfWork, officer: Officer) -> bool:
    return officer.id != work.officer().officer_id and ANEW not in officer.login


def _put_out_of_use(work: UnitOfWork, officer: Officer) -> None:
    """The public halves stay, to check what was signed; nothing that opens anything does."""
    officer.standing = "left"
    for name in _SECRETS:
        setattr(officer, name, None)
    drop_passkeys(work, officer.id)
    end_sessions(work, officer.id)
    forget_officer(work, officer.id)
    waiting = select(IdentityRelease).where(
        IdentityRelease.asker_id == officer.id,
        IdentityRelease.state == ReleaseState.ASKED.value,
    )
    for release in work.rows(waiting):
        end_release(work, release, ReleaseState.WITHDRAWN)
    work.session.execute(
        delete(CustodianPermit).where(
            or_(
                CustodianPermit.holder_id == officer.id,
                CustodianPermit.permitter_id == officer.id,
            )
        )
    )


def _wanting_without(work: UnitOfWork, officer: Officer) -> tuple[Role, ...]:
    """The roles of which too few would be left on the keyring, of those that the officer has."""
    keyring = load_keyring(work)
    key = keyring.officer(officer.id)
    if key is None:
        return ()
    return tuple(
        role
        for role, fewest in _FEWEST.items()
        if key.has(role) and len(keyring.holding(role)) - 1 < fewest
    )


def _signed_roles(work: UnitOfWork, officer: Officer) -> tuple[Role, ...]:
    key = checked_officer_key(work, officer)
    return tuple(role for role in Role if key is not None and key.has(role))


def _next_number(work: UnitOfWork, login: str) -> int:
    taken = select(Officer.login).where(Officer.login.startswith(login + ANEW, autoescape=True))
    return max((_number(one) for one in work.rows(taken)), default=0) + 1


def _number(login: str) -> int:
    number = login.partition(ANEW)[2]
    return int(number) if number.isdigit() else 0
