"""A fresh proof before what is grave: the passphrase and a second factor, in a session that stands.

A cookie alone, or a desk that somebody walked away from, does not release a name. A sign-in counts
as a proof too.
"""

from datetime import datetime, timedelta

from models.officer import Officer, OfficerSession
from rules.limits import FRESH_MINUTES
from service.errors import NotSignedIn, SignInFailed
from service.officer_wraps import opened_by_passphrase, passphrase_keys, typed_passphrase
from service.second_factor import SecondFactor, check_second_factor
from service.sign_in import session_id
from service.unit_of_work import UnitOfWork


def is_fresh(proven_at: datetime | None, now: datetime, minutes: int = FRESH_MINUTES) -> bool:
    """Whether a proof still counts."""
    return proven_at is not None and now < proven_at + timedelta(minutes=minutes)


def prove_again(work: UnitOfWork, cookie: str, passphrase: str, factor: SecondFactor) -> None:
    """Nothing; the session behind the cookie is freshly proven. SignInFailed for a wrong proof.

    The slow derivation runs between two transactions, as at a sign-in.
    """
    salt = _own_row(work).passphrase_salt or b""
    work.pause()
    keys = passphrase_keys(work, salt, typed_passphrase(passphrase))
    officer, session = _own_row(work), _own_session(work, cookie)
    if officer.passphrase_salt != salt:
        raise SignInFailed
    _, key = opened_by_passphrase(officer, keys)
    session.way = check_second_factor(work, officer, key, factor)
    session.proven_at = work.now
    work.session.flush()


def _own_row(work: UnitOfWork) -> Officer:
    officer = work.one(Officer, id=work.officer().officer_id, standing="active")
    if officer is None:
        raise NotSignedIn
    found: Officer = officer
    return found


def _own_session(work: UnitOfWork, cookie: str) -> OfficerSession:
    row = work.one(OfficerSession, id=session_id(cookie), officer_id=work.officer().officer_id)
    if row is None:
        raise NotSignedIn
    found: OfficerSession = row
    return found
