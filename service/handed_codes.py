"""A code that an officer printed: its hand-over, and the reporter's own at its first use.

Until the new code is typed back nothing has changed and the printed one still works, so that a
broken line locks nobody out. From then on it is an unknown code like any other.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from crypto.day_seal import open_for_day, seal_for_day
from crypto.handed_code import (
    CodeBefore,
    Replacement,
    check_replacement,
    handed_hash,
    open_before,
    seal_before,
    sign_replacement,
    verifier_of,
)
from crypto.primitives import PRIVATE_BYTES, SealBroken, equal
from crypto.sealed_keys import pair_from_private
from crypto.tracking_code import (
    CODE_DIGITS,
    GROUP_DIGITS,
    HANDLE_BYTES,
    PrivateBranch,
    PublicBranch,
    derive_root,
    in_groups,
    make_code,
    normalise,
    private_branch,
)
from models.casework import HandedCode
from models.complaint import Complaint
from rules.states import EventKind
from service.case_events import Acting, append_event
from service.costly import code_place
from service.errors import (
    CaseDeleted,
    CodeToReplace,
    FormExpired,
    InvalidInput,
    NotFound,
    NotSignedIn,
    Unreadable,
)
from service.follow_sessions import start_follow_session
from service.release_requests import lock_case
from service.reporter_key import check_waiting, handed_code, place_of
from service.unit_of_work import UnitOfWork

_PURPOSE = b"new code/v1"
_KEY_BYTES = 32


@dataclass(frozen=True)
class _Printed:
    """Both branches of the printed code, as they travel beside the new one."""

    private: PrivateBranch = field(repr=False)
    public: PublicBranch = field(repr=False)

    def pack(self) -> bytes:
        """Index(32) | private(96) | MAC key(32) | handle(16) | leaf salt(32)."""
        private, public = self.private, self.public
        return b"".join(
            (private.index, private.pair.private, private.mac_key, public.handle, public.leaf_salt)
        )

    @classmethod
    def unpack(cls, packed: bytes) -> "_Printed":
        """What `pack` has packed."""
        index, rest = packed[:_KEY_BYTES], packed[_KEY_BYTES:]
        private, rest = rest[:PRIVATE_BYTES], rest[PRIVATE_BYTES:]
        mac_key, rest = rest[:_KEY_BYTES], rest[_KEY_BYTES:]
        return cls(
            PrivateBranch(index, pair_from_private(private), mac_key),
            PublicBranch(rest[:HANDLE_BYTES], rest[HANDLE_BYTES:]),
        )


def hand_code(work: UnitOfWork, case: Complaint, mac_key: bytes, by: Acting) -> None:
    """Nothing; from now on the case's code counts as printed by that officer."""
    verifier = verifier_of(mac_key)
    work.session.add(
        HandedCode(
            case_id=case.id,
            agency_id=work.agency_id,
            verifier=verifier,
            handed_on=work.today,
        )
    )
    hashed = handed_hash(place_of(case), verifier)
    append_event(work, case, EventKind.CODE_HANDED, body_hash=hashed, by=by)


def ask_for_another(
    work: UnitOfWork, case: Complaint, private: PrivateBranch, public: PublicBranch
) -> None:
    """Nothing for a code of the reporter's own; CodeToReplace, with a new one, for a printed one.

    Nothing is stored: the new code stands on the page alone, and sealed in its form.
    """
    row = handed_code(work, case)
    if row is None or row.replaced_on is not None:
        return
    if case.deleted_on is not None:
        raise CaseDeleted
    check_waiting(work, case, row, verifier_of(private.mac_key))
    refused = CodeToReplace()
    refused.ticket = _seal(work, make_code(), _Printed(private, public))
    raise refused


def new_code_of(work: UnitOfWork, ticket: str) -> str:
    """The new code of that page once more, in groups; FormExpired when the page is too old."""
    return in_groups(_open(work, ticket)[0])


def take_new_code(work: UnitOfWork, ticket: str, last_group: str) -> str:
    """A follow session's token, once the new code's last group was typed back.

    The new code leads to the case from now on, and the printed one nowhere. InvalidInput for
    `last_group` when it differs; NotFound when the printed code was replaced by another meanwhile.
    """
    code, printed = _open(work, ticket)
    if not equal(normalise(last_group).encode(), code[-GROUP_DIGITS:].encode()):
        raise InvalidInput({"last_group": "code_check_digit"})
    work.pause()
    with code_place():
        root = derive_root(code, work.agency_id, work.costs.code)
    mine = private_branch(root, work.keys.pepper)
    # Sent twice, as after an answer that never came: the first time has done it.
    if work.one(Complaint, lookup_index=mine.index) is None:
        _replace(work, _locked_case(work, printed.private), printed, mine)
    return start_follow_session(work, mine)


def code_before(work: UnitOfWork, case: Complaint, branch: PrivateBranch) -> CodeBefore | None:
    """What the printed code opened, for the holder of the one in its place; None for most cases.

    NotSignedIn while the printed one is still to be replaced; Unreadable when anything of the
    replacement was tampered with.
    """
    row = handed_code(work, case)
    if row is None:
        return None
    if row.replaced_on is None:
        raise NotSignedIn
    sealed, place = row.sealed_before or b"", place_of(case)
    try:
        before = open_before(sealed, branch, place)
        replacement = Replacement(place, before.pair.public, branch.pair.public, sealed)
        check_replacement(replacement, row.signature or b"", verifier_of(before.mac_key))
    except SealBroken:
        raise Unreadable from None
    return before


def _locked_case(work: UnitOfWork, printed: PrivateBranch) -> Complaint:
    case = work.one(Complaint, lookup_index=printed.index)
    if case is None:
        raise NotFound
    lock_case(work, case)
    if case.lookup_index != printed.index:
        raise NotFound
    if case.deleted_on is not None:
        raise CaseDeleted
    found: Complaint = case
    return found


def _replace(work: UnitOfWork, case: Complaint, printed: _Printed, mine: PrivateBranch) -> None:
    row = handed_code(work, case)
    if row is None or row.replaced_on is not None:
        raise NotFound
    mac_key = printed.private.mac_key
    check_waiting(work, case, row, verifier_of(mac_key))
    place = place_of(case)
    row.sealed_before = seal_before(CodeBefore.of(printed.public, printed.private), mine, place)
    replacement = Replacement(place, case.reporter_public, mine.pair.public, row.sealed_before)
    row.signature = sign_replacement(replacement, mac_key)
    row.replaced_on = work.today
    case.lookup_index, case.reporter_public = mine.index, mine.pair.public
    append_event(work, case, EventKind.CODE_REPLACED, body_hash=replacement.event_hash())
    work.session.flush()


def _seal(work: UnitOfWork, code: str, printed: _Printed) -> str:
    return seal_for_day(
        code.encode() + printed.pack(),
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_PURPOSE,
        binding=work.agency_id,
    ).hex()


def _open(work: UnitOfWork, ticket: str) -> tuple[str, _Printed]:
    try:
        plaintext = open_for_day(
            bytes.fromhex(ticket),
            peppers=work.keys.peppers,
            days=(work.today, work.today - timedelta(days=1)),
            purpose=_PURPOSE,
            binding=work.agency_id,
        )
    except (SealBroken, ValueError):
        raise FormExpired from None
    return plaintext[:CODE_DIGITS].decode(), _Printed.unpack(plaintext[CODE_DIGITS:])
