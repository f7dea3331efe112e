"""A case out of an export, believed only after everything in it fits together.

Nobody with an account has touched such a case: its events are the reporter's own, and it has one
epoch. What was filed hangs on the manifest, what came later on the events.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crypto.authority_file import AuthoritySecret
from crypto.case_chain import Event
from crypto.envelope import ObjectType
from crypto.primitives import SealBroken, equal, public_of, sha256
from crypto.sealed_keys import ShareKind, join, open_share, pair_from_seed
from models.complaint import Attachment, CaseEpoch, Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from rules.states import ERASING, EventKind
from service.case_integrity import check_events, check_manifest
from service.case_keys import CaseKeys, unfold
from service.sealing import share_context

_KINDS = (ShareKind.CONTENT, ShareKind.IDENTITY_INSIDE, ShareKind.IDENTITY_OUTSIDE)
_ERASABLE = frozenset({ObjectType.IDENTITY, ObjectType.CONTACT})


@dataclass
class CaseRows:
    """The rows of one case as its records gave them."""

    case: Complaint
    epochs: list[CaseEpoch] = field(default_factory=list)
    shares: list[KeyShare] = field(default_factory=list)
    texts: dict[bytes, SealedObject] = field(default_factory=dict)
    events: list[CaseEvent] = field(default_factory=list)


@dataclass(frozen=True)
class CheckedCase:
    """A case whose rows fit together, with its opened keys."""

    rows: CaseRows
    keys: CaseKeys = field(repr=False)
    identity: bytes = field(repr=False)

    @property
    def is_erased(self) -> bool:
        """Whether the reporter has taken the name back."""
        return _is_erased(self.rows.events)

    def text(self, type_: ObjectType) -> SealedObject:
        """The one filed text of this type."""
        return next(row for row in self.rows.texts.values() if row.type == type_)


def check_case(rows: CaseRows, secret: AuthoritySecret) -> CheckedCase:
    """The case, opened with the authority's keys; SealBroken or Unreadable when it does not fit."""
    check_events(rows.case, rows.events)
    manifest = check_manifest(rows.case, rows.events)
    if any(_is_an_officers(event) for event in rows.events):
        raise SealBroken
    if rows.case.epoch or [row.epoch for row in rows.epochs] != [0]:
        raise SealBroken
    if rows.epochs[0].case_public != manifest.case_public:
        raise SealBroken
    _check_filed(rows, {part.object: part.digest for part in manifest.parts})
    _check_later(rows)
    halves = _opened_shares(rows, secret)
    identity = join(halves[ShareKind.IDENTITY_INSIDE], halves[ShareKind.IDENTITY_OUTSIDE])
    if public_of(identity) != rows.case.identity_public:
        raise SealBroken
    return CheckedCase(rows, unfold(rows.case, rows.epochs, halves[ShareKind.CONTENT]), identity)


def check_files(rows: CaseRows, files: Sequence[Attachment]) -> None:
    """Nothing when there is one file for each event that tells of one; else SealBroken."""
    told = [row.object_id or b"" for row in rows.events if row.kind == EventKind.EVIDENCE_ADDED]
    if sorted(told) != sorted(file.meta_object_id for file in files):
        raise SealBroken


def _is_an_officers(event: CaseEvent) -> bool:
    return event.officer_id is not None or Event.unpack(event.packed).role != 0


def _is_erased(events: Sequence[CaseEvent]) -> bool:
    return any(event.kind in ERASING for event in events)


def _check_filed(rows: CaseRows, digests: Mapping[bytes, bytes]) -> None:
    """Everything that the manifest names is there unchanged, apart from a name taken back."""
    for id_, digest in digests.items():
        row = rows.texts.get(id_)
        if row is None:
            raise SealBroken
        if _is_erased(rows.events) and row.type in _ERASABLE:
            continue
        if not equal(digest, sha256(row.sealed)):
            raise SealBroken


def _check_later(rows: CaseRows) -> None:
    for event in rows.events:
        if event.object_id is None:
            continue
        row = rows.texts.get(event.object_id)
        if row is None:
            raise SealBroken
        if not equal(Event.unpack(event.packed).body_hash, sha256(row.sealed)):
            raise SealBroken


def _opened_shares(rows: CaseRows, secret: AuthoritySecret) -> dict[ShareKind, bytes]:
    """The private half of the case and both halves of the name's, from the three keys."""
    opened = {}
    for kind, one in zip(_KINDS, secret.seeds, strict=True):
        mine = [row for row in rows.shares if row.kind == kind and row.holder_id == one.id]
        if len(mine) != 1:
            raise SealBroken
        private = pair_from_seed(one.seed).private
        opened[kind] = open_share(mine[0].sealed, private, share_context(mine[0]))
    return opened
