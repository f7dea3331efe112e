"""What a reporter is told about requests for the name; each checked for its officer's hand."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.complaint import SealedObject
from rules import words
from rules.releases import ReleaseState
from rules.retention import RetentionKind
from rules.states import ERASING, EventKind
from rules.thai_time import today_in_bangkok
from rules.words import Words
from rules.words.retention import months_in_words
from service.follow_complaint import FollowedCase, followed_case
from service.release_record import Release, releases_of
from service.release_requests import case_events, erased_on
from service.retention import keeping_of, periods_of
from service.sealing import case_public
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ToldRelease:
    """One request as the reporter reads it: who asked is named by post, not by name."""

    asked_on: date
    asked_by_post: str
    until_on: date
    ground: Words
    told_later: Words | None
    state: str
    state_words: Words
    ended_on: date | None
    reason: str = field(repr=False)


@dataclass(frozen=True)
class IdentityStanding:
    """What became of the reporter's name: requests for it, newest first, and its erasure.

    `may_erase` is also true after an erasure when a file came since, whose own name and hidden
    details are kept like the first ones. `has_expired` tells that the last erasure was not the
    reporter's: its time was over. `kept_until` is the last day of what is there, None while the
    case goes on; a hold keeps it longer.
    """

    releases: tuple[ToldRelease, ...]
    erased_on: date | None
    may_erase: bool
    has_expired: bool = False
    kept_until: date | None = None
    is_held: bool = False
    months: int = 0

    @property
    def period(self) -> Words:
        """How long after a case's end a name is kept."""
        return months_in_words(self.months)

    @property
    def is_asked_for(self) -> bool:
        """Whether a request that the reporter knows of waits now."""
        return any(one.state == ReleaseState.ASKED for one in self.releases)

    @property
    def was_opened(self) -> bool:
        """Whether a request that the reporter knows of ended with somebody reading the name."""
        return any(one.state == ReleaseState.SHOWN for one in self.releases)


def identity_standing(work: UnitOfWork, token: str) -> IdentityStanding:
    """What the reporter behind this token may know; a request told later comes on its day."""
    followed = followed_case(work, token)
    if followed.case.deleted_on is not None:
        return IdentityStanding((), None, may_erase=False)
    releases = releases_of(work, followed.case, lambda row: _opened(work, followed, row))
    events = case_events(work, followed.case)
    kinds = [event.kind for event in events]
    last_erasure = max(_last(kinds, kind) for kind in ERASING)
    periods = periods_of(work)
    keeping = keeping_of(work, followed.case, events, periods)
    return IdentityStanding(
        releases=tuple(_told(one) for one in reversed(releases) if one.tell_on <= work.today),
        erased_on=erased_on(events),
        may_erase=last_erasure < 0 or _last(kinds, EventKind.EVIDENCE_ADDED) > last_erasure,
        has_expired=keeping.history.has_expired,
        kept_until=keeping.identity_until,
        is_held=keeping.history.is_held,
        months=periods[RetentionKind.IDENTITY],
    )


def _last(kinds: list[int], kind: EventKind) -> int:
    return max((place for place, one in enumerate(kinds) if one == kind), default=-1)


def _opened(work: UnitOfWork, followed: FollowedCase, row: SealedObject) -> dict[str, Any]:
    public = case_public(work, followed.case.id, row.epoch)
    return followed.open(row, public)


def _told(release: Release) -> ToldRelease:
    return ToldRelease(
        asked_on=release.asked_on,
        asked_by_post=release.asked_by_post,
        until_on=today_in_bangkok(release.until),
        ground=release.ground,
        told_later=release.told_later,
        state=release.state.value,
        state_words=words.RELEASE_STATES[release.state.value],
        ended_on=release.ended_on,
        reason=release.reason,
    )
