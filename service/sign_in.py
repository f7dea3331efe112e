"""Officers prove who they are; what their passphrase opens lives in the session's cookie alone."""

import base64
import binascii
import unicodedata
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from crypto.ceremonies import open_previous
from crypto.passwords import normalise_passphrase, passphrase_key
from crypto.primitives import (
    SealBroken,
    aead_open,
    aead_seal,
    hkdf,
    hmac_sha256,
    random_bytes,
    sha256,
    totp_matches,
)
from crypto.sealed_keys import OfficerSecret, unwrap_officer_secret
from models.agency import Agency
from models.officer import Officer, OfficerRole, OfficerSession
from rules.limits import SESSION_HOURS, SESSION_IDLE_MINUTES
from rules.permissions import ROLE_PERMISSIONS, Role
from rules.words import Words
from service.actors import AllAgencies, OfficerActor, OfficerKeys
from service.costly import sign_in_place
from service.errors import NotAllowed, NotSignedIn, SignInFailed
from service.unit_of_work import UnitOfWork
from service.views import DeskSession

COOKIE_BYTES = 32
_SESSION = b"officer session/v1"
_FORM = b"desk form/v1"
TOTP = b"totp/v1"
PASSPHRASE = b"passphrase"
# Somebody who is not there costs as much as somebody who is.
_NOBODY_SALT = bytes(16)
_SLIDE = timedelta(seconds=30)


def sign_in(work: UnitOfWork, login: str, passphrase: str, digits: str) -> str:
    """A session's cookie value. SignInFailed says nothing of what was wrong.

    `login` is "agency/name". The second factor's secret is sealed under the passphrase, so both
    are needed before anything opens; a code of six digits is taken once.
    """
    _everywhere(work)
    officer = _active_officer(work, login)
    salt = officer.passphrase_salt if officer else None
    work.pause()
    key = _key(work, salt or _NOBODY_SALT, passphrase)
    officer = _active_officer(work, login)
    if officer is None or officer.passphrase_salt != salt:
        raise SignInFailed
    secret = open_officer_secret(officer, key)
    _check_second_factor(work, officer, key, digits)
    return _start_session(work, officer, secret)


def resume(work: UnitOfWork, cookie: str) -> tuple[OfficerActor, DeskSession]:
    """The officer behind a cookie, keys opened; NotSignedIn when the session is over."""
    _everywhere(work)
    token = _token(cookie)
    row = work.session.get(OfficerSession, sha256(token))
    if row is None or work.now >= _ends_at(row):
        raise NotSignedIn
    officer = work.session.get(Officer, row.officer_id)
    if officer is None or officer.standing != "active":
        raise NotSignedIn
    if work.now - row.seen_at >= _SLIDE:
        row.seen_at = work.now
    actor = _actor(work, officer, _open_session_keys(work, token, row))
    return actor, _desk_session(work, officer, actor, token, row)


def sign_out(work: UnitOfWork, cookie: str) -> None:
    """End the session; the row goes, and with it what the cookie could open."""
    _everywhere(work)
    try:
        token = _token(cookie)
    except NotSignedIn:
        return
    work.session.execute(delete(OfficerSession).where(OfficerSession.id == sha256(token)))


def open_officer_secret(officer: Officer, key: bytes) -> OfficerSecret:
    """The officer's private halves under the passphrase's key; SignInFailed when it is wrong."""
    try:
        return OfficerSecret.unpack(
            unwrap_officer_secret(
                officer.wrapped_by_passphrase or b"",
                key,
                agency=officer.agency_id,
                officer=officer.id,
                way=PASSPHRASE,
            )
        )
    except SealBroken:
        raise SignInFailed from None


def _everywhere(work: UnitOfWork) -> None:
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed


def _active_officer(work: UnitOfWork, login: str) -> Officer | None:
    slug, _, name = unicodedata.normalize("NFC", login).strip().lower().partition("/")
    return work.session.scalars(
        select(Officer)
        .join(Agency, Agency.id == Officer.agency_id)
        .where(Agency.slug == slug, Officer.login == name, Officer.standing == "active")
    ).one_or_none()


