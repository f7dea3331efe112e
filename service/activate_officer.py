"""An invited officer makes keys, passphrase and second factor; nobody else ever knows them."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from crypto.day_seal import open_for_day, seal_for_day
from crypto.passwords import (
    normalise_passphrase,
    passphrase_key,
    recovery_code,
    recovery_code_key,
)
from crypto.primitives import (
    SealBroken,
    aead_seal,
    hkdf,
    random_bytes,
    sha256,
    signing_public_of,
    totp_matches,
    totp_uri,
)
from crypto.sealed_keys import OfficerSecret, generate_pair, wrap_officer_secret
from crypto.tracking_code import in_groups, make_code, normalise
from models.agency import Agency
from models.officer import Officer, OfficerRole
from rules.limits import PASSPHRASE_LEAST
from rules.permissions import Permission, Role, conflicting_roles
from rules.words import Words
from service.actors import AgencyClerk, AllAgencies, OfficerActor
from service.checked_keys import role_bits
from service.costly import sign_in_place
from service.errors import InvalidInput, NotAllowed, NotFound
from service.sealing import new_id
from service.sign_in import PASSPHRASE, TOTP
from service.unit_of_work import UnitOfWork

ACTIVATION_HOURS = 72
RECOVERY = b"recovery"
TOTP_SEED_BYTES = 20
ISSUER = "Prongsai"
_TICKET = b"activation/v1"
_ID_BYTES = 16


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


def invite_officer(work: UnitOfWork, plan: OfficerPlan) -> str:
    """The activation code of a new officer, 20 digits in groups; good for 72 hours, once.

    InvalidInput for a taken login, no roles, or roles that one person must not combine.
    """
    _may_invite(work)
    _check(work, plan)
    code = make_code()
    officer = Officer(
        id=new_id(),
        agency_id=work.agency_id,
        login=plan.login,
        name=plan.name,
        post=plan.post,
        standing="invited",
        activation_hash=sha256(code.encode()),
        activation_until=work.now + timedelta(hours=ACTIVATION_HOURS),
        keyring_role_bits=role_bits(plan.roles),
    )
    work.session.add(officer)
    work.session.flush()
    work.session.add_all(
        OfficerRole(agency_id=work.agency_id, officer_id=officer.id, role=role.value)
        for role in plan.roles
    )
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
) -> str:
    """The officer's recovery code, 40 digits in groups, shown once and printed.

    InvalidInput for a short or differing passphrase or a wrong code of six digits. The officer
    is active, but holds no case until the keyring is signed.
    """
    _everywhere(work)
    officer, seed = _open_ticket(work, ticket)
    typed = _check_passphrase(passphrase, passphrase_again)
    used = totp_matches(seed, digits.strip(), int(work.now.timestamp()), 0)
    if used is None:
        raise InvalidInput({"digits": "digits_wrong"})
    officer_id, agency_id = officer.id, officer.agency_id
    work.pause()
    secret, columns, code = _make_keys(work, agency_id, officer_id, typed, seed)
    officer = work.session.get_one(Officer, officer_id)
    if officer.standing != "invited":
        raise NotFound
    for name, value in columns.items():
        setattr(officer, name, value)
    officer.totp_last_counter = used
    officer.signing_public = signing_public_of(secret.signing_seed)
    officer.standing = "active"
    officer.activation_hash = None
    officer.activation_until = None
    return code


def _make_keys(
    work: UnitOfWork, agency_id: bytes, officer_id: bytes, passphrase: bytes, seed: bytes
) -> tuple[OfficerSecret, dict[str, bytes], str]:
    """Fresh private halves, wrapped under passphrase and recovery code, and that code."""
    pair = generate_pair()
    secret = OfficerSecret(pair.private, random_bytes(32))
    salt, recovery_salt, code = random_bytes(16), random_bytes(16), recovery_code()
    cost, pepper = work.costs.passphrase, work.keys.pepper
    with sign_in_place():
        key = passphrase_key(passphrase, salt=salt, pepper=pepper, cost=cost)
        recovery_key = recovery_code_key(code, salt=recovery_salt, pepper=pepper, cost=cost)

    def wrapped(by: bytes, way: bytes) -> bytes:
        return wrap_officer_secret(secret.pack(), by, agency=agency_id, officer=officer_id, way=way)

    columns = {
        "pair_public": pair.public,
        "passphrase_salt": salt,
        "wrapped_by_passphrase": wrapped(key, PASSPHRASE),
        "sealed_totp": aead_seal(hkdf(key, info=TOTP), seed, officer_id),
        "recovery_salt": recovery_salt,
        "wrapped_by_recovery": wrapped(recovery_key, RECOVERY),
    }
    return secret, columns, code


def _page(work: UnitOfWork, officer: Officer, seed: bytes) -> ActivationView:
    agency = work.session.get_one(Agency, officer.agency_id)
    login = f"{agency.slug}/{officer.login}"
    ticket = seal_for_day(
        officer.id + seed,
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_TICKET,
        binding=b"",
    )
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


def _check_passphrase(passphrase: str, again: str) -> bytes:
    if len(passphrase) < PASSPHRASE_LEAST:
        raise InvalidInput(
            {"passphrase": "passphrase_too_short"}, limits={"passphrase": PASSPHRASE_LEAST}
        )
    if passphrase != again:
        raise InvalidInput({"passphrase_again": "passphrases_differ"})
    try:
        return normalise_passphrase(passphrase)
    except ValueError:
        raise InvalidInput({"passphrase": "too_long"}) from None


def _check(work: UnitOfWork, plan: OfficerPlan) -> None:
    problems = {
        name: "required" for name in ("name", "post", "login") if not getattr(plan, name).strip()
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
        raise InvalidInput(problems)


def _may_invite(work: UnitOfWork) -> None:
    actor = work.actor
    if isinstance(actor, OfficerActor) and actor.may(Permission.MANAGE_ACCOUNTS):
        return
    if not isinstance(actor, AgencyClerk):
        raise NotAllowed


def _everywhere(work: UnitOfWork) -> None:
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
