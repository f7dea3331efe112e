"""Small things that go by themselves when their time is over, a few at a time.

The log of openings is evidence for whoever suffered from one, so its lines about a case under a
hold stay as long as the hold.
"""

from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import Delete, delete, or_, select

from models.base import ID_BYTES
from models.bringing_in import ImportBatch
from models.custody import TwoPersonRequest
from models.history import AccessLog, CaseEvent
from models.officer import OfficerSession
from models.outbox import OutboxRow
from rules.limits import SESSION_HOURS
from rules.retention import RetentionKind, kept_from
from rules.states import EventKind
from rules.thai_time import BANGKOK
from service.actors import AgencyClerk
from service.errors import NotAllowed
from service.outbox import KEPT_DAYS
from service.retention import periods_of
from service.unit_of_work import UnitOfWork

AT_ONCE: Final = 2_000
SHEET_DAYS: Final = 90
"""So long a sheet of the past may lie there without being brought in."""


def purge(work: UnitOfWork) -> int:
    """How many rows went now, at most so many of each table; the caller comes again until none."""
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    return sum(
        (
            _old_openings(work),
            _old_requests(work),
            _old_messages(work),
            _old_sessions(work),
            _forgotten_sheets(work),
        )
    )


def held_by_columns(work: UnitOfWork) -> frozenset[bytes]:
    """The ids of cases under a hold, by the columns in clear: enough to keep more, not less."""
    kinds = (int(EventKind.HOLD_SET), int(EventKind.HOLD_LIFTED))
    rows = work.session.execute(
        select(CaseEvent.case_id, CaseEvent.kind)
        .where(CaseEvent.kind.in_(kinds))
        .order_by(CaseEvent.case_id, CaseEvent.seq)
    )
    newest: dict[bytes, int] = {row.case_id: row.kind for row in rows}
    return frozenset(one for one, kind in newest.items() if kind == int(EventKind.HOLD_SET))


def _log_begins(work: UnitOfWork) -> datetime:
    """The first instant of the log that is kept."""
    months = periods_of(work)[RetentionKind.ACCESS_LOG]
    day = kept_from(RetentionKind.ACCESS_LOG, work.today, months)
    return datetime.combine(day, time(), tzinfo=BANGKOK)


def _old_openings(work: UnitOfWork) -> int:
    old = AccessLog.opened_at < _log_begins(work)
    if work.session.scalar(select(AccessLog.id).where(old).limit(1)) is None:
        return 0
    held = held_by_columns(work)
    kept = AccessLog.case_id.is_(None) | AccessLog.case_id.not_in(held)
    chosen = select(AccessLog.id).where(old, kept) if held else select(AccessLog.id).where(old)
    return _gone(work, delete(AccessLog).where(AccessLog.id.in_(work.rows(chosen.limit(AT_ONCE)))))


def _old_requests(work: UnitOfWork) -> int:
    """Requests of two persons that ended with the log of what came of them."""
    old = select(TwoPersonRequest).where(TwoPersonRequest.until < _log_begins(work))
    rows = work.rows(old.limit(AT_ONCE))
    held = held_by_columns(work) if rows else frozenset()
    ids = [row.id for row in rows if held.isdisjoint(_cases(row))]
    return _gone(work, delete(TwoPersonRequest).where(TwoPersonRequest.id.in_(ids))) if ids else 0


def _cases(row: TwoPersonRequest) -> set[bytes]:
    return {row.cases[at : at + ID_BYTES] for at in range(0, len(row.cases), ID_BYTES)}


def _old_messages(work: UnitOfWork) -> int:
    """What was sent or given up, and what no way was open for: it speaks of a day long past."""
    before = work.now - timedelta(days=KEPT_DAYS)
    waits = OutboxRow.sent_at.is_(None) & OutboxRow.given_up_on.is_(None)
    return _gone(
        work,
        delete(OutboxRow).where(
            or_(
                OutboxRow.sent_at < before,
                OutboxRow.given_up_on < before.date(),
                waits & (OutboxRow.send_after < before),
            )
        ),
    )


def _old_sessions(work: UnitOfWork) -> int:
    oldest = work.now - timedelta(hours=SESSION_HOURS)
    return _gone(work, delete(OfficerSession).where(OfficerSession.started_at < oldest))


def _forgotten_sheets(work: UnitOfWork) -> int:
    """Sheets that somebody uploaded and never brought in; they hold names."""
    before = work.today - timedelta(days=SHEET_DAYS)
    old = (ImportBatch.standing == "uploaded", ImportBatch.made_on < before)
    return _gone(work, delete(ImportBatch).where(*old))


def _gone(work: UnitOfWork, statement: Delete) -> int:
    done = work.session.execute(statement.execution_options(synchronize_session=False))
    return int(getattr(done, "rowcount", 0))
