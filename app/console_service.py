"""`prongsai setup, migrate, run, serve, doctor`: the service as a whole."""

import os
import socket
import stat
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from flask import Flask

from app import database
from app.console import CommandFailed, house_of, keys_of, open_app, say
from app.health import look
from app.process import keep_to_itself
from app.settings import PREFIX, Settings
from crypto import key_file
from service.actors import AgencyClerk, AllAgencies
from service.antivirus import Standing, standing
from service.look_for_tampering import look_for_tampering
from service.look_up_agency import every_agency, public_agencies

_ADVICE: Final = {
    "database": "check PRONGSAI_DATABASE_URL and that the database runs",
    "migrations": "run `prongsai migrate`",
    "key_file": "run `prongsai setup`, or bring the key file back from its copy",
    "disk": "make room: less than 256 MB is free, or the folder cannot be written",
    "private": "run `chmod 700` on the data folder: others may look into it",
}


def set_up(settings: Settings, _typed: Namespace) -> None:
    """Makes what is missing; running it again changes nothing."""
    _prepare(settings)


def migrate(settings: Settings, _typed: Namespace) -> None:
    """Brings the database to the newest revision."""
    keep_to_itself()
    revision = database.migrate(open_app(settings))
    say(f"The database stands at revision {revision}.")


def serve(settings: Settings, _typed: Namespace) -> None:
    """Serves until stopped; refuses to start without key file, migrations or a free port."""
    from app.serve import serve as serve_until_stopped

    keys_of(settings)
    _check_port(settings)
    app = open_app(settings)
    with app.app_context():
        stands = database.standing_revision(house_of(app).engine)
        house_of(app).engine.dispose()
    if stands != database.newest_revision():
        raise CommandFailed("the database is not up to date; run `prongsai migrate` first")
    serve_until_stopped(settings)


def run(settings: Settings, typed: Namespace) -> None:
    """Everything for a first look: sets up, fills the demo once, says where to go, serves."""
    settings = _with_plain_port(settings)
    _check_port(settings)
    app = _prepare(settings)
    if not typed.empty and not _slugs(app):
        _make_demo(app)
    else:
        _show_demo(app, settings)
    _say_addresses(app, settings)
    # A fresh process: the server forks, and no open database may be carried into its worker.
    house_of(app).engine.dispose()
    sys.stdout.flush()
    environment = os.environ | {f"{PREFIX}PORT": str(settings.port)}
    words = [sys.executable, "-m", "app.commands", "serve"]
    os.execve(sys.executable, words, environment)  # noqa: S606 -- our own program


def demo(settings: Settings, _typed: Namespace) -> None:
    """Fills an empty data folder with the demo agency, without serving."""
    app = _prepare(settings)
    if _slugs(app):
        raise CommandFailed(f"{settings.data_dir} holds agencies already; choose an empty folder")
    _make_demo(app)


def doctor(settings: Settings, _typed: Namespace) -> None:
    """Looks at everything that a report needs; fails when one thing is missing."""
    app = open_app(settings)
    looks = look(house_of(app)) | {"private": _is_private(settings)}
    for name, is_well in looks.items():
        say(f"ok      {name}" if is_well else f"MISSING {name}: {_ADVICE[name]}")
    for words in _antivirus(settings):
        say(words)
    if not all(looks.values()):
        raise CommandFailed("something is missing; what to do stands beside it")
    if _alarms(app):
        raise CommandFailed("somebody has changed keys or cases; keep a copy and find out who")
    say("Everything is as it should be.")


_ANTIVIRUS: Final = {
    Standing.WORKS: "ok      antivirus: finds the test virus",
    Standing.SHORT_SIGHTED: "note    antivirus: looks at the beginning of large files at most",
    Standing.BLIND: "note    antivirus: answers but does not know the test virus: no signatures",
    Standing.SILENT: "note    antivirus: does not answer; files are taken and cleaned without it",
}


def _antivirus(settings: Settings) -> Iterator[str]:
    """A line about the clamd of this installation, when it has one."""
    if settings.clamd:
        yield _ANTIVIRUS[standing(settings.clamd)]


