"""`prongsai agency, officer, statistics`: one agency at a time, by its address."""

from argparse import Namespace

from app.agency_file import read_agency
from app.console import (
    CommandFailed,
    find_agency_at,
    hand_over,
    house_of,
    keys_of,
    open_app,
    problems_named,
    say,
)
from app.console_recovery import show_papers
from app.settings import Settings
from rules.permissions import Role
from rules.states import Channel
from rules.statistics_options import StatisticsOptions
from service.activate_officer import ACTIVATION_HOURS, OfficerPlan
from service.activate_officer import invite_officer as invite_to
from service.actors import AgencyClerk, AllAgencies, Public
from service.errors import NotFound
from service.look_up_agency import public_agencies
from service.set_up_agency import AgencyPlan, add_office_holders
from service.set_up_agency import create_agency as create
from service.set_up_agency import invite_agency as invite
from service.statistics_making import make_statistics
from web.paper_sheets import agency_papers


def create_agency(settings: Settings, typed: Namespace) -> None:
    """Opens an agency from a file, and shows or prints, once, the papers of its recovery."""
    plan, holders = read_agency(typed.file)
    app = open_app(settings)
    house = house_of(app)
    keys_of(settings)
    with problems_named():
        with house.open_work(AllAgencies("open an agency"), writes=True) as work:
            made = create(work, plan)
            house.pin_root(made.agency_id, made.root_public)
        with house.open_work(AgencyClerk(made.agency_id), writes=True) as work:
            add_office_holders(work, holders)
    if typed.pdf:
        hand_over(agency_papers(plan.name_th, house.today(), made.papers.by_sheet()))
        return
    show_papers(plan.slug, made.papers)


def invite_agency(settings: Settings, typed: Namespace) -> None:
    """Makes an agency's bare row and invites the administrator who does the rest by page."""
    app = open_app(settings)
    keys_of(settings)
    plan = _bare_plan(typed)
    first = OfficerPlan(typed.person, typed.post, typed.login, (Role.ADMINISTRATOR,))
    with (
        problems_named(),
        house_of(app).open_work(AllAgencies("invite an agency"), writes=True) as work,
    ):
        code = invite(work, plan, first)
    address = settings.public_url or settings.local_url
    say(f"Invited the agency {plan.slug}; its public address will be {address}/{plan.slug}/")
    say(f"Hand this to {typed.person}: open {address}/desk/activate and type the code, good for")
    say(f"{ACTIVATION_HOURS} hours. The login is {plan.slug}/{typed.login}. The pages do the rest.")
    say(code)


def _bare_plan(typed: Namespace) -> AgencyPlan:
    """What the command knows; the office fills in the rest in its settings."""
    return AgencyPlan(
        slug=typed.slug,
        name_th=typed.name_th,
        name_en=typed.name_en,
        kind=typed.kind,
        district_th=typed.district_th,
        district_en=typed.district_en,
        province_th=typed.province_th,
        province_en=typed.province_en,
    )


def invite_officer(settings: Settings, typed: Namespace) -> None:
    """Makes an account and shows the code by which its officer activates it."""
    app = open_app(settings)
    agency = find_agency_at(app, typed.slug)
    roles = tuple(Role(role) for role in typed.role)
    plan = OfficerPlan(name=typed.name, post=typed.post, login=typed.login, roles=roles)
    with (
        problems_named(),
        house_of(app).open_work(AgencyClerk(agency.agency_id), writes=True) as work,
    ):
        code = invite_to(work, plan)
    say(f"Invited {typed.slug}/{typed.login}. Activation code, good for {ACTIVATION_HOURS} hours:")
    say(code)
    say(f"It is typed at {settings.public_url or settings.local_url}/desk/activate. Afterwards run")
    say(f"`prongsai keyring sign {typed.slug}`: until then the officer can open no case.")


def list_agencies(settings: Settings, _typed: Namespace) -> None:
    """Names every agency with its address."""
    app = open_app(settings)
    with house_of(app).open_work(AllAgencies("list the agencies"), writes=False) as work:
        agencies = public_agencies(work)
    for agency in agencies:
        say(f"{agency.slug:<24} {agency.name.th} ({agency.name.en})")
    say(f"{len(agencies)} in all.")


_COLUMNS = ("carried_forward", "received", "completed", "outstanding", "not_accepted", "forwarded")


def show_statistics(settings: Settings, typed: Namespace) -> None:
    """Prints one fiscal year as it would be published now, as tab-separated lines."""
    app = open_app(settings)
    agency = find_agency_at(app, typed.slug)
    options = StatisticsOptions(granularity=typed.granularity or StatisticsOptions().granularity)
    try:
        with house_of(app).open_work(Public(agency.agency_id), writes=False) as work:
            page = make_statistics(work, typed.year, options, Channel.CORRUPTION)
    except NotFound:
        raise CommandFailed(f"there are no statistics of fiscal year {typed.year}") from None
    say(f"{agency.name.en}, fiscal year {page.fiscal_year_be} (B.E.), as of {page.as_of}")
    say("\t".join(("period", *_COLUMNS)))
    for row in (*page.rows, *([page.total] if page.total else [])):
        counts = (str(getattr(row, name)) for name in _COLUMNS)
        say("\t".join((row.period.label("en"), *counts)))
    if page.zero:
        say(page.zero.th)
    if not page.rows:
        say("No period of this year has closed yet.")
