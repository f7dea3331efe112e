"""What the signed events of a case say about requests for its reporter's name.

The table's rows are in clear and could be changed by SQL; the events are chained and signed and
their bodies are sealed to the case and to the reporter. So histories are read from the events.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from models.release import IdentityRelease
from rules import words
from rules.releases import ReleaseState, last_telling_day
from rules.states import EventKind
from rules.words import Words
from service.errors import Unreadable
from service.release_requests import case_events
from service.signatures import check_hand, check_officer_event
from service.unit_of_work import UnitOfWork

Opening = Callable[[SealedObject], dict[str, Any]]
"""What opens a notice: with the case's key, or with the reporter's."""

_OF_RELEASES = {
    EventKind.IDENTITY_ASKED,
    EventKind.IDENTITY_HALF_GIVEN,
    EventKind.IDENTITY_REFUSED,
    EventKind.IDENTITY_RELEASED,
}


@dataclass(frozen=True)
class Answered:
    """One custodian's answer, by the signed event."""

    officer_id: bytes
    day: date
    agreed: bool


@dataclass(frozen=True)
class Release:
    """One request from its asking to its end, as its events tell it.

    `tell_on` is the day from which the reporter is told: never later than the rules allow,
    whatever the notice says.
    """

    id: str
    asker_id: bytes
    asked_by_post: str
    asked_on: date
    asked_at: datetime
    until: datetime
    ground: Words
    tell_on: date
    told_later: Words | None
    state: ReleaseState
    ended_on: date | None = None
    answers: tuple[Answered, ...] = ()
    reason: str = field(default="", repr=False)


def releases_of(work: UnitOfWork, case: Complaint, opening: Opening) -> tuple[Release, ...]:
    """Every request of a case, oldest first; Unreadable when an event or a notice was changed."""
    found: list[Release] = []
    events = case_events(work, case)
    for event in events:
        if event.kind not in _OF_RELEASES:
            continue
        body = _checked_body(work, event)
        if event.kind == EventKind.IDENTITY_ASKED:
            found.append(_asked(event, opening(_needed(body))))
        elif event.kind == EventKind.IDENTITY_RELEASED:
            found = _shown(found, event, opening(_needed(body)))
        elif found:
            found[-1] = _answered(found[-1], event)
    return tuple(_with_end(work, one) for one in found)


def _checked_body(work: UnitOfWork, event: CaseEvent) -> SealedObject | None:
    """The event's body, the officer's hand on the event checked; None when it has none."""
    if event.object_id is None:
        check_hand(work, event)
        return None
    body: SealedObject | None = work.session.scalars(
        select(SealedObject).where(SealedObject.id == event.object_id)
    ).one_or_none()
    if body is None:
        raise Unreadable
    check_officer_event(work, event, body)
    return body


def _needed(body: SealedObject | None) -> SealedObject:
    if body is None or body.type != int(ObjectType.RELEASE_NOTICE):
        raise Unreadable
    return body


def _asked(event: CaseEvent, record: dict[str, Any]) -> Release:
    try:
        return _as_told(event, record)
    except (KeyError, ValueError, TypeError):  # signed, but not what this program writes
        raise Unreadable from None


def _as_told(event: CaseEvent, record: dict[str, Any]) -> Release:
    later = record["why_later"]
    return Release(
        id=record["release"],
        asker_id=event.officer_id or b"",
        asked_by_post=record["by"],
        asked_on=event.day,
        asked_at=datetime.fromisoformat(record["at"]),
        until=datetime.fromisoformat(record["until"]),
        ground=words.RELEASE_GROUNDS[record["ground"]],
        tell_on=min(date.fromisoformat(record["tell_on"]), last_telling_day(event.day)),
        told_later=words.RELEASE_LATER_GROUNDS[later] if later else None,
        state=ReleaseState.ASKED,
        reason=record["text"],
    )


def _shown(found: list[Release], event: CaseEvent, record: dict[str, Any]) -> list[Release]:
    """The request that the notice names, as shown: this outweighs whatever else is told of it."""
    shown = record.get("release")
    if shown not in [one.id for one in found]:
        raise Unreadable
    return [
        replace(one, state=ReleaseState.SHOWN, ended_on=event.day) if one.id == shown else one
        for one in found
    ]


def _answered(asked: Release, event: CaseEvent) -> Release:
    agreed = event.kind == EventKind.IDENTITY_HALF_GIVEN
    answer = Answered(event.officer_id or b"", event.day, agreed)
    answers = (*asked.answers, answer)
    if agreed:
        return replace(asked, answers=answers)
    return replace(asked, answers=answers, state=ReleaseState.REFUSED, ended_on=event.day)


def _with_end(work: UnitOfWork, asked: Release) -> Release:
    """The request with an end that has no event: taken back, or out of time."""
    if asked.state is not ReleaseState.ASKED:
        return asked
    row = work.one(IdentityRelease, id=bytes.fromhex(asked.id))
    if row is not None and row.state == ReleaseState.WITHDRAWN:
        return replace(asked, state=ReleaseState.WITHDRAWN)
    if row is None or row.state != ReleaseState.ASKED or asked.until <= work.now:
        return replace(asked, state=ReleaseState.EXPIRED)
    return asked
