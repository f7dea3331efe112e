"""A new agency from nothing: its row, its calendar, its papers, its first administrator."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.agency import Agency, AgencyContact, Holiday, OfficeHolderRow, Unit
from models.officer import Officer
from rules.categories import LAO_KINDS, OFFICE_POSTS, codes
from rules.holidays_seed import HOLIDAYS
from service.activate_officer import OfficerPlan, invite_officer
from service.actors import AgencyClerk, AllAgencies
from service.agency_papers import Papers, make_papers
from service.errors import InvalidInput, NotAllowed
from service.sealing import new_id
from service.unit_of_work import UnitOfWork
from service.views import Contact

RESERVED_SLUGS = frozenset(
    {"desk", "api", "static", "healthz", "readyz", "ledger", "disclosure", "line", "favicon.ico"}
)


@dataclass(frozen=True)
class HolderPlan:
    """An office-holder to be listed; `login` names the officer's account, if there is one."""

    name: str
    post_th: str
    post_en: str
    post_kind: str
    login: str = ""


@dataclass(frozen=True)
class AgencyPlan:
    """What is known of an agency before its first officer."""

    slug: str
    name_th: str
    name_en: str
    kind: str
    district_th: str
    district_en: str
    province_th: str
    province_en: str
    website: str = ""
    register_year: str = "fiscal"
    is_demo: bool = False
    contacts: tuple[Contact, ...] = ()
    units: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AgencyMade:
    """A new agency: its id, the root's public half to be pinned, the papers to be printed."""

    agency_id: bytes
    root_public: bytes
    papers: Papers = field(repr=False)


def open_agency(work: UnitOfWork, plan: AgencyPlan, known_id: bytes | None = None) -> bytes:
    """The id of a new agency with holidays, units and contacts, but no papers yet.

    An outside authority brings the id that its keys are bound to. InvalidInput for a taken or
    unfit address.
    """
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    _check_plan(work, plan)
    agency_id = known_id or new_id()
    work.session.add(_agency_row(work, plan, agency_id))
    work.session.flush()
    work.session.add_all(_belongings(plan, agency_id))
    work.session.flush()
    return agency_id


def create_agency(work: UnitOfWork, plan: AgencyPlan) -> AgencyMade:
    """The new agency with its recovery keys and the papers to be printed.

    The caller pins `root_public` in the key file. InvalidInput for a taken or unfit address.
    """
    agency_id = open_agency(work, plan)
    with work.standing_in(AgencyClerk(agency_id)) as inside:
        made = make_papers(inside)
    return AgencyMade(agency_id, made.root_public, made.papers)


def invite_agency(work: UnitOfWork, plan: AgencyPlan, first: OfficerPlan) -> str:
    """The activation code of a new agency's first administrator; the rest is done by page."""
    agency_id = open_agency(work, plan)
    with work.standing_in(AgencyClerk(agency_id)) as inside:
        return invite_officer(inside, first)


def add_office_holders(work: UnitOfWork, plans: Sequence[HolderPlan]) -> None:
    """List these office-holders, in their order, joined to the officers' accounts."""
    for position, plan in enumerate(plans):
        if plan.post_kind not in codes(OFFICE_POSTS):
            raise InvalidInput({"post_kind": "unknown_choice"})
        officer = work.one(Officer, login=plan.login) if plan.login else None
        work.session.add(
            OfficeHolderRow(
                id=new_id(),
                agency_id=work.agency_id,
                name=plan.name,
                post_th=plan.post_th,
                post_en=plan.post_en,
                post_kind=plan.post_kind,
                officer_id=officer.id if officer else None,
                position=position,
            )
        )


def _check_plan(work: UnitOfWork, plan: AgencyPlan) -> None:
    fit = plan.slug.isascii() and plan.slug.replace("-", "").isalnum() and plan.slug.islower()
    if not fit or plan.slug in RESERVED_SLUGS or len(plan.slug) > 63:
        raise InvalidInput({"slug": "unknown_choice"})
    if plan.kind not in codes(LAO_KINDS):
        raise InvalidInput({"kind": "unknown_choice"})
    if work.one(Agency, slug=plan.slug) is not None:
        raise InvalidInput({"slug": "choose_one"})


def _agency_row(work: UnitOfWork, plan: AgencyPlan, agency_id: bytes) -> Agency:
    return Agency(
        id=agency_id,
        slug=plan.slug,
        name_th=plan.name_th,
        name_en=plan.name_en,
        kind=plan.kind,
        district_th=plan.district_th,
        district_en=plan.district_en,
        province_th=plan.province_th,
        province_en=plan.province_en,
        website=plan.website,
        register_year=plan.register_year,
        is_demo=plan.is_demo,
        created_on=work.today,
    )


def _belongings(plan: AgencyPlan, agency_id: bytes) -> Sequence[AgencyContact | Unit | Holiday]:
    contacts = [
        AgencyContact(
            id=new_id(), agency_id=agency_id, kind=one.kind, value=one.value, position=position
        )
        for position, one in enumerate(plan.contacts)
    ]
    units = [
        Unit(id=new_id(), agency_id=agency_id, name_th=th, name_en=en) for th, en in plan.units
    ]
    holidays = [
        Holiday(id=new_id(), agency_id=agency_id, day=day, name_th=th, name_en=en)
        for day, th, en in HOLIDAYS
    ]
    return [*contacts, *units, *holidays]