_FINDINGS: Final = {
    "key_waiting": "waits for the root's paper or two colleagues",
    "key_not_signed": "carries a signature that does not hold",
    "recovery_key_not_signed": "recovery key that the root did not sign",
    "events_missing_or_changed": "its events do not follow one another",
    "event_not_signed": "an event without its officer's hand",
    "words_changed": "sealed words that are not the ones of its events",
    "keys_changed": "public keys that are not the ones it was filed with",
    "case_key_not_signed": "a case key that nobody of the keyring made",
    "share_for_unknown_key": "a share for somebody who is not on the keyring",
    "share_not_signed": "a share that its giver did not sign",
    "release_not_signed": "a request for the name that its asker did not sign",
    "publication_missing": "a published version that stood before this one is gone",
    "publication_changed": "not as it was published; the page no longer shows it",
    "plan_changed": "a planned publication that is not as it was planned; it will not be published",
    "tables_changed": "prepared tables that are not as they were signed; they are not published",
    "publication_not_signed": "a signature that is not its publisher's",
}


def _alarms(app: Flask) -> bool:
    """Whether anything in any agency was changed behind the program's back; each is named."""
    found = False
    with house_of(app).open_work(AllAgencies("look for tampering"), writes=False) as work:
        agencies = every_agency(work)
    for agency in agencies:
        with house_of(app).open_work(AgencyClerk(agency.agency_id), writes=False) as work:
            for finding in look_for_tampering(work):
                mark = "ALARM  " if finding.is_alarm else "note   "
                say(f"{mark} {agency.slug}: {finding.where}: {_FINDINGS[finding.kind]}")
                found = found or finding.is_alarm
    return found


def _prepare(settings: Settings) -> Flask:
    keep_to_itself()
    database.make_private(settings)
    if settings.key_file.exists():
        keys_of(settings)
    else:
        key_file.create(settings.key_file)
        say(f"Made the key file {settings.key_file}. Without it nothing opens: print it with")
        say("`prongsai keyfile print` and keep a copy away from this machine and its backups.")
    app = open_app(settings)
    say(f"The database stands at revision {database.migrate(app)}.")
    return app


def _make_demo(app: Flask) -> None:
    from app.demo import make_demo

    say("Making a demo agency with officers and cases. This takes a little while.")
    make_demo(house_of(app), say)


def _show_demo(app: Flask, settings: Settings) -> None:
    from app.demo import read_demo, show_demo

    kept = read_demo(house_of(app))
    if kept is None:
        return
    if not kept.codes:
        raise CommandFailed(
            f"the demo was not finished when it was made; remove {settings.data_dir} and try again"
        )
    show_demo(kept, say)


def _say_addresses(app: Flask, settings: Settings) -> None:
    root = settings.public_url or settings.local_url
    for slug in _slugs(app):
        say(f"  {root}/{slug}/                      door: report, follow up")
        say(f"  {root}/{slug}/disclosure/           guideline, channel, statistics")
    say(f"  {root}/desk/                        officers")
    say(f"  {root}/api/v1/openapi.json          API")
    say(f"Serving at {settings.local_url} (stop with Ctrl-C).")


def _slugs(app: Flask) -> tuple[str, ...]:
    with house_of(app).open_work(AllAgencies("print the addresses"), writes=False) as work:
        return tuple(agency.slug for agency in public_agencies(work))


def _with_plain_port(settings: Settings) -> Settings:
    plain = os.environ.get("PORT", "")
    if f"{PREFIX}PORT" in os.environ or not plain:
        return settings
    if not (plain.isascii() and plain.isdigit() and 1 <= int(plain) <= 65_535):
        raise CommandFailed("PORT must be a whole number from 1 to 65535")
    return replace(settings, port=int(plain))


def _check_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise CommandFailed(
                f"{settings.host}:{settings.port} cannot be listened on; is it in use? "
                "Choose another with PRONGSAI_PORT (or PORT=8001 make run)"
            ) from None


def _is_private(settings: Settings) -> bool:
    return not settings.data_dir.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
