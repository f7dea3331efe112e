"""Where an officer is signed in, and how to end it.

Since when, last used when, and by which second factor: no address and no browser's name is kept,
so none can be shown.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from crypto.primitives import sha256
from models.officer import OfficerSession
from service.errors import NotFound
from service.sign_in import end_sessions, session_ends_at, session_id
from service.unit_of_work import UnitOfWork

_MARK = b"own session/v1"
_MARK_BYTES = 16


@dataclass(frozen=True)
class OwnSession:
    """One session that still stands; `mark` names it on its officer's own page alone."""

    mark: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    way: str
    is_this: bool


def own_sessions(work: UnitOfWork, cookie: str) -> tuple[OwnSession, ...]:
    """The officer's sessions that still stand: this one first, then the last used."""
    this = session_id(cookie)
    shown = [_shown(row, this) for row in _rows(work) if work.now < session_ends_at(row)]
    return tuple(sorted(shown, key=lambda one: (one.is_this, one.seen_at), reverse=True))


def end_session(work: UnitOfWork, cookie: str, mark: str) -> bool:
    """Whether it was this very session that ended; NotFound when it is none of the officer's."""
    for row in _rows(work):
        if _mark(row.id) == mark:
            work.session.delete(row)
            work.session.flush()
            return row.id == session_id(cookie)
    raise NotFound


def end_other_sessions(work: UnitOfWork, cookie: str) -> None:
    """End all sessions of the officer but this one."""
    work.session.execute(
        delete(OfficerSession).where(
            OfficerSession.officer_id == work.officer().officer_id,
            OfficerSession.id != session_id(cookie),
        )
    )


def end_all_sessions(work: UnitOfWork) -> None:
    """End every session of the officer, this one too."""
    end_sessions(work, work.officer().officer_id)


def _rows(work: UnitOfWork) -> list[OfficerSession]:
    own = OfficerSession.officer_id == work.officer().officer_id
    return work.rows(select(OfficerSession).where(own))


def _mark(row_id: bytes) -> str:
    return sha256(_MARK, row_id)[:_MARK_BYTES].hex()


def _shown(row: OfficerSession, this: bytes) -> OwnSession:
    return OwnSession(
        mark=_mark(row.id),
        started_at=row.started_at,
        seen_at=row.seen_at,
        ends_at=session_ends_at(row),
        way=row.way,
        is_this=row.id == this,
    )
