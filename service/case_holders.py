"""Who holds a real share of a case, as far as a colleague can know: the rows alone do not say.

An intake officer's row may be a dummy, and a row may have been planted. What counts is the sealed
record of who was kept out, taken off and let in, and the signature of whoever gave the share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from crypto.primitives import ReadyKey
from models.complaint import Complaint
from models.officer import Officer
from rules.states import Channel
from service.case_keys import CaseKeys, HeldShare, open_keys_of
from service.checked_keys import HolderKey
from service.errors import NotFound, Unreadable
from service.exclusions import Exclusions, exclusions_by_case
from service.keyring import READING_ROLE, Keyring, checked_signer, load_keyring
from service.officer_accounts import ANEW, predecessors
from service.read_rows import events_of
from service.shares import WAITING, content_shares, is_given_by
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OpenedCase:
    """A case opened to be given or taken away: its keys, its newest shares, who is kept out.

    `outlived` are the ids of shares of earlier epochs, which somebody put back.
    """

    keys: CaseKeys
    shares: Sequence[HeldShare]
    excluded: Exclusions
    outlived: Sequence[bytes] = ()

    @property
    def case(self) -> Complaint:
        """The case's row."""
        return self.keys.case


@dataclass(frozen=True)
class Holders:
    """Whose rows stand at a case's newest epoch.

    `reading` hold a real share; `kept_out` are readers of the channel whose row is a dummy;
    `waiting` were let in by hand and have no keys that count just now.
    """

    reading: tuple[HolderKey, ...]
    kept_out: tuple[HolderKey, ...]
    waiting: tuple[bytes, ...]


def with_ready_keys(work: UnitOfWork) -> UnitOfWork:
    """The same work, its officer's private halves unfolded once for many cases."""
    officer = work.officer()
    keys = replace(
        officer.keys,
        pair_private=ReadyKey(officer.keys.pair_private),
        signing_seed=ReadyKey(officer.keys.signing_seed),
        before=ReadyKey(officer.keys.before) if officer.keys.before else None,
    )
    return replace(work, actor=replace(officer, keys=keys))


def open_for_keys(work: UnitOfWork, cases: Sequence[Complaint]) -> tuple[OpenedCase, ...]:
    """These cases opened by the officer at work, in a few queries.

    NotFound when one is not for this officer, Unreadable when one was tampered with.
    """
    shares = content_shares(work, cases)
    events = events_of(work, [case.id for case in cases])
    loaded = tuple(row for rows in shares.values() for row in rows)
    keys = open_keys_of(work, cases, loaded, events)
    excluded = exclusions_by_case(work, tuple(keys.values()), events)
    return tuple(
        OpenedCase(
            keys[case.id],
            [row for row in shares[case.id] if row.epoch == case.epoch],
            excluded[case.id],
            [row.id for row in shares[case.id] if row.epoch != case.epoch],
        )
        for case in cases
    )


def open_each(work: UnitOfWork, cases: Sequence[Complaint]) -> tuple[OpenedCase, ...]:
    """Those of these cases that open; one that was tampered with does not stop the others."""
    try:
        return open_for_keys(work, cases)
    except (NotFound, Unreadable):
        if len(cases) == 1:
            return ()
    return tuple(opened for case in cases for opened in open_each(work, (case,)))


def _ready(keyring: Keyring) -> Keyring:
    """The same keyring, each public half unfolded once however many shares are sealed to it."""
    return replace(
        keyring,
        officers=tuple(_unfolded(key) for key in keyring.officers),
        recovery={kind: _unfolded(key) for kind, key in keyring.recovery.items()},
    )


def _unfolded(key: HolderKey) -> HolderKey:
    return replace(key, public=ReadyKey(key.public))


class HolderBook:
    """The agency's keys, checked and looked up once for as many cases as are asked about."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self.keyring = _ready(load_keyring(work))
        self._officers: Mapping[bytes, HolderKey] = {
            key.holder_id: key for key in self.keyring.officers
        }
        left = {
            row.id: row.login
            for row in work.session.execute(
                select(Officer.id, Officer.login).where(Officer.standing == "left")
            )
        }
        self._left = left.keys()
        self._givers: dict[bytes | None, HolderKey | None] = {}
        # Hardly any office has seen a reset, so the accounts before are seldom asked for.
        was_reset = any(ANEW in login for login in left.values())
        self._before = {
            key.holder_id: before
            for key in (self.keyring.officers if was_reset else ())
            if (before := predecessors(work, key.holder_id))
        }

    def before(self, officer_id: bytes) -> tuple[bytes, ...]:
        """The accounts that the officer had before a reset."""
        return self._before.get(officer_id, ())

    def carried(self, excluded: Exclusions) -> Exclusions:
        """Who is kept out and let in, with those who have new accounts since."""
        for officer_id, before in self._before.items():
            excluded = excluded.carried_over(officer_id, before)
        return excluded

    def officer(self, officer_id: bytes) -> HolderKey | None:
        """The officer's key when it is on the keyring today."""
        return self._officers.get(officer_id)

    def holders(self, opened: OpenedCase, excluded: Exclusions | None = None) -> Holders:
        """Who holds what of an opened case; `excluded` asks how it would be under others."""
        record = self.carried(opened.excluded if excluded is None else excluded)
        role = READING_ROLE[Channel(opened.case.channel)]
        reading, kept_out, waiting = [], [], []
        for share in opened.shares:
            key = self._officers.get(share.holder_id)
            if key is None or not is_usable(share, key):
                if self._may_return(share.holder_id, key, record):
                    waiting.append(share.holder_id)
            elif not self._is_believed(share, key, opened, record):
                continue
            elif not record.covers(key):
                reading.append(key)
            elif key.has(role):
                kept_out.append(key)
        return Holders(tuple(reading), tuple(kept_out), tuple(waiting))

    def _may_return(self, holder_id: bytes, key: HolderKey | None, record: Exclusions) -> bool:
        """Whether somebody let in by hand has only lost the keys, and may get others."""
        if holder_id not in record.given or holder_id in self._left:
            return False
        return key is None or not record.covers(key)

    def _is_believed(
        self, share: HeldShare, key: HolderKey, opened: OpenedCase, record: Exclusions
    ) -> bool:
        """Whether the row is more than a claim that somebody could have planted."""
        mine = self._work.officer().officer_id
        if key.holder_id == mine or key.holder_id in record.given:
            return True
        if not key.has(READING_ROLE[Channel(opened.case.channel)]):
            return False
        if share.epoch == 0 and share.granter_id is None:
            return True
        return is_given_by(self._giver(share.granter_id), share)

    def _giver(self, giver_id: bytes | None) -> HolderKey | None:
        if giver_id not in self._givers:
            self._givers[giver_id] = checked_signer(self._work, giver_id)
        return self._givers[giver_id]


def is_usable(share: HeldShare, key: HolderKey) -> bool:
    """Whether the share is sealed to keys that its holder still has; a renewal takes a while."""
    usable = (key.generation, key.generation - 1)
    return share.holder_generation != WAITING and share.holder_generation in usable
