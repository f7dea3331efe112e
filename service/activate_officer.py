"""An invited officer makes keys, passphrase and second factor; nobody else ever knows them."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from crypto.ceremonies import fingerprint
from crypto.day_seal import open_for_day, seal_for_day
from crypto.primitives import (
    SealBroken,
    random_bytes,
    sha256,
    signing_public_of,
    totp_matches,
    totp_uri,
)
from crypto.sealed_keys import OfficerSecret, generate_pair
from crypto.tracking_code import in_groups, make_code, normalise
from models.agency import Agency
from models.officer import Officer, OfficerRole
from rules.permissions import Permission, Role, conflicting_roles
from rules.words import Words
from service.actors import AgencyClerk, AllAgencies, OfficerActor
from service.checked_keys import role_bits
from service.errors import InvalidInput, NotAllowed, NotFound
from service.officer_wraps import (
    checked_passphrase,
    owner_of,
    passphrase_columns,
    put_columns,
    recovery_columns,
)
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

ACTIVATION_HOURS = 72
TOTP_SEED_BYTES = 20
ISSUER = "Prongsai"
_TICKET = b"activation/v1"
_ID_BYTES = 16
# A login leaves room for the mark of an account whose holder started anew.
_MOST = {"name": 200, "post": 200, "login": 40}


@dataclass(frozen=True)
class OfficerPlan:
    """An officer to be invited."""

    name: str
    post: str
    login: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class ActivationView:
    """The activation page: who it is for, and the second factor to be set up."""

    name: str
    login: str
    agency: Words
    totp_uri: str = field(repr=False)
    totp_secret_text: str = field(repr=False)
    ticket: str = field(repr=False)


@dataclass(frozen=True)
class Activated:
    """What is shown once when an account is active: the recovery code, and the keys' digits."""

    recovery_code: str = field(repr=False)
    fingerprint: str


def invite_officer(work: UnitOfWork, plan: OfficerPlan) -> str:
    """The activation code of a new officer, 20 digits in groups; good for 72 hours, once.

    InvalidInput for a taken login, no roles, or roles that one person must not combine.
    """
    _may_invite(work)
    _check(work, plan)
    return add_invited(work, plan)[1]


def add_invited(work: UnitOfWork, plan: OfficerPlan) -> tuple[bytes, str]:
    """The id of a new officer's row and the activation code; the caller has checked the plan."""
    officer = Officer(
        id=new_id(),
        agency_id=work.agency_id,
        login=plan.login,
        name=plan.name,
        post=plan.post,
        standing="invited",
        keyring_role_bits=role_bits(plan.roles),
    )
    code = new_activation_code(work, officer)
    work.session.add(officer)
    work.session.flush()
    work.session.add_all(
        OfficerRole(agency_id=work.agency_id, officer_id=officer.id, role=role.value)
        for role in plan.roles
    )
    return officer.id, code


def new_activation_code(work: UnitOfWork, officer: Officer) -> str:
    """A fresh activation code in groups; the one before, if there was one, is void."""
    code = make_code()
    officer.activation_hash = sha256(code.encode())
    officer.activation_until = work.now + timedelta(hours=ACTIVATION_HOURS)
    return in_groups(code)


def activate_page(work: UnitOfWork, activation_code: str) -> ActivationView:
    """The page for an activation code; NotFound when it is unknown, used or too old."""
    _everywhere(work)
    hashed = sha256(normalise(activation_code).encode())
    officer = work.one(Officer, activation_hash=hashed, standing="invited")
    if officer is None or officer.activation_until is None or work.now > officer.activation_until:
        raise NotFound
    return _page(work, officer, random_bytes(TOTP_SEED_BYTES))


def show_activation(work: UnitOfWork, ticket: str) -> ActivationView:
    """The same page again, with the same second factor, after something was mistyped."""
    _everywhere(work)
    officer, seed = _open_ticket(work, ticket)
    return _page(work, officer, seed)


