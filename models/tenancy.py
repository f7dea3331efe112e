"""One agency a session: a guard on every statement, so that a forgotten filter cannot leak.

The guard walks the statement itself for tenant tables. Asking only `state.all_mappers` would let
`select(func.count()).select_from(Complaint)` pass, the very shape of statistics.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Table, TextClause, bindparam, event, inspect, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from models.base import Base, Id

AGENCY_KEY = "agency_id"
ALL_AGENCIES_KEY = "all_agencies"
BY_KEY = "prongsai_by_key"
"""Execution option of a statement that names its rows by their keys: see `likely`."""


class TenancyBroken(RuntimeError):
    """A statement touches tenant tables without an agency, or past the guard: a bug of ours."""


class OfAgency:
    """Mixin of every table whose rows belong to one agency."""

    @declared_attr
    def agency_id(cls) -> Mapped[bytes]:
        """The owning agency's id, 16 bytes."""
        return mapped_column(Id, ForeignKey("agency.id"), index=False)


@cache
def tenant_tables() -> frozenset[Table]:
    """All tables whose rows belong to one agency; looked up once, when all models are known."""
    return frozenset(
        mapper.local_table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, OfAgency) and isinstance(mapper.local_table, Table)
    )


def set_agency(session: Session, agency_id: bytes | None) -> None:
    """Bind a session to one agency; None opens it to all, for `AllAgencies` only."""
    session.info[AGENCY_KEY] = agency_id
    session.info[ALL_AGENCIES_KEY] = agency_id is None


class likely(GenericFunction[bool]):
    """A condition that nearly every row fulfils.

    SQLite has no statistics here and takes an agency for ten rows: to find five cases by their
    keys it would read all that the agency has. Other databases know better, and get it plain.
    """

    inherit_cache = True


@compiles(likely)
def _plain(element: likely, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(likely, "sqlite")
def _for_sqlite(element: likely, compiler: SQLCompiler, **options: Any) -> str:
    return f"likely({compiler.process(element.clauses, **options)})"


class by_no_index(GenericFunction[Any]):
    """A column that SQLite is not to look for in an index.

    It would take one that leads to every row, where another holds all that is asked for.
    """

    inherit_cache = True


@compiles(by_no_index)
def _as_it_is(element: by_no_index, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(by_no_index, "sqlite")
def _with_a_plus(element: by_no_index, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


def _touches_tenants(statement: Any) -> bool:
    tables = tenant_tables()
    return any(
        isinstance(element, Table) and element in tables for element in visitors.iterate(statement)
    )


def _is_guardable(state: ORMExecuteState) -> bool:
    return state.is_orm_statement and (state.is_select or state.is_update or state.is_delete)


def _adds_only(state: ORMExecuteState, agency_id: bytes) -> bool:
    """Whether rows are added in one go, each handed over whole and each of this agency."""
    rows = state.parameters
    return (
        state.is_orm_statement
        and state.is_insert
        and isinstance(rows, list)
        and all(row.get("agency_id") == agency_id for row in rows)
    )


def rewrite_rows(
    session: Session, model: type[OfAgency], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write these columns of rows that stand already, each named by its `id`, in one go.

    Past the guard of statements, so it asks itself: `TenancyBroken` unless each is the agency's.
    """
    agency_id = session.info.get(AGENCY_KEY)
    if agency_id is None or any(row[AGENCY_KEY] != agency_id for row in rows):
        raise TenancyBroken("rows of another agency")
    if not rows:
        return
    table: Any = inspect(model).local_table
    columns = [name for name in rows[0] if name not in ("id", AGENCY_KEY)]
    written = session.connection().execute(
        update(table)
        .where(table.c.id == bindparam("row_id"), table.c.agency_id == agency_id)
        .values({name: bindparam(name) for name in columns}),
        [{"row_id": row["id"], **{name: row[name] for name in columns}} for row in rows],
    )
    if written.rowcount != len(rows):
        raise TenancyBroken("a row that is not the agency's")
    for row in rows:
        loaded = session.identity_map.get(identity_key(model, row["id"]))
        if loaded is not None:
            session.expire(loaded)


def guard_sessions(session_class: type[Session]) -> None:
    """Watch every statement that sessions of this class execute.

    Raises `TenancyBroken` for text, for Core statements on tenant tables, and for tenant tables
    in a session without an agency; rows added in one go must be the agency's, everything else gets
    its criterion added.
    """

    @event.listens_for(session_class, "do_orm_execute")
    def _guard(state: ORMExecuteState) -> None:
        if state.session.info.get(ALL_AGENCIES_KEY):
            return
        statement = state.statement
        if isinstance(statement, TextClause):
            raise TenancyBroken("text statements pass no guard")
        if not _touches_tenants(statement):
            return
        agency_id = state.session.info.get(AGENCY_KEY)
        if agency_id is None:
            raise TenancyBroken("no agency is set")
        if _adds_only(state, agency_id):
            return
        if not _is_guardable(state):
            raise TenancyBroken("Core and bulk statements pass no guard")
        criterion = with_loader_criteria(
            OfAgency,
            (lambda cls: likely(cls.agency_id == agency_id))
            if state.execution_options.get(BY_KEY)
            else (lambda cls: cls.agency_id == agency_id),
            include_aliases=True,
        )
        state.statement = statement.options(criterion)

    @event.listens_for(session_class, "before_flush")
    def _guard_flush(session: Session, _context: object, _instances: object) -> None:
        if session.info.get(ALL_AGENCIES_KEY):
            return
        agency_id = session.info.get(AGENCY_KEY)
        for row in (*session.new, *session.dirty, *session.deleted):
            if isinstance(row, OfAgency) and row.agency_id != agency_id:
                raise TenancyBroken("a row of another agency")
