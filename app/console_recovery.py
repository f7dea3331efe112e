"""`prongsai recovery` and `prongsai keyring`: what needs a sheet of paper typed at the console."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from app.console import CommandFailed, ask, find_agency_at, house_of, open_app, problems_named, say
from app.house import House
from app.log import log_event
from app.settings import Settings
from service.actors import AgencyClerk
from service.agency_papers import SHEETS_OF, Papers, read_papers_back
from service.recover_names import fill_names_slice, recover_names_slice
from service.recovery import OpenedPaper, Progress, open_paper, recover_slice
from service.sign_keyring import keys_to_sign, sign_keyring

SHEETS: Mapping[str, str] = {
    "root": "signs the keyring: kept by somebody who is not the administrator",
    "content_first": "first half of the case recovery: kept inside the office",
    "content_second": "second half of the case recovery: kept outside the office",
    "identity_inside": "first half of the name recovery: kept inside the office",
    "identity_outside": "second half of the name recovery: kept outside the office",
}
_SLICES: Mapping[str, Callable[..., Progress]] = {
    "content": recover_slice,
    "identity_inside": recover_names_slice,
    "identity_outside": recover_names_slice,
}


def show_papers(slug: str, papers: Papers) -> None:
    """Says the digits of the five papers, for whoever writes them down."""
    say(f"Opened the agency {slug}. These five papers are shown now and never again; print each")
    say("on a sheet of its own and give them to different people:")
    for name, digits in papers.by_sheet().items():
        say(f"\n{name} ({SHEETS[name]})\n{digits}")
    say(f"\nNext: `prongsai recovery check {slug}`, then `prongsai officer invite {slug} ...`.")


def check_recovery(settings: Settings, typed: Namespace) -> None:
    """Has the recovery papers typed back; without that the corruption channel stays shut."""
    app = open_app(settings)
    agency = find_agency_at(app, typed.slug)
    sheets = {name: ask(f"{name}: ") for name in SHEETS if name != "root"}
    with (
        problems_named(),
        house_of(app).open_work(AgencyClerk(agency.agency_id), writes=True) as work,
    ):
        read_papers_back(work, **sheets)
    say("All four papers are right.")


def sign_keys(settings: Settings, typed: Namespace) -> None:
    """Signs the keys of officers who activated their accounts, with the root's paper."""
    app = open_app(settings)
    clerk = AgencyClerk(find_agency_at(app, typed.slug).agency_id)
    with house_of(app).open_work(clerk, writes=False) as work:
        waiting = keys_to_sign(work)
    if not waiting:
        say("Every active officer's keys are signed already.")
        return
    say("To be signed; each officer can say whether the fingerprint is theirs:")
    for key in waiting:
        say(f"  {key.login}: {key.name} ({key.post}), {', '.join(key.roles)}")
        say(f"    {key.fingerprint}")
    paper = ask("root: ")
    with problems_named(), house_of(app).open_work(clerk, writes=True) as work:
        signed = sign_keyring(work, paper, {key.mark for key in waiting})
    say("Signed: " + ", ".join(signed))


def use_papers(settings: Settings, typed: Namespace) -> None:
    """The ceremony: papers typed here give an officer the cases back, or a custodian the halves."""
    app = open_app(settings)
    clerk = AgencyClerk(find_agency_at(app, typed.slug).agency_id)
    house = house_of(app)
    sheets = {name: ask(f"{name}: ") for name in SHEETS_OF[typed.paper]}
    with problems_named():
        with house.open_work(clerk, writes=False) as work:
            paper = open_paper(work, typed.paper, sheets)
        log_event("recovery_ceremony_begun")
        done, unreadable = _go_through(house, clerk, paper, typed.login)
        if typed.fill and paper.kind != "content":
            done += _go_through(house, clerk, paper, typed.login, fill_names_slice)[0]
    log_event("recovery_ceremony_ended")
    say(f"Gone through: {done}. Whoever is kept out of a case still cannot open it.")
    if unreadable:
        raise CommandFailed(
            f"{unreadable} would not open: their rows were changed. Run `prongsai doctor`, keep a "
            "copy of the database, and begin again when they are mended"
        )


def _go_through(
    house: House,
    clerk: AgencyClerk,
    paper: OpenedPaper,
    login: str,
    errand: Callable[..., Progress] | None = None,
) -> tuple[int, int]:
    """How many cases were done and how many would not open, each slice in its own transaction."""
    slice_of = errand or _SLICES[paper.kind]
    done, unreadable, after = 0, 0, None
    while True:
        with house.open_work(clerk, writes=True) as work:
            progress: Any = slice_of(work, paper, login, after)
        done, unreadable = done + progress.done, unreadable + progress.unreadable
        after = progress.after
        if after is None:
            return done, unreadable