def activate(
    work: UnitOfWork, ticket: str, passphrase: str, passphrase_again: str, digits: str
) -> Activated:
    """The officer's recovery code, 40 digits in groups, shown once, and the keys' fingerprint.

    InvalidInput for a short or differing passphrase or a wrong code of six digits. The officer
    is active, but holds no case until the keyring is signed.
    """
    _everywhere(work)
    officer, seed = _open_ticket(work, ticket)
    typed = checked_passphrase(passphrase, passphrase_again)
    used = first_step(work, seed, digits)
    owner = owner_of(officer)
    work.pause()
    pair = generate_pair()
    secret = OfficerSecret(pair.private, random_bytes(32))
    wraps, _ = passphrase_columns(work, owner, secret, typed, seed)
    recovery, code = recovery_columns(work, owner, secret)
    officer = work.session.get_one(Officer, owner.officer_id)
    if officer.standing != "invited":
        raise NotFound
    put_columns(officer, wraps | recovery)
    officer.totp_last_counter = used
    officer.pair_public = pair.public
    officer.signing_public = signing_public_of(secret.signing_seed)
    officer.standing = "active"
    officer.activation_hash = None
    officer.activation_until = None
    return Activated(code, in_groups(fingerprint(pair.public, officer.signing_public)))


def first_step(work: UnitOfWork, seed: bytes, digits: str) -> int:
    """The step whose six digits these are, for a second factor just set up; else InvalidInput."""
    used = totp_matches(seed, digits.strip(), int(work.now.timestamp()), 0)
    if used is None:
        raise InvalidInput({"digits": "digits_wrong"})
    return used


def _page(work: UnitOfWork, officer: Officer, seed: bytes) -> ActivationView:
    ticket = seal_for_day(
        officer.id + seed,
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_TICKET,
        binding=b"",
    )
    return second_factor_page(work, officer, seed, ticket)


def second_factor_page(
    work: UnitOfWork, officer: Officer, seed: bytes, ticket: bytes
) -> ActivationView:
    """The page on which a second factor is set up, with what it hands on."""
    agency = work.session.get_one(Agency, officer.agency_id)
    login = f"{agency.slug}/{officer.login}"
    uri = totp_uri(seed, login, ISSUER)
    return ActivationView(
        name=officer.name,
        login=login,
        agency=Words(agency.name_th, agency.name_en),
        totp_uri=uri,
        totp_secret_text=in_groups(uri.partition("secret=")[2].partition("&")[0]),
        ticket=ticket.hex(),
    )


def _open_ticket(work: UnitOfWork, ticket: str) -> tuple[Officer, bytes]:
    try:
        opened = open_for_day(
            bytes.fromhex(ticket),
            peppers=work.keys.peppers,
            days=(work.today, work.today - timedelta(days=1)),
            purpose=_TICKET,
            binding=b"",
        )
    except (SealBroken, ValueError):
        raise NotFound from None
    officer = work.session.get(Officer, opened[:_ID_BYTES])
    if officer is None or officer.standing != "invited":
        raise NotFound
    return officer, opened[_ID_BYTES:]


def _check(work: UnitOfWork, plan: OfficerPlan) -> None:
    problems = {
        name: "required" for name in ("name", "post", "login") if not getattr(plan, name).strip()
    }
    problems |= {
        name: "too_long" for name, most in _MOST.items() if len(getattr(plan, name)) > most
    }
    fit = plan.login.isascii() and plan.login.isalnum() and plan.login.islower()
    if plan.login and not fit:
        problems["login"] = "unknown_choice"
    if not plan.roles:
        problems["roles"] = "choose_one"
    if conflicting_roles(plan.roles):
        problems["roles"] = "roles_conflict"
    if not problems and work.rows(select(Officer.id).where(Officer.login == plan.login)):
        problems["login"] = "already_taken"
    if problems:
        raise InvalidInput(problems, limits=_MOST)


def _may_invite(work: UnitOfWork) -> None:
    actor = work.actor
    if isinstance(actor, OfficerActor) and actor.may(Permission.MANAGE_ACCOUNTS):
        return
    if not isinstance(actor, AgencyClerk):
        raise NotAllowed


def _everywhere(work: UnitOfWork) -> None:
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
