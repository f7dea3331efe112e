"""`prongsai authority` and `prongsai agency outward`: who takes what is about an agency's head.

`create`, `fingerprint` and `open` are for the authority's own machine; `add` and `export` for the
installation that its reporters use.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from getpass import getpass
from pathlib import Path

from app.console import (
    CommandFailed,
    ask,
    find_agency_at,
    house_of,
    keys_of,
    open_app,
    problems_named,
    say,
)
from app.house import wall_clock
from app.settings import Settings
from crypto.authority_file import AuthorityCard
from rules.categories import LAO_KINDS, codes
from rules.thai_time import today_in_bangkok
from service.actors import AgencyClerk, AllAgencies
from service.errors import NotAllowed, Unreadable
from service.outward_authority import (
    add_authority,
    fingerprint_of,
    make_authority,
    read_authority,
)
from service.outward_export import export_authority
from service.outward_opening import open_export
from service.outward_settings import set_outward
from service.set_up_agency import AgencyPlan
from service.views import Contact

PRIVATE, PUBLIC = ".private", ".public"
_CONTACTS = ("phone", "email", "address")
_NAMES = ("name_en", "district_th", "district_en", "province_th", "province_en", "website")
_YES = "yes"


def describe_add(parser: ArgumentParser) -> None:
    """What `authority add` asks for."""
    parser.add_argument("file", type=Path, metavar=f"FILE{PUBLIC}")
    parser.add_argument("--slug", required=True, help="small letters, digits and dashes")
    parser.add_argument("--name-th", required=True)
    parser.add_argument("--kind", default="state_agency", choices=codes(LAO_KINDS))
    for name in (*_NAMES, *_CONTACTS):
        parser.add_argument(f"--{name.replace('_', '-')}", default="")


def describe_open(parser: ArgumentParser) -> None:
    """What `authority open` asks for."""
    parser.add_argument("file", type=Path, metavar=f"FILE{PRIVATE}")
    parser.add_argument("export", type=Path, metavar="EXPORT")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="new, or empty")
    parser.add_argument("--identity", action="store_true",
                        help="write out names given in confidence too")  # fmt: skip


def create(settings: Settings, typed: Namespace) -> None:
    """Makes an authority's two files: one to keep, one to give away."""
    private, public = (_beside(typed.file, ending) for ending in (PRIVATE, PUBLIC))
    for path in (private, public):
        if path.exists():
            raise CommandFailed(f"there is a file at {path} already")
    say("Choose a passphrase. Whoever has it and the private file reads every report.")
    with problems_named():
        made = make_authority(
            _secret("Passphrase: "), _secret("Once more: "), today_in_bangkok(wall_clock())
        )
    _write(private, made.private)
    _write(public, made.public.encode())
    say(f"Made {private}: keep it here, and a copy in a safe; without it nothing opens.")
    say(f"Made {public}: give it to the installation. They will telephone you; read to them:")
    say(made.fingerprint)


def show_fingerprint(settings: Settings, typed: Namespace) -> None:
    """Says the digits of a public file, to be read over the telephone."""
    say(fingerprint_of(_card(typed.file)))


def add(settings: Settings, typed: Namespace) -> None:
    """Takes an authority in, once a person has compared the digits."""
    card = _card(typed.file)
    app = open_app(settings)
    keys_of(settings)
    say(f"The digits of {typed.file}:")
    say(fingerprint_of(card))
    say("Telephone the authority, at a number that you did not get with the file, and let them")
    say("read theirs to you. Whoever swaps the file would read every report.")
    if ask(f"Are they the same? Type {_YES}: ") != _YES:
        raise CommandFailed("nothing was added")
    house = house_of(app)
    with (
        problems_named(),
        house.open_work(AllAgencies("add an outside authority"), writes=True) as work,
    ):
        add_authority(work, card, _plan(typed))
        house.pin_root(card.agency, card.root_public)
    say(f"Added {typed.slug}. Next: `prongsai agency outward AGENCY {typed.slug}`.")


def export(settings: Settings, typed: Namespace) -> None:
    """Writes the sealed cases of an authority into one file for it."""
    app = open_app(settings)
    clerk = AgencyClerk(find_agency_at(app, typed.slug).agency_id)
    try:
        with house_of(app).open_work(clerk, writes=False) as work:
            count = export_authority(work, typed.out)
    except FileExistsError:
        raise CommandFailed(f"there is a file at {typed.out} already") from None
    except NotAllowed:
        raise CommandFailed(
            f"the officers of {typed.slug} read here; nothing is exported"
        ) from None
    except OSError:
        raise CommandFailed(f"{typed.out} cannot be written") from None
    say(f"{count} cases, sealed to {typed.slug} alone, in {typed.out}.")
    say("Messages that come later are in the next export.")


def open_file(settings: Settings, typed: Namespace) -> None:
    """Opens an export with the private file, a folder for each case."""
    private = _read(typed.file)
    passphrase = _secret("Passphrase: ")
    try:
        with problems_named(), typed.export.open("rb") as file:
            opened = open_export(
                private, passphrase, file, typed.folder, with_identity=typed.identity
            )
    except Unreadable:
        raise CommandFailed(
            f"{typed.export} is not whole, or was altered; ask for it again"
        ) from None
    except OSError:
        raise CommandFailed(f"{typed.export} cannot be read") from None
    for name in opened.folders:
        say(f"{typed.folder / name}")
    say(f"{len(opened.folders)} cases opened.")
    if opened.refused:
        raise CommandFailed(
            "these do not fit together and were left out; ask who runs the installation: "
            + ", ".join(opened.refused)
        )


def set_authority(settings: Settings, typed: Namespace) -> None:
    """Chooses who takes what is about an agency's head."""
    app = open_app(settings)
    clerk = AgencyClerk(find_agency_at(app, typed.slug).agency_id)
    with problems_named(), house_of(app).open_work(clerk, writes=True) as work:
        set_outward(work, typed.authority or "")
    if typed.authority:
        say(f"What is about the head of {typed.slug} goes to {typed.authority} from now on.")
    else:
        say(f"Nobody takes what is about the head of {typed.slug}: such reports are stopped.")


def _plan(typed: Namespace) -> AgencyPlan:
    names = {name: getattr(typed, name) for name in _NAMES}
    contacts = tuple(
        Contact(kind, getattr(typed, kind)) for kind in _CONTACTS if getattr(typed, kind)
    )
    return AgencyPlan(
        slug=typed.slug,
        name_th=typed.name_th,
        kind=typed.kind,
        contacts=contacts,
        **names | {"name_en": names["name_en"] or typed.name_th},
    )


def _card(path: Path) -> AuthorityCard:
    try:
        return read_authority(_read(path).decode("ascii"))
    except (Unreadable, UnicodeDecodeError):
        raise CommandFailed(f"{path} is no authority's public file, or was altered") from None


def _secret(words: str) -> str:
    """Typed without an echo where there is somebody to look on."""
    return getpass(words) if sys.stdin.isatty() else ask(words)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise CommandFailed(f"{path} cannot be read") from None


def _write(path: Path, content: bytes) -> None:
    """A new file for its owner alone, on the disk when this returns."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise CommandFailed(f"{path} cannot be written") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
