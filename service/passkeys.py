"""An officer's own passkeys: registered, named, listed, removed."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from crypto.primitives import SealBroken
from models.agency import Agency
from models.officer import Officer
from models.signin import Passkey
from rules.permissions import Permission
from service.errors import InvalidInput, NotFound
from service.officer_wraps import opened_by_passphrase, passphrase_keys, typed_passphrase
from service.passkey_ceremony import (
    Ceremony,
    Challenge,
    NotProven,
    Site,
    new_challenge,
    open_challenge,
    read_made,
    spend,
    to_text,
)
from service.passkey_seals import (
    Place,
    ShownPasskey,
    Under,
    mark_of,
    open_shown,
    passkeys_of,
    seal_passkey,
)
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

LABEL_LENGTH: Final = 60
PASSKEYS_MOST: Final = 10
_CUSTODY: Final = (Permission.RELEASE_IDENTITY_INSIDE, Permission.RELEASE_IDENTITY_OUTSIDE)


@dataclass(frozen=True)
class PasskeyLine:
    """One own passkey; `label` is None for a row that this officer never made."""

    id: str
    label: str | None
    made_on: date
    used_on: date | None


@dataclass(frozen=True)
class OwnPasskeys:
    """The page of the own passkeys; `is_asked` when a custodian has none yet."""

    lines: tuple[PasskeyLine, ...]
    is_full: bool
    is_asked: bool


@dataclass(frozen=True)
class Making:
    """What a browser needs to make a passkey: for whom, and which it has already."""

    challenge: Challenge
    user: str
    login: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class MadePasskey:
    """What comes from the page that makes one."""

    label: str
    passphrase: str = field(repr=False)
    answer: str = field(repr=False)
    challenge: str = field(repr=False)


def own_passkeys(work: UnitOfWork) -> OwnPasskeys:
    """The passkeys of the officer at work, the oldest first."""
    actor = work.officer()
    rows = passkeys_of(work, actor.officer_id)
    lines = tuple(_line(row, actor.keys.pair_private) for row in rows)
    return OwnPasskeys(lines, len(rows) >= PASSKEYS_MOST, is_asked_for_passkey(work))


def is_asked_for_passkey(work: UnitOfWork) -> bool:
    """Whether the officer at work keeps names sealed and has no passkey of the own making yet."""
    actor = work.officer()
    if not any(actor.may(one) for one in _CUSTODY):
        return False
    rows = passkeys_of(work, actor.officer_id)
    return all(_shown(row, actor.keys.pair_private) is None for row in rows)


def begin_passkey(work: UnitOfWork, site: Site) -> Making:
    """What the browser needs to make a passkey here."""
    actor = work.officer()
    agency = work.session.get_one(Agency, actor.agency_id)
    shown = (_shown(row, actor.keys.pair_private) for row in passkeys_of(work, actor.officer_id))
    return Making(
        challenge=new_challenge(work, site, Ceremony.MAKE, actor.officer_id),
        user=to_text(actor.officer_id),
        login=f"{agency.slug}/{_own_row(work).login}",
        known=tuple(to_text(one.credential_id) for one in shown if one is not None),
    )


def add_passkey(work: UnitOfWork, site: Site | None, made: MadePasskey) -> None:
    """The passkey is the officer's from now on.

    InvalidInput for `label` or `passkey`, SignInFailed for a wrong passphrase, which is asked for
    because the passkey is sealed under the key that it alone gives.
    """
    label = _checked_label(made.label)
    if not made.answer:
        raise InvalidInput({"passkey": "passkey_missing"})
    _refuse_more(work)
    under = _under(work, made.passphrase)
    owner = work.officer().officer_id
    try:
        if site is None:
            raise NotProven
        challenge = open_challenge(work, site, Ceremony.MAKE, made.challenge, owner)
        credential, count = read_made(site, challenge, made.answer)
        spend(work, challenge)
    except NotProven:
        raise InvalidInput({"passkey": "passkey_refused"}) from None
    place = Place(work.agency_id, owner, mark_of(credential.credential_id))
    if work.one(Passkey, officer_id=owner, mark=place.mark) is not None:
        raise InvalidInput({"passkey": "passkey_known"})
    shown = ShownPasskey(label, credential.credential_id)
    sealed = seal_passkey(place, under, bytes(credential), shown)
    _add(work, place, sealed, count)


def remove_passkey(work: UnitOfWork, passkey_id: str) -> None:
    """One own passkey, or a row that stands as if it were, is gone; NotFound for any other."""
    try:
        row_id = bytes.fromhex(passkey_id)
    except ValueError:
        raise NotFound from None
    row = work.one(Passkey, id=row_id, officer_id=work.officer().officer_id)
    if row is None:
        raise NotFound
    work.session.delete(row)
    work.session.flush()


def _add(work: UnitOfWork, place: Place, sealed: bytes, count: int) -> None:
    row = Passkey(
        id=new_id(),
        agency_id=place.agency_id,
        officer_id=place.officer_id,
        mark=place.mark,
        sealed=sealed,
        sign_count=count,
        made_on=work.today,
        used_on=None,
    )
    work.session.add(row)
    work.session.flush()


def _under(work: UnitOfWork, passphrase: str) -> Under:
    """The keys to seal under; the slow part runs between two transactions."""
    salt = _own_row(work).passphrase_salt or b""
    work.pause()
    keys = passphrase_keys(work, salt, typed_passphrase(passphrase))
    secret, key = opened_by_passphrase(_own_row(work), keys)
    return Under(key, secret.pair_private)


def _refuse_more(work: UnitOfWork) -> None:
    if len(passkeys_of(work, work.officer().officer_id)) >= PASSKEYS_MOST:
        raise InvalidInput({"passkey": "passkeys_enough"}, limits={"passkey": PASSKEYS_MOST})


def _checked_label(typed: str) -> str:
    label = " ".join(typed.split())
    if not label or "\0" in label:
        raise InvalidInput({"label": "required"})
    if len(label) > LABEL_LENGTH:
        raise InvalidInput({"label": "too_long"}, limits={"label": LABEL_LENGTH})
    return label


def _line(row: Passkey, pair_private: bytes) -> PasskeyLine:
    shown = _shown(row, pair_private)
    label = shown.label if shown else None
    return PasskeyLine(row.id.hex(), label, row.made_on, row.used_on)


def _shown(row: Passkey, pair_private: bytes) -> ShownPasskey | None:
    try:
        return open_shown(row, pair_private)
    except SealBroken:
        return None


def _own_row(work: UnitOfWork) -> Officer:
    row = work.one(Officer, id=work.officer().officer_id)
    if row is None:
        raise NotFound
    found: Officer = row
    return found
