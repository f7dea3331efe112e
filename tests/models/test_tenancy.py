"""One agency a session: the shapes of statement through which a forgotten filter would leak."""

import pytest
from sqlalchemy import delete, exists, func, insert, select, text, update
from sqlalchemy.orm import aliased

from models.agency import Agency, Holiday, Unit
from models.complaint import Complaint
from models.custody import KeyFileCheck
from models.key_share import KeyShare
from models.tenancy import OfAgency, TenancyBroken, rewrite_rows, tenant_tables
from service.actors import AgencyClerk, AllAgencies
from service.sealing import new_id
from service.unit_of_work import UnitOfWork
from tests.office import Office, make_office


@pytest.fixture
def neighbours(office: Office) -> tuple[Office, Office]:
    """Two agencies in one database: two complaints here, one there."""
    other = make_office(office.engine, office.key_path, slug="neighbour", clock=office.clock)
    office.file()
    office.file()
    other.file()
    return office, other


def _clerk(office: Office):
    return office.work(AgencyClerk(office.agency_id))


COUNTS = {
    "count of an entity": lambda: select(func.count()).select_from(Complaint),
    "count of a column": lambda: select(func.count(Complaint.id)),
    "count of a table through the entity": lambda: select(func.count(Complaint.__table__.c.id)),
    "alias": lambda: select(func.count(aliased(Complaint).id)),
    "subquery": lambda: select(func.count()).select_from(select(Complaint.id).subquery()),
    "cte": lambda: select(func.count()).select_from(select(Complaint.id).cte()),
    "scalar subquery": lambda: select(select(func.count(Complaint.id)).scalar_subquery()),
    "union": lambda: select(func.count()).select_from(
        select(Complaint.id).union(select(Complaint.id)).subquery()
    ),
}


@pytest.mark.parametrize("shape", COUNTS, ids=str)
def test_a_count_never_counts_another_agencys_rows(neighbours, shape: str) -> None:
    here, there = neighbours
    for office, own in ((here, 2), (there, 1)):
        try:
            with _clerk(office) as work:
                assert work.session.scalars(COUNTS[shape]()).one() == own
        except TenancyBroken:
            pass  # A shape that the guard cannot narrow is refused, which is as good.


def test_joins_and_exists_stay_inside(neighbours) -> None:
    here, _ = neighbours
    with _clerk(here) as work:
        joined = select(Complaint.id, KeyShare.id).join(KeyShare, KeyShare.case_id == Complaint.id)
        assert len({row[0] for row in work.session.execute(joined)}) == 2
        inside = select(Agency.slug).where(exists().where(Complaint.agency_id == Agency.id))
        assert work.session.scalars(inside).all() == [here.slug]


def test_get_update_and_delete_do_not_reach_another_agencys_rows(neighbours) -> None:
    here, there = neighbours
    with _clerk(there) as work:
        foreign = work.rows(select(Complaint))[0].id
        holidays = len(work.rows(select(Holiday)))
    with _clerk(here) as work:
        assert work.session.get(Complaint, foreign) is None
        work.session.execute(update(Complaint).values(is_test=True))
        work.session.execute(delete(Holiday))
    with _clerk(there) as work:
        assert not work.rows(select(Complaint))[0].is_test
        assert len(work.rows(select(Holiday))) == holidays


def test_text_core_and_bulk_statements_on_tenant_tables_are_refused(neighbours) -> None:
    here, _ = neighbours
    row = {"id": new_id(), "agency_id": here.agency_id, "name_th": "x", "name_en": ""}
    for statement in (
        text("SELECT count(*) FROM complaint"),
        select(func.count()).select_from(Complaint.__table__),
        insert(Unit.__table__).values(**row),
        insert(Unit).values(**row),
        update(Complaint.__table__).values(is_test=True),
    ):
        with pytest.raises(TenancyBroken), _clerk(here) as work:
            work.session.execute(statement)


def test_rows_are_added_in_one_go_for_the_own_agency_alone(neighbours) -> None:
    here, there = neighbours

    def rows(*agencies: bytes) -> list[dict[str, object]]:
        return [
            {"id": new_id(), "agency_id": agency, "name_th": "กองใหม่", "name_en": ""}
            for agency in agencies
        ]

    before = 0
    with _clerk(here) as work:
        before = len(work.rows(select(Unit)))
        work.session.execute(insert(Unit), rows(here.agency_id, here.agency_id))
    for wrong in (rows(there.agency_id), rows(here.agency_id, there.agency_id), [{"id": new_id()}]):
        with pytest.raises(TenancyBroken), _clerk(here) as work:
            work.session.execute(insert(Unit), wrong)
    with _clerk(here) as work:
        assert len(work.rows(select(Unit))) == before + 2


def test_a_row_of_another_agency_cannot_be_written(neighbours) -> None:
    here, there = neighbours
    with pytest.raises(TenancyBroken), _clerk(here) as work:
        work.session.add(Unit(id=new_id(), agency_id=there.agency_id, name_th="x", name_en=""))


def test_without_an_agency_tenant_tables_are_refused(office: Office) -> None:
    with office.work(AllAgencies("look at the guard")) as work:
        work.session.info["all_agencies"] = False
        with pytest.raises(TenancyBroken):
            work.rows(select(Complaint))


def test_all_agencies_see_all_and_have_no_agency_of_their_own(neighbours) -> None:
    here, _ = neighbours
    with here.work(AllAgencies("count everything")) as work:
        assert isinstance(work, UnitOfWork)
        assert len(work.rows(select(Complaint))) == 3
        with pytest.raises(RuntimeError):
            work.agency_id  # noqa: B018


def test_every_table_but_the_agencys_own_belongs_to_an_agency() -> None:
    from models.base import Base

    tables = {mapper.local_table for mapper in Base.registry.mappers}
    assert tables - set(tenant_tables()) == {Agency.__table__, KeyFileCheck.__table__}
    assert all("agency_id" in table.c for table in tenant_tables())
    assert issubclass(Complaint, OfAgency)


def test_rows_are_rewritten_in_one_go_for_the_agency_alone(neighbours) -> None:
    here, there = neighbours
    with _clerk(there) as work:
        (foreign,) = {row.id for row in work.rows(select(Complaint))}
    with _clerk(here) as work:
        own = [row.id for row in work.rows(select(Complaint))]
        mine = [{"id": one, "agency_id": here.agency_id} for one in own]
        rewrite_rows(work.session, Complaint, [row | {"event_count": 77} for row in mine])
        assert [row.event_count for row in work.rows(select(Complaint))] == [77, 77]
        rewrite_rows(work.session, Complaint, [])
        lies = (
            {"id": foreign, "agency_id": here.agency_id, "event_count": 78},
            {"id": own[0], "agency_id": there.agency_id, "event_count": 78},
            {"id": new_id(), "agency_id": here.agency_id, "event_count": 78},
        )
        for lie in lies:
            with pytest.raises(TenancyBroken):
                rewrite_rows(work.session, Complaint, [mine[0] | {"event_count": 78}, lie])
        work.session.rollback()
    with _clerk(there) as work:
        assert [row.event_count for row in work.rows(select(Complaint))] != [78]
