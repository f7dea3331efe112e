"""The root's paper signs officers' keys: exactly those that were shown, as they were shown."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from crypto.ceremonies import fingerprint
from crypto.primitives import sha256, signing_public_of
from crypto.sealed_keys import sign_entry
from crypto.tracking_code import in_groups
from models.officer import Officer, OfficerRole
from rules.permissions import Role
from service.agency_papers import may_handle_papers
from service.checked_keys import CheckedKeys, officer_entry, role_bits, root_of
from service.errors import InvalidInput
from service.typed_papers import typed_seeds
from service.unit_of_work import UnitOfWork

KEY_YEARS = 5
_SIGNING = "sign the keyring"


@dataclass(frozen=True)
class KeyToSign:
    """An officer whose keys wait for the root's paper.

    `fingerprint` is what the officer sees too; `mark` stands for exactly these keys and roles,
    so that nobody is slipped in between the page and the signature.
    """

    name: str
    post: str
    login: str
    roles: tuple[Role, ...]
    fingerprint: str
    mark: str


def keys_to_sign(work: UnitOfWork) -> tuple[KeyToSign, ...]:
    """The active officers whose keys do not count as they stand."""
    may_handle_papers(work)
    return tuple(_line(work, officer) for officer in _waiting(work))


def sign_keyring(
    work: UnitOfWork, root_paper: str, marks: Collection[str] | None = None
) -> tuple[str, ...]:
    """The names of those whose keys and roles are signed now with the root's paper.

    `marks` are those shown on the page and chosen; without them everybody who waits is signed.
    InvalidInput when the paper is not this agency's root.
    """
    may_handle_papers(work)
    seed = typed_seeds(work, ("root",), {"root": root_paper}, _SIGNING)["root"]
    if signing_public_of(seed) != root_of(work):
        raise InvalidInput({"root": "paper_other"})
    signed = []
    for officer in _waiting(work):
        if marks is not None and _line(work, officer).mark not in marks:
            continue
        officer.keyring_role_bits = role_bits(_roles(work, officer))
        officer.valid_from_on = work.today
        officer.valid_until_on = work.today.replace(day=1, year=work.today.year + KEY_YEARS)
        officer.keyring_signature = sign_entry(officer_entry(officer), seed)
        signed.append(officer.name)
    return tuple(signed)


def _line(work: UnitOfWork, officer: Officer) -> KeyToSign:
    roles = _roles(work, officer)
    publics = (officer.pair_public or b"", officer.signing_public or b"")
    shown = (officer.id, *publics, role_bits(roles).to_bytes(4, "big"), officer.name.encode())
    return KeyToSign(
        name=officer.name,
        post=officer.post,
        login=officer.login,
        roles=tuple(roles),
        fingerprint=in_groups(fingerprint(*publics)),
        mark=sha256(*shown).hex(),
    )


def _roles(work: UnitOfWork, officer: Officer) -> list[Role]:
    rows = work.rows(select(OfficerRole.role).where(OfficerRole.officer_id == officer.id))
    return sorted((Role(row) for row in rows), key=list(Role).index)


def _waiting(work: UnitOfWork) -> list[Officer]:
    checked = CheckedKeys(work)
    active = select(Officer).where(Officer.standing == "active").order_by(Officer.login)
    return [one for one in work.rows(active) if not _counts(work, checked, one)]


def _counts(work: UnitOfWork, checked: CheckedKeys, officer: Officer) -> bool:
    """Whether the keys count today, in the roles that the settings give the officer."""
    if officer.valid_until_on is None or officer.valid_until_on < work.today:
        return False
    if officer.keyring_role_bits != role_bits(_roles(work, officer)):
        return False
    return checked.key_of(officer) is not None
