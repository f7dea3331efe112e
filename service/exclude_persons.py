"""Keeping somebody out of a case after it was filed: nobody is ever let back in.

First the page is shown what it comes to, then it is done: a new epoch for those who go on
reading, a dummy in the place of an excluded custodian's half (decisions A10).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from crypto.primitives import sign
from crypto.sealed_keys import dummy_share
from models.custody import CustodianPermit
from models.key_share import KeyShare
from rules.matching import same_person
from rules.permissions import Role
from rules.states import EventKind
from service.case_epochs import Change, new_epoch, planned
from service.case_readers import Person, can_be_excluded, person
from service.change_readers import Changing, begin_change, record_change
from service.checked_keys import HolderKey
from service.errors import InvalidInput
from service.exclusions import NAME_LETTERS, NAMES_MOST, Exclusions, exclusions_of
from service.keyring import checked_holder
from service.release_requests import GROUPS
from service.sealing import share_context
from service.shares import grant_statement
from service.tasks import free_tasks
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Persons:
    """Whom somebody wants kept out: ids of `can_be_excluded`, and names typed, one a line."""

    chosen: tuple[str, ...]
    typed: str = field(repr=False, default="")


@dataclass(frozen=True)
class ExclusionPlan:
    """What keeping these persons out comes to, before it is done.

    `paper_only` are the custodian groups of which nobody is left but the paper.
    """

    names: tuple[str, ...]
    losing: tuple[Person, ...]
    staying: tuple[Person, ...]
    custodians: tuple[Person, ...]
    paper_only: tuple[Role, ...]
    loses_handler: bool
    is_me: bool


def plan_exclusion(
    work: UnitOfWork, case_id: str, persons: Persons, event_count: int
) -> ExclusionPlan:
    """What it comes to; InvalidInput names what must be mended, also when nobody would be left."""
    changing = begin_change(work, case_id, event_count, "readers")
    added, change = _planned(work, changing, persons)
    before = changing.book.holders(changing.opened).reading
    losing = tuple(key for key in before if key not in change.holders.reading)
    handler = changing.opened.case.case_officer_id
    halves = _halves(work, changing)
    return ExclusionPlan(
        names=added.names,
        losing=_sorted(losing),
        staying=_sorted(change.holders.reading),
        custodians=_sorted(
            {
                key.holder_id: key for _, key in halves if _is_newly_out(changing, added, key)
            }.values()
        ),
        paper_only=_paper_only(changing, added, halves),
        loses_handler=any(key.holder_id == handler for key in losing),
        is_me=any(key.holder_id == work.officer().officer_id for key in losing),
    )


def exclude(work: UnitOfWork, case_id: str, persons: Persons, event_count: int) -> None:
    """Keep these persons out of the case from now on; InvalidInput as for the plan."""
    changing = begin_change(work, case_id, event_count, "person_excluded")
    added, change = _planned(work, changing, persons)
    opened, acting = changing.opened, changing.acting
    record = added.with_more(opened.excluded)
    keys = new_epoch(work, changing.book, change, acting)
    record_change(work, keys, EventKind.EXCLUSION_ADDED, record, acting)
    _take_halves(work, changing, added)
    handler = changing.book.officer(opened.case.case_officer_id or b"")
    if handler is not None and added.excludes(handler):
        opened.case.case_officer_id = None
    for key in changing.book.keyring.officers:
        if added.excludes(key):
            free_tasks(work, opened.case, key.holder_id)


def _planned(work: UnitOfWork, changing: Changing, persons: Persons) -> tuple[Exclusions, Change]:
    """Who is added, and the new epoch under them; InvalidInput when nobody would be left."""
    offered = {one.id for one in can_be_excluded(work, changing.book, changing.opened)}
    if not set(persons.chosen) <= offered:
        raise InvalidInput({"persons": "unknown_choice"})
    added = exclusions_of(work, persons.chosen).with_more(
        Exclusions(names=typed_names(persons.typed))
    )
    if not added.names and not added.officers:
        raise InvalidInput({"persons": "choose_person"})
    if len(added.names) > NAMES_MOST:
        raise InvalidInput({"names": "too_many_names"}, limits={"names": NAMES_MOST})
    change = planned(changing.book, changing.opened, added.with_more(changing.opened.excluded))
    if not change.holders.reading:
        raise InvalidInput({"persons": "last_reader"})
    return added, change


def typed_names(typed: str) -> tuple[str, ...]:
    """The names typed one a line; InvalidInput for `names` that could match nobody."""
    names = tuple(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
    if any(len(name) > NAME_LETTERS for name in names):
        raise InvalidInput({"names": "too_long"}, limits={"names": NAME_LETTERS})
    if any("\x00" in name for name in names):
        raise InvalidInput({"names": "no_nul"})
    # A title alone is nobody's name.
    if any(not same_person(name, name) for name in names):
        raise InvalidInput({"names": "wrong_type"})
    return names


def _halves(work: UnitOfWork, changing: Changing) -> list[tuple[KeyShare, HolderKey]]:
    """The custodians' rows of the case with their checked keys; the papers' are left out."""
    rows = work.rows(
        select(KeyShare).where(
            KeyShare.case_id == changing.opened.case.id,
            KeyShare.kind.in_([int(kind) for kind in GROUPS]),
        )
    )
    papers = {key.holder_id for key in changing.book.keyring.recovery.values()}
    held = [(row, checked_holder(work, row.holder_id)) for row in rows]
    return [(row, key) for row, key in held if key is not None and row.holder_id not in papers]


def _is_newly_out(changing: Changing, added: Exclusions, key: HolderKey) -> bool:
    return added.excludes(key) and not changing.opened.excluded.excludes(key)


def _paper_only(
    changing: Changing, added: Exclusions, halves: Sequence[tuple[KeyShare, HolderKey]]
) -> tuple[Role, ...]:
    """The groups that lose their last custodian now."""
    found = []
    for kind, role in GROUPS.items():
        able = [
            key
            for row, key in halves
            if row.kind == int(kind)
            and changing.book.officer(key.holder_id) is not None
            and not changing.opened.excluded.excludes(key)
        ]
        if able and all(added.excludes(key) for key in able):
            found.append(role)
    return tuple(found)


def _take_halves(work: UnitOfWork, changing: Changing, added: Exclusions) -> None:
    """Put a dummy in the place of each excluded custodian's half, and take back the permits."""
    out = [
        (row, key) for row, key in _halves(work, changing) if _is_newly_out(changing, added, key)
    ]
    for row, _key in out:
        row.sealed = dummy_share(share_context(row))
        if row.granter_id is not None:
            row.granter_id = work.officer().officer_id
            statement = grant_statement(row).statement()
            row.signature = sign(work.officer().keys.signing_seed, statement)
    permits = work.rows(
        select(CustodianPermit).where(CustodianPermit.case_id == changing.opened.case.id)
    )
    for permit in permits:
        key = checked_holder(work, permit.holder_id)
        if key is None or added.excludes(key):
            work.session.delete(permit)
    work.session.flush()


def _sorted(keys: Iterable[HolderKey]) -> tuple[Person, ...]:
    return tuple(person(key) for key in sorted(keys, key=lambda key: key.name))
