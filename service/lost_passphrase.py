"""An officer who forgot the passphrase, or lost the telephone, comes back by the recovery code.

The keys stay as they are; passphrase, second factor and recovery code are made anew, and the
passkeys go. Between the two pages nothing is stored: the second one carries, sealed for half an
hour, what the code gave, and once it was used the code before opens nothing any more.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crypto.ceremonies import fingerprint
from crypto.day_seal import open_for_day, seal_for_day
from crypto.passwords import is_recovery_code
from crypto.primitives import KEY_BYTES, SealBroken, public_of, random_bytes, signing_public_of
from crypto.sealed_keys import OfficerSecret
from crypto.tracking_code import in_groups
from models.officer import Officer
from service.activate_officer import (
    TOTP_SEED_BYTES,
    Activated,
    ActivationView,
    first_step,
    second_factor_page,
)
from service.actors import AllAgencies
from service.errors import InvalidInput, NotAllowed, NotFound, SignInFailed
from service.officer_wraps import (
    NOBODY_SALT,
    checked_passphrase,
    opened_by_recovery,
    owner_of,
    passphrase_columns,
    put_columns,
    recovery_columns,
    recovery_keys,
)
from service.passkey_seals import drop_passkeys
from service.sign_in import active_officer, end_sessions
from service.unit_of_work import UnitOfWork

TICKET_MINUTES = 30
_TICKET = b"lost passphrase/v1"
_ID_BYTES = 16
_ENDS_BYTES = 8


@dataclass(frozen=True)
class _Ticket:
    officer_id: bytes
    seed: bytes = field(repr=False)
    key: bytes = field(repr=False)
    ends_at: int = 0

    def pack(self) -> bytes:
        """officer(16) | end(8) | second factor(20) | key(32)."""
        ends_at = self.ends_at.to_bytes(_ENDS_BYTES, "big")
        return self.officer_id + ends_at + self.seed + self.key

    @classmethod
    def unpack(cls, packed: bytes) -> "_Ticket":
        """What `pack` packed; SealBroken for anything of another length."""
        if len(packed) != _ID_BYTES + _ENDS_BYTES + TOTP_SEED_BYTES + KEY_BYTES:
            raise SealBroken
        officer_id, rest = packed[:_ID_BYTES], packed[_ID_BYTES:]
        ends_at, rest = int.from_bytes(rest[:_ENDS_BYTES], "big"), rest[_ENDS_BYTES:]
        return cls(officer_id, rest[:TOTP_SEED_BYTES], rest[TOTP_SEED_BYTES:], ends_at)


def take_recovery_code(work: UnitOfWork, login: str, code: str) -> ActivationView:
    """The page on which passphrase and second factor are made anew.

    InvalidInput when a digit of the code is mistyped, which its check digits tell; SignInFailed
    for a wrong code and for an unknown login, which look alike and cost the same.
    """
    _everywhere(work)
    if not is_recovery_code(code):
        raise InvalidInput({"recovery_code": "code_check_digit"})
    officer = active_officer(work, login)
    salt = officer.recovery_salt if officer else None
    work.pause()
    keys = recovery_keys(work, salt or NOBODY_SALT, code)
    officer = active_officer(work, login)
    if officer is None or officer.recovery_salt != salt:
        raise SignInFailed
    _, key = opened_by_recovery(officer, keys)
    ends_at = work.now + timedelta(minutes=TICKET_MINUTES)
    ticket = _Ticket(officer.id, random_bytes(TOTP_SEED_BYTES), key, int(ends_at.timestamp()))
    return _page(work, officer, ticket)


def show_lost_passphrase(work: UnitOfWork, ticket: str) -> ActivationView:
    """The same page again after something was mistyped; NotFound once the ticket is over."""
    _everywhere(work)
    opened, officer, _ = _open_ticket(work, ticket)
    return _page(work, officer, opened)


def set_passphrase_anew(
    work: UnitOfWork, ticket: str, passphrase: str, passphrase_again: str, digits: str
) -> Activated:
    """A new recovery code, shown once; every session of the officer has ended.

    InvalidInput for a short or differing passphrase or a wrong code of six digits.
    """
    _everywhere(work)
    opened, officer, secret = _open_ticket(work, ticket)
    typed = checked_passphrase(passphrase, passphrase_again)
    used = first_step(work, opened.seed, digits)
    owner = owner_of(officer)
    work.pause()
    wraps, _ = passphrase_columns(work, owner, secret, typed, opened.seed)
    recovery, code = recovery_columns(work, owner, secret)
    _, officer, _ = _open_ticket(work, ticket)
    put_columns(officer, wraps | recovery)
    officer.totp_last_counter = used
    # Sealed under a key that nobody has any more; and whoever has the lost telephone is out.
    drop_passkeys(work, officer.id)
    end_sessions(work, officer.id)
    publics = (public_of(secret.pair_private), signing_public_of(secret.signing_seed))
    return Activated(code, in_groups(fingerprint(*publics)))


def _page(work: UnitOfWork, officer: Officer, ticket: _Ticket) -> ActivationView:
    sealed = seal_for_day(
        ticket.pack(), pepper=work.keys.pepper, day=work.today, purpose=_TICKET, binding=b""
    )
    return second_factor_page(work, officer, ticket.seed, sealed)


def _open_ticket(work: UnitOfWork, ticket: str) -> tuple[_Ticket, Officer, OfficerSecret]:
    """What the page carried, the officer and the secret; NotFound when it opens no more."""
    try:
        opened = _Ticket.unpack(
            open_for_day(
                bytes.fromhex(ticket),
                peppers=work.keys.peppers,
                days=(work.today, work.today - timedelta(days=1)),
                purpose=_TICKET,
                binding=b"",
            )
        )
    except (SealBroken, ValueError):
        raise NotFound from None
    officer = work.session.get(Officer, opened.officer_id)
    if work.now >= datetime.fromtimestamp(opened.ends_at, work.now.tzinfo):
        raise NotFound
    if officer is None or officer.standing != "active":
        raise NotFound
    try:
        secret, _ = opened_by_recovery(officer, [opened.key])
    except SignInFailed:
        raise NotFound from None
    return opened, officer, secret


def _everywhere(work: UnitOfWork) -> None:
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
