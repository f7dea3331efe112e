"""Two intake officers stand for a colleague's new key, in the place of the root's paper.

They compare the digits of the key by voice or face to face, and sign it with its roles. Only who
was signed by the root itself vouches. Custodians always need the paper; so does a key that counts
already, in other roles or for a time that is over: between the first and the second signature it
would count for nothing, and what its holder signed could not be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from crypto.ceremonies import countersign_statement, fingerprint
from crypto.primitives import SealBroken, sha256, sign
from crypto.sealed_keys import check_entry
from crypto.tracking_code import in_groups, normalise
from models.custody import KeySuccession
from models.officer import Officer, OfficerRole
from rules.matching import same_person
from rules.permissions import Permission, Role
from service.checked_keys import (
    VOUCHED_ROLES,
    CheckedKeys,
    officer_entry,
    role_bits,
    root_of,
)
from service.errors import InvalidInput, NotAllowed, NotFound
from service.keyring import checked_officer_key
from service.sign_keyring import KEY_YEARS
from service.unit_of_work import UnitOfWork

HEARD_DIGITS = 4
"""So many digits of a key are typed as they were heard."""


@dataclass(frozen=True)
class KeyToVouch:
    """An officer whose key nobody stands for yet, or not in the present roles.

    `stands` is why it waits: open (the officer at work may vouch), mine (did so), own, paper.
    `mark` stands for exactly these keys, name and roles; `first` names who vouched already.
    """

    id: str
    name: str
    post: str
    login: str
    roles: tuple[Role, ...]
    fingerprint: str
    mark: str
    first: str
    stands: str


@dataclass(frozen=True)
class VouchPage:
    """Whose keys wait, and whether the officer at work may vouch at all."""

    lines: tuple[KeyToVouch, ...]
    may_vouch: bool


def keys_to_vouch(work: UnitOfWork) -> VouchPage:
    """The active officers whose keys do not count in the roles that the settings give them."""
    signer = _permitted(work)
    lines = tuple(_line(work, one) for one in _waiting(work))
    return VouchPage(lines, _may_vouch(work, signer))


def vouch(work: UnitOfWork, officer_id: str, mark: str, heard: str) -> str:
    """The name of the colleague for whose key the officer at work signs.

    `heard` are the last four digits of the key as its owner read them out: the page does not show
    them, so that nobody vouches unheard. The second signature completes; then the key is on the
    keyring. InvalidInput for other digits, and when keys, name or roles are not those shown.
    """
    signer = _permitted(work)
    officer = _found(work, officer_id)
    line = _line(work, officer)
    if not _may_vouch(work, signer) or line.stands != "open":
        raise NotAllowed
    if line.mark != mark:
        raise InvalidInput({"key": "key_changed"})
    if normalise(heard) != line.fingerprint[-HEARD_DIGITS:]:
        raise InvalidInput({"heard": "heard_wrong"})
    if not line.first:
        _prepare(work, officer, line.roles)
    statement = countersign_statement(officer_entry(officer), signer.id)
    signature = sign(work.officer().keys.signing_seed, statement)
    if line.first:
        officer.countersigned_by_second, officer.second_countersignature = signer.id, signature
    else:
        officer.countersigned_by_first, officer.first_countersignature = signer.id, signature
    work.session.flush()
    return officer.name


def _is_root_signed(work: UnitOfWork, officer: Officer) -> bool:
    """Whether the root's paper signed this row, or the keys that it was renewed from."""
    root = root_of(work)
    if root is None or officer.valid_from_on is None or officer.valid_until_on is None:
        return False
    entry = officer_entry(officer)
    before = work.rows(select(KeySuccession).where(KeySuccession.officer_id == officer.id))
    entries = [
        entry,
        *(
            replace(entry, hpke_public=row.pair_public, signing_public=row.signing_public)
            for row in before
        ),
    ]
    for one in entries:
        try:
            check_entry(one, officer.keyring_signature or b"", root)
        except SealBroken:
            continue
        return True
    return False


