"""Officers prove who they are; what their passphrase opens lives in the session's cookie alone."""

import base64
import binascii
import unicodedata
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from crypto.ceremonies import open_previous
from crypto.primitives import (
    SealBroken,
    aead_open,
    aead_seal,
    hkdf,
    hmac_sha256,
    random_bytes,
    sha256,
)
from crypto.sealed_keys import OfficerSecret
from models.agency import Agency
from models.officer import Officer, OfficerRole, OfficerSession
from rules.limits import SESSION_HOURS, SESSION_IDLE_MINUTES
from rules.permissions import ROLE_PERMISSIONS, Role
from rules.words import Words
from service.actors import AllAgencies, OfficerActor, OfficerKeys
from service.errors import NotAllowed, NotSignedIn, SignInFailed
from service.officer_wraps import (
    NOBODY_SALT,
    is_of_pepper,
    opened_by_passphrase,
    owner_of,
    passphrase_columns,
    passphrase_keys,
    put_columns,
    second_factor_seed,
    typed_passphrase,
)
from service.passkey_seals import Under, reseal_passkeys
from service.second_factor import SecondFactor, check_second_factor, verify_second_factor
from service.unit_of_work import UnitOfWork
from service.views import DeskSession

COOKIE_BYTES = 32
_SESSION = b"officer session/v1"
_FORM = b"desk form/v1"
_SLIDE = timedelta(seconds=30)


def sign_in(work: UnitOfWork, login: str, passphrase: str, factor: SecondFactor | str) -> str:
    """A session's cookie value. SignInFailed says nothing of what was wrong.

    `login` is "agency/name"; a `factor` in plain text is six digits. What the second factor is
    checked against is sealed under the passphrase, so both are needed before anything opens;
    each is taken once. Wraps under an older pepper are made anew under the newest.
    """
    shown = factor if isinstance(factor, SecondFactor) else SecondFactor(digits=factor)
    _everywhere(work)
    officer = active_officer(work, login)
    salt = officer.passphrase_salt if officer else None
    work.pause()
    typed = typed_passphrase(passphrase)
    keys = passphrase_keys(work, salt or NOBODY_SALT, typed)
    officer = _unchanged(work, login, salt)
    secret, key = opened_by_passphrase(officer, keys)
    if len(keys) > 1 and not is_of_pepper(salt, work.keys.pepper):
        verify_second_factor(work, officer, key, shown)
        seed, owner = second_factor_seed(officer, key), owner_of(officer)
        work.pause()
        columns, newest = passphrase_columns(work, owner, secret, typed, seed)
        officer = _unchanged(work, login, salt)
        way = check_second_factor(work, officer, key, shown)
        put_columns(officer, columns)
        halves = secret.pair_private
        reseal_passkeys(work, officer.id, Under(key, halves), Under(newest, halves))
    else:
        way = check_second_factor(work, officer, key, shown)
    return _start_session(work, officer, secret, way)


def resume(work: UnitOfWork, cookie: str) -> tuple[OfficerActor, DeskSession]:
    """The officer behind a cookie, keys opened; NotSignedIn when the session is over."""
    _everywhere(work)
    token = _token(cookie)
    row = work.session.get(OfficerSession, sha256(token))
    if row is None or work.now >= session_ends_at(row):
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


def keep_only_session(work: UnitOfWork, cookie: str, secret: OfficerSecret) -> None:
    """Seal renewed keys for this session; the officer's other sessions end."""
    token = _token(cookie)
    row = work.session.get(OfficerSession, sha256(token))
    if row is None or row.officer_id != work.officer().officer_id:
        raise NotSignedIn
    row.sealed_keys = _sealed_keys(work, token, row.officer_id, secret)
    work.session.execute(
        delete(OfficerSession).where(
            OfficerSession.officer_id == row.officer_id, OfficerSession.id != row.id
        )
    )


def end_sessions(work: UnitOfWork, officer_id: bytes) -> None:
    """End all of an officer's sessions, wherever they are."""
    work.session.execute(delete(OfficerSession).where(OfficerSession.officer_id == officer_id))


def session_id(cookie: str) -> bytes:
    """The id of the session's row behind a cookie; NotSignedIn when it is no cookie of ours."""
    return sha256(_token(cookie))


def key_of_session(pepper: bytes, cookie: str, info: bytes) -> bytes:
    """A key for what only this one session may open: no row holds what it is made of."""
    return hkdf(_token(cookie), salt=pepper, info=info)


def normalised_login(login: str) -> str:
    """What a typed login is looked up by."""
    return unicodedata.normalize("NFC", login).strip().lower()


def active_officer(work: UnitOfWork, login: str) -> Officer | None:
    """The active officer behind "agency/name", or None."""
    slug, _, name = normalised_login(login).partition("/")
    return work.session.scalars(
        select(Officer)
        .join(Agency, Agency.id == Officer.agency_id)
        .where(Agency.slug == slug, Officer.login == name, Officer.standing == "active")
    ).one_or_none()


def _everywhere(work: UnitOfWork) -> None:
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed


def _unchanged(work: UnitOfWork, login: str, salt: bytes | None) -> Officer:
    """The officer, read again after a slow derivation; SignInFailed when that was for another."""
    officer = active_officer(work, login)
    if officer is None or officer.passphrase_salt != salt:
        raise SignInFailed
    return officer


def _start_session(work: UnitOfWork, officer: Officer, secret: OfficerSecret, way: str) -> str:
    token = random_bytes(COOKIE_BYTES)
    oldest = work.now - timedelta(hours=SESSION_HOURS)
    work.session.execute(delete(OfficerSession).where(OfficerSession.started_at < oldest))
    work.session.add(
        OfficerSession(
            id=sha256(token),
            agency_id=officer.agency_id,
            officer_id=officer.id,
            sealed_keys=_sealed_keys(work, token, officer.id, secret),
            started_at=work.now,
            seen_at=work.now,
            way=way,
            proven_at=work.now,
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


def _sealed_keys(work: UnitOfWork, token: bytes, officer_id: bytes, secret: OfficerSecret) -> bytes:
    return aead_seal(_session_key(work.keys.pepper, token), secret.pack(), officer_id)


def _open_session_keys(work: UnitOfWork, token: bytes, row: OfficerSession) -> OfficerSecret:
    for pepper in work.keys.peppers:
        try:
            opened = aead_open(_session_key(pepper, token), row.sealed_keys, row.officer_id)
        except SealBroken:
            continue
        return OfficerSecret.unpack(opened)
    raise NotSignedIn


def session_ends_at(row: OfficerSession) -> datetime:
    """When a session that is not used any more ends."""
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
        ends_at=session_ends_at(row),
        proven_at=row.proven_at,
    )