def _key(work: UnitOfWork, salt: bytes, passphrase: str) -> bytes:
    try:
        typed = normalise_passphrase(passphrase)
    except ValueError:
        raise SignInFailed from None
    with sign_in_place():
        return passphrase_key(typed, salt=salt, pepper=work.keys.pepper, cost=work.costs.passphrase)


def _check_second_factor(work: UnitOfWork, officer: Officer, key: bytes, digits: str) -> None:
    try:
        seed = aead_open(hkdf(key, info=TOTP), officer.sealed_totp or b"", officer.id)
    except SealBroken:
        raise SignInFailed from None
    used = totp_matches(seed, digits, int(work.now.timestamp()), officer.totp_last_counter)
    if used is None:
        raise SignInFailed
    officer.totp_last_counter = used


def _start_session(work: UnitOfWork, officer: Officer, secret: OfficerSecret) -> str:
    token = random_bytes(COOKIE_BYTES)
    oldest = work.now - timedelta(hours=SESSION_HOURS)
    work.session.execute(delete(OfficerSession).where(OfficerSession.started_at < oldest))
    work.session.add(
        OfficerSession(
            id=sha256(token),
            agency_id=officer.agency_id,
            officer_id=officer.id,
            sealed_keys=aead_seal(_session_key(work.keys.pepper, token), secret.pack(), officer.id),
            started_at=work.now,
            seen_at=work.now,
        )
    )
    return base64.urlsafe_b64encode(token).decode()


def _token(cookie: str) -> bytes:
    try:
        token = base64.urlsafe_b64decode(cookie.encode())
    except (binascii.Error, ValueError):
        raise NotSignedIn from None
    if len(token) != COOKIE_BYTES:
        raise NotSignedIn
    return token


def _session_key(pepper: bytes, token: bytes) -> bytes:
    return hkdf(token, salt=pepper, info=_SESSION)


def _open_session_keys(work: UnitOfWork, token: bytes, row: OfficerSession) -> OfficerSecret:
    for pepper in work.keys.peppers:
        try:
            opened = aead_open(_session_key(pepper, token), row.sealed_keys, row.officer_id)
        except SealBroken:
            continue
        return OfficerSecret.unpack(opened)
    raise NotSignedIn


def _ends_at(row: OfficerSession) -> datetime:
    idle = row.seen_at + timedelta(minutes=SESSION_IDLE_MINUTES)
    return min(idle, row.started_at + timedelta(hours=SESSION_HOURS)).astimezone(UTC)


def _actor(work: UnitOfWork, officer: Officer, secret: OfficerSecret) -> OfficerActor:
    roles = work.rows(select(OfficerRole.role).where(OfficerRole.officer_id == officer.id))
    return OfficerActor(
        agency_id=officer.agency_id,
        officer_id=officer.id,
        name=officer.name,
        roles=frozenset(Role(role) for role in roles),
        keys=_opened_keys(officer, secret),
    )


def _opened_keys(officer: Officer, secret: OfficerSecret) -> OfficerKeys:
    before = None
    if officer.sealed_previous is not None:
        before = open_previous(officer.sealed_previous, secret, officer.id).pair_private
    return OfficerKeys(secret.pair_private, secret.signing_seed, officer.key_generation, before)


def _desk_session(
    work: UnitOfWork, officer: Officer, actor: OfficerActor, token: bytes, row: OfficerSession
) -> DeskSession:
    agency = work.session.get_one(Agency, officer.agency_id)
    permissions = frozenset(
        permission.value for role in actor.roles for permission in ROLE_PERMISSIONS[role]
    )
    return DeskSession(
        officer_id=officer.id.hex(),
        agency_id=agency.id.hex(),
        agency_slug=agency.slug,
        agency_name=Words(agency.name_th, agency.name_en),
        name=officer.name,
        post=officer.post,
        roles=tuple(sorted(role.value for role in actor.roles)),
        permissions=permissions,
        form_token=hmac_sha256(token, _FORM).hex(),
        ends_at=_ends_at(row),
    )