def roles_of(work: UnitOfWork, officer_id: bytes) -> tuple[Role, ...]:
    """The roles that the settings give an officer, in the order of the house."""
    rows = work.rows(select(OfficerRole.role).where(OfficerRole.officer_id == officer_id))
    return tuple(sorted((Role(row) for row in rows), key=list(Role).index))


def _permitted(work: UnitOfWork) -> Officer:
    actor = work.officer()
    if not actor.may(Permission.VOUCH_FOR_KEYS):
        raise NotAllowed
    found: Officer = work.one(Officer, id=actor.officer_id)
    return found


def _may_vouch(work: UnitOfWork, signer: Officer) -> bool:
    """Whether this officer's signature counts: an intake officer whom the root itself signed."""
    key = checked_officer_key(work, signer)
    return key is not None and key.has(Role.INTAKE) and _is_root_signed(work, signer)


def _found(work: UnitOfWork, officer_id: str) -> Officer:
    for officer in _waiting(work):
        if officer.id.hex() == officer_id:
            return officer
    raise NotFound


def _waiting(work: UnitOfWork) -> Sequence[Officer]:
    checked = CheckedKeys(work)
    active = select(Officer).where(Officer.standing == "active").order_by(Officer.name)
    return [one for one in work.rows(active) if not _counts(work, checked, one)]


def _counts(work: UnitOfWork, checked: CheckedKeys, officer: Officer) -> bool:
    if officer.valid_until_on is None or officer.valid_until_on < work.today:
        return False
    if officer.keyring_role_bits != role_bits(roles_of(work, officer.id)):
        return False
    return checked.key_of(officer) is not None


def _line(work: UnitOfWork, officer: Officer) -> KeyToVouch:
    roles = roles_of(work, officer.id)
    publics = (officer.pair_public or b"", officer.signing_public or b"")
    first = _first_voucher(work, officer, roles)
    shown = (officer.id, *publics, role_bits(roles).to_bytes(4, "big"), officer.name.encode())
    return KeyToVouch(
        id=officer.id.hex(),
        name=officer.name,
        post=officer.post,
        login=officer.login,
        roles=roles,
        fingerprint=in_groups(fingerprint(*publics)),
        mark=sha256(*shown).hex(),
        first=first.name if first else "",
        stands=_standing(work, officer, roles, first),
    )


def _standing(
    work: UnitOfWork, officer: Officer, roles: Sequence[Role], first: Officer | None
) -> str:
    own = work.officer().name
    if not roles or not set(roles) <= VOUCHED_ROLES or checked_officer_key(work, officer):
        return "paper"
    # Also by name: a second account of one person is not a second person.
    if same_person(officer.name, own):
        return "own"
    return "mine" if first is not None and same_person(first.name, own) else "open"


def _first_voucher(work: UnitOfWork, officer: Officer, roles: Sequence[Role]) -> Officer | None:
    """Who vouched for exactly these keys and roles; a signature over anything else is void."""
    signer = work.one(Officer, id=officer.countersigned_by_first or b"")
    if signer is None or officer.keyring_role_bits != role_bits(roles):
        return None
    if officer.valid_until_on is None or officer.valid_until_on < work.today:
        return None
    key = checked_officer_key(work, signer)
    try:
        if key is None or not _may_vouch(work, signer):
            raise SealBroken
        statement = countersign_statement(officer_entry(officer), signer.id)
        key.check_signature(statement, officer.first_countersignature or b"")
    except SealBroken:
        return None
    found: Officer = signer
    return found


def _prepare(work: UnitOfWork, officer: Officer, roles: Sequence[Role]) -> None:
    """What both signatures are over; whatever stood there for other roles is void."""
    officer.keyring_role_bits = role_bits(roles)
    officer.valid_from_on = work.today
    officer.valid_until_on = work.today.replace(day=1, year=work.today.year + KEY_YEARS)
    officer.keyring_signature = None
    officer.countersigned_by_second = None
    officer.second_countersignature = None
