"""The extra tables that stand: signed by who prepared them, and checked whenever they are used.

Only suppressed tables are kept. A row counts when its signature is of an officer of the keyring
whose signed roles let him prepare: nobody else's numbers are published, whatever the database says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, select

from crypto.primitives import SealBroken, sha256, sign
from models.disclosure import PreparedTables
from rules.permissions import Permission, Role, may
from rules.publication import canonical, opened
from rules.states import Channel, channels_of
from rules.statistics_options import FIRST_HALF, WHOLE
from rules.tables import Table, table_from, table_record
from rules.thai_time import today_in_bangkok
from service.actors import OfficerActor
from service.errors import NotAllowed
from service.keyring import checked_holder
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

SPANS_PREPARED: Final = (WHOLE, FIRST_HALF)
"""Only what has closed for good: between two dates of a year to date lie single cases."""

_SIGNED: Final = b"prepared tables/v1|"


@dataclass(frozen=True)
class PreparedLine:
    """One preparation; `is_valid` says whether it stands as it was signed, and so counts."""

    id: str
    fiscal_year_be: int
    span: str
    prepared_at: datetime
    name: str
    post: str
    is_valid: bool

    @property
    def prepared_on(self) -> date:
        """The day in Bangkok."""
        return today_in_bangkok(self.prepared_at)


def may_prepare(officer: OfficerActor) -> bool:
    """Whether the officer's roles let him open corruption cases and see their numbers."""
    return _let_prepare(officer.roles)


def prepared(work: UnitOfWork, fiscal_year: int, span: str) -> tuple[Table, ...]:
    """The tables of a year and span prepared last, small counts hidden; () when none count."""
    for row in work.rows(_rows(fiscal_year, span)):
        if _is_signed(work, row):
            return tuple(table_from(one) for one in opened(row.content)["tables"])
    return ()


def stands(work: UnitOfWork, fiscal_year: int, span: str) -> bool:
    """Whether tables of that year and span were prepared and count."""
    return any(_is_signed(work, row) for row in work.rows(_rows(fiscal_year, span)))


def preparations(work: UnitOfWork) -> tuple[PreparedLine, ...]:
    """Everything that was prepared, the newest first; NotAllowed for who does not see numbers."""
    if not work.officer().may(Permission.SEE_NUMBERS):
        raise NotAllowed
    return tuple(_line(work, row) for row in work.rows(_rows()))


def keep_tables(
    work: UnitOfWork, fiscal_year: int, span: str, tables: tuple[Table, ...]
) -> PreparedLine:
    """The line of these tables, kept with the signature of the officer at work."""
    officer = work.officer()
    row = PreparedTables(
        id=new_id(),
        agency_id=work.agency_id,
        fiscal_year_be=fiscal_year,
        span=span,
        prepared_at=work.now.replace(microsecond=0),
        prepared_by=officer.officer_id,
        content=canonical({"tables": [table_record(table) for table in tables]}),
    )
    row.signature = sign(officer.keys.signing_seed, _statement(row))
    work.session.add(row)
    work.session.flush()
    return _line(work, row)


def look_at_tables(work: UnitOfWork) -> Iterator[tuple[str, str]]:
    """What does not check: a stable name and which tables, for `prongsai doctor`."""
    for row in work.rows(_rows()):
        if not _is_signed(work, row):
            yield "tables_changed", f"{row.fiscal_year_be} {row.span}"


def _rows(fiscal_year: int | None = None, span: str | None = None) -> Select[PreparedTables]:
    spans = SPANS_PREPARED if span is None else (span,)
    newest_first = (PreparedTables.prepared_at.desc(), PreparedTables.id)
    chosen = select(PreparedTables).where(PreparedTables.span.in_(spans)).order_by(*newest_first)
    if fiscal_year is None:
        return chosen
    return chosen.where(PreparedTables.fiscal_year_be == fiscal_year)


def _statement(row: PreparedTables) -> bytes:
    said: dict[str, Any] = {
        "agency": row.agency_id.hex(),
        "fiscal_year_be": row.fiscal_year_be,
        "span": row.span,
        "prepared_at": int(row.prepared_at.timestamp()),
        "prepared_by": row.prepared_by.hex(),
        "content": sha256(row.content).hex(),
    }
    return _SIGNED + sha256(canonical(said))


def _is_signed(work: UnitOfWork, row: PreparedTables) -> bool:
    key = checked_holder(work, row.prepared_by)
    if key is None or not _let_prepare(filter(key.has, Role)):
        return False
    try:
        day = today_in_bangkok(row.prepared_at)
        key.check_signature(_statement(row), row.signature, day)
    except SealBroken:
        return False
    return True


def _let_prepare(roles: Iterable[Role]) -> bool:
    held = tuple(roles)
    needed = (Permission.LIST_CASES, Permission.SEE_NUMBERS)
    return Channel.CORRUPTION in channels_of(held) and all(may(held, one) for one in needed)


def _line(work: UnitOfWork, row: PreparedTables) -> PreparedLine:
    key = checked_holder(work, row.prepared_by)
    return PreparedLine(
        id=row.id.hex(),
        fiscal_year_be=row.fiscal_year_be,
        span=row.span,
        prepared_at=row.prepared_at,
        name=key.name if key else "",
        post=key.post if key else "",
        is_valid=_is_signed(work, row),
    )
