"""The console script `prongsai`: each command says what it did, and fails when it did not."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app import (
    console_agencies,
    console_authority,
    console_clocks,
    console_keys,
    console_mail,
    console_pepper,
    console_recovery,
    console_service,
)
from app.console import CommandFailed, say, why
from app.settings import Settings, SettingsRefused
from crypto.key_file import KeyFileProblem
from rules.categories import LAO_KINDS, codes
from rules.permissions import Role
from rules.statistics_options import GRANULARITIES
from rules.words import ERRORS
from service.errors import ServiceError

_PDF = "hand the A4 sheets as PDF to the command after the pipe, as in `... --pdf | lp`"


def main(words: Sequence[str] | None = None) -> int:
    """0 when the command did what it says, 1 when it did not, 2 for words it does not know."""
    typed = build_parser().parse_args(words)
    try:
        settings = Settings.from_environment(os.environ)
        typed.errand(settings, typed)
    except (CommandFailed, SettingsRefused) as problem:
        say(f"prongsai: {problem}", stream=sys.stderr)
        return 1
    except KeyFileProblem as problem:
        say(f"prongsai: {why(problem, settings)}", stream=sys.stderr)
        return 1
    except ServiceError as problem:
        say(f"prongsai: {ERRORS[problem.code].en}", stream=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Every command with its words and its help."""
    parser = argparse.ArgumentParser(prog="prongsai", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _service_commands(commands)
    _key_commands(commands)
    _agency_commands(commands)
    console_mail.describe(commands)
    return parser


def _service_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _add(commands, "setup", "make the key file and bring the database up to date",
         console_service.set_up)  # fmt: skip
    run = _add(commands, "run", "set up, make a demo on the first start, and serve",
               console_service.run)  # fmt: skip
    run.add_argument("--empty", action="store_true", help="without the demo agency")
    _add(commands, "demo", "fill an empty data folder with a demo agency", console_service.demo)
    _add(commands, "serve", "serve until stopped", console_service.serve)
    _add(commands, "migrate", "bring the database up to date", console_service.migrate)
    _add(commands, "doctor", "look whether everything is as it should be", console_service.doctor)
    clocks = commands.add_parser("clocks", help="the days by which something is due")
    parts = clocks.add_subparsers(required=True, metavar="COMMAND")
    _add(parts, "watch", "give the reminders whose day has come, each once, and erase the names "
         "whose time is over; `serve` does both too",
         console_clocks.watch_clocks)  # fmt: skip


def _key_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keyfile = commands.add_parser("keyfile", help="the key file, on paper")
    parts = keyfile.add_subparsers(required=True, metavar="COMMAND")
    shown = _add(
        parts, "print", "show the key file's digits, to be kept on paper", console_keys.print_keys
    )
    shown.add_argument("--pdf", action="store_true", help=_PDF)
    _add(parts, "check", "read digits typed from paper and compare", console_keys.check_keys)
    _add(parts, "rotate", "make a new key; the old ones go on opening", console_pepper.rotate_key)
    _add(parts, "retire", "drop the oldest key when nothing needs it", console_pepper.retire_key)


def _agency_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    statistics = _add(
        commands, "statistics", "print an agency's statistics", console_agencies.show_statistics
    )
    statistics.add_argument("slug", help="the agency's address, such as example")
    statistics.add_argument("--year", type=int, help="fiscal year, B.E.")
    statistics.add_argument("--granularity", choices=GRANULARITIES)

    agency = commands.add_parser("agency", help="the agencies served here")
    parts = agency.add_subparsers(required=True, metavar="COMMAND")
    _add(parts, "list", "name every agency", console_agencies.list_agencies)
    create = _add(parts, "create", "open an agency", console_agencies.create_agency)
    create.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE.json")
    create.add_argument("--pdf", action="store_true", help=_PDF)
    _invitation(_add(parts, "invite", "make an agency that its administrator sets up by page",
                     console_agencies.invite_agency))  # fmt: skip
    outward = _add(parts, "outward", "choose who takes what is about the agency's own head",
                   console_authority.set_authority)  # fmt: skip
    outward.add_argument("slug")
    whom = outward.add_mutually_exclusive_group(required=True)
    whom.add_argument("authority", nargs="?", help="the authority's address")
    whom.add_argument("--none", action="store_true", help="nobody: such reports are stopped")
    _authority_commands(commands)
    _officer_commands(commands)
    _paper_commands(commands)


def _invitation(invite: argparse.ArgumentParser) -> None:
    invite.add_argument("slug", help="small letters, digits and dashes; stands in the address")
    invite.add_argument("--name-th", required=True)
    invite.add_argument("--kind", required=True, choices=codes(LAO_KINDS))
    for name in ("name_en", "district_th", "district_en", "province_th", "province_en"):
        invite.add_argument(f"--{name.replace('_', '-')}", default="")
    invite.add_argument("--person", required=True, help="the first administrator's name")
    invite.add_argument("--post", required=True)
    invite.add_argument("--login", default="admin1", help="small letters and digits")


def _paper_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    recovery = commands.add_parser("recovery", help="the recovery papers")
    parts = recovery.add_subparsers(required=True, metavar="COMMAND")
    _add(parts, "check", "have the recovery papers typed back",
         console_recovery.check_recovery).add_argument("slug")  # fmt: skip
    use = _add(parts, "use", "give an officer the cases back with the papers",
               console_recovery.use_papers)  # fmt: skip
    use.add_argument("slug")
    use.add_argument("--for", dest="login", required=True, metavar="LOGIN")
    use.set_defaults(paper="content")
    for side in ("inside", "outside"):
        use.add_argument(
            f"--identity-{side}", dest="paper", action="store_const", const=f"identity_{side}",
            help=f"give the {side} half of permitted cases to a new custodian instead",
        )  # fmt: skip
    use.add_argument("--fill", action="store_true",
                     help="with an identity paper, last of all: a dummy where no permit stands, so "
                     "that no copy of the database tells who was kept out")  # fmt: skip
    keyring = commands.add_parser("keyring", help="whose keys count")
    parts = keyring.add_subparsers(required=True, metavar="COMMAND")
    _add(parts, "sign", "sign the keys of activated officers with the root's paper",
         console_recovery.sign_keys).add_argument("slug")  # fmt: skip


def _authority_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    authority = commands.add_parser("authority", help="outside authorities that read elsewhere")
    parts = authority.add_subparsers(required=True, metavar="COMMAND")
    made = _add(parts, "create", "there: make its keys", console_authority.create)
    made.add_argument("file", type=Path, help="the two files get .private and .public at the end")
    shown = _add(parts, "fingerprint", "there: say the digits of its public file",
                 console_authority.show_fingerprint)  # fmt: skip
    shown.add_argument("file", type=Path, metavar="FILE.public")
    console_authority.describe_add(
        _add(parts, "add", "here: take in its public file", console_authority.add)
    )
    export = _add(parts, "export", "here: write its sealed cases", console_authority.export)
    export.add_argument("slug")
    export.add_argument("out", type=Path, metavar="OUT")
    console_authority.describe_open(
        _add(parts, "open", "there: open an export", console_authority.open_file)
    )


def _officer_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    officer = commands.add_parser("officer", help="the accounts of an agency")
    parts = officer.add_subparsers(required=True, metavar="COMMAND")
    invite = _add(parts, "invite", "make an account", console_agencies.invite_officer)
    invite.add_argument("slug")
    invite.add_argument("--name", required=True)
    invite.add_argument("--post", required=True)
    invite.add_argument("--login", required=True, help="small letters and digits")
    invite.add_argument("--role", action="append", required=True, choices=[*Role],
                        help="may be given several times")  # fmt: skip


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    help_text: str,
    errand: object,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(errand=errand)
    return parser


if __name__ == "__main__":
    sys.exit(main())
