"""A new agency from nothing: its row, its root, its recovery papers, its signed keyring.

The root's and the papers' private halves exist here once, as digits to be printed; nothing of
them is stored. Only the root's public half stays, pinned in the key file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from crypto.paper import PaperUnreadable, from_paper, to_paper
from crypto.primitives import KEY_BYTES, SealBroken, random_bytes, signing_public_of
from crypto.sealed_keys import (
    check_entry,
    generate_signing,
    join,
    pair_from_seed,
    sign_entry,
    split,
)
from models.agency import Agency, AgencyContact, Holiday, OfficeHolderRow, RecoveryKey, Unit
from models.officer import Officer, OfficerRole
from rules.categories import LAO_KINDS, OFFICE_POSTS, codes
from rules.holidays_seed import HOLIDAYS
from rules.permissions import Role
from service.actors import AgencyClerk, AllAgencies
from service.checked_keys import officer_entry, recovery_entry, role_bits
from service.errors import InvalidInput, NotAllowed
from service.sealing import new_id
from service.unit_of_work import UnitOfWork
from service.views import Contact

RESERVED_SLUGS = frozenset(
    {"desk", "api", "static", "healthz", "readyz", "ledger", "disclosure", "favicon.ico"}
)
KEY_YEARS = 5


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
class Papers:
    """The digits to be printed, each on a sheet of its own, for different people to keep."""

    root: str = field(repr=False)
    content_first: str = field(repr=False)
    content_second: str = field(repr=False)
    identity_inside: str = field(repr=False)
    identity_outside: str = field(repr=False)


@dataclass(frozen=True)
class AgencyMade:
    """A new agency: its id, the root's public half to be pinned, the papers to be printed."""

    agency_id: bytes
    root_public: bytes
    papers: Papers = field(repr=False)


def create_agency(work: UnitOfWork, plan: AgencyPlan) -> AgencyMade:
    """The new agency with holidays, units, contacts and recovery keys.

    The caller pins `root_public` in the key file. InvalidInput for a taken or unfit address.
    """
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    _check_plan(work, plan)
    agency_id = new_id()
    work.session.add(_agency_row(work, plan, agency_id))
    work.session.flush()
    work.session.add_all(_belongings(plan, agency_id))
    root_seed, root_public = generate_signing()
    content, inside, outside = (random_bytes(KEY_BYTES) for _ in range(3))
    first, second = split(content)
    for kind, seed in (
        ("content", content),
        ("identity_inside", inside),
        ("identity_outside", outside),
    ):
        work.session.add(_recovery_row(work.today, agency_id, kind, seed, root_seed))
    work.session.flush()
    papers = Papers(*(to_paper(secret) for secret in (root_seed, first, second, inside, outside)))
    return AgencyMade(agency_id, root_public, papers)


def read_papers_back(
    work: UnitOfWork,
    *,
    content_first: str,
    content_second: str,
    identity_inside: str,
    identity_outside: str,
) -> None:
    """Note that the recovery papers were typed back and open what they should.

    InvalidInput names the sheet on which a digit is wrong.
    """
    _clerk(work)
    typed = {
        "content_first": content_first,
        "content_second": content_second,
        "identity_inside": identity_inside,
        "identity_outside": identity_outside,
    }
    seeds = {name: _typed_seed(name, digits) for name, digits in typed.items()}
    content = join(seeds["content_first"], seeds["content_second"])
    for kind, seed in (
        ("content", content),
        ("identity_inside", seeds["identity_inside"]),
        ("identity_outside", seeds["identity_outside"]),
    ):
        row = work.one(RecoveryKey, kind=kind)
        if row is None or pair_from_seed(seed).public != row.pair_public:
            raise InvalidInput({kind if kind != "content" else "content_first": "code_check_digit"})
        row.read_back_on = work.today


def unsigned_officers(work: UnitOfWork) -> tuple[str, ...]:
    """Names and posts of active officers whose keys the root has not signed as they stand."""
    _clerk(work)
    return tuple(f"{row.name} ({row.post})" for row in _unsigned(work))


def sign_keyring(work: UnitOfWork, root_paper: str) -> tuple[str, ...]:
    """Sign every active officer's keys and roles with the root's paper; their names.

    InvalidInput when the paper is not this agency's root.
    """
    _clerk(work)
    seed = _typed_seed("root", root_paper)
    if signing_public_of(seed) != work.keys.roots.get(work.agency_id.hex()):
        raise InvalidInput({"root": "code_check_digit"})
    signed = []
    for officer in _unsigned(work):
        officer.keyring_role_bits = role_bits(_roles(work, officer))
        officer.valid_from_on = work.today
        officer.valid_until_on = work.today.replace(day=1, year=work.today.year + KEY_YEARS)
        officer.keyring_signature = sign_entry(officer_entry(officer), seed)
        signed.append(officer.name)
    return tuple(signed)


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


def _clerk(work: UnitOfWork) -> None:
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed


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


def _recovery_row(
    today: date, agency_id: bytes, kind: str, seed: bytes, root_seed: bytes
) -> RecoveryKey:
    row = RecoveryKey(
        id=new_id(),
        agency_id=agency_id,
        kind=kind,
        pair_public=pair_from_seed(seed).public,
        valid_from_on=today,
        # Paper does not wear out by itself: it is valid until it is made anew.
        valid_until_on=date.max,
    )
    row.keyring_signature = sign_entry(recovery_entry(row), root_seed)
    return row


def _typed_seed(name: str, digits: str) -> bytes:
    try:
        return from_paper(digits)
    except PaperUnreadable:
        raise InvalidInput({name: "code_check_digit"}) from None


def _roles(work: UnitOfWork, officer: Officer) -> list[Role]:
    rows = work.rows(select(OfficerRole.role).where(OfficerRole.officer_id == officer.id))
    return [Role(row) for row in rows]


def _unsigned(work: UnitOfWork) -> list[Officer]:
    root = work.keys.roots.get(work.agency_id.hex(), b"")
    return [
        officer
        for officer in work.rows(
            select(Officer).where(Officer.standing == "active").order_by(Officer.login)
        )
        if not _is_signed(work, officer, root)
    ]


def _is_signed(work: UnitOfWork, officer: Officer, root: bytes) -> bool:
    try:
        check_entry(officer_entry(officer), officer.keyring_signature or b"", root)
    except SealBroken:
        return False
    return officer.keyring_role_bits == role_bits(_roles(work, officer))
