"""An agency's papers: the root that signs its keyring, and the recovery keys of cases and names.

Their private halves exist here once, as digits to be printed; nothing of them is stored. Only
the root's public half stays, pinned in the key file by the caller.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from sqlalchemy import delete, select

from crypto.ceremonies import recovery_signing_seed
from crypto.paper import to_paper
from crypto.primitives import KEY_BYTES, random_bytes, signing_public_of
from crypto.sealed_keys import generate_signing, join, pair_from_seed, sign_entry, split
from models.agency import Agency, RecoveryKey
from models.complaint import Complaint
from rules.permissions import Permission
from service.actors import AgencyClerk, OfficerActor
from service.checked_keys import RECOVERY_BITS, checked_paper, recovery_entry, root_of
from service.errors import InvalidInput, NotAllowed, WrongState
from service.sealing import new_id
from service.typed_papers import sheets_read, typed_seeds
from service.unit_of_work import UnitOfWork

CONTENT_SHEETS = ("content_first", "content_second")
SHEETS_OF: Mapping[str, tuple[str, ...]] = {
    "content": CONTENT_SHEETS,
    "identity_inside": ("identity_inside",),
    "identity_outside": ("identity_outside",),
}
"""The sheets that together hold the private half of each recovery key."""

_READ_BACK = "read back"


@dataclass(frozen=True)
class Papers:
    """The digits to be printed, each on a sheet of its own, for different people to keep."""

    root: str = field(repr=False)
    content_first: str = field(repr=False)
    content_second: str = field(repr=False)
    identity_inside: str = field(repr=False)
    identity_outside: str = field(repr=False)

    def by_sheet(self) -> dict[str, str]:
        """The digits by the name of their sheet."""
        return asdict(self)


@dataclass(frozen=True)
class PapersMade:
    """New papers to be printed, and the root's public half to be pinned in the key file."""

    root_public: bytes
    papers: Papers = field(repr=False)


def make_papers(work: UnitOfWork) -> PapersMade:
    """Papers for the agency at work, in the place of those that were never read back.

    The caller pins `root_public` before the commit. WrongState once a paper was read back or a
    case exists: what was sealed to the papers must stay openable with them.
    """
    may_handle_papers(work)
    # Two who make papers at once must not mix their sheets.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())
    if not may_make_papers(work):
        raise WrongState
    work.session.execute(delete(RecoveryKey))
    root_seed, root_public = generate_signing()
    content, inside, outside = (random_bytes(KEY_BYTES) for _ in range(3))
    first, second = split(content)
    for kind, seed in zip(RECOVERY_BITS, (content, inside, outside), strict=True):
        work.session.add(_recovery_row(work.today, work.agency_id, kind, seed, root_seed))
    work.session.flush()
    papers = Papers(*(to_paper(secret) for secret in (root_seed, first, second, inside, outside)))
    return PapersMade(root_public, papers)


def may_make_papers(work: UnitOfWork) -> bool:
    """Whether papers may be made: none was read back, and nothing is sealed to them."""
    read_back = select(RecoveryKey.id).where(RecoveryKey.read_back_on.is_not(None)).limit(1)
    return not work.rows(read_back) and not work.rows(select(Complaint.id).limit(1))


def read_papers_back(
    work: UnitOfWork,
    *,
    content_first: str,
    content_second: str,
    identity_inside: str,
    identity_outside: str,
) -> None:
    """Note that all four recovery papers were typed back and open what they should.

    InvalidInput names the sheet on which a digit is wrong.
    """
    typed = {
        "content_first": content_first,
        "content_second": content_second,
        "identity_inside": identity_inside,
        "identity_outside": identity_outside,
    }
    for kind in SHEETS_OF:
        read_paper_back(work, kind, typed)


def read_paper_back(work: UnitOfWork, kind: str, mapping: Mapping[str, str]) -> None:
    """Note that the sheets of one recovery key were typed back and are right.

    InvalidInput names the sheet and, where the check digits tell, the rows.
    """
    may_handle_papers(work)
    row, _seed = typed_recovery_key(work, kind, mapping, _READ_BACK)
    row.read_back_on = work.today


def papers_carried_on(work: UnitOfWork, kind: str, mapping: Mapping[str, str]) -> dict[str, str]:
    """What carries the sheets that were right to the next page, so that they rest untyped."""
    return sheets_read(work, SHEETS_OF[kind], mapping, _READ_BACK)


def typed_recovery_key(
    work: UnitOfWork, kind: str, mapping: Mapping[str, str], errand: str
) -> tuple[RecoveryKey, bytes]:
    """The row and the 32 bytes of a recovery key from its typed sheets; InvalidInput otherwise.

    The row must stand in the keyring: a paper cannot prove a key that somebody planted.
    """
    sheets = SHEETS_OF[kind]
    seeds = typed_seeds(work, sheets, mapping, errand)
    seed = seeds[sheets[0]] if len(sheets) == 1 else join(*(seeds[name] for name in sheets))
    row = work.one(RecoveryKey, kind=kind)
    if row is None or checked_paper(row, root_of(work)) is None:
        raise InvalidInput(dict.fromkeys(sheets, "paper_other"))
    if pair_from_seed(seed).public != row.pair_public:
        raise InvalidInput(dict.fromkeys(sheets, _other(kind)))
    return row, seed


def may_handle_papers(work: UnitOfWork) -> None:
    """Nothing for the console and for whoever manages accounts; NotAllowed for anybody else."""
    actor = work.actor
    if isinstance(actor, OfficerActor) and actor.may(Permission.MANAGE_ACCOUNTS):
        return
    if not isinstance(actor, AgencyClerk):
        raise NotAllowed


def _other(kind: str) -> str:
    return "paper_not_pair" if kind == "content" else "paper_other"


def _recovery_row(
    today: date, agency_id: bytes, kind: str, seed: bytes, root_seed: bytes
) -> RecoveryKey:
    row = RecoveryKey(
        id=new_id(),
        agency_id=agency_id,
        kind=kind,
        pair_public=pair_from_seed(seed).public,
        signing_public=signing_public_of(recovery_signing_seed(seed)),
        valid_from_on=today,
        # Paper does not wear out by itself: it is valid until it is made anew.
        valid_until_on=date.max,
    )
    row.keyring_signature = sign_entry(recovery_entry(row), root_seed)
    return row
