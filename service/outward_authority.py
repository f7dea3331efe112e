"""An outside authority that reads elsewhere: its keys made there, its public halves added here.

There: one file under a passphrase, one to give away. Here: an agency without officers whose three
keys its own root has signed. Nobody here can open what is sealed to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from crypto.authority_file import (
    KINDS,
    AuthorityCard,
    AuthorityPublic,
    AuthoritySecret,
    AuthoritySeed,
    parse_card,
    seal_authority,
)
from crypto.primitives import KEY_BYTES, SealBroken, random_bytes
from crypto.sealed_keys import (
    KeyringEntry,
    check_entry,
    generate_signing,
    pair_from_seed,
    sign_entry,
)
from crypto.tracking_code import in_groups
from models.agency import Agency, RecoveryKey
from service.actors import AgencyClerk, AllAgencies
from service.checked_keys import NO_SIGNING_KEY, RECOVERY_BITS, recovery_entry
from service.errors import InvalidInput, NotAllowed, Unreadable
from service.officer_wraps import checked_passphrase
from service.sealing import new_id
from service.set_up_agency import AgencyPlan, open_agency
from service.unit_of_work import Costs, UnitOfWork


@dataclass(frozen=True)
class AuthorityMade:
    """The two files of a new authority, and the digits by which its public one is known."""

    private: bytes = field(repr=False)
    public: str = field(repr=False)
    fingerprint: str


def make_authority(
    passphrase: str, again: str, today: date, costs: Costs | None = None
) -> AuthorityMade:
    """A new authority's files; InvalidInput for a short passphrase, or two that differ.

    Made where the authority reads: no database is at hand, and none is needed.
    """
    typed = checked_passphrase(passphrase, again)
    root_seed, root_public = generate_signing()
    seeds = tuple(AuthoritySeed(new_id(), random_bytes(KEY_BYTES)) for _ in KINDS)
    secret = AuthoritySecret(new_id(), root_seed, seeds)
    card = AuthorityCard(secret.agency, root_public, tuple(_signed_keys(secret, today)))
    sealed = seal_authority(secret, typed, (costs or Costs()).passphrase)
    return AuthorityMade(sealed, card.render(), in_groups(card.fingerprint))


def read_authority(text: str) -> AuthorityCard:
    """What a public file says, each key checked against its root; Unreadable otherwise.

    Whether the root is the authority's own, only the fingerprint tells.
    """
    try:
        card = parse_card(text)
        for key in card.keys:
            check_entry(_entry(card.agency, key), key.signature, card.root_public)
    except SealBroken:
        raise Unreadable from None
    return card


def fingerprint_of(card: AuthorityCard) -> str:
    """The digits to be compared over the telephone, in groups of four."""
    return in_groups(card.fingerprint)


def add_authority(work: UnitOfWork, card: AuthorityCard, plan: AgencyPlan) -> None:
    """An agency without officers, for reports that go past others; the caller pins its root.

    InvalidInput when it is known already, when its keys do not count today, or when its reporters
    would have no way to reach it.
    """
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    if not plan.contacts and not plan.website:
        raise InvalidInput({"contacts": "required"})
    _check_new(work, card)
    agency_id = open_agency(work, plan, card.agency)
    work.session.get_one(Agency, agency_id).is_external = True
    with work.standing_in(AgencyClerk(agency_id)) as inside:
        inside.session.add_all(_row(agency_id, key) for key in card.keys)


def _check_new(work: UnitOfWork, card: AuthorityCard) -> None:
    """Its file must not take the place of another agency's root."""
    pinned = work.keys.roots.get(card.agency.hex(), card.root_public)
    if work.session.get(Agency, card.agency) is not None or pinned != card.root_public:
        raise InvalidInput({"file": "already_taken"})
    today = work.today.toordinal()
    if not all(key.from_day <= today <= key.until_day for key in card.keys):
        raise InvalidInput({"file": "authority_closed"})


def _signed_keys(secret: AuthoritySecret, today: date) -> Iterator[AuthorityPublic]:
    for kind, one in zip(KINDS, secret.seeds, strict=True):
        public = pair_from_seed(one.seed).public
        days = today.toordinal(), date.max.toordinal()
        key = AuthorityPublic(kind, one.id, public, *days, signature=b"")
        signature = sign_entry(_entry(secret.agency, key), secret.root_seed)
        yield replace(key, signature=signature)


def _entry(agency: bytes, key: AuthorityPublic) -> KeyringEntry:
    return KeyringEntry(
        agency,
        key.id,
        RECOVERY_BITS[key.kind],
        key.public,
        NO_SIGNING_KEY,
        key.from_day,
        key.until_day,
    )


def _row(agency_id: bytes, key: AuthorityPublic) -> RecoveryKey:
    row = RecoveryKey(
        id=key.id,
        agency_id=agency_id,
        kind=key.kind,
        pair_public=key.public,
        keyring_signature=key.signature,
        valid_from_on=date.fromordinal(key.from_day),
        valid_until_on=date.fromordinal(key.until_day),
    )
    if recovery_entry(row) != _entry(agency_id, key):
        raise Unreadable
    return row
