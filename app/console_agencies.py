"""`prongsai agency, officer, recovery, statistics`: one agency at a time, by its address."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app.agency_file import read_agency
from app.console import CommandFailed, ask, house_of, keys_of, open_app, say
from app.settings import Settings
from crypto import key_file
from rules.permissions import Role
from rules.words import FIELD_ERRORS
from service.activate_officer import ACTIVATION_HOURS, OfficerPlan
from service.activate_officer import invite_officer as invite
from service.actors import AgencyClerk, AllAgencies, Public
from service.errors import InvalidInput, NotFound
from service.look_up_agency import find_agency, public_agencies
from service.publish_disclosure import statistics
from service.set_up_agency import (
    Papers,
    add_office_holders,
    read_papers_back,
    sign_keyring,
    unsigned_officers,
)
from service.set_up_agency import create_agency as create
from service.views import AgencyCard

_SHEETS = (
    ("root", "signs the keyring: kept by the head of the office, outside the building"),
    ("content_first", "first half of the case recovery: kept inside the office"),
    ("content_second", "second half of the case recovery: kept outside the office"),
    ("identity_inside", "first half of the name recovery: kept inside the office"),
    ("identity_outside", "second half of the name recovery: kept outside the office"),
)


def create_agency(settings: Settings, typed: Namespace) -> None:
    """Opens an agency and shows, once, the papers of its recovery."""
    plan, holders = read_agency(typed.file)
    app = open_app(settings)
    keys = keys_of(settings)
    with _problems_named():
        with house_of(app).open_work(AllAgencies("open an agency"), writes=True) as work:
            made = create(work, plan)
            # Before the commit: an agency without its pinned root could never be used, a root
            # without its agency does no harm.
            key_file.save(settings.key_file, keys.with_root(made.agency_id, made.root_public))
        with house_of(app).open_work(AgencyClerk(made.agency_id), writes=True) as work:
            add_office_holders(work, holders)
    _show_papers(plan.slug, made.papers)


def _show_papers(slug: str, papers: Papers) -> None:
    say(f"Opened the agency {slug}. These five papers are shown now and never again; print each")
    say("on a sheet of its own and give them to different people:")
    for name, meaning in _SHEETS:
        say(f"\n{name} ({meaning})\n{getattr(papers, name)}")
    say(f"\nNext: `prongsai recovery check {slug}`, then `prongsai officer invite {slug} ...`.")


def check_recovery(settings: Settings, typed: Namespace) -> None:
    """Has the recovery papers typed back; without that the corruption channel stays shut."""
    app = open_app(settings)
    agency = _agency(app, typed.slug)
    sheets = {name: ask(f"{name}: ") for name, _ in _SHEETS if name != "root"}
    with (
        _problems_named(),
        house_of(app).open_work(AgencyClerk(agency.agency_id), writes=True) as work,
    ):
        read_papers_back(work, **sheets)
    say("All four papers are right.")


def invite_officer(settings: Settings, typed: Namespace) -> None:
    """Makes an account and shows the code by which its officer activates it."""
    app = open_app(settings)
    agency = _agency(app, typed.slug)
    roles = tuple(Role(role) for role in typed.role)
    plan = OfficerPlan(name=typed.name, post=typed.post, login=typed.login, roles=roles)
    with (
        _problems_named(),
        house_of(app).open_work(AgencyClerk(agency.agency_id), writes=True) as work,
    ):
        code = invite(work, plan)
    say(f"Invited {typed.slug}/{typed.login}. Activation code, good for {ACTIVATION_HOURS} hours:")
    say(code)
    say(f"It is typed at {settings.public_url or settings.local_url}/desk/activate. Afterwards run")
    say(f"`prongsai keyring sign {typed.slug}`: until then the officer can open no case.")


def sign_keys(settings: Settings, typed: Namespace) -> None:
    """Signs the keys of officers who activated their accounts, with the root's paper."""
    app = open_app(settings)
    clerk = AgencyClerk(_agency(app, typed.slug).agency_id)
    with house_of(app).open_work(clerk, writes=False) as work:
        waiting = unsigned_officers(work)
    if not waiting:
        say("Every active officer's keys are signed already.")
        return
    say("To be signed: " + ", ".join(waiting))
    paper = ask("root: ")
    with _problems_named(), house_of(app).open_work(clerk, writes=True) as work:
        signed = sign_keyring(work, paper)
    say("Signed: " + ", ".join(signed))


@contextmanager
def _problems_named() -> Iterator[None]:
    try:
        yield
    except InvalidInput as problem:
        name, code = next(iter(problem.fields.items()))
        words = FIELD_ERRORS.get(code)
        raise CommandFailed(f"{name}: {words.en if words else code}") from None


def list_agencies(settings: Settings, _typed: Namespace) -> None:
    """Names every agency with its address."""
    app = open_app(settings)
    with house_of(app).open_work(AllAgencies("list the agencies"), writes=False) as work:
        agencies = public_agencies(work)
    for agency in agencies:
        say(f"{agency.slug:<24} {agency.name.th} ({agency.name.en})")
    say(f"{len(agencies)} in all.")


def show_statistics(settings: Settings, typed: Namespace) -> None:
    """Prints the mandated table of one fiscal year as tab-separated lines."""
    app = open_app(settings)
    agency = _agency(app, typed.slug)
    try:
        with house_of(app).open_work(Public(agency.agency_id), writes=False) as work:
            page = statistics(work, typed.year, typed.granularity)
    except NotFound:
        raise CommandFailed(f"there are no statistics of fiscal year {typed.year}") from None
    say(f"{agency.name.en}, fiscal year {page.fiscal_year_be} (B.E.), as of {page.as_of}")
    say("period\tcarried_forward\treceived\tcompleted\toutstanding")
    for row in (*page.rows, *([page.total] if page.total else [])):
        say(
            f"{row.period.label('en')}\t{row.carried_forward}\t{row.received}"
            f"\t{row.completed}\t{row.outstanding}"
        )
    if page.zero:
        say(page.zero.th)
    if not page.rows:
        say("No period of this year has closed yet.")


def _agency(app: Flask, slug: str) -> AgencyCard:
    try:
        with house_of(app).open_work(AllAgencies("find an agency"), writes=False) as work:
            return find_agency(work, slug)
    except NotFound:
        raise CommandFailed(f"there is no agency at {slug}") from None
