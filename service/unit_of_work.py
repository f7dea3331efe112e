"""One unit of work: an actor, a moment, the keys of the house, one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, Select, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crypto.key_file import KeyFile
from crypto.primitives import CODE_COST, PASSWORD_COST, Argon2Cost
from models.agency import Agency
from models.base import WRITES
from models.tenancy import guard_sessions, set_agency
from rules.thai_time import today_in_bangkok
from service.actors import Actor, OfficerActor, agency_of
from service.errors import Busy, NotAllowed, NotFound


@dataclass(frozen=True)
class Costs:
    """What the two password hashes cost; cheaper ones exist only as an argument in tests."""

    code: Argon2Cost = CODE_COST
    passphrase: Argon2Cost = PASSWORD_COST


class GuardedSession(Session):
    """A session that keeps every statement to the actor's agency."""


guard_sessions(GuardedSession)


@dataclass
class UnitOfWork:
    """What a use-case works with. Use-cases flush; the block that made the work commits."""

    session: Session
    actor: Actor
    keys: KeyFile = field(repr=False)
    now: datetime
    costs: Costs
    clamd: str = ""
    """Where the antivirus listens; "" for none."""

    @property
    def today(self) -> date:
        """Today's date in Bangkok."""
        return today_in_bangkok(self.now)

    @property
    def agency_id(self) -> bytes:
        """The actor's agency; a bug of ours when there is none."""
        agency_id = agency_of(self.actor)
        if agency_id is None:
            raise RuntimeError("this errand needs an agency")
        return agency_id

    def agency(self) -> Agency:
        """The actor's agency as a row."""
        agency = self.session.get(Agency, self.agency_id)
        if agency is None:
            raise NotFound
        return agency

    def officer(self) -> OfficerActor:
        """The actor, when an officer is at work; NotAllowed for anybody else."""
        if not isinstance(self.actor, OfficerActor):
            raise NotAllowed
        return self.actor

    @contextmanager
    def standing_in(self, actor: Actor) -> Iterator["UnitOfWork"]:
        """The same transaction at work for another agency, for the while of the block.

        Only for what belongs to both: an agency's card, a report that goes to the outside
        authority. The guard keeps each side's statements to its own agency.
        """
        self.session.flush()
        set_agency(self.session, agency_of(actor))
        try:
            yield replace(self, actor=actor)
            self.session.flush()
        finally:
            set_agency(self.session, agency_of(self.actor))

    def pause(self) -> None:
        """Let go of the transaction before something slow; the next statement begins another.

        For use-cases that have read and not yet written: slow key derivation must not hold the
        write lock. RuntimeError when something was written already.
        """
        if self.session.new or self.session.dirty or self.session.deleted:
            raise RuntimeError("a unit of work pauses before it writes")
        self.session.rollback()

    def rows(self, statement: Select[Any]) -> list[Any]:
        """All rows of a one-entity select."""
        return list(self.session.scalars(statement))

    def one(self, model: type[Any], **conditions: object) -> Any:
        """The one row that fits, or None."""
        return self.session.scalars(select(model).filter_by(**conditions)).one_or_none()


@contextmanager
def begin(
    engine: Engine,
    *,
    actor: Actor,
    keys: KeyFile,
    now: datetime,
    costs: Costs,
    writes: bool,
    clamd: str = "",
) -> Iterator[UnitOfWork]:
    """A unit of work in one transaction: commits at the end, rolls back on any exception.

    The connection is taken at the first statement, so that slow key derivation can run before
    the write lock. A database that stays locked becomes `Busy`.
    """
    bind = engine if writes else engine.execution_options(**{WRITES: False})
    with GuardedSession(bind, expire_on_commit=False) as session:
        set_agency(session, agency_of(actor))
        try:
            yield UnitOfWork(session, actor, keys, now, costs, clamd)
            session.commit()
        except OperationalError as problem:
            session.rollback()
            raise Busy from problem
        except BaseException:
            session.rollback()
            raise
