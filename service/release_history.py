"""The page of a case's identity: the request that waits, who may answer it, and all that were."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from models.complaint import Complaint
from models.officer import Officer
from models.release import IdentityRelease
from rules import words
from rules.numbering import receipt_no
from rules.permissions import Permission, Role
from rules.states import Channel
from rules.words import Words
from service.access_log import log_opening
from service.case_keys import open_case_keys
from service.case_lines import open_report
from service.errors import NotAllowed
from service.exclusions import opened_exclusions
from service.find_case import find_case
from service.keyring import load_keyring
from service.release_ask import may_be_asked, who_may_answer
from service.release_record import Release, releases_of
from service.release_requests import (
    GROUPS,
    case_events,
    erased_on,
    expire_releases,
    halves_of,
    pending_release,
)
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AnswerLine:
    """One custodian's answer."""

    by: str
    post: str
    day: date
    agreed: bool


@dataclass(frozen=True)
class ReleaseLine:
    """One request as those who handle the case see it; `tell_on` is when the reporter is told."""

    asked_by: str
    asked_by_post: str
    asked_at: datetime
    until: datetime
    ground: Words
    tell_on: date
    told_later: Words | None
    state: str
    state_words: Words
    ended_on: date | None
    answers: tuple[AnswerLine, ...]
    reason: str = field(repr=False)


@dataclass(frozen=True)
class PendingRequest:
    """The request that waits: which groups have answered, and whether it can be opened now."""

    id: str
    line: ReleaseLine
    is_mine: bool
    answered: tuple[tuple[Words, bool], ...]

    @property
    def is_ready(self) -> bool:
        """Whether both halves are there."""
        return all(given for _, given in self.answered)


@dataclass(frozen=True)
class IdentityPage:
    """Everything about the name of one case's reporter but the name.

    `missing` are the groups in which nobody could answer this officer.
    """

    id: str
    channel: Channel
    receipt_no: str
    identity_mode: str
    erased_on: date | None
    may_ask: bool
    missing: tuple[Words, ...]
    pending: PendingRequest | None
    history: tuple[ReleaseLine, ...]


def identity_page(work: UnitOfWork, case_id: str) -> IdentityPage:
    """The page for an officer who can open the case; a line in the access log."""
    officer = work.officer()
    if not officer.may(Permission.OPEN_CASE):
        raise NotAllowed
    expire_releases(work)
    case = find_case(work, case_id)
    keys = open_case_keys(work, case)
    releases = releases_of(work, case, keys.open)
    lines = [(one, _line(work, one)) for one in releases]
    log_opening(work, "identity_page", case.id)
    is_open = may_be_asked(work, case) and officer.may(Permission.ASK_IDENTITY)
    pending = _pending(work, case, lines)
    keyring = load_keyring(work)
    me = keyring.officer(officer.officer_id)
    groups = who_may_answer(keyring, me, opened_exclusions(work, keys)) if me else {}
    missing = tuple(_group_words(role) for kind, role in GROUPS.items() if not groups.get(kind))
    return IdentityPage(
        id=case.id.hex(),
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        identity_mode=open_report(work, keys)["identity_mode"],
        erased_on=erased_on(case_events(work, case)),
        may_ask=is_open and not missing and pending is None,
        missing=missing if is_open else (),
        pending=pending,
        history=tuple(line for _, line in reversed(lines)),
    )


def _pending(
    work: UnitOfWork, case: Complaint, lines: list[tuple[Release, ReleaseLine]]
) -> PendingRequest | None:
    row = pending_release(work, case)
    line = next((line for one, line in lines if row and one.id == row.id.hex()), None)
    if row is None or line is None:
        return None
    return PendingRequest(
        id=row.id.hex(),
        line=line,
        is_mine=row.asker_id == work.officer().officer_id,
        answered=_answered(work, row),
    )


def _answered(work: UnitOfWork, row: IdentityRelease) -> tuple[tuple[Words, bool], ...]:
    halves = halves_of(work, row)
    return tuple(
        (_group_words(role), kind in halves and halves[kind].agreed)
        for kind, role in GROUPS.items()
    )


def _group_words(role: Role) -> Words:
    return words.CUSTODIAN_GROUPS[role.value]


def _line(work: UnitOfWork, release: Release) -> ReleaseLine:
    names = _officers(work, release)
    asker = names.get(release.asker_id)
    return ReleaseLine(
        asked_by=asker.name if asker else "",
        asked_by_post=release.asked_by_post,
        asked_at=release.asked_at,
        until=release.until,
        ground=release.ground,
        tell_on=release.tell_on,
        told_later=release.told_later,
        state=release.state.value,
        state_words=words.RELEASE_STATES[release.state.value],
        ended_on=release.ended_on,
        answers=tuple(
            AnswerLine(names[one.officer_id].name, names[one.officer_id].post, one.day, one.agreed)
            for one in release.answers
            if one.officer_id in names
        ),
        reason=release.reason,
    )


def _officers(work: UnitOfWork, release: Release) -> Mapping[bytes, Officer]:
    ids = {release.asker_id, *(one.officer_id for one in release.answers)}
    return {row.id: row for row in work.rows(select(Officer).where(Officer.id.in_(ids)))}
