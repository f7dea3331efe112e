"""A new agency's way from nothing to its first report, read off what is there; never stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select

from models.agency import AgencyContact, OfficeHolderRow, RecoveryKey
from models.officer import Officer, OfficerRole
from rules.categories import OFFICE_POSTS, codes
from rules.permissions import Permission, Role
from rules.states import Channel
from service.administer import DETAILS
from service.agency_papers import SHEETS_OF, may_make_papers
from service.checked_keys import RECOVERY_BITS
from service.errors import NotAllowed
from service.keyring import FEWEST_INTAKE_OFFICERS, Keyring, load_keyring
from service.office_holders import TOP_POSTS
from service.sign_keyring import keys_to_sign
from service.test_complaint import was_tried_out
from service.unit_of_work import UnitOfWork

NEEDED: dict[Role, int] = {
    Role.INTAKE: FEWEST_INTAKE_OFFICERS,
    Role.CUSTODIAN_INSIDE: 1,
    Role.CUSTODIAN_OUTSIDE: 1,
}
"""How many officers of a role the corruption channel asks for before it opens."""


class StepName(StrEnum):
    """The steps, in their order."""

    OFFICE = "office"
    PAPERS = "papers"
    READ_BACK = "read_back"
    HOLDERS = "holders"
    OFFICERS = "officers"
    KEYRING = "keyring"
    KEY_FILE = "key_file"
    TEST = "test"


@dataclass(frozen=True)
class Step:
    """One step: done, the next one to do, or waiting for another (`later`)."""

    name: StepName
    standing: str


@dataclass(frozen=True)
class RoleNeeded:
    """A role that the channel asks for: how many are invited, have activated, are signed."""

    role: Role
    needed: int
    invited: int
    active: int
    signed: int


@dataclass(frozen=True)
class SetUp:
    """How far the agency has come, and what its pages say about it."""

    steps: tuple[Step, ...]
    missing_details: tuple[str, ...]
    papers_made_on: date | None
    papers_may_be_made: bool
    kinds_read_back: frozenset[str]
    missing_posts: tuple[str, ...]
    roles: tuple[RoleNeeded, ...]
    keys_waiting: int
    key_file_read_back: bool
    corruption_open: bool
    grievance_open: bool

    @property
    def done_count(self) -> int:
        """How many steps are done."""
        return sum(step.standing == "done" for step in self.steps)

    @property
    def is_finished(self) -> bool:
        """Whether every step is done."""
        return self.done_count == len(self.steps)


def set_up_state(work: UnitOfWork) -> SetUp:
    """The steps as they stand; for whoever manages the accounts or the settings."""
    actor = work.officer()
    if not (actor.may(Permission.MANAGE_ACCOUNTS) or actor.may(Permission.MANAGE_SETTINGS)):
        raise NotAllowed
    keyring = load_keyring(work)
    details = _missing_details(work)
    read_back = keyring.tested_recovery
    posts = _missing_posts(work)
    roles = tuple(_role(work, keyring, role, needed) for role, needed in NEEDED.items())
    waiting = len(keys_to_sign(work))
    has_papers = len(keyring.recovery) == len(RECOVERY_BITS)
    done = {
        StepName.OFFICE: not details,
        StepName.PAPERS: has_papers,
        StepName.READ_BACK: has_papers and read_back == frozenset(SHEETS_OF),
        StepName.HOLDERS: not posts,
        StepName.OFFICERS: all(one.active >= one.needed for one in roles),
        StepName.KEYRING: not waiting and all(one.signed >= one.needed for one in roles),
        StepName.KEY_FILE: keyring.key_file_read_back,
        StepName.TEST: was_tried_out(work),
    }
    return SetUp(
        steps=_steps(done, keyring),
        missing_details=details,
        papers_made_on=_papers_made_on(work) if has_papers else None,
        papers_may_be_made=may_make_papers(work),
        kinds_read_back=read_back,
        missing_posts=posts,
        roles=roles,
        keys_waiting=waiting,
        key_file_read_back=keyring.key_file_read_back,
        corruption_open=keyring.is_open(Channel.CORRUPTION),
        grievance_open=keyring.is_open(Channel.GRIEVANCE),
    )


def is_set_up(work: UnitOfWork) -> bool:
    """Whether the corruption channel stands open and has taken a report."""
    return load_keyring(work).is_open(Channel.CORRUPTION) and was_tried_out(work)


def _steps(done: dict[StepName, bool], keyring: Keyring) -> tuple[Step, ...]:
    """The steps with their standing: what can be begun now is `now`."""
    has_papers = done[StepName.PAPERS]
    ready = {
        StepName.READ_BACK: has_papers,
        StepName.KEYRING: has_papers and done[StepName.OFFICERS],
        StepName.TEST: keyring.is_open(Channel.CORRUPTION),
    }
    return tuple(
        Step(name, "done" if done[name] else "now" if ready.get(name, True) else "later")
        for name in StepName
    )


def _missing_details(work: UnitOfWork) -> tuple[str, ...]:
    agency = work.agency()
    missing = [name for name in DETAILS if name != "website" and not getattr(agency, name).strip()]
    if not work.rows(select(AgencyContact.id).limit(1)):
        missing.append("contacts")
    return tuple(missing)


def _papers_made_on(work: UnitOfWork) -> date | None:
    made_on: date | None = work.session.scalars(select(func.max(RecoveryKey.valid_from_on))).one()
    return made_on


def _missing_posts(work: UnitOfWork) -> tuple[str, ...]:
    missing = TOP_POSTS - set(work.rows(select(OfficeHolderRow.post_kind)))
    return tuple(post for post in codes(OFFICE_POSTS) if post in missing)


def _role(work: UnitOfWork, keyring: Keyring, role: Role, needed: int) -> RoleNeeded:
    standings = work.rows(
        select(Officer.standing)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(OfficerRole.role == role.value)
    )
    return RoleNeeded(
        role,
        needed,
        invited=standings.count("invited"),
        active=standings.count("active"),
        signed=len(keyring.holding(role)),
    )
