"""What tests of a case's readers need: the changes by name, and what keys open by force."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from crypto.ceremonies import EpochPlace, open_link
from crypto.envelope import ObjectType, Place, open_sealed
from crypto.primitives import SealBroken
from crypto.sealed_keys import open_share
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from rules.states import EventKind
from service.actors import AgencyClerk, AllAgencies
from service.case_readers import CaseReaders, case_readers
from service.change_readers import give_access, hand_over, take_access
from service.exclude_persons import ExclusionPlan, Persons, exclude, plan_exclusion
from service.sealing import from_bytes, share_context
from tests.office import Office


def readers(office: Office, login: str, case_id: str) -> CaseReaders:
    """The page of the case's readers as that officer sees it."""
    with office.desk(login) as work:
        return case_readers(work, case_id)


def names(office: Office, login: str, case_id: str) -> list[str]:
    """The readers' names as that officer sees them."""
    return [one.person.name for one in readers(office, login, case_id).readers]


def give(office: Office, login: str, case_id: str, to: str) -> None:
    """That officer lets another in."""
    count = readers(office, login, case_id).event_count
    with office.desk(login) as work:
        give_access(work, case_id, officer_id(office, to), count)


def take(office: Office, login: str, case_id: str, whom: str) -> None:
    """That officer takes another off the case."""
    count = readers(office, login, case_id).event_count
    with office.desk(login) as work:
        take_access(work, case_id, officer_id(office, whom), count)


def hand(office: Office, login: str, case_id: str, to: str) -> None:
    """That officer hands the case over."""
    count = readers(office, login, case_id).event_count
    with office.desk(login) as work:
        hand_over(work, case_id, officer_id(office, to), count)


def keep_out(office: Office, login: str, case_id: str, *people: str, typed: str = "") -> None:
    """That officer keeps people out, by the names that the page offers, or typed."""
    page = readers(office, login, case_id)
    with office.desk(login) as work:
        exclude(work, case_id, _persons(page, people, typed), page.event_count)


def plan_out(
    office: Office, login: str, case_id: str, *people: str, typed: str = ""
) -> ExclusionPlan:
    """What keeping these people out would come to."""
    page = readers(office, login, case_id)
    with office.desk(login) as work:
        return plan_exclusion(work, case_id, _persons(page, people, typed), page.event_count)


def _persons(page: CaseReaders, people: Iterable[str], typed: str) -> Persons:
    offered = {one.name: one.id for one in page.can_be_excluded}
    return Persons(tuple(offered[name] for name in people), typed)


def officer_id(office: Office, login: str) -> str:
    """An officer's id as forms carry it."""
    return office.officers[login].officer_id.hex()


def change(office: Office, *statements) -> None:
    """What somebody with SQL does."""
    with office.work(AllAgencies("somebody with SQL")) as work:
        for statement in statements:
            work.session.execute(statement.execution_options(synchronize_session=False))


def plant(office: Office, *rows) -> None:
    """What somebody with SQL adds."""
    with office.work(AllAgencies("somebody with SQL")) as work:
        work.session.add_all(rows)


def rows_of(office: Office, model: type, case_id: str) -> list:
    """The case's rows of one table."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(model).where(model.case_id == bytes.fromhex(case_id)))


def row_of(office: Office, case_id: str) -> Complaint:
    """The case's own row."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.session.get_one(Complaint, bytes.fromhex(case_id))


def kinds(office: Office, case_id: str) -> list[EventKind]:
    """The kinds of the case's events, in their order."""
    events = sorted(rows_of(office, CaseEvent, case_id), key=lambda event: event.seq)
    return [EventKind(event.kind) for event in events]


@dataclass(frozen=True)
class Copy:
    """What a copy of the database holds of one case at one moment."""

    case: Complaint
    epochs: list[CaseEpoch]
    shares: list[KeyShare]
    objects: list[SealedObject]


def copy_of(office: Office, case_id: str) -> Copy:
    """A copy of the case as it stands now."""
    return Copy(
        row_of(office, case_id),
        rows_of(office, CaseEpoch, case_id),
        rows_of(office, KeyShare, case_id),
        rows_of(office, SealedObject, case_id),
    )


def opened_by_force(keys: Iterable[bytes], *copies: Copy) -> set[str]:
    """Every text that these private halves lead to in these copies, whatever the rows say."""
    secrets = _secrets(list(keys), copies)
    publics = {epoch.case_public for copy in copies for epoch in copy.epochs}
    reporter = copies[0].case.reporter_public
    recipient_lists = [(one,) for one in publics] + [(one, reporter) for one in publics]
    found = set()
    for row in {row.id: row for copy in copies for row in copy.objects}.values():
        place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType(row.type))
        record = _opened(row.sealed, place, secrets, recipient_lists)
        if record is not None:
            found |= {str(record.get("text", "")), str(record.get("narrative", ""))}
            found.add(ObjectType(row.type).name)
    return found - {""}


def _secrets(keys: list[bytes], copies: Iterable[Copy]) -> list[bytes]:
    secrets = list(keys)
    for copy in copies:
        for share in copy.shares:
            secrets += _each(keys, lambda key, share=share: open_share(
                share.sealed, key, share_context(share)
            ))  # fmt: skip
    epochs = [epoch for copy in copies for epoch in copy.epochs if epoch.link]
    for epoch in sorted(epochs, key=lambda epoch: -epoch.epoch):
        place = EpochPlace(epoch.agency_id, epoch.case_id, epoch.epoch)
        secrets += _each(secrets, lambda key, epoch=epoch, place=place: open_link(
            epoch.link, key, place
        ))  # fmt: skip
    return secrets


def _each(keys: list[bytes], opening) -> list[bytes]:
    found = []
    for key in keys:
        try:
            found.append(opening(key))
        except SealBroken:
            continue
    return found


def _opened(sealed: bytes, place: Place, secrets: list[bytes], recipient_lists) -> dict | None:
    for private in secrets:
        for recipients in recipient_lists:
            try:
                return from_bytes(open_sealed(sealed, place, private, recipients))
            except SealBroken:
                continue
    return None
